"""A deed asked for twice with one key is done once."""
