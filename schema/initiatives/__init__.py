"""GraphQL names and shapes for domain.initiatives."""
