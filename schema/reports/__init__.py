"""Unit reports in GraphQL."""
