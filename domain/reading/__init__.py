"""Reads: what may be read, by whom, in which order, page by page. Knows tables, nothing of GraphQL."""
