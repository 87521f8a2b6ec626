"""The road of a document: checked by another, signed, numbered, issued, mended; and what is frozen stays frozen."""

import io
from datetime import date
from typing import Any

import docx
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from domain.actor import Actor, Role
from domain.awards.rules import SigningCapacity
from domain.awards.signing_rules import SigningMatter
from domain.clock import at
from domain.documents import asking, downloading, issuing, mending, queries, signing
from domain.documents.model import DocumentEvent, DocumentFile, OfficialDocument
from domain.documents.rules import DocumentFormat, DocumentKind, DocumentState
from domain.jobs import actions as jobs
from domain.jobs.model import Job
from domain.regulations.model import SpecialDay
from domain.regulations.rules import DayKind
from schema.mutation import constraint_of
from tests.support import audit, awards, movements, papers
from tests.support.evaluations import refusal
from tests.support.factories import NOW, Factory, days
from tests.support.jobs import run_jobs

K, S = DocumentKind, DocumentState
TODAY = date(2024, 6, 3)


async def report(make: Factory, **given: Any) -> OfficialDocument:
    """A submission of a unit, made by somebody, with the PDF that is signed."""
    issuer = given.pop("issuer_id", None) or (await make.unit()).id
    of_movement = given.pop("movement_id", None) or (await movements.movement(make)).id
    made = {"kind": K.SUBMISSION, "movement_id": of_movement, "issuer_id": issuer, **given}
    document = await papers.document(make, **made)
    await papers.file(make, document, DocumentFormat.PDF)
    await papers.event(make, document)
    return document


async def hash_of(session, of: OfficialDocument) -> str:
    return await session.scalar(select(DocumentFile.sha256).where(DocumentFile.document_id == of.id))


async def words_of(session, of: OfficialDocument, state: DocumentState) -> str:
    """What the DOCX of a document says as it stood in a state."""
    wanted = select(DocumentFile.content).where(
        DocumentFile.document_id == of.id, DocumentFile.state == state, DocumentFile.format == DocumentFormat.DOCX
    )
    opened = docx.Document(io.BytesIO(await session.scalar(wanted)))
    cells = [cell.text for table in opened.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in opened.paragraphs), *cells])


async def test_a_document_goes_its_whole_road(session, database, make: Factory):
    maker = await make.actor(Role.PERSONNEL)
    leader = await make.acting(await make.person(position="Thứ trưởng"), Role.MINISTRY_LEADER)
    await awards.delegation(make, leader.person_id, matter=SigningMatter.DOCUMENTS)
    center = await make.actor(Role.INFORMATION_CENTER)
    document = await report(make, made_by_id=maker.person_id)
    frozen = document.content_hash
    key = {"document_id": document.id}

    with at(NOW):
        await signing.check_document(session, center, **key, expected_version=1)
        await signing.sign_document(
            session,
            leader,
            **key,
            expected_version=2,
            signed_hash=await hash_of(session, document),
            capacity=SigningCapacity.KT,
            certificate_serial="5404 AB",
        )
        await session.flush()
        await run_jobs(database)
    with at(NOW + days(1)):
        await issuing.number_document(session, maker, **key, expected_version=3, issued_on=TODAY)
        early = await refusal(make, issuing.issue_document(session, maker, **key, expected_version=4))
        await run_jobs(database)
        await issuing.issue_document(session, maker, **key, expected_version=4)
        await mending.correct_document(
            session, maker, **key, expected_version=5, letter="Công văn số 8/TCCB", reason="Sai lề"
        )
        await mending.recall_document(session, maker, **key, expected_version=6, reason="Trái quy định")

    assert early == ("Conflict", "FILES_NOT_READY", ())
    assert (document.state, document.number, document.issued_on) == (S.RECALLED, 1, TODAY)
    assert (document.signed_name, document.signed_by_id) == (leader.name, leader.person_id)
    assert (document.checked_by_id, document.content_hash) == (center.person_id, frozen)
    signed, numbered = [await words_of(session, document, state) for state in (S.SIGNED, S.NUMBERED)]
    for said in ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", leader.name):
        assert said in signed
        assert said in numbered
    assert "Số: …/BC-DV" in signed
    assert "Số: 01/BC-DV" in numbered
    assert "Hà Nội, ngày 03 tháng 6 năm 2024" in numbered
    events = await session.scalars(select(DocumentEvent).order_by(DocumentEvent.ordinal))
    assert [(each.from_state, each.to_state, each.reason, each.reference) for each in events] == [
        (None, S.DRAFT, None, None),
        (S.DRAFT, S.CHECKED, None, None),
        (S.CHECKED, S.SIGNED, None, "Quyết định số 12/QĐ-BTTTT về phân công nhiệm vụ"),
        (S.SIGNED, S.NUMBERED, None, None),
        (S.NUMBERED, S.ISSUED, None, None),
        (S.ISSUED, S.CORRECTED, "Sai lề", "Công văn số 8/TCCB"),
        (S.CORRECTED, S.RECALLED, "Trái quy định", None),
    ]
    trail = await audit.entries(session)
    assert [each.deed for each in trail] == [
        f"DOCUMENT_{what}" for what in ("CHECKED", "SIGNED", "NUMBERED", "ISSUED", "CORRECTED", "RECALLED")
    ]
    assert not any("content" in (each.after or {}) for each in trail)


