"""What is known of dossiers, gathered in a constant number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.awards.findings import statements
from domain.awards.findings.comparing import Others
from domain.awards.findings.facts import (
    Asked,
    Course,
    DossierFacts,
    Earlier,
    Held,
    OfMovement,
    OfUnit,
    Part,
    Stay,
    Tally,
)
from domain.awards.model import Nomination
from domain.awards.papers.model import DossierPaper
from domain.awards.papers.rules import PaperKind
from domain.awards.rules import CLAIMING, NominationState
from domain.clock import VIETNAM
from domain.people.rules import Gender
from domain.regulations.queries import special_days
from domain.regulations.rules import DayKind
from domain.units.model import Unit

Groups = Mapping[UUID, list[Any]]
#: States that answer whoever sent a dossier in.
ANSWERS = frozenset({NominationState.RETURNED, NominationState.REFUSED, NominationState.DECIDED})


@dataclass(frozen=True, slots=True)
class _Nominated:
    """What a movement's dossiers come to, by unit, and who was nominated there."""

    tallies: Sequence[Any]
    nominees: Sequence[Any]

    def of_unit(self, unit_id: UUID) -> "_Nominated":
        """Return what is of one unit."""
        rows = ([row for row in each if row[0] == unit_id] for each in (self.tallies, self.nominees))
        return _Nominated(*rows)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the statements found, by dossier, by nominee (person or unit), by movement and by unit."""

    holds: Groups
    others: Others
    earlier: Groups
    stays: Groups
    steps: Groups
    papers: Groups
    tallies: Groups
    nominees: Groups
    participating: Groups
    headcounts: Mapping[UUID, tuple[int, int]]
    special_days: Mapping[date, DayKind]


async def facts_of(session: AsyncSession, nominations: Collection[Nomination]) -> dict[UUID, DossierFacts]:
    """Return what is known of dossiers, by their ids; the number of statements does not depend on how many they are."""
    if not nominations:
        return {}
    known = await _known_of(session, nominations)
    rows = await session.execute(statements.dossiers([each.id for each in nominations]))
    return {row[0].id: _facts(row, known) for row in rows}


async def _known_of(session: AsyncSession, nominations: Collection[Nomination]) -> _Known:
    ids = [each.id for each in nominations]
    people = {each.person_id for each in nominations if each.person_id is not None}
    units = {each.unit_id for each in nominations if each.person_id is None}
    movements = {each.movement_id for each in nominations}
    participating = await _grouped(session, statements.participations(movements))
    counted = {unit for (unit,) in (pair for pairs in participating.values() for pair in pairs)}
    counted |= {each.unit_id for each in nominations}
    papers = select(DossierPaper.nomination_id, DossierPaper.kind).where(DossierPaper.nomination_id.in_(ids))
    first = min(each.created_at for each in nominations).astimezone(VIETNAM).date()
    headcounts = await session.execute(statements.headcounts(counted))
    return _Known(
        holds=await _grouped(session, statements.holds(people, units)),
        others=Others(await session.execute(statements.others(movements, people, units))),
        earlier=await _grouped(session, statements.earlier(people, units), key=1),
        stays=await _grouped(session, statements.stays(people)),
        steps=await _grouped(session, statements.steps(ids)),
        papers=await _grouped(session, papers),
        tallies=await _grouped(session, statements.tallies(movements)),
        nominees=await _grouped(session, statements.nominees(movements)),
        participating=participating,
        headcounts={unit: (people_there, women) for unit, people_there, women in headcounts},
        special_days=await special_days(session, first),
    )


async def _grouped(session: AsyncSession, statement: Any, key: int = 0) -> Groups:
    """Return the rows of a statement by the column `key`, each without it."""
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in await session.execute(statement):
        found[row[key]].append((*row[:key], *row[key + 1 :]))
    return found


def _facts(row: Sequence[Any], known: _Known) -> DossierFacts:
    nomination, form, unit, movement, signed_on, gender = row
    nominee = nomination.person_id or nomination.unit_id
    in_movement = _Nominated(known.tallies.get(movement.id, ()), known.nominees.get(movement.id, ()))
    registered = {each for (each,) in known.participating.get(movement.id, ())}
    return DossierFacts(
        asked=Asked(form.id, form.code, form.level),
        is_collective=nomination.person_id is None,
        unit=OfUnit(unit.code, unit.has_legal_personality, unit.has_seal, not registered.isdisjoint(_homes(unit))),
        movement=OfMovement(movement.code, movement.form, movement.starts_on),
        direct_workers=_direct_workers(in_movement.tallies),
        women=_women(nomination, gender, known),
        in_movement=_tally(in_movement, nomination, _people_of(registered, known)),
        in_unit=_tally(in_movement.of_unit(unit.id), nomination, _people_of([unit.id], known)),
        course=_course(known.steps.get(nomination.id, ()), signed_on),
        holds=tuple(Held(*each) for each in known.holds.get(nominee, ())),
        same_achievement=known.others.same_achievement(nomination),
        alike=known.others.alike(nomination),
        earlier=tuple(_earlier(known.earlier.get(nominee, ()), nomination)),
        stays=tuple(Stay(*each) for each in known.stays.get(nominee, ())),
        papers=frozenset(PaperKind(kind) for (kind,) in known.papers.get(nomination.id, ())),
        special_days=known.special_days,
        first_received_on=nomination.submitted_at and nomination.submitted_at.astimezone(VIETNAM).date(),
    )


def _homes(unit: Unit) -> set[UUID]:
    """Return the unit and the one above it: a part of a unit that registered takes part with it."""
    return {each for each in (unit.id, unit.parent_id) if each is not None}


def _direct_workers(tallies: Iterable[Any]) -> Part:
    persons = [(works_directly, count) for *_, is_person, works_directly, count in tallies if is_person]
    return Part(sum(count for works_directly, count in persons if works_directly), sum(count for _, count in persons))


def _women(nomination: Nomination, gender: Gender | None, known: _Known) -> Part:
    if nomination.person_id is not None:
        return Part(int(gender is Gender.FEMALE), 1)
    people, women = known.headcounts.get(nomination.unit_id, (0, 0))
    return Part(women, people)


def _tally(of: _Nominated, nomination: Nomination, headcount: int) -> Tally:
    """Reckon as if the dossier were proposed: it counts once, whether it claims a place already or would do so."""
    claiming = sum(count for _unit, form, claims, *_, count in of.tallies if claims and form == nomination.form_id)
    is_counted = (nomination.held_from or nomination.state) in CLAIMING
    nominees = {nominee for _unit, nominee in of.nominees} | {nomination.person_id or nomination.unit_id}
    return Tally(claiming + (not is_counted), len(nominees), headcount)


def _people_of(units: Iterable[UUID], known: _Known) -> int:
    return sum(known.headcounts.get(unit, (0, 0))[0] for unit in units)


def _course(steps: Iterable[Any], signed_on: date | None) -> Course:
    """Follow a dossier since it was last sent in: a return starts its days anew."""
    reached: dict[NominationState, date] = {}
    for state, at in steps:
        if state is NominationState.SUBMITTED:
            reached.clear()
        reached.setdefault(state, at.astimezone(VIETNAM).date())
    answers = [day for state, day in reached.items() if state in ANSWERS]
    return Course(
        received_on=reached.get(NominationState.SUBMITTED),
        appraised_on=reached.get(NominationState.APPRAISED),
        answered_on=min(answers, default=None),
        signed_on=signed_on,
        published_on=reached.get(NominationState.PUBLISHED),
        has_passed_council=NominationState.VOTED in reached,
    )


def _earlier(rows: Iterable[Any], nomination: Nomination) -> Iterable[Earlier]:
    for dossier_id, code, year, counts_for_merit, decision in rows:
        if dossier_id != nomination.id:
            yield Earlier(code, int(year), counts_for_merit, decision)
