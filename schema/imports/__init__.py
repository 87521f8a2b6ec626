"""Imports in GraphQL: score tables of competitions held elsewhere, and the sheets of juries that worked on paper."""
