"""Who may see delegations, prizes, publications, revocations and the history of dossiers."""

from sqlalchemy import ColumnElement, false, select, true

from domain.actor import Actor, Role
from domain.awards.concluding_model import DecisionPublication, Prize, Revocation, SigningDelegation
from domain.awards.model import Nomination, NominationStep
from domain.awards.queries import SEE_ALL, SEE_PROPOSED, seen_by_staff, visible_nominations
from domain.reading import viewer
from domain.reading.source import Source


def visible_steps(actor: Actor) -> ColumnElement[bool]:
    """Let the history of a dossier be seen by those who run the road to awards and see the dossier.

    Of their own they see it once it is decided.
    """
    if actor.is_system or not actor.has(*SEE_ALL, *SEE_PROPOSED):
        return true() if actor.is_system else false()
    dossiers = select(Nomination.id).where(visible_nominations(actor), seen_by_staff(actor))
    return NominationStep.nomination_id.in_(dossiers)


def visible_prizes(actor: Actor) -> ColumnElement[bool]:
    """Let a prize be seen with its dossier."""
    return Prize.nomination_id.in_(select(Nomination.id).where(visible_nominations(actor)))


def visible_revocations(actor: Actor) -> ColumnElement[bool]:
    """Let a revocation be seen with its dossier."""
    return Revocation.nomination_id.in_(select(Nomination.id).where(visible_nominations(actor)))


#: Whoever may sign for the head is seen by those who act on it or watch it, by whom it names, and by the unit's head.
SEE_DELEGATIONS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.COUNCIL_SECRETARY, Role.AUDITOR)


def visible_delegations(actor: Actor) -> ColumnElement[bool]:
    """Let delegations be seen by those who act on them or watch them, by the delegate, a unit's by its leaders."""
    if viewer.sees_all(actor, *SEE_DELEGATIONS):
        return true()
    of = SigningDelegation
    return viewer.any_of(
        of.delegate_id == viewer.person if actor.person_id else None,
        viewer.among(of.unit_id, viewer.led_units) if actor.units_as(Role.UNIT_LEADER) else None,
    )


STEPS_TAKEN = Source(NominationStep, visible_steps)
PRIZES = Source(Prize, visible_prizes)
REVOCATIONS = Source(Revocation, visible_revocations)
DELEGATIONS = Source(SigningDelegation, visible_delegations)
PUBLICATIONS = Source(DecisionPublication, viewer.everyone_signed_in)