async def test_nobody_checks_their_own_draft(session, make: Factory):
    maker, other = await make.actor(Role.PERSONNEL), await make.actor(Role.PERSONNEL)
    document = await report(make, made_by_id=maker.person_id)

    async def check(actor: Actor, version: int = 1) -> OfficialDocument:
        return await signing.check_document(session, actor, document_id=document.id, expected_version=version)

    assert (await refusal(make, check(maker)))[0] == "NotAllowed"
    assert (await refusal(make, check(other, 2)))[0] == "StaleVersion"
    await check(other)
    assert (await refusal(make, check(other, 2)))[1] == "STATE_FORBIDS"


async def test_what_is_signed_is_a_file_of_the_document(session, make: Factory):
    leader = await make.actor(Role.MINISTRY_LEADER)
    document, other = await report(make, state=S.CHECKED), await report(make, state=S.CHECKED)

    async def sign(actor: Actor, signed_hash: str, **given: Any) -> OfficialDocument:
        asked = {"document_id": document.id, "expected_version": 1, **given}
        return await signing.sign_document(session, actor, signed_hash=signed_hash, **asked)

    theirs, mine = await hash_of(session, other), await hash_of(session, document)
    assert (await refusal(make, sign(leader, theirs)))[1:] == ("FILE_HASH_UNKNOWN", ("signedHash",))
    assert (await refusal(make, sign(leader, mine, certificate_serial="5" * 201)))[1] == "LINE_LENGTH"
    # A leader of a unit signs for the unit that they lead, and does not even see this one.
    assert (await refusal(make, sign(await make.actor(Role.UNIT_LEADER), mine)))[0] == "NotFound"
    assert (await sign(leader, mine)).signed_hash == mine


async def test_numbers_run_by_unit_kind_and_year(session, make: Factory):
    clerk, unit = await make.actor(Role.PERSONNEL), await make.unit()
    of = {"movement_id": (await movements.movement(make)).id, "issuer_id": unit.id, "state": S.SIGNED}

    async def number(document: OfficialDocument, given: int | None = None, day: date = TODAY) -> OfficialDocument:
        with at(NOW + days(300)):
            return await issuing.number_document(
                session, clerk, document_id=document.id, expected_version=1, number=given, issued_on=day
            )

    drafts = [await report(make, edition=edition, **of) for edition in range(1, 6)]
    elsewhere = await report(make, **{**of, "issuer_id": (await make.unit()).id})

    assert [(await number(each)).number for each in drafts[:2]] == [1, 2]
    assert (await number(elsewhere)).number == 1
    assert (await number(drafts[2], 7)).number == 7
    assert (await number(drafts[3])).number == 8
    # One register for one symbol, whatever the kind; and days run as numbers do.
    report_too = await report(make, **{**of, "kind": K.SYNTHESIS_REPORT})
    assert (await number(report_too)).number == 9
    earlier, between = [await report(make, edition=edition, **of) for edition in (11, 12)]
    assert (await number(earlier, None, date(2024, 6, 5))).number == 10
    assert (await refusal(make, number(between, 11)))[1:] == ("NUMBER_OUT_OF_ORDER", ("issuedOn",))
    assert (await refusal(make, number(between, 5, date(2024, 6, 5))))[1] == "NUMBER_OUT_OF_ORDER"
    assert (await refusal(make, number(between, 0)))[1] == "NUMBER_RANGE"
    next_year = date(2025, 1, 2)
    assert (await number(drafts[4], None, next_year)).number == 1
    listed = await report(make, symbol=None, edition=9, **of)
    assert (await refusal(make, number(listed)))[1] == "STATE_FORBIDS"
    late = await report(make, edition=10, **of)
    assert (await refusal(make, number(late, None, date(2024, 6, 2))))[1] == "DAY_RANGE"
    with pytest.raises(IntegrityError) as taken:
        await number(late, 7)
    assert constraint_of(taken.value) == "uq_official_documents_number"


