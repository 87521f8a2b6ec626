"""What somebody who reads the database finds of a secret ballot: the same, whatever was chosen."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from domain import ids
from domain.actor import Actor, Role
from domain.audit.model import AuditEntry
from domain.clock import at
from domain.councils.ballot_box import BallotBox
from domain.councils.model import SealedTally
from domain.councils.rules import BallotChoice
from schema import node_ids
from tests.support import councils
from tests.support.councils import AGAINST, BLANK, BOX, FOR
from tests.support.evaluations import refusal
from tests.support.factories import NOW, Factory
from tests.support.graphql import data, deed
from tests.support.matrix_world import undone

#: Two ways in which the same three people vote on two items, in the same order.
ONE_WAY = ((FOR, FOR), (AGAINST, FOR), (FOR, BLANK))
OTHER_WAY = ((BLANK, AGAINST), (FOR, AGAINST), (AGAINST, FOR))
SEALS = "SELECT sealed FROM sealed_tallies ORDER BY item_id"
PROGRESS = """{ councilSessions { nodes { issued collected items { collected votesFor votesAgainst votesBlank share
    isPassed valid } } } auditEntries(first: 100) { nodes { deed reason before after } } }"""


async def everything(connection: AsyncConnection) -> dict[str, Sequence[str]]:
    """Every row of every table there is, whole, with the order in which rows were written; but for the seals."""
    tables = await connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
    found = {}
    for table in sorted(tables):
        rows = text(
            "SELECT (to_jsonb(t) - 'sealed')::text || dense_rank() OVER (ORDER BY t.xmin::text::bigint)"
            f" FROM {table} t ORDER BY 1"
        )
        found[table] = list(await connection.scalars(rows))
    return found


async def voted(database: Any, of: councils.Scene, way: Sequence[Sequence[BallotChoice]]) -> list[Any]:
    """Hand in papers over the API, each voter with an idempotency key; returns what they are answered."""
    answers = []
    with ids.seeded(7), at(NOW):
        for number, (voter, choices) in enumerate(zip(of.voters, way, strict=False)):
            ballots = [
                {"itemId": node_ids.encode("SessionItem", item.id), "choice": choice}
                for item, choice in zip(of.items, choices, strict=True)
            ]
            asked = {"sessionId": node_ids.encode("CouncilSession", of.sitting.id), "ballots": ballots}
            key = {"idempotencyKey": str(UUID(int=number))}
            answers.append(await deed(database, voter, "castBallots", {**asked, **key}, "councilSession { collected }"))
    return answers


async def test_two_ways_of_voting_leave_the_same_database(connection, database, session, make: Factory, caplog):
    caplog.set_level(logging.DEBUG)
    of = await councils.in_session(make, await councils.scene(make, voters=4, items=2), present=3)
    await session.commit()
    before = await everything(connection)
    found, answers, seals, seen = [], [], [], []
    for way in (ONE_WAY, OTHER_WAY):
        async with undone(connection):
            answers.append(await voted(database, of, way))
            found.append(await everything(connection))
            seals.append([bytes(seal) for seal in await connection.scalars(text(SEALS))])
            seen.append([await data(database, actor, PROGRESS) for actor in (of.secretary, of.voters[0])])
            seen[-1].append(await data(database, of.awards.personnel, PROGRESS))

    assert found[0] == found[1]
    assert answers[0] == answers[1]
    assert [answer["userErrors"] for answer in answers[0]] == [[], [], []]
    assert seen[0] == seen[1]
    assert len(found[0]["idempotent_answers"]) == 3
    changed = {table for table in before if before[table] != found[0][table]}
    assert changed == {
        "audit_entries",
        "ballot_papers",
        "idempotent_answers",
        "nomination_hands",
        "session_items",
    }
    assert {len(seal) for way in seals for seal in way} == {41}
    assert not set(seals[0]) & set(seals[1])
    item = seen[0][0]["councilSessions"]["nodes"][0]["items"][0]
    assert (item["collected"], {value for name, value in item.items() if name != "collected"}) == (3, {None})
    assert not [line for line in caplog.messages if "AGAINST" in line]


@pytest.mark.parametrize("way", [ONE_WAY, OTHER_WAY])
async def test_the_counts_come_out_as_they_were_cast(database, session, make: Factory, way):
    of = await councils.in_session(make, await councils.scene(make, voters=3, items=2), present=3)
    await session.commit()
    await voted(database, of, way)
    await councils.locked(make, of)

    for number, item in enumerate(of.items):
        cast = [choices[number] for choices in way]
        assert [cast.count(each) for each in BallotChoice] == [item.votes_for, item.votes_against, item.votes_blank]


async def test_a_replayed_request_counts_once_whatever_it_says_now(database, session, make: Factory):
    of = await councils.in_session(make, await councils.scene(make, voters=3, items=2), present=3)
    await session.commit()
    first = await voted(database, of, ONE_WAY)

    again = await voted(database, of, OTHER_WAY)

    assert [answer["userErrors"] for answer in (*first, *again)] == [[]] * 6
    await councils.locked(make, of)
    assert [item.votes_for for item in of.items] == [2, 2]


@pytest.mark.parametrize("how", ["put back", "flipped", "swapped", "other key", "no key"])
async def test_counts_that_were_tampered_with_are_refused_not_counted(session, make: Factory, how):
    of = await councils.in_session(make, await councils.scene(make, voters=5, items=2), present=5)
    old: Mapping[UUID, bytes] = {}
    for number, voter in enumerate(of.voters[:4]):
        if number == 2:
            await session.flush()
            old = {
                row.item_id: bytes(row.sealed) for row in await session.execute(text("SELECT * FROM sealed_tallies"))
            }
        await councils.cast(make, of, voter, FOR, AGAINST)
    await session.flush()
    one, two = (item.id for item in of.items)
    now = {row.item_id: bytes(row.sealed) for row in await session.execute(text("SELECT * FROM sealed_tallies"))}
    forged = {
        "put back": {one: old[one]},
        "flipped": {one: now[one][:-1] + bytes([now[one][-1] ^ 1])},
        "swapped": {one: now[two], two: now[one]},
    }.get(how, {})
    for key, sealed in forged.items():
        await session.execute(update(SealedTally).where(SealedTally.item_id == key).values(sealed=sealed))
    box = {"other key": BallotBox(bytes(32)), "no key": None}.get(how, BOX)

    rule = "BALLOT_KEY_MISSING" if how == "no key" else "BALLOTS_UNREADABLE"
    assert await refusal(make, councils.locked(make, of, box=box)) == ("Conflict", rule, ())
    assert await refusal(make, councils.cast(make, of, of.voters[4], FOR, box=box)) == ("Conflict", rule, ())
    assert of.item.votes_for is None


async def test_the_trail_tells_no_nominee_how_the_council_voted_on_them(database, session, make: Factory):
    of = await councils.in_session(make, await councils.scene(make, voters=3), present=3)
    for voter in of.voters:
        await councils.cast(make, of, voter, FOR)
    await councils.locked(make, of)
    nominee, other = await make.acting(of.awards.author, Role.AUDITOR), await make.actor(Role.AUDITOR)
    await session.commit()
    query = '{ auditEntries(first: 9, filter: {deed: ["BALLOTS_LOCKED"]}) { nodes { deed after } } }'

    async def told(actor: Actor) -> Any:
        (entry,) = (await data(database, actor, query))["auditEntries"]["nodes"]
        return entry["after"] and entry["after"]["items"][0]["votes_for"]

    assert (await told(nominee), await told(other)) == (None, 3)


async def test_the_trail_says_that_papers_came_in_and_nothing_of_them(session, make: Factory):
    of = await councils.in_session(make, await councils.scene(make, voters=3, items=2), present=2)
    await councils.cast(make, of, of.voters[0], FOR, AGAINST)
    await councils.cast(make, of, of.voters[2], BLANK, AGAINST)
    await session.flush()

    rows = (await session.execute(AuditEntry.__table__.select().where(AuditEntry.deed == "BALLOTS_CAST"))).all()
    assert sorted((row.after["papers"], row.after["means"]) for row in rows) == [(2, "IN_PERSON"), (2, "WRITTEN")]
    assert {(row.subject_id, row.before, row.reason) for row in rows} == {(of.sitting.id, None, None)}
