"""Measured benefit in GraphQL."""
