"""The ledger of a round in GraphQL."""
