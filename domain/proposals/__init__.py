"""Proposed assignments of entries to evaluators: computed as a dry run, then applied by a person."""
