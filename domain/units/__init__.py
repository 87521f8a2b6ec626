"""Organisational units (đơn vị) and their history."""
