"""What the synthesis report says: how units took part, how initiatives rank in a published result, who is proposed.

A unit has reported once its report was sent in; the first submission says whether in time.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.awards.model import Nomination
from domain.documents.gathering import impact, words
from domain.documents.gathering.frame import (
    LEADERS,
    Asked,
    Gathered,
    letterhead_of,
    movement_of,
    own_unit,
    result_of,
    told,
)
from domain.documents.gathering.nominees import standing
from domain.documents.rules import refuse_empty
from domain.documents.templates.award_list import both
from domain.documents.templates.synthesis_annexes import RankedInitiative, Timeliness, UnitLine
from domain.documents.templates.synthesis_report import SynthesisReport, synthesis_report
from domain.initiatives import queries as initiatives
from domain.initiatives.model import Initiative, InitiativeAuthor, InitiativeRevision
from domain.initiatives.rules import INTERNAL, InitiativeState
from domain.movements.model import Participation
from domain.people.model import Person
from domain.reading import viewer
from domain.reports import queries as reports
from domain.reports.model import UnitReport
from domain.results import queries as results
from domain.results.model import Result, ResultEntry
from domain.units.model import Unit

_TOLD = [state for state in InitiativeState if state not in {*INTERNAL, InitiativeState.WITHDRAWN}]


async def gather(session: AsyncSession, actor: Actor, asked: Asked) -> Gathered:
    """Gather the report on all units. Raises NotFound, Conflict (no unit takes part, the result is not published)."""
    movement, issuer = await movement_of(session, actor, asked), await own_unit(session, actor)
    result = await result_of(session, actor, asked)
    units = await _units(session, actor, movement.id)
    if not units:
        raise refuse_empty("movementId")
    proposals = await _proposals(session, actor, movement.id)
    report = SynthesisReport(
        letterhead=await letterhead_of(session, issuer),
        movement=told(movement),
        addressees=(LEADERS,),
        situation=tuple(asked.texts.situation),
        units=units,
        initiatives=() if result is None else await _ranking(session, actor, result),
        indicators=(),
        measured=await impact.measured_of(session, actor, movement.id),
        spread=await impact.spread_of(session, actor, movement.id),
        exemplars=await impact.exemplars_of(session, actor, movement.id),
        shortcomings=tuple(asked.texts.shortcomings),
        proposals=(*asked.texts.requests, *proposals),
    )
    return Gathered(partial(synthesis_report, report), issuer.id, tells_nominations=bool(proposals), result=result)


async def _units(session: AsyncSession, actor: Actor, movement_id: UUID) -> tuple[UnitLine, ...]:
    """Return a line for each unit that takes part; five statements, however many there are."""
    part = select(Unit).join(Participation, Participation.unit_id == Unit.id)
    taking_part = list(await session.scalars(part.where(Participation.movement_id == movement_id).order_by(Unit.code)))
    keys = [unit.id for unit in taking_part]
    seen = (
        Initiative.movement_id == movement_id,
        Initiative.unit_id.in_(keys),
        Initiative.first_submitted_at.is_not(None),
        Initiative.state.in_(_TOLD),
        initiatives.known_initiatives(actor),
    )
    counted = select(Initiative.unit_id, func.count(), func.sum(Initiative.hours_saved)).where(*seen)
    told_of = {row[0]: row for row in await session.execute(counted.group_by(Initiative.unit_id), viewer.values(actor))}
    written = (
        select(Person.unit_id, func.count(Person.id.distinct()))
        .join(InitiativeAuthor, InitiativeAuthor.person_id == Person.id)
        .join(Initiative, Initiative.current_revision_id == InitiativeAuthor.revision_id)
        .where(*seen, Person.left_on.is_(None))
        .group_by(Person.unit_id)
    )
    participants = {row[0]: row[1] for row in await session.execute(written, viewer.values(actor))}
    heads = select(Person.unit_id, func.count()).where(Person.unit_id.in_(keys), Person.left_on.is_(None))
    headcounts = {row[0]: row[1] for row in await session.execute(heads.group_by(Person.unit_id))}
    sent = select(UnitReport.unit_id, UnitReport.punctuality).where(
        UnitReport.movement_id == movement_id, reports.REPORTS.visible(actor)
    )
    standings = {row[0]: row[1] for row in await session.execute(sent, viewer.values(actor))}
    return tuple(_line(unit, standings, told_of, participants, headcounts) for unit in taking_part)


def _line(
    unit: Unit,
    standings: Mapping[UUID, str],
    told_of: Mapping[UUID, Sequence[object]],
    participants: Mapping[UUID, int],
    headcounts: Mapping[UUID, int],
) -> UnitLine:
    _key, count, hours = told_of.get(unit.id, (unit.id, 0, Decimal()))
    return UnitLine(
        name=unit.name,
        timeliness=Timeliness[standings.get(unit.id, Timeliness.MISSING.name)],
        headcount=headcounts.get(unit.id, 0),
        participants=participants.get(unit.id, 0),
        initiatives=int(str(count)),
        hours=words.bare(Decimal(str(hours))),
    )


async def _ranking(session: AsyncSession, actor: Actor, result: Result) -> tuple[RankedInitiative, ...]:
    statement = (
        select(ResultEntry, InitiativeRevision.title, Unit.name)
        .join(InitiativeRevision, InitiativeRevision.id == ResultEntry.revision_id)
        .join(Unit, Unit.id == ResultEntry.unit_id)
        .where(ResultEntry.result_id == result.id, results.RESULT_ENTRIES.visible(actor))
        .order_by(ResultEntry.place.nulls_last(), ResultEntry.id)
    )
    return tuple(
        RankedInitiative(
            place=entry.place,
            title=title,
            unit=unit,
            score=None if entry.score is None else words.rounded(entry.score, result),
            scores=_between(entry.score_low, entry.score_high, result),
            places=None if entry.rank_best is None or entry.rank_worst is None else (entry.rank_best, entry.rank_worst),
        )
        for entry, title, unit in await session.execute(statement, viewer.values(actor))
    )


def _between(low: Decimal | None, high: Decimal | None, result: Result) -> tuple[Decimal, Decimal] | None:
    return None if low is None or high is None else (words.rounded(low, result), words.rounded(high, result))


async def _proposals(session: AsyncSession, actor: Actor, movement_id: UUID) -> tuple[str, ...]:
    """Count who is on the way to an award, award by award."""
    rows = await standing(session, actor, Nomination.movement_id == movement_id, words.STANDING)
    counts = Counter((form.name, person is None) for _nomination, form, _unit, person in rows)
    forms = dict.fromkeys(form.name for _nomination, form, _unit, _person in rows)
    return tuple(f"Đề nghị {name}: {both(counts[name, True], counts[name, False])}" for name in forms)
