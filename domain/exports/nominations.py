"""Taking the nominations of a movement out of the system: who may, what they get, and the trace that it leaves."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Subquery, case, cast, func, literal, select, true
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record
from domain.awards.concluding_model import DecisionPublication, Prize
from domain.awards.findings.model import NominationFinding
from domain.awards.findings.queries import FINDINGS
from domain.awards.model import AwardDecision, AwardForm, Nomination
from domain.awards.papers.model import DossierPaper
from domain.awards.papers.queries import PAPERS
from domain.awards.queries import seen_by_staff, visible_nominations
from domain.awards.rules import NominationState
from domain.clock import VIETNAM
from domain.councils.queries import last_votes
from domain.errors import Text
from domain.exports.nomination_table import COLUMNS, ExportRow, cells_of
from domain.initiatives.model import Initiative
from domain.movements import queries as movements
from domain.people.model import Person
from domain.reading import viewer
from domain.regulations.rules import Severity
from domain.results.model import ResultEntry
from domain.tables.report import Report
from domain.units.heading import headed
from domain.units.model import Unit

_NAME = Text("Đề nghị khen thưởng", "Nominations")
_TITLE = Text("DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG", "NOMINATIONS FOR REWARDS")


async def nominations_report(
    session: AsyncSession, actor: Actor, *, movement_id: UUID, states: Collection[NominationState] = ()
) -> Report:
    """Return the table of the movement's nominations that the actor may see, best place first.

    In the given states, or in all. Raises NotFound, NotAllowed.
    """
    movement = await movements.get(session, actor, movement_id)
    policy.require(actor, Permission.NOMINATION_EXPORT)
    found = await session.execute(_nominations(actor, movement.id, states), viewer.values(actor))
    rows = [cells_of(ExportRow(order, *values)) for order, values in enumerate(found, 1)]
    asked = {"states": sorted(states)} if states else {}
    record(session, actor, "NOMINATIONS_EXPORTED", movement, after={"rows": len(rows), **asked})
    return await headed(session, _NAME, [_TITLE, movements.title_of(movement)], COLUMNS, rows)


def _nominations(actor: Actor, movement_id: UUID, states: Collection[NominationState]) -> Select[*tuple[Any, ...]]:
    """One statement whatever the number of rows; columns in the order of `ExportRow`."""
    name = func.coalesce(Person.full_name, Unit.name)
    votes, found, papers = last_votes(actor), _findings(actor), _papers(actor)
    return (
        select(
            name,
            Nomination.nominee_kind,
            Nomination.position,
            Unit.code,
            Unit.name,
            Nomination.leadership_tier,
            AwardForm.name,
            Nomination.by_hand_reason,
            Initiative.title,
            ResultEntry.place,
            ResultEntry.score,
            Nomination.summary,
            Nomination.state,
            _day_of(Nomination.submitted_at),
            case((seen_by_staff(actor), Nomination.opinion)),
            votes.c.votes_for,
            votes.c.total_members,
            func.coalesce(found.c.blocking, 0),
            func.coalesce(found.c.warnings, 0),
            found.c.words,
            found.c.words_en,
            papers.c.papers,
            AwardDecision.number,
            AwardDecision.signed_on,
            Prize.amount,
            _day_of(DecisionPublication.published_at),
            Nomination.presented_on,
            Prize.paid_on,
        )
        .select_from(Nomination)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(AwardForm, AwardForm.id == Nomination.form_id)
        .outerjoin(Initiative, Initiative.id == Nomination.initiative_id)
        .outerjoin(ResultEntry, ResultEntry.id == Nomination.result_entry_id)
        .outerjoin(Person, Person.id == Nomination.person_id)
        .outerjoin(AwardDecision, AwardDecision.id == Nomination.decision_id)
        .outerjoin(DecisionPublication, DecisionPublication.decision_id == Nomination.decision_id)
        .outerjoin(votes, votes.c.nomination_id == Nomination.id)
        .outerjoin(found, found.c.nomination_id == Nomination.id)
        .outerjoin(papers, papers.c.nomination_id == Nomination.id)
        .outerjoin(Prize, Prize.nomination_id == Nomination.id)
        .where(
            Nomination.movement_id == movement_id,
            visible_nominations(actor),
            Nomination.state.in_(sorted(states)) if states else true(),
        )
        .order_by(ResultEntry.place, Unit.code, name, Nomination.id)
    )


def _findings(actor: Actor) -> Subquery:
    """Select how many findings of each severity there are of each nomination, and their words, a line for each."""

    def words(message: Any) -> ColumnElement[str]:
        return func.string_agg(message, aggregate_order_by(literal("\n"), NominationFinding.ordinal))

    def number(severity: Severity) -> ColumnElement[int]:
        return func.count().filter(NominationFinding.severity == severity)

    return (
        select(
            NominationFinding.nomination_id,
            number(Severity.BLOCKING).label("blocking"),
            number(Severity.WARNING).label("warnings"),
            words(NominationFinding.message).label("words"),
            words(NominationFinding.message_en).label("words_en"),
        )
        .where(FINDINGS.visible(actor))
        .group_by(NominationFinding.nomination_id)
        .subquery()
    )


def _papers(actor: Actor) -> Subquery:
    """Select kind, title and place of each nomination's papers, as they came in."""
    paper = DossierPaper
    said = func.jsonb_build_array(paper.kind, paper.title, paper.reference)
    listed = func.jsonb_agg(aggregate_order_by(said, paper.added_at, paper.id), type_=JSONB)
    return (
        select(paper.nomination_id, listed.label("papers"))
        .where(PAPERS.visible(actor))
        .group_by(paper.nomination_id)
        .subquery()
    )


def _day_of(moment: Any) -> ColumnElement[Any]:
    """Return the day of a moment in Viet Nam."""
    return cast(func.timezone(VIETNAM.key, moment), Date)
