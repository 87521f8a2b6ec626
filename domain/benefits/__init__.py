"""Measured benefit: what an initiative saves where people work with it, from a locked baseline to a verified value."""
