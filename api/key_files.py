"""Private keys in files: made on the first start, readable by nobody else, one for all processes of a directory."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile

OTHERS_MAY_READ = 0o077


def load_or_create(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return what a key file holds, made by `make` when there is none. Raises PermissionError where others may read."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _create(path, make())
    if os.name == "posix" and path.stat().st_mode & OTHERS_MAY_READ:
        raise PermissionError(f"{path} may be read by others: run chmod 600 on it or delete it")
    return path.read_bytes()


def _create(path: Path, key: bytes) -> None:
    """Write a new key under `path` at once and whole; when two processes start together, one key wins."""
    # A temporary file is made with mode 0600, so the key is never readable by others, not even briefly.
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.") as draft:
        draft.write(key)
        draft.flush()
        os.fsync(draft.fileno())
        try:
            os.link(draft.name, path)
        except FileExistsError:
            return
