from datetime import date
from decimal import Decimal

import pytest

from domain import clock
from domain.actor import ANONYMOUS, Role
from domain.awards.concluding_model import DecisionPublication
from domain.awards.findings.model import NominationFinding
from domain.awards.model import Nomination
from domain.awards.papers.model import DossierPaper
from domain.awards.papers.rules import PaperKind
from domain.awards.rules import NominationState, NomineeKind
from domain.errors import NotAllowed, NotFound, Text
from domain.exports.nomination_table import COLUMNS, WORDS, ExportRow, cells_of
from domain.exports.nominations import nominations_report
from domain.exports.payments import COLUMNS as PAYMENT_COLUMNS
from domain.exports.payments import payments_report
from domain.ids import new_id
from domain.movements.rules import MovementState
from domain.people.rules import LeadershipTier
from domain.regulations.rules import RuleCode, Severity
from domain.units.rules import UnitType
from schema import node_ids
from tests.support import awards, councils, regulations
from tests.support.audit import entries, only_entry
from tests.support.factories import NOW, Factory
from tests.support.graphql import data
from tests.support.movements import movement
from tests.support.prizes import prize, terms
from tests.support.roles import actor_of

S = NominationState
MAY_EXPORT = (Role.PERSONNEL, Role.MINISTRY_LEADER, Role.COUNCIL_SECRETARY)
#: A day further in Viet Nam.
EVENING = NOW.replace(hour=18)


def of_column(report, name: str) -> list:
    """The cells of a column."""
    at = [column.heading.en for column in report.columns].index(name)
    return [row[at] for row in report.rows]


async def found(make: Factory, of: Nomination, code: RuleCode, ordinal: int, severity: Severity, *said: str) -> None:
    """What a rule found about a dossier."""
    rule = await regulations.rule(make, code, severity=severity)
    values = dict(zip(("message", "message_en"), said, strict=True))
    place = {"nomination_id": of.id, "ordinal": ordinal, "rule_id": rule.id, "code": code, "severity": severity}
    await make.add(NominationFinding(**place, **values, clause=rule.clause, basis="NĐ 98/2023/NĐ-CP", found_at=NOW))


