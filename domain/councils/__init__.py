"""Councils of emulation and commendation: who is a member, their sessions, and what they vote on, in secret."""
