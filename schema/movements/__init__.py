"""GraphQL names and shapes for domain.movements."""
