"""What each kind of document says: plain values in, `Content` out; no rows, no clock, no files."""
