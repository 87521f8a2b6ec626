"""The dossiers of the demonstration, each brought to the state that the file names, and one signed decision."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.demo.gathering import gather_papers, remember_awards
from api.demo.launching import LEADER
from api.demo.organisation import REGISTRAR
from api.demo.story import Story, data, moment
from api.demo.voting import vote, vote_again
from domain.awards import actions, appraising, deciding, issuing, signing
from domain.awards.basis import ByHand
from domain.awards.model import AwardDecision, AwardForm, Nomination
from domain.awards.rules import SigningCapacity, Verdict
from domain.councils.ballot_box import BallotBox
from domain.integrity import actions as integrity
from domain.integrity.rules import HoldGround
from domain.results.model import Result, ResultEntry

#: Who appraises what the registrar prepared, and who lets a deputy sign for the minister.
APPRAISER = "nguyen-minh-dat"
MINISTER = "nguyen-manh-hung"
PREPARED = moment("2024-11-04 09:00")
APPRAISED = moment("2024-11-11 08:30")
PROPOSED = moment("2024-11-15 15:00")
JUDGED = moment("2024-11-18 14:00")
DECIDED = moment("2024-12-02 10:00")
#: States that the file names, in the order of the road; what is named later went through all before it.
ROAD = ("DRAFT", "SUBMITTED", "APPRAISED", "PROPOSED")
JUDGEMENTS = {"APPROVED": Verdict.APPROVED, "RETURNED": Verdict.RETURNED, "REFUSED": Verdict.REFUSED}

Said = Mapping[str, Any]
Dossiers = Sequence[tuple[Nomination, Said]]


async def nominate(story: Story, movement_id: UUID, box: BallotBox) -> None:
    """Personnel prepares, a colleague appraises, a leader decides on many at once; one decision is issued."""
    forms = {form.code: form.id for form in await story.session.scalars(select(AwardForm))}
    await remember_awards(story)
    dossiers = [(await _prepare(story, each, forms, movement_id), each) for each in data("awards")["nomination"]]
    await _appraise(story, [pair for pair in dossiers if _goes_to(pair[1], "APPRAISED")])
    proposed = [pair for pair in dossiers if _goes_to(pair[1], "PROPOSED")]
    council_id = await vote(story, movement_id, box, [each.id for each, _said in proposed])
    await _propose(story, proposed)
    await _judge(story, [pair for pair in proposed if pair[1]["state"] != "PROPOSED"])
    await _delegate(story, movement_id)
    await _decide(story, movement_id, [each.id for each, said in proposed if said["state"] in ("DECIDED", "REVOKED")])
    waiting = [each.id for each, said in dossiers if said["state"] == "APPRAISED"]
    await vote_again(story, council_id, movement_id, box, waiting)
    await _hold_back(story, next(each for each, said in proposed if said["state"] == "PROPOSED" and each.person_id))


def _goes_to(said: Said, state: str) -> bool:
    """Say whether a dossier reaches a state on its way to the one that the file names."""
    named = "SUBMITTED" if said["state"] == "HELD" else said["state"]
    return named not in ROAD or ROAD.index(named) >= ROAD.index(state)


async def _prepare(story: Story, said: Said, forms: Mapping[str, UUID], movement_id: UUID) -> Nomination:
    registrar = await story.actor(REGISTRAR)
    with story.at(PREPARED, minutes=story.done % 300):
        nomination = await actions.prepare_nomination(
            story.session,
            registrar,
            **await _basis(story, said, movement_id),
            form_id=forms[said["form"]],
            summary=said["summary"],
            person_id=story.people[said["person"]] if "person" in said else None,
            unit_id=story.units[said["unit"]] if "unit" in said else None,
        )
        story.step()
        await gather_papers(story, said, nomination)
        if _goes_to(said, "SUBMITTED"):
            await actions.submit_nomination(story.session, registrar, **at_hand(nomination))
            story.step()
    return nomination


async def _basis(story: Story, said: Said, movement_id: UUID) -> dict[str, Any]:
    if "by_hand" in said:
        return {"by_hand": ByHand(movement_id, said["by_hand"])}
    entry_id = await story.session.scalar(
        select(ResultEntry.id)
        .join(Result, Result.id == ResultEntry.result_id)
        .where(ResultEntry.initiative_id == story.initiatives[said["initiative"]], Result.published_at.is_not(None))
    )
    if entry_id is None:
        raise LookupError(said["initiative"])
    return {"result_entry_id": entry_id}


async def _appraise(story: Story, dossiers: Dossiers) -> None:
    """Find the dossiers complete and appraise them, but for one that is held until a paper is there."""
    appraiser = await story.actor(APPRAISER)
    for nomination, said in dossiers:
        with story.at(APPRAISED, minutes=story.done % 240):
            await appraising.accept_nomination(story.session, appraiser, **at_hand(nomination))
            opinion = said.get("opinion", "Hồ sơ đúng đối tượng, đủ điều kiện; thành tích có số liệu đo trước và sau.")
            await appraising.appraise_nomination(story.session, appraiser, **at_hand(nomination), opinion=opinion)
            story.step()


async def _propose(story: Story, dossiers: Dossiers) -> None:
    registrar = await story.actor(REGISTRAR)
    for nomination, _said in dossiers:
        with story.at(PROPOSED, minutes=story.done % 60):
            await actions.propose_nomination(story.session, registrar, **at_hand(nomination))
            story.step()


async def _judge(story: Story, dossiers: Dossiers) -> None:
    """Let the leader decide on all at once, with a reason for each that is not approved."""
    answers = [
        deciding.Answer(
            each.id, each.version, JUDGEMENTS.get(said["state"], Verdict.APPROVED), reason=said.get("reason")
        )
        for each, said in dossiers
    ]
    with story.at(JUDGED):
        await deciding.decide_nominations(story.session, await story.actor(LEADER), answers=answers)
        story.step()


async def _delegate(story: Story, movement_id: UUID) -> None:
    """The minister lets a deputy sign the decisions of this movement for the rest of the year and the next quarter."""
    with story.at(JUDGED, minutes=24 * 60):
        await signing.delegate_signing(
            story.session,
            await story.actor(MINISTER),
            delegate_id=story.people[LEADER],
            capacity=SigningCapacity.KT,
            document="Quyết định số 1868/QĐ-BTTTT về phân công nhiệm vụ của Bộ trưởng và các Thứ trưởng",
            starts_on=date(2024, 11, 19),
            ends_on=date(2025, 3, 31),
            movement_id=movement_id,
        )
        story.step()


async def _decide(story: Story, movement_id: UUID, nomination_ids: Sequence[UUID]) -> AwardDecision:
    with story.at(DECIDED):
        decision = await issuing.issue_award_decision(
            story.session,
            await story.actor(LEADER),
            movement_id=movement_id,
            number="2098/QĐ-BTTTT",
            signed_on=date(2024, 12, 2),
            signer_id=story.people[LEADER],
            signing_capacity=SigningCapacity.KT,
            nomination_ids=nomination_ids,
        )
        story.step()
    return decision


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


def at_hand(nomination: Nomination) -> dict[str, Any]:
    """Name a dossier as it was read just now."""
    return {"nomination_id": nomination.id, "expected_version": nomination.version}
