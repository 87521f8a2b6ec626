import hashlib
import io
import json
from functools import cache

import openpyxl
import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from api.cli import cli
from domain.actor import Role
from domain.audit.model import AuditEntry
from domain.errors import Conflict, Invalid, NotAllowed, Refusals
from domain.imports.asking import GivenFile
from domain.imports.model import ImportFile, ScoreTable, ScoreTableEntry
from domain.jobs import actions as jobs
from domain.jobs.rules import JobState
from tests.support.evaluations import refusal
from tests.support.imports import EXAMPLES, RULES, TABLE, asked, done

BAD = "entry,judge,Tính mới\na,J,11\na,K,8.25\nb,J,năm\nb,K,7\nb,K,6\n,K,6\n"


@pytest.fixture
async def importer(make):
    return await make.actor(Role.PERSONNEL)


async def count(session, table) -> int:
    return await session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("name", ["diving", "grant", "sang-kien", "skating", "song-contest"])
async def test_example_gets_the_standings_and_hashes_that_the_command_computes(session, database, importer, name):
    content = (EXAMPLES / f"{name}.csv").read_bytes()
    rules = (EXAMPLES / f"{name}.toml").read_text(encoding="utf-8")
    ran = CliRunner().invoke(
        cli, ["compute", str(EXAMPLES / f"{name}.csv"), "--rules", str(EXAMPLES / f"{name}.toml"), "--format", "json"]
    )

    job, findings = await done(session, database, await asked(session, importer, content, name=name, rules=rules))

    expected = json.loads(ran.stdout)
    table = await session.get_one(ScoreTable, job.outcome_id)
    rows = await session.scalars(
        select(ScoreTableEntry)
        .where(ScoreTableEntry.table_id == table.id)
        .order_by(func.coalesce(ScoreTableEntry.place, 9999), ScoreTableEntry.id)
    )
    assert (job.state, findings, table.id) == (JobState.DONE, [], job.id)
    assert (table.inputs_hash, table.outputs_hash) == (expected["inputs_hash"], expected["outputs_hash"])
    assert hashlib.sha256(table.problem.encode()).hexdigest() == table.inputs_hash
    assert json.loads(table.evaluation)["evaluation"] == expected["evaluation"]
    assert (table.rules, table.entries) == (rules, len(expected["evaluation"]["entries"]))
    assert [(row.name, row.place, number(row.score), row.tier, row.decided_by, row.flags) for row in rows] == [
        (each["entry"], each["place"], each["score"], each["tier"], each["decided_by"], each["flags"])
        for each in expected["evaluation"]["entries"]
    ]


def number(value) -> str | None:
    """A number as the documents write it."""
    return None if value is None else format(value.normalize(), "f")


async def test_every_refused_row_is_told_and_nothing_is_kept(session, database, importer):
    job, findings = await done(session, database, await asked(session, importer, BAD))

    assert findings == [
        ("MARK_OUT_OF_RANGE", "row:2/column:Tính mới", "Điểm phải từ 0 đến 10; đã nhận 11."),
        ("MARK_OFF_STEP", "row:3/column:Tính mới", "Điểm từ 0 tăng theo bước 0.5; đã nhận 8.25."),
        ("NUMBER_UNREADABLE", "row:4/column:Tính mới", "“năm” không phải là số; ô trống nghĩa là không chấm."),
        ("SHEET_TWICE", "row:6/column:judge", "K đã chấm b ở dòng 5."),
        ("CELL_MISSING", "row:7/column:entry", "Ô này không được để trống."),
    ]
    assert (job.state, job.outcome_id, job.report) == (JobState.DONE, None, {"findings": 5, "is_dry_run": False})
    assert [await count(session, table) for table in (ScoreTable, ScoreTableEntry, ImportFile)] == [0, 0, 0]


async def test_so_many_findings_are_told_and_the_rest_is_counted(session, database, importer):
    rows = "".join(f"e{at},J,99\n" for at in range(230))

    _job, findings = await done(session, database, await asked(session, importer, "entry,judge,c\n" + rows))

    assert len(findings) == 201
    assert findings[-1] == ("MORE", "", "Còn 30 lỗi nữa chưa kể ra.")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xfea,b\n", ("FILE_ENCODING", "row:1")),
        (b"PK\x03\x04nothing", ("FILE_UNREADABLE", "")),
        ("name,mark\na,1\n", ("HEADING_MISSING", "")),
        ("entry,judge\na,J\n", ("CRITERION_COLUMN_MISSING", "row:1/column:c")),
    ],
)
async def test_file_that_is_no_table_is_refused_as_a_whole(session, database, importer, content, expected):
    job, findings = await done(session, database, await asked(session, importer, content))

    assert ([each[:2] for each in findings], job.outcome_id) == ([expected], None)


async def test_dry_run_finds_the_same_and_leaves_nothing(session, database, importer):
    _job, findings = await done(session, database, await asked(session, importer, BAD, dry_run=True))
    good, none = await done(session, database, await asked(session, importer, dry_run=True))

    assert ([each[0] for each in findings], none) == (
        ["MARK_OUT_OF_RANGE", "MARK_OFF_STEP", "NUMBER_UNREADABLE", "SHEET_TWICE", "CELL_MISSING"],
        [],
    )
    assert (good.state, good.outcome_id, good.report) == (JobState.DONE, None, {"findings": 0, "is_dry_run": True})
    assert [await count(session, table) for table in (ScoreTable, ScoreTableEntry, ImportFile)] == [0, 0, 0]


