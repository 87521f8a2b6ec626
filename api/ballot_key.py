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
    return BallotBox(load_or_create(path, lambda: secrets.token_bytes(KEY_LENGTH)))