async def test_every_column_of_a_person_and_of_a_unit(session, make: Factory):
    of = await awards.scene(make, name="Ứng dụng AI")
    await make.unit(type=UnitType.BO, name="Bộ Thông tin", name_en="Ministry")
    decision = await awards.decision(make, of)
    paid = await awards.nomination(
        make,
        of,
        state=S.PAID,
        decision_id=decision.id,
        submitted_at=EVENING,
        opinion="Đủ điều kiện",
        presented_on=date(2024, 7, 1),
        presented_where="Hội trường",
    )
    await make.add(DecisionPublication(decision_id=decision.id, channel="Cổng", published_at=EVENING))
    await found(make, paid, RuleCode.INTEGRITY_HOLD, 1, Severity.BLOCKING, "Đang bị giữ", "Held")
    await found(make, paid, RuleCode.ONE_REWARD, 2, Severity.WARNING, "Trùng thành tích", "Rewarded already")
    for minute, (kind, title, where) in enumerate(
        ((PaperKind.EVIDENCE, "=1+1", "https://thidua.example/2"), (PaperKind.ACHIEVEMENT_REPORT, "Báo cáo", "Kho 1"))
    ):
        said = {"kind": kind, "title": title, "reference": where, "added_at": NOW.replace(minute=9 - minute)}
        await make.add(DossierPaper(nomination_id=paid.id, **said))
    by = await terms(make, of.form)
    await prize(make, by, paid.id, paid_on=date(2024, 7, 2), payment_reference="PC-1")
    later = await awards.another(make, of, place=2)
    by_hand = {"result_entry_id": None, "by_hand_reason": "Thành tích đột xuất"}
    await awards.nomination(make, later, person_id=None, summary="Cả đơn vị", **by_hand)

    with clock.at(EVENING):
        report = await nominations_report(session, of.personnel, movement_id=of.movement.id)

    assert report.titles == [
        Text("BỘ THÔNG TIN", "MINISTRY"),
        Text("DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG", "NOMINATIONS FOR REWARDS"),
        Text("Phong trào: Ứng dụng AI", "Movement: Ứng dụng AI"),
        Text("Số liệu đến 01:00 ngày 04/06/2024", "As of 2024-06-04 01:00, Viet Nam time"),
    ]
    person, unit = report.rows
    assert person == cells_of(
        ExportRow(
            order=1,
            nominee_name=of.author.full_name,
            kind=NomineeKind.INDIVIDUAL,
            position="Phó phòng",
            unit_code=of.unit.code,
            unit_name=of.unit.name,
            leadership_tier=LeadershipTier.DIRECT_WORKER,
            form_name="Bằng khen của Bộ trưởng",
            by_hand_reason=None,
            initiative_title=of.initiative.title,
            place=1,
            score=Decimal("91.5"),
            summary="Giảm 30 giờ tra cứu mỗi tháng",
            state=S.PAID,
            submitted_on=date(2024, 6, 4),
            opinion="Đủ điều kiện",
            votes_for=None,
            members=None,
            blocking=1,
            warnings=1,
            findings="Đang bị giữ\nTrùng thành tích",
            findings_en="Held\nRewarded already",
            papers=[("ACHIEVEMENT_REPORT", "Báo cáo", "Kho 1"), ("EVIDENCE", "=1+1", "https://thidua.example/2")],
            decision_number="1234/QĐ-BTTTT",
            signed_on=date(2024, 6, 1),
            prize=Decimal(3510000),
            published_on=date(2024, 6, 4),
            presented_on=date(2024, 7, 1),
            paid_on=date(2024, 7, 2),
        )
    )
    assert unit == cells_of(
        ExportRow(
            order=2,
            nominee_name=later.unit.name,
            kind=NomineeKind.COLLECTIVE,
            position=None,
            unit_code=later.unit.code,
            unit_name=later.unit.name,
            leadership_tier=None,
            form_name="Bằng khen của Bộ trưởng",
            by_hand_reason="Thành tích đột xuất",
            initiative_title=later.initiative.title,
            place=None,
            score=None,
            summary="Cả đơn vị",
            state=S.DRAFT,
            submitted_on=None,
            opinion=None,
            votes_for=None,
            members=None,
            blocking=0,
            warnings=0,
            findings=None,
            findings_en=None,
            papers=None,
            decision_number=None,
            signed_on=None,
            prize=None,
            published_on=None,
            presented_on=None,
            paid_on=None,
        )
    )
    assert of_column(report, "Papers of the dossier") == [
        Text(
            "Báo cáo thành tích: Báo cáo (Kho 1)\nMinh chứng: =1+1 (https://thidua.example/2)",
            "Achievement report: Báo cáo (Kho 1)\nEvidence: =1+1 (https://thidua.example/2)",
        ),
        None,
    ]
    # What holds somebody is told to those only who see holds.
    told = await nominations_report(session, await make.actor(Role.COUNCIL_SECRETARY), movement_id=of.movement.id)
    assert of_column(told, "Findings") == [Text("Trùng thành tích", "Rewarded already")]
    assert of_column(told, "Blocking findings") == [0]
    assert [column.heading for column in COLUMNS] == [column.heading for column in report.columns]
    assert of_column(report, "Basis") == [
        Text("Kết quả đánh giá", "Result of an evaluation"),
        Text("Lập thủ công", "By hand"),
    ]


@pytest.mark.parametrize("role", MAY_EXPORT)
async def test_rows_are_those_that_the_actor_may_see(session, make: Factory, role: Role):
    of = await awards.scene(make)
    await awards.nomination(make, of)
    await awards.nomination(make, await awards.another(make, of), state=S.PROPOSED)
    await awards.nomination(make, await awards.another(make, of, place=3), state=S.REFUSED)
    elsewhere = await awards.scene(make)
    await awards.nomination(make, elsewhere, state=S.PROPOSED)
    actor = await make.actor(role)

    report = await nominations_report(session, actor, movement_id=of.movement.id)
    chosen = await nominations_report(session, actor, movement_id=of.movement.id, states=[S.REFUSED, S.DRAFT])

    drafts = [S.DRAFT] if role is Role.PERSONNEL else []
    assert of_column(report, "State") == [WORDS[state] for state in (*drafts, S.PROPOSED, S.REFUSED)]
    assert of_column(chosen, "State") == [WORDS[state] for state in (*drafts, S.REFUSED)]
    first, second = await entries(session)
    assert (first.deed, first.subject_type, first.subject_id) == ("NOMINATIONS_EXPORTED", "Movement", of.movement.id)
    assert (first.actor_id, first.before, first.after) == (actor.person_id, None, {"rows": len(report.rows)})
    assert second.after == {"rows": len(chosen.rows), "states": ["DRAFT", "REFUSED"]}


@pytest.mark.parametrize("role", [role for role in Role if role not in MAY_EXPORT])
async def test_nobody_else_exports(session, make: Factory, role: Role):
    of = await awards.scene(make)
    await awards.nomination(make, of, state=S.PROPOSED)
    actor = await actor_of(make, role, of.unit)

    with pytest.raises(NotAllowed):
        await nominations_report(session, actor, movement_id=of.movement.id)
    with pytest.raises(NotAllowed):
        await payments_report(session, actor, movement_id=of.movement.id)

    assert await entries(session) == []


