"""GraphQL names and shapes for domain.criteria."""
