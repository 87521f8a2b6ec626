"""What a decision on one award says: those approved, or those that an issued decision rewarded, with their prizes."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.awards import queries as awards
from domain.awards.concluding_model import Prize
from domain.awards.model import AwardDecision, AwardForm, Nomination
from domain.awards.rules import EFFECTIVE, AwardLevel, NominationState, SigningCapacity
from domain.documents.content import Capacity, Signature
from domain.documents.gathering import words
from domain.documents.gathering.frame import (
    Asked,
    Gathered,
    bases_of,
    letterhead_of,
    ministry_of,
    movement_of,
    own_unit,
    today,
    told,
)
from domain.documents.gathering.nominees import post_of, standing
from domain.documents.rules import refuse_empty
from domain.documents.templates.award_decision import AwardDecision as Draft
from domain.documents.templates.award_decision import Rewarded, award_decision
from domain.documents.templates.letterhead import Letterhead
from domain.errors import Invalid, NotFound, Text
from domain.people.model import Person
from domain.reading import locking
from domain.regulations.queries import prize_terms
from domain.units import queries as units
from domain.units.model import Unit

#: How decisions are numbered: the number, then the symbol.
_NUMBERED = re.compile(r"0*([1-9]\d{0,4})\s*/\s*\S+")
_HEAD_OF_MINISTRY = "Bộ trưởng"


async def gather(session: AsyncSession, actor: Actor, asked: Asked) -> Gathered:
    """Gather a decision. Raises NotFound, Invalid (whose award it is), Conflict (nobody, a parameter is missing)."""
    movement = await movement_of(session, actor, asked)
    form = await awards.get_form(session, actor, asked.about.form_id)  # type: ignore[arg-type]  # the rules need it
    proposer = await own_unit(session, actor)
    issuer = await _issuer(session, actor, form, asked.about.unit_id, proposer)
    decision = await _issued(session, actor, asked)
    which: ColumnElement[bool] = and_(Nomination.movement_id == movement.id, Nomination.form_id == form.id)
    if asked.about.unit_id is not None:
        which = and_(which, Nomination.unit_id == issuer.id)
    states = {NominationState.APPROVED} if decision is None else EFFECTIVE
    if decision is not None:
        which = and_(which, Nomination.decision_id == decision.id)
    rows = await standing(session, actor, which, states)
    if not rows:
        raise refuse_empty("formId")
    day = today() if decision is None else decision.signed_on
    prizes = await _prizes(session, rows, form, decision, day)
    draft = Draft(
        letterhead=await _letterhead(session, issuer, decision, is_ministry=asked.about.unit_id is None),
        movement=told(movement),
        authority=_authority(form, issuer),
        bases=(*await bases_of(session, movement, day), f"Theo đề nghị của {proposer.name}"),
        award=form.name,
        rewarded=tuple(
            Rewarded(
                name=unit.name if person is None else person.full_name,
                honorific=None if person is None else words.honorific(person.gender),
                post=post_of(nomination, unit),
                prize=int(prizes[nomination.id]),
            )
            for nomination, _form, unit, person in rows
        ),
        payer=f"Tiền thưởng được chi từ Quỹ thi đua, khen thưởng của {issuer.name}",
        executors=f"Thủ trưởng {proposer.name}, Thủ trưởng các đơn vị có liên quan",
    )
    return Gathered(partial(award_decision, draft), issuer.id, tells_nominations=True)


def _authority(form: AwardForm, issuer: Unit) -> str:
    """Return who decides: the head of the issuer; for awards above it, whom the catalogue names."""
    if form.level is AwardLevel.UNIT:
        return f"Thủ trưởng {issuer.name}"
    return f"{_HEAD_OF_MINISTRY} {issuer.name}" if form.level is AwardLevel.MINISTRY else form.decided_by


async def _issuer(session: AsyncSession, actor: Actor, form: AwardForm, unit_id: UUID | None, proposer: Unit) -> Unit:
    """Return who decides: the unit for awards of a unit's level, the ministry for all others."""
    if (form.level is AwardLevel.UNIT) != (unit_id is not None):
        text = Text(
            "Nêu đơn vị khi, và chỉ khi, hình thức khen thưởng thuộc thẩm quyền thủ trưởng đơn vị.",
            "Name the unit when the award is of a unit's level, and only then.",
        )
        raise Invalid("AWARD_LEVEL", text, ("unitId",))
    return await ministry_of(session, proposer) if unit_id is None else await units.get(session, actor, unit_id)


async def _issued(session: AsyncSession, actor: Actor, asked: Asked) -> AwardDecision | None:
    if asked.about.decision_id is None:
        return None
    path = ("decisionId",)
    decision = await locking.get(session, actor, AwardDecision, awards.DECISIONS, asked.about.decision_id, path)
    if decision.movement_id != asked.movement_id:
        raise NotFound(path)
    return decision


async def _prizes(
    session: AsyncSession,
    rows: list[tuple[Nomination, AwardForm, Unit, Person | None]],
    form: AwardForm,
    decision: AwardDecision | None,
    day: date,
) -> Mapping[UUID, Decimal]:
    """Return each prize: as it was computed with the decision, or as it would be by the parameters of the day."""
    kept: dict[UUID, Decimal] = {}
    if decision is not None:
        of_these = select(Prize).where(Prize.nomination_id.in_([nomination.id for nomination, *_ in rows]))
        kept = {each.nomination_id: each.amount for each in await session.scalars(of_these)}
    without = {nomination.id: person is None for nomination, _, _, person in rows if nomination.id not in kept}
    amounts = {
        is_collective: (await prize_terms(session, form_id=form.id, is_collective=is_collective, day=day)).amount
        for is_collective in set(without.values())
    }
    return kept | {key: amounts[is_collective] for key, is_collective in without.items()}


async def _letterhead(
    session: AsyncSession, issuer: Unit, decision: AwardDecision | None, *, is_ministry: bool
) -> Letterhead:
    """Return the letterhead: of an issued decision with its number, day and signer."""
    position = _HEAD_OF_MINISTRY if is_ministry else "Thủ trưởng đơn vị"
    plain = await letterhead_of(session, issuer, position=position)
    if decision is None:
        return plain
    signer, capacity = await session.get_one(Person, decision.signer_id), decision.signing_capacity
    is_head = capacity is SigningCapacity.HEAD
    by = (None, None) if is_head else (Capacity(f"{capacity}."), position)
    numbered = _NUMBERED.match(decision.number)
    return replace(
        plain,
        number=int(numbered[1]) if numbered else None,
        dated=decision.signed_on,
        signature=Signature(signer.position, signer.full_name, *by),
    )
