"""Who may see rounds, assignments and sheets, and fetching them for a deed."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.actor import Actor, Role
from domain.conflicts.visibility import not_in_conflict
from domain.evaluations.model import Assignment, Mark, Round, RoundEntry, RoundPhase, RoundTier, ScoreSheet
from domain.evaluations.rules import RoundState, ScoresSeen, SheetState
from domain.initiatives import queries as initiatives
from domain.initiatives.model import Initiative
from domain.reading import entrusted, locking, viewer
from domain.reading.entrusted import Entrusted
from domain.reading.source import Source, following

#: Who may see rounds in preparation and results not yet published.
SEE_UNPUBLISHED = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)
#: Who may see all submitted sheets (the auditor sees that they exist, by their assignments, and no marks).
SEE_SHEETS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.COUNCIL_SECRETARY)
#: Who may see all assignments.
SEE_ASSIGNMENTS = (*SEE_SHEETS, Role.AUDITOR)


def visible_rounds(actor: Actor) -> ColumnElement[bool]:
    """Let opened rounds be seen by everybody who has signed in, rounds in preparation by those who prepare them."""
    if viewer.sees_all(actor, *SEE_UNPUBLISHED):
        return true()
    return false() if actor.is_anonymous else Round.state != RoundState.DRAFT


def visible_entries(actor: Actor) -> ColumnElement[bool]:
    """Let an entry be seen by whoever may see its round and knows its initiative, and by the evaluators it is given to.

    These see their entries by number whatever the phase hides: what an entry is about, `names_of_entry` tells or not.
    """
    if actor.is_system:
        return true()
    known = select(Initiative.id).where(initiatives.known_initiatives(actor))
    return and_(
        viewer.any_of(
            RoundEntry.initiative_id.in_(known),
            viewer.one_of_few(RoundEntry.id, _entrusted_entries()) if actor.has(Role.EVALUATOR) else None,
        ),
        RoundEntry.round_id.in_(select(Round.id).where(visible_rounds(actor))),
    )


def visible_assignments(actor: Actor) -> ColumnElement[bool]:
    """Let assignments be seen by those who run or watch the rounds, and one's own by an evaluator of the round.

    Who has a conflict of interest with the initiative sees no more than their own.
    """
    if actor.is_system:
        return true()
    return viewer.any_of(
        not_in_conflict(actor, Assignment.initiative_id, Assignment.round_id) if actor.has(*SEE_ASSIGNMENTS) else None,
        and_(Assignment.evaluator_id == viewer.person, viewer.among(Assignment.round_id, viewer.rounds))
        if actor.has(Role.EVALUATOR)
        else None,
    )


def visible_sheets(actor: Actor) -> ColumnElement[bool]:
    """Let submitted sheets be seen by those who run the rounds, and one's own in any state by an evaluator.

    What fellow evaluators gave to an entry, the phase shows never, always, or while one's own sheet is submitted. Who
    has a conflict of interest with the initiative sees no more than their own.
    """
    if actor.is_system:
        return true()
    free = not_in_conflict(actor, ScoreSheet.initiative_id, ScoreSheet.round_id)
    return viewer.any_of(
        and_(ScoreSheet.state == SheetState.SUBMITTED, free) if actor.has(*SEE_SHEETS) else None,
        viewer.few(_is_own_sheet()) if actor.has(Role.EVALUATOR) else None,
        viewer.few(and_(viewer.one_of_few(ScoreSheet.id, _fellow_sheets()), free))
        if actor.has(Role.EVALUATOR)
        else None,
    )


def scores_shown(round_id: Any, initiative_id: Any) -> ColumnElement[bool]:
    """Hold for rows about an entry that is given to the viewer and of which the phase shows what their fellows gave."""
    mine = Entrusted()
    open_pairs = mine.told(mine.given.c.round_id, mine.given.c.initiative_id).where(_shows_scores(mine))
    return tuple_(round_id, initiative_id).in_(open_pairs)


def names_of_entry(actor: Actor) -> ColumnElement[bool]:
    """Let it be told which initiative and revision stand behind an entry: see `_is_named`."""
    return _is_named(actor, RoundEntry.round_id, RoundEntry.initiative_id)


def names_of_assignment(actor: Actor) -> ColumnElement[bool]:
    """Let it be told which initiative and revision an assignment is about: see `_is_named`."""
    return _is_named(actor, Assignment.round_id, Assignment.initiative_id)


def names_of_sheet(actor: Actor) -> ColumnElement[bool]:
    """Let it be told which initiative a sheet scores: see `_is_named`."""
    return _is_named(actor, ScoreSheet.round_id, ScoreSheet.initiative_id)


def _is_named(actor: Actor, round_id: Any, initiative_id: Any) -> ColumnElement[bool]:
    """Hold where the phase shows authors, or the evaluator knows the initiative otherwise.

    Where it does not, an evaluator who also sees the initiative by another round must not find out that it is this one:
    neither by what rows lead to, nor by lists of the initiative, nor by filters and orders.
    """
    if viewer.sees_all(actor, *SEE_ASSIGNMENTS) or not actor.has(Role.EVALUATOR):
        return true()
    return or_(entrusted.shows_authors(round_id), initiatives.is_known(actor, initiative_id))


def redaction_of_entry(actor: Actor) -> ColumnElement[bool]:
    """Let it be told how an entry is redacted by those who make redactions; to evaluators while authors are hidden."""
    if viewer.sees_all(actor, *initiatives.SEE_REDACTIONS):
        return true()
    return entrusted.hides_authors(RoundEntry.round_id) if actor.has(Role.EVALUATOR) else false()


def identity(actor: Actor) -> ColumnElement[bool]:
    """Let it be told whose sheet it is by those who see all assignments; to evaluators of their own sheets.

    And of their fellows' while the phase shows evaluators.
    """
    if viewer.sees_all(actor, *SEE_ASSIGNMENTS):
        return true()
    if not actor.has(Role.EVALUATOR):
        return false()
    return or_(ScoreSheet.evaluator_id == viewer.person, entrusted.shows_evaluators(ScoreSheet.round_id))


def own_sheet(actor: Actor) -> ColumnElement[bool]:
    """Let what passed between an evaluator and those who run the round be told to these and to the evaluator only."""
    if viewer.sees_all(actor, *SEE_ASSIGNMENTS):
        return true()
    return ScoreSheet.evaluator_id == viewer.person if actor.has(Role.EVALUATOR) else false()


def of_entry(column: Any, of: type[Assignment] | type[ScoreSheet]) -> ColumnElement[Any]:
    """Look up a column of the entry that an assignment or a sheet is about."""
    same = (RoundEntry.round_id == of.round_id, RoundEntry.initiative_id == of.initiative_id)
    return select(column).where(*same).correlate(of).scalar_subquery()


# Within conditions, tables stand under names of their own, so that a statement about the same table keeps its own.


def _entrusted_entries() -> Select[Any]:
    mine = Entrusted()
    return mine.told(mine.by_entry(mine.entry.c.id))


def _is_own_sheet() -> ColumnElement[bool]:
    return and_(ScoreSheet.evaluator_id == viewer.person, viewer.among(ScoreSheet.round_id, viewer.rounds))


def _fellow_sheets() -> Select[Any]:
    """Select the submitted sheets of fellow evaluators, who gave nothing up, that the phases show."""
    mine, sheet = Entrusted(), aliased(ScoreSheet)
    is_sent = and_(sheet.assignment_id == mine.fellow.c.id, sheet.state == SheetState.SUBMITTED)
    theirs = mine.by_fellow(sheet.id, is_sent)
    return mine.told(theirs.c.value).join(theirs, true()).where(_shows_scores(mine))


def _shows_scores(mine: Entrusted) -> ColumnElement[bool]:
    """Hold for assignments of which the phase shows fellows' scores: always, or once one's own sheet is submitted."""
    own = aliased(ScoreSheet)
    state = select(own.state).where(own.assignment_id == mine.given.c.id).correlate(mine.given).scalar_subquery()
    shown = mine.phase.c.others_scores
    is_due = and_(shown == ScoresSeen.AFTER_OWN.value, state == SheetState.SUBMITTED)
    return or_(shown == ScoresSeen.ALWAYS.value, is_due)


ROUNDS = Source(Round, visible_rounds)
#: What governs a round is seen with it.
PHASES = following(RoundPhase, RoundPhase.round_id, ROUNDS)
TIERS = following(RoundTier, RoundTier.round_id, ROUNDS)
ENTRIES = Source(RoundEntry, visible_entries)
ASSIGNMENTS = Source(Assignment, visible_assignments)
SHEETS = Source(ScoreSheet, visible_sheets)
#: Marks are seen with their sheet.
MARKS = following(Mark, Mark.sheet_id, SHEETS)


async def get(session: AsyncSession, actor: Actor, round_id: UUID, field: str = "roundId") -> Round:
    """Fetch a round. Raises NotFound, with the path of the input field that named it."""
    return await locking.get(session, actor, Round, ROUNDS, round_id, (field,))


async def get_for_update(session: AsyncSession, actor: Actor, round_id: UUID, field: str = "roundId") -> Round:
    """Fetch and lock a round. Raises NotFound."""
    return await locking.get_for_update(session, actor, Round, ROUNDS, round_id, (field,))


async def get_assignment(
    session: AsyncSession, actor: Actor, assignment_id: UUID, field: str = "assignmentId"
) -> Assignment:
    """Fetch an assignment. Raises NotFound."""
    return await locking.get(session, actor, Assignment, ASSIGNMENTS, assignment_id, (field,))


async def get_assignment_for_update(
    session: AsyncSession, actor: Actor, assignment_id: UUID, field: str = "assignmentId"
) -> Assignment:
    """Fetch and lock an assignment. Raises NotFound."""
    return await locking.get_for_update(session, actor, Assignment, ASSIGNMENTS, assignment_id, (field,))


async def get_sheet(session: AsyncSession, actor: Actor, sheet_id: UUID, field: str = "sheetId") -> ScoreSheet:
    """Fetch a score sheet. Raises NotFound."""
    return await locking.get(session, actor, ScoreSheet, SHEETS, sheet_id, (field,))


async def get_sheet_for_update(
    session: AsyncSession, actor: Actor, sheet_id: UUID, field: str = "sheetId"
) -> ScoreSheet:
    """Fetch and lock a score sheet. Raises NotFound."""
    return await locking.get_for_update(session, actor, ScoreSheet, SHEETS, sheet_id, (field,))
