"""Deeds on the phases of a round: enter one, move its planned dates. What a phase allows is frozen by the opening."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.changes import UNCHANGED, Unchanged, values_after
from domain.errors import Conflict, NotFound, Text, refuse_if_any
from domain.evaluations import gates, loading, queries
from domain.evaluations.model import Round, RoundPhase
from domain.evaluations.particulars import problems_of_period
from domain.evaluations.rules import RoundState
from domain.evaluations.setting_up import changed
from domain.ledger import actions as ledger
from domain.ledger.rules import EventKind
from domain.reading import locking
from domain.reading.locking import check_version

DATES = frozenset({"opens_at", "closes_at"})


async def enter_round_phase(
    session: AsyncSession,
    actor: Actor,
    *,
    round_id: UUID,
    expected_version: int,
    phase_id: UUID,
    reason: str | None = None,
) -> Round:
    """Let a round that was opened, or closed since, be in another of its phases; going back needs a reason.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (in preparation, there already), Invalid (no reason).
    """
    round_ = await queries.get_for_update(session, actor, round_id)
    policy.require(actor, Permission.ROUND_MANAGE)
    check_version(round_, expected_version)
    gates.check_round_state(round_.state, RoundState.OPEN, RoundState.CLOSED)
    phases = {phase.id: phase for phase in await loading.phases_of(session, round_.id)}
    phase = phases.get(phase_id)
    if phase is None:
        raise NotFound(("phaseId",))
    if phase.id == round_.phase_id:
        text = Text(f"Vòng chấm đang ở giai đoạn “{phase.name}”.", f"The round is in the phase “{phase.name}”.")
        raise Conflict("PHASE_CURRENT", text, ("phaseId",))
    goes_back = round_.phase_id is not None and phase.ordinal < phases[round_.phase_id].ordinal
    said = gates.require_reason(reason or "") if goes_back else (reason or "").strip() or None

    before = snapshot(round_)
    round_.phase_id = phase.id
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "ROUND_PHASE_ENTERED", round_, before=before, after=snapshot(round_), reason=said)
    tell_entered(session, round_, phase)
    return round_


def tell_entered(session: AsyncSession, round_: Round, phase: RoundPhase) -> None:
    """Tell a round's ledger in which phase it is from now on."""
    ledger.append(session, round_.id, EventKind.PHASE_ENTERED, {"phase": phase.ordinal, "name": phase.name})


async def move_round_phase_dates(
    session: AsyncSession,
    actor: Actor,
    *,
    phase_id: UUID,
    expected_version: int,
    opens_at: datetime | Unchanged | None = UNCHANGED,
    closes_at: datetime | Unchanged | None = UNCHANGED,
    reason: str,
) -> RoundPhase:
    """Plan other dates for a phase, with a reason; what is not given stays, None clears. It enters nothing.

    `expected_version` is the round's. Raises NotFound, NotAllowed, StaleVersion, Invalid.
    """
    seen = await locking.get(session, actor, RoundPhase, queries.PHASES, phase_id, ("phaseId",))
    round_ = await queries.get_for_update(session, actor, seen.round_id)
    policy.require(actor, Permission.ROUND_MANAGE)
    check_version(round_, expected_version)
    given_reason = gates.require_reason(reason)
    phase = await locking.get_for_update(session, actor, RoundPhase, queries.PHASES, phase_id, ("phaseId",))
    wanted = values_after(phase, {"opens_at": opens_at, "closes_at": closes_at}, DATES)
    refuse_if_any(problems_of_period(wanted["opens_at"], wanted["closes_at"], ("closesAt",)))

    before = snapshot(phase)
    phase.opens_at, phase.closes_at = wanted["opens_at"], wanted["closes_at"]
    await changed(session, round_)
    record(session, actor, "ROUND_PHASE_MOVED", phase, before=before, after=snapshot(phase), reason=given_reason)
    return phase
