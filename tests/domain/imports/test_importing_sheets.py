import io
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pytest
from sqlalchemy import func, select

from domain.actor import Role
from domain.clock import at
from domain.errors import NotAllowed, NotFound
from domain.evaluations.model import Assignment, Mark, RoundPhase, ScoreSheet
from domain.evaluations.rules import AssignmentState, RoundState, SheetState
from domain.imports.asking import GivenFile, import_score_sheets
from domain.imports.form import score_sheet_form
from domain.imports.model import ImportFile
from domain.jobs.rules import JobState
from domain.people.model import Person, RoleGrant
from domain.people.roles import end_grant
from tests.support import evaluations as make_
from tests.support.audit import entries
from tests.support.evaluations import refusal, scene
from tests.support.imports import done

HEADING = "Sáng kiến;Thành viên chấm;C1;C2;Nhận xét\n"


@pytest.fixture
async def there(make):
    return await scene(make, initiatives=2, evaluators=2)


@pytest.fixture
async def secretary(make):
    return await make.actor(Role.COUNCIL_SECRETARY)


async def person_of(session, actor) -> Person:
    return await session.get_one(Person, actor.person_id)


async def sent(session, database, actor, there, content, **given):
    file = GivenFile("phieu.csv", content.encode() if isinstance(content, str) else content)
    job = await import_score_sheets(session, actor, round_id=there.round.id, file=file, **given)
    return await done(session, database, job)


async def sheets(session) -> list[tuple]:
    """What was entered: title of the initiative is left to the caller, here totals and comments by row."""
    found = await session.scalars(select(ScoreSheet).order_by(ScoreSheet.id).execution_options(populate_existing=True))
    return [(each.initiative_id, each.evaluator_id, each.state, each.total, each.comment) for each in found]


async def test_sheets_are_entered_whatever_a_jury_calls_entries_and_evaluators(
    session, database, make, there, secretary
):
    one, two = [await person_of(session, each) for each in there.evaluators]
    first, second = there.initiatives
    table = (
        "KẾT QUẢ CHẤM;;;;\n"
        + HEADING
        + f"1;{one.email.upper()};30,5;20;Tốt\n"
        + f"Initiative:{second.id};{two.full_name};60;40;\n"
        + f"sang kien 1;Person:{two.id};0;0.5;\n"
        + f"2;{one.email};;;chưa chấm\n"
    )

    job, findings = await sent(session, database, secretary, there, table)

    submitted = SheetState.SUBMITTED
    assert (job.state, findings, job.report) == (JobState.DONE, [], {"findings": 0, "is_dry_run": False})
    assert await sheets(session) == [
        (first.id, one.id, submitted, Decimal("50.5"), "Tốt"),
        (second.id, two.id, submitted, Decimal(100), None),
        (first.id, two.id, submitted, Decimal("0.5"), None),
    ]
    assert {each.deed for each in await entries(session)} == {"SHEETS_IMPORT_ASKED_FOR", "SHEET_ENTERED"}
    entered = [each for each in await entries(session) if each.deed == "SHEET_ENTERED"]
    assert {each.actor_id for each in entered} == {secretary.person_id}


async def test_workbook_gives_the_same_sheets(session, database, there, secretary):
    one = await person_of(session, there.evaluator)
    book = openpyxl.Workbook()
    book.active.title = "Phiếu"
    for row in (("Số thứ tự phiếu", None), ("entry", "judge", "C2", "C1"), (1, one.email, 20, 30.5)):
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)

    _job, findings = await sent(session, database, secretary, there, kept.getvalue(), sheet="Phiếu")

    assert findings == []
    values = select(Mark.value).order_by(Mark.value)
    assert list(await session.scalars(values)) == [Decimal(20), Decimal("30.5")]


