"""One append-only entry per deed, written in the deed's own transaction."""
