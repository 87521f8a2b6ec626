"""GraphQL names and shapes for domain.awards."""
