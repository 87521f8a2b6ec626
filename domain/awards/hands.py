"""Who did what for a dossier: nobody proposes, appraises, votes or decides where they did another of these."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access.permissions import Permission
from domain.actor import Actor
from domain.awards.model import Nomination, NominationHand
from domain.awards.rules import Hand, refuse_second_hand
from domain.clock import utc_now
from domain.ids import new_id

#: By dossier: what the person did for it before, which keeps them from what they would do now.
Taken = Mapping[UUID, Hand]


async def take(session: AsyncSession, nominations: Collection[Nomination], person_id: UUID | None, hand: Hand) -> Taken:
    """Note that a person has a hand in dossiers; return those in which they have had another one.

    The key of the table decides between two deeds at once: the later one waits, and reads what the earlier one noted.
    The system itself has no hand.
    """
    if person_id is None or not nominations:
        return {}
    ids, now = [each.id for each in nominations], utc_now()
    rows = [
        {"id": new_id(), "nomination_id": key, "person_id": person_id, "hand": hand, "taken_at": now} for key in ids
    ]
    await session.execute(insert(NominationHand).values(rows).on_conflict_do_nothing())
    found = await session.execute(
        select(NominationHand.nomination_id, NominationHand.hand).where(
            NominationHand.nomination_id.in_(ids), NominationHand.person_id == person_id, NominationHand.hand != hand
        )
    )
    return {row.nomination_id: row.hand for row in found}


def check(nomination: Nomination, taken: Taken, permission: Permission) -> None:
    """Raise NotAllowed when the person has had another hand in the dossier."""
    if nomination.id in taken:
        raise refuse_second_hand(permission, taken[nomination.id])


async def take_one(
    session: AsyncSession, actor: Actor, nomination: Nomination, hand: Hand, permission: Permission
) -> None:
    """Note the actor's hand in one dossier. Raises NotAllowed (another hand)."""
    check(nomination, await take(session, [nomination], actor.person_id, hand), permission)
