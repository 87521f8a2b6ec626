"""The chain that the database makes, and what is found after somebody with all rights touched it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from domain import clock
from domain.ledger import actions, queries
from domain.ledger.checking import check
from domain.ledger.rules import GENESIS, EventKind, Head, event_hash
from tests.support.evaluations import Scene, round_, scene
from tests.support.ledger import named

KINDS = (
    EventKind.ROUND_OPENED,
    EventKind.SHEET_SUBMITTED,
    EventKind.SHEET_REOPENED,
    EventKind.SHEET_SUBMITTED,
    EventKind.ABSTAINED,
    EventKind.ROUND_CLOSED,
)


@pytest.fixture
async def there(make) -> Scene:
    return await scene(make)


@pytest.fixture
def round_id(there: Scene) -> UUID:
    return there.round.id


@pytest.fixture
async def six(session: AsyncSession, round_id: UUID) -> Head:
    """Six events of the round; the head that was published after them."""
    for number, kind in enumerate(KINDS, start=1):
        actions.append(session, round_id, kind, {"n": number})
    published = await actions.head(session, round_id)
    assert published is not None
    return published


@pytest.fixture
def tamper(session: AsyncSession, round_id: UUID) -> Callable[..., Awaitable[None]]:
    """Writes past every trigger, as a superuser can; `:round` stands for the round."""

    async def write(*statements: str) -> None:
        await session.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            await session.execute(text(statement), {"round": round_id})
        await session.execute(text("SET LOCAL session_replication_role = origin"))

    return write


@pytest.fixture
def found(session: AsyncSession, round_id: UUID) -> Callable[..., Awaitable[list[tuple[str, int]]]]:
    async def look(*heads: Head) -> list[tuple[str, int]]:
        return named(check(round_id, [each async for each in queries.events(session, round_id)], heads))

    return look


def constraint_of(refused: pytest.ExceptionInfo[DBAPIError]) -> str:
    return refused.value.orig.__cause__.constraint_name


async def test_events_of_one_flush_are_chained_in_their_order(session, round_id):
    with clock.at(datetime(2026, 11, 22, 3, 4, 5, 6, tzinfo=UTC)):
        first = actions.append(session, round_id, EventKind.ROUND_OPENED, {"tên": "Vòng 1"})
        second = actions.append(session, round_id, EventKind.SHEET_SUBMITTED, {"total": Decimal("80.50")})
    await session.flush()

    opened = event_hash(round_id, 1, first.at, "ROUND_OPENED", GENESIS, '{"tên":"Vòng 1"}')
    assert (first.number, first.previous_hash, first.hash) == (1, GENESIS, opened)
    assert second.body == '{"total":"80.5"}'
    assert (second.number, second.previous_hash, second.hash) == (
        2,
        opened,
        event_hash(round_id, 2, second.at, "SHEET_SUBMITTED", opened, second.body),
    )


async def test_head_is_none_before_the_first_event_and_then_the_last(session, round_id):
    assert await actions.head(session, round_id) is None

    actions.append(session, round_id, EventKind.ROUND_OPENED, {})
    second = actions.append(session, round_id, EventKind.ROUND_CLOSED, {})

    assert await actions.head(session, round_id) == Head(2, second.hash)


async def test_each_round_has_a_chain_of_its_own(session, make, there):
    other = await round_(make, there.movement, there.rubric, ordinal=2)
    events = [actions.append(session, each.id, EventKind.ROUND_OPENED, {}) for each in (there.round, other)]
    await session.flush()

    assert [(each.number, each.previous_hash) for each in events] == [(1, GENESIS), (1, GENESIS)]
    assert events[0].hash != events[1].hash


async def test_events_up_to_a_head_are_read(session, round_id, six):
    assert [each.number async for each in queries.events(session, round_id, up_to=4)] == [1, 2, 3, 4]


async def test_rollback_leaves_no_gap(session, round_id, found):
    actions.append(session, round_id, EventKind.ROUND_OPENED, {})
    await session.flush()
    lost = await session.begin_nested()
    actions.append(session, round_id, EventKind.SHEET_SUBMITTED, {})
    await session.flush()
    await lost.rollback()
    after = actions.append(session, round_id, EventKind.ABSTAINED, {})
    await session.flush()

    assert after.number == 2
    assert await found(Head(2, after.hash)) == []


async def test_chain_columns_that_are_given_are_not_believed(session, round_id):
    await session.execute(
        text(
            "INSERT INTO score_events (id, round_id, number, at, kind, body, previous_hash, hash)"
            " VALUES (gen_random_uuid(), :round, 9, now(), 'ABSTAINED', '{}', repeat('a', 64), repeat('b', 64))"
        ),
        {"round": round_id},
    )

    assert [(each.number, each.previous_hash) async for each in queries.events(session, round_id)] == [(1, GENESIS)]


@pytest.mark.parametrize(
    "at",
    [
        datetime(1, 1, 1, 0, 0, 1, tzinfo=UTC),
        datetime(999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2024, 2, 29, 12, 0, 0, 100_000, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 1, tzinfo=UTC),
    ],
)
async def test_database_and_rules_hash_alike(session, round_id, at):
    body = '{"a":"\\"\\n\u2028Đã trình 😀","b":{"c":[]}}'
    said = await session.scalar(
        text("SELECT thidua_event_hash(:round, 7, :at, 'RECUSED', repeat('c', 64), :body)"),
        {"round": round_id, "at": at, "body": body},
    )

    assert said == event_hash(round_id, 7, at, "RECUSED", "c" * 64, body)


async def test_event_without_a_moment_that_can_be_written_is_refused(session, round_id):
    with pytest.raises(IntegrityError, match='null value in column "hash"'):
        await session.execute(
            text(
                "INSERT INTO score_events (id, round_id, at, kind, body)"
                " VALUES (gen_random_uuid(), :round, 'infinity', 'ABSTAINED', '{}')"
            ),
            {"round": round_id},
        )


async def test_time_zone_of_the_session_does_not_matter(session, round_id, six, found):
    await session.execute(text("SET LOCAL TIME ZONE 'Asia/Ho_Chi_Minh'"))
    actions.append(session, round_id, EventKind.RESULT_COMPUTED, {})

    await session.flush()

    assert await found(six) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE score_events SET body = '{}'", "DELETE FROM score_events", "TRUNCATE score_events"]
)
async def test_events_are_only_ever_added(session, six, statement):
    with pytest.raises(DBAPIError) as refused:
        await session.execute(text(statement))

    assert constraint_of(refused) == "tg_score_events_append_only"


@pytest.mark.parametrize("body", ["", "[]", "1", "{'a':1}", '{"a":1'])
async def test_body_is_a_json_object(session, round_id, body):
    with pytest.raises(DBAPIError) as refused:
        await session.execute(
            text(
                "INSERT INTO score_events (id, round_id, at, kind, body)"
                " VALUES (gen_random_uuid(), :round, now(), 'ABSTAINED', :body)"
            ),
            {"round": round_id, "body": body},
        )

    assert constraint_of(refused) == "ck_score_events_body"


async def test_untouched_chain_is_whole(six, found):
    assert await found(six) == []


@pytest.mark.parametrize(
    "edit", ["body = '{}'", "body = body || ' '", "at = at + interval '1 microsecond'", "kind = 'RECUSED'"]
)
@pytest.mark.parametrize("number", [1, 4, 6])
async def test_edited_event_is_named(six, tamper, found, edit, number):
    await tamper(f"UPDATE score_events SET {edit} WHERE round_id = :round AND number = {number}")

    assert await found() == [("EDITED", number)]


async def test_edited_hash_is_named(six, tamper, found):
    await tamper("UPDATE score_events SET hash = repeat('a', 64) WHERE round_id = :round AND number = 3")

    assert await found(six) == [("EDITED", 3), ("LINK_BROKEN", 4)]


async def test_event_hashed_anew_breaks_the_next_link(six, tamper, found):
    await tamper("UPDATE score_events SET body = '{}' WHERE round_id = :round AND number = 3", REHASH.format(number=3))

    assert await found() == [("LINK_BROKEN", 4)]


#: Computes the hash of one event from what stands there.
REHASH = """
    UPDATE score_events AS e SET
        previous_hash = coalesce((SELECT hash FROM score_events p WHERE p.round_id = e.round_id
            AND p.number = e.number - 1), repeat('0', 64)),
        hash = thidua_event_hash(round_id, number, at, kind, coalesce((SELECT hash FROM score_events p
            WHERE p.round_id = e.round_id AND p.number = e.number - 1), repeat('0', 64)), body)
    WHERE round_id = :round AND number = {number}