async def test_a_movement_that_one_may_not_see_is_not_found(session, make: Factory):
    draft = await movement(make, state=MovementState.DRAFT)
    secretary, personnel = await make.actor(Role.COUNCIL_SECRETARY), await make.actor(Role.PERSONNEL)

    for report in (nominations_report, payments_report):
        with pytest.raises(NotFound):
            await report(session, secretary, movement_id=draft.id)
        with pytest.raises(NotFound):
            await report(session, ANONYMOUS, movement_id=draft.id)
        with pytest.raises(NotFound) as missing:
            await report(session, personnel, movement_id=new_id())
        assert missing.value.path == ("movementId",)

    assert await entries(session) == []
    assert (await nominations_report(session, personnel, movement_id=draft.id)).rows == []


async def test_an_export_costs_the_same_statements_for_one_row_and_three(session, make: Factory, statements):
    of = await awards.scene(make)
    decision = await awards.decision(make, of)
    by = await terms(make, of.form)

    async def reward() -> None:
        rewarded = await awards.another(make, of)
        nomination = await awards.nomination(make, rewarded, state=S.DECIDED, decision_id=decision.id)
        await prize(make, by, nomination.id)

    async def cost() -> list[int]:
        found = []
        for report in (nominations_report, payments_report):
            statements.clear()
            await report(session, of.personnel, movement_id=of.movement.id)
            await session.flush()
            found.append(len(statements))
        return found

    await reward()
    one = await cost()
    await reward()
    await reward()

    # The movement, the rows, the audit entry, the name of the ministry.
    assert [one, await cost()] == [[4, 4], [4, 4]]


async def test_payments_say_what_each_prize_is_made_of_and_their_total(session, make: Factory):
    of = await awards.scene(make)
    decision = await awards.decision(make, of)
    by = await terms(make, of.form)
    whom = await awards.nomination(make, of, state=S.PAID, decision_id=decision.id)
    await prize(make, by, whom.id, paid_on=date(2024, 7, 2), payment_reference="PC-1")
    second = await awards.another(make, of)
    unit = await awards.nomination(make, second, person_id=None, state=S.DECIDED, decision_id=decision.id)
    await prize(make, by, unit.id, factor=Decimal(2), amount=Decimal(7020000))
    third = await awards.another(make, of, place=3)
    revoked = await awards.nomination(make, third, state=S.REVOKED, decision_id=decision.id)
    await prize(make, by, revoked.id)

    report = await payments_report(session, of.personnel, movement_id=of.movement.id)

    first = ["Bằng khen của Bộ trưởng", "1234/QĐ-BTTTT", date(2024, 6, 1), Decimal("1.5"), Decimal(2340000)]
    clauses = ["Điều 54, 98/2023/NĐ-CP", "Điều 3, Nghị định về mức lương cơ sở"]
    paid = [Decimal(1), Decimal(3510000), *clauses, date(2024, 7, 2), "PC-1", None]
    due = [Decimal(2), Decimal(7020000), *clauses, None, None, None]
    assert [list(row) for row in report.rows] == [
        [1, of.author.full_name, of.unit.name, *first, *paid],
        [2, second.unit.name, second.unit.name, *first, *due],
    ]
    assert all(len(row) == len(PAYMENT_COLUMNS) for row in report.rows)
    total, words, _, signers = report.notes
    assert total == [None, Text("Tổng cộng", "Total"), *[None] * 7, Decimal(10530000)]
    assert words[1].vi == "Bằng chữ: Mười triệu năm trăm ba mươi nghìn đồng."
    assert [each.vi for each in signers if each] == ["Người lập", "Kế toán", "Thủ trưởng đơn vị"]
    assert (await only_entry(session)).deed == "PAYMENTS_EXPORTED"


async def test_votes_are_told_once_they_are_counted_and_of_all_members(session, make: Factory, database):
    of = await councils.in_session(make, await councils.scene(make, voters=5), present=4)
    for voter, choice in zip(of.voters, "FFFA", strict=False):
        await councils.cast(make, of, voter, councils.FOR if choice == "F" else councils.AGAINST)
    movement_id = of.awards.movement.id

    before = await nominations_report(session, of.awards.personnel, movement_id=movement_id)
    await councils.locked(make, of)
    after = await nominations_report(session, of.awards.personnel, movement_id=movement_id)
    document = "query($id: ID!) { nomination(id: $id) { votes { votesFor isPassed session { totalMembers } } } }"
    of_dossier = {"id": node_ids.encode("Nomination", of.nominations[0].id)}
    read = (await data(database, of.awards.personnel, document, of_dossier))["nomination"]["votes"]

    assert (of_column(before, "Votes for"), of_column(after, "Votes for")) == ([None], [Text("3/5 phiếu", "3 of 5")])
    assert read == [{"votesFor": 3, "isPassed": False, "session": {"totalMembers": 5}}]
