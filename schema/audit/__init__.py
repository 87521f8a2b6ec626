"""GraphQL names and shapes for domain.audit."""
