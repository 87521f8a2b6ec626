"""Where councils touch dossiers: which nominations they vote on, who may not vote on them, what the vote does to them.

One person has one hand in a dossier: who proposed, appraised or decided has no vote on it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.permissions import Permission
from domain.actor import Actor
from domain.awards import hands
from domain.awards import queries as awards
from domain.awards.judged_by import day_of
from domain.awards.model import AwardForm, Nomination, NominationHand, NominationStep
from domain.awards.rules import AwardLevel, Hand, NominationState
from domain.awards.stepping import step
from domain.councils.model import Council, CouncilSession, SessionItem
from domain.councils.rules import LIVE, CouncilKind
from domain.errors import Conflict, DomainError, NotFound, Text, refuse_if_any
from domain.regulations.queries import rules_in_force
from domain.regulations.rules import RuleCode, RuleInForce, rule_for

#: The state in which a dossier waits for its council.
WAITING = NominationState.APPRAISED


async def nominations_for_agenda(
    session: AsyncSession, actor: Actor, council: Council, movement_id: UUID, ids: Sequence[UUID]
) -> list[Nomination]:
    """Return nominations, locked, that the council may vote on: of its session's movement, waiting, on no agenda.

    A unit's council votes on what is for its own unit and of a unit's level, and the ministry's on everything.

    Raises the refusals of all that it may not: NotFound, Conflict.
    """
    found = await awards.many_for_update(session, actor, ids)
    taken = await _on_agendas(session, ids)
    problems = [
        problem
        for position, key in enumerate(ids)
        if (problem := _problem(found.get(key), movement_id, key in taken, ("nominationIds", str(position))))
    ]
    refuse_if_any(problems or await _foreign(session, council, ids))
    return [found[key] for key in ids]


def _problem(
    nomination: Nomination | None, movement_id: UUID, is_taken: bool, path: Sequence[str]
) -> DomainError | None:
    if nomination is None:
        return NotFound(path)
    if nomination.movement_id != movement_id:
        text = Text("Đề nghị thuộc phong trào khác.", "The nomination is of another movement.")
        return Conflict("NOMINATION_OF_OTHER_MOVEMENT", text, path)
    if nomination.state is not WAITING:
        text = Text(
            f"Đề nghị khen thưởng đang ở trạng thái {nomination.state}, chưa đến bước họp Hội đồng.",
            f"The nomination is {nomination.state}; the council votes on those that are {WAITING}.",
        )
        return Conflict("NOMINATION_NOT_WAITING", text, path)
    if is_taken:
        text = Text(
            "Đề nghị đã có trong nội dung một phiên họp.", "The nomination is on the agenda of a session already."
        )
        return Conflict("NOMINATION_ON_AGENDA", text, path)
    return None


async def _foreign(session: AsyncSession, council: Council, ids: Sequence[UUID]) -> list[DomainError]:
    """List the nominations that are not for a unit's council to vote on."""
    if council.kind is not CouncilKind.UNIT:
        return []
    statement = (
        select(Nomination.id)
        .join(AwardForm, AwardForm.id == Nomination.form_id)
        .where(Nomination.id.in_(ids), Nomination.unit_id == council.unit_id, AwardForm.level == AwardLevel.UNIT)
    )
    own = set(await session.scalars(statement))
    text = Text(
        "Hội đồng cấp đơn vị chỉ xét hình thức khen thưởng thuộc thẩm quyền đơn vị, của chính đơn vị đó.",
        "A unit's council votes on awards of a unit's level, for its own unit.",
    )
    return [
        Conflict("NOMINATION_OF_OTHER_COUNCIL", text, ("nominationIds", str(position)))
        for position, key in enumerate(ids)
        if key not in own
    ]


async def _on_agendas(session: AsyncSession, ids: Sequence[UUID]) -> set[UUID]:
    """Return which of the locked nominations are on the agenda of a session that has not ended."""
    live = exists().where(CouncilSession.id == SessionItem.session_id, CouncilSession.state.in_(LIVE))
    return set(await session.scalars(select(SessionItem.nomination_id).where(SessionItem.nomination_id.in_(ids), live)))


def check_waiting(nominations: Sequence[Nomination]) -> None:
    """Raise the refusals of all nominations of an agenda that do not wait for a council any more."""
    refuse_if_any(
        [
            problem
            for position, nomination in enumerate(nominations)
            if (problem := _problem(nomination, nomination.movement_id, False, ("items", str(position))))
        ]
    )


async def of_items(session: AsyncSession, items: Collection[SessionItem]) -> dict[UUID, Nomination]:
    """Fetch and lock the nominations of items, whoever may see them, always in the same order."""
    statement = (
        select(Nomination)
        .where(Nomination.id.in_([item.nomination_id for item in items]))
        .order_by(Nomination.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in await session.scalars(statement)}


async def hands_in(session: AsyncSession, nominations: Collection[Nomination]) -> Mapping[UUID, frozenset[UUID]]:
    """Return who proposed, appraised or decided on each nomination: they get no paper for it."""
    found: dict[UUID, set[UUID]] = {each.id: set() for each in nominations}
    statement = select(NominationHand.nomination_id, NominationHand.person_id).where(
        NominationHand.nomination_id.in_(found), NominationHand.hand != Hand.VOTE
    )
    for row in await session.execute(statement):
        found[row.nomination_id].add(row.person_id)
    return {key: frozenset(people) for key, people in found.items()}


async def take_vote_hand(session: AsyncSession, nominations: Collection[Nomination], person_id: UUID) -> None:
    """Note that a person votes on nominations. Raises NotAllowed when they had another hand in one since the opening.

    The row says that somebody voted, as the register of papers does, and nothing of how.
    """
    taken = await hands.take(session, nominations, person_id, Hand.VOTE)
    for nomination in nominations:
        hands.check(nomination, taken, Permission.COUNCIL_VOTE)


async def rules_of(session: AsyncSession, nominations: Collection[Nomination]) -> dict[UUID, RuleInForce | None]:
    """Return the voting rule of each nomination: of its form of reward, in force on the day that chooses its law."""
    days = {day_of(each) for each in nominations}
    in_force = {day: await rules_in_force(session, day) for day in sorted(days)}
    return {each.id: rule_for(in_force[day_of(each)], RuleCode.COUNCIL_VOTE, each.form_id) for each in nominations}


async def returned_since(session: AsyncSession, nominations: Collection[Nomination], moment: datetime) -> set[UUID]:
    """Return which nominations were sent back at or after a moment: what came again is not what was voted on."""
    statement = select(NominationStep.nomination_id).where(
        NominationStep.nomination_id.in_([each.id for each in nominations]),
        NominationStep.to_state == NominationState.RETURNED,
        NominationStep.at >= moment,
    )
    return set(await session.scalars(statement))


async def conclude(session: AsyncSession, actor: Actor, nomination: Nomination, item: SessionItem, total: int) -> None:
    """Carry the council's vote into the dossier: it was voted on, or is refused with the numbers as the reason.

    A dossier that was withdrawn, returned or held since the opening stays as it is.
    """
    if nomination.state is not WAITING:
        return
    if item.is_passed:
        await step(session, actor, nomination, NominationState.VOTED, "NOMINATION_VOTED")
        return
    reason = (
        f"Hội đồng không thông qua: {item.votes_for} phiếu tán thành trên tổng số {total} thành viên, "
        f"cần ít nhất {item.votes_needed}."
    )
    await step(session, actor, nomination, NominationState.REFUSED, "NOMINATION_REFUSED", reason=reason)
