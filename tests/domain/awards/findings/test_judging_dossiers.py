"""Judging dossiers: facts from the database in few statements, findings kept and rewritten, deeds that they stop."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from domain.actor import SYSTEM, Actor, Role
from domain.awards import actions, appraising, deciding
from domain.awards.findings.checking import check_nomination
from domain.awards.findings.engine import refuse_blocking
from domain.awards.findings.facts import Course, Earlier, Other, Part, Stay, Tally
from domain.awards.findings.gathering import facts_of
from domain.awards.findings.judging import judge
from domain.awards.findings.model import MOVEMENT_NOMINEES, NominationFinding
from domain.awards.findings.similarity import similarity, trigrams
from domain.awards.model import NominationStep
from domain.awards.papers import actions as papers
from domain.awards.papers.rules import PaperKind
from domain.awards.records.model import AwardRecord
from domain.awards.rules import AwardLevel, NominationState
from domain.clock import at
from domain.errors import Conflict
from domain.integrity.actions import place_integrity_hold
from domain.integrity.rules import HoldGround
from domain.people.model import UnitMembership
from domain.people.rules import Gender, LeadershipTier
from domain.regulations.rules import RuleCode, Severity
from tests.support import audit, awards, movements, regulations
from tests.support.evaluations import refusal, refusals
from tests.support.factories import NOW, Factory, days

S = NominationState
SUMMARY = "Trợ lý ảo giảm 30 giờ tra cứu văn bản mỗi tháng cho cả đơn vị"


async def stepped(make: Factory, nomination: Any, *steps: tuple[S, int]) -> None:
    """Let a dossier have reached states, each so many days after NOW."""
    for ordinal, (state, later) in enumerate(steps, start=2):
        step = {"from_state": S.DRAFT, "to_state": state, "at": NOW + days(later)}
        await make.add(NominationStep(nomination_id=nomination.id, ordinal=ordinal, **step))


async def record(make: Factory, **given: Any) -> AwardRecord:
    """An earlier award of 2022 that counts for merit, from a file."""
    values = {"year": 2022, "counts_for_merit": True, "source": "Hồ sơ cán bộ", "recorded_at": NOW}
    return await make.add(AwardRecord(**{**values, **given}))


async def test_everything_that_rules_ask_is_gathered_of_a_person(session, make: Factory):
    of = await awards.scene(make, code="PT", starts_on=date(2024, 1, 1))
    other = await awards.another(make, of)
    title = await awards.title(make, code="CSTD")
    of.author.leadership_tier = LeadershipTier.DIVISION_LEADER
    subject = await awards.nomination(make, of, state=S.SUBMITTED, summary=SUMMARY, submitted_at=NOW)
    await stepped(make, subject, (S.SUBMITTED, 0), (S.RETURNED, 1), (S.SUBMITTED, 3), (S.APPRAISED, 4), (S.VOTED, 5))
    # Much the same words, of somebody else; something else altogether; given up; of the nominee, by hand.
    near = {"summary": f"{SUMMARY}.", "person_id": other.author.id, "unit_id": other.unit.id}
    await awards.nomination(make, other, state=S.SUBMITTED, **near)
    await awards.nomination(make, other, person_id=None, state=S.DRAFT, summary="Chuyển đổi số thư viện")
    await awards.nomination(make, other, state=S.WITHDRAWN, reason="Trùng", summary=SUMMARY)
    await awards.nomination(
        make, of, result_entry_id=None, initiative_id=None, by_hand_reason="Đột xuất", state=S.SUBMITTED, summary="xyz"
    )
    await record(make, person_id=of.author.id, title_id=title.id, decision_number="5/QĐ")
    withdrawn = {"withdrawn_at": NOW, "withdrawn_reason": "Nhầm"}
    await record(make, person_id=of.author.id, title_id=title.id, year=2023, **withdrawn)
    await record(make, person_id=of.author.id, award="Bằng khen của tỉnh")
    await record(make, person_id=other.author.id, title_id=title.id)
    await make.add(
        UnitMembership(
            person_id=of.author.id,
            unit_id=other.unit.id,
            position="Chuyên viên",
            employment_type=of.author.employment_type,
            leadership_tier=of.author.leadership_tier,
            starts_on=date(2022, 1, 1),
            ends_on=date(2022, 12, 31),
        )
    )
    await movements.participation(make, of.movement, of.unit)
    await regulations.special_day(make, date(2024, 9, 2))
    of.author.gender = Gender.FEMALE
    await session.flush()

    facts = (await facts_of(session, [subject]))[subject.id]

    assert (facts.asked.code, facts.is_collective, facts.unit.takes_part) == (of.form.code, False, True)
    assert facts.movement.starts_on == date(2024, 1, 1)
    (by_hand,) = facts.same_achievement
    assert by_hand == Other(of.author.full_name, of.form.code, "PT", NOW.date())
    (alike,) = facts.alike
    assert (alike.nominee, alike.is_same_nominee) == (other.author.full_name, False)
    assert Decimal("0.9") < alike.similarity <= 1
    assert facts.earlier == (Earlier("CSTD", 2022, True, "5/QĐ"),)
    assert sorted(facts.stays, key=lambda each: each.starts_on) == [
        Stay(other.unit.code, date(2022, 1, 1), date(2022, 12, 31)),
        Stay(of.unit.code, date(2023, 1, 1), None),
    ]
    assert (facts.in_movement, facts.in_unit) == (Tally(1, 2, 1), Tally(1, 1, 1))
    assert (facts.direct_workers, facts.women) == (Part(1, 3), Part(1, 1))
    on = NOW.date()
    assert facts.first_received_on == on
    course = Course(on + timedelta(3), on + timedelta(4), has_passed_council=True)
    assert facts.course == course
    assert list(facts.special_days) == [date(2024, 9, 2)]
    # The figures of the movement say the same.
    row = (await session.execute(select(MOVEMENT_NOMINEES).where(MOVEMENT_NOMINEES.c.id == of.movement.id))).one()
    assert (row.persons, row.direct_workers, row.share, row.target) == (3, 1, Decimal("0.3333"), None)


async def test_a_unit_is_known_by_its_people_and_by_its_own_awards(session, make: Factory):
    of = await awards.scene(make)
    await make.person(of.unit, gender=Gender.FEMALE)
    form = await awards.form(make, level=AwardLevel.UNIT)
    signed = await awards.decision(make, of, number="9/QĐ", signed_on=date(2023, 3, 1))
    subject = await awards.nomination(make, of, person_id=None, state=S.SUBMITTED, form_id=form.id)
    twin = await awards.another(make, of, unit=of.unit)
    await awards.nomination(make, twin, person_id=None, state=S.DECIDED, decision_id=signed.id, counts_for_merit=True)

    facts = (await facts_of(session, [subject]))[subject.id]

    assert (facts.is_collective, facts.women, facts.unit.takes_part) == (True, Part(1, 3), False)
    assert facts.earlier == (Earlier(of.form.code, 2023, True, "9/QĐ"),)
    assert (facts.same_achievement, facts.stays) == ((), ())
    assert [each.decision for each in facts.alike] == ["9/QĐ"]


async def test_places_of_a_quota_are_taken_by_what_was_proposed_and_not_sent_back(session, make: Factory):
    """What others merely send in takes no place: nobody's award is stopped by a dossier that was never looked at."""
    of = await awards.scene(make)
    subject = await awards.nomination(make, of, state=S.PROPOSED)
    of_others: list[tuple[S, dict[str, Any]]] = [
        *((state, {}) for state in (S.DRAFT, S.SUBMITTED, S.VOTED, S.RETURNED, S.REFUSED, S.WITHDRAWN, S.REVOKED)),
        (S.HELD, {"held_from": S.VOTED}),
        (S.HELD, {"held_from": S.PROPOSED}),
        (S.APPROVED, {}),
        (S.PAID, {}),
        (S.PAID, {"form_id": (await awards.form(make)).id}),
    ]
    for state, given in of_others:
        each = await awards.another(make, of)
        await awards.nomination(make, each, state=state, **given)
    # The same author, refused before: one nominee.
    await awards.nomination(make, of, state=S.REFUSED)

    async def tally() -> tuple[Tally, Tally]:
        facts = (await facts_of(session, [subject]))[subject.id]
        return facts.in_movement, facts.in_unit

    assert await tally() == (Tally(4, 11, 0), Tally(1, 1, 1))
    subject.state = S.DRAFT
    await session.flush()
    assert await tally() == (Tally(4, 11, 0), Tally(1, 1, 1))


