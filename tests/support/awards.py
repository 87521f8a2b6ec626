"""Published results, the award catalogues and nominations, made directly for tests."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from domain.access.permissions import Permission
from domain.actor import Actor, Role
from domain.awards.concluding_model import SigningDelegation
from domain.awards.model import AwardDecision, AwardForm, AwardTitle, Nomination, NominationHand
from domain.awards.rules import (
    EFFECTIVE,
    AwardLevel,
    AwardSubject,
    Hand,
    NominationState,
    NomineeKind,
    SigningCapacity,
)
from domain.errors import DomainError
from domain.evaluations.model import Round
from domain.initiatives.model import Initiative
from domain.initiatives.rules import InitiativeState
from domain.movements.model import Movement
from domain.people.model import Person
from domain.results.model import Result, ResultEntry
from domain.results.rules import EntryStatus, ResultMethod, ResultState
from domain.units.model import Unit
from tests.support.factories import NOW, Factory, days
from tests.support.initiatives import initiative
from tests.support.movements import movement, phase, rubric

#: States that are never without a decision, and those that are never without a reason.
DECIDED = (*sorted(EFFECTIVE), NominationState.REVOKED)
REASONED = (NominationState.RETURNED, NominationState.REFUSED, NominationState.HELD, NominationState.REVOKED)
#: What a phase of awarding lets whom do.
AWARDING = (
    (Role.PERSONNEL, Permission.NOMINATION_PREPARE),
    (Role.PERSONNEL, Permission.NOMINATION_APPRAISE),
    (Role.INFORMATION_CENTER, Permission.NOMINATION_APPRAISE),
    (Role.UNIT_LEADER, Permission.NOMINATION_DECIDE),
    (Role.MINISTRY_LEADER, Permission.NOMINATION_DECIDE),
    (Role.INFORMATION_CENTER, Permission.NOMINATION_SUGGEST),
    (Role.UNIT_LEADER, Permission.NOMINATION_SUGGEST),
    (Role.STAFF, Permission.NOMINATION_SUGGEST),
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A movement in its phase of awarding, with one initiative at the first place and a form of reward for anybody."""

    movement: Movement
    unit: Unit
    author: Person
    initiative: Initiative
    entry: ResultEntry
    form: AwardForm
    personnel: Actor
    center: Actor
    leader: Actor


async def scene(make: Factory, **of_movement: Any) -> Scene:
    """Set the scene; Personnel prepares, the Information Center appraises, the ministry leader decides."""
    of = await movement(make, **of_movement)
    await phase(make, of, *AWARDING)
    unit = await make.unit()
    author = await make.person(unit, position="Phó phòng")
    first = await initiative(make, of, unit, author, state=InitiativeState.SCORED)
    return Scene(
        movement=of,
        unit=unit,
        author=author,
        initiative=first,
        entry=await standing(make, await result(make, of), first),
        form=await form(make, subject=AwardSubject.BOTH),
        personnel=await make.actor(Role.PERSONNEL),
        center=await make.actor(Role.INFORMATION_CENTER),
        leader=await make.actor(Role.MINISTRY_LEADER),
    )


async def round_of(make: Factory, of: Movement) -> Round:
    """A round of a movement, with a rubric of its own."""
    ordinal = 1 + (await make.session.scalar(select(func.count()).where(Round.movement_id == of.id)) or 0)
    return await make.add(
        Round(
            movement_id=of.id,
            rubric_id=(await rubric(make, of)).id,
            ordinal=ordinal,
            name=f"Vòng {ordinal}",
            opens_at=NOW,
            closes_at=NOW + days(7),
            created_at=NOW,
        )
    )


async def result(make: Factory, of: Movement, *, on: Round | None = None, **given: Any) -> Result:
    """A version of a round's result: published, unless told otherwise."""
    of_round = on or await round_of(make, of)
    state = given.get("state", ResultState.PUBLISHED)
    values = {
        "round_id": of_round.id,
        "number": 1,
        "method": ResultMethod.MEAN,
        "score_places": 2,
        "engine_version": "1",
        "seed": 0,
        "inputs_hash": "0" * 64,
        "outputs_hash": "0" * 64,
        "components": 1,
        "bridges_needed": 0,
        "state": state,
        "reason": "Tính lại" if given.get("number", 1) > 1 else None,
        "computed_at": NOW,
        "verified_at": None if state is ResultState.STAGED else NOW,
        "published_at": NOW if state is ResultState.PUBLISHED else None,
    }
    return await make.add(Result(**{**values, **given}))


async def standing(make: Factory, of: Result, initiative: Initiative, **given: Any) -> ResultEntry:
    """Where an initiative stands in a result: at the first place, unless told otherwise."""
    values = {
        "result_id": of.id,
        "initiative_id": initiative.id,
        "revision_id": initiative.current_revision_id,
        "unit_id": initiative.unit_id,
        "status": EntryStatus.RANKED,
        "score": Decimal("91.5"),
        "place": 1,
        "is_tied": False,
        "sheets": 3,
    }
    return await make.add(ResultEntry(**{**values, **given}))


