"""Documents as clients have them: asked for, made by a worker, found with their files, signed by the hash of one."""

from domain.actor import Role
from domain.clock import at
from domain.documents.rules import DocumentFormat, DocumentState
from tests.support import awards, movements
from tests.support.factories import NOW, Factory, days
from tests.support.graphql import data, run
from tests.support.jobs import run_jobs
from tests.support.modes import MODES

MAKE = """
mutation($input: MakeDocumentInput!) {
  makeDocument(input: $input) { job { id kind round { id } officialDocument { id } } userErrors { rule path } }
}
"""
READ = """
query($job: ID!) {
  job(id: $job) {
    state progress
    officialDocument {
      id version kind state edition title symbol number contentHash tellsNominations
      issuer { code } unit { code } madeBy { id } result { id }
      files { state format path size sha256 }
      events { ordinal fromState toState by { id } }
    }
  }
}
"""
SIGN = """
mutation($input: SignDocumentInput!) {
  signDocument(input: $input) { officialDocument { state signedHash signedName } userErrors { rule path message } }
}
"""


async def test_a_report_is_made_read_and_signed(session, database, make: Factory):
    there = await awards.scene(make)
    await movements.participation(make, there.movement, there.unit)
    officer, leader = [
        await make.acting(await make.person(there.unit), role) for role in (Role.FOCAL_OFFICER, Role.UNIT_LEADER)
    ]
    await session.flush()
    about = {"movementId": f"Movement:{there.movement.id}", "unitId": f"Unit:{there.unit.id}"}
    with at(NOW):
        asked = await data(
            database,
            officer,
            MAKE,
            {"input": {"kind": "UNIT_REPORT", **about, "texts": {"requests": ["Cho phép dùng kho dữ liệu chung."]}}},
        )
        job = asked["makeDocument"]["job"]
        assert (job["kind"], job["round"], job["officialDocument"]) == ("MAKE_DOCUMENT", None, None)
        await run_jobs(database)

    answers = [(await run(database, officer, READ, {"job": job["id"]}, reads=mode))["data"]["job"] for mode in MODES]

    assert answers[0] == answers[1]
    document = answers[0]["officialDocument"]
    assert (document["kind"], document["state"], document["edition"]) == ("UNIT_REPORT", "DRAFT", 1)
    assert document["issuer"] == document["unit"] == {"code": there.unit.code}
    assert (document["symbol"], document["number"]) == (f"BC-{there.unit.code}", None)
    assert {(each["state"], each["format"]) for each in document["files"]} == {
        (DocumentState.DRAFT, kind) for kind in DocumentFormat
    }
    for each in document["files"]:
        assert each["path"] == f"/documents/{document['id']}.{each['format'].lower()}?state=DRAFT"
        assert each["size"] > 1000
    assert document["events"] == [
        {"ordinal": 1, "fromState": None, "toState": "DRAFT", "by": {"id": f"Person:{officer.person_id}"}}
    ]
    key = {"documentId": document["id"], "expectedVersion": 1}
    check = "mutation($i: CheckDocumentInput!) { checkDocument(input: $i) { officialDocument { version } } }"
    with at(NOW + days(1)):
        await data(database, leader, check, {"i": key})
        signed = {**key, "expectedVersion": 2}
        wrong = await data(database, leader, SIGN, {"input": {**signed, "signedHash": "x", "capacity": "KT"}})
        done = await data(database, leader, SIGN, {"input": {**signed, "signedHash": document["files"][0]["sha256"]}})
    (refused,) = wrong["signDocument"]["userErrors"]
    assert (refused["rule"], refused["path"]) == ("DELEGATION_MISSING", ["capacity"])
    assert done["signDocument"] == {
        "officialDocument": {
            "state": "SIGNED",
            "signedHash": document["files"][0]["sha256"],
            "signedName": leader.name,
        },
        "userErrors": [],
    }
