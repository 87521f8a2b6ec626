"""Two clerks, or two workers, at the same moment: no number and no edition is given twice."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from api.working import work_once
from domain.actor import Role
from domain.clock import at
from domain.database import Database
from domain.documents import issuing
from domain.documents.asking import make_document
from domain.documents.model import OfficialDocument
from domain.documents.particulars import About, Texts
from domain.documents.rules import DocumentKind, DocumentState
from domain.jobs.model import Job
from domain.jobs.rules import JobState
from tests.conftest import migrated_database
from tests.support import movements, papers
from tests.support.factories import NOW, Factory

pytestmark = pytest.mark.slow


@pytest.fixture
def real_url(server_url: str, worker: str) -> str:
    """A database of its own: what these tests commit cannot be deleted."""
    return migrated_database(server_url, f"thidua_test_{worker}_numbers")


async def test_two_workers_make_two_editions_of_the_same_document(real_url: str):
    engine = create_async_engine(real_url, poolclass=NullPool)
    database = Database(engine)
    async with database.writing() as session:
        make = Factory(session)
        center, silent, of = (
            await make.actor(Role.INFORMATION_CENTER),
            await make.unit(),
            await movements.movement(make),
        )
        await movements.participation(make, of, silent)
        for _ in range(3):
            about = {"kind": DocumentKind.REMINDER, "movement_id": of.id, "about": About(unit_id=silent.id)}
            await make_document(session, center, **about, texts=Texts())

    await asyncio.gather(*(work_once(database) for _ in range(3)))

    async with database.writing() as session:
        jobs = (await session.execute(select(Job.state, Job.error))).all()
        editions = select(OfficialDocument.edition).where(OfficialDocument.movement_id == of.id)
        assert (set(jobs), sorted(await session.scalars(editions))) == ({(JobState.DONE, None)}, [1, 2, 3])
    await engine.dispose()


async def test_numbers_given_at_once_are_all_different(real_url: str):
    engine = create_async_engine(real_url, poolclass=NullPool)
    database = Database(engine)
    async with database.writing() as session:
        make = Factory(session)
        clerk, unit, of = await make.actor(Role.PERSONNEL), await make.unit(), await movements.movement(make)
        about = {"kind": DocumentKind.SUBMISSION, "movement_id": of.id, "issuer_id": unit.id}
        keys = [
            (await papers.document(make, state=DocumentState.SIGNED, edition=edition, **about)).id
            for edition in range(1, 7)
        ]

    async def number(key) -> int | None:
        with at(NOW):
            async with database.writing() as session:
                numbered = await issuing.number_document(
                    session, clerk, document_id=key, expected_version=1, issued_on=date(2024, 6, 3)
                )
                return numbered.number

    given = await asyncio.gather(*map(number, keys))

    await engine.dispose()
    assert sorted(given) == [1, 2, 3, 4, 5, 6]
