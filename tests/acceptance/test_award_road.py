"""The road of awards over HTTP: from a published result to a signed decision, its documents and what follows it."""

import hashlib
import io
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from domain.clock import at
from domain.database import Database
from tests.conftest import migrated_database
from tests.support.award_road import PEOPLE, Road, publish_result
from tests.support.factories import Factory
from tests.support.jobs import run_jobs
from tests.support.served import served
from tests.support.written import everything

PREPARING = datetime(2024, 6, 20, 2, 0, tzinfo=UTC)
MEETING = datetime(2024, 6, 28, 7, 0, tzinfo=UTC)
#: After the base salary rose to 2 340 000 đồng on 1 July 2024.
DECIDING = datetime(2024, 7, 15, 3, 0, tzinfo=UTC)
REWARDING = datetime(2024, 8, 5, 3, 0, tzinfo=UTC)
REVOKING = datetime(2024, 9, 9, 3, 0, tzinfo=UTC)
DECIDED_ON = date(2024, 7, 15)
VOTERS = [key for key in PEOPLE if key.startswith("uy-vien")]
#: Who gives a written opinion, and who gives none.
EXCUSED, ABSENT = "uy-vien-5", "uy-vien-6"
PAPERS = ("ACHIEVEMENT_REPORT", "UNIT_MINUTES")
SINCE = {"validFrom": "2024-01-01"}
COPIED = "Trợ lý ảo tra cứu văn bản, giảm 30 giờ tra cứu mỗi tháng"
#: Dossiers: the unit whose standing they rest on, the nominee (a person, or that unit), and what they say.
DOSSIERS: dict[str, tuple[str, str | None, str]] = {
    "first": ("D1", "tac-gia-1", COPIED),
    "second": ("D2", "tac-gia-2", COPIED),
    "unit": ("D3", None, "Toàn đơn vị bỏ được sổ giấy trong quản lý hồ sơ"),
    "suggested": ("D3", "tac-gia-3", "Tự viết công cụ đối soát số liệu cấp phép"),
}
#: The way of the dossier whose award is revoked in the end.
WAY = (
    ("SUBMITTED", "to-chuc-1"),
    ("COMPLETE", "to-chuc-2"),
    ("APPRAISED", "to-chuc-2"),
    ("VOTED", "thu-ky"),
    ("PROPOSED", "to-chuc-1"),
    ("APPROVED", "thu-truong"),
    ("DECIDED", "thu-truong"),
    ("PUBLISHED", "to-chuc-1"),
    ("PRESENTED", "to-chuc-1"),
    ("PAID", "to-chuc-1"),
    ("REVOKED", "bo-truong"),
)
#: How often each deed was done; a refused one leaves nothing.
TRAIL = {
    deed: times
    for times, deeds in {
        1: """
            AWARD_DECISION_ISSUED AWARD_DECISION_PUBLISHED AWARD_FORM_CREATED AWARD_REVOKED BALLOTS_LOCKED
            COUNCIL_CREATED COUNCIL_SESSION_CONCLUDED COUNCIL_SESSION_CONVENED COUNCIL_SESSION_OPENED
            DOCUMENT_CHECKED DOCUMENT_ISSUED DOCUMENT_NUMBERED DOCUMENT_SIGNED INTEGRITY_HOLD_LIFTED
            INTEGRITY_HOLD_PLACED NOMINATIONS_EXPORTED NOMINATION_REFUSED NOMINATION_RETURNED NOMINATION_REVOKED
            NOMINATION_SUGGESTED PAYMENTS_EXPORTED RECOVERY_RECORDED SESSION_ITEMS_ADDED SIGNING_DELEGATED
            VOTING_BEGUN
        """,
        2: """
            LEGAL_BASIS_CREATED NOMINATION_APPROVED NOMINATION_DECIDED NOMINATION_PAID NOMINATION_PRESENTED
            NOMINATION_PUBLISHED PRIZE_PAID
        """,
        3: "NOMINATION_PREPARED NOMINATION_PROPOSED NOMINATION_VOTED",
        4: """
            AWARD_RULE_CREATED DOCUMENT_ASKED_FOR DOCUMENT_MADE NOMINATION_ACCEPTED NOMINATION_APPRAISED
            NOMINATION_SUBMITTED
        """,
        5: "BALLOTS_CAST LEGAL_PARAMETER_CREATED",
        7: "ATTENDANCE_NOTED COUNCIL_MEMBER_APPOINTED",
        8: "DOSSIER_PAPER_ADDED",
        9: "DOCUMENT_DOWNLOADED",
    }.items()
    for deed in deeds.split()
}


