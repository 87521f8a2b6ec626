"""Administrative documents: what one says, in which words and digits, and its files in DOCX and PDF."""