async def test_same_content_and_rules_are_kept_once(session, database, importer, make):
    await done(session, database, await asked(session, importer))

    again = await refusal(make, asked(session, importer, name="Tên khác"))
    other, findings = await done(session, database, await asked(session, importer, rules="seed = 7\n" + RULES))

    assert again == ("Conflict", "TABLE_KNOWN", ("file",))
    assert (findings, other.outcome_id) == ([], other.id)
    assert await count(session, ScoreTable) == 2


async def test_sheet_of_a_workbook_is_kept_once_even_when_it_was_not_named(session, database, importer):
    first, _ = await done(session, database, await asked(session, importer, workbook()))
    again, findings = await done(session, database, await asked(session, importer, workbook()))
    second, none = await done(session, database, await asked(session, importer, workbook(), sheet="Vòng 2"))

    assert (first.outcome_id, again.outcome_id, second.outcome_id) == (first.id, None, second.id)
    assert (findings, none) == ([("TABLE_KNOWN", "", "Bảng điểm này đã được nhập với đúng quy tắc này.")], [])
    assert list(await session.scalars(select(ScoreTable.sheet).order_by(ScoreTable.id))) == ["Vòng 1", "Vòng 2"]


@cache
def workbook() -> bytes:
    """Two sheets, the same bytes each time."""
    book = openpyxl.Workbook()
    book.active.title = "Vòng 1"
    for sheet in (book.active, book.create_sheet("Vòng 2")):
        for row in (("entry", "judge", "c"), ("a", "J", 9.5), ("b", "J", 7)):
            sheet.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


async def test_request_is_refused_before_any_file_is_read(make, session, importer):
    assert [
        await refusal(make, asked(session, importer, **given))
        for given in (
            {"name": "  "},
            {"name": "x" * 201},
            {"file": GivenFile("a\nb", TABLE.encode())},
            {"file": GivenFile("b.csv", b"")},
            {"file": GivenFile("b.csv", b"x" * 20_000_001)},
            {"sheet": ""},
            {"rules": "scale ="},
            {"rules": "#" * 100_001},
        )
    ] == [
        ("Invalid", "NAME_LENGTH", ("name",)),
        ("Invalid", "NAME_LENGTH", ("name",)),
        ("Invalid", "NAME_LENGTH", ("file", "name")),
        ("Invalid", "FILE_EMPTY", ("file",)),
        ("Invalid", "FILE_TOO_LARGE", ("file",)),
        ("Invalid", "NAME_LENGTH", ("sheet",)),
        ("Invalid", "RULES_UNREADABLE", ("rules",)),
        ("Invalid", "RULES_TOO_LARGE", ("rules",)),
    ]


async def test_rules_are_refused_with_every_fault_in_vietnamese(session, importer):
    with pytest.raises(Refusals) as refused:
        await asked(session, importer, rules='methd = "MEAN"\n[[criteria]]\nid = "c"\nlow = 0\nhigh = "x"\n')

    assert [(type(each), each.rule, each.path) for each in refused.value.errors] == [
        (Invalid, "KEY_UNKNOWN", ("rules", "methd")),
        (Invalid, "VALUE_WRONG", ("rules", "criteria[0].high")),
    ]
    assert refused.value.errors[0].text.vi.endswith("Có phải là method?")


@pytest.mark.parametrize("role", [Role.MINISTRY_LEADER, Role.AUDITOR, Role.COUNCIL_SECRETARY, Role.STAFF])
async def test_only_the_standing_bodies_import(make, session, role):
    with pytest.raises(NotAllowed):
        await asked(session, await make.actor(role))


async def test_file_of_a_cancelled_job_makes_room_for_the_next(session, importer):
    cancelled = await asked(session, importer)
    await jobs.cancel_job(session, importer, job_id=cancelled.id)
    waiting = await asked(session, importer, TABLE + "c,J,3\n")

    assert list(await session.scalars(select(ImportFile.job_id))) == [waiting.id]


async def test_trail_tells_of_the_request_and_of_the_table_but_holds_no_documents(session, database, importer):
    job, _ = await done(session, database, await asked(session, importer))

    told = {each.deed: each for each in await session.scalars(select(AuditEntry))}
    assert set(told) == {"TABLE_IMPORT_ASKED_FOR", "TABLE_IMPORTED"}
    assert (
        told["TABLE_IMPORT_ASKED_FOR"].after["parameters"]["content_hash"] == hashlib.sha256(TABLE.encode()).hexdigest()
    )
    assert told["TABLE_IMPORTED"].after["sheets"] == 4
    assert (told["TABLE_IMPORTED"].subject_id, told["TABLE_IMPORTED"].actor_id) == (job.id, None)
    assert "problem" not in told["TABLE_IMPORTED"].after


async def test_duplicate_is_a_conflict(session, database, importer):
    await done(session, database, await asked(session, importer))

    with pytest.raises(Conflict) as refused:
        await asked(session, importer)
    assert refused.value.text.vi == "Bảng điểm này đã được nhập với đúng quy tắc này."
