"""The state of a demonstration while it is being told: who exists, who acts, when."""

import tomllib
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from api.working import PERFORMERS
from domain import clock
from domain.actor import Actor
from domain.database import Database
from domain.jobs import actions as jobs
from domain.people.queries import actor_by_subject

#: How the token subjects of invented people begin; only they ever get ready tokens.
SUBJECT_PREFIX = "demo|"

DATA = Path(__file__).parent / "data"

Progress = Callable[[int, int], None]


@cache
def data(name: str) -> dict[str, Any]:
    """Read one file of the demo data."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def moment(text: str) -> datetime:
    """Read "2024-03-01 08:00" as a moment in Viet Nam."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.VIETNAM)


class _OneSession(Database):
    """A database of which only one transaction, already open, is used."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Lend the story's session; what is written is seen by the next deed and committed with the story."""
        yield self._session
        await self._session.flush()

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncSession]:
        """Lend the story's session to read by: nobody else writes."""
        yield self._session


@dataclass(slots=True)
class Story:
    """Ids by the keys of the data files, and the people who act; `step` reports progress."""

    session: AsyncSession
    report: Progress
    total: int
    done: int = 0
    units: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    initiatives: dict[str, UUID] = field(default_factory=dict)
    _actors: dict[str, Actor] = field(default_factory=dict)

    async def actor(self, key: str) -> Actor:
        """Return a person as they may act at this moment of the story."""
        if key not in self._actors:
            connection = await self.session.connection()
            found = await actor_by_subject(connection, subject_of(key), clock.utc_now())
            if found is None:
                raise LookupError(key)
            self._actors[key] = found
        return self._actors[key]

    async def do_jobs(self) -> None:
        """Do the jobs that wait, as a worker would, within the story's own transaction."""
        database = _OneSession(self.session)
        while (job := await jobs.claim(self.session)) is not None:
            await PERFORMERS[job.kind](database, job, lambda _share, _step: None)

    def roles_changed(self) -> None:
        """Forget who may do what: roles were granted."""
        self._actors.clear()

    def step(self) -> None:
        """Count one deed of the story."""
        self.done += 1
        self.report(min(self.done, self.total), self.total)

    @contextmanager
    def at(self, when: datetime, minutes: int = 0) -> Iterator[None]:
        """Let deeds happen at a moment of the story."""
        with clock.at(when + timedelta(minutes=minutes)):
            yield


def subject_of(key: str) -> str:
    """Return the token subject of a person of the demonstration."""
    return f"{SUBJECT_PREFIX}{key}"
