"""Unit reports as clients have them: sent in with a receipt, found with those that are missing, returned."""

from domain.actor import Role
from domain.clock import at
from domain.documents.rules import DocumentState
from tests.support import movements, papers
from tests.support.factories import NOW, Factory
from tests.support.graphql import data, run
from tests.support.modes import MODES

SUBMIT = """
mutation($input: SubmitUnitReportInput!) {
  submitUnitReport(input: $input) {
    unitReport { id version state punctuality firstSubmittedAt unit { code } }
    userErrors { rule path }
  }
}
"""
RETURN = """
mutation($receive: ReceiveUnitReportInput!, $return: ReturnUnitReportInput!) {
  receiveUnitReport(input: $receive) { unitReport { state } userErrors { rule } }
  returnUnitReport(input: $return) { unitReport { state } userErrors { rule path } }
}
"""
READ = """
query($movement: ID!, $standing: [ReportStanding!]) {
  movement(id: $movement) {
    participations(filter: {reportStanding: $standing}) {
      nodes { reportStanding unit { code } report { state document { state } steps { toState reason by { id } } } }
    }
    unitReports(filter: {state: [RETURNED], punctuality: ON_TIME}) { totalCount }
  }
}
"""


async def test_a_report_is_sent_returned_and_missed(session, database, make: Factory):
    movement, unit, silent = await movements.movement(make), await make.unit(code="A"), await make.unit(code="B")
    for each in (unit, silent):
        await movements.participation(make, movement, each)
    officer = await make.acting(await make.person(unit), Role.FOCAL_OFFICER)
    center = await make.actor(Role.INFORMATION_CENTER)
    of = {"movement_id": movement.id, "issuer_id": unit.id, "unit_id": unit.id}
    document = await papers.document(make, **of, state=DocumentState.SIGNED)
    await session.flush()
    sent = {"documentId": f"OfficialDocument:{document.id}", "expectedVersion": 1}

    with at(NOW):
        first = (await data(database, officer, SUBMIT, {"input": sent}))["submitUnitReport"]
        key = {"reportId": first["unitReport"]["id"]}
        returned = {
            "receive": {**key, "expectedVersion": 1},
            "return": {**key, "expectedVersion": 2, "reason": "Thiếu"},
        }
        await data(database, center, RETURN, returned)
        again = (await data(database, officer, SUBMIT, {"input": sent}))["submitUnitReport"]
    answers = {
        (actor.name, standing): [
            await run(database, actor, READ, {"movement": f"Movement:{movement.id}", "standing": standing}, reads=mode)
            for mode in MODES
        ]
        for actor in (center, officer)
        for standing in (None, "MISSING")
    }

    assert first["unitReport"] == {
        "id": first["unitReport"]["id"],
        "version": 1,
        "state": "SUBMITTED",
        "punctuality": "ON_TIME",
        "firstSubmittedAt": "2024-06-03T08:00:00Z",
        "unit": {"code": "A"},
    }
    assert again["userErrors"] == [{"rule": "REPORT_UNCHANGED", "path": ["documentId"]}]
    assert all(one == other for one, other in answers.values())
    missing = answers[center.name, "MISSING"][0]["data"]["movement"]
    assert missing == {
        "participations": {"nodes": [{"reportStanding": "MISSING", "unit": {"code": "B"}, "report": None}]},
        "unitReports": {"totalCount": 1},
    }
    own, other = answers[officer.name, None][0]["data"]["movement"]["participations"]["nodes"]
    assert own == {
        "reportStanding": "ON_TIME",
        "unit": {"code": "A"},
        "report": {
            "state": "RETURNED",
            "document": {"state": "SIGNED"},
            "steps": [
                {"toState": "SUBMITTED", "reason": None, "by": {"id": f"Person:{officer.person_id}"}},
                # Of other units' people the officer sees nobody.
                {"toState": "RECEIVED", "reason": None, "by": None},
                {"toState": "RETURNED", "reason": "Thiếu", "by": None},
            ],
        },
    }
    assert (other["reportStanding"], other["report"]) == (None, None)
    refused = answers[officer.name, "MISSING"][0]
    assert [error["extensions"]["code"] for error in refused["errors"]] == ["FORBIDDEN"]