async def test_what_bears_no_number_is_issued_when_signed(session, make: Factory):
    clerk = await make.actor(Role.PERSONNEL)
    listed = await report(make, kind=K.NOMINATION_LIST, symbol=None, state=S.SIGNED)
    await papers.file(make, listed, DocumentFormat.PDF, state=S.SIGNED)

    async def issue(**given: Any) -> OfficialDocument:
        return await issuing.issue_document(session, clerk, document_id=listed.id, expected_version=1, **given)

    # Signed on a Monday; given out on the next working day at the latest, or with a reason.
    day_off = {"kind": DayKind.HOLIDAY, "name": "Nghỉ bù", "source": "Thông báo", "is_verified": True}
    await make.add(SpecialDay(day=date(2024, 6, 4), **day_off))
    with at(NOW + days(3)):
        assert await refusal(make, issue(reason=" ")) == ("Invalid", "ISSUED_LATE", ("reason",))
        async with session.begin_nested() as undone:
            assert (await issue(reason=" Chờ con dấu ")).state is S.ISSUED
            assert (await audit.entries(session))[-1].reason == "Chờ con dấu"
            await undone.rollback()
    await session.refresh(listed)
    with at(NOW + days(2)):
        issued = await issue()

    assert (issued.state, issued.number) == (S.ISSUED, None)


async def test_an_equal_form_replaces_what_is_wrong(session, make: Factory):
    clerk = await make.actor(Role.PERSONNEL)
    wrong = await report(make, state=S.ISSUED)
    same = {"movement_id": wrong.movement_id, "issuer_id": wrong.issuer_id, "state": S.ISSUED}
    right = await report(make, edition=2, number=2, made_at=NOW + days(1), **same)
    of_other_kind = await report(make, kind=K.REMINDER, number=3, made_at=NOW + days(1), **same)

    async def replace(by: OfficialDocument) -> OfficialDocument:
        asked = {"document_id": wrong.id, "expected_version": 1, "replacement_id": by.id, "reason": "Sai tên"}
        return await mending.replace_document(session, clerk, **asked)

    for unfit in (of_other_kind, wrong):
        assert (await refusal(make, replace(unfit)))[1:] == ("REPLACEMENT_UNFIT", ("replacementId",))
    replaced = await replace(right)
    assert (replaced.state, replaced.replaced_by_id) == (S.REPLACED, right.id)


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE official_documents SET content = '{}'", "tg_official_documents_kept"),
        ("UPDATE official_documents SET content_hash = repeat('b', 64)", "tg_official_documents_kept"),
        ("UPDATE official_documents SET number = 2", "tg_official_documents_kept"),
        ("UPDATE official_documents SET signed_hash = repeat('b', 64)", "tg_official_documents_kept"),
        ("UPDATE official_documents SET issued_on = NULL, number = NULL", "tg_official_documents_kept"),
        ("DELETE FROM official_documents", "tg_official_documents_kept"),
        ("UPDATE document_files SET content = 'x', size = 1", "tg_document_files_append_only"),
        ("DELETE FROM document_events", "tg_document_events_append_only"),
        (
            """INSERT INTO document_files (id, document_id, state, format, content, sha256, size, made_at)
               SELECT gen_random_uuid(), id, 'DRAFT', 'DOCX', 'x', repeat('b', 64), 1, made_at
               FROM official_documents""",
            "ck_document_files_content_hash",
        ),
        (
            "UPDATE official_documents SET state = 'REPLACED', replaced_by_id = id",
            "ck_official_documents_not_by_itself",
        ),
        (
            "UPDATE official_documents SET checked_by_id = made_by_id",
            "ck_official_documents_two_people",
        ),
    ],
)
async def test_the_database_keeps_what_is_frozen(session, make: Factory, statement, rule):
    maker = await make.person()
    await report(make, state=S.ISSUED, made_by_id=maker.id)

    with pytest.raises(IntegrityError) as refused:
        await session.execute(text(statement))

    assert constraint_of(refused.value) == rule


