"""Conflicts of interest (xung đột lợi ích): what follows from facts, what is declared, and how one is set aside."""
