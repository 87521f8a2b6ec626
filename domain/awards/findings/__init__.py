"""Findings: what the rules in force say of a dossier, in numbers and names, before anybody decides on it."""
