"""Documents made end to end by a worker: what stands in them is what the asker may see, and nothing that is held."""

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import docx
import pytest
from sqlalchemy import select

from domain.actor import Actor, Role
from domain.awards.model import Nomination
from domain.awards.rules import AwardLevel, AwardSubject, NominationState, SigningCapacity
from domain.benefits.rules import Grade, Verdict
from domain.clock import at
from domain.councils import concluding
from domain.councils.rules import BallotChoice as C
from domain.documents import queries
from domain.documents.asking import make_document
from domain.documents.freezing import content_hash, thawed
from domain.documents.model import DocumentFile, DocumentPicture, OfficialDocument
from domain.documents.particulars import About, Texts
from domain.documents.rules import DocumentFormat, DocumentKind, DocumentState
from domain.exemplars.rules import ExemplarState
from domain.initiatives.rules import InitiativeState
from domain.jobs.model import Job
from domain.jobs.rules import JobState
from domain.ledger.model import ScoreEvent
from domain.ledger.rules import EventKind
from domain.movements.model import Movement, Participation
from domain.people.model import Person, RoleGrant
from domain.people.rules import Gender
from domain.reading import viewer
from domain.regulations.rules import ParameterKind
from domain.replications.rules import ReplicationState
from domain.reports.rules import ReportState
from domain.results.model import Result
from domain.units.model import Unit
from tests.support import (
    audit,
    awards,
    benefits,
    conflicts,
    councils,
    evaluations,
    exemplars,
    movements,
    papers,
    prizes,
    replications,
    reports,
)
from tests.support.awards import Scene
from tests.support.evaluations import refusal, refusals
from tests.support.factories import NOW, Factory
from tests.support.initiatives import initiative
from tests.support.jobs import run_jobs
from tests.support.regulations import parameter

K, S, N = DocumentKind, DocumentState, NominationState


async def asked(
    session,
    database,
    actor: Actor,
    kind: K,
    of: Movement,
    about: About | None = None,
    moment: datetime = NOW,
    **texts: Any,
) -> Job:
    """Ask for a document and let a worker do it; returns the job as it ended."""
    with at(moment):
        said = Texts(**texts)
        job = await make_document(session, actor, kind=kind, movement_id=of.id, about=about or About(), texts=said)
        await session.flush()
        assert await run_jobs(database) == 1
    await session.refresh(job)
    return job


async def made(session, database, *request: Any, **texts: Any) -> tuple[OfficialDocument, str]:
    """Have a document made; returns it with everything that its DOCX says."""
    job = await asked(session, database, *request, **texts)
    assert (job.state, job.error) == (JobState.DONE, None)
    document = await session.get_one(OfficialDocument, job.outcome_id)
    return document, await said_by(session, document)


async def said_by(session, document: OfficialDocument) -> str:
    """Everything that the newest DOCX of a document says."""
    newest = (
        select(DocumentFile.content)
        .where(DocumentFile.document_id == document.id, DocumentFile.format == DocumentFormat.DOCX)
        .order_by(DocumentFile.made_at.desc(), DocumentFile.id.desc())
        .limit(1)
    )
    opened = docx.Document(io.BytesIO(await session.scalar(newest)))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


async def head(make: Factory, there: Scene) -> Actor:
    """The leader of the scene's unit, which takes part."""
    await movements.participation(make, there.movement, there.unit)
    return await make.acting(await make.person(there.unit), Role.UNIT_LEADER)


async def sent(session, make: Factory, there: Scene, **given: Any) -> None:
    """A report of the scene's unit that came."""
    part = await session.scalar(select(Participation).where(Participation.unit_id == there.unit.id))
    of = {"movement_id": there.movement.id, "issuer_id": there.unit.id, "unit_id": there.unit.id}
    document = await papers.document(make, **of, edition=9, state=DocumentState.SIGNED)
    await reports.report(make, part, document, **given)


