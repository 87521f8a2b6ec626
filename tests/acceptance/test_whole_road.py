"""The whole road over HTTP, from an empty database to a signed decision, one actor per role."""

import csv
import io
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import httpx
import pytest

from tests.conftest import fresh_database
from tests.support.server import Client, client, serving, thidua

NOW = datetime.now(UTC)
TODAY = NOW.date()
#: Everybody's unit, roles and tier.
PEOPLE = {
    "trung-tam": ("TTTT", ["INFORMATION_CENTER"], "DIVISION_LEADER"),
    "lanh-dao-bo": ("BO", ["MINISTRY_LEADER"], "MINISTRY_LEADER"),
    "thu-truong-1": ("D1", ["UNIT_LEADER"], "DEPARTMENT_LEADER"),
    "thu-truong-2": ("D2", ["UNIT_LEADER"], "DEPARTMENT_LEADER"),
    "dau-moi-1": ("D1", ["FOCAL_OFFICER"], "DIRECT_WORKER"),
    "tac-gia-1": ("D1", ["STAFF"], "DIRECT_WORKER"),
    "tac-gia-2": ("D2", ["STAFF"], "DIRECT_WORKER"),
    "giam-khao-1": ("TTTT", ["STAFF"], "DIRECT_WORKER"),
    "giam-khao-2": ("TTTT", ["STAFF"], "DIRECT_WORKER"),
    "giam-khao-3": ("D2", ["STAFF"], "DIRECT_WORKER"),
    "thu-ky": ("TTTT", ["COUNCIL_SECRETARY"], "DIRECT_WORKER"),
}
#: Marks for (C1 of 60, C2 of 40) by initiative and evaluator; None where a sheet was never submitted.
MARKS: dict[str, dict[str, tuple[str, str] | None]] = {
    # (48 + 30) = 78 and (51 + 33.5) = 84.5: mean 81.25
    "A": {"giam-khao-1": ("48", "30"), "giam-khao-2": ("51", "33.5")},
    # 81.25 twice: the same mean as A, so both share place 1
    "B": {"giam-khao-1": ("50", "31"), "giam-khao-2": ("51.5", "30")},
    # one sheet is never submitted and does not count as zero: mean 70
    "C": {"giam-khao-1": ("40", "30"), "giam-khao-2": None},
    # nobody submits anything: no score, no place
    "D": {"giam-khao-2": None},
}
PHASE = {
    "code": "ALL",
    "name": "Cả phong trào",
    "opensAt": (NOW - timedelta(days=20)).isoformat(timespec="seconds"),
    "closesAt": (NOW + timedelta(days=20)).isoformat(timespec="seconds"),
    "capabilities": [
        {"role": role, "permission": permission}
        for role, permission in [
            ("STAFF", "INITIATIVE_CREATE"),
            ("STAFF", "INITIATIVE_EDIT"),
            ("UNIT_LEADER", "INITIATIVE_SUBMIT"),
            ("INFORMATION_CENTER", "INITIATIVE_SCREEN"),
            ("EVALUATOR", "SHEET_SCORE"),
            ("PERSONNEL", "NOMINATION_PREPARE"),
            ("MINISTRY_LEADER", "NOMINATION_DECIDE"),
        ]
    ],
}


