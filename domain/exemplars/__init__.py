"""Exemplars (gương điển hình tiên tiến): whom and what a movement holds up, and how it is honoured and made known."""