async def test_gathering_costs_the_same_for_one_and_for_many(session, make: Factory, statements):
    of = await awards.scene(make)
    several = [await awards.nomination(make, each, state=S.SUBMITTED) for each in [of, await awards.another(make, of)]]
    several += [await awards.nomination(make, of, person_id=None, state=S.SUBMITTED)]
    await session.flush()
    costs = []
    for asked in (several[:1], several):
        statements.clear()
        assert set(await facts_of(session, asked)) == {each.id for each in asked}
        costs.append(len(statements))

    assert costs == [12, 12]
    statements.clear()
    assert set(await judge(session, several)) == {each.id for each in several}
    assert len(statements) == 13  # and one for the rules of the one day that they are judged by
    assert await facts_of(session, []) == {}


async def test_a_check_keeps_what_is_found_in_place_of_what_was(session, make: Factory):
    of = await awards.scene(make)
    subject = await awards.nomination(make, of)
    asked = {"parameters": {"papers": ["EVIDENCE"]}, "severity": Severity.WARNING}
    rule = await regulations.rule(make, RuleCode.PAPERS, **asked)
    await regulations.rule(make, RuleCode.PARTICIPATION, severity=Severity.NOTE)
    # Of another form, and no longer in force.
    other = await awards.form(make)
    await regulations.rule(make, RuleCode.COUNCIL_VOTE, form_id=other.id)
    await regulations.rule(make, RuleCode.COUNCIL_VOTE, valid_to=date(2024, 2, 1))

    with at(NOW):
        await check_nomination(session, of.personnel, nomination_id=subject.id)
    kept = list(await session.scalars(select(NominationFinding).order_by(NominationFinding.ordinal)))

    assert [(each.ordinal, each.code, each.severity) for each in kept] == [
        (1, RuleCode.PAPERS, Severity.WARNING),
        (2, RuleCode.PARTICIPATION, Severity.NOTE),
    ]
    assert (kept[0].rule_id, kept[0].clause, kept[0].found_at) == (rule.id, regulations.CLAUSE, NOW)
    assert kept[0].message_en == "1 of 1 kinds of paper are missing: evidence."
    entry = await audit.only_entry(session)
    told = [{"code": "PAPERS", "severity": "WARNING"}, {"code": "PARTICIPATION", "severity": "NOTE"}]
    assert (entry.deed, entry.subject_id, entry.after) == ("NOMINATION_CHECKED", subject.id, {"findings": told})

    await movements.participation(make, of.movement, of.unit)
    await check_nomination(session, of.leader, nomination_id=(await submitted(make, of)).id)
    await check_nomination(session, of.personnel, nomination_id=subject.id)
    again = await session.scalars(select(NominationFinding.code).where(NominationFinding.nomination_id == subject.id))
    assert list(again) == [RuleCode.PAPERS]


