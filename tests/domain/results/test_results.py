"""Computing results, verifying and publishing them, excluding sheets; what the database keeps from changing."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.engine.documents import digest, problem_document
from domain.engine.problem import Method
from domain.evaluations.model import Round
from domain.evaluations.rules import RoundKind, RoundState
from domain.initiatives.rules import InitiativeState
from domain.jobs.model import Job
from domain.jobs.rules import JobKind, JobState
from domain.ledger.model import ScoreEvent
from domain.results import actions, excluding, problems
from domain.results.model import DIFFERENCES, Result, ResultEntry, ResultJudge, ResultSheet, SheetExclusion
from domain.results.rules import EntryStatus, ResultState, UnadjustedReason
from schema.mutation import constraint_of
from tests.support import audit, jobs
from tests.support import evaluations as make_
from tests.support.evaluations import refusal, scene
from tests.support.factories import Factory
from tests.support.verified import computed_round, named, report_of, tamper


async def scored(make: Factory, *marks: tuple[str, str], **given):
    """A scene whose evaluators, one for each pair of marks, have submitted their sheets of the first initiative."""
    there = await scene(make, evaluators=len(marks), **given)
    for assignment, (first, second) in zip(there.assignments, marks, strict=False):
        await make_.submitted(make, assignment, (there.criteria[0], first), (there.criteria[1], second))
    return there


async def standings(session, of: Result) -> list[tuple]:
    columns = (ResultEntry.initiative_id, ResultEntry.score, ResultEntry.place, ResultEntry.sheets)
    rows = await session.execute(select(*columns).where(ResultEntry.result_id == of.id).order_by(ResultEntry.place))
    return [tuple(row) for row in rows]


async def kinds(session, round_id) -> list[str]:
    events = select(ScoreEvent.kind).where(ScoreEvent.round_id == round_id).order_by(ScoreEvent.number)
    return [str(kind) for kind in await session.scalars(events)]


async def test_first_result_is_computed_by_a_job_and_lets_initiatives_go_on(session, database, make: Factory):
    there = await scored(make, ("45.5", "20"), initiatives=2)

    result = await jobs.closed(session, database, there)

    assert (result.number, result.state, result.method, result.reason) == (1, ResultState.STAGED, Method.MEAN, None)
    assert result.computed_by_id == there.manager.person_id
    scored_one, unscored = there.initiatives
    assert await standings(session, result) == [(scored_one.id, Decimal("65.5"), 1, 1), (unscored.id, None, None, 0)]
    for each, state in ((scored_one, InitiativeState.SCORED), (unscored, InitiativeState.SCORING)):
        await session.refresh(each)
        assert each.state is state
    job = (await session.scalars(select(Job))).one()
    assert (job.kind, job.state, job.progress, job.outcome_id) == (
        JobKind.COMPUTE_RESULT,
        JobState.DONE,
        1,
        result.id,
    )


async def test_result_says_what_it_was_computed_from(session, database, make: Factory):
    there = await scored(make, ("45.5", "20"), ("40", "20"))

    result = await jobs.closed(session, database, there)

    problem = await problems.problem_of(session, await session.get_one(Round, there.round.id))
    assert (result.inputs_hash, result.seed) == (digest(problem_document(problem)), problem.seed)
    assert len(result.outputs_hash) == 64
    closing = await session.scalar(select(ScoreEvent).where(ScoreEvent.kind == "ROUND_CLOSED"))
    assert (result.ledger_number, result.ledger_hash) == (closing.number, closing.hash)
    assert (await kinds(session, there.round.id))[-2:] == ["ROUND_CLOSED", "RESULT_COMPUTED"]
    entry = (await audit.entries(session))[-1]
    assert (entry.deed, entry.subject_id, entry.after["inputs_hash"]) == (
        "RESULT_COMPUTED",
        result.id,
        result.inputs_hash,
    )


async def test_complete_panel_is_not_adjusted_and_says_why(session, database, make: Factory):
    there = await scored(make, ("45", "20"), ("40", "20"), method=Method.ADJUSTED)

    result = await jobs.closed(session, database, there)

    assert (result.method, result.unadjusted) == (Method.ADJUSTED, UnadjustedReason.COMPLETE_PANEL)
    assert result.note.startswith("Không hiệu chỉnh, vì mọi thành viên đều chấm mọi sáng kiến.")
    assert result.note_en.startswith("Not adjusted, because every evaluator scored every entry.")
    assert await standings(session, result) == [(there.initiative.id, Decimal("62.5"), 1, 2)]


async def test_result_has_a_row_for_each_evaluator_and_each_sheet(session, database, make: Factory):
    there = await scored(make, ("45", "20"), ("40", "20"))

    result = await jobs.closed(session, database, there)

    judges = await session.execute(
        select(ResultJudge.evaluator_id, ResultJudge.sheets).where(ResultJudge.result_id == result.id)
    )
    assert {tuple(row) for row in judges} == {(each.person_id, 1) for each in there.evaluators}
    totals = await session.scalars(select(ResultSheet.total).where(ResultSheet.result_id == result.id))
    assert sorted(totals) == [60, 65]


async def test_result_computed_again_is_the_next_version_with_the_same_inputs(session, database, make: Factory):
    there = await scored(make, ("45.5", "20"))
    first = await jobs.closed(session, database, there)

    job = await actions.compute_result(session, there.manager, round_id=there.round.id, reason=" Rà soát ")
    second = await jobs.computed(session, database, there.round.id)

    assert (second.number, second.state, second.reason) == (2, ResultState.STAGED, "Rà soát")
    assert (second.inputs_hash, second.outputs_hash) == (first.inputs_hash, first.outputs_hash)
    assert await standings(session, second) == await standings(session, first)
    asked = next(entry for entry in await audit.entries(session) if entry.deed == "RESULT_ASKED_FOR")
    assert (asked.subject_id, asked.reason) == (job.id, "Rà soát")


async def test_result_needs_a_reason_and_a_closed_round(session, make: Factory):
    there = await scene(make)

    def compute(reason: str = "Rà soát"):
        return actions.compute_result(session, there.manager, round_id=there.round.id, reason=reason)

    assert await refusal(make, compute(" ")) == ("Invalid", "REASON_MISSING", ("reason",))
    assert await refusal(make, compute()) == ("Conflict", "ROUND_STATE_FORBIDS", ())
    assert await session.scalar(select(func.count()).select_from(Job)) == 0


async def test_result_is_verified_by_a_second_person_then_published(session, database, make: Factory):
    there = await scored(make, ("45.5", "20"))
    result = await jobs.closed(session, database, there)
    second = await make.actor(Role.PERSONNEL)

    early = actions.publish_result(session, there.manager, result_id=result.id)
    assert await refusal(make, early) == ("Conflict", "RESULT_NOT_VERIFIED", ())
    alone = actions.verify_result(session, there.manager, result_id=result.id)
    assert await refusal(make, alone) == ("NotAllowed", "COMPUTER_IS_ANOTHER", ())
    await actions.verify_result(session, second, result_id=result.id)
    assert (result.state, result.verified_by_id) == (ResultState.VERIFIED, second.person_id)
    await actions.publish_result(session, there.manager, result_id=result.id)

    assert result.state is ResultState.PUBLISHED
    entry = (await audit.entries(session))[-1]
    assert (entry.deed, entry.before["state"], entry.after["state"]) == ("RESULT_PUBLISHED", "VERIFIED", "PUBLISHED")
    assert (await kinds(session, there.round.id))[-2:] == ["RESULT_VERIFIED", "RESULT_PUBLISHED"]
    again = actions.publish_result(session, there.manager, result_id=result.id)
    assert await refusal(make, again) == ("Conflict", "RESULT_PUBLISHED", ())


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.INFORMATION_CENTER])
async def test_results_are_computed_and_published_by_the_information_center_only(session, make: Factory, role):
    there = await scene(make, state=RoundState.CLOSED)
    staged = await make_.result(make, there.round, state=ResultState.VERIFIED)
    actor = await make.actor(role, round_id=there.round.id)

    computed = await refusal(make, actions.compute_result(session, actor, round_id=there.round.id, reason="Rà soát"))
    published = await refusal(make, actions.publish_result(session, actor, result_id=staged.id))

    assert computed[0] == "NotAllowed"
    assert published[0] in {"NotAllowed", "NotFound"}
    assert staged.state is ResultState.VERIFIED


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (update(Result).values(inputs_hash="1" * 64), "tg_results_immutable"),
        (update(Result).values(state=ResultState.PUBLISHED), "tg_results_immutable"),
        (update(ResultEntry).values(score=1), "tg_result_entries_append_only"),
    ],
)
async def test_results_are_immutable_in_the_database(session, make: Factory, statement, constraint):
    there = await scene(make, state=RoundState.CLOSED)
    await make_.result(make, there.round, (there.initiative, "80", 1))

    with pytest.raises(IntegrityError) as refused:
        await session.execute(statement)

    assert constraint_of(refused.value) == constraint


async def test_sheets_of_those_who_gave_up_do_not_count(session, database, make: Factory):
    """The database lets nobody give up with a submitted sheet through the deeds; the count does not rely on that."""
    there = await scored(make, ("60", "40"), ("0", "40"))
    await make_.given_up(make, there.assignments[1])

    result = await jobs.closed(session, database, there)

    assert await standings(session, result) == [(there.initiative.id, 100, 1, 1)]


async def test_excluded_sheet_does_not_count_until_a_second_person_restores_it(session, database, make: Factory):
    there = await scored(make, ("60", "40"), ("0", "40"))
    first = await jobs.closed(session, database, there)
    second_person = await make.actor(Role.PERSONNEL)
    sheet = await problems.counted_sheets(session, there.round.id)
    low = next(each for each in sheet if each.evaluator_id == there.evaluators[1].person_id)

    exclusion = await excluding.exclude_sheet(session, there.manager, sheet_id=low.sheet_id, reason="Chấm nhầm")
    twice = excluding.exclude_sheet(session, there.manager, sheet_id=low.sheet_id, reason="Chấm nhầm")
    assert await refusal(make, twice) == ("Conflict", "SHEET_EXCLUDED", ("sheetId",))
    await actions.compute_result(session, there.manager, round_id=there.round.id, reason="Loại phiếu nhầm")
    without = await jobs.computed(session, database, there.round.id)
    alone = excluding.restore_sheet(session, there.manager, exclusion_id=exclusion.id, reason="Tính lại")
    assert await refusal(make, alone) == ("NotAllowed", "SECOND_PERSON_NEEDED", ("exclusionId",))
    await excluding.restore_sheet(session, second_person, exclusion_id=exclusion.id, reason="Đúng điểm")
    await actions.compute_result(session, there.manager, round_id=there.round.id, reason="Khôi phục")
    with_it = await jobs.computed(session, database, there.round.id)

    scores = [(await standings(session, each))[0][1] for each in (first, without, with_it)]
    assert scores == [70, 100, 70]
    assert first.inputs_hash == with_it.inputs_hash != without.inputs_hash
    assert [kind for kind in await kinds(session, there.round.id) if kind.startswith("SHEET_E") or "REST" in kind] == [
        "SHEET_EXCLUDED",
        "SHEET_RESTORED",
    ]
    with pytest.raises(IntegrityError) as refused:
        await session.execute(update(SheetExclusion).values(reason="Khác"))
    assert constraint_of(refused.value) == "tg_sheet_exclusions_kept"


@pytest.mark.parametrize(
    ("marks", "quorum", "passed", "state"),
    [
        ([("60", "40"), ("60", "40")], 2, True, InitiativeState.SCREENED),
        ([("60", "40"), ("0", "0")], 2, False, InitiativeState.INELIGIBLE),
        ([("60", "40")], 2, None, InitiativeState.SUBMITTED),
    ],
)
async def test_screening_lets_pass_what_a_share_of_a_quorum_passed(
    session, database, make: Factory, marks, quorum, passed, state
):
    there = await scored(
        make, *marks, kind=RoundKind.SCREENING, quorum=quorum, pass_share=Decimal("0.6"), method=Method.MEAN
    )
    there.initiative.state = InitiativeState.SUBMITTED
    await session.flush()

    result = await jobs.closed(session, database, there)

    entry = (await session.scalars(select(ResultEntry).where(ResultEntry.result_id == result.id))).one()
    assert entry.passed is passed
    assert entry.status is (EntryStatus.INCOMPLETE if passed is None else EntryStatus.RANKED)
    await session.refresh(there.initiative)
    assert there.initiative.state is state


async def test_what_a_screening_says_is_computed_again_from_what_it_froze(session, database, make: Factory):
    screening = {"kind": RoundKind.SCREENING, "quorum": 1, "pass_share": Decimal("0.6"), "method": Method.MEAN}
    made = await computed_round(session, database, make, **screening)
    connection = await session.connection()
    assert (await report_of(database, made.round_id)).findings == []
    entry, criterion = made.there.initiative.id, made.there.criteria[0].id

    await tamper(connection, "UPDATE result_entries SET passed = NOT passed WHERE initiative_id = :id", id=entry)
    await tamper(connection, "UPDATE criteria SET minimum = 1 WHERE id = :id", id=criterion)

    report = await report_of(database, made.round_id)
    assert named(report) == [("FIGURE_DIFFERS", f"result:1/entry:{entry}/passed"), ("RULES_DIFFER", "rules/gate")]
    assert report.findings[1].text.en == (
        f"gate (rules): the ledger says minimums: {{'{criterion}': '20'}}, share: 0.6, total: None, "
        f"what is kept says minimums: {{'{criterion}': '1'}}, share: 0.6, total: None."
    )


async def by_another(session, there, **given):
    """Ask for the ranking by another method."""
    asked = {"round_id": there.round.id, "reason": "So sánh cách tính", **given}
    return await actions.compute_result(session, there.manager, **asked)


async def test_a_version_by_another_method_is_for_comparison(session, database, make: Factory):
    done = await computed_round(session, database, make, method=Method.MEAN)
    there = done.there

    job = await by_another(session, there, method=Method.ADJUSTED)
    compared = await jobs.computed(session, database, there.round.id)

    assert job.parameters == {"reason": "So sánh cách tính", "method": "ADJUSTED", "drop_high": 0, "drop_low": 0}
    assert (compared.number, compared.method, compared.drop_high, compared.drop_low) == (2, Method.ADJUSTED, 0, 0)
    assert (compared.ledger_number, done.result.method) == (done.result.ledger_number + 1, Method.MEAN)
    first = {each[0]: each[1] for each in await standings(session, done.result)}
    second = {each[0]: each[1] for each in await standings(session, compared)}
    assert first != second
    report = await report_of(database, there.round.id)
    assert report.is_sound, named(report)
    verify = actions.verify_result(session, await make.actor(Role.PERSONNEL), result_id=compared.id)
    assert await refusal(make, verify) == ("Conflict", "RESULT_FOR_COMPARISON", ("resultId",))


async def test_later_versions_are_not_compared_with_what_was_for_comparison(session, database, make: Factory):
    done = await computed_round(session, database, make, method=Method.MEAN)
    await by_another(session, done.there, method=Method.TRIMMED, drop_low=1)
    compared = await jobs.computed(session, database, done.round_id)
    await actions.compute_result(session, done.there.manager, round_id=done.round_id, reason="Kiểm tra lại")
    later = await jobs.computed(session, database, done.round_id)

    changed = select(DIFFERENCES.c.result_id, DIFFERENCES.c.previous_id).distinct()
    assert (compared.number, later.number, later.drop_high) == (2, 3, None)
    assert later.inputs_hash == done.result.inputs_hash
    assert {tuple(row) for row in await session.execute(changed)} <= {(compared.id, done.result.id)}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"method": Method.MEAN}, ("Conflict", "METHOD_OF_ROUND", ("method",))),
        ({"method": Method.PAIRWISE}, ("Conflict", "METHOD_OF_PAIRS", ("method",))),
        ({"method": Method.TRIMMED}, ("Invalid", "DROPS_MISSING", ("dropHigh",))),
        ({"method": Method.ADJUSTED, "drop_low": 1}, ("Invalid", "DROPS_NEED_TRIMMED", ("dropLow",))),
        ({"drop_high": 1}, ("Invalid", "DROPS_NEED_TRIMMED", ("dropHigh",))),
    ],
)
async def test_methods_that_cannot_be_compared(session, database, make: Factory, given, told):
    there = await scored(make, ("45.5", "20"))
    await jobs.closed(session, database, there)

    assert await refusal(make, by_another(session, there, **given)) == told


async def test_without_a_result_there_is_nothing_to_compare(session, make: Factory):
    there = await scene(make, state=RoundState.CLOSED)

    said = await refusal(make, by_another(session, there, method=Method.ADJUSTED))

    assert said == ("Conflict", "NOTHING_TO_COMPARE", ("roundId",))
