"""Results of rounds in GraphQL."""
