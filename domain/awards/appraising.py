"""Deeds of those who appraise dossiers: find one complete, appraise it, hold it, let it go on. They never decide."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.permissions import Permission
from domain.actor import Actor
from domain.awards import hands
from domain.awards.findings.judging import require_sound
from domain.awards.holding import check_free, holds_of
from domain.awards.model import Nomination
from domain.awards.opening import open_for
from domain.awards.particulars import require_opinion
from domain.awards.rules import Hand, NominationState, check_held, check_step
from domain.awards.stepping import step
from domain.initiatives.rules import require_reason


async def accept_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int
) -> Nomination:
    """Find a dossier complete. Raises NotFound, NotAllowed (also another hand), Closed, StaleVersion, Conflict."""
    nomination = await _open(session, actor, nomination_id, expected_version)
    check_step(nomination.state, NominationState.COMPLETE)
    await step(session, actor, nomination, NominationState.COMPLETE, "NOMINATION_ACCEPTED")
    return nomination


async def appraise_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int, opinion: str
) -> Nomination:
    """Appraise a complete dossier, with an opinion in words.

    Raises NotFound, NotAllowed (also another hand), Closed, StaleVersion, Conflict (state, the nominee is held, a rule
    blocks), Invalid (no opinion).
    """
    nomination = await _open(session, actor, nomination_id, expected_version)
    check_step(nomination.state, NominationState.APPRAISED)
    said = require_opinion(opinion)
    check_free(actor, nomination, await holds_of(session, [nomination]))
    await require_sound(session, actor, nomination)
    await step(session, actor, nomination, NominationState.APPRAISED, "NOMINATION_APPRAISED", opinion=said)
    return nomination


async def hold_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int, reason: str
) -> Nomination:
    """Keep a dossier where it is until something is cleared up.

    Raises NotFound, NotAllowed (also another hand), Closed, StaleVersion, Conflict (state), Invalid (no reason).
    """
    nomination = await _open(session, actor, nomination_id, expected_version)
    check_step(nomination.state, NominationState.HELD)
    why, was = require_reason(reason), nomination.state
    await step(session, actor, nomination, NominationState.HELD, "NOMINATION_HELD", reason=why, held_from=was)
    return nomination


async def release_nomination(
    session: AsyncSession, actor: Actor, *, nomination_id: UUID, expected_version: int, reason: str
) -> Nomination:
    """Let a held dossier go on from where it was; the history says why. Refused as `hold_nomination` is."""
    nomination = await _open(session, actor, nomination_id, expected_version)
    target = check_held(nomination.state, nomination.held_from)
    why = require_reason(reason)
    await step(session, actor, nomination, target, "NOMINATION_RELEASED", reason=why, held_from=None)
    return nomination


async def _open(session: AsyncSession, actor: Actor, nomination_id: UUID, expected_version: int) -> Nomination:
    permission = Permission.NOMINATION_APPRAISE
    nomination = await open_for(
        session, actor, permission, nomination_id=nomination_id, expected_version=expected_version
    )
    await hands.take_one(session, actor, nomination, Hand.APPRAISE, permission)
    return nomination
