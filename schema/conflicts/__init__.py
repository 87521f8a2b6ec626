"""Conflicts of interest in GraphQL."""
