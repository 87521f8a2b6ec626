"""Exemplars in GraphQL."""
