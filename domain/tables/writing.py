"""What a CSV file needs so that spreadsheet programs show its letters and take no text for a formula."""

#: Told by it that the file is UTF-8, spreadsheet programs show Vietnamese letters.
BYTE_ORDER_MARK = "\ufeff"
#: A cell that begins with one of these would be taken for a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """Return the cell such that no program takes it for a formula: a leading apostrophe makes it text."""
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
