"""The frozen problem of a round: its skeleton, what counts, and a seed made of both."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.comparisons import queries as comparisons
from domain.engine.problem import Problem, Sheet
from domain.evaluations.model import Assignment, Mark, Round, ScoreSheet
from domain.evaluations.rules import AssignmentState, CountedSheet, SheetState
from domain.evaluations.skeleton import skeleton_of
from domain.results.model import ResultEntry, SheetExclusion, TieBreak
from domain.results.replaying import Counted, frozen


async def problem_of(session: AsyncSession, round_: Round) -> Problem:
    """Return what a round's result is computed from now."""
    counted = Counted(
        sheets=for_engine(await counted_sheets(session, round_.id)),
        judgements=await comparisons.judgements_of(session, round_.id, counted=True),
        tie_breaks=await tie_breaks_of(session, round_.id),
    )
    return frozen(await skeleton_of(session, round_), counted)


def for_engine(sheets: Iterable[CountedSheet]) -> list[Sheet]:
    """Write the sheets that count as the engine takes them."""
    return [
        Sheet(
            str(sheet.sheet_id),
            str(sheet.evaluator_id),
            str(sheet.initiative_id),
            {str(criterion): value for criterion, value in sheet.marks.items()},
        )
        for sheet in sheets
    ]


async def tie_breaks_of(session: AsyncSession, round_id: UUID) -> list[dict[str, int]]:
    """Return the places that each tie-break applied to a round gave to its entries, the latest one last."""
    statement = (
        select(TieBreak.ordinal, ResultEntry.initiative_id, ResultEntry.place)
        .outerjoin(ResultEntry, ResultEntry.result_id == TieBreak.result_id)
        .where(TieBreak.round_id == round_id)
        .order_by(TieBreak.ordinal)
    )
    found: dict[int, dict[str, int]] = {}
    for ordinal, initiative_id, place in await session.execute(statement):
        places = found.setdefault(ordinal, {})
        if place is not None:
            places[str(initiative_id)] = place
    return list(found.values())


async def counted_sheets(session: AsyncSession, round_id: UUID) -> list[CountedSheet]:
    """Return the sheets that count: submitted, not excluded, by evaluators who have not given the assignment up."""
    is_excluded = exists().where(SheetExclusion.sheet_id == ScoreSheet.id, SheetExclusion.restored_at.is_(None))
    statement = (
        select(ScoreSheet.id, ScoreSheet.initiative_id, ScoreSheet.evaluator_id, Mark.criterion_id, Mark.value)
        .join(Assignment, Assignment.id == ScoreSheet.assignment_id)
        .join(Mark, Mark.sheet_id == ScoreSheet.id)
        .where(
            ScoreSheet.round_id == round_id,
            ScoreSheet.state == SheetState.SUBMITTED,
            Assignment.state == AssignmentState.ASSIGNED,
            ~is_excluded,
        )
    )
    marks: dict[tuple[UUID, UUID, UUID], dict[UUID, Decimal]] = {}
    for sheet_id, initiative_id, evaluator_id, criterion_id, value in await session.execute(statement):
        marks.setdefault((sheet_id, initiative_id, evaluator_id), {})[criterion_id] = value
    return [CountedSheet(*sheet, marks[sheet]) for sheet in sorted(marks)]
