"""Who may see rounds, assignments, sheets and results, and fetching them for a deed."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.evaluations.model import Assignment, Mark, Result, ResultEntry, Round, RoundEntry, ScoreSheet
from domain.evaluations.rules import ResultState, RoundState, SheetState
from domain.initiatives import queries as initiatives
from domain.initiatives.model import Initiative, InitiativeAuthor, InitiativeRevision
from domain.reading import locking, viewer
from domain.reading.source import Source, following

#: Who may see rounds in preparation and results not yet published.
SEE_UNPUBLISHED = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)
#: Who may see all submitted sheets (the auditor sees that they exist, by their assignments, and no marks).
SEE_SHEETS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.COUNCIL_SECRETARY)
#: Who may see all assignments.
SEE_ASSIGNMENTS = (*SEE_SHEETS, Role.AUDITOR)
#: Who may see every entry of the results that they see.
SEE_STANDINGS = (*SEE_UNPUBLISHED, Role.COUNCIL_SECRETARY)


def visible_rounds(actor: Actor) -> ColumnElement[bool]:
    """Let opened rounds be seen by everybody who has signed in, rounds in preparation by those who prepare them."""
    if viewer.sees_all(actor, *SEE_UNPUBLISHED):
        return true()
    return false() if actor.is_anonymous else Round.state != RoundState.DRAFT


def visible_entries(actor: Actor) -> ColumnElement[bool]:
    """Let an entry be seen by whoever may see both its round and its initiative."""
    if actor.is_system:
        return true()
    return and_(
        RoundEntry.initiative_id.in_(select(Initiative.id).where(initiatives.INITIATIVES.visible(actor))),
        RoundEntry.round_id.in_(select(Round.id).where(visible_rounds(actor))),
    )


def visible_assignments(actor: Actor) -> ColumnElement[bool]:
    """Let assignments be seen by those who run or watch the rounds, and one's own by an evaluator of the round."""
    if viewer.sees_all(actor, *SEE_ASSIGNMENTS):
        return true()
    return viewer.any_of(
        and_(Assignment.evaluator_id == viewer.person, viewer.among(Assignment.round_id, viewer.rounds))
        if actor.has(Role.EVALUATOR)
        else None
    )


def visible_sheets(actor: Actor) -> ColumnElement[bool]:
    """Let submitted sheets be seen by those who run the rounds, and one's own in any state by an evaluator."""
    if actor.is_system:
        return true()
    return viewer.any_of(
        ScoreSheet.state == SheetState.SUBMITTED if actor.has(*SEE_SHEETS) else None,
        and_(ScoreSheet.evaluator_id == viewer.person, viewer.among(ScoreSheet.round_id, viewer.rounds))
        if actor.has(Role.EVALUATOR)
        else None,
    )


def visible_results(actor: Actor) -> ColumnElement[bool]:
    """Let published results be seen by everybody who has signed in, staged ones by those who prepare them."""
    if viewer.sees_all(actor, *SEE_UNPUBLISHED):
        return true()
    return false() if actor.is_anonymous else Result.state == ResultState.PUBLISHED


def visible_result_entries(actor: Actor) -> ColumnElement[bool]:
    """Let standings be seen by those who run the rounds, by the unit's leader and focal officer, and by the authors."""
    if viewer.sees_all(actor, *SEE_UNPUBLISHED):
        return true()
    if actor.is_anonymous:
        return false()
    published = ResultEntry.result_id.in_(select(Result.id).where(Result.state == ResultState.PUBLISHED))
    if actor.has(*SEE_STANDINGS):
        return published
    written = (
        select(InitiativeRevision.initiative_id)
        .join(InitiativeAuthor, InitiativeAuthor.revision_id == InitiativeRevision.id)
        .where(InitiativeAuthor.person_id == viewer.person)
    )
    ways: list[ColumnElement[bool]] = [viewer.one_of_few(ResultEntry.initiative_id, written)]
    if actor.has(Role.UNIT_LEADER, Role.FOCAL_OFFICER):
        ways.append(viewer.few(viewer.among(ResultEntry.unit_id, viewer.served_units)))
    return and_(published, or_(*ways))


ROUNDS = Source(Round, visible_rounds)
ENTRIES = Source(RoundEntry, visible_entries)
ASSIGNMENTS = Source(Assignment, visible_assignments)
SHEETS = Source(ScoreSheet, visible_sheets)
#: Marks are seen with their sheet.
MARKS = following(Mark, Mark.sheet_id, SHEETS)
RESULTS = Source(Result, visible_results)
RESULT_ENTRIES = Source(ResultEntry, visible_result_entries)


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


async def get_result_for_update(
    session: AsyncSession, actor: Actor, result_id: UUID, field: str = "resultId"
) -> Result:
    """Fetch and lock a result. Raises NotFound."""
    return await locking.get_for_update(session, actor, Result, RESULTS, result_id, (field,))


async def get_result_entry(
    session: AsyncSession, actor: Actor, entry_id: UUID, field: str = "resultEntryId"
) -> ResultEntry:
    """Fetch a standing. Raises NotFound."""
    return await locking.get(session, actor, ResultEntry, RESULT_ENTRIES, entry_id, (field,))