@pytest.fixture
def url(server_url: str, worker: str) -> str:
    """A database in which what is done is committed."""
    return migrated_database(server_url, f"thidua_award_road_{worker}")


@pytest.fixture
async def road(url: str, tmp_path: Path) -> AsyncIterator[Road]:
    """A movement in its phase of awarding, with a published result of three initiatives, and everybody's caller."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with served(url, tmp_path) as up:
        road = Road(Database(engine), {key: up.sign_in(key) for key in PEOPLE})
        async with AsyncSession(engine, expire_on_commit=False) as session:
            await publish_result(road, Factory(session))
            await session.commit()
        yield road
    await engine.dispose()


async def test_the_road_from_a_published_result_to_a_signed_decision(road: Road):
    with at(PREPARING):
        await _legislate(road)
        await _prepare(road)
        await _appraise(road)
    with at(MEETING):
        await _meet(road)
        await _vote(road)
        await _conclude(road)
        await _propose_in_writing(road)
    with at(DECIDING):
        await _decide(road)
        await _hold_and_lift(road)
        await _sign(road)
        await _write_decision(road)
    with at(REWARDING):
        await _reward(road)
        await _see_only_ones_own(road)
        await _export(road)
    with at(REVOKING):
        await _revoke(road)
        await _look_back(road)


async def _legislate(road: Road) -> None:
    """Personnel writes down the law: what it rests on, the numbers of prizes, the rules of dossiers."""
    personnel = road["to-chuc-1"]
    form = {"code": "BK-BO", "name": "Bằng khen của Bộ trưởng", "subject": "BOTH", "level": "MINISTRY"}
    made = await personnel.do("createAwardForm", "awardForm { id }", **form, decidedBy="Bộ trưởng")
    road.ids["form"] = made["id"]
    bases = {}
    for code, title in (("ND-98", "Nghị định số 98/2023/NĐ-CP"), ("ND-73", "Nghị định số 73/2024/NĐ-CP")):
        given = {"code": code, "title": title, "validFrom": "2024-01-01", "source": "Công báo"}
        bases[code] = (await personnel.do("createLegalBasis", "legalBasis { id }", **given))["id"]
    for kind, value, basis, clause, more in (
        ("BASE_SALARY", "1800000", "ND-73", "Điều 3", {"validTo": "2024-06-30"}),
        ("BASE_SALARY", "2340000", "ND-73", "Điều 3", {"validFrom": "2024-07-01"}),
        ("PRIZE_COEFFICIENT", "1.5", "ND-98", "Điều 55", {"formId": road.ids["form"]}),
        ("COLLECTIVE_FACTOR", "2", "ND-98", "Điều 55", {"formId": road.ids["form"]}),
        ("PRIZE_ROUNDING", "10000", "ND-98", "Điều 54", {}),
    ):
        given = {"kind": kind, "value": value, "legalBasisId": bases[basis], "clause": clause}
        await personnel.do("createLegalParameter", "legalParameter { id }", **given, **{**SINCE, **more})
    for code, severity, parameters in (
        ("PAPERS", "BLOCKING", {"papers": list(PAPERS)}),
        ("COUNCIL_VOTE", "BLOCKING", {"threshold": "0.80", "quorum": "0.50", "secret": True}),
        ("DIRECT_WORKERS", "WARNING", {"min_share": "0.7"}),
        ("SIMILAR_ACHIEVEMENT", "WARNING", {"threshold": "0.9"}),
    ):
        given = {"code": code, "severity": severity, "parameters": parameters, "clause": f"Điều về {code}"}
        await personnel.do("createAwardRule", "awardRule { id }", **given, legalBasisId=bases["ND-98"], **SINCE)


async def _prepare(road: Road) -> None:
    """Personnel drafts three dossiers, the head of a unit suggests one; each is submitted by whoever drafted it."""
    for key, (code, person, summary) in DOSSIERS.items():
        is_suggested = key == "suggested"
        who, deed = ("cuc-truong", "suggestNomination") if is_suggested else ("to-chuc-1", "prepareNomination")
        made = await road[who].do(
            deed,
            "nomination { id version state nomineeKind }",
            resultEntryId=road.ids[f"entry-{code}"],
            formId=road.ids["form"],
            summary=summary,
            nominee={"personId": road.ids[person]} if person else {"unitId": road.ids[code]},
        )
        road.ids[key], road.versions[key] = made["id"], made["version"]
        assert (made["state"], made["nomineeKind"]) == ("DRAFT", "INDIVIDUAL" if person else "COLLECTIVE")
        assert await road.move(who, "submitNomination", key) == "SUBMITTED"


async def _appraise(road: Road) -> None:
    """The second officer finds papers missing; once they are there, dossiers are appraised, and what is odd is told."""
    said = {"opinion": "Đủ điều kiện, tiêu chuẩn"}
    assert await road.move("to-chuc-2", "acceptNomination", "first") == "COMPLETE"
    early = await road["to-chuc-2"].ask("appraiseNomination", "nomination { id }", **road.at_hand("first"), **said)
    (error,) = early["userErrors"]
    assert error["rule"] == "RULE_BLOCKS"
    assert "[PAPERS; Điều về PAPERS, Nghị định số 98/2023/NĐ-CP]" in error["message"]
    for key in DOSSIERS:
        for kind in PAPERS:
            paper = {"kind": kind, "title": "Bản có chữ ký", "reference": "Kho hồ sơ điện tử"}
            await road["to-chuc-1"].do("addDossierPaper", "dossierPaper { id }", nominationId=road.ids[key], **paper)
    for key in DOSSIERS:
        if key != "first":
            assert await road.move("to-chuc-2", "acceptNomination", key) == "COMPLETE"
        assert await road.move("to-chuc-2", "appraiseNomination", key, **said) == "APPRAISED"
    # Without the council's vote nobody proposes.
    assert await road.refused("to-chuc-1", "proposeNomination", "first") == ["COUNCIL_VOTE_MISSING"]
    found = await road["to-chuc-2"].post(
        "query($id: ID!) { nomination(id: $id) { findings { nodes { code severity } } } }", id=road.ids["second"]
    )
    assert found["nomination"]["findings"]["nodes"] == [
        {"code": "SIMILAR_ACHIEVEMENT", "severity": "WARNING"},
        {"code": "DIRECT_WORKERS", "severity": "WARNING"},
        {"code": "COUNCIL_VOTE", "severity": "BLOCKING"},
    ]


async def _meet(road: Road) -> None:
    """Personnel sets the council up; the secretary convenes it, puts the dossiers on the agenda and opens."""
    personnel, secretary = road["to-chuc-1"], road["thu-ky"]
    council = await personnel.do(
        "createCouncil", "council { id }", kind="MINISTRY", name="Hội đồng Thi đua - Khen thưởng Bộ"
    )
    roles = dict.fromkeys(VOTERS, "MEMBER") | {VOTERS[0]: "CHAIR", "thu-ky": "SECRETARY"}
    for key, role in roles.items():
        seat = {"role": role, "hasVote": role != "SECRETARY", "startsOn": "2024-01-02"}
        await personnel.do(
            "appointCouncilMember", "councilMember { id }", councilId=council["id"], personId=road.ids[key], **seat
        )
    sitting = await secretary.do(
        "conveneCouncilSession",
        "councilSession { id }",
        councilId=council["id"],
        movementId=road.ids["movement"],
        name="Phiên họp xét khen thưởng",
        scheduledAt=MEETING.isoformat(),
        place="Phòng họp 2.1",
    )
    road.ids["session"] = sitting["id"]
    on_agenda = [road.ids[key] for key in DOSSIERS]
    await secretary.do("addSessionItems", "councilSession { id }", sessionId=sitting["id"], nominationIds=on_agenda)
    opened = await _run_session(road, "openCouncilSession")
    assert (opened["state"], opened["totalMembers"], opened["quorumNeeded"]) == ("OPEN", 6, 3)


async def _sitting(road: Road, who: str = "thu-ky") -> dict[str, Any]:
    """Read the session as somebody sees it."""
    document = """query($id: ID!) { councilSession(id: $id) {
        version state totalMembers quorumNeeded present issued collected
        members { id hasVote person { fullName } }
        items { id issued collected votesNeeded votesFor votesAgainst votesBlank share isPassed } } }"""
    found: dict[str, Any] = (await road[who].post(document, id=road.ids["session"]))["councilSession"]
    return found


async def _run_session(road: Road, deed: str) -> dict[str, Any]:
    """Do a deed of the secretary on the session as it is; returns how it is then."""
    version = (await _sitting(road))["version"]
    await road["thu-ky"].do(deed, "councilSession { id }", sessionId=road.ids["session"], expectedVersion=version)
    return await _sitting(road)


async def _vote(road: Road) -> None:
    """One gives a written opinion, one gives none, four are there; how many voted is known, how they voted is not."""
    secretary, opened = road["thu-ky"], await _sitting(road)
    for member in opened["members"]:
        key = member["person"]["fullName"].removeprefix("Người ")
        attendance = {EXCUSED: "EXCUSED", ABSENT: "ABSENT"}.get(key, "PRESENT")
        await secretary.do("noteAttendance", "sessionMember { id }", memberId=member["id"], attendance=attendance)
    items = [item["id"] for item in opened["items"]]
    await _cast(road, EXCUSED, items)
    early = await road[VOTERS[0]].refused("castBallots", "councilSession { id }", **_ballots(road, VOTERS[0], items))
    assert early == ["VOTING_NOT_BEGUN"]
    voting = await _run_session(road, "beginVoting")
    assert (voting["state"], voting["present"], voting["issued"], voting["collected"]) == ("VOTING", 4, 24, 4)
    for key in VOTERS[:2]:
        await _cast(road, key, items)
    again = await road[VOTERS[0]].refused("castBallots", "councilSession { id }", **_ballots(road, VOTERS[0], items))
    assert set(again) == {"BALLOT_CAST"}
    for who in ("thu-ky", "to-chuc-1", VOTERS[0]):
        halfway = await _sitting(road, who)
        assert (halfway["collected"], halfway["issued"]) == (12, 24)
        for item in halfway["items"]:
            told = {item[name] for name in ("votesFor", "votesAgainst", "votesBlank", "share", "isPassed")}
            assert (item["collected"], told) == (3, {None})
    for key in VOTERS[2:4]:
        await _cast(road, key, items)


def _ballots(road: Road, key: str, items: list[str]) -> dict[str, Any]:
    """Everybody is for every dossier; but one, who is present, against the second."""
    against = items[1] if key == VOTERS[3] else None
    ballots = [{"itemId": item, "choice": "AGAINST" if item == against else "FOR"} for item in items]
    return {"sessionId": road.ids["session"], "ballots": ballots}


async def _cast(road: Road, key: str, items: list[str]) -> None:
    await road[key].do("castBallots", "councilSession { id }", **_ballots(road, key, items))


async def _conclude(road: Road) -> None:
    """Four of five are not enough where six are members; what was carried is proposed by whoever did not appraise."""
    locked = await _run_session(road, "lockBallots")
    counted = [(item["votesFor"], item["votesNeeded"], item["share"], item["isPassed"]) for item in locked["items"]]
    carried = (5, 5, "0.8333", True)
    assert counted == [carried, (4, 5, "0.6667", False), carried, carried]
    assert (await _run_session(road, "concludeCouncilSession"))["state"] == "CONCLUDED"
    states = await road.reread(*DOSSIERS)
    assert states == {"first": "VOTED", "second": "REFUSED", "unit": "VOTED", "suggested": "VOTED"}
    for key in ("first", "unit", "suggested"):
        assert await road.refused("to-chuc-2", "proposeNomination", key) == ["ONE_HAND_ONLY"]
        assert await road.move("to-chuc-1", "proposeNomination", key) == "PROPOSED"


async def _propose_in_writing(road: Road) -> None:
    """The submission, its list and the minutes are drafted, and say who is proposed and how the votes went."""
    for kind in ("SUBMISSION", "NOMINATION_LIST"):
        told = await _read(road, "to-chuc-1", await road.document("to-chuc-1", kind))
        assert [name in told for name in ("Người tac-gia-1", "Người tac-gia-3", "Đơn vị D3")] == [True] * 3
        assert "Người tac-gia-2" not in told
        assert told.count("5/6 (83,3%)") == 3
    minutes = await road.document("thu-ky", "COUNCIL_MINUTES", sessionId=road.ids["session"])
    told = await _read(road, "thu-ky", minutes)
    assert "Người uy-vien-5, Ủy viên (có lý do; đã gửi ý kiến bằng văn bản);" in told
    assert "Người tac-gia-1, Đơn vị D1\n6\n5\n5\n5\n0\n83,3%\nĐạt" in told
    assert "Người tac-gia-2, Đơn vị D2\n6\n5\n5\n4\n1\n66,7%\nKhông đạt" in told
    assert "03/04 trường hợp đạt tỷ lệ phiếu theo quy định" in told
    refused = await road["tac-gia-1"].get(f"/documents/{minutes}.pdf")
    assert refused.status_code == 404


async def _read(road: Road, who: str, document: str) -> str:
    """Download a document in both formats as it is kept; returns the text of the one that can be edited."""
    files = await road[who].post(
        "query($id: ID!) { officialDocument(id: $id) { files { format sha256 path madeAt } } }", id=document
    )
    newest = {each["format"]: each for each in sorted(files["officialDocument"]["files"], key=lambda f: f["madeAt"])}
    got = {}
    for kind, kept in newest.items():
        response = await road[who].get(f"/documents/{document}.{kind.lower()}")
        assert response.status_code == 200
        got[kind] = response.content
        assert response.headers["etag"] == f'"{kept["sha256"]}"'
        assert hashlib.sha256(response.content).hexdigest() == kept["sha256"]
    assert got["PDF"].startswith(b"%PDF-")
    return "\n".join(everything(docx.Document(io.BytesIO(got["DOCX"]))))


async def _decide(road: Road) -> None:
    """A deputy decides on what is proposed: two are approved, one is sent back with a reason."""
    answers = [
        {**road.at_hand("first"), "verdict": "APPROVED"},
        {**road.at_hand("unit"), "verdict": "APPROVED"},
        {**road.at_hand("suggested"), "verdict": "RETURNED"},
    ]
    selection, leader = "nominations { state reason }", road["thu-truong"]
    unexplained = await leader.ask("decideNominations", selection, items=answers)
    assert [error["path"] for error in unexplained["userErrors"]] == [["items", "2", "reason"]]
    answers[2]["reason"] = "Bổ sung xác nhận hiệu quả"
    decided = await leader.ask("decideNominations", selection, items=answers)
    assert decided == {
        "nominations": [
            {"state": "APPROVED", "reason": None},
            {"state": "APPROVED", "reason": None},
            {"state": "RETURNED", "reason": "Bổ sung xác nhận hiệu quả"},
        ],
        "userErrors": [],
    }
    await road.reread("first", "unit", "suggested")


def _decision(road: Road) -> dict[str, Any]:
    return {
        "movementId": road.ids["movement"],
        "number": "12/QĐ-BTTTT",
        "signedOn": str(DECIDED_ON),
        "signerId": road.ids["thu-truong-ky"],
        "signingCapacity": "KT",
        "nominationIds": [road.ids["first"], road.ids["unit"]],
    }


async def _hold_and_lift(road: Road) -> None:
    """Nobody who is held is rewarded, though they were approved; another deputy signs only when they may."""
    leader, personnel = road["thu-truong"], road["to-chuc-2"]
    early = await leader.refused("issueAwardDecision", "awardDecision { id }", **_decision(road))
    assert early == ["DELEGATION_MISSING"]
    await road["bo-truong"].do(
        "delegateSigning",
        "signingDelegation { id }",
        delegateId=road.ids["thu-truong-ky"],
        capacity="KT",
        document="Quyết định số 10/QĐ-BTTTT về phân công nhiệm vụ",
        startsOn="2024-07-01",
        endsOn="2024-12-31",
    )
    hold = await personnel.do(
        "placeIntegrityHold",
        "integrityHold { id version }",
        personId=road.ids["tac-gia-1"],
        ground="VERIFICATION",
        clause="Điều 83",
        reason="Có đơn phản ánh",
    )
    held = await leader.ask("issueAwardDecision", "awardDecision { id }", **_decision(road))
    assert [(error["rule"], error["path"]) for error in held["userErrors"]] == [
        ("INTEGRITY_HOLD", ["nominationIds", "0"])
    ]
    of_hold = {"holdId": hold["id"], "expectedVersion": hold["version"], "reason": "Đơn không có cơ sở"}
    await personnel.do("liftIntegrityHold", "integrityHold { id }", **of_hold)


async def _sign(road: Road) -> None:
    """The decision is issued, with the prizes of the day on which it was signed."""
    issued = await road["thu-truong"].do(
        "issueAwardDecision",
        """awardDecision { id signer { fullName }
             nominations { nodes { id state prize { amount baseSalary coefficient factor } } } }""",
        **_decision(road),
    )
    road.ids["decision"] = issued["id"]
    assert issued["signer"] == {"fullName": "Người thu-truong-ky"}
    prizes = {each["id"]: (each["state"], *each["prize"].values()) for each in issued["nominations"]["nodes"]}
    assert prizes == {
        road.ids["first"]: ("DECIDED", "3510000", "2340000", "1.5", "1"),
        road.ids["unit"]: ("DECIDED", "7020000", "2340000", "1.5", "2"),
    }


async def _write_decision(road: Road) -> None:
    """The decision's document is checked by a colleague, signed by the deputy, numbered as it is, and issued."""
    document = await road.document(
        "to-chuc-1", "DECISION_DRAFT", formId=road.ids["form"], decisionId=road.ids["decision"]
    )
    own = await _carry(road, "to-chuc-1", "checkDocument", document, refused=True)
    assert own == ["PERSON_IS_ANOTHER"]
    await _carry(road, "to-chuc-2", "checkDocument", document)
    file = (await road["thu-truong-ky"].get(f"/documents/{document}.pdf")).content
    signed = {"signedHash": hashlib.sha256(file).hexdigest(), "capacity": "KT"}
    # Who signed the decision signs what tells it, in the same capacity.
    other = await _carry(road, "thu-truong", "signDocument", document, **signed, refused=True)
    assert other == ["SIGNER_OTHER"]
    await _carry(road, "thu-truong-ky", "signDocument", document, **signed)
    await _carry(road, "to-chuc-1", "numberDocument", document, issuedOn=str(DECIDED_ON))
    issued = await _carry(road, "to-chuc-1", "issueDocument", document)
    assert issued == {"state": "ISSUED", "number": 12, "issuedOn": "2024-07-15", "signedName": "Người thu-truong-ky"}
    told = await _read(road, "to-chuc-1", document)
    for said in ("Người tac-gia-1", "Đơn vị D3", "3.510.000", "7.020.000", "KT. BỘ TRƯỞNG", "Người thu-truong-ky"):
        assert said in told, told


