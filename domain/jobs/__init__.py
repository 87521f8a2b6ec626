"""Long computations: asked for in a deed, done by a process of their own, with progress that the API shows."""