async def test_a_units_report_tells_what_the_unit_let_out(session, database, make: Factory):
    there = await awards.scene(make, document_number="12/BTTTT-TTTT")
    leader = await head(make, there)
    elsewhere = await make.unit()
    stranger = await make.person(elsewhere)
    shared = await initiative(
        make, there.movement, there.unit, there.author, stranger, state=InitiativeState.SUBMITTED, title="Làm chung"
    )
    for label, state in (("Còn là dự thảo", InitiativeState.DRAFT), ("Đã rút", InitiativeState.WITHDRAWN)):
        await initiative(make, there.movement, there.unit, there.author, state=state, title=label)
    await awards.nomination(make, there, state=N.PROPOSED)
    await awards.nomination(make, there, person_id=None, state=N.HELD)
    measured = await benefits.measurement(make, await benefits.benefit(make, there.initiative, there.unit))
    await benefits.verification(make, measured)
    other = await initiative(make, there.movement, elsewhere, stranger, state=InitiativeState.SCORED)
    for unit, of in ((elsewhere, there.initiative), (await make.unit(), there.initiative), (there.unit, other)):
        await conflicts.adopted(make, unit, of)
    result = await session.get_one(Result, there.entry.result_id)
    event = await make.add(ScoreEvent(round_id=result.round_id, at=NOW, kind=EventKind.ROUND_CLOSED, body="{}"))

    document, said = await made(
        session,
        database,
        leader,
        K.UNIT_REPORT,
        there.movement,
        About(unit_id=there.unit.id),
        lessons=("Bắt đầu từ việc nhỏ.",),
    )

    for text in (
        "Công văn số 12/BTTTT-TTTT",
        there.initiative.title,
        "Đã chấm điểm: 91,50 điểm, hạng 1",
        "Làm chung",
        "01 đồng tác giả của đơn vị khác",
        "60 giờ công mỗi tháng",
        "tiết kiệm 30 giờ công mỗi tháng (trong khoảng từ 25 đến 35 giờ); đơn vị khác đã thẩm tra, xác nhận 30 giờ",
        "công (1/1 phép đo).",
        "giải pháp của đơn vị: 2 lượt; đơn vị đang áp dụng 1 sáng kiến, giải pháp của đơn vị khác.",
        f"Bằng khen của Bộ trưởng: {there.author.full_name}",
        "Bắt đầu từ việc nhỏ.",
        f"BC-{there.unit.code}",
    ):
        assert text in said, text
    for text in ("Còn là dự thảo", "Đã rút", stranger.full_name, f"Bằng khen của Bộ trưởng: {there.unit.name}"):
        assert text not in said, text
    assert (document.state, document.edition, document.tells_nominations) == (S.DRAFT, 1, True)
    assert (document.issuer_id, document.unit_id, document.made_by_id) == (
        there.unit.id,
        there.unit.id,
        leader.person_id,
    )
    assert (document.result_id, document.number, document.symbol) == (result.id, None, f"BC-{there.unit.code}")
    # The result of the scene was computed at no head; the ledger moved on since.
    assert (document.ledger_number, event.number) == (None, 1)
    assert shared.title in said
    kept, pictures = await queries.content_of(session, document.id)
    assert (content_hash(kept), pictures) == (document.content_hash, {})
    entries = [(entry.deed, entry.subject_type) for entry in await audit.entries(session)]
    assert entries == [("DOCUMENT_ASKED_FOR", "Job"), ("DOCUMENT_MADE", "OfficialDocument")]
    assert "content" not in (await audit.entries(session))[-1].after


async def test_a_focal_officers_report_tells_no_dossiers_and_is_the_next_edition(session, database, make: Factory):
    there = await awards.scene(make)
    leader = await head(make, there)
    officer = await make.acting(await make.person(there.unit), Role.FOCAL_OFFICER)
    await awards.nomination(make, there, state=N.PROPOSED)
    request = (K.UNIT_REPORT, there.movement, About(unit_id=there.unit.id))

    first, _said = await made(session, database, leader, *request)
    second, said = await made(session, database, officer, *request)

    assert [(each.edition, each.tells_nominations) for each in (first, second)] == [(1, True), (2, False)]
    assert "Đơn vị không đề nghị khen thưởng." in said