async def _carry(road: Road, who: str, deed: str, document: str, *, refused: bool = False, **more: Any) -> Any:
    """Do a deed on a document as it is, and let its files be made anew; returns how it is then, or what refuses."""
    read = "query($id: ID!) { officialDocument(id: $id) { version } }"
    version = (await road["to-chuc-1"].post(read, id=document))["officialDocument"]["version"]
    selection = "officialDocument { state number issuedOn signedName }"
    given = {"documentId": document, "expectedVersion": version, **more}
    if refused:
        return await road[who].refused(deed, selection, **given)
    done = await road[who].do(deed, selection, **given)
    await run_jobs(road.database)
    return done


async def _reward(road: Road) -> None:
    """Personnel makes the decision known, notes the ceremony, then the payment."""
    personnel, both = road["to-chuc-1"], [road.ids["first"], road.ids["unit"]]
    channel = "Cổng thông tin của Bộ"
    decision = {"decisionId": road.ids["decision"], "channel": channel}
    paid = {"nominationIds": both, "paidOn": "2024-08-05", "reference": "PC-214"}
    unpublished = await personnel.ask("payPrizes", "nominations { id }", **paid)
    assert {error["rule"] for error in unpublished["userErrors"]} == {"STATE_FORBIDS"}
    await personnel.do("publishAwardDecision", "awardDecision { id }", **decision)
    presented = {"nominationIds": both, "presentedOn": "2024-08-02", "presentedWhere": "Hội trường Bộ"}
    await personnel.do("presentAwards", "nominations { id }", **presented)
    done = await personnel.do("payPrizes", "nominations { state prize { amount paidOn paymentReference } }", **paid)
    assert [(each["state"], *each["prize"].values()) for each in done] == [
        ("PAID", "3510000", "2024-08-05", "PC-214"),
        ("PAID", "7020000", "2024-08-05", "PC-214"),
    ]