@pytest.fixture
def road(server_url, worker, tmp_path):
    """A server on an empty database in which only Personnel exists, and everybody's client."""
    url = fresh_database(server_url, f"thidua_road_{worker}")
    done = thidua(
        *("bootstrap", "--unit-code", "BO", "--unit-name", "Bộ", "--name", "Cán bộ tổ chức"),
        *("--email", "tc@thidua.example", "--subject", "to-chuc"),
        database_url=url,
        directory=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    with serving(url, tmp_path) as base, httpx.Client(base_url=base, timeout=20) as http:
        yield Road(http, partial(client, http, tmp_path))


class Road:
    """The people on the road and the ids of what they made."""

    def __init__(self, http: httpx.Client, sign_in: Any) -> None:
        self.http = http
        self.by = {key: sign_in(key) for key in ["to-chuc", *PEOPLE]}
        self.ids: dict[str, str] = {}

    def __getitem__(self, key: str) -> Client:
        return self.by[key]


def test_the_whole_road(road):
    _organise(road)
    _launch(road)
    _submit(road)
    _score(road)
    _rank(road)
    _nominate_and_decide(road)
    _download(road)
    _see_only_what_they_may(road)
    _leave_a_trail(road)


def _organise(road: Road) -> None:
    personnel = road["to-chuc"]
    root = personnel.post('{ units(filter: {search: "bo"}) { nodes { id } } }')["units"]["nodes"][0]["id"]
    road.ids["BO"] = root
    for code in ("TTTT", "D1", "D2"):
        unit = personnel.do(
            "createUnit",
            "unit { id }",
            code=code,
            name=f"Đơn vị {code}",
            type="CUC",
            parentId=root,
            validFrom="2022-07-27",
        )
        road.ids[code] = unit["id"]
    for key, (unit, roles, tier) in PEOPLE.items():
        person = personnel.do(
            "registerPerson",
            "person { id }",
            fullName=f"Người {key}",
            email=f"{key}@thidua.example",
            subject=key,
            unitId=road.ids[unit],
            position="Chuyên viên",
            employmentType="CIVIL_SERVANT",
            leadershipTier=tier,
            startsOn="2023-01-03",
        )
        road.ids[key] = person["id"]
        for role in roles:
            scope = {"unitId": road.ids[unit]} if role in {"UNIT_LEADER", "FOCAL_OFFICER"} else {}
            personnel.do("grantRole", "roleGrant { id }", personId=person["id"], role=role, **scope)
    basis = personnel.do(
        "createLegalBasis",
        "legalBasis { id }",
        code="LUAT",
        title="Luật Thi đua, khen thưởng",
        validFrom="2024-01-01",
        source="Công báo",
    )
    form = personnel.do(
        "createAwardForm",
        "awardForm { id }",
        code="BK-BO",
        name="Bằng khen của Bộ trưởng",
        subject="BOTH",
        level="MINISTRY",
        decidedBy="Bộ trưởng",
    )
    road.ids |= {"basis": basis["id"], "form": form["id"]}


def _launch(road: Road) -> None:
    center, leader = road["trung-tam"], road["lanh-dao-bo"]
    movement = center.do(
        "createMovement",
        "movement { id version }",
        code="PT-1",
        name="Làm việc tốt hơn",
        goal="Giảm tải công việc",
        content="Ứng dụng AI",
        subjects="Toàn thể",
        startsOn=str(TODAY - timedelta(days=30)),
        endsOn=str(TODAY + timedelta(days=60)),
        reportDueBefore=str(TODAY + timedelta(days=30)),
        form="THEMATIC",
        scope="MINISTRY",
    )
    road.ids["movement"] = movement["id"]
    early = center.ask(
        "submitMovement", "movement { state }", movementId=movement["id"], expectedVersion=movement["version"]
    )
    assert {error["path"][0] for error in early["userErrors"]} == {"criteria", "units", "phases", "legalBases"}
    for code in ("TTTT", "D1", "D2"):
        center.do(
            "addParticipation",
            "participation { id }",
            movementId=movement["id"],
            unitId=road.ids[code],
            isStandingBody=code == "TTTT",
        )
    center.do("citeLegalBasis", "movement { id }", movementId=movement["id"], legalBasisId=road.ids["basis"])
    center.do("setPhases", "movement { id }", movementId=movement["id"], expectedVersion=_version(road), phases=[PHASE])
    scale = {"scaleMin": "0", "step": "0.5"}
    rubric = center.do(
        "createRubric",
        "rubric { id criteria { id code } }",
        movementId=movement["id"],
        code="BTC",
        name="Bộ tiêu chí",
        criteria=[
            {"code": "C1", "name": "Giảm tải", "weight": "60", "scaleMax": "60", **scale},
            {"code": "C2", "name": "Nhân rộng", "weight": "40", "scaleMax": "40", **scale},
        ],
    )
    road.ids |= {"rubric": rubric["id"], **{each["code"]: each["id"] for each in rubric["criteria"]}}
    for by, deed in (
        (center, "submitMovement"),
        (leader, "approveMovement"),
        (leader, "launchMovement"),
    ):
        by.do(deed, "movement { state }", movementId=movement["id"], expectedVersion=_version(road))
    running = center.do(
        "advanceMovement",
        "movement { state }",
        movementId=movement["id"],
        expectedVersion=_version(road),
        toState="RUNNING",
    )
    assert running == {"state": "RUNNING"}


def _version(road: Road) -> int:
    found = road["trung-tam"].post("query($id: ID!) { movement(id: $id) { version } }", {"id": road.ids["movement"]})
    return int(found["movement"]["version"])


def _submit(road: Road) -> None:
    center = road["trung-tam"]
    for title, author, leader, unit in (
        ("A", "tac-gia-1", "thu-truong-1", "D1"),
        ("B", "tac-gia-2", "thu-truong-2", "D2"),
        ("C", "tac-gia-1", "thu-truong-1", "D1"),
        ("D", "tac-gia-2", "thu-truong-2", "D2"),
    ):
        made = road[author].do(
            "createInitiative",
            "initiative { id version }",
            movementId=road.ids["movement"],
            unitId=road.ids[unit],
            title=f"Sáng kiến {title}",
            summary="Tóm tắt",
            kind="AI",
            fieldOfWork="CHUYEN_MON",
            taskRelieved="Tổng hợp báo cáo bằng tay",
            tool="Trợ lý ảo",
            hoursBefore="120",
            hoursAfter="30.5",
            peopleAffected=12,
            measurement="Đo bốn tuần trước và sau",
            authors=[{"personId": road.ids[author], "percent": "100"}],
        )
        road.ids[title] = made["id"]
        steps = [(road[author], "sendToUnitReview", {}), (road[leader], "submitInitiative", {})]
        for by, deed, more in [*steps, (center, "screenInitiative", {"eligible": True})]:
            made = by.do(
                deed,
                "initiative { version state punctuality }",
                initiativeId=road.ids[title],
                expectedVersion=made["version"],
                **more,
            )
        assert (made["state"], made["punctuality"]) == ("SCREENED", "ON_TIME")


def _score(road: Road) -> None:
    center = road["trung-tam"]
    round_ = center.do(
        "createRound",
        "round { id version }",
        movementId=road.ids["movement"],
        rubricId=road.ids["rubric"],
        name="Vòng 1",
        opensAt=(NOW - timedelta(minutes=5)).isoformat(timespec="seconds"),
        closesAt=(NOW + timedelta(days=5)).isoformat(timespec="seconds"),
    )
    road.ids["round"] = round_["id"]
    ids = [road.ids[title] for title in "ABCD"]
    round_ = center.do(
        "addRoundEntries",
        "round { version }",
        roundId=road.ids["round"],
        expectedVersion=round_["version"],
        initiativeIds=ids,
    )
    for key in ("giam-khao-1", "giam-khao-2", "giam-khao-3"):
        center.do("appointEvaluator", "roleGrant { id }", roundId=road.ids["round"], personId=road.ids[key])
    center.do("openRound", "round { state }", roundId=road.ids["round"], expectedVersion=round_["version"])
    refused = center.ask(
        "assignEvaluator",
        "assignment { id }",
        roundId=road.ids["round"],
        initiativeId=road.ids["B"],
        evaluatorId=road.ids["giam-khao-3"],
    )
    assert [error["rule"] for error in refused["userErrors"]] == ["CONFLICT_OF_INTEREST_OWN_UNIT"]
    for title, sheets in MARKS.items():
        for key, marks in sheets.items():
            assignment = center.do(
                "assignEvaluator",
                "assignment { id }",
                roundId=road.ids["round"],
                initiativeId=road.ids[title],
                evaluatorId=road.ids[key],
            )
            _fill_sheet(road, key, assignment["id"], marks)


def _fill_sheet(road: Road, key: str, assignment: str, marks: tuple[str, str] | None) -> None:
    values = dict(zip(("C1", "C2"), marks or ("1.5",), strict=False))
    sheet = road[key].do(
        "saveScoreSheet",
        "scoreSheet { id version }",
        assignmentId=assignment,
        marks=[{"criterionId": road.ids[code], "value": value} for code, value in values.items()],
    )
    if marks is not None:
        locked = road[key].do(
            "submitScoreSheet",
            "scoreSheet { state total }",
            sheetId=sheet["id"],
            expectedVersion=sheet["version"],
        )
        total = sum(map(Decimal, marks))
        assert (locked["state"], Decimal(locked["total"])) == ("SUBMITTED", total)


def _rank(road: Road) -> None:
    center = road["trung-tam"]
    version = center.post("query($id: ID!) { round(id: $id) { version } }", {"id": road.ids["round"]})["round"][
        "version"
    ]
    payload = center.ask(
        "closeRound",
        "round { state } result { id number state }",
        roundId=road.ids["round"],
        expectedVersion=version,
    )
    assert payload["userErrors"] == []
    assert (payload["round"]["state"], payload["result"]["number"], payload["result"]["state"]) == (
        "CLOSED",
        1,
        "STAGED",
    )
    road.ids["result"] = payload["result"]["id"]
    hidden = road["tac-gia-1"].post("query($id: ID!) { result(id: $id) { id } }", {"id": road.ids["result"]})
    assert hidden == {"result": None}
    center.do("publishResult", "result { state }", resultId=road.ids["result"])
    ranked = road["lanh-dao-bo"].post(
        """query($id: ID!) { result(id: $id) { entries {
             nodes { id place score isTied status sheets initiative { title } } totalCount } } }""",
        {"id": road.ids["result"]},
    )["result"]["entries"]
    road.ids |= {f"entry-{each['initiative']['title'][-1]}": each["id"] for each in ranked["nodes"]}
    told = [
        (each["initiative"]["title"], each["place"], each["score"], each["isTied"], each["status"], each["sheets"])
        for each in ranked["nodes"]
    ]
    # By hand: A (78 + 84.5) / 2, B (81 + 81.5) / 2, C 70 from its one submitted sheet, D nothing at all.
    assert sorted(told) == [
        ("Sáng kiến A", 1, "81.25", True, "RANKED", 2),
        ("Sáng kiến B", 1, "81.25", True, "RANKED", 2),
        ("Sáng kiến C", 3, "70", False, "RANKED", 1),
        ("Sáng kiến D", None, None, False, "UNSCORED", 0),
    ]
    assert [place for _, place, *_ in told] == [1, 1, 3, None]


def _nominate_and_decide(road: Road) -> None:
    personnel, leader = road["to-chuc"], road["lanh-dao-bo"]
    made = []
    for entry, nominee in (("entry-A", {"personId": road.ids["tac-gia-1"]}), ("entry-B", {"unitId": road.ids["D2"]})):
        nomination = personnel.do(
            "prepareNomination",
            "nomination { id version countsForMerit }",
            resultEntryId=road.ids[entry],
            formId=road.ids["form"],
            summary="=Thành tích tiêu biểu",
            nominee=nominee,
        )
        assert nomination["countsForMerit"] is False
        proposed = personnel.do(
            "proposeNomination",
            "nomination { version }",
            nominationId=nomination["id"],
            expectedVersion=nomination["version"],
        )
        made.append((nomination["id"], proposed["version"]))
    (first, version), (second, second_version) = made
    leader.do("approveNomination", "nomination { state }", nominationId=first, expectedVersion=version)
    refused = leader.do(
        "refuseNomination",
        "nomination { state reason }",
        nominationId=second,
        expectedVersion=second_version,
        reason="Đã khen thưởng trong năm",
    )
    assert refused == {"state": "REFUSED", "reason": "Đã khen thưởng trong năm"}
    decision = leader.do(
        "issueAwardDecision",
        "awardDecision { number signedOn signer { fullName } nominations { nodes { id state } } }",
        movementId=road.ids["movement"],
        number="12/QĐ-BTTTT",
        signedOn=str((datetime.now(UTC) + timedelta(hours=7)).date()),
        signerId=road.ids["lanh-dao-bo"],
        signingCapacity="HEAD",
        nominationIds=[first],
    )
    assert decision["signer"] == {"fullName": "Người lanh-dao-bo"}
    assert decision["nominations"]["nodes"] == [{"id": first, "state": "DECIDED"}]


def _download(road: Road) -> None:
    path = "/exports/nominations.csv"
    movement = {"movement": road.ids["movement"]}
    response = road.http.get(path, params=movement, headers=road["to-chuc"].headers)
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    header, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))
    assert len(rows) == 2
    assert all(len(row) == len(header) for row in rows)
    assert sorted("12/QĐ-BTTTT" in row for row in rows) == [False, True]
    assert all("'=Thành tích tiêu biểu" in row for row in rows)
    assert road.http.get(path, params=movement, headers=road["tac-gia-1"].headers).status_code == 403
    assert road.http.get(path, params=movement).status_code == 401
    assert road.http.get(path, params={"movement": "Movement:x"}, headers=road["to-chuc"].headers).status_code == 404


