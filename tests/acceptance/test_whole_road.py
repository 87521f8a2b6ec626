"""The whole road over HTTP, from an empty database to a signed decision, one actor per role."""

import csv
import io
import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
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
    "thu-truong-bo": ("BO", ["MINISTRY_LEADER"], "MINISTRY_LEADER"),
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
#: Seconds after which a job is taken to be lost.
PATIENCE = 60.0
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
            ("INFORMATION_CENTER", "NOMINATION_APPRAISE"),
            ("PERSONNEL", "NOMINATION_APPRAISE"),
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

    def done(self, job: dict[str, str]) -> dict[str, Any]:
        """Wait for what the worker beside the server does; it must not fail."""
        deadline = time.monotonic() + PATIENCE
        document = "query($id: ID!) { job(id: $id) { state progress error isSound findings { totalCount } } }"
        while True:
            found: dict[str, Any] = self["trung-tam"].post(document, {"id": job["id"]})["job"]
            assert found["state"] in {"QUEUED", "RUNNING", "DONE"}, found
            if found["state"] == "DONE":
                return found
            assert time.monotonic() < deadline, found
            time.sleep(0.1)


@pytest.mark.slow  # processes of its own, one after another
def test_the_whole_road(road, tmp_path):
    _organise(road)
    _launch(road)
    _submit(road)
    _score(road)
    _replace(road)
    _rank(road)
    _exclude_and_publish(road)
    _draw(road)
    _verify(road, tmp_path)
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
        method="MEAN",
    )
    road.ids["round"] = round_["id"]
    round_ = center.do(
        "setRoundTiers",
        "round { version tiers { name seats } }",
        roundId=road.ids["round"],
        expectedVersion=round_["version"],
        tiers=[{"name": "Nhất", "seats": 1}, {"name": "Nhì", "seats": 1}],
    )
    assert round_["tiers"] == [{"name": "Nhất", "seats": 1}, {"name": "Nhì", "seats": 1}]
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


def _replace(road: Road) -> None:
    """Have it worked out who could score D, too; it is given to them; they recuse, and nobody is left."""
    center = road["trung-tam"]
    # Both who may are of one unit: that has to be allowed.
    job = center.do("proposeAssignment", "job { id }", roundId=road.ids["round"], perEntry=2, maxSameUnit=2)
    assert road.done(job)["progress"] == "1"
    (proposal,) = center.post(
        """{ assignmentProposals { nodes { id version state kept added missing
             pairs { nodes { initiative { title } evaluator { fullName } } } } } }"""
    )["assignmentProposals"]["nodes"]
    # D is of the unit of the third evaluator.
    pairs = proposal.pop("pairs")["nodes"]
    assert pairs == [{"initiative": {"title": "Sáng kiến D"}, "evaluator": {"fullName": "Người giam-khao-1"}}]
    which = {"proposalId": proposal.pop("id"), "expectedVersion": proposal.pop("version")}
    assert proposal == {"state": "COMPUTED", "kept": 7, "added": 1, "missing": 0}
    assert center.do("applyAssignmentProposal", "proposal { state }", **which) == {"state": "APPLIED"}
    mine = road["giam-khao-1"].post("{ assignments { nodes { id version origin initiative { title } } } }")
    (given,) = (each for each in mine["assignments"]["nodes"] if each["origin"] == "PROPOSED")
    assert given["initiative"] == {"title": "Sáng kiến D"}
    recused = road["giam-khao-1"].do(
        "recuse",
        "assignment { state }",
        assignmentId=given["id"],
        expectedVersion=given["version"],
        reason="Quen biết tác giả",
    )
    assert recused == {"state": "RECUSED"}
    refused = center.ask("replaceEvaluator", "assignment { id }", assignmentId=given["id"])
    assert [error["rule"] for error in refused["userErrors"]] == ["NO_REPLACEMENT"]