async def _see_only_ones_own(road: Road) -> None:
    """Whoever is rewarded sees the award, and neither what was said of it nor who had it on the desk."""
    document = """{ nominations { totalCount nodes {
        state opinion prize { amount } decision { number } steps { totalCount } findings { totalCount } } } }"""
    seen = (await road["tac-gia-1"].post(document))["nominations"]
    assert seen == {
        "totalCount": 1,
        "nodes": [
            {
                "state": "PAID",
                "opinion": None,
                "prize": {"amount": "3510000"},
                "decision": {"number": "12/QĐ-BTTTT"},
                "steps": {"totalCount": 0},
                "findings": {"totalCount": 0},
            }
        ],
    }


async def _export(road: Road) -> None:
    """Personnel takes the tables of dossiers and payments along; staff does not."""
    for name, expected in (("nominations", ("12/QĐ-BTTTT", "5/6 phiếu", 7020000)), ("payments", ("PC-214", 10530000))):
        path, movement = f"/exports/{name}.xlsx", {"movement": road.ids["movement"]}
        assert (await road["tac-gia-1"].get(path, **movement)).status_code == 403
        response = await road["to-chuc-1"].get(path, **movement)
        assert response.status_code == 200
        page = openpyxl.load_workbook(io.BytesIO(response.content)).active
        assert page is not None
        cells = {cell for row in page.iter_rows(values_only=True) for cell in row}
        assert cells >= set(expected)