async def test_a_submission_and_its_list_tell_who_is_proposed_and_nobody_held(session, database, make: Factory):
    there = await awards.scene(make)
    second = await awards.another(make, there)
    states = (N.APPRAISED, N.HELD, N.DRAFT, N.RETURNED, N.WITHDRAWN)
    people = {state: await make.person(there.unit, full_name=f"Người {state}") for state in states}
    for gender, called in ((Gender.FEMALE, "Bà Ba"), (Gender.MALE, "Ông Tư")):
        named = await make.person(there.unit, full_name=called[-2:], gender=gender)
        await awards.nomination(make, there, person_id=named.id, state=N.VOTED)
    for state, person in people.items():
        await awards.nomination(make, there, person_id=person.id, state=state)
    await awards.nomination(make, second, person_id=None, state=N.PROPOSED)
    law = await movements.legal_basis(make)
    expired = await movements.legal_basis(make, title="Luật cũ", number="1", valid_to=NOW.date().replace(day=1))
    for each in (law, expired):
        await movements.citation(make, there.movement, each)

    document, said = await made(session, database, there.personnel, K.SUBMISSION, there.movement)
    _list, listed = await made(session, database, there.personnel, K.NOMINATION_LIST, there.movement)

    for text in (said, listed):
        assert {f"Ông/Bà Người {N.APPRAISED}", "Bà Ba", "Ông Tư"} <= set(text.split("\n"))
        assert second.unit.name in text
        assert [state for state in states[1:] if f"Người {state}" in text] == []
    assert "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;" in said
    assert "Luật cũ" not in said
    assert document.tells_nominations
    assert (_list.symbol, _list.state) == (None, S.DRAFT)


async def test_an_issued_decision_tells_its_frozen_prizes_and_in_whose_name_it_was_signed(
    session, database, make: Factory
):
    there = await awards.scene(make)
    there.form.decided_by = "Bộ trưởng, hoặc Thứ trưởng ký thay"
    decision = await awards.decision(make, there, signing_capacity=SigningCapacity.KT)
    signer = await session.get_one(Person, there.leader.person_id)
    signer.position = "Thứ trưởng"
    of = {"decision_id": decision.id, "state": N.DECIDED}
    person = await awards.nomination(make, there, **of)
    collective = await awards.nomination(make, there, person_id=None, **of)
    terms = await prizes.terms(make, there.form)
    await prizes.prize(make, terms, person.id, amount=Decimal(1230000))
    await prizes.prize(make, terms, collective.id, amount=Decimal(4560000))
    about = About(form_id=there.form.id, decision_id=decision.id)

    _document, said = await made(session, database, there.personnel, K.DECISION_DRAFT, there.movement, about)

    assert [each for each in ("1.230.000", "4.560.000", "5.790.000 đồng", "ngày 01 tháng 6") if each not in said] == []
    assert "3.510.000" not in said
    assert f"\nKT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\n\n\n\n\n{signer.full_name}" in said
    ministry = await session.get_one(Unit, there.personnel.unit_id)
    assert f"\nBỘ TRƯỞNG {ministry.name.upper()}\n" in said
    assert "KÝ THAY" not in said


async def test_a_decision_counts_prizes_of_the_day(session, database, make: Factory):
    there = await awards.scene(make)
    await awards.nomination(make, there, state=N.APPROVED)
    await awards.nomination(make, there, person_id=None, state=N.APPROVED)
    refused = await make.person(there.unit, full_name="Người khác")
    await awards.nomination(make, there, person_id=refused.id, state=N.PROPOSED)
    request = (there.personnel, K.DECISION_DRAFT, there.movement, About(form_id=there.form.id))

    missing = await asked(session, database, *request)
    for kind, number, given in (
        (ParameterKind.BASE_SALARY, "1800000", {}),
        (ParameterKind.PRIZE_COEFFICIENT, "1.5", {"form_id": there.form.id}),
        (ParameterKind.COLLECTIVE_FACTOR, "2", {}),
        (ParameterKind.PRIZE_ROUNDING, "10000", {}),
    ):
        await parameter(make, kind, number, **given)
    _document, said = await made(session, database, *request)

    assert missing.state is JobState.FAILED
    assert missing.error.startswith("Chưa tính được tiền thưởng")
    for text in ("2.700.000", "5.400.000", "8.100.000 đồng", "Tám triệu một trăm nghìn đồng", there.author.full_name):
        assert text in said, text
    assert "Người khác" not in said


async def test_the_award_of_a_units_level_is_decided_by_the_unit(session, database, make: Factory):
    there = await awards.scene(make)
    form = await awards.form(make, level=AwardLevel.UNIT, subject=AwardSubject.BOTH)
    for about in (About(form_id=form.id), About(form_id=there.form.id, unit_id=there.unit.id)):
        job = await asked(session, database, there.personnel, K.DECISION_DRAFT, there.movement, about)
        assert "thẩm quyền thủ trưởng đơn vị" in job.error
    mine = About(form_id=form.id, unit_id=there.unit.id)
    empty = await asked(session, database, there.personnel, K.DECISION_DRAFT, there.movement, mine)
    assert empty.error.startswith("Không có nội dung nào để lập văn bản.")


