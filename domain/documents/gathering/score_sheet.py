"""What a score sheet says: one evaluator's submitted marks and comments, for whoever sees sheet and names."""

from functools import partial

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.clock import VIETNAM
from domain.criteria.model import Criterion
from domain.documents.gathering import words
from domain.documents.gathering.frame import Asked, Gathered, movement_of, own_unit, told
from domain.documents.gathering.unit_report import authors_of
from domain.documents.templates.score_sheet import ScoredCriterion, ScoreSheet, score_sheet
from domain.errors import NotFound
from domain.evaluations import gates, queries
from domain.evaluations import model as evaluations
from domain.initiatives.model import Initiative, InitiativeRevision
from domain.people.model import Person
from domain.reading import viewer
from domain.units.model import Unit


async def gather(session: AsyncSession, actor: Actor, asked: Asked) -> Gathered:
    """Gather a sheet. Raises NotFound (also where the names are hidden), Conflict (it is not submitted)."""
    movement, issuer = await movement_of(session, actor, asked), await own_unit(session, actor)
    sheet, round_, revision, unit, evaluator = await _found(session, actor, asked)
    gates.check_submitted_sheet(sheet.state)
    above = None if issuer.parent_id is None else await session.get_one(Unit, issuer.parent_id)
    form = ScoreSheet(
        issuer=issuer.name,
        parent=None if above is None else above.name,
        movement=told(movement),
        round_name=round_.name,
        initiative=revision.title,
        applicant="; ".join(person.full_name for person in (await authors_of(session, [revision.id]))[revision.id]),
        unit=unit.name,
        evaluator=evaluator.full_name,
        criteria=await _criteria(session, round_, sheet),
        total=None if sheet.total is None else words.bare(sheet.total),
        comment=sheet.comment or "",
        dated=sheet.submitted_at and sheet.submitted_at.astimezone(VIETNAM).date(),
    )
    return Gathered(partial(score_sheet, form), issuer.id)


async def _found(
    session: AsyncSession, actor: Actor, asked: Asked
) -> tuple[evaluations.ScoreSheet, evaluations.Round, InitiativeRevision, Unit, Person]:
    of = evaluations.ScoreSheet
    statement = (
        select(of, evaluations.Round, InitiativeRevision, Unit, Person)
        .join(evaluations.Round, evaluations.Round.id == of.round_id)
        .join(
            evaluations.RoundEntry,
            (evaluations.RoundEntry.round_id == of.round_id)
            & (evaluations.RoundEntry.initiative_id == of.initiative_id),
        )
        .join(InitiativeRevision, InitiativeRevision.id == evaluations.RoundEntry.revision_id)
        .join(Initiative, Initiative.id == of.initiative_id)
        .join(Unit, Unit.id == Initiative.unit_id)
        .join(Person, Person.id == of.evaluator_id)
        .where(
            of.id == asked.about.sheet_id,
            evaluations.Round.movement_id == asked.movement_id,
            queries.visible_sheets(actor),
            queries.identity(actor),
            queries.names_of_sheet(actor),
        )
    )
    found = (await session.execute(statement, viewer.values(actor))).one_or_none()
    if found is None:
        raise NotFound(("sheetId",))
    return found[0], found[1], found[2], found[3], found[4]


async def _criteria(
    session: AsyncSession, round_: evaluations.Round, sheet: evaluations.ScoreSheet
) -> tuple[ScoredCriterion, ...]:
    mark = evaluations.Mark
    statement = (
        select(Criterion, mark)
        .outerjoin(mark, (mark.criterion_id == Criterion.id) & (mark.sheet_id == sheet.id))
        .where(Criterion.rubric_id == round_.rubric_id)
        .order_by(Criterion.ordinal)
    )
    return tuple(
        ScoredCriterion(
            name=criterion.name,
            maximum=words.bare(criterion.scale_max),
            score=None if given is None else words.bare(given.value),
            comment="" if given is None else given.comment or "",
        )
        for criterion, given in await session.execute(statement)
    )
