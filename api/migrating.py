"""Bringing a database to the newest revision, by Alembic or, when it is there already, by one look."""

import re
from contextlib import suppress
from functools import cache
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine

ROOT = Path(__file__).parent.parent
VERSIONS = ROOT / "migrations" / "versions"


_NAMED = re.compile(r"^(revision|down_revision) = (?:\"(\w+)\"|None)$", re.MULTILINE)


@cache
def newest_revision() -> str:
    """Return the revision that no other follows, read from the files: every start asks, Alembic is slow to import."""
    said: list[dict[str, str]] = [
        dict(_NAMED.findall(path.read_text(encoding="utf-8"))) for path in VERSIONS.glob("*.py")
    ]
    (newest,) = {each["revision"] for each in said} - {each["down_revision"] for each in said}
    return newest


async def current_revision(engine: AsyncEngine) -> str | None:
    """Return the revision of a database, None for an empty one."""
    found: str | None = None
    async with engine.connect() as connection:
        # An empty database has no such table.
        with suppress(ProgrammingError):
            found = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def upgrade(url: str) -> None:
    """Run all migrations that are missing."""
    from alembic import command  # noqa: PLC0415 -- slow to import, and needed only here
    from alembic.config import Config  # noqa: PLC0415 -- the same

    config = Config(ROOT / "alembic.ini")
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    command.upgrade(config, "head")
