"""What follows the decision of the demonstration: published, presented, paid; and one award that is taken back."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from api.demo.awarding import APPRAISER, at_hand
from api.demo.launching import LEADER
from api.demo.organisation import REGISTRAR
from api.demo.story import Story, data, moment
from domain.awards import appraising, concluding, revoking
from domain.awards.model import AwardDecision, Nomination
from domain.awards.rules import NominationState, RevocationGround, SigningCapacity

PUBLISHED = moment("2024-12-04 09:00")
PRESENTED = moment("2024-12-13 16:00")
PAID = moment("2024-12-20 10:00")
REVOKED = moment("2025-01-02 09:00")
RECOVERED = moment("2025-01-03 15:00")


async def reward(story: Story) -> None:
    """Personnel makes the decision known, notes the ceremony and the payments; a dossier is held for a paper."""
    registrar = await story.actor(REGISTRAR)
    decision = (await story.session.scalars(select(AwardDecision))).one()
    with story.at(PUBLISHED):
        await concluding.publish_award_decision(
            story.session, registrar, decision_id=decision.id, channel="Cổng thông tin điện tử của Bộ, mục Thi đua"
        )
        story.step()
    rewarded = select(Nomination.id).where(Nomination.decision_id == decision.id).order_by(Nomination.id)
    ids = list(await story.session.scalars(rewarded))
    with story.at(PRESENTED):
        await concluding.present_awards(
            story.session,
            registrar,
            nomination_ids=ids,
            presented_on=date(2024, 12, 13),
            presented_where="Hội nghị giao ban quản lý nhà nước tháng 12/2024",
        )
        story.step()
    with story.at(PAID):
        await concluding.pay_prizes(
            story.session, registrar, nomination_ids=ids, paid_on=date(2024, 12, 20), reference="Phiếu chi số 214/PC"
        )
        story.step()
    await _hold(story)


async def revoke(story: Story) -> None:
    """An award turns out to rest on figures that were declared falsely: it is taken back, and its prize recovered."""
    (said,) = [each for each in data("awards")["nomination"] if each["state"] == "REVOKED"]
    nomination = (
        await story.session.scalars(
            select(Nomination).where(
                Nomination.person_id == story.people[said["person"]], Nomination.state == NominationState.PAID
            )
        )
    ).one()
    with story.at(REVOKED):
        revocation = await revoking.revoke_award(
            story.session,
            await story.actor(LEADER),
            **at_hand(nomination),
            ground=RevocationGround.FALSE_DECLARATION,
            reason=said["reason"],
            decision=revoking.RevokingDecision(
                "187/QĐ-BTTTT", date(2025, 1, 2), story.people[LEADER], SigningCapacity.KT
            ),
        )
        story.step()
    with story.at(RECOVERED):
        await revoking.record_recovery(
            story.session,
            await story.actor(REGISTRAR),
            revocation_id=revocation.id,
            expected_version=revocation.version,
            amount_recovered=Decimal(2_000_000),
            object_returned_on=date(2025, 1, 3),
            recovery_note="Đã nộp lại bằng và 2.000.000 đồng; phần còn lại nộp trước 28/02/2025.",
        )
        story.step()


async def _hold(story: Story) -> None:
    held = [each for each in data("awards")["nomination"] if each["state"] == "HELD"]
    for said in held:
        nomination = (
            await story.session.scalars(
                select(Nomination).where(
                    Nomination.person_id == story.people[said["person"]],
                    Nomination.state == NominationState.SUBMITTED,
                )
            )
        ).one()
        with story.at(PAID, minutes=30):
            await appraising.hold_nomination(
                story.session, await story.actor(APPRAISER), **at_hand(nomination), reason=said["reason"]
            )
            story.step()
