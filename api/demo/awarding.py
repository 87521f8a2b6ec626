"""The nominations of the demonstration, each brought to the state that the file names, and one signed decision."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.demo.launching import LEADER
from api.demo.organisation import REGISTRAR
from api.demo.story import Story, data, moment
from domain.awards import actions, deciding, issuing
from domain.awards.model import AwardForm, Nomination
from domain.awards.rules import NominationState, SigningCapacity
from domain.integrity import actions as integrity
from domain.integrity.rules import HoldGround
from domain.results.model import Result, ResultEntry

PREPARED = moment("2024-11-04 09:00")
JUDGED = moment("2024-11-18 14:00")
DECIDED = moment("2024-12-02 10:00")


async def nominate(story: Story, movement_id: UUID) -> None:
    """Personnel prepares and proposes; a leader approves, returns, refuses; one decision is issued."""
    forms = {form.code: form.id for form in await story.session.scalars(select(AwardForm))}
    said = data("awards")["nomination"]
    made = [await _propose(story, each, forms) for each in said]
    decided = [
        nomination.id
        for nomination, each in zip(made, said, strict=True)
        if await _judge(story, nomination, each) and each["state"] == "DECIDED"
    ]
    with story.at(DECIDED):
        await issuing.issue_award_decision(
            story.session,
            await story.actor(LEADER),
            movement_id=movement_id,
            number="2098/QĐ-BTTTT",
            signed_on=date(2024, 12, 2),
            signer_id=story.people[LEADER],
            signing_capacity=SigningCapacity.KT,
            nomination_ids=decided,
        )
        story.step()
    await _hold_back(story, next(each for each in made if each.state is NominationState.PROPOSED and each.person_id))


async def _hold_back(story: Story, nomination: Nomination) -> None:
    """Somebody whose nomination waits is held until a complaint is verified; an earlier hold was lifted."""
    registrar = await story.actor(REGISTRAR)
    about: dict[str, Any] = {"person_id": nomination.person_id, "clause": "Điều 4 Nghị định số 98/2023/NĐ-CP"}
    with story.at(DECIDED, minutes=3 * 24 * 60):
        mistaken = await integrity.place_integrity_hold(
            story.session,
            registrar,
            **about,
            ground=HoldGround.INVESTIGATION,
            reason="Có tên trong danh sách cuộc kiểm tra nội bộ quý IV.",
        )
        story.step()
    with story.at(DECIDED, minutes=5 * 24 * 60):
        await integrity.lift_integrity_hold(
            story.session,
            registrar,
            hold_id=mistaken.id,
            expected_version=mistaken.version,
            reason="Kết luận kiểm tra: không có dấu hiệu vi phạm.",
        )
        story.step()
        await integrity.place_integrity_hold(
            story.session,
            registrar,
            **about,
            ground=HoldGround.VERIFICATION,
            reason="Đang xác minh đơn phản ánh về tỷ lệ đóng góp của đồng tác giả.",
            review_on=date(2025, 1, 15),
        )
        story.step()


async def _propose(story: Story, said: Mapping[str, Any], forms: Mapping[str, UUID]) -> Nomination:
    registrar = await story.actor(REGISTRAR)
    entry_id = await story.session.scalar(
        select(ResultEntry.id)
        .join(Result, Result.id == ResultEntry.result_id)
        .where(ResultEntry.initiative_id == story.initiatives[said["initiative"]], Result.published_at.is_not(None))
    )
    if entry_id is None:
        raise LookupError(said["initiative"])
    with story.at(PREPARED, minutes=story.done % 300):
        nomination = await actions.prepare_nomination(
            story.session,
            registrar,
            result_entry_id=entry_id,
            form_id=forms[said["form"]],
            summary=said["summary"],
            person_id=story.people[said["person"]] if "person" in said else None,
            unit_id=story.units[said["unit"]] if "unit" in said else None,
        )
        await actions.propose_nomination(
            story.session, registrar, nomination_id=nomination.id, expected_version=nomination.version
        )
        story.step()
    return nomination


async def _judge(story: Story, nomination: Nomination, said: Mapping[str, Any]) -> bool:
    """Let the leader do what the file says; say whether the nomination was judged at all."""
    leader, state = await story.actor(LEADER), said["state"]
    at_hand: dict[str, Any] = {"nomination_id": nomination.id, "expected_version": nomination.version}
    if state == "PROPOSED":
        return False
    with story.at(JUDGED, minutes=story.done % 120):
        if state == "RETURNED":
            await deciding.return_nomination(story.session, leader, **at_hand, reason=said["reason"])
        elif state == "REFUSED":
            await deciding.refuse_nomination(story.session, leader, **at_hand, reason=said["reason"])
        else:
            await deciding.approve_nomination(story.session, leader, **at_hand)
        story.step()
    return True