STANDINGS = """query($id: ID!) { result(id: $id) { number state entries {
  nodes { id place score isTied status sheets flags tier { name } initiative { title } } totalCount } } }"""


def _standings(road: Road, by: str) -> list[dict[str, Any]]:
    found = road[by].post(STANDINGS, {"id": road.ids["result"]})["result"]["entries"]
    assert found["totalCount"] == 4
    return list(found["nodes"])


def _results(road: Road) -> list[dict[str, Any]]:
    found = road["trung-tam"].post("{ results { nodes { id number state reason } } }")
    return list(found["results"]["nodes"])


def _rank(road: Road) -> None:
    center = road["trung-tam"]
    version = center.post("query($id: ID!) { round(id: $id) { version } }", {"id": road.ids["round"]})["round"][
        "version"
    ]
    payload = center.ask(
        "closeRound", "round { state } job { id kind }", roundId=road.ids["round"], expectedVersion=version
    )
    assert (payload["userErrors"], payload["round"]) == ([], {"state": "CLOSED"})
    assert payload["job"]["kind"] == "COMPUTE_RESULT"
    road.done(payload["job"])
    (result,) = _results(road)
    road.ids["first"] = road.ids["result"] = result.pop("id")
    assert result == {"number": 1, "state": "STAGED", "reason": None}
    hidden = road["tac-gia-1"].post("query($id: ID!) { result(id: $id) { id } }", {"id": road.ids["result"]})
    assert hidden == {"result": None}
    told = [
        (each["initiative"]["title"], each["place"], each["score"], each["isTied"], each["status"], each["sheets"])
        for each in _standings(road, "lanh-dao-bo")
    ]
    # By hand: A (78 + 84.5) / 2, B (81 + 81.5) / 2, C 70 from its one submitted sheet, D nothing at all.
    assert sorted(told) == [
        ("Sáng kiến A", 1, "81.25", True, "RANKED", 2),
        ("Sáng kiến B", 1, "81.25", True, "RANKED", 2),
        ("Sáng kiến C", 3, "70", False, "RANKED", 1),
        ("Sáng kiến D", None, None, False, "UNSCORED", 0),
    ]
    assert [place for _, place, *_ in told] == [1, 1, 3, None]
    # Two share the one first place: no prize is given in silence.
    prizes = {each["initiative"]["title"][-1]: (each["tier"], each["flags"]) for each in _standings(road, "to-chuc")}
    assert (prizes["A"][0], prizes["B"][0]) == (None, None)
    assert "TIED_AT_CUT" in prizes["A"][1]
    assert "TIED_AT_CUT" in prizes["B"][1]


def _exclude_and_publish(road: Road) -> None:
    """One sheet of B does not count: a second version says so, and is verified by another person than computed it."""
    center, personnel = road["trung-tam"], road["to-chuc"]
    sheets = personnel.post("{ scoreSheets { nodes { id total initiative { title } } } }")["scoreSheets"]["nodes"]
    (nearly,) = (each for each in sheets if (each["initiative"]["title"], each["total"]) == ("Sáng kiến B", "81.5"))
    personnel.do("excludeSheet", "exclusion { reason }", sheetId=nearly["id"], reason="Chấm nhầm hồ sơ")
    job = center.do("computeResult", "job { id }", roundId=road.ids["round"], reason="Loại một phiếu chấm nhầm")
    road.done(job)
    second, first = _results(road)
    assert first == {"id": road.ids["first"], "number": 1, "state": "STAGED", "reason": None}
    road.ids["result"] = second.pop("id")
    assert second == {"number": 2, "state": "STAGED", "reason": "Loại một phiếu chấm nhầm"}
    changed = center.post(
        """query($id: ID!) { result(id: $id) { differences { nodes {
             initiative { title } placeBefore placeNow scoreBefore scoreNow } } } }""",
        {"id": road.ids["result"]},
    )["result"]["differences"]["nodes"]
    assert changed == [
        {
            "initiative": {"title": "Sáng kiến B"},
            "placeBefore": 1,
            "placeNow": 2,
            "scoreBefore": "81.25",
            "scoreNow": "81",
        }
    ]
    alone = center.ask("verifyResult", "result { state }", resultId=road.ids["result"])
    assert [error["rule"] for error in alone["userErrors"]] == ["COMPUTER_IS_ANOTHER"]
    personnel.do("verifyResult", "result { state }", resultId=road.ids["result"])
    assert center.do("publishResult", "result { state }", resultId=road.ids["result"]) == {"state": "PUBLISHED"}
    ranked = _standings(road, "lanh-dao-bo")
    road.ids |= {f"entry-{each['initiative']['title'][-1]}": each["id"] for each in ranked}
    told = [(each["initiative"]["title"][-1], each["place"], each["tier"] and each["tier"]["name"]) for each in ranked]
    assert told == [("A", 1, "Nhất"), ("B", 2, "Nhì"), ("C", 3, None), ("D", None, None)]


