"""The API explorer: one page and its scripts, served from our own files so that it works without internet access."""
