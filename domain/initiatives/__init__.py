"""Initiatives (sáng kiến, giải pháp) with immutable revisions."""
