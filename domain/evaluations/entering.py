"""Typing in score sheets that evaluators filled in on paper: whole and submitted, all of them or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject, sheet_is_anothers
from domain.actor import Actor, Role
from domain.audit.actions import record
from domain.clock import utc_now
from domain.conflicts import queries as conflicts
from domain.conflicts.rules import refuse_conflict
from domain.errors import Conflict, DomainError, Invalid, NotAllowed, Text
from domain.evaluations import accepting, gates, loading, queries, sheets
from domain.evaluations.model import Assignment, Round, ScoreSheet
from domain.evaluations.pairing import Pair, refusals_of_pairs
from domain.evaluations.rules import (
    AssignmentState,
    GivenMark,
    RoundKind,
    Scale,
    SheetState,
    missing_criteria,
    problems_of_marks,
)
from domain.movements import queries as movements

#: How many sheets one deed may type in.
MAX_ROWS = 1000
FIELD = "rows"


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """A sheet as it lies on the table: the entry by its number in the round or by its initiative."""

    evaluator_id: UUID
    marks: Sequence[GivenMark]
    number: int | None = None
    initiative_id: UUID | None = None
    comment: str | None = None


async def enter_sheets(
    session: AsyncSession, actor: Actor, *, round_id: UUID, rows: Sequence[PaperSheet], dry_run: bool = False
) -> list[DomainError]:
    """Submit sheets in their evaluators' names, making assignments where there are none; nothing if anything is wrong.

    Returns what is wrong, at ("rows", position, field, ...); with `dry_run` nothing is done either way. A draft that
    was typed in before, and reopened, is replaced; one that the evaluator began stays theirs. Raises NotFound (the
    round), NotAllowed, Invalid (no rows, too many), Closed (as for evaluators),
    Conflict (a round that judges pairs).
    """
    round_ = await queries.get_for_update(session, actor, round_id)
    if not policy.could_hold(actor, Permission.SHEET_ENTER):
        policy.require(actor, Permission.SHEET_ENTER)
    gates.check_count(len(rows), FIELD, MAX_ROWS)
    gates.check_takes_sheets(round_.kind)
    await _check_open(session, actor, round_)
    scales = await loading.scales_of(session, round_.rubric_id)
    initiatives, problems = await _problems(session, actor, round_, rows, scales)
    if problems or dry_run:
        return problems

    pairs = [(initiative_id, row.evaluator_id) for initiative_id, row in zip(initiatives, rows, strict=True)]
    await _write(session, actor, round_, dict(zip(pairs, rows, strict=True)), scales)
    return []


async def _check_open(session: AsyncSession, actor: Actor, round_: Round) -> None:
    """Raise Closed unless the evaluators themselves could submit now."""
    now = utc_now()
    gates.check_scoring_time(
        round_.state, opens_at=round_.opens_at, closes_at=round_.closes_at, closed_at=round_.closed_at, now=now
    )
    movement = await movements.get(session, actor, round_.movement_id)
    evaluators = frozenset({Role.EVALUATOR})
    await movements.require_open_phase(session, actor, movement, Permission.SHEET_SCORE, roles=evaluators)
    await accepting.check_phase(session, round_)


async def _problems(
    session: AsyncSession, actor: Actor, round_: Round, rows: Sequence[PaperSheet], scales: Sequence[Scale]
) -> tuple[list[UUID], list[DomainError]]:
    """Return the initiative of each row that names an entry, and all that is wrong, row by row."""
    entries = await loading.entries_of(session, round_.id)
    numbers = {entry.number: entry.initiative_id for entry in entries}
    known = frozenset(numbers.values())
    evaluators = await loading.evaluators_of(session, round_.id)
    there = await _there(session, round_, rows)
    found = [numbers.get(row.number) if row.number is not None else row.initiative_id for row in rows]
    pairs = [(key, row.evaluator_id) for key, row in zip(found, rows, strict=True) if key in known]
    refused = await _refused(session, actor, round_, pairs)
    repeats = gates.positions_of_repeats([(key, row.evaluator_id) for key, row in zip(found, rows, strict=True)])
    problems: list[DomainError] = []
    for at, (key, row) in enumerate(zip(found, rows, strict=True)):
        of_row = [*_problems_of_evaluator(actor, row, evaluators), *_problems_of_marks(row, scales)]
        if key is None or key not in known:
            of_row.append(_refuse_entry(row))
        else:
            pair = (key, row.evaluator_id)
            of_row += [] if of_row else refused[pair]
            of_row += _problems_of_there(*there.get(pair, (None, None)), is_repeat=at in repeats)
        for problem in of_row:
            problem.path = (FIELD, str(at), *problem.path)
        problems += of_row
    return [key for key in found if key is not None], problems


async def _refused(
    session: AsyncSession, actor: Actor, round_: Round, pairs: Sequence[Pair]
) -> dict[Pair, list[DomainError]]:
    """Say of each pair what keeps the evaluator, or whoever types, away from the initiative."""
    said: dict[Pair, list[DomainError]] = {pair: [] for pair in pairs}
    for pair, refusal in zip(pairs, await refusals_of_pairs(session, round_, pairs), strict=True):
        said[pair] = [] if refusal is None else [refusal]
    if round_.kind is RoundKind.SELF_SCORE or actor.person_id is None:
        return said
    mine = [(initiative_id, actor.person_id) for initiative_id, _evaluator in pairs]
    for pair, kind in zip(pairs, await conflicts.conflicts_between(session, mine), strict=True):
        if kind is not None:
            said[pair] = [*said[pair], refuse_conflict(kind, ("initiativeId",))]
    return said


def _problems_of_evaluator(actor: Actor, row: PaperSheet, evaluators: frozenset[UUID]) -> list[DomainError]:
    path = ("evaluatorId",)
    if not sheet_is_anothers(actor, Subject(evaluator_id=row.evaluator_id)):
        text = Text("Không ai nhập phiếu giấy của chính mình.", "Nobody types in a paper sheet of their own.")
        return [NotAllowed(Permission.SHEET_ENTER.value, text, sheet_is_anothers.__name__.upper(), path)]
    if row.evaluator_id not in evaluators:
        return gates.problems_of_pair(is_entry=True, is_evaluator=False, is_there=False)
    return []


def _problems_of_marks(row: PaperSheet, scales: Sequence[Scale]) -> list[DomainError]:
    return [*problems_of_marks(row.marks, scales), *missing_criteria((mark.criterion_id for mark in row.marks), scales)]


def _refuse_entry(row: PaperSheet) -> DomainError:
    if row.number is None and row.initiative_id is None:
        text = Text("Phải nêu số hoặc mã của sáng kiến.", "The entry's number or its initiative is needed.")
        return Invalid("ENTRY_MISSING", text, ("number",))
    text = Text("Sáng kiến không có trong vòng chấm.", "The initiative is not in the round.")
    return Conflict("NOT_IN_ROUND", text, ("initiativeId" if row.number is None else "number",))


def _problems_of_there(given: Assignment | None, sheet: ScoreSheet | None, *, is_repeat: bool) -> list[DomainError]:
    """Say what stands in the way: the same sheet twice, an assignment given up, a sheet submitted or begun."""
    if is_repeat:
        text = Text("Phiếu này bị lặp.", "This sheet stands twice.")
        return [Conflict("SHEET_TWICE", text, ("evaluatorId",))]
    if given is not None and given.state is not AssignmentState.ASSIGNED:
        text = Text("Thành viên chấm đã từ chối chấm sáng kiến này.", "The evaluator abstained or is recused here.")
        return [Conflict("ASSIGNMENT_GIVEN_UP", text, ("evaluatorId",))]
    if sheet is not None and sheet.state is SheetState.SUBMITTED:
        text = Text("Phiếu chấm đã gửi và đã khóa.", "The score sheet is submitted, hence locked.")
        return [Conflict("SHEET_LOCKED", text, ("evaluatorId",))]
    if sheet is not None and sheet.entered_by_id is None:
        text = Text("Thành viên chấm đang tự lập phiếu.", "The evaluator has begun a score sheet.")
        return [Conflict("SHEET_EXISTS", text, ("evaluatorId",))]
    return []


async def _there(
    session: AsyncSession, round_: Round, rows: Sequence[PaperSheet]
) -> dict[Pair, tuple[Assignment, ScoreSheet | None]]:
    """Lock the evaluators' assignments in the round, always in one order, and return them with their sheets."""
    evaluators = {row.evaluator_id for row in rows}
    of_round = select(Assignment).where(Assignment.round_id == round_.id, Assignment.evaluator_id.in_(evaluators))
    given = (await session.scalars(of_round.order_by(Assignment.id).with_for_update())).all()
    of_given = select(ScoreSheet).where(ScoreSheet.assignment_id.in_([each.id for each in given]))
    found = await session.scalars(of_given.order_by(ScoreSheet.id).with_for_update())
    by_assignment = {sheet.assignment_id: sheet for sheet in found}
    return {(each.initiative_id, each.evaluator_id): (each, by_assignment.get(each.id)) for each in given}


