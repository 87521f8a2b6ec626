"""Who may see what belongs to a result: chances, differences, evaluators' figures, sheets' figures, exclusions, charts.

Whatever is hidden of a result's entries or of score sheets is hidden of what follows from them.
"""

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from domain.actor import Actor, Role
from domain.conflicts.model import CONFLICTS
from domain.evaluations.model import Round, RoundEntry, ScoreSheet
from domain.evaluations.queries import SEE_UNPUBLISHED, SHEETS
from domain.evaluations.rules import RoundKind
from domain.reading import viewer
from domain.reading.source import Source, following
from domain.results.model import (
    DIFFERENCES,
    AwardChance,
    Result,
    ResultChart,
    ResultEntry,
    ResultJudge,
    ResultSheet,
    SheetExclusion,
    TieBreak,
)
from domain.results.queries import RESULT_ENTRIES, RESULTS, SEE_STANDINGS, visible_results
from domain.results.rules import ResultState

#: Who sees how every evaluator marked: those who run the rounds decide on what is flagged, auditors look on.
SEE_JUDGES = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)
#: Who sees what a model expects of each sheet that they see.
SEE_EXPECTED = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.COUNCIL_SECRETARY)

CHANCES = following(AwardChance, AwardChance.entry_id, RESULT_ENTRIES)
EXCLUSIONS = following(SheetExclusion, SheetExclusion.sheet_id, SHEETS)
#: Only published results are applied.
TIE_BREAKS = following(TieBreak, TieBreak.result_id, RESULTS)


def visible_differences(actor: Actor) -> ColumnElement[bool]:
    """Let a difference be seen by who sees the entry in the later version and the earlier version as such."""
    if actor.is_system:
        return true()
    entries = select(ResultEntry.id).where(RESULT_ENTRIES.visible(actor))
    earlier = select(Result.id).where(visible_results(actor))
    return and_(DIFFERENCES.c.id.in_(entries), DIFFERENCES.c.previous_id.in_(earlier))


def visible_judges(actor: Actor) -> ColumnElement[bool]:
    """Let evaluators see their own figures once the result is published, those who run the rounds all of them."""
    if viewer.sees_all(actor, *SEE_JUDGES):
        return true()
    if actor.person_id is None:
        return false()
    published = select(Result.id).where(Result.state == ResultState.PUBLISHED)
    return and_(viewer.few(ResultJudge.evaluator_id == viewer.person), ResultJudge.result_id.in_(published))


def coaching(actor: Actor) -> ColumnElement[bool]:
    """Let pace, halo and anchors be read by the evaluator alone: they are there to learn from, not to be judged by."""
    if actor.is_system:
        return true()
    return false() if actor.person_id is None else ResultJudge.evaluator_id == viewer.person


def visible_result_sheets(actor: Actor) -> ColumnElement[bool]:
    """Let what is expected of a sheet be seen by those who run the rounds, of the sheets that they see.

    Its evaluator does not, whatever their roles: from one's own total and its expectation the others' marks could be
    inferred.
    """
    if actor.is_system:
        return true()
    if not actor.has(*SEE_EXPECTED):
        return false()
    own = select(ScoreSheet.id).where(ScoreSheet.evaluator_id == viewer.person)
    return and_(_OF_SHEETS.visible(actor), ResultSheet.sheet_id.not_in(own))


_OF_SHEETS = following(ResultSheet, ResultSheet.sheet_id, SHEETS)


def visible_charts(actor: Actor) -> ColumnElement[bool]:
    """Let charts be seen by who may see everything that they show.

    Before publication that excludes everybody who has a conflict of interest with any entry of the round; where units
    score themselves there are no conflicts.
    """
    if actor.is_system:
        return true()
    ranking, severity = actor.has(*SEE_STANDINGS), actor.has(*SEE_JUDGES)
    if not (ranking or severity):
        return false()
    published = ResultChart.result_id.in_(select(Result.id).where(Result.state == ResultState.PUBLISHED))
    concerned = exists().where(
        Result.id == ResultChart.result_id,
        Round.id == Result.round_id,
        Round.kind != RoundKind.SELF_SCORE,
        RoundEntry.round_id == Round.id,
        CONFLICTS.c.initiative_id == RoundEntry.initiative_id,
        CONFLICTS.c.person_id == viewer.person,
        ~CONFLICTS.c.is_waived,
    )
    shown = or_(published, ~concerned) if actor.has(*SEE_UNPUBLISHED) else published
    kinds = true() if severity else ResultChart.kind == "RANKING"
    return and_(shown, kinds)


DIFFERENCE_ROWS = Source(DIFFERENCES, visible_differences)
JUDGES = Source(ResultJudge, visible_judges)
RESULT_SHEETS = Source(ResultSheet, visible_result_sheets)
CHARTS = Source(ResultChart, visible_charts)