"""


async def test_chain_rewritten_to_its_end_is_found_by_the_published_head_alone(six, tamper, found):
    await tamper(
        "UPDATE score_events SET body = '{}' WHERE round_id = :round AND number = 3",
        *(REHASH.format(number=number) for number in range(3, 7)),
    )

    assert await found() == []
    assert await found(six) == [("REWRITTEN", 6)]


@pytest.mark.parametrize("number", [1, 3, 5])
async def test_deleted_event_is_named(six, tamper, found, number):
    await tamper(f"DELETE FROM score_events WHERE round_id = :round AND number = {number}")

    assert await found() == [("DELETED", number)]


async def test_deleted_last_event_is_found_by_the_published_head_alone(six, tamper, found):
    await tamper("DELETE FROM score_events WHERE round_id = :round AND number = 6")

    assert await found() == []
    assert await found(six) == [("CUT_OFF", 6)]


async def test_chain_that_went_on_after_its_tail_was_cut_off_is_found(session, round_id, six, tamper, found):
    await tamper("DELETE FROM score_events WHERE round_id = :round AND number >= 5")
    actions.append(session, round_id, EventKind.RECUSED, {})
    actions.append(session, round_id, EventKind.ROUND_CLOSED, {})
    await session.flush()

    assert await found() == []
    assert await found(six) == [("REWRITTEN", 6)]


async def test_deleted_event_whose_gap_was_closed_is_named(six, tamper, found):
    await tamper(
        "DELETE FROM score_events WHERE round_id = :round AND number = 3",
        "UPDATE score_events SET number = number + 100 WHERE round_id = :round AND number > 3",
        "UPDATE score_events SET number = number - 101 WHERE round_id = :round AND number > 3",
    )

    assert await found(six) == [
        ("REORDERED", 3),
        ("LINK_BROKEN", 3),
        ("REORDERED", 4),
        ("REORDERED", 5),
        ("CUT_OFF", 6),
    ]


async def test_inserted_event_is_named(six, tamper, found):
    await tamper(
        "UPDATE score_events SET number = number + 100 WHERE round_id = :round AND number >= 3",
        "UPDATE score_events SET number = number - 99 WHERE round_id = :round AND number >= 100",
        "INSERT INTO score_events (id, round_id, number, at, kind, body, previous_hash, hash)"
        " SELECT gen_random_uuid(), :round, 3, at, 'ABSTAINED', '{}', repeat('0', 64), repeat('0', 64)"
        " FROM score_events WHERE round_id = :round AND number = 2",
        REHASH.format(number=3),
    )

    assert await found(six) == [
        ("REORDERED", 4),
        ("LINK_BROKEN", 4),
        ("REORDERED", 5),
        ("REORDERED", 6),
        ("REWRITTEN", 6),
        ("REORDERED", 7),
    ]


async def test_swapped_numbers_are_named(six, tamper, found):
    await tamper(
        "UPDATE score_events SET number = 99 WHERE round_id = :round AND number = 3",
        "UPDATE score_events SET number = 3 WHERE round_id = :round AND number = 5",
        "UPDATE score_events SET number = 5 WHERE round_id = :round AND number = 99",
    )

    assert [each for each in await found(six) if each[0] == "REORDERED"] == [("REORDERED", 3), ("REORDERED", 5)]


async def test_event_moved_from_another_round_is_named(session, make, there, six, tamper, found):
    other = await round_(make, there.movement, there.rubric, ordinal=2)
    actions.append(session, other.id, EventKind.ROUND_OPENED, {"n": 1})
    await session.flush()
    await tamper(
        "DELETE FROM score_events WHERE round_id = :round AND number = 1",
        f"UPDATE score_events SET round_id = :round WHERE round_id = '{other.id}'",
    )

    assert await found() == [("EDITED", 1), ("LINK_BROKEN", 2)]
