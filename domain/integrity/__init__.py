"""Integrity holds: what must be cleared up before a person or a unit can be rewarded."""