async def _write(
    session: AsyncSession, actor: Actor, round_: Round, wanted: Mapping[Pair, PaperSheet], scales: Sequence[Scale]
) -> None:
    there = await _there(session, round_, list(wanted.values()))
    now = utc_now()
    missing = [
        Assignment(round_id=round_.id, initiative_id=initiative_id, evaluator_id=evaluator_id, created_at=now)
        for initiative_id, evaluator_id in wanted
        if (initiative_id, evaluator_id) not in there
    ]
    session.add_all(missing)
    await session.flush()  # sheets need their ids, and the database's own guards must refuse here
    given = {**{(each.initiative_id, each.evaluator_id): (each, None) for each in missing}, **there}
    made: list[tuple[ScoreSheet, Mapping[UUID, Decimal]]] = []
    for pair, row in wanted.items():
        assignment, begun = given[pair]
        sheet = begun or sheets.new_sheet(assignment, row.comment)
        sheet.comment, sheet.entered_by_id = row.comment, actor.person_id
        session.add(sheet)
        made.append((sheet, {mark.criterion_id: mark.value for mark in row.marks}))
    await session.flush()  # marks need the ids of their sheets
    for (sheet, _marks), row in zip(made, wanted.values(), strict=True):
        await sheets.put_marks(session, sheet, row.marks)
    await session.flush()  # a submitted sheet takes no more marks
    for sheet, marks in made:
        sheets.lock(sheet, marks, scales)
    await session.flush()  # the new versions belong in the audit entries
    for sheet, _marks in made:
        record(session, actor, "SHEET_ENTERED", sheet, after=await sheets.with_marks(session, sheet))
    for sheet, marks in made:
        sheets.tell_submitted(session, sheet, marks)
