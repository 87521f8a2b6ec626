"""Versioned rubrics (bộ tiêu chí) and their criteria."""
