"""Holding a tie-break, and letting its result decide between equal scores; what a verification says of both."""

import re
from decimal import Decimal

import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from api.commands.verifying import command
from domain.actor import Role
from domain.engine.problem import Method
from domain.evaluations.model import Round, RoundEntry
from domain.evaluations.rules import RoundKind
from domain.ledger import queries as ledger
from domain.results import actions, exporting, tie_breaking
from domain.results.model import Result, ResultEntry, ResultJudge, TieBreak
from domain.results.rules import EntryStatus, ResultMethod
from tests.support import audit, jobs
from tests.support.evaluations import refusal
from tests.support.factories import Factory
from tests.support.initiatives import initiative
from tests.support.tie_breaks import compared, created, settled, tie_break, tied_result
from tests.support.verified import named, report_of, tamper

#: Each computes results, and draws their charts.
pytestmark = pytest.mark.slow


async def standings(session, of: Result) -> dict:
    rows = await session.scalars(select(ResultEntry).where(ResultEntry.result_id == of.id))
    return {each.initiative_id: (each.place, each.is_tied, each.decided_by) for each in rows}


async def test_a_tie_break_takes_what_is_tied_as_it_was_scored(session, database, make: Factory):
    there, result = await tied_result(session, database, make)

    made = await created(session, there, result)

    assert (made.kind, made.method, made.settles_id) == (RoundKind.TIE_BREAK, ResultMethod.PAIRWISE, there.round.id)
    assert (made.rubric_id, made.ordinal, made.movement_id) == (there.rubric.id, 2, there.movement.id)
    entries = (await session.scalars(select(RoundEntry).where(RoundEntry.round_id == made.id))).all()
    tied = {(each.id, each.current_revision_id) for each in there.initiatives[:2]}
    assert {(each.initiative_id, each.revision_id) for each in entries} == tied
    assert [entry.deed for entry in (await audit.entries(session))[-2:]] == ["ROUND_CREATED", "ROUND_ENTRIES_ADDED"]


async def test_what_a_tie_break_cannot_be_held_among(session, database, make: Factory):
    there, result = await tied_result(session, database, make)
    outsider = await make.actor(Role.INFORMATION_CENTER, unit=there.unit)
    first, second, third = (each.id for each in there.initiatives)

    async def said(**given) -> tuple:
        return await refusal(make, created(session, there, result, **given))

    assert await said(initiative_ids=[first, first]) == ("Conflict", "ENTRY_TWICE", ("initiativeIds", "1"))
    assert (await said(initiative_ids=[]))[1] == "ITEMS_COUNT"
    unranked = await initiative(make, there.movement, there.unit, there.author)
    not_ranked = ("Conflict", "NOT_RANKED", ("initiativeIds", "1"))
    assert await said(initiative_ids=[first, unranked.id]) == not_ranked
    assert (await created(session, there, result, initiative_ids=[second, third])).ordinal == 2
    assert (await said(name=" "))[1] == "NAME_EMPTY"
    assert (await said(phases=[]))[1] == "PHASES_COUNT"
    assert (await said(actor=await make.actor(Role.STAFF)))[0] == "NotFound"
    assert (await said(actor=await make.actor(Role.MINISTRY_LEADER)))[0] == "NotAllowed"
    assert await said(actor=outsider) == ("Conflict", "CONFLICT_OF_INTEREST_OWN_UNIT", ("resultId",))


async def test_where_nothing_is_tied_there_is_nothing_to_settle(session, database, make: Factory):
    of = await tie_break(session, database, make)
    await compared(session, of, of.there.initiatives)
    result = await settled(session, database, make, of)
    applied, _job = await tie_breaking.apply_tie_break(
        session, of.there.manager, result_id=result.id, reason="Phân định"
    )
    later = await jobs.computed(session, database, of.there.round.id)

    assert applied.ordinal == 1
    assert (await refusal(make, created(session, of.there, later)))[1] == "NOTHING_TIED"
    assert (await refusal(make, created(session, of.there, result)))[1] == "TIE_BREAK_OF_TIE_BREAK"


