"""Score tables of competitions held elsewhere or on paper: kept as they came, computed by the engine."""