async def test_a_synthesis_tells_units_ranking_and_counts(session, database, make: Factory):
    there = await awards.scene(make)
    await head(make, there)
    silent = await make.unit(name="Đơn vị im lặng")
    await movements.participation(make, there.movement, silent)
    await awards.nomination(make, there, state=N.PROPOSED)
    await awards.nomination(make, there, person_id=None, state=N.HELD)
    center = await make.actor(Role.INFORMATION_CENTER)
    secretary = await make.actor(Role.COUNCIL_SECRETARY)
    for state, subject in (
        (ExemplarState.PUBLISHED, there.author),
        (ExemplarState.SELECTED, None),
        (ExemplarState.CANDIDATE, None),
    ):
        given = {} if subject else {"unit_id": there.unit.id if state is ExemplarState.SELECTED else silent.id}
        await exemplars.exemplar(make, there.movement, subject, state=state, title=f"Gương {state}", **given)
    await replications.replication(make, there.initiative, silent, state=ReplicationState.PILOTING)
    await replications.replication(make, there.initiative, await make.unit(), state=ReplicationState.FAILED)
    measures = [await benefits.benefit(make, there.initiative, unit) for unit in (there.unit, silent)]
    confirmed = await benefits.measurement(make, measures[0])
    await benefits.verification(make, confirmed, verdict=Verdict.ADJUSTED, value=Decimal("28.5"), reason="Trừ trùng")
    await benefits.measurement(make, measures[1], saved=Decimal(12), low=Decimal(10), high=Decimal(15), grade=Grade.D)

    await sent(session, make, there)

    document, said = await made(session, database, center, K.SYNTHESIS_REPORT, there.movement)

    for text in (
        "Có 1/2 đơn vị gửi báo cáo (50%), trong đó 1 đơn vị đúng hạn",
        "Các đơn vị chưa báo cáo: Đơn vị im lặng.",
        "91,50",
        there.initiative.title,
        "Đề nghị Bằng khen của Bộ trưởng: 01 cá nhân",
        "Đã đo hiệu quả của 1 sáng kiến, giải pháp: tiết kiệm 42 giờ công mỗi tháng (trong khoảng từ 35 đến 50 giờ);",
        "đơn vị khác đã thẩm tra, xác nhận 28,5 giờ công (1/2 phép đo).",
        "Số giờ công kê khai trong hồ sơ sáng kiến, giải pháp là 30 giờ mỗi tháng.",
        "B – đo theo mẫu\n30\nC – người thực hiện tự báo cáo\n0\nD – ước tính\n12\nTổng cộng\n42",
        "Đang thí điểm\n1\nKhông thành công\n1\nTổng cộng\n2",
        f"- Ông/Bà {there.author.full_name}, {there.unit.name};\n- {there.unit.name}.",
        "Gương PUBLISHED.\nGiảm 30 giờ tra cứu mỗi tháng.",
        "Gương SELECTED (chưa công bố)",
    ):
        assert text in said, text
    assert [text for text in ("Gương CANDIDATE", "Khoảng 90%") if text in said] == []
    for actor, ids in ((center, [document.id]), (secretary, [])):
        seen = select(OfficialDocument.id).where(queries.DOCUMENTS.visible(actor))
        syntheses = seen.where(OfficialDocument.kind == K.SYNTHESIS_REPORT)
        assert (await session.scalars(syntheses, viewer.values(actor))).all() == ids
    kept, pictures = await queries.content_of(session, document.id)
    assert len(pictures) == 1
    assert thawed(kept, pictures).blocks
    assert await session.scalar(select(DocumentPicture.png)) == next(iter(pictures.values()))


async def test_a_synthesis_tells_how_sure_a_ranking_is(session, database, make: Factory):
    there = await awards.scene(make)
    await head(make, there)
    published = await session.get_one(Result, there.entry.result_id)
    second = await initiative(make, there.movement, there.unit, there.author, state=InitiativeState.SCORED)
    sure = {"score_low": Decimal("78.004"), "score_high": Decimal("82.5"), "rank_best": 1, "rank_worst": 3}
    await awards.standing(make, published, second, place=2, score=Decimal(80), **sure)

    document, said = await made(
        session, database, await make.actor(Role.COUNCIL_SECRETARY), K.SYNTHESIS_REPORT, there.movement
    )

    assert "80,00\n78,00 – 82,50\n1 – 3" in said
    assert "91,50\n–\n–" in said
    assert "Khoảng 90% là khoảng mà điểm (hạng) thực" in said
    assert "Chưa có số đo hiệu quả sau khi áp dụng." in said
    assert len((await queries.content_of(session, document.id))[1]) == 2