async def _revoke(road: Road) -> None:
    """One award rested on false figures: it is taken back, and what was paid is recovered in parts."""
    await road.reread("first")
    revocation = await road["bo-truong"].do(
        "revokeAward",
        "revocation { id version amountDue amountRecovered nomination { state } }",
        **road.at_hand("first"),
        ground="FALSE_DECLARATION",
        reason="Kê khai sai số giờ",
        number="20/QĐ-BTTTT",
        signedOn="2024-09-09",
        signerId=road.ids["bo-truong"],
        signingCapacity="HEAD",
    )
    which = {"revocationId": revocation.pop("id"), "expectedVersion": revocation.pop("version")}
    assert revocation == {"amountDue": "3510000", "amountRecovered": "0", "nomination": {"state": "REVOKED"}}
    too_much = await road["to-chuc-1"].refused(
        "recordRecovery", "revocation { id }", **which, amountRecovered="3510001"
    )
    assert too_much == ["AMOUNT_RANGE"]
    recovered = await road["to-chuc-1"].do(
        "recordRecovery",
        "revocation { amountRecovered objectReturnedOn }",
        **which,
        amountRecovered="2000000",
        objectReturnedOn="2024-09-09",
    )
    assert recovered == {"amountRecovered": "2000000", "objectReturnedOn": "2024-09-09"}


