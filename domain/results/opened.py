"""Who may see of a ledger what: its events, what they say, the head, and the words of a verification's findings.

Marks stand in events and findings. Who may not see a sheet must not read it there.
"""

from typing import Any

from sqlalchemy import ColumnElement, Uuid, and_, case, cast, exists, false, or_, select, true
from sqlalchemy.dialects.postgresql import JSONB

from domain.actor import Actor, Role
from domain.conflicts.model import CONFLICTS
from domain.conflicts.visibility import not_in_conflict
from domain.evaluations.model import Round, RoundEntry, ScoreSheet
from domain.evaluations.queries import SEE_SHEETS, SEE_UNPUBLISHED
from domain.evaluations.rules import RoundKind, RoundState
from domain.jobs.model import Job, JobFinding
from domain.jobs.rules import JobKind
from domain.ledger.model import ScoreEvent
from domain.ledger.rules import EventKind
from domain.reading import viewer
from domain.reading.source import Source
from domain.results.model import Result
from domain.results.rules import ResultState

#: Events that name an entry, those that name two, and those that name a sheet of one.
_OF_ENTRY = (EventKind.SHEET_SUBMITTED, EventKind.ABSTAINED, EventKind.RECUSED)
_OF_PAIR = (EventKind.COMPARISON_GIVEN,)
_OF_SHEET = (EventKind.SHEET_REOPENED, EventKind.SHEET_EXCLUDED, EventKind.SHEET_RESTORED)
#: What is read as an id; a ledger that somebody tampered with may hold anything.
_ID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


def visible_events(actor: Actor) -> ColumnElement[bool]:
    """Let it be seen that something happened, and when, by those who run or watch the rounds."""
    return true() if viewer.sees_all(actor, *SEE_UNPUBLISHED) else false()


def event_body(actor: Actor) -> ColumnElement[bool]:
    """Let what an event says be read by auditors, and by who sees all sheets once a result is published.

    But of no entry with which the reader has a conflict of interest.
    """
    if actor.is_system:
        return true()
    if not actor.has(Role.AUDITOR, *SEE_SHEETS):
        return false()
    published = ScoreEvent.round_id.in_(select(Result.round_id).where(Result.state == ResultState.PUBLISHED))
    free = and_(*(or_(key.is_(None), not_in_conflict(actor, key, ScoreEvent.round_id)) for key in _entries()))
    return free if actor.has(Role.AUDITOR) else and_(published, free)


def finding_words(actor: Actor) -> ColumnElement[bool]:
    """Let the words of findings be read by who sees them; not those of a verification by who has a conflict there.

    Until a result of the round is published: its words may tell marks of any entry.
    """
    if actor.is_system:
        return true()
    bound = (
        select(Job.id)
        .join(Round, Round.id == Job.round_id)
        .where(
            Job.kind == JobKind.VERIFY_ROUND,
            Round.kind != RoundKind.SELF_SCORE,
            Round.id.not_in(select(Result.round_id).where(Result.state == ResultState.PUBLISHED)),
            exists().where(
                RoundEntry.round_id == Round.id,
                CONFLICTS.c.initiative_id == RoundEntry.initiative_id,
                CONFLICTS.c.person_id == viewer.person,
                ~CONFLICTS.c.is_waived,
            ),
        )
    )
    return JobFinding.job_id.not_in(bound)


def _entries() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return the initiatives that an event is about; NULL for what is about none, or about one."""
    body = cast(ScoreEvent.body, JSONB)

    def named(name: str) -> ColumnElement[Any]:
        return case((body[name].astext.op("~")(_ID), cast(body[name].astext, Uuid())))

    by_sheet = select(ScoreSheet.initiative_id).where(ScoreSheet.id == named("sheet"))
    of_sheet = by_sheet.correlate(ScoreEvent).scalar_subquery()
    return (
        case(
            (ScoreEvent.kind.in_(_OF_ENTRY), named("entry")),
            (ScoreEvent.kind.in_(_OF_SHEET), of_sheet),
            (ScoreEvent.kind.in_(_OF_PAIR), named("first")),
        ),
        case((ScoreEvent.kind.in_(_OF_PAIR), named("second"))),
    )


EVENTS = Source(ScoreEvent, visible_events)


def of_head(column: Any) -> ColumnElement[Any]:
    """Return a column of the last event of a closed round: whoever sees the round may write it down and witness.

    NULL while the round is open, for its number counts sheets.
    """
    events = select(column).where(ScoreEvent.round_id == Round.id, Round.state == RoundState.CLOSED)
    return events.order_by(ScoreEvent.number.desc()).limit(1).correlate(Round).scalar_subquery()
