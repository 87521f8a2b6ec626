"""Results of rounds: immutable versions, computed by the engine, verified by a second person, then published."""
