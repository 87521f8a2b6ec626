"""Dossiers of the role matrix in the states that follow a draft, and what follows a decision on them; made by hand.

All are about the unit "own" or its staff. Nobody had a hand in them, but for one that Personnel prepared.
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from domain.awards.concluding_model import DecisionPublication, Prize, Revocation, SigningDelegation
from domain.awards.model import Nomination, NominationHand, NominationStep
from domain.awards.rules import (
    AwardLevel,
    AwardSubject,
    Hand,
    NominationState,
    NomineeKind,
    RevocationGround,
    SigningCapacity,
)
from domain.awards.signing_rules import SigningMatter
from domain.people.rules import LeadershipTier
from domain.regulations.rules import ParameterKind
from tests.support import awards, regulations
from tests.support.factories import LONG_AGO, NOW, Factory

if TYPE_CHECKING:
    from tests.support.matrix_world import World

S = NominationState
#: Labels begin with the state; those of the unit's own level end so.
BEFORE = (
    "SUBMITTED",
    "SUBMITTED 2",
    "COMPLETE",
    "APPRAISED",
    "VOTED",
    "HELD",
    "PROPOSED own level",
    "APPROVED own level",
)
AFTER = ("PUBLISHED", "PRESENTED", "PAID", "REVOKED")


async def build(make: Factory, world: "World") -> None:
    """A dossier in each state that the other nominations are not in, with history, prizes and a revocation."""
    world.keep("letter", await awards.form(make, name="Giấy khen", level=AwardLevel.UNIT, subject=AwardSubject.BOTH))
    for label in BEFORE:
        await dossier(make, world, label)
    hand = {"person_id": world.row("Person", "personnel").id, "hand": Hand.PROPOSE, "taken_at": NOW}
    await make.add(NominationHand(nomination_id=world.row("Nomination", "SUBMITTED 2").id, **hand))
    await published(make, world, "published")
    for label in AFTER:
        await dossier(make, world, label, decision="published")
    await step(make, world, "PAID", S.PRESENTED, S.PAID)
    await step(make, world, "HELD", S.SUBMITTED, S.HELD)
    for label in ("PRESENTED", "PAID"):
        await prize(make, world, label)
    await revocation(make, world, "REVOKED")
    await delegation(make, world, "unit_leader")
    await delegation(make, world, "leaver", revoked_at=NOW, revoked_reason="Nghỉ hưu")
    of_unit = {"matter": SigningMatter.DOCUMENTS, "capacity": SigningCapacity.KT, "form_id": None}
    await delegation(make, world, "staff", **of_unit, unit_id=world.row("Unit", "own").id)


async def more(make: Factory, world: "World") -> None:
    """At least three prizes, revocations, delegations and steps of one dossier; two further dossiers with a step."""
    for number in (2, 3):
        await dossier(make, world, f"REVOKED {number}", decision="published")
        await prize(make, world, f"REVOKED {number}")
        await revocation(make, world, f"REVOKED {number}")
        await step(make, world, "PAID", S.DECIDED, S.PUBLISHED, number)
    await step(make, world, "REVOKED", S.PUBLISHED, S.REVOKED)
    await delegation(make, world, "focal_officer")


async def dossier(make: Factory, world: "World", label: str, *, decision: str | None = None) -> Nomination:
    """A dossier by hand about the staff of a unit, in the state that its label begins with."""
    state = S(label.split(maxsplit=1)[0])
    is_units = label.endswith("own level")
    values: dict[str, Any] = {
        "movement_id": world.row("Movement", "running").id,
        "by_hand_reason": "Thành tích đột xuất",
        "nominee_kind": NomineeKind.INDIVIDUAL,
        "person_id": world.row("Person", "staff").id,
        "leadership_tier": LeadershipTier.DIRECT_WORKER,
        "unit_id": world.row("Unit", "own").id,
        "form_id": world.row("AwardForm", "letter" if is_units else "form").id,
        "summary": "Xử lý sự cố trong đêm",
        "state": state,
        "held_from": S.SUBMITTED if state is S.HELD else None,
        "reason": "Chờ làm rõ" if state in awards.REASONED else None,
        "opinion": "Đủ điều kiện" if label in ("APPRAISED", "PAID") else None,
        "submitted_at": LONG_AGO,
        "decision_id": world.row("AwardDecision", decision).id if decision else None,
        "presented_on": date(2024, 6, 2) if state is S.PAID else None,
        "presented_where": "Hà Nội" if state is S.PAID else None,
        "created_at": NOW,
        "created_by_id": world.row("Person", "leaver").id,
    }
    return world.keep(label, await make.add(Nomination(**values)))


async def published(make: Factory, world: "World", label: str) -> None:
    """A decision that was made known."""
    from tests.support.matrix_world import decision  # noqa: PLC0415 -- that world is built of this one

    signed = world.keep(label, await decision(make, world, f"{label}/QĐ-BTTTT"))
    known = {"channel": "Cổng thông tin", "published_at": NOW, "published_by_id": world.row("Person", "personnel").id}
    world.keep(label, await make.add(DecisionPublication(decision_id=signed.id, **known)))


async def step(make: Factory, world: "World", of: str, before: S, after: S, number: int = 1) -> None:
    """A step of a dossier."""
    taken = {"from_state": before, "to_state": after, "at": NOW, "by_id": world.row("Person", "personnel").id}
    row = NominationStep(nomination_id=world.row("Nomination", of).id, ordinal=number, **taken)
    world.keep(of if number == 1 else f"{of} {number}", await make.add(row))


async def prize(make: Factory, world: "World", label: str) -> None:
    """A prize of a dossier, paid when the dossier is."""
    parameters = await _parameters(make, world)
    terms = {"coefficient": "0.30", "base_salary": "1800000", "factor": "1", "rounding": "10000", "amount": "540000"}
    is_paid = label == "PAID"
    row = Prize(
        nomination_id=world.row("Nomination", label).id,
        created_at=NOW,
        paid_on=date(2024, 6, 3) if is_paid else None,
        payment_reference="PC 12" if is_paid else None,
        paid_by_id=world.row("Person", "personnel").id if is_paid else None,
        **{name: Decimal(value) for name, value in terms.items()},
        **parameters,
    )
    world.keep(label, await make.add(row))


async def _parameters(make: Factory, world: "World") -> dict[str, Any]:
    """What every prize was computed from, made once."""
    known = next(iter(world.rows.get("Prize", {}).values()), None)
    if known is not None:
        return {name: getattr(known, name) for name in ("coefficient_id", "base_salary_id", "rounding_id")}
    law = {"legal_basis_id": world.row("LegalBasis", "law").id}
    rounding = await regulations.parameter(make, ParameterKind.PRIZE_ROUNDING, "10000", **law)
    world.keep("rounding", rounding)
    return {
        "coefficient_id": world.row("LegalParameter", "form").id,
        "base_salary_id": world.row("LegalParameter", "salary").id,
        "rounding_id": rounding.id,
    }


async def revocation(make: Factory, world: "World", label: str) -> None:
    """That an award was taken back, nothing recovered yet."""
    leader = world.row("Person", "ministry_leader").id
    row = Revocation(
        nomination_id=world.row("Nomination", label).id,
        ground=RevocationGround.FALSE_DECLARATION,
        reason="Khai sai thành tích",
        number=f"HB {label}",
        signed_on=date(2024, 6, 3),
        signer_id=leader,
        signing_capacity=SigningCapacity.HEAD,
        revoked_at=NOW,
        revoked_by_id=leader,
        amount_due=Decimal(540000),
    )
    world.keep(label, await make.add(row))


async def delegation(make: Factory, world: "World", label: str, **given: Any) -> None:
    """That somebody may sign decisions on the form by order of the ministry leader."""
    by = {"capacity": SigningCapacity.TL, "granted_by_id": world.row("Person", "ministry_leader").id}
    scope = {"movement_id": world.row("Movement", "running").id, "form_id": world.row("AwardForm", "form").id}
    row: SigningDelegation = await awards.delegation(make, world.row("Person", label).id, **{**by, **scope, **given})
    world.keep(label, row)
