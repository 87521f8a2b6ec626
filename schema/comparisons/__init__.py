"""Comparisons of pairs in GraphQL."""