async def test_all_that_is_wrong_is_told_row_by_row_and_nothing_is_entered(session, database, make, there, secretary):
    one, two = [await person_of(session, each) for each in there.evaluators]
    await make_.given_up(
        make, there.assignment_of(there.initiatives[1], there.evaluators[1]), AssignmentState.ABSTAINED
    )
    table = HEADING + "\n".join(
        [
            f"1;{one.email};30;20;",
            f"9;{one.email};30;20;",
            f"Không có;{two.email};năm;20;",
            "1;ai@thidua.example;30;20;",
            f"2;{one.email};61;20.3;",
            f"1;{two.email};30;;",
            f"2;{two.email};30;20;",
            f"1;{one.email};10;10;",
            f";{one.email};10;10;",
        ]
    )

    job, findings = await sent(session, database, secretary, there, table)

    assert findings == [
        ("ENTRY_UNKNOWN", "row:3/column:Sáng kiến", "Vòng chấm không có sáng kiến “9”."),
        ("NUMBER_UNREADABLE", "row:4/column:C1", "“năm” không phải là số; ô trống nghĩa là không chấm."),
        ("ENTRY_UNKNOWN", "row:4/column:Sáng kiến", "Vòng chấm không có sáng kiến “Không có”."),
        (
            "JUDGE_UNKNOWN",
            "row:5/column:Thành viên chấm",
            "Vòng chấm không có thành viên chấm “ai@thidua.example”; hãy ghi địa chỉ thư hoặc mã của người đó.",
        ),
        ("MARK_OUT_OF_RANGE", "row:6/column:C1", "Điểm tiêu chí C1 phải từ 0 đến 60, theo bước 0.5; đã nhận 61."),
        ("MARK_OFF_STEP", "row:6/column:C2", "Điểm tiêu chí C2 phải từ 0 đến 40, theo bước 0.5; đã nhận 20.3."),
        ("MARK_MISSING", "row:7/column:C2", "Chưa chấm tiêu chí C2."),
        (
            "ASSIGNMENT_GIVEN_UP",
            "row:8/column:Thành viên chấm",
            "Thành viên chấm đã từ chối chấm sáng kiến này.",
        ),
        ("SHEET_TWICE", "row:9/column:Thành viên chấm", "Phiếu này bị lặp."),
        ("CELL_MISSING", "row:10/column:Sáng kiến", "Ô này không được để trống."),
    ]
    assert (job.state, job.report) == (JobState.DONE, {"findings": 10, "is_dry_run": False})
    assert await sheets(session) == []


async def test_same_title_needs_the_unit_and_same_name_the_address(session, database, make, there, secretary):
    one, two = [await person_of(session, each) for each in there.evaluators]
    for each in there.initiatives:
        each.title = "Trợ lý ảo"
    two.full_name = one.full_name
    other = await make.unit(code="VU-B")
    there.initiatives[1].unit_id = other.id
    await session.flush()
    heading = "Sáng kiến;Đơn vị;Thành viên chấm;C1;C2\n"
    unclear = f"Trợ lý ảo;;{one.email};1;1\nTrợ lý ảo;vu b;{one.full_name};1;1\nTrợ lý ảo;VU-X;{one.email};1;1\n"

    _job, findings = await sent(session, database, secretary, there, heading + unclear)
    _job, none = await sent(session, database, secretary, there, heading + f"Trợ lý ảo;vu-b;{two.email};1;1\n")

    assert findings == [
        (
            "ENTRY_AMBIGUOUS",
            "row:2/column:Sáng kiến",
            "Có nhiều sáng kiến “Trợ lý ảo”; hãy ghi số của sáng kiến trong vòng, hoặc thêm mã đơn vị.",
        ),
        (
            "JUDGE_AMBIGUOUS",
            "row:3/column:Thành viên chấm",
            f"Có nhiều thành viên chấm tên “{one.full_name}”; hãy ghi địa chỉ thư hoặc mã của người đó.",
        ),
        ("ENTRY_UNKNOWN", "row:4/column:Sáng kiến", "Vòng chấm không có sáng kiến “Trợ lý ảo” của đơn vị “VU-X”."),
    ]
    assert none == []
    assert [each[:2] for each in await sheets(session)] == [(there.initiatives[1].id, two.id)]


async def test_dry_run_enters_nothing(session, database, there, secretary):
    one = await person_of(session, there.evaluator)
    table = HEADING + f"1;{one.email};30;20;\n"

    job, findings = await sent(session, database, secretary, there, table, dry_run=True)

    assert (findings, job.report) == ([], {"findings": 0, "is_dry_run": True})
    assert await sheets(session) == []
    assert await session.scalar(select(func.count()).select_from(ImportFile)) == 0


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (HEADING, ("ROWS_NONE", "", "Bảng không có phiếu nào có điểm.")),
        (
            "Sáng kiến;Thành viên chấm;C1\n",
            ("CRITERION_COLUMN_MISSING", "row:1/column:C2", "Thiếu cột của tiêu chí C2."),
        ),
        (
            "Sáng kiến;Thành viên chấm;C1;C2;Ngày nộp\n",
            ("COLUMN_UNKNOWN", "row:1/column:Ngày nộp", "Bảng phiếu chấm không có cột “Ngày nộp”."),
        ),
        (
            "Sáng kiến;Loại dòng;C1;C2\n",
            ("COLUMN_UNKNOWN", "row:1/column:Loại dòng", "Bảng phiếu chấm không có cột “Loại dòng”."),
        ),
        (b"PK\x03\x04", ("FILE_UNREADABLE", "", "Không đọc được tệp XLSX này.")),
    ],
)
async def test_table_without_what_it_needs_is_refused(session, database, there, secretary, table, expected):
    job, findings = await sent(session, database, secretary, there, table)

    assert (findings, job.state) == ([expected], JobState.DONE)


