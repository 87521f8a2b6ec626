"""GraphQL names and shapes for domain.units."""
