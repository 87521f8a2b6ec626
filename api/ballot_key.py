"""The key of the ballot box: from the settings; in development, from a private file. It is never in the database."""

import secrets

from api.key_files import load_or_create
from api.settings import Settings
from domain.councils.ballot_box import KEY_LENGTH, BallotBox

KEY_FILE = "ballot-key"


def ballot_box(settings: Settings) -> BallotBox | None:
    """Return the server's ballot box; None in production without a key, where no council votes in secret.

    Raises PermissionError for a key file that others may read, ValueError for one that holds no key.
    """
    if settings.ballot_key is not None:
        return BallotBox(settings.ballot_key)
    if not settings.development:
        return None
    path = settings.data_directory / "keys" / KEY_FILE
    key = load_or_create(path, lambda: secrets.token_bytes(KEY_LENGTH))
    if len(key) != KEY_LENGTH:
        # No new key in its place: it would open no votes that are sealed with the old one.
        raise ValueError(f"{path} does not hold a key of {KEY_LENGTH} bytes: restore it from its copy")
    return BallotBox(key)
