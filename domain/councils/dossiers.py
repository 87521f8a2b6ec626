"""Where councils touch dossiers: which nominations they vote on, who may not vote on them, what the vote does to them.

NĐ 98/2023/NĐ-CP leaves the vote to the council; who proposed, appraised or decided has no vote on the same dossier.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.awards import queries as awards
from domain.awards.model import Nomination
from domain.awards.rules import NominationState
from domain.councils.model import CouncilSession, SessionItem
from domain.councils.rules import LIVE
from domain.errors import Conflict, DomainError, NotFound, Text, refuse_if_any

#: The state in which a dossier waits for its council.
WAITING = NominationState.PROPOSED


async def nominations_for_agenda(
    session: AsyncSession, actor: Actor, movement_id: UUID, ids: Sequence[UUID]
) -> list[Nomination]:
    """Return nominations, locked, that the council may vote on: of its session's movement, waiting, on no agenda.

    Raises the refusals of all that it may not: NotFound, Conflict.
    """
    found = await awards.many_for_update(session, actor, ids)
    taken = await _on_agendas(session, ids)
    problems = [
        problem
        for position, key in enumerate(ids)
        if (problem := _problem(found.get(key), movement_id, key in taken, ("nominationIds", str(position))))
    ]
    refuse_if_any(problems)
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
    """Return who had a hand in each nomination before the council: they get no paper for it."""
    return await awards.preparers_of(session, nominations)


async def take_vote_hand(session: AsyncSession, nominations: Collection[Nomination], person_id: UUID) -> None:
    """Note that a person votes on nominations. Raises Conflict when they had another hand in one since the opening."""
    hands = await hands_in(session, nominations)
    if any(person_id in hands[each.id] for each in nominations):
        text = Text(
            "Bạn đã tham gia hồ sơ này ở khâu khác nên không được biểu quyết.",
            "You had another hand in this dossier and may not vote on it.",
        )
        raise Conflict("HAND_IN_DOSSIER", text)


async def conclude(session: AsyncSession, actor: Actor, nomination: Nomination, item: SessionItem, total: int) -> None:
    """Carry the council's vote into the dossier: what failed is refused, with the numbers as the reason.

    A dossier that was withdrawn or returned since the opening stays as it is.
    """
    if nomination.state is not WAITING or item.is_passed:
        return
    before = snapshot(nomination)
    nomination.state = NominationState.REFUSED
    nomination.reason = (
        f"Hội đồng không thông qua: {item.votes_for} phiếu thuận trên tổng số {total} thành viên, "
        f"cần ít nhất {item.votes_needed}."
    )
    await session.flush()  # the new version belongs in the audit entry
    record(
        session,
        actor,
        "NOMINATION_REFUSED",
        nomination,
        before=before,
        after=snapshot(nomination),
        reason=nomination.reason,
    )
