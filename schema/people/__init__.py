"""GraphQL names and shapes for domain.people."""