async def test_a_score_sheet_is_told_to_those_who_see_it(session, database, make: Factory):
    there = await evaluations.scene(make)
    first, second = there.criteria
    comment = {"comment": "Có số liệu"}
    sheet = await evaluations.submitted(make, there.assignment, (first, "40"), (second, "30.5"), **comment)
    near = await make.acting(await make.person(there.unit), Role.PERSONNEL)
    about = About(sheet_id=sheet.id)

    document, said = await made(session, database, there.manager, K.SCORE_SHEET, there.movement, about)
    hidden = await asked(session, database, near, K.SCORE_SHEET, there.movement, about)

    for text in ("PHIẾU CHẤM ĐIỂM", "40", "30,5", "Có số liệu", there.evaluator.name, there.author.full_name):
        assert text in said, text
    assert (document.symbol, document.sheet_id) == (None, sheet.id)
    # Who works in the unit of the initiative has a conflict of interest.
    assert hidden.error.startswith("Không tìm thấy đối tượng.")


async def test_a_reminder_tells_what_a_unit_owes(session, database, make: Factory):
    there = await awards.scene(make)
    await head(make, there)
    silent = await make.unit()
    await movements.participation(make, there.movement, silent)
    center = await make.actor(Role.INFORMATION_CENTER)
    aside = await make.unit()

    said = [
        (await made(session, database, center, K.REMINDER, there.movement, About(unit_id=unit.id)))[1]
        for unit in (silent, there.unit)
    ]
    await sent(session, make, there, state=ReportState.RETURNED)
    reminded = About(unit_id=there.unit.id)
    overdue = datetime(2024, 12, 24, 17, tzinfo=UTC)
    _document, late = await made(session, database, center, K.REMINDER, there.movement, reminded, overdue)
    outside = await asked(session, database, center, K.REMINDER, there.movement, About(unit_id=aside.id))

    assert "Chưa gửi báo cáo kết quả. Chưa gửi sáng kiến, giải pháp nào" in said[0]
    assert "Chưa gửi báo cáo kết quả. Mới gửi 01 sáng kiến, giải pháp" in said[1]
    returned = "Chưa gửi bổ sung báo cáo kết quả đã được trả lại (bản gửi ngày 03 tháng 6 năm 2024). Mới gửi 01"
    assert returned in late
    assert "gửi báo cáo ngay; đã quá thời hạn nêu trên" in late
    assert "trước ngày 25 tháng 12 năm 2024" in said[0]
    assert outside.error.startswith("Đơn vị không tham gia phong trào.")


async def test_a_job_goes_by_the_rights_that_the_asker_has_then(session, database, make: Factory):
    there = await awards.scene(make)
    await awards.nomination(make, there, state=N.PROPOSED)
    with at(NOW):
        job = await make_document(
            session, there.personnel, kind=K.SUBMISSION, movement_id=there.movement.id, about=About(), texts=Texts()
        )
    grants = select(RoleGrant).where(RoleGrant.person_id == there.personnel.person_id)
    for grant in await session.scalars(grants):
        grant.revoked_at, grant.revoked_reason = NOW, "Chuyển việc"
    await session.flush()
    with at(NOW):
        await run_jobs(database)
    await session.refresh(job)

    assert job.state is JobState.FAILED
    assert (await session.scalars(select(OfficialDocument))).all() == []


async def test_what_is_wrong_with_a_request_is_said_at_once(session, make: Factory):
    there = await awards.scene(make)
    leader, officer = await head(make, there), await make.actor(Role.FOCAL_OFFICER)
    other = await make.unit()

    async def ask(actor: Actor, kind: K, about: About | None = None, **texts: Any) -> Job:
        said = Texts(**texts)
        return await make_document(
            session, actor, kind=kind, movement_id=there.movement.id, about=about or About(), texts=said
        )

    assert (await refusal(make, ask(leader, K.UNIT_REPORT, About(unit_id=other.id))))[0] == "NotAllowed"
    for kind in (K.REMINDER, K.SUBMISSION, K.SYNTHESIS_REPORT):
        about = About(unit_id=leader.unit_id) if kind is K.REMINDER else None
        assert (await refusal(make, ask(leader, kind, about)))[0] == "NotAllowed"
    assert (await refusal(make, ask(officer, K.UNIT_REPORT, About())))[0] == "NotAllowed"
    wrong = await refusals(make, ask(there.personnel, K.REMINDER, About(form_id=there.form.id), lessons=("",)))
    assert [(each.rule, each.path) for each in wrong] == [
        ("ABOUT_MISSING", ("unitId",)),
        ("ABOUT_FOREIGN", ("formId",)),
        ("TEXTS_LENGTH", ("texts", "lessons")),
    ]


