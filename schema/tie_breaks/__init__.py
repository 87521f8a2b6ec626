"""Tie-breaks in GraphQL: rounds held to settle equal scores, and what came out of them."""