async def test_a_hold_is_found_but_neither_blocks_here_nor_stands_in_the_trail(session, make: Factory):
    of = await awards.scene(make)
    subject = await awards.nomination(make, of)
    await regulations.rule(make, RuleCode.INTEGRITY_HOLD)
    placed = {"clause": "Điều 4", "reason": "Đang xem xét", "person_id": of.author.id}

    with at(NOW):
        await place_integrity_hold(session, of.personnel, ground=HoldGround.DISCIPLINE, **placed)
        await check_nomination(session, of.personnel, nomination_id=subject.id)

    (kept,) = await session.scalars(select(NominationFinding))
    assert (kept.code, kept.severity) == (RuleCode.INTEGRITY_HOLD, Severity.BLOCKING)
    assert kept.message_en == "The nominee is held: discipline is under consideration (Điều 4)."
    *_, entry = await audit.entries(session)
    assert (entry.deed, entry.after) == ("NOMINATION_CHECKED", {"findings": []})
    refuse_blocking((await judge(session, [subject]))[subject.id])


async def submitted(make: Factory, of: awards.Scene, **given: Any) -> Any:
    """A complete dossier of the scene's unit."""
    return await awards.nomination(make, of, person_id=None, state=S.COMPLETE, submitted_at=NOW, **given)


async def test_a_blocking_rule_stops_the_appraisal_until_the_paper_is_there(session, make: Factory):
    of = await awards.scene(make)
    dossier = await submitted(make, of)
    await regulations.rule(make, RuleCode.PAPERS, parameters={"papers": ["EVIDENCE"]})
    appraiser: Actor = await make.actor(Role.INFORMATION_CENTER)

    async def appraise() -> Any:
        asked = {"nomination_id": dossier.id, "expected_version": dossier.version, "opinion": "Đủ điều kiện"}
        with at(NOW):
            return await appraising.appraise_nomination(session, appraiser, **asked)

    async with session.begin_nested() as savepoint:
        with pytest.raises(Conflict, match="RULE_BLOCKS") as caught:
            await appraise()
        await savepoint.rollback()
    assert "Thiếu 1/1 loại giấy tờ: minh chứng. [PAPERS; Điều 54" in caught.value.text.vi

    await session.refresh(dossier)
    leader = await make.acting(await make.person(of.unit), Role.UNIT_LEADER)
    said = {"kind": PaperKind.EVIDENCE, "title": " Ảnh chụp ", "reference": " kho/1 ", "content_hash": "a" * 64}
    paper = await papers.add_dossier_paper(session, leader, nomination_id=dossier.id, **said)
    assert (paper.title, paper.reference, paper.added_by_id) == ("Ảnh chụp", "kho/1", leader.person_id)
    await appraise()
    assert dossier.state is S.APPRAISED

    # From then on papers stay as they were appraised.
    for late in (
        papers.add_dossier_paper(session, leader, nomination_id=dossier.id, **said),
        papers.remove_dossier_paper(session, of.personnel, paper_id=paper.id),
    ):
        assert (await refusal(make, late))[1] == "DOSSIER_CLOSED"


