"""Whoever changes the database behind the deeds' back is found out, and what they changed is named."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from domain.ledger.rules import Head
from domain.results.findings import Kind
from domain.results.model import Result, ResultEntry
from tests.conftest import TransactionDatabase, rolled_back
from tests.support.factories import Factory
from tests.support.verified import Verified, computed_round, named, report_of, tamper


@pytest.fixture(scope="module")
async def done(engine):
    """One computed round for all tests of this module, each of which is undone."""
    async with rolled_back(engine) as connection:
        database = TransactionDatabase(connection)
        async with AsyncSession(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        ) as session:
            made = await computed_round(session, database, Factory(session))
            await session.flush()
            await session.commit()
        yield connection, database, made


@pytest.fixture
async def round_(done):
    """The round, whose database is as it was again after the test."""
    connection, database, made = done
    savepoint = await connection.begin_nested()
    yield connection, database, made
    await savepoint.rollback()


async def found(round_, *heads: Head) -> list[tuple[str, str]]:
    _connection, database, made = round_
    return named(await report_of(database, made.round_id, *heads))


async def number_of(round_, kind: str) -> int:
    """The number of the first event of a kind."""
    connection, _database, made = round_
    statement = text("SELECT min(number) FROM score_events WHERE round_id = :round AND kind = :kind")
    return await connection.scalar(statement, {"round": made.round_id, "kind": kind})


async def head_of(round_) -> Head:
    connection, _database, made = round_
    statement = text("SELECT number, hash FROM score_events WHERE round_id = :round ORDER BY number DESC LIMIT 1")
    return Head(*(await connection.execute(statement, {"round": made.round_id})).one())


async def test_sound_round_has_no_findings(round_):
    _connection, database, made = round_

    report = await report_of(database, made.round_id, await head_of(round_))

    assert report.findings == []
    # opened, one phase, six sheets, closed, computed
    assert report == ([], 0, True, 10, 1)


async def test_edited_mark_is_named_with_both_values(round_):
    connection, database, made = round_
    sheet, criterion = made.sheets[1, 0], made.there.criteria[0].id
    await tamper(
        connection, "UPDATE marks SET value = 44 WHERE sheet_id = :s AND criterion_id = :c", s=sheet, c=criterion
    )

    report = await report_of(database, made.round_id)

    (finding,) = report.findings
    assert not report.is_sound
    assert (finding.kind, finding.subject) == (Kind.MARK_DIFFERS, f"sheet:{sheet}/criterion:{criterion}")
    assert finding.text == (
        f"Điểm tiêu chí {criterion} của phiếu {sheet}: theo sổ cái là 40, đang lưu là 44.",
        f"The mark for criterion {criterion} of sheet {sheet}: the ledger says 40, what is kept says 44.",
    )


SHEETS = [
    ("UPDATE score_sheets SET total = 61 WHERE id = :sheet", "SHEET_DIFFERS", "/total"),
    ("UPDATE score_sheets SET state = 'DRAFT', submitted_at = NULL WHERE id = :sheet", "SHEET_DIFFERS", "/state"),
    ("DELETE FROM score_sheets WHERE id = :sheet", "SHEET_MISSING", ""),
    (
        """INSERT INTO sheet_exclusions (id, round_id, sheet_id, reason, excluded_at)
        SELECT gen_random_uuid(), round_id, id, '?', now() FROM score_sheets WHERE id = :sheet""",
        "EXCLUSION_DIFFERS",
        "",
    ),
]


@pytest.mark.parametrize(("statement", "kind", "field"), SHEETS)
async def test_tampered_sheet_is_named(round_, statement, kind, field):
    connection, _database, made = round_
    sheet = made.sheets[1, 0]

    await tamper(connection, statement, sheet=sheet)

    assert await found(round_) == [(kind, f"sheet:{sheet}{field}")]


async def test_sheet_given_to_another_entry_and_a_mark_taken_away_are_named(round_):
    connection, _database, made = round_
    sheet, criterion = made.sheets[1, 0], made.there.criteria[1].id
    other = made.there.initiatives[2].id
    await tamper(connection, "UPDATE score_sheets SET initiative_id = :other WHERE id = :s", s=sheet, other=other)
    await tamper(connection, "DELETE FROM marks WHERE sheet_id = :s AND criterion_id = :c", s=sheet, c=criterion)

    assert await found(round_) == [
        ("SHEET_DIFFERS", f"sheet:{sheet}/entry"),
        ("MARK_DIFFERS", f"sheet:{sheet}/criterion:{criterion}"),
    ]


async def test_inserted_sheet_is_named(round_):
    connection, _database, made = round_
    await tamper(
        connection,
        "INSERT INTO score_sheets (id, assignment_id, round_id, initiative_id, evaluator_id, state, total, created_at,"
        " updated_at, submitted_at, version) SELECT '01900000-0000-7000-8000-000000000009', gen_random_uuid(),"
        " round_id, initiative_id, evaluator_id, 'SUBMITTED', 100, now(), now(), now(), 1"
        " FROM score_sheets WHERE id = :s",
        s=made.sheets[0, 0],
    )

    assert await found(round_) == [("SHEET_UNKNOWN", "sheet:01900000-0000-7000-8000-000000000009")]


async def test_recusal_that_never_was_is_named(round_):
    connection, _database, made = round_
    given = made.there.assignments[2]
    await tamper(connection, "UPDATE assignments SET state = 'RECUSED', reason = '?' WHERE id = :id", id=given.id)

    subject = f"judge:{given.evaluator_id}/entry:{given.initiative_id}"
    assert await found(round_) == [("ASSIGNMENT_DIFFERS", subject)]


async def test_changed_rules_are_named(round_):
    connection, _database, made = round_
    criterion = made.there.criteria[0].id
    await tamper(connection, "UPDATE criteria SET weight = 50 WHERE id = :id", id=criterion)
    await tamper(connection, "UPDATE rounds SET quorum = 2 WHERE id = :id", id=made.round_id)

    assert await found(round_) == [("RULES_DIFFER", f"criteria:{criterion}/weight"), ("RULES_DIFFER", "rules/quorum")]


@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("place", "place + 1"),
        ("score", "score + 0.01"),
        ("score_low", "score_low - 0.01"),
        ("tier_id", "id"),
        ("passed", "true"),
    ],
)
async def test_edited_standing_is_named(round_, column, change):
    connection, _database, made = round_
    entry = made.there.initiatives[1].id
    await tamper(connection, f"UPDATE result_entries SET {column} = {change} WHERE initiative_id = :e", e=entry)

    field = column.removesuffix("_id")
    assert await found(round_) == [("FIGURE_DIFFERS", f"result:1/entry:{entry}/{field}")]


async def test_standing_taken_away_is_named(round_):
    connection, _database, made = round_
    entry = made.there.initiatives[1].id
    await tamper(connection, "DELETE FROM result_entries WHERE initiative_id = :e", e=entry)

    assert await found(round_) == [("FIGURES_MISSING", f"result:1/entry:{entry}")]


@pytest.mark.parametrize(
    ("table", "key", "column"), [("result_judges", "evaluator_id", "severity"), ("result_sheets", "sheet_id", "total")]
)
async def test_edited_figure_of_an_evaluator_or_a_sheet_is_named(round_, table, key, column):
    connection, _database, made = round_
    of = made.there.evaluators[0].person_id if table == "result_judges" else made.sheets[0, 0]
    await tamper(connection, f"UPDATE {table} SET {column} = {column} + 0.01 WHERE {key} = :of", of=of)

    kind = "judge" if table == "result_judges" else "sheet"
    assert await found(round_) == [("FIGURE_DIFFERS", f"result:1/{kind}:{of}/{column}")]


RESULTS = [
    ("UPDATE results SET outputs_hash = repeat('1', 64)", "RESULT_DIFFERS", "result:1/outputs_hash"),
    ("UPDATE results SET ledger_hash = repeat('1', 64)", "RESULT_DIFFERS", "result:1/ledger_hash"),
    ("UPDATE results SET state = 'PUBLISHED', verified_at = now(), published_at = now()", "RESULT_DIFFERS", None),
    ("UPDATE results SET sigma_judge = 0", "FIGURE_DIFFERS", "result:1/sigma_judge"),
    ("DELETE FROM results", "RESULT_MISSING", "result:1"),
]


@pytest.mark.parametrize(("statement", "kind", "subject"), RESULTS)
async def test_tampered_result_is_named(round_, statement, kind, subject):
    connection, _database, made = round_

    await tamper(connection, f"{statement} WHERE round_id = :id", id=made.round_id)

    assert await found(round_) == [(kind, subject or "result:1/state")]


async def test_exchanged_version_is_named(round_):
    """Whoever slips in a version of their own takes the number of a genuine one, or the next."""
    connection, _database, made = round_
    await tamper(connection, "UPDATE results SET number = 2, reason = '?' WHERE round_id = :id", id=made.round_id)

    assert await found(round_) == [("RESULT_MISSING", "result:1"), ("RESULT_UNKNOWN", "result:2")]


async def test_edited_event_is_named_and_so_is_what_no_longer_follows_from_it(round_):
    connection, _database, made = round_
    first = await number_of(round_, "SHEET_SUBMITTED")
    sheet, criterion = made.sheets[0, 0], made.there.criteria[0].id
    await tamper(
        connection,
        "UPDATE score_events SET body = replace(body, '\"50\"', '\"10\"') WHERE round_id = :id AND number = :n",
        id=made.round_id,
        n=first,
    )

    assert await found(round_) == [
        ("EDITED", f"event:{first}"),
        ("INPUTS_DIFFER", "result:1"),
        ("SHEET_DIFFERS", f"sheet:{sheet}/total"),
        ("MARK_DIFFERS", f"sheet:{sheet}/criterion:{criterion}"),
    ]


async def test_deleted_event_is_named_and_so_is_what_no_longer_follows_from_it(round_):
    connection, _database, made = round_
    first = await number_of(round_, "SHEET_SUBMITTED")
    await tamper(connection, "DELETE FROM score_events WHERE round_id = :id AND number = :n", id=made.round_id, n=first)

    assert await found(round_) == [
        ("DELETED", f"event:{first}"),
        ("INPUTS_DIFFER", "result:1"),
        ("SHEET_UNKNOWN", f"sheet:{made.sheets[0, 0]}"),
    ]


async def test_exchanged_events_are_named(round_):
    connection, _database, made = round_
    first = await number_of(round_, "SHEET_SUBMITTED")
    for number, to in ((first, 1000), (first + 1, first), (1000, first + 1)):
        await tamper(
            connection,
            "UPDATE score_events SET number = :to WHERE round_id = :id AND number = :n",
            id=made.round_id,
            n=number,
            to=to,
        )

    events = [(kind, subject) for kind, subject in await found(round_) if subject.startswith("event:")]
    assert ("REORDERED", f"event:{first}") in events
    assert ("REORDERED", f"event:{first + 1}") in events


async def test_event_that_was_inserted_with_a_right_hash_is_found_by_the_tables(round_):
    connection, _database, made = round_
    invented = "01900000-0000-7000-8000-000000000009"
    said = f'{{"entry":"{made.there.initiatives[0].id}","judge":"x","marks":{{}},"sheet":"{invented}"}}'
    await tamper(
        connection,
        "INSERT INTO score_events (id, round_id, number, at, kind, body, previous_hash, hash)"
        " SELECT gen_random_uuid(), round_id, number + 1, at, 'SHEET_SUBMITTED', :body, hash,"
        " thidua_event_hash(round_id, number + 1, at, 'SHEET_SUBMITTED', hash, :body)"
        " FROM score_events WHERE round_id = :id ORDER BY number DESC LIMIT 1",
        id=made.round_id,
        body=said,
    )

    assert await found(round_) == [("SHEET_MISSING", f"sheet:{invented}")]


async def test_tail_cut_off_is_found_by_a_published_head(round_):
    connection, _database, made = round_
    published = await head_of(round_)
    await tamper(
        connection,
        "DELETE FROM score_events WHERE round_id = :id AND number = :n",
        id=made.round_id,
        n=published.number,
    )

    assert await found(round_, published) == [("CUT_OFF", f"event:{published.number}"), ("RESULT_UNKNOWN", "result:1")]


async def test_chain_computed_anew_is_found_by_a_published_head(round_):
    """Somebody changes a mark everywhere, in tables and ledger, and computes all hashes of the chain anew."""
    connection, _database, made = round_
    published = await head_of(round_)
    first = await number_of(round_, "SHEET_SUBMITTED")
    sheet, criterion = made.sheets[0, 0], made.there.criteria[0].id
    await tamper(
        connection, "UPDATE marks SET value = 10 WHERE sheet_id = :s AND criterion_id = :c", s=sheet, c=criterion
    )
    await tamper(connection, "UPDATE score_sheets SET total = 40 WHERE id = :s", s=sheet)
    await tamper(
        connection,
        "UPDATE score_events SET body = replace(body, '\"50\"', '\"10\"') WHERE round_id = :id AND number = :n",
        id=made.round_id,
        n=first,
    )
    for number in range(first, published.number + 1):
        await tamper(
            connection,
            "UPDATE score_events e SET previous_hash = b.hash,"
            " hash = thidua_event_hash(e.round_id, e.number, e.at, e.kind, b.hash, e.body)"
            " FROM score_events b WHERE b.round_id = e.round_id AND b.number = e.number - 1"
            " AND e.round_id = :id AND e.number = :n",
            id=made.round_id,
            n=number,
        )

    said = await found(round_, published)

    # The result's own event still names the head that it was computed at, one before the published one.
    assert said == [
        ("REWRITTEN", f"event:{published.number - 1}"),
        ("REWRITTEN", f"event:{published.number}"),
        ("INPUTS_DIFFER", "result:1"),
    ]


async def test_rows_of_the_test_are_there(round_):
    """The tests above would say nothing of an empty round."""
    connection, _database, made = round_
    count = select(ResultEntry.id).join(Result).where(Result.round_id == made.round_id)
    assert len((await connection.execute(count)).all()) == 3
    assert isinstance(made, Verified)
