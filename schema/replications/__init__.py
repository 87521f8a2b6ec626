"""Replications in GraphQL."""
