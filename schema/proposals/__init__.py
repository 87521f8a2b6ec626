"""Proposed assignments in GraphQL."""
