"""Tables of dossiers and prizes for people outside the system."""