async def test_job_acts_by_the_rights_of_that_moment(session, database, make, there, secretary):
    one = await person_of(session, there.evaluator)
    grant = await session.scalar(select(RoleGrant).where(RoleGrant.person_id == secretary.person_id))
    file = GivenFile("phieu.csv", (HEADING + f"1;{one.email};30;20;\n").encode())
    job = await import_score_sheets(session, secretary, round_id=there.round.id, file=file)
    await end_grant(session, await make.actor(Role.PERSONNEL), grant, "Chuyển việc")

    _job, findings = await done(session, database, job)

    assert [each[0] for each in findings] == ["ROLE_LACKS_PERMISSION"]
    assert await sheets(session) == []


async def test_round_that_takes_no_scores_any_more_is_told_by_the_job(session, database, there, secretary):
    one = await person_of(session, there.evaluator)
    file = GivenFile("phieu.csv", (HEADING + f"1;{one.email};30;20;\n").encode())
    with at(datetime(2030, 6, 1, tzinfo=UTC)):
        job = await import_score_sheets(session, secretary, round_id=there.round.id, file=file)
        _job, findings = await done(session, database, job)

    assert findings == [("ROUND_NOT_OPEN", "", "Vòng chấm đã đóng.")]


async def test_only_an_open_round_takes_files(session, make, secretary):
    there = await scene(make, state=RoundState.CLOSED)

    asked = import_score_sheets(session, secretary, round_id=there.round.id, file=GivenFile("a.csv", b"x"))

    assert await refusal(make, asked) == ("Conflict", "ROUND_STATE_FORBIDS", ())


async def test_form_has_a_row_for_each_sheet_to_come_and_is_read_back(session, database, make, there, secretary):
    one, two = sorted([await person_of(session, each) for each in there.evaluators], key=lambda each: each.full_name)
    first, second = there.initiatives
    first.title = "=Tính tổng"
    done_already = there.assignment_of(second, there.evaluators[0])
    await make_.submitted(make, done_already, (there.criteria[0], "30"), (there.criteria[1], "20"))
    left = two if done_already.evaluator_id == one.id else one
    await session.flush()

    form = await score_sheet_form(session, secretary, round_id=there.round.id, language="vi")

    unit = there.unit.code
    assert form.removeprefix("\ufeff").split("\r\n") == [
        "Sáng kiến,Tên sáng kiến,Đơn vị,Thành viên chấm,Họ tên,C1,C2,Nhận xét",
        f"1,'=Tính tổng,{unit},Person:{one.id},{one.full_name},,,",
        f"1,'=Tính tổng,{unit},Person:{two.id},{two.full_name},,,",
        f"2,Sáng kiến 2,{unit},Person:{left.id},{left.full_name},,,",
        "",
    ]
    _job, findings = await sent(session, database, secretary, there, form.replace(",,,", ",30,20,Đạt"))
    assert findings == []
    assert len(await sheets(session)) == 4
    assert (await entries(session))[0].deed == "SHEET_FORM_DOWNLOADED"


async def test_form_of_a_blind_round_tells_numbers_only(session, make, there, secretary):
    blind = await scene(make, state=RoundState.DRAFT, ordinal=2)
    await make_.round_phase(make, blind.round, ordinal=2, name="Kín", hides_authors=True)
    assert await session.scalar(select(func.count()).where(RoundPhase.round_id == blind.round.id)) == 2
    manager = await make.actor(Role.INFORMATION_CENTER)

    form = await score_sheet_form(session, manager, round_id=blind.round.id, language="en")

    person = await person_of(session, blind.evaluator)
    assert form.removeprefix("\ufeff").split("\r\n") == [
        "Entry,Title,Unit,Evaluator,Name,C1,C2,Comment",
        f"1,,,Person:{person.id},{person.full_name},,,",
        "",
    ]


async def test_form_leaves_out_what_the_reader_has_a_conflict_with(session, make, there):
    colleague = await make.actor(Role.COUNCIL_SECRETARY, unit=there.unit)

    form = await score_sheet_form(session, colleague, round_id=there.round.id, language="vi")

    assert len(form.split("\r\n")) == 2
    assert await session.scalar(select(func.count()).select_from(Assignment)) == 4


@pytest.mark.parametrize(
    ("role", "expected"), [(Role.PERSONNEL, NotAllowed), (Role.STAFF, NotAllowed), (Role.AUDITOR, NotAllowed)]
)
async def test_form_and_import_need_the_right_to_enter(session, make, there, role, expected):
    actor = await make.actor(role)

    with pytest.raises(expected):
        await score_sheet_form(session, actor, round_id=there.round.id, language="vi")
    with pytest.raises(expected):
        await import_score_sheets(session, actor, round_id=there.round.id, file=GivenFile("a.csv", b"x"))


async def test_round_in_preparation_is_not_found_by_the_secretary(session, make, secretary):
    there = await scene(make, state=RoundState.DRAFT)

    with pytest.raises(NotFound):
        await score_sheet_form(session, secretary, round_id=there.round.id, language="vi")
