"""Rounds, assignments, score sheets and results."""
