"""GraphQL names and shapes for domain.evaluations."""
