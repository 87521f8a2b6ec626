"""Decides and remembers: vocabulary, rules, tables, deeds. Knows nothing of GraphQL, HTTP or tokens."""