async def title(make: Factory, **given: Any) -> AwardTitle:
    """A title of the catalogue."""
    return await make.add(AwardTitle(**{**await _award(make, AwardTitle), "name": "Chiến sĩ thi đua Bộ", **given}))


async def form(make: Factory, **given: Any) -> AwardForm:
    """A form of reward of the catalogue."""
    return await make.add(AwardForm(**{**await _award(make, AwardForm), "name": "Bằng khen của Bộ trưởng", **given}))


async def _award(make: Factory, catalogue: type[Any]) -> dict[str, Any]:
    number = 1 + (await make.session.scalar(select(func.count()).select_from(catalogue)) or 0)
    return {
        "code": f"KT-{number}",
        "subject": AwardSubject.INDIVIDUAL,
        "level": AwardLevel.MINISTRY,
        "decided_by": "Bộ trưởng",
        "is_verified": True,
    }


async def nomination(make: Factory, of: Scene, **given: Any) -> Nomination:
    """A nomination of the scene's author, drafted by its Personnel; with `person_id=None`, of the unit.

    A state that comes after a decision gets one of its own, unless it is given.
    """
    state = given.get("state", NominationState.DRAFT)
    if state in DECIDED and "decision_id" not in given:
        number = await make.session.scalar(select(func.count()).select_from(AwardDecision))
        given["decision_id"] = (await decision(make, of, number=f"{number}/QĐ-{of.movement.code}")).id
    is_person = given.get("person_id", of.author.id) is not None
    values = {
        "movement_id": of.movement.id,
        "result_entry_id": of.entry.id,
        "initiative_id": of.initiative.id,
        "nominee_kind": NomineeKind.INDIVIDUAL if is_person else NomineeKind.COLLECTIVE,
        "person_id": of.author.id,
        "unit_id": of.unit.id,
        "position": of.author.position if is_person else None,
        "leadership_tier": of.author.leadership_tier if is_person else None,
        "form_id": of.form.id,
        "summary": "Giảm 30 giờ tra cứu mỗi tháng",
        "reason": "Chưa đủ minh chứng" if state in REASONED else None,
        "held_from": NominationState.SUBMITTED if state is NominationState.HELD else None,
        "created_at": NOW,
        "created_by_id": of.personnel.person_id,
    }
    made = await make.add(Nomination(**{**values, **given}))
    if made.created_by_id is not None:
        await hand(make, made, made.created_by_id, Hand.PROPOSE)
    return made


async def tried(make: Factory, deed: Callable[..., Awaitable[Any]], by: Actor, of: Nomination, **more: Any) -> str:
    """What a deed comes to, which is undone: the state that it leads to, or the rule that refuses it."""
    savepoint = await make.session.begin_nested()
    try:
        await deed(make.session, by, nomination_id=of.id, expected_version=of.version, **more)
        return str(of.state)
    except DomainError as refusal:
        return refusal.rule
    finally:
        await savepoint.rollback()
        await make.session.refresh(of)


async def hand(make: Factory, of: Nomination, person_id: UUID, what: Hand) -> NominationHand:
    """What somebody did for a dossier."""
    return await make.add(NominationHand(nomination_id=of.id, person_id=person_id, hand=what, taken_at=NOW))


async def delegation(make: Factory, to: UUID, **given: Any) -> SigningDelegation:
    """That somebody may sign for the head in 2024: KT., whatever the award, unless told otherwise."""
    values = {
        "delegate_id": to,
        "capacity": SigningCapacity.KT,
        "authority": "Bộ trưởng",
        "document": "Quyết định số 12/QĐ-BTTTT về phân công nhiệm vụ",
        "starts_on": date(2024, 1, 1),
        "ends_on": date(2024, 12, 31),
        "granted_at": NOW,
    }
    return await make.add(SigningDelegation(**{**values, **given}))


async def decision(make: Factory, of: Scene, **given: Any) -> AwardDecision:
    """A decision signed by the scene's ministry leader."""
    values = {
        "movement_id": of.movement.id,
        "number": "1234/QĐ-BTTTT",
        "signed_on": date(2024, 6, 1),
        "signer_id": of.leader.person_id,
        "signing_capacity": SigningCapacity.HEAD,
        "created_at": NOW,
    }
    return await make.add(AwardDecision(**{**values, **given}))


async def another(make: Factory, of: Scene, *, unit: Unit | None = None, place: int = 2) -> Scene:
    """The same scene with one more initiative and its author, at a later place of the same result."""
    home = unit or await make.unit()
    author = await make.person(home)
    entrant = await initiative(make, of.movement, home, author, state=InitiativeState.SCORED)
    published = await make.session.get_one(Result, of.entry.result_id)
    entry = await standing(make, published, entrant, place=place, score=Decimal(80))
    return Scene(of.movement, home, author, entrant, entry, of.form, of.personnel, of.center, of.leader)