def _draw(road: Road) -> None:
    """The ranking is for those who see it all, the first version's as well; severity is not for the secretary."""
    published, staged = (f"/results/{road.ids[name]}/charts" for name in ("result", "first"))

    def statuses(path: str) -> list[int]:
        who = ("to-chuc", "thu-ky", "tac-gia-1", "giam-khao-1")
        return [road.http.get(path, headers=road[each].headers).status_code for each in who]

    assert statuses(f"{published}/ranking.svg") == [200, 200, 404, 404]
    assert statuses(f"{published}/severity.svg") == [200, 404, 404, 404]
    assert statuses(f"{staged}/ranking.svg") == [200, 404, 404, 404]
    assert road.http.get(f"{published}/ranking.svg").status_code == 401
    drawn = road.http.get(f"{published}/ranking.svg", headers={**road["to-chuc"].headers, "Accept-Language": "en"})
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert "1. Sáng kiến A" in drawn.text
    assert "Ranking with 90 % intervals" in drawn.text


def _verify(road: Road, directory: Path) -> None:
    """Ledger and both results are what they should be: in the database, and in the file that anybody can check."""
    found = road.done(road["lanh-dao-bo"].do("verifyRound", "job { id }", roundId=road.ids["round"]))
    assert (found["isSound"], found["findings"]) == (True, {"totalCount": 0})
    path = f"/rounds/{road.ids['round']}/ledger.jsonl"
    assert road.http.get(path, headers=road["tac-gia-1"].headers).status_code == 403
    file = directory / "ledger.jsonl"
    file.write_bytes(road.http.get(path, headers=road["to-chuc"].headers).content)
    nowhere = "postgresql+asyncpg://nobody@127.0.0.1:1/none"
    sound = thidua("verify", str(file), database_url=nowhere, directory=directory)
    assert sound.returncode == 0, sound.stdout + sound.stderr
    file.write_text(file.read_text(encoding="utf-8").replace("51.5", "51"), encoding="utf-8")
    forged = thidua("verify", str(file), database_url=nowhere, directory=directory)
    assert forged.returncode == 1, forged.stdout + forged.stderr


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
        made.append((nomination["id"], _proposed(road, nomination)))
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
    decision = _signed(road, first)
    assert decision["signer"] == {"fullName": "Người thu-truong-bo"}
    assert decision["nominations"]["nodes"] == [{"id": first, "state": "DECIDED", "prize": None}]
    known = personnel.do(
        "publishAwardDecision",
        "awardDecision { publication { channel } }",
        decisionId=decision["id"],
        channel="Cổng thông tin của Bộ",
    )
    assert known == {"publication": {"channel": "Cổng thông tin của Bộ"}}
    presented = personnel.do(
        "presentAwards",
        "nominations { state steps(first: 20) { nodes { ordinal toState by { fullName } } } }",
        nominationIds=[first],
        presentedOn=str(_today()),
        presentedWhere="Hội trường Bộ",
    )
    assert [(each["ordinal"], each["toState"], each["by"]["fullName"]) for each in presented[0]["steps"]["nodes"]] == [
        (2, "SUBMITTED", "Cán bộ tổ chức"),
        (3, "COMPLETE", "Người trung-tam"),
        (4, "APPRAISED", "Người trung-tam"),
        (5, "PROPOSED", "Cán bộ tổ chức"),
        (6, "APPROVED", "Người lanh-dao-bo"),
        (7, "DECIDED", "Người lanh-dao-bo"),
        (8, "PUBLISHED", "Cán bộ tổ chức"),
        (9, "PRESENTED", "Cán bộ tổ chức"),
    ]
    # The law knows no coefficient of this form: there is no prize to pay.
    unpaid = personnel.ask(
        "payPrizes", "nominations { id }", nominationIds=[first], paidOn=str(_today()), reference="PC 1"
    )
    assert [error["rule"] for error in unpaid["userErrors"]] == ["NO_PRIZE"]


