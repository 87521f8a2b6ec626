"""Councils, their sessions and their votes in GraphQL."""
