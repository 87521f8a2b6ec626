"""Official documents in GraphQL."""
