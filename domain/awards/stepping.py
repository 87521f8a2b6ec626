"""One step of a dossier: the state changes, and history and audit trail say so in the same transaction."""

from collections.abc import Collection
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.awards.model import Nomination, NominationStep
from domain.awards.rules import NominationState
from domain.clock import utc_now


async def step(
    session: AsyncSession,
    actor: Actor,
    nomination: Nomination,
    target: NominationState,
    deed: str,
    *,
    reason: str | None = None,
    **changes: Any,
) -> None:
    """Bring a locked dossier to a state that was found reachable; `changes` are columns that change with it."""
    await step_each(session, actor, [nomination], target, deed, reason=reason, **changes)


async def step_each(
    session: AsyncSession,
    actor: Actor,
    nominations: Collection[Nomination],
    target: NominationState,
    deed: str,
    *,
    reason: str | None = None,
    **changes: Any,
) -> None:
    """Bring locked dossiers to the same state, for the same reason. The number of a step is the version it made."""
    before = {each.id: snapshot(each) for each in nominations}
    for nomination in nominations:
        nomination.state, nomination.reason = target, reason
        for column, value in changes.items():
            setattr(nomination, column, value)
    await session.flush()  # the new versions belong in the audit entries and number the steps
    now = utc_now()
    for nomination in nominations:
        was = before[nomination.id]
        session.add(
            NominationStep(
                nomination_id=nomination.id,
                ordinal=nomination.version,
                from_state=NominationState(was["state"]),
                to_state=target,
                reason=reason,
                at=now,
                by_id=actor.person_id,
            )
        )
        record(session, actor, deed, nomination, before=was, after=snapshot(nomination), reason=reason)