async def test_the_result_of_a_tie_break_says_who_was_preferred(session, database, make: Factory):
    of = await tie_break(session, database, make, evaluators=3, entries=3)
    first, second, third = of.there.initiatives
    await compared(session, of, [second, first, third])

    result = await settled(session, database, make, of)

    assert (result.method, result.components, result.warnings) == (ResultMethod.PAIRWISE, 1, [])
    assert result.note is not None
    assert "so sánh từng cặp" in result.note
    rows = (await session.scalars(select(ResultEntry).where(ResultEntry.result_id == result.id))).all()
    by_id = {each.initiative_id: each for each in rows}
    assert [by_id[each.id].place for each in (second, first, third)] == [1, 2, 3]
    assert [by_id[each.id].raw_mean for each in (second, first, third)] == [100, 50, 0]
    middle = by_id[first.id]
    assert (middle.score, middle.sheets, middle.status, middle.note) == (Decimal(50), 6, EntryStatus.RANKED, None)
    assert middle.score_low < middle.score < middle.score_high
    judges = (await session.scalars(select(ResultJudge).where(ResultJudge.result_id == result.id))).all()
    assert [(each.sheets, each.severity, each.halo) for each in judges] == [(3, None, None)] * 3
    assert (await report_of(database, of.round.id)).is_sound


async def test_an_applied_tie_break_decides_in_a_further_version(session, database, make: Factory):
    of = await tie_break(session, database, make)
    first, second, third = of.there.initiatives
    before = await standings(session, of.tied)
    await compared(session, of, [second, first, third])
    result = await settled(session, database, make, of)

    applied, job = await tie_breaking.apply_tie_break(
        session, of.there.manager, result_id=result.id, reason="Phân định đồng hạng"
    )
    later = await jobs.computed(session, database, of.there.round.id)

    assert before == {first.id: (1, True, None), second.id: (1, True, None), third.id: (3, False, None)}
    assert (later.number, later.reason, job.round_id) == (2, "Phân định đồng hạng", of.there.round.id)
    assert await standings(session, later) == {
        second.id: (1, False, "tie_break"),
        first.id: (2, False, "tie_break"),
        third.id: (3, False, None),
    }
    entry = next(each for each in await audit.entries(session) if each.deed == "TIE_BROKEN")
    assert (entry.subject_id, entry.reason) == (applied.id, "Phân định đồng hạng")
    events = [each async for each in ledger.events(session, of.there.round.id)]
    assert "TIE_BROKEN" in [each.kind for each in events]
    for round_id in (of.there.round.id, of.round.id):
        report = await report_of(database, round_id)
        assert report.is_sound, named(report)


async def test_what_cannot_be_applied(session, database, make: Factory):
    of = await tie_break(session, database, make)
    await compared(session, of, of.there.initiatives)
    round_ = await session.get_one(Round, of.round.id)

    async def said(result: Result, reason: str = "Phân định", actor=of.there.manager) -> tuple:
        deed = tie_breaking.apply_tie_break(session, actor, result_id=result.id, reason=reason)
        return await refusal(make, deed)

    assert (await said(of.tied))[1] == "NOT_A_TIE_BREAK"
    assert round_.state.value == "OPEN"
    result = await settled(session, database, make, of)
    assert (await said(result, " "))[1] == "REASON_MISSING"
    assert (await said(result, actor=await make.actor(Role.PERSONNEL)))[0] == "NotAllowed"
    await tie_breaking.apply_tie_break(session, of.there.manager, result_id=result.id, reason="Phân định")
    await jobs.computed(session, database, of.there.round.id)
    with pytest.raises(DBAPIError, match="uq_tie_breaks_result_id"):
        await tie_breaking.apply_tie_break(session, of.there.manager, result_id=result.id, reason="Phân định")


