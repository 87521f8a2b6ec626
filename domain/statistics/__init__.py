"""State statistics of emulation and commendation: the yearly forms, counted from what the system knows."""
