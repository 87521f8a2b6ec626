"""Integrity holds in GraphQL."""
