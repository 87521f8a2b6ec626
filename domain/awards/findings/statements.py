"""The statements that gather what is known of dossiers: one for each kind of fact, however many dossiers there are."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, extract, func, null, or_, select, union_all
from sqlalchemy.sql.selectable import CompoundSelect

from domain.awards.model import AwardDecision, AwardForm, AwardTitle, Nomination, NominationStep
from domain.awards.records.model import AwardRecord
from domain.awards.rules import CLAIMING, SPENT, NominationState
from domain.integrity.model import IntegrityHold
from domain.movements.model import Movement, Participation
from domain.people.model import Person, UnitMembership
from domain.people.rules import Gender, LeadershipTier
from domain.units.model import Unit

#: A statement, whatever its columns.
Found = Select[*tuple[Any, ...]]


def dossiers(ids: Collection[UUID]) -> Found:
    """Return each dossier with its form, unit and movement, the decision's day, and what is known of the nominee."""
    return (
        select(Nomination, AwardForm, Unit, Movement, AwardDecision.signed_on, Person.gender)
        .join(AwardForm, AwardForm.id == Nomination.form_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(Movement, Movement.id == Nomination.movement_id)
        .outerjoin(AwardDecision, AwardDecision.id == Nomination.decision_id)
        .outerjoin(Person, Person.id == Nomination.person_id)
        .where(Nomination.id.in_(ids))
    )


def holds(people: Collection[UUID], units: Collection[UUID]) -> Found:
    """Return (person or unit, ground, clause) of the holds in force."""
    held = func.coalesce(IntegrityHold.person_id, IntegrityHold.unit_id)
    of_either = or_(IntegrityHold.person_id.in_(people), IntegrityHold.unit_id.in_(units))
    return (
        select(held, IntegrityHold.ground, IntegrityHold.clause)
        .where(IntegrityHold.lifted_at.is_(None), of_either)
        .order_by(IntegrityHold.placed_at, IntegrityHold.id)
    )


def others(movements: Collection[UUID], people: Collection[UUID], units: Collection[UUID]) -> Found:
    """Return the live dossiers of the movements, and those of the nominees in any movement, with what names them."""
    of_unit = and_(Nomination.person_id.is_(None), Nomination.unit_id.in_(units))
    return (
        select(
            Nomination,
            func.coalesce(Person.full_name, Unit.code).label("nominee"),
            AwardForm.code.label("form_code"),
            Movement.code.label("movement_code"),
            AwardDecision.number.label("decision"),
        )
        .join(AwardForm, AwardForm.id == Nomination.form_id)
        .join(Movement, Movement.id == Nomination.movement_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .outerjoin(Person, Person.id == Nomination.person_id)
        .outerjoin(AwardDecision, AwardDecision.id == Nomination.decision_id)
        .where(
            Nomination.state.not_in(SPENT),
            or_(Nomination.movement_id.in_(movements), Nomination.person_id.in_(people), of_unit),
        )
        .order_by(Nomination.created_at, Nomination.id)
    )


def earlier(people: Collection[UUID], units: Collection[UUID]) -> CompoundSelect[*tuple[Any, ...]]:
    """Return (dossier or None, person or unit, code, year, counts for merit, decision) of what was given before.

    Awards recorded in words have no code and are left out.
    """
    code = func.coalesce(AwardForm.code, AwardTitle.code)
    recorded = (
        select(
            null(),
            func.coalesce(AwardRecord.person_id, AwardRecord.unit_id),
            code,
            AwardRecord.year,
            AwardRecord.counts_for_merit,
            AwardRecord.decision_number,
        )
        .outerjoin(AwardForm, AwardForm.id == AwardRecord.form_id)
        .outerjoin(AwardTitle, AwardTitle.id == AwardRecord.title_id)
        .where(
            AwardRecord.withdrawn_at.is_(None),
            code.is_not(None),
            or_(AwardRecord.person_id.in_(people), AwardRecord.unit_id.in_(units)),
        )
    )
    of_unit = and_(Nomination.person_id.is_(None), Nomination.unit_id.in_(units))
    given = (
        select(
            Nomination.id,
            func.coalesce(Nomination.person_id, Nomination.unit_id),
            AwardForm.code,
            extract("year", AwardDecision.signed_on),
            Nomination.counts_for_merit,
            AwardDecision.number,
        )
        .join(AwardForm, AwardForm.id == Nomination.form_id)
        .join(AwardDecision, AwardDecision.id == Nomination.decision_id)
        .where(Nomination.state.not_in(SPENT), or_(Nomination.person_id.in_(people), of_unit))
    )
    return union_all(recorded, given)


def tallies(movements: Collection[UUID]) -> Found:
    """Return (movement, unit, form, claims a place, is a person, works directly, number) of live dossiers sent in.

    What claims a place under a quota was proposed and not sent back, also while it is held.
    """
    groups = (
        Nomination.movement_id,
        Nomination.unit_id,
        Nomination.form_id,
        func.coalesce(Nomination.held_from, Nomination.state).in_(sorted(CLAIMING)),
        Nomination.person_id.is_not(None),
        func.coalesce(Nomination.leadership_tier == LeadershipTier.DIRECT_WORKER, False),
    )
    asked = Nomination.state.not_in({*SPENT, NominationState.DRAFT})
    return select(*groups, func.count()).where(Nomination.movement_id.in_(movements), asked).group_by(*groups)


def nominees(movements: Collection[UUID]) -> Found:
    """Return (movement, unit, person or unit) of everybody nominated: sent in, and not given up; once each."""
    nominee = func.coalesce(Nomination.person_id, Nomination.unit_id)
    sent_in = Nomination.state.not_in((NominationState.DRAFT, NominationState.WITHDRAWN))
    of = select(Nomination.movement_id, Nomination.unit_id, nominee)
    return of.where(Nomination.movement_id.in_(movements), sent_in).distinct()


def participations(movements: Collection[UUID]) -> Found:
    """Return (movement, unit) of the registered units."""
    return select(Participation.movement_id, Participation.unit_id).where(Participation.movement_id.in_(movements))


def headcounts(units: Collection[UUID]) -> Found:
    """Return (unit, people, women among them) of those who have not left."""
    women = func.count().filter(Person.gender == Gender.FEMALE)
    of_units = Person.unit_id.in_(units), Person.left_on.is_(None)
    return select(Person.unit_id, func.count(), women).where(*of_units).group_by(Person.unit_id)


def steps(ids: Collection[UUID]) -> Found:
    """Return (dossier, state, moment) of every step, in order."""
    return (
        select(NominationStep.nomination_id, NominationStep.to_state, NominationStep.at)
        .where(NominationStep.nomination_id.in_(ids))
        .order_by(NominationStep.nomination_id, NominationStep.ordinal)
    )


def stays(people: Collection[UUID]) -> Found:
    """Return (person, unit's code, first day, last day) of where people worked."""
    return (
        select(UnitMembership.person_id, Unit.code, UnitMembership.starts_on, UnitMembership.ends_on)
        .join(Unit, Unit.id == UnitMembership.unit_id)
        .where(UnitMembership.person_id.in_(people))
    )
