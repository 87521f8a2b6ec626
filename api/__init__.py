"""Hosts the schema: settings, HTTP, tokens, command line. The only composition root."""
