"""The demonstration: what a newcomer is promised is there, and it is the same every time."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy import String, cast, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from api.demo.launching import launch
from api.demo.loader import SEED, TOTAL, load_demo
from api.demo.organisation import found_organisation
from api.demo.story import Story
from domain import ids
from domain.awards.model import AwardDecision, AwardForm, AwardTitle, Nomination
from domain.awards.papers.model import DossierPaper
from domain.awards.records.model import AwardRecord
from domain.benefits.model import TOTALS, Benefit, BenefitMeasurement, BenefitVerification
from domain.benefits.rules import TotalScope
from domain.comparisons.model import Comparison
from domain.conflicts.model import AdoptingUnit
from domain.councils.model import CouncilSession, SessionItem
from domain.discussions.model import DiscussionPost
from domain.documents.model import OfficialDocument
from domain.evaluations.model import Assignment, Round, RoundTier, ScoreSheet
from domain.exemplars.model import Communication, Exemplar, ExemplarConsent, ExemplarHonour
from domain.initiatives.model import Initiative, InitiativeRevision, RedactedRevision
from domain.integrity.model import IntegrityHold
from domain.ledger import queries as ledger_queries
from domain.ledger.checking import check
from domain.metadata import metadata
from domain.movements.model import Movement, Participation
from domain.people.model import Person, RoleGrant
from domain.proposals.model import AssignmentProposal
from domain.regulations.queries import prize_terms
from domain.replications.model import CREDITS, Pilot, Replication
from domain.reports.model import UnitReport
from domain.results.model import Result, ResultEntry, ResultJudge, TieBreak
from domain.units.model import Unit
from tests.support.graphql import BOX


async def counted(session: AsyncSession, column) -> Counter:
    rows = await session.execute(select(column, func.count()).group_by(column))
    return Counter(dict(rows.all()))


@pytest.mark.slow
async def test_demo_shows_the_whole_movement(session):
    steps = []

    await load_demo(session, lambda done, _total: steps.append(done), BOX)

    assert steps == sorted(steps)
    assert (steps[-1], len(steps)) == (TOTAL, TOTAL + 1)
    movement = (await session.scalars(select(Movement))).one()
    assert (movement.code, movement.state) == ("UDCNS-AI-2024", "EVALUATING")
    assert str(movement.report_due_before) == "2024-12-25"
    taking_part = select(Participation.unit_id)
    assert await counted(session, Unit.to_be_confirmed) == {False: 27, True: 8}
    assert await counted(session, Person.gender) == {"FEMALE": 72, "MALE": 103}
    assert not [
        each for each in await session.scalars(select(cast(OfficialDocument.content, String))) if "Ông/Bà" in each
    ]
    assert await session.scalar(select(func.count()).select_from(taking_part.subquery())) == 32
    assert await counted(session, Initiative.state) == {
        "DRAFT": 5,
        "UNIT_REVIEW": 5,
        "RETURNED": 4,
        "SUBMITTED": 8,
        "INELIGIBLE": 3,
        "WITHDRAWN": 3,
        "SCORED": 40,
        "SCORING": 20,
    }
    assert await session.scalar(select(func.count(InitiativeRevision.id))) == 88 + 13
    assert await counted(session, Round.state) == {"CLOSED": 2, "OPEN": 1}
    roles = await counted(session, RoleGrant.role)
    assert roles["EVALUATOR"] == 35
    assert len(roles) == 10
    await scored_as_people_score(session)
    await ledgers_are_sound(session)
    assert await counted(session, Nomination.state) == {
        "PAID": 3,
        "REVOKED": 1,
        "APPROVED": 3,
        "PROPOSED": 4,
        "APPRAISED": 3,
        "REFUSED": 2,
        "RETURNED": 1,
        "SUBMITTED": 1,
        "HELD": 1,
    }
    assert await session.scalar(select(func.count(AwardRecord.id))) == 3
    assert set((await counted(session, DossierPaper.kind)).values()) == {11}
    assert await session.scalar(select(func.count(AwardDecision.id))) == 1
    assert await counted(session, CouncilSession.state) == {"CONCLUDED": 1, "VOTING": 1}
    voting = select(SessionItem.collected).where(SessionItem.is_passed.is_(None))
    assert list(await session.scalars(voting)) == [6, 6, 6]
    assert await counted(session, OfficialDocument.state) == {"DRAFT": 5, "SIGNED": 32, "ISSUED": 1}
    # One unit of the 32 has not reported.
    assert await counted(session, UnitReport.state) == {"ACCEPTED": 28, "RETURNED": 1, "SUBMITTED": 2}
    assert await counted(session, UnitReport.punctuality) == {"ON_TIME": 29, "LATE": 2}
    assert await counted(session, IntegrityHold.lifted_at.is_(None)) == {True: 1, False: 1}
    await initiatives_spread(session)
    await exemplars_are_made_known(session)


async def scored_as_people_score(session: AsyncSession) -> None:
    """A strict and a lenient evaluator, abstentions, a recusal, drafts, a settled tie, a published result."""
    assert await counted(session, Assignment.state) == {"ASSIGNED": 247, "ABSTAINED": 3, "RECUSED": 1}
    assert (await counted(session, ScoreSheet.state))["DRAFT"] >= 7
    of_sheets = select(Result).where(Result.method == "ADJUSTED").order_by(Result.number)
    first, second, third = (await session.scalars(of_sheets)).all()
    assert [each.state for each in (first, second, third)] == ["STAGED", "VERIFIED", "PUBLISHED"]
    assert (second.reason, len({each.inputs_hash for each in (first, second, third)})) == (
        "Loại một phiếu nhập nhầm dòng.",
        3,
    )
    await tie_at_the_last_seat_was_settled(session, second, third)
    flags = await session.scalars(select(ResultJudge.flags).where(ResultJudge.result_id == third.id))
    assert Counter(flag for raised in flags for flag in raised) == {"SEVERE": 1, "LENIENT": 1}
    of_second = select(ResultEntry.status, func.count()).where(ResultEntry.result_id == third.id)
    assert dict((await session.execute(of_second.group_by(ResultEntry.status))).all()) == {"RANKED": 40}
    tiers = select(RoundTier.name, func.count()).join(ResultEntry, ResultEntry.tier_id == RoundTier.id)
    awarded = tiers.where(ResultEntry.result_id == third.id).group_by(RoundTier.name)
    assert dict((await session.execute(awarded)).all()) == {"Bằng khen của Bộ trưởng": 5, "Giấy khen": 14}
    assert await session.scalar(select(func.count()).select_from(AssignmentProposal)) == 2
    assert await session.scalar(select(func.count()).select_from(RedactedRevision)) == 20
    assert await session.scalar(select(func.count()).select_from(DiscussionPost)) == 2


async def tie_at_the_last_seat_was_settled(session: AsyncSession, before: Result, after: Result) -> None:
    """Two shared place 19, the last seat; five evaluators compared them, and it is given now."""
    at_cut = select(ResultEntry.place, ResultEntry.tier_id, ResultEntry.decided_by).order_by(ResultEntry.place)
    tied = at_cut.where(ResultEntry.result_id == before.id, ResultEntry.place == 19)
    assert [tuple(row) for row in await session.execute(tied)] == [(19, None, None)] * 2
    settled = at_cut.where(ResultEntry.result_id == after.id, ResultEntry.place.in_([19, 20]))
    rows = (await session.execute(settled)).all()
    assert [(row.place, row.tier_id is None, row.decided_by) for row in rows] == [
        (19, False, "tie_break"),
        (20, True, "tie_break"),
    ]
    assert await session.scalar(select(func.count()).select_from(Comparison)) == 5
    assert await session.scalar(select(TieBreak.round_id)) == after.round_id


async def initiatives_spread(session: AsyncSession) -> None:
    """A model that others take over once it is approved, with failures; hours that other units verified, and credit."""
    assert await counted(session, Benefit.baseline_locked_at.is_(None)) == {False: 8, True: 1}
    assert await session.scalar(select(func.count(BenefitMeasurement.id))) == 16
    assert await counted(session, BenefitVerification.verdict) == {"CONFIRMED": 10, "ADJUSTED": 2, "REJECTED": 1}
    assert await counted(session, Pilot.state) == {"APPROVED": 1, "RETURNED": 1}
    assert await counted(session, Replication.state) == {
        "PROPOSED": 1,
        "PLANNED": 1,
        "PILOTING": 2,
        "ADOPTED": 3,
        "SUSTAINED": 2,
        "STOPPED": 1,
        "FAILED": 1,
    }
    assert await counted(session, AdoptingUnit.ended_at.is_(None)) == {True: 7, False: 1}
    columns = (TOTALS.c.claimed, TOTALS.c.verified, TOTALS.c.verified_at_adopters)
    of_movement = (await session.execute(select(*columns).where(TOTALS.c.scope == TotalScope.MOVEMENT))).one()
    assert list(map(str, of_movement)) == ["564.84", "556.39", "216.76"]
    model = select(Pilot.initiative_id).where(Pilot.state == "APPROVED").scalar_subquery()
    credit = (await session.execute(select(CREDITS).where(CREDITS.c.id == model))).one()
    assert (credit.adopters, str(credit.claimed_hours), str(credit.verified_hours)) == (2, "75.68", "68.10")


async def exemplars_are_made_known(session: AsyncSession) -> None:
    """People are told of while they agree: one has not yet, one agrees no longer."""
    assert await counted(session, Exemplar.state) == {"CANDIDATE": 1, "SELECTED": 1, "PUBLISHED": 3, "WITHDRAWN": 1}
    assert await counted(session, Exemplar.kind) == {"PERSON": 3, "UNIT": 2, "INITIATIVE": 1}
    assert await counted(session, ExemplarConsent.withdrawn_at.is_(None)) == {True: 1, False: 1}
    assert await session.scalar(select(func.count(ExemplarHonour.id))) == 3
    assert await session.scalar(select(func.count(Communication.id))) == 6
    assert await session.scalar(select(func.sum(Communication.reach))) == 21_460


async def ledgers_are_sound(session: AsyncSession) -> None:
    """Every chain is whole."""
    for round_id in await session.scalars(select(Round.id)):
        events = [event async for event in ledger_queries.events(session, round_id)]
        assert check(round_id, events) == []
        assert len(events) > 10


@pytest.mark.slow
async def test_demo_is_the_same_every_time_and_knows_the_prizes_of_the_law(engine):
    digests, prizes = await beginning(engine)

    assert (digests, prizes) == await beginning(engine)
    assert prizes == PRIZES


#: Awards by title or form, for an individual or a collective, decided on a day; and the prize in đồng.
PRIZES = {
    (AwardTitle, "LDTT", False, date(2024, 6, 30)): 540_000,
    (AwardTitle, "LDTT", False, date(2024, 7, 1)): 710_000,
    (AwardTitle, "TTLDTT", True, date(2024, 7, 1)): 1_880_000,
    (AwardForm, "BK-BO", False, date(2024, 7, 1)): 3_510_000,
    (AwardForm, "BK-BO", True, date(2024, 12, 31)): 7_020_000,
    (AwardForm, "BK-BO", True, date(2025, 7, 1)): 7_020_000,
}


async def prizes_of_the_law(session: AsyncSession) -> dict[Any, int]:
    """What the regulations of the story make of each award."""
    found = {}
    for table, code, is_collective, day in PRIZES:
        key = await session.scalar(select(table.id).where(table.code == code))
        of = {"title_id" if table is AwardTitle else "form_id": key, "is_collective": is_collective}
        found[table, code, is_collective, day] = (await prize_terms(session, **of, day=day)).amount
    return found


async def beginning(engine) -> tuple[dict[str, str], dict[Any, int]]:
    """A digest of every table after the first part of the story, told in a transaction that is rolled back."""
    async with engine.connect() as connection, AsyncSession(connection) as session:
        with ids.seeded(SEED):
            story = Story(session, lambda _done, _total: None, TOTAL)
            await found_organisation(story)
            await launch(story)
        await session.flush()
        digests = {
            name: await session.scalar(text(f"SELECT md5(string_agg(r::text, '|' ORDER BY r::text)) FROM {name} r"))
            for name in metadata.tables
        }
        prizes = await prizes_of_the_law(session)
        await session.rollback()
    return digests, prizes