@pytest.mark.parametrize("kind", [K.SUBMISSION, K.NOMINATION_LIST])
async def test_nothing_is_written_of_nobody(session, database, make: Factory, kind):
    there = await awards.scene(make)
    await awards.nomination(make, there, state=N.HELD)

    job = await asked(session, database, there.personnel, kind, there.movement)

    assert job.error.startswith("Không có nội dung nào để lập văn bản.")
    assert (await session.scalars(select(Nomination.state))).all() == [N.HELD]
    assert Decimal(job.progress) < 1


async def test_votes_stand_in_what_asks_for_awards(session, database, make: Factory):
    of = await councils.in_session(make, await councils.scene(make, voters=5, items=2), present=5)
    for voter, choice in zip(of.voters, (*[C.FOR] * 4, C.AGAINST), strict=True):
        await councils.cast(make, of, voter, C.FOR, choice)
    await councils.locked(make, of)
    with at(NOW):
        sitting = {"session_id": of.sitting.id, "expected_version": of.sitting.version}
        await concluding.conclude_council_session(session, of.secretary, **sitting)
    nominee = await make.acting(of.awards.author, Role.PERSONNEL)
    movement = of.awards.movement

    submission, said = await made(session, database, of.awards.personnel, K.SUBMISSION, movement)
    _list, listed = await made(session, database, of.awards.personnel, K.NOMINATION_LIST, movement)
    own, less = await made(session, database, nominee, K.SUBMISSION, movement)

    sentence = "Ngày {day}, Hội đồng TĐKT Bộ đã họp, bỏ phiếu kín về {number} trường hợp được đề nghị;"
    day = "03 tháng 6 năm 2024"
    assert sentence.format(day=day, number="02") in said
    assert "trên tổng số 5 thành viên Hội đồng." in said
    assert [text.count("5/5 (100%)") for text in (said, listed, less)] == [1, 1, 0]
    assert [text.count("4/5 (80%)") for text in (said, listed, less)] == [1, 1, 1]
    assert sentence.format(day=day, number="01") in less
    seen = select(OfficialDocument.id).where(OfficialDocument.id.in_([submission.id, own.id]))
    for actor, ids in ((of.awards.leader, []), (of.secretary, [submission.id, own.id]), (nominee, [own.id])):
        visible = seen.where(queries.DOCUMENTS.visible(actor))
        assert set(await session.scalars(visible, viewer.values(actor))) == set(ids)


async def test_minutes_are_for_who_sees_every_vote(session, database, make: Factory):
    of = await councils.in_session(make, await councils.scene(make, voters=4), present=4)
    movement, about = of.awards.movement, About(session_id=of.sitting.id)
    early = await asked(session, database, of.secretary, K.COUNCIL_MINUTES, movement, about)
    for voter, choice in zip(of.voters, (C.FOR, C.FOR, C.FOR, C.AGAINST), strict=True):
        await councils.cast(make, of, voter, choice)
    await councils.locked(make, of)
    with at(NOW):
        sitting = {"session_id": of.sitting.id, "expected_version": of.sitting.version}
        await concluding.conclude_council_session(session, of.secretary, **sitting)
    nominee = await make.acting(of.awards.author, Role.PERSONNEL)

    document, said = await made(session, database, of.secretary, K.COUNCIL_MINUTES, movement, about)
    hidden = await asked(session, database, nominee, K.COUNCIL_MINUTES, movement, about)

    assert early.error.startswith("Phiên họp chưa kết luận.")
    assert hidden.error.startswith("Không tìm thấy đối tượng.")
    author = f": Ông/Bà {of.awards.author.full_name}, "
    for text in ("BIÊN BẢN", "HỘI ĐỒNG TĐKT BỘ", "4/4 thành viên Hội đồng (100%)", author, "75%"):
        assert text in said, text
    seen = select(OfficialDocument.id).where(OfficialDocument.id == document.id)
    for actor, ids in ((of.awards.leader, []), (of.secretary, [document.id]), (nominee, [])):
        visible = seen.where(queries.DOCUMENTS.visible(actor))
        assert (await session.scalars(visible, viewer.values(actor))).all() == ids