async def _look_back(road: Road) -> None:
    """The dossier tells its steps in order, and the trail every deed, as often as it was done."""
    document = """query($id: ID!) { nomination(id: $id) { steps(first: 20) {
        nodes { ordinal fromState toState by { fullName } } } } }"""
    steps = (await road["to-chuc-1"].post(document, id=road.ids["first"]))["nomination"]["steps"]["nodes"]
    states = [state for state, _who in WAY]
    assert [(each["fromState"], each["toState"], each["by"]["fullName"]) for each in steps] == [
        (before, state, f"Người {who}") for before, (state, who) in zip(["DRAFT", *states], WAY, strict=False)
    ]
    ordinals = [each["ordinal"] for each in steps]
    assert ordinals == sorted(ordinals)
    assert await _deeds(road) == TRAIL


async def _deeds(road: Road) -> Counter[str]:
    """Count the deeds of the whole trail."""
    document = """query($after: String) { auditEntries(first: 100, after: $after) {
        nodes { deed } pageInfo { endCursor hasNextPage } } }"""
    found: Counter[str] = Counter()
    page: dict[str, Any] = {"endCursor": None, "hasNextPage": True}
    while page["hasNextPage"]:
        entries = (await road["to-chuc-1"].post(document, after=page["endCursor"]))["auditEntries"]
        found.update(each["deed"] for each in entries["nodes"])
        page = entries["pageInfo"]
    return found
