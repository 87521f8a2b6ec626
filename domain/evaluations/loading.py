"""What deeds of evaluation judge by: entries, criteria, evaluators, sheets."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.clock import utc_now
from domain.criteria import queries as criteria
from domain.errors import NotFound, refuse_if_any
from domain.evaluations.model import Assignment, Mark, Round, RoundEntry, RoundPhase, RoundTier, ScoreSheet
from domain.evaluations.rules import RoundState, Scale
from domain.initiatives import queries as initiatives
from domain.initiatives.model import Initiative, RedactedRevision
from domain.movements.model import BlockUnit
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


async def phases_of(session: AsyncSession, round_id: UUID) -> list[RoundPhase]:
    """Return the phases of a round, in the order in which it goes through them."""
    statement = select(RoundPhase).where(RoundPhase.round_id == round_id).order_by(RoundPhase.ordinal)
    return list(await session.scalars(statement))


async def phase_of(session: AsyncSession, round_: Round) -> RoundPhase:
    """Return the phase that an opened round is in."""
    return await session.get_one(RoundPhase, round_.phase_id)


async def tiers_of(session: AsyncSession, round_id: UUID) -> list[RoundTier]:
    """Return the tiers of a round, the best first."""
    statement = select(RoundTier).where(RoundTier.round_id == round_id).order_by(RoundTier.ordinal)
    return list(await session.scalars(statement))


async def redacted_among(session: AsyncSession, revision_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return which of the revisions have words without names."""
    statement = select(RedactedRevision.revision_id).where(RedactedRevision.revision_id.in_(revision_ids))
    return frozenset(await session.scalars(statement))


async def blocks_of(session: AsyncSession, movement_id: UUID) -> dict[UUID, UUID]:
    """Return the block of each unit of a movement that is in one."""
    statement = select(BlockUnit.unit_id, BlockUnit.block_id).where(BlockUnit.movement_id == movement_id)
    return {row.unit_id: row.block_id for row in await session.execute(statement)}


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


async def homes_of(session: AsyncSession, person_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the unit in which each person works."""
    statement = select(Person.id, Person.unit_id).where(Person.id.in_(person_ids))
    return {row.id: row.unit_id for row in await session.execute(statement)}


async def sheet_of(session: AsyncSession, assignment_id: UUID) -> ScoreSheet | None:
    """Fetch and lock the sheet of a locked assignment, whoever may see it; None before the first save."""
    statement = select(ScoreSheet).where(ScoreSheet.assignment_id == assignment_id).with_for_update()
    return (await session.scalars(statement.execution_options(populate_existing=True))).one_or_none()


async def marks_of(session: AsyncSession, sheet_id: UUID) -> dict[UUID, Mark]:
    """Return the marks of a sheet by criterion."""
    statement = select(Mark).where(Mark.sheet_id == sheet_id).order_by(Mark.criterion_id)
    return {mark.criterion_id: mark for mark in await session.scalars(statement)}
