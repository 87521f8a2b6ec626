"""The deeds of the command line, one module each."""
