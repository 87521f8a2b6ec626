"""What can be set from outside, read once from the environment; anything malformed stops the start."""

import base64
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from domain.councils.ballot_box import KEY_LENGTH


class SettingsError(ValueError):
    """A setting is malformed; the message names the variable."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process."""

    database_url: str | None
    data_directory: Path
    host: str
    port: int
    issuer: str
    audience: str
    pool_size: int
    development: bool
    reads: str
    metrics: bool
    worker: bool
    #: Left out of what a print of the settings shows.
    ballot_key: bytes | None = field(default=None, repr=False)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    DATABASE_URL: an outside PostgreSQL 15 or newer; without it an embedded server is used.
    THIDUA_DATA: where the embedded data and the development keys live (default .thidua).
    THIDUA_HOST, THIDUA_PORT: where to serve (default 127.0.0.1:8000).
    THIDUA_ISSUER, THIDUA_AUDIENCE: what tokens must name.
    THIDUA_POOL: database connections per process (default 10).
    THIDUA_READS: "compiled" (default: one statement per read) or "reference" (the slow execution it is compared with).
    THIDUA_METRICS: "on" or "off" (default: on in development): whether /metrics is served; it is not for the outside.
    THIDUA_WORKER: "on" (default) or "off": whether `thidua serve` starts a worker for long computations beside itself;
    with "off" they wait for a `thidua work` that runs elsewhere.
    THIDUA_BALLOT_KEY: the key of the ballot box, 32 bytes in base64 or hexadecimal. Without it, development makes one
    in a private file; in production no council votes in secret. It must not change while a session is open.
    THIDUA_MODE: "development" (default: built-in token issuer, explorer) or "production".
    """
    url = environment.get("DATABASE_URL") or None
    mode = environment.get("THIDUA_MODE", "development")
    if mode not in {"development", "production"}:
        raise SettingsError("THIDUA_MODE must be development or production")
    reads = environment.get("THIDUA_READS", "compiled")
    if reads not in {"compiled", "reference"}:
        raise SettingsError("THIDUA_READS must be compiled or reference")
    metrics = environment.get("THIDUA_METRICS", "on" if mode == "development" else "off")
    if metrics not in {"on", "off"}:
        raise SettingsError("THIDUA_METRICS must be on or off")
    worker = environment.get("THIDUA_WORKER", "on")
    if worker not in {"on", "off"}:
        raise SettingsError("THIDUA_WORKER must be on or off")
    return Settings(
        database_url=_asyncpg_url(url) if url else None,
        data_directory=Path(environment.get("THIDUA_DATA", ".thidua")).absolute(),
        host=environment.get("THIDUA_HOST", "127.0.0.1"),
        port=_number(environment, "THIDUA_PORT", 8000, 0, 65535),
        issuer=environment.get("THIDUA_ISSUER", "https://thidua.invalid/development"),
        audience=environment.get("THIDUA_AUDIENCE", "thidua"),
        pool_size=_number(environment, "THIDUA_POOL", 10, 1, 200),
        development=mode == "development",
        reads=reads,
        metrics=metrics == "on",
        worker=worker == "on",
        ballot_key=_key(environment, "THIDUA_BALLOT_KEY"),
    )


def _asyncpg_url(url: str) -> str:
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in {"postgres", "postgresql", "postgresql+asyncpg"}:
        raise SettingsError("DATABASE_URL must begin with postgresql://")
    # SQLAlchemy hands the driver `ssl` where libpq's addresses say `sslmode`.
    return f"postgresql+asyncpg://{rest}".replace("?sslmode=", "?ssl=").replace("&sslmode=", "&ssl=")


def _key(environment: Mapping[str, str], name: str) -> bytes | None:
    """Read a key. What is wrong with it is told without quoting it."""
    text = environment.get(name, "").strip()
    if not text:
        return None
    for decode in (bytes.fromhex, partial(base64.b64decode, validate=True)):
        with suppress(ValueError):
            key = decode(text)
            if len(key) == KEY_LENGTH:
                return key
    raise SettingsError(f"{name} must be 32 bytes in base64 or hexadecimal")


def _number(environment: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = environment.get(name, str(default))
    if not text.isdecimal() or not low <= int(text) <= high:
        raise SettingsError(f"{name} must be a whole number from {low} to {high}")
    return int(text)