def _see_only_what_they_may(road: Road) -> None:
    seen = road["tac-gia-1"].post(
        """{ initiatives { nodes { title } totalCount } scoreSheets { totalCount } assignments { totalCount }
             resultEntries { nodes { score initiative { title } } } nominations { nodes { state person { fullName } } }
             people { nodes { fullName } } auditEntries { totalCount } viewer { roles { role } allowedDeeds } }"""
    )
    assert sorted(each["title"] for each in seen["initiatives"]["nodes"]) == ["Sáng kiến A", "Sáng kiến C"]
    assert seen["initiatives"]["totalCount"] == 2
    assert seen["scoreSheets"] == seen["assignments"] == seen["auditEntries"] == {"totalCount": 0}
    scores = {each["initiative"]["title"]: each["score"] for each in seen["resultEntries"]["nodes"]}
    assert scores == {"Sáng kiến A": "81.25", "Sáng kiến C": "70"}
    assert seen["nominations"]["nodes"] == [{"state": "DECIDED", "person": {"fullName": "Người tac-gia-1"}}]
    assert seen["people"]["nodes"] == [{"fullName": "Người tac-gia-1"}]
    assert seen["viewer"]["roles"] == [{"role": "STAFF"}]
    assert seen["viewer"]["allowedDeeds"] == ["INITIATIVE_CREATE", "INITIATIVE_EDIT", "NOMINATION_SUGGEST"]
    # A role that is revoked is refused from that moment on, with the same token.
    grants = road["to-chuc"].post(
        "query($id: ID!) { person(id: $id) { roleGrants { nodes { id } } } }", {"id": road.ids["dau-moi-1"]}
    )["person"]["roleGrants"]["nodes"]
    assert road["dau-moi-1"].post("{ initiatives { totalCount } }") == {"initiatives": {"totalCount": 2}}
    road["to-chuc"].do("revokeRole", "roleGrant { id }", grantId=grants[0]["id"], reason="Thay đầu mối")
    assert road["dau-moi-1"].post("{ initiatives { totalCount } }") == {"initiatives": {"totalCount": 0}}


def _leave_a_trail(road: Road) -> None:
    trail = road["to-chuc"].post(
        """{ auditEntries(first: 100, orderBy: {field: AT, direction: ASC}) {
             nodes { deed actor { fullName } } totalCount } }"""
    )["auditEntries"]
    deeds = [each["deed"] for each in trail["nodes"]]
    assert deeds.count("MOVEMENT_LAUNCHED") == 1
    assert deeds.count("INITIATIVE_SUBMITTED") == 4
    assert deeds.count("SHEET_SUBMITTED") == 5
    assert trail["totalCount"] >= 70
