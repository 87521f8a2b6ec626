"""The demonstration: the real movement of 2024 with invented people, loaded by the deeds that people would do."""