async def test_a_version_that_another_replaces_settles_and_is_settled_no_more(session, database, make: Factory):
    of = await tie_break(session, database, make)
    await compared(session, of, of.there.initiatives)
    early = await settled(session, database, make, of)
    await actions.compute_result(session, of.there.manager, round_id=of.round.id, reason="Kiểm tra lại")
    later = await jobs.computed(session, database, of.round.id)
    await actions.verify_result(session, await make.actor(Role.PERSONNEL), result_id=later.id)

    async def applied(result: Result):
        return await tie_breaking.apply_tie_break(session, of.there.manager, result_id=result.id, reason="Phân định")

    assert (await refusal(make, applied(later)))[1] == "RESULT_NOT_PUBLISHED"
    await actions.publish_result(session, of.there.manager, result_id=later.id)
    assert await refusal(make, applied(early)) == ("Conflict", "RESULT_SUPERSEDED", ("resultId",))
    await applied(later)
    await jobs.computed(session, database, of.there.round.id)
    assert (await refusal(make, created(session, of.there, of.tied)))[1] == "RESULT_SUPERSEDED"


async def test_a_version_for_comparison_neither_settles_nor_replaces(session, database, make: Factory):
    there, tied = await tied_result(session, database, make)
    asked = {"round_id": there.round.id, "reason": "So sánh", "method": Method.ADJUSTED}
    await actions.compute_result(session, there.manager, **asked)
    compared_with = await jobs.computed(session, database, there.round.id)

    assert compared_with.is_comparison
    assert (await refusal(make, created(session, there, compared_with)))[1] == "RESULT_FOR_COMPARISON"
    assert (await created(session, there, tied)).ordinal == 2


async def test_the_files_of_both_rounds_are_verified_with_nothing_else(session, database, make: Factory, tmp_path):
    of = await tie_break(session, database, make)
    await compared(session, of, of.there.initiatives)
    result = await settled(session, database, make, of)
    await tie_breaking.apply_tie_break(session, of.there.manager, result_id=result.id, reason="Phân định")
    await jobs.computed(session, database, of.there.round.id)
    asked = {"round_id": of.there.round.id, "reason": "So sánh", "method": Method.ADJUSTED}
    await actions.compute_result(session, of.there.manager, **asked)
    await jobs.computed(session, database, of.there.round.id)

    for round_id, kind in ((of.there.round.id, b"TIE_BROKEN"), (of.round.id, b"COMPARISON_GIVEN")):
        export = await exporting.export_ledger(session, of.there.manager, round_id=round_id)
        await session.flush()
        content = b"".join([some async for some in exporting.lines(database, export)])
        file = tmp_path / "ledger.jsonl"
        file.write_bytes(content)
        assert (kind in content, CliRunner().invoke(command, [str(file)]).exit_code) == (True, 0)
        # Nobody forges a place or an answer unseen: either is hashed. Which side is shown first, and so whether the
        # winner reads as "1" or "0", is drawn anew for each round: the forger turns every answer round.
        forged = re.sub(
            rb'(\\"won\\":\\")([01])', lambda answer: answer[1] + {b"0": b"1", b"1": b"0"}[answer[2]], content
        )
        forged = forged.replace(rb"\"places\":{", rb"\"places\":{ ")
        file.write_bytes(forged)
        assert (forged != content, CliRunner().invoke(command, [str(file)]).exit_code) == (True, 1)


async def test_whoever_touches_an_answer_or_a_tie_break_is_found(connection, session, database, make: Factory):
    of = await tie_break(session, database, make)
    await compared(session, of, of.there.initiatives)
    result = await settled(session, database, make, of)
    applied, _job = await tie_breaking.apply_tie_break(
        session, of.there.manager, result_id=result.id, reason="Phân định"
    )
    await jobs.computed(session, database, of.there.round.id)
    pair = (await session.execute(select(TieBreak.id))).scalar_one()
    assert pair == applied.id

    await tamper(connection, "DELETE FROM tie_breaks WHERE id = :id", id=applied.id)
    assert ("TIE_BREAK_DIFFERS", "tie_break:1") in named(await report_of(database, of.there.round.id))
    statement = "UPDATE comparisons SET preferred = 'NEITHER' WHERE id = (SELECT min(id::text)::uuid FROM comparisons)"
    await tamper(connection, statement)
    ((kind, subject),) = named(await report_of(database, of.round.id))
    assert (kind, subject.split(":")[0]) == ("COMPARISON_DIFFERS", "comparison")