def _today() -> date:
    """The day in Viet Nam."""
    return (datetime.now(UTC) + timedelta(hours=7)).date()


def _proposed(road: Road, nomination: dict[str, Any]) -> int:
    """Bring a draft before those who decide; who prepared it does not appraise it. Returns the version."""
    personnel, center = road["to-chuc"], road["trung-tam"]
    said = {"opinion": "Đủ điều kiện"}
    mine = personnel.ask(
        "acceptNomination", "nomination { id }", nominationId=nomination["id"], expectedVersion=nomination["version"]
    )
    assert [error["rule"] for error in mine["userErrors"]] == ["ONE_HAND_ONLY"]
    for who, deed, more in (
        (personnel, "submitNomination", {}),
        (center, "acceptNomination", {}),
        (center, "appraiseNomination", said),
        (personnel, "proposeNomination", {}),
    ):
        nomination = who.do(
            deed,
            "nomination { id version }",
            nominationId=nomination["id"],
            expectedVersion=nomination["version"],
            **more,
        )
    return int(nomination["version"])


def _signed(road: Road, nomination: str) -> dict[str, Any]:
    """Let the deputy sign for the minister, once the minister lets them."""
    leader, asked = road["lanh-dao-bo"], "awardDecision { id signer { fullName } nominations { nodes { %s } } }"
    decision = {
        "movementId": road.ids["movement"],
        "number": "12/QĐ-BTTTT",
        "signedOn": str(_today()),
        "signerId": road.ids["thu-truong-bo"],
        "signingCapacity": "KT",
        "nominationIds": [nomination],
    }
    early = leader.ask("issueAwardDecision", "awardDecision { id }", **decision)
    assert [error["rule"] for error in early["userErrors"]] == ["DELEGATION_MISSING"]
    leader.do(
        "delegateSigning",
        "signingDelegation { id }",
        delegateId=road.ids["thu-truong-bo"],
        capacity="KT",
        document="Quyết định số 10/QĐ-BTTTT về phân công nhiệm vụ",
        startsOn=str(_today()),
        endsOn=str(_today()),
    )
    return leader.do("issueAwardDecision", asked % "id state prize { id }", **decision)


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
    assert seen["nominations"]["nodes"] == [{"state": "PRESENTED", "person": {"fullName": "Người tac-gia-1"}}]
    assert seen["people"]["nodes"] == [{"fullName": "Người tac-gia-1"}]
    assert seen["viewer"]["roles"] == [{"role": "STAFF"}]
    assert seen["viewer"]["allowedDeeds"] == [
        "INITIATIVE_CREATE",
        "INITIATIVE_EDIT",
        "CONFLICT_DECLARE",
        "NOMINATION_SUGGEST",
        "COUNCIL_VOTE",
        "EXEMPLAR_CONSENT",
    ]
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
