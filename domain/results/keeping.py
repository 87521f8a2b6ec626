"""What tables say of a round, in the form that a verification compares with the ledger."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase

from domain.comparisons import queries as comparisons
from domain.evaluations.model import Assignment, Mark, Round, ScoreSheet
from domain.evaluations.rules import AssignmentState
from domain.evaluations.skeleton import skeleton_of
from domain.results.comparing import Rows, SheetRow
from domain.results.computing import printed
from domain.results.figures import Fields, Figures, Table, plain
from domain.results.model import AwardChance, Result, ResultEntry, ResultJudge, ResultSheet, SheetExclusion
from domain.results.problems import tie_breaks_of
from domain.results.verifying import KeptResult

#: Columns that hold figures under the same name.
_SUMMARY = (
    "method",
    "score_places",
    "unadjusted",
    "places",
    "sigma_entry",
    "sigma_judge",
    "sigma_residual",
    "icc_single",
    "icc_panel",
    "alpha",
    "judge_share",
    "panel",
    "components",
    "lambda2",
    "bridges_needed",
    "warnings",
)
_ENTRY = (
    "status",
    "score",
    "place",
    "is_tied",
    "sheets",
    "raw_mean",
    "score_se",
    "score_low",
    "score_high",
    "p_top",
    "p_award",
    "rank_best",
    "rank_worst",
    "decided_by",
    "component",
    "passed",
    "flags",
)
_JUDGE = ("sheets", "severity", "severity_se", "outfit", "flags")
_SHEET = ("total", "expected", "studentized", "flags")


async def kept_results(session: AsyncSession, round_id: UUID) -> list[KeptResult]:
    """Return all versions of a round's result with all their figures, by number."""
    statement = select(Result).where(Result.round_id == round_id).order_by(Result.number)
    return [
        KeptResult(result.number, printed(result), result.state.value, await _figures(session, result))
        for result in await session.scalars(statement)
    ]


async def kept_rows(session: AsyncSession, round_id: UUID) -> Rows:
    """Return what a round is judged by now, its sheets, and what of them does not count."""
    round_ = await session.get_one(Round, round_id)
    excluded = select(SheetExclusion.sheet_id).where(
        SheetExclusion.round_id == round_id, SheetExclusion.restored_at.is_(None)
    )
    given_up = select(Assignment.evaluator_id, Assignment.initiative_id).where(
        Assignment.round_id == round_id, Assignment.state != AssignmentState.ASSIGNED
    )
    return Rows(
        skeleton=await skeleton_of(session, round_),
        sheets=await _sheets(session, round_id),
        excluded={str(key) for key in await session.scalars(excluded)},
        given_up={(str(judge), str(entry)) for judge, entry in await session.execute(given_up)},
        judgements={each.id: each for each in await comparisons.judgements_of(session, round_id, counted=False)},
        tie_breaks=await tie_breaks_of(session, round_id),
    )


async def _sheets(session: AsyncSession, round_id: UUID) -> dict[str, SheetRow]:
    of_round = select(ScoreSheet.id).where(ScoreSheet.round_id == round_id)
    given = select(Mark.sheet_id, Mark.criterion_id, Mark.value).where(Mark.sheet_id.in_(of_round))
    marks: dict[UUID, dict[str, Decimal]] = {}
    for sheet_id, criterion_id, value in await session.execute(given):
        marks.setdefault(sheet_id, {})[str(criterion_id)] = value
    columns = (ScoreSheet.id, ScoreSheet.evaluator_id, ScoreSheet.initiative_id, ScoreSheet.state, ScoreSheet.total)
    rows = await session.execute(select(*columns).where(ScoreSheet.round_id == round_id))
    return {
        str(key): SheetRow(str(judge), str(entry), state, total, marks.get(key, {}))
        for key, judge, entry, state, total in rows
    }


async def _figures(session: AsyncSession, result: Result) -> Figures:
    entries = list(await session.scalars(select(ResultEntry).where(ResultEntry.result_id == result.id)))
    judges = await session.scalars(select(ResultJudge).where(ResultJudge.result_id == result.id))
    sheets = await session.scalars(select(ResultSheet).where(ResultSheet.result_id == result.id))
    chances = await _chances(session, result.id)
    return Figures(
        _fields(result, _SUMMARY),
        {str(each.initiative_id): _entry(each, chances.get(each.id, {})) for each in entries},
        _table(judges, "evaluator_id", _JUDGE),
        _table(sheets, "sheet_id", _SHEET),
    )


async def _chances(session: AsyncSession, result_id: UUID) -> dict[UUID, dict[UUID, Decimal]]:
    statement = (
        select(AwardChance.entry_id, AwardChance.tier_id, AwardChance.probability)
        .join(ResultEntry, ResultEntry.id == AwardChance.entry_id)
        .where(ResultEntry.result_id == result_id)
    )
    found: dict[UUID, dict[UUID, Decimal]] = {}
    for entry_id, tier_id, probability in await session.execute(statement):
        found.setdefault(entry_id, {})[tier_id] = probability
    return found


def _entry(each: ResultEntry, chances: dict[UUID, Decimal]) -> Fields:
    return {
        **_fields(each, _ENTRY),
        "unit": plain(each.unit_id),
        "tier": plain(each.tier_id),
        "chances": plain(chances),
    }


def _table(rows: Iterable[DeclarativeBase], key: str, names: Iterable[str]) -> Table:
    names = tuple(names)
    return {str(getattr(row, key)): _fields(row, names) for row in rows}


def _fields(row: DeclarativeBase, names: Iterable[str]) -> Fields:
    return {name: plain(getattr(row, name)) for name in names}
