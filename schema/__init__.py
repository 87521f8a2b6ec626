"""Translates between GraphQL and the domain. Decides nothing and writes no SQL."""
