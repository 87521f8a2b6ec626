"""What deeds of evaluation judge by: entries, criteria, evaluators, sheets, facts behind a conflict of interest."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.clock import utc_now
from domain.criteria import queries as criteria
from domain.errors import NotFound, refuse_if_any
from domain.evaluations.model import Assignment, Mark, Round, RoundEntry, ScoreSheet
from domain.evaluations.rules import (
    AssignmentState,
    ConflictKind,
    CountedSheet,
    RoundState,
    Scale,
    SheetState,
    conflict_of_interest,
)
from domain.initiatives import queries as initiatives
from domain.initiatives.model import Initiative, InitiativeAuthor, InitiativeRevision
from domain.people.model import Person, RoleGrant
from domain.people.queries import in_force
from domain.reading import viewer


async def round_for_scoring(session: AsyncSession, round_id: UUID) -> Round:
    """Fetch the round of an assignment that the actor sees, and keep it from being closed until this deed is done.

    The lock is shared: evaluators do not wait for one another, only closing waits for them, and they for closing.
    """
    statement = select(Round).where(Round.id == round_id).with_for_update(read=True)
    return (await session.scalars(statement.execution_options(populate_existing=True))).one()


async def scales_of(session: AsyncSession, rubric_id: UUID) -> list[Scale]:
    """Return the criteria of a rubric as scoring needs them, in their order."""
    return [
        Scale(
            criterion_id=criterion.id,
            code=criterion.code,
            weight=criterion.weight,
            scale_min=criterion.scale_min,
            scale_max=criterion.scale_max,
            step=criterion.step,
        )
        for criterion in await criteria.criteria_of(session, rubric_id)
    ]


async def initiatives_for_update(
    session: AsyncSession, actor: Actor, initiative_ids: Sequence[UUID], field: str
) -> dict[UUID, Initiative]:
    """Fetch and lock initiatives, always in one order. Raises NotFound for each that the actor does not see."""
    statement = (
        select(Initiative)
        .where(Initiative.id.in_(initiative_ids), initiatives.INITIATIVES.visible(actor))
        .order_by(Initiative.id)
        .with_for_update(of=Initiative)
        .execution_options(populate_existing=True)
    )
    found = {each.id: each for each in await session.scalars(statement, viewer.values(actor))}
    missing = [NotFound((field, str(at))) for at, key in enumerate(initiative_ids) if key not in found]
    refuse_if_any(missing)
    return found


async def initiatives_of_round_for_update(session: AsyncSession, round_id: UUID) -> dict[UUID, Initiative]:
    """Lock the initiatives of a round, always in one order; a round's own deeds take all of them."""
    in_round = select(RoundEntry.initiative_id).where(RoundEntry.round_id == round_id)
    statement = (
        select(Initiative)
        .where(Initiative.id.in_(in_round))
        .order_by(Initiative.id)
        .with_for_update(of=Initiative)
        .execution_options(populate_existing=True)
    )
    return {each.id: each for each in await session.scalars(statement)}


async def entries_of(session: AsyncSession, round_id: UUID) -> list[RoundEntry]:
    """Return the entries of a round."""
    statement = select(RoundEntry).where(RoundEntry.round_id == round_id).order_by(RoundEntry.id)
    return list(await session.scalars(statement))


