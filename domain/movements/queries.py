"""Who may see movements, what their phases let people do now, and fetching them for a deed."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Uuid,
    and_,
    cast,
    column,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    table,
    true,
)
from sqlalchemy import Text as SqlText
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.permissions import Permission
from domain.actor import Actor, Role
from domain.clock import VIETNAM, utc_now
from domain.errors import Closed, Text
from domain.movements.model import (
    Block,
    BlockUnit,
    LegalBasis,
    Movement,
    MovementLegalBasis,
    MovementTransition,
    Participation,
    Phase,
    PhaseCapability,
)
from domain.movements.rules import ACTIVE, PUBLIC, PhaseWindow, Readiness, last_closing, permits
from domain.reading import locking, viewer
from domain.reading.source import Source, following

#: Who may see movements that are still being prepared, and how each movement went from state to state.
SEE_PREPARATION = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)

#: Criteria belong to a context above, which this one may not import; a launch asks only whether there are some.
RUBRICS = table("rubrics", column("id", Uuid), column("movement_id", Uuid))
CRITERIA = table("criteria", column("id", Uuid), column("rubric_id", Uuid))
#: So do rounds; blocks may not change while units score one another by them.
ROUNDS = table("rounds", column("movement_id", Uuid), column("kind", SqlText), column("state", SqlText))

#: The last on-time second of "before the day", as `rules.last_moment_before` has it; readable as a column.
LAST_ON_TIME_MOMENT: ColumnElement[datetime] = func.timezone(
    VIETNAM.key, cast(Movement.report_due_before, DateTime(timezone=False)), type_=DateTime(timezone=True)
) - literal(timedelta(seconds=1))


def visible_movements(actor: Actor) -> ColumnElement[bool]:
    """Let everyone signed in see movements once launched; before that, those who prepare and approve them."""
    if viewer.sees_all(actor, *SEE_PREPARATION):
        return true()
    return false() if actor.is_anonymous else Movement.state.in_(sorted(PUBLIC))


def visible_transitions(actor: Actor) -> ColumnElement[bool]:
    """Let a movement's steps and their reasons be seen by those who prepare and approve movements."""
    return true() if viewer.sees_all(actor, *SEE_PREPARATION) else false()


MOVEMENTS = Source(Movement, visible_movements)
TRANSITIONS = Source(MovementTransition, visible_transitions)
#: What belongs to a movement is seen with it, what a phase lets people do with the phase.
PARTICIPATIONS = following(Participation, Participation.movement_id, MOVEMENTS)
PHASES = following(Phase, Phase.movement_id, MOVEMENTS)
CAPABILITIES = following(PhaseCapability, PhaseCapability.phase_id, PHASES)
BLOCKS = following(Block, Block.movement_id, MOVEMENTS)
BLOCK_UNITS = following(BlockUnit, BlockUnit.movement_id, MOVEMENTS)
LEGAL_BASES = Source(LegalBasis, viewer.everyone_signed_in)
MOVEMENT_LEGAL_BASES = following(MovementLegalBasis, MovementLegalBasis.movement_id, MOVEMENTS)


async def get(session: AsyncSession, actor: Actor, movement_id: UUID, field: str = "movementId") -> Movement:
    """Fetch a movement. Raises NotFound, with the path of the input field that named it."""
    return await locking.get(session, actor, Movement, MOVEMENTS, movement_id, (field,))


def title_of(movement: Movement) -> Text:
    """Say in a title which movement it is about."""
    return Text(f"Phong trào: {movement.name}", f"Movement: {movement.name}")


async def get_for_update(session: AsyncSession, actor: Actor, movement_id: UUID, field: str = "movementId") -> Movement:
    """Fetch and lock a movement. Raises NotFound."""
    return await locking.get_for_update(session, actor, Movement, MOVEMENTS, movement_id, (field,))


async def takes_part(session: AsyncSession, movement_id: UUID, unit_id: UUID) -> bool:
    """Say whether a unit takes part in a movement."""
    found = exists().where(Participation.movement_id == movement_id, Participation.unit_id == unit_id)
    return bool(await session.scalar(select(found)))


async def require_open_phase(
    session: AsyncSession,
    actor: Actor,
    movement: Movement,
    permission: Permission,
    *,
    roles: frozenset[Role] | None = None,
) -> None:
    """Raise Closed unless the movement is on its way and a phase open now lets one of the actor's roles do the deed.

    `roles` are those of whom the actor does it for.
    """
    if actor.is_system:
        return
    now = utc_now()
    windows = await phase_windows(session, movement.id)
    if movement.state in ACTIVE and permits(windows, actor.roles if roles is None else roles, permission, now):
        return
    raise Closed(
        "PHASE_CLOSED",
        Text(
            "Hiện không có giai đoạn nào của phong trào cho phép vai trò của bạn làm việc này.",
            "No phase of the movement that is open now lets your roles do this.",
        ),
        closed_at=last_closing(windows, permission, now),
    )


async def cross_scoring_is_open(session: AsyncSession, movement_id: UUID) -> bool:
    """Say whether units of a movement score one another in an open round."""
    is_cross, is_open = ROUNDS.c.kind == "CROSS_SCORE", ROUNDS.c.state == "OPEN"
    found = exists(select(ROUNDS.c.movement_id).where(ROUNDS.c.movement_id == movement_id, is_cross, is_open))
    return bool(await session.scalar(select(found)))


async def phase_windows(session: AsyncSession, movement_id: UUID) -> list[PhaseWindow]:
    """Return when each phase of a movement is open and what it lets whom do."""
    rows = await session.execute(
        select(Phase.id, Phase.opens_at, Phase.closes_at, PhaseCapability.role, PhaseCapability.permission)
        .join(PhaseCapability, PhaseCapability.phase_id == Phase.id)
        .where(Phase.movement_id == movement_id)
    )
    capabilities: dict[tuple[UUID, datetime, datetime], set[tuple[Role, Permission]]] = {}
    for phase_id, opens_at, closes_at, role, permission in rows:
        capabilities.setdefault((phase_id, opens_at, closes_at), set()).add((role, permission))
    return [PhaseWindow(opens, closes, frozenset(given)) for (_, opens, closes), given in capabilities.items()]


async def readiness_of(session: AsyncSession, movement: Movement) -> Readiness:
    """Collect what article 17.1 of the Law asks of a movement."""
    valid_basis = and_(
        MovementLegalBasis.movement_id == movement.id,
        LegalBasis.valid_from <= movement.starts_on,
        or_(LegalBasis.valid_to.is_(None), LegalBasis.valid_to >= movement.starts_on),
    )
    found = await session.execute(
        select(
            exists(
                select(CRITERIA.c.id)
                .join(RUBRICS, RUBRICS.c.id == CRITERIA.c.rubric_id)
                .where(RUBRICS.c.movement_id == movement.id)
            ),
            exists().where(Participation.movement_id == movement.id),
            exists().where(Phase.movement_id == movement.id),
            exists(
                select(LegalBasis.id)
                .join(MovementLegalBasis, MovementLegalBasis.legal_basis_id == LegalBasis.id)
                .where(valid_basis)
            ),
        )
    )
    has_criteria, has_units, has_phases, has_valid_legal_basis = found.one()
    return Readiness(
        goal=movement.goal,
        subjects=movement.subjects,
        content=movement.content,
        has_criteria=has_criteria,
        has_units=has_units,
        has_phases=has_phases,
        has_valid_legal_basis=has_valid_legal_basis,
    )
