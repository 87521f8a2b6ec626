"""Awards that people and units were given before the system or elsewhere."""
