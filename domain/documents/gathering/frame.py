"""What all kinds have in common: who issues, under which letterhead, for which movement, on which result and bases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.clock import VIETNAM, utc_now
from domain.documents.content import Content, Signature
from domain.documents.naming import basis_lines
from domain.documents.numbering import day_text
from domain.documents.particulars import About, Texts
from domain.documents.rules import DocumentKind, refuse_empty
from domain.documents.templates import letterhead
from domain.documents.templates.letterhead import Letterhead
from domain.errors import Conflict, NotFound, Text
from domain.evaluations.model import Round
from domain.evaluations.rules import RoundKind
from domain.ledger.rules import Head
from domain.movements import queries as movements
from domain.movements.model import LegalBasis, Movement, MovementLegalBasis
from domain.reading import viewer
from domain.regulations.queries import rules_in_force
from domain.results import queries as results
from domain.results.model import Result
from domain.results.rules import ResultState
from domain.units.model import Unit

#: How the head of what issues a document is called until somebody signs.
HEAD = "Thủ trưởng đơn vị"
LEADERS = "Lãnh đạo Bộ"


@dataclass(frozen=True, slots=True)
class Asked:
    """A document that was asked for."""

    kind: DocumentKind
    movement_id: UUID
    about: About
    texts: Texts


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a document will say: `write` makes it, which may take time (charts are drawn); and what it rests on."""

    write: Callable[[], Content]
    issuer_id: UUID
    tells_nominations: bool = False
    result: Result | None = None

    @property
    def head(self) -> Head | None:
        """Return the head of the ledger that the result was computed at."""
        if self.result is None or self.result.ledger_number is None or self.result.ledger_hash is None:
            return None
        return Head(self.result.ledger_number, self.result.ledger_hash)


def today() -> date:
    """Return the day on which a document is drafted, as it is in Vietnam."""
    return utc_now().astimezone(VIETNAM).date()


async def movement_of(session: AsyncSession, actor: Actor, asked: Asked) -> Movement:
    """Return the movement. Raises NotFound."""
    return await movements.get(session, actor, asked.movement_id)


def told(movement: Movement) -> letterhead.Movement:
    """Return how documents speak of a movement."""
    return letterhead.Movement(movement.name, movement.starts_on.year)


async def own_unit(session: AsyncSession, actor: Actor) -> Unit:
    """Return the unit that the actor drafts for: the one they work in."""
    if actor.unit_id is None:
        raise refuse_empty()
    return await session.get_one(Unit, actor.unit_id)


async def ministry_of(session: AsyncSession, unit: Unit) -> Unit:
    """Return the body at the top of a unit's organisation."""
    while unit.parent_id is not None:
        unit = await session.get_one(Unit, unit.parent_id)
    return unit


async def letterhead_of(
    session: AsyncSession, unit: Unit, *, position: str = HEAD, recipients: tuple[str, ...] = ()
) -> Letterhead:
    """Return the letterhead of a unit, its signature still empty."""
    above = None if unit.parent_id is None else await session.get_one(Unit, unit.parent_id)
    return Letterhead(
        issuer=unit.name,
        symbol=unit.code,
        signature=Signature(position, None),
        parent=None if above is None else above.name,
        recipients=recipients,
        archive=f"VT, {unit.code}",
    )


def launch_of(movement: Movement) -> str:
    """Name the letter that launched a movement."""
    if movement.document_number is None:
        return "văn bản phát động phong trào thi đua"
    signed = "" if movement.document_signed_on is None else f" {day_text(movement.document_signed_on)}"
    return f"Công văn số {movement.document_number}{signed} về việc phát động phong trào thi đua"


async def bases_of(session: AsyncSession, movement: Movement, day: date) -> tuple[str, ...]:
    """Return what a proposal rests on: the texts that the movement cites, in force on the day, then its launch.

    Texts of award rules in force that day are named, too.
    """
    cited = select(MovementLegalBasis.legal_basis_id).where(MovementLegalBasis.movement_id == movement.id)
    of_rules = {rule.basis for rule in await rules_in_force(session, day)}
    statement = (
        select(LegalBasis)
        .where(
            or_(LegalBasis.id.in_(cited), LegalBasis.title.in_(of_rules)),
            LegalBasis.valid_from <= day,
            or_(LegalBasis.valid_to.is_(None), LegalBasis.valid_to >= day),
        )
        .order_by(LegalBasis.valid_from, LegalBasis.issued_on, LegalBasis.code)
    )
    texts = [(each.title, each.number, each.issued_on) for each in await session.scalars(statement)]
    return (*basis_lines(texts), f"Căn cứ {launch_of(movement)}")


async def result_of(session: AsyncSession, actor: Actor, asked: Asked) -> Result | None:
    """Return the published result that was named, or the one of the movement that was published last; None without.

    Screening only lets through, and a tie-break only settles places. Raises NotFound, Conflict (not published).
    """
    if asked.about.result_id is not None:
        result = await results.get_result(session, actor, asked.about.result_id)
        if (await session.get_one(Round, result.round_id)).movement_id != asked.movement_id:
            raise NotFound(("resultId",))
        if result.state is not ResultState.PUBLISHED:
            text = Text("Kết quả chưa được công bố.", "The result is not published.")
            raise Conflict("RESULT_NOT_PUBLISHED", text, ("resultId",))
        return result
    statement = (
        select(Result)
        .join(Round, Round.id == Result.round_id)
        .where(
            Round.movement_id == asked.movement_id,
            Round.kind.not_in([RoundKind.SCREENING, RoundKind.TIE_BREAK]),
            Result.state == ResultState.PUBLISHED,
            results.RESULTS.visible(actor),
        )
        .order_by(Result.published_at.desc(), Result.number.desc())
        .limit(1)
    )
    return (await session.scalars(statement, viewer.values(actor))).one_or_none()
