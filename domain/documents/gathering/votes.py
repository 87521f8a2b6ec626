"""How councils voted on dossiers: the last concluded session on each, over all members of the council."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.clock import VIETNAM
from domain.councils import queries as councils
from domain.councils.model import Council, CouncilSession
from domain.councils.rules import SessionState
from domain.documents.numbering import day_text, decimal_text, number_text
from domain.reading import viewer


@dataclass(frozen=True, slots=True)
class Vote:
    """How one vote went: how many of all members were for, in which session of which council, and by what manner."""

    session_id: UUID
    council: str
    opened_at: datetime
    votes_for: int
    members: int
    is_secret: bool

    @property
    def day(self) -> date:
        """Return the day in Viet Nam on which the council met."""
        return self.opened_at.astimezone(VIETNAM).date()


async def last_votes(session: AsyncSession, actor: Actor, nomination_ids: Sequence[UUID]) -> Mapping[UUID, Vote]:
    """Return the last vote on each dossier, if its session is concluded, as far as the actor sees it.

    Nobody sees a vote on themselves.
    """
    last = councils.last_votes(actor)
    statement = (
        select(
            last.c.nomination_id,
            CouncilSession.id,
            Council.name,
            CouncilSession.opened_at,
            last.c.votes_for,
            last.c.total_members,
            last.c.is_secret,
        )
        .join(CouncilSession, CouncilSession.id == last.c.session_id)
        .join(Council, Council.id == CouncilSession.council_id)
        .where(last.c.nomination_id.in_(nomination_ids), CouncilSession.state == SessionState.CONCLUDED)
    )
    found: Any = await session.execute(statement, viewer.values(actor))
    return {key: Vote(*vote) for key, *vote in found}


def told(votes: Iterable[Vote]) -> tuple[str, ...]:
    """Tell each session in a sentence, in the order in which they met."""
    by_session: dict[UUID, list[Vote]] = {}
    for vote in sorted(votes, key=lambda each: (each.opened_at, each.session_id)):
        by_session.setdefault(vote.session_id, []).append(vote)
    return tuple(_sentence(each) for each in by_session.values())


def _sentence(votes: Sequence[Vote]) -> str:
    first = votes[0]
    manner = "bỏ phiếu kín" if all(vote.is_secret for vote in votes) else "biểu quyết"
    return (
        f"{day_text(first.day).capitalize()}, {first.council} đã họp, {manner} về {number_text(len(votes))} trường hợp "
        f"được đề nghị; tỷ lệ phiếu đồng ý được tính trên tổng số {decimal_text(first.members)} thành viên Hội đồng."
    )
