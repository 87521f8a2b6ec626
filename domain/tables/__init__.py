"""Score tables from files: rows and rules become a problem of the engine, its evaluation becomes a result file.

Everything that cannot be read is said at once, by row and column, in Vietnamese and English.
"""