async def test_a_unit_checks_and_signs_its_own_report(session, database, make: Factory):
    unit = await make.unit()
    officer, leader = [
        await make.acting(await make.person(unit), role) for role in (Role.FOCAL_OFFICER, Role.UNIT_LEADER)
    ]
    given = {"kind": K.UNIT_REPORT, "unit_id": unit.id, "issuer_id": unit.id, "made_by_id": officer.person_id}
    document = await report(make, **given)
    center, key = await make.actor(Role.INFORMATION_CENTER), {"document_id": document.id}

    hidden = await refusal(make, signing.check_document(session, center, **key, expected_version=1))
    await signing.check_document(session, leader, **key, expected_version=1)
    await signing.sign_document(
        session,
        leader,
        **key,
        expected_version=2,
        signed_hash=await hash_of(session, document),
    )

    assert hidden[0] == "NotFound"
    assert (document.state, document.signing_capacity) == (S.SIGNED, SigningCapacity.HEAD)
    assert await queries.hashes_of(session, document.id, S.SIGNED) == frozenset()
    await run_jobs(database)
    assert len(await queries.hashes_of(session, document.id, S.SIGNED)) == 2


async def test_files_that_a_job_left_out_are_made_on_demand(session, database, make: Factory):
    clerk, stranger = await make.actor(Role.PERSONNEL), await make.actor(Role.MINISTRY_LEADER)
    document = await report(make, state=S.SIGNED, symbol=None, kind=K.NOMINATION_LIST)

    async def reprint(by: Actor = clerk) -> Job:
        return await asking.reprint_document(session, by, document_id=document.id)

    async def issue() -> OfficialDocument:
        with at(NOW):
            return await issuing.issue_document(session, clerk, document_id=document.id, expected_version=1)

    assert (await refusal(make, issue()))[1] == "FILES_NOT_READY"
    assert (await refusal(make, reprint(stranger)))[0] == "NotAllowed"
    cancelled = await reprint()
    assert (await refusal(make, reprint()))[1] == "FILES_NOT_READY"
    await jobs.cancel_job(session, clerk, job_id=cancelled.id)
    await reprint()
    await session.flush()
    assert await run_jobs(database) == 1
    assert (await refusal(make, reprint()))[1] == "FILES_READY"
    assert (await issue()).state is S.ISSUED
    assert sorted(each.deed for each in await audit.entries(session)) == [
        *("DOCUMENT_ASKED_FOR", "DOCUMENT_ASKED_FOR", "DOCUMENT_ISSUED", "JOB_CANCELLED")
    ]


async def test_a_file_that_was_written_late_is_not_what_is_given_out(session, make: Factory):
    clerk = await make.actor(Role.PERSONNEL)
    document = await report(make, state=S.NUMBERED)
    for state, made_at in ((S.NUMBERED, NOW + days(1)), (S.SIGNED, NOW + days(2))):
        content = str(state).encode()
        await papers.file(make, document, DocumentFormat.PDF, state=state, made_at=made_at, content=content)

    async def content(state: DocumentState | None = None) -> bytes:
        asked = {"document_id": document.id, "kind": DocumentFormat.PDF, "state": state}
        return (await downloading.download_document(session, clerk, **asked)).content

    assert (await content(), await content(S.SIGNED)) == (b"NUMBERED", b"SIGNED")
