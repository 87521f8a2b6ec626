"""The servers that are compared, each in a process of its own, and how they are started and asked."""
