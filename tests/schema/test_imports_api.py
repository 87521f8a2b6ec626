"""Imports by the API: files within requests, what a job says of them, the tables that come of it."""

from base64 import b64encode

import pytest

from domain.actor import Role
from schema import node_ids
from tests.support.evaluations import scene
from tests.support.graphql import data, deed
from tests.support.imports import EXAMPLES, RULES, TABLE
from tests.support.jobs import run_jobs

JOB = "job { id state findings { totalCount nodes { ordinal kind subject message messageEn } } scoreTable { id } }"
OF_JOB = f"query($id: ID!) {{ {JOB.replace('job {', 'job(id: $id) {', 1)} }}"


@pytest.fixture
async def importer(make):
    return await make.actor(Role.INFORMATION_CENTER)


def asked(**given):
    return {"name": "Bảng điểm", "file": {"name": "bang.csv", "text": TABLE}, "rules": RULES, **given}


async def test_table_is_imported_by_a_job_and_read_with_its_standings(session, database, importer):
    file = {"name": "sang-kien.csv", "base64": b64encode((EXAMPLES / "sang-kien.csv").read_bytes()).decode()}
    rules = (EXAMPLES / "sang-kien.toml").read_text(encoding="utf-8")
    payload = await deed(database, importer, "importScoreTable", asked(file=file, rules=rules), JOB)
    waiting = payload["job"]
    await run_jobs(database)

    done = (await data(database, importer, OF_JOB, {"id": waiting["id"]}))["job"]
    document = (
        "{ scoreTables { totalCount nodes { id name fileName entryCount judgeCount sheetCount importedBy { id } "
        "standings { nodes { name place score tier decidedBy status } } } } }"
    )
    (table,) = (await data(database, importer, document))["scoreTables"]["nodes"]

    none = {"totalCount": 0, "nodes": []}
    assert waiting == {"id": waiting["id"], "state": "QUEUED", "findings": none, "scoreTable": None}
    assert done == {**waiting, "state": "DONE", "scoreTable": {"id": table["id"]}}
    assert table["importedBy"] == {"id": node_ids.encode("Person", importer.person_id)}
    assert [table[name] for name in ("name", "fileName", "entryCount", "judgeCount", "sheetCount")] == [
        "Bảng điểm",
        "sang-kien.csv",
        4,
        3,
        11,
    ]
    assert [tuple(each.values()) for each in table["standings"]["nodes"]] == [
        ("SK-01", 1, "85.33", "A", None, "RANKED"),
        ("SK-03", 2, "75.33", "B", "earlier_submission", "RANKED"),
        ("SK-02", 3, "75.33", None, "earlier_submission", "RANKED"),
        ("SK-04", 4, "63.75", "B", None, "RANKED"),
    ]


async def test_findings_stand_with_the_job_in_both_languages(session, database, importer):
    file = {"name": "bang.csv", "text": "entry,judge,c\na,J,11\n"}

    payload = await deed(database, importer, "importScoreTable", asked(file=file, dryRun=True), JOB)
    await run_jobs(database)

    assert (await data(database, importer, OF_JOB, {"id": payload["job"]["id"]}))["job"]["findings"]["nodes"] == [
        {
            "ordinal": 1,
            "kind": "MARK_OUT_OF_RANGE",
            "subject": "row:2/column:c",
            "message": "Điểm phải từ 0 đến 10; đã nhận 11.",
            "messageEn": "A mark is from 0 to 10; 11 came.",
        }
    ]


@pytest.mark.parametrize(
    ("file", "rule", "path", "message"),
    [
        ({"name": "a.csv"}, "FILE_CONTENT", ["file"], "Cần đúng một trong text và base64."),
        (
            {"name": "a.csv", "text": "a", "base64": "YQ=="},
            "FILE_CONTENT",
            ["file"],
            "Cần đúng một trong text và base64.",
        ),
        ({"name": "a.csv", "base64": "a b"}, "BASE64_WRONG", ["file", "base64"], "base64 không hợp lệ."),
        ({"name": "a.csv", "text": ""}, "FILE_EMPTY", ["file"], "Tệp rỗng."),
        ({"name": "", "text": "a"}, "NAME_LENGTH", ["file", "name"], "Tên cần 1 đến 200 ký tự."),
    ],
)
async def test_file_that_did_not_come_is_refused_at_once(session, database, importer, file, rule, path, message):
    payload = await deed(database, importer, "importScoreTable", asked(file=file), "job { id }")

    assert payload == {
        "job": None,
        "userErrors": [
            {"__typename": "InvalidValueError", "code": "INVALID_VALUE", "rule": rule, "path": path, "message": message}
        ],
    }


async def test_paper_sheets_are_entered_by_a_job_whose_findings_only_the_sender_reads(session, database, make):
    there = await scene(make)
    secretary, personnel = await make.actor(Role.COUNCIL_SECRETARY), await make.actor(Role.PERSONNEL)
    person = node_ids.encode("Person", there.evaluator.person_id)
    round_id = node_ids.encode("Round", there.round.id)
    file = {"name": "phieu.csv", "text": f"Sáng kiến,Thành viên chấm,C1,C2\n1,{person},61,20\n"}

    payload = await deed(database, secretary, "importScoreSheets", {"roundId": round_id, "file": file}, "job { id }")
    twice = await deed(database, secretary, "importScoreSheets", {"roundId": round_id, "file": file}, "job { id }")
    await run_jobs(database)

    seen = [(await data(database, who, OF_JOB, payload["job"]))["job"]["findings"] for who in (secretary, personnel)]
    assert [each["totalCount"] for each in seen] == [1, 0]
    assert seen[0]["nodes"][0]["message"] == "Điểm tiêu chí C1 phải từ 0 đến 60, theo bước 0.5; đã nhận 61."
    assert [each["rule"] for each in twice["userErrors"]] == ["JOB_PENDING"]
