"""Discussions of entries and disputes about them in GraphQL."""