async def test_a_refusal_tells_what_was_found_only_to_who_reads_findings(session, make: Factory):
    """The head of a unit decides on its award and is told of no other dossiers; nobody is told of their own."""
    of = await awards.scene(make)
    of.unit.has_seal = of.unit.has_legal_personality = True
    letter = await awards.form(make, level=AwardLevel.UNIT)
    head = await make.actor(Role.UNIT_LEADER, unit=of.unit)
    officer = await make.acting(of.author, Role.PERSONNEL)
    dossier = await awards.nomination(make, of, state=S.PROPOSED, form_id=letter.id, submitted_at=NOW)
    other = await awards.another(make, of)
    await awards.nomination(make, other, state=S.SUBMITTED, person_id=other.author.id, summary=dossier.summary)
    await regulations.rule(make, RuleCode.SIMILAR_ACHIEVEMENT, parameters={"threshold": "0.9"})
    await regulations.rule(make, RuleCode.PAPERS, parameters={"papers": ["EVIDENCE"]})

    async def told(by: Actor, deed: Any = deciding.approve_nomination) -> str:
        asked = {"nomination_id": dossier.id, "expected_version": dossier.version}
        with at(NOW), pytest.raises(Conflict, match="RULE_BLOCKS") as caught:
            async with session.begin_nested():
                await deed(session, by, **asked)
        await session.refresh(dossier)
        return caught.value.text.en

    rule, name = f"[SIMILAR_ACHIEVEMENT; {regulations.CLAUSE}, ", other.author.full_name
    all_of_it, of_the_dossier = await told(of.leader), await told(head)
    assert (name in all_of_it, name in of_the_dossier, rule in of_the_dossier) == (True, False, True)
    assert "1 of 1 kinds of paper are missing" in of_the_dossier
    dossier.state = S.APPRAISED
    await session.flush()
    own = await told(officer, actions.propose_nomination)
    assert own.count("The dossier does not satisfy the rule. [") == 2
    assert "missing" not in own
    assert name in await told(SYSTEM, actions.propose_nomination)


async def test_papers_are_gathered_by_whose_dossier_it_is_and_never_exchanged(session, make: Factory):
    of = await awards.scene(make)
    center, another = await make.actor(Role.INFORMATION_CENTER), await make.actor(Role.INFORMATION_CENTER)
    dossier = await awards.nomination(make, of, state=S.SUBMITTED, created_by_id=center.person_id)
    said = {"kind": PaperKind.EVIDENCE, "title": "Ảnh", "reference": "kho/1"}

    async def add(actor: Actor, **given: Any) -> Any:
        return await papers.add_dossier_paper(session, actor, nomination_id=dossier.id, **{**said, **given})

    paper = await add(center)
    assert (await refusal(make, add(another)))[1] == "NOT_THE_GATHERER"
    wrong = await refusals(make, add(center, title=" ", reference="", content_hash="A" * 64))
    assert [each.rule for each in wrong] == ["TITLE_LENGTH", "REFERENCE_LENGTH", "CONTENT_HASH_FORM"]
    with pytest.raises(IntegrityError, match="append-only"):
        async with session.begin_nested():
            await session.execute(text("UPDATE dossier_papers SET reference = 'kho/2'"))

    await papers.remove_dossier_paper(session, of.personnel, paper_id=paper.id)
    *_, entry = await audit.entries(session)
    assert (entry.deed, entry.before["reference"], entry.after) == ("DOSSIER_PAPER_REMOVED", "kho/1", None)


async def test_texts_are_as_alike_as_postgresql_says(session):
    texts = [SUMMARY, f"{SUMMARY.upper()}!", "Trợ lý ảo", "trợ-lý_ảo; 30 GIỜ", "a", "", "Chuyển đổi số thư viện 2024"]
    for one in texts:
        for other in texts:
            said = await session.scalar(text("SELECT similarity(:one, :other)"), {"one": one, "other": other})
            reckoned = similarity(trigrams(one), trigrams(other), Decimal(0))
            assert abs(reckoned - Decimal(str(said))) < Decimal("0.0001"), (one, other)
    assert similarity(trigrams(SUMMARY), trigrams("Trợ"), Decimal("0.3")) == 0
