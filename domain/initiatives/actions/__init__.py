"""Deeds on initiatives: writing them, reviewing them, and what a scoring round does to them."""
