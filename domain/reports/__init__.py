"""The reports that units owe a movement: who sent one, when, and what became of it."""