async def in_open_rounds(session: AsyncSession, initiative_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return which of the initiatives are being scored in an open round."""
    statement = (
        select(RoundEntry.initiative_id)
        .join(Round, Round.id == RoundEntry.round_id)
        .where(RoundEntry.initiative_id.in_(initiative_ids), Round.state == RoundState.OPEN)
    )
    return frozenset(await session.scalars(statement))


async def evaluators_of(session: AsyncSession, round_id: UUID) -> frozenset[UUID]:
    """Return the people who are evaluators of a round now and still work here."""
    statement = (
        select(RoleGrant.person_id)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.round_id == round_id,
            RoleGrant.role == Role.EVALUATOR,
            in_force(utc_now()),
            Person.left_on.is_(None),
        )
    )
    return frozenset(await session.scalars(statement))


async def assigned_pairs(session: AsyncSession, round_id: UUID) -> frozenset[tuple[UUID, UUID]]:
    """Return the pairs of initiative and evaluator that a round has, those given up included."""
    statement = select(Assignment.initiative_id, Assignment.evaluator_id).where(Assignment.round_id == round_id)
    return frozenset((initiative, evaluator) for initiative, evaluator in await session.execute(statement))


async def units_of(session: AsyncSession, initiative_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the unit of each initiative."""
    statement = select(Initiative.id, Initiative.unit_id).where(Initiative.id.in_(initiative_ids))
    return {row.id: row.unit_id for row in await session.execute(statement)}


async def conflicts_of_interest(session: AsyncSession, pairs: Sequence[tuple[UUID, UUID]]) -> list[ConflictKind | None]:
    """Say for each pair of initiative and evaluator which conflict of interest there is, in three statements."""
    initiative_ids, evaluator_ids = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    of_people = select(Person.id, Person.unit_id).where(Person.id.in_(evaluator_ids))
    of_authors = (
        select(InitiativeRevision.initiative_id, InitiativeAuthor.person_id)
        .join(InitiativeAuthor, InitiativeAuthor.revision_id == InitiativeRevision.id)
        .where(InitiativeRevision.initiative_id.in_(initiative_ids))
    )
    unit_of = await units_of(session, initiative_ids)
    home_of = {row.id: row.unit_id for row in await session.execute(of_people)}
    authors: dict[UUID, set[UUID]] = {}
    for initiative_id, person_id in await session.execute(of_authors):
        authors.setdefault(initiative_id, set()).add(person_id)
    return [
        conflict_of_interest(
            evaluator_id=evaluator_id,
            evaluator_unit_id=home_of[evaluator_id],
            initiative_unit_id=unit_of[initiative_id],
            author_ids=frozenset(authors.get(initiative_id, ())),
        )
        for initiative_id, evaluator_id in pairs
    ]


async def sheet_of(session: AsyncSession, assignment_id: UUID) -> ScoreSheet | None:
    """Fetch and lock the sheet of a locked assignment, whoever may see it; None before the first save."""
    statement = select(ScoreSheet).where(ScoreSheet.assignment_id == assignment_id).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).one_or_none()


async def marks_of(session: AsyncSession, sheet_id: UUID) -> dict[UUID, Mark]:
    """Return the marks of a sheet by criterion."""
    statement = select(Mark).where(Mark.sheet_id == sheet_id).order_by(Mark.criterion_id)
    return {mark.criterion_id: mark for mark in await session.scalars(statement)}


async def counted_sheets(session: AsyncSession, round_id: UUID) -> list[CountedSheet]:
    """Return the sheets that count: submitted, by evaluators who have not given the assignment up."""
    statement = (
        select(ScoreSheet.id, ScoreSheet.initiative_id, ScoreSheet.evaluator_id, Mark.criterion_id, Mark.value)
        .join(Assignment, Assignment.id == ScoreSheet.assignment_id)
        .join(Mark, Mark.sheet_id == ScoreSheet.id)
        .where(
            ScoreSheet.round_id == round_id,
            ScoreSheet.state == SheetState.SUBMITTED,
            Assignment.state == AssignmentState.ASSIGNED,
        )
    )
    marks: dict[tuple[UUID, UUID, UUID], dict[UUID, Decimal]] = {}
    for sheet_id, initiative_id, evaluator_id, criterion_id, value in await session.execute(statement):
        marks.setdefault((sheet_id, initiative_id, evaluator_id), {})[criterion_id] = value
    return [CountedSheet(*sheet, marks[sheet]) for sheet in sorted(marks)]
