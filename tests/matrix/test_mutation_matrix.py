"""Every mutation against every role: who may do it, what the others are told, and that a refusal leaves no trace.

The table is written down by hand from section 9.1 of the domain study; a mutation without a case fails. A deed that
different roles do about different objects has several cases, told apart by what stands after the colon.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from graphql import GraphQLObjectType, get_named_type
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.metadata import metadata
from schema.root import graphql_schema
from tests.support.graphql import data
from tests.support.matrix_world import ACTORS, World, undone

Input = Callable[[World], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Case:
    """A deed: who may do it and what it leaves in the trail; `hidden`: who holds the role but sees no such object.

    All others are told that they may not do it. `shows`: whether who did it sees what came of it.
    """

    input: Input
    allowed: frozenset[str]
    deeds: tuple[str, ...]
    hidden: frozenset[str] = frozenset()
    shows: bool = True


def by(*names: str) -> frozenset[str]:
    """Name actors."""
    return frozenset(names)


def on(field: str, type_name: str, label: str, **more: Any) -> Input:
    """An input that names a row, with the version that it has."""
    return lambda world: {
        field: world.id(type_name, label),
        "expectedVersion": world.version(type_name, label),
        **more,
    }


def saying(entry: str) -> Input:
    """An input that says something about an entry of a round to its evaluators."""
    return lambda world: {"entryId": world.id("RoundEntry", entry), "audience": "EVALUATORS", "body": "Thiếu số liệu"}


SAID = ("DISCUSSION_POSTED",)
CENTER = by("information_center")
PERSONNEL = by("personnel")
LEADER = by("ministry_leader")
ROUND_MANAGERS = by("information_center", "personnel")

CRITERIA = [
    {"code": "C1", "name": "Giảm tải", "weight": "100", "scaleMin": "0", "scaleMax": "100", "step": "0.5"},
]
PLAN = [
    {
        "code": "GD",
        "name": "Giai đoạn",
        "opensAt": "2024-02-01T00:00:00Z",
        "closesAt": "2024-03-01T00:00:00Z",
        "capabilities": [{"role": "STAFF", "permission": "INITIATIVE_CREATE"}],
    }
]
MOVEMENT = {
    "code": "MOI",
    "name": "Phong trào mới",
    "startsOn": "2025-01-01",
    "endsOn": "2025-12-31",
    "reportDueBefore": "2025-12-25",
    "form": "THEMATIC",
    "scope": "MINISTRY",
}
PLACE = {
    "position": "Chuyên viên chính",
    "employmentType": "CIVIL_SERVANT",
    "leadershipTier": "DIRECT_WORKER",
    "startsOn": "2024-07-01",
}
CONTENT = {
    "title": "Tổng hợp báo cáo tự động",
    "summary": "Trợ lý ảo tổng hợp báo cáo tuần",
    "kind": "AI",
    "fieldOfWork": "CHUYEN_MON",
    "taskRelieved": "Tổng hợp báo cáo bằng tay",
    "tool": "Trợ lý ảo",
    "hoursBefore": "120",
    "hoursAfter": "30.5",
    "peopleAffected": 12,
    "measurement": "Đo bốn tuần trước và sau",
}
AWARD = {"code": "MOI", "name": "Mới", "subject": "BOTH", "level": "MINISTRY", "decidedBy": "Bộ trưởng"}


def content(world: World) -> dict[str, Any]:
    """What an initiative of staff alone says."""
    return {**CONTENT, "authors": [{"personId": world.id("Person", "staff"), "percent": "100"}]}


def nominating(world: World, **nominee: str) -> dict[str, Any]:
    """Who is nominated for the standing that nobody is nominated for yet."""
    return {
        "resultEntryId": world.id("ResultEntry", "published/own SCORED 2"),
        "nominee": nominee,
        "formId": world.id("AwardForm", "form"),
        "summary": "Giảm 30 giờ mỗi tháng",
    }


def dated(world: World) -> dict[str, Any]:
    """What something rests on, and since when."""
    return {"legalBasisId": world.id("LegalBasis", "law"), "clause": "Điều 55", "validFrom": "2024-01-01"}


def signed_by(world: World, signer: str) -> dict[str, Any]:
    """A signed decision."""
    return {
        "number": "13/QĐ-BTTTT",
        "signedOn": "2024-06-02",
        "signerId": world.id("Person", signer),
        "signingCapacity": "HEAD",
    }


def issuing(world: World, signer: str, nomination: str) -> dict[str, Any]:
    """A decision on one nomination."""
    return {
        "movementId": world.id("Movement", "running"),
        "nominationIds": [world.id("Nomination", nomination)],
        **signed_by(world, signer),
    }


def pair(world: World, initiative: str) -> dict[str, Any]:
    """An entry of the open round for the evaluator who has none yet."""
    return {
        "initiativeId": world.id("Initiative", initiative),
        "evaluatorId": world.id("Person", "juror"),
    }


def marks(world: World) -> list[dict[str, Any]]:
    """A mark for the first criterion."""
    return [{"criterionId": world.id("Criterion", "frozen C1"), "value": "55"}]


UNITS_AND_PEOPLE: Mapping[str, Case] = {
    "createUnit": Case(
        lambda _: {"code": "MOI", "name": "Mới", "type": "CUC", "validFrom": "2024-01-01"}, PERSONNEL, ("UNIT_CREATED",)
    ),
    "updateUnit": Case(on("unitId", "Unit", "third", name="Tên mới"), PERSONNEL, ("UNIT_UPDATED",)),
    "closeUnit": Case(on("unitId", "Unit", "third", validTo="2026-01-01"), PERSONNEL, ("UNIT_CLOSED",)),
    "registerPerson": Case(
        lambda world: {
            "fullName": "Người mới",
            "email": "moi@thidua.example",
            "subject": "moi",
            "unitId": world.id("Unit", "own"),
            **PLACE,
        },
        PERSONNEL,
        ("PERSON_REGISTERED",),
    ),
    "updatePerson": Case(on("personId", "Person", "recruit", gender="FEMALE"), PERSONNEL, ("PERSON_UPDATED",)),
    "movePerson": Case(
        lambda world: {**on("personId", "Person", "recruit")(world), "unitId": world.id("Unit", "own"), **PLACE},
        PERSONNEL,
        ("PERSON_MOVED",),
    ),
    "recordDeparture": Case(on("personId", "Person", "recruit", leftOn="2024-07-01"), PERSONNEL, ("PERSON_LEFT",)),
    "grantRole: of the business": Case(
        lambda world: {"personId": world.id("Person", "recruit"), "role": "COUNCIL_SECRETARY"},
        PERSONNEL,
        ("ROLE_GRANTED",),
    ),
    "grantRole: of a unit": Case(
        lambda world: {
            "personId": world.id("Person", "recruit"),
            "role": "UNIT_LEADER",
            "unitId": world.id("Unit", "third"),
        },
        PERSONNEL,
        ("ROLE_GRANTED",),
    ),
    "grantRole: technical": Case(
        lambda world: {"personId": world.id("Person", "recruit"), "role": "AUDITOR"},
        by("system_administrator"),
        ("ROLE_GRANTED",),
    ),
    "revokeRole: of the business": Case(
        lambda world: {"grantId": world.id("RoleGrant", "staff_other"), "reason": "Chuyển việc"},
        PERSONNEL,
        ("ROLE_REVOKED",),
    ),
    "revokeRole: technical": Case(
        lambda world: {"grantId": world.id("RoleGrant", "auditor"), "reason": "Chuyển việc"},
        by("system_administrator"),
        ("ROLE_REVOKED",),
    ),
}

MOVEMENTS: Mapping[str, Case] = {
    "createMovement": Case(lambda _: MOVEMENT, CENTER, ("MOVEMENT_CREATED",)),
    "updateMovement": Case(on("movementId", "Movement", "draft", goal="Mới"), CENTER, ("MOVEMENT_UPDATED",)),
    "submitMovement": Case(on("movementId", "Movement", "draft"), CENTER, ("MOVEMENT_SUBMITTED",)),
    "approveMovement": Case(on("movementId", "Movement", "submitted"), LEADER, ("MOVEMENT_APPROVED",)),
    "returnMovement": Case(
        on("movementId", "Movement", "submitted", reason="Thiếu tiêu chí"), LEADER, ("MOVEMENT_RETURNED",)
    ),
    "launchMovement": Case(on("movementId", "Movement", "approved"), LEADER, ("MOVEMENT_LAUNCHED",)),
    "advanceMovement": Case(
        on("movementId", "Movement", "running", toState="INTERIM_REVIEWED"), CENTER, ("MOVEMENT_ADVANCED",)
    ),
    "setPhases": Case(on("movementId", "Movement", "draft", phases=PLAN), CENTER, ("PHASES_SET",)),
    "changePhase": Case(
        lambda world: {
            "phaseId": world.id("Phase", "running"),
            "expectedVersion": world.version("Movement", "running"),
            "closesAt": "2029-01-01T00:00:00Z",
            "reason": "Rút ngắn",
        },
        CENTER,
        ("PHASE_CHANGED",),
    ),
    "setBlocks": Case(
        lambda world: {
            **on("movementId", "Movement", "running")(world),
            "blocks": [{"name": "Khối II", "unitIds": [world.id("Unit", "third")]}],
        },
        CENTER,
        ("BLOCKS_SET",),
    ),
    "addParticipation": Case(
        lambda world: {"movementId": world.id("Movement", "running"), "unitId": world.id("Unit", "center")},
        CENTER,
        ("PARTICIPATION_ADDED",),
    ),
    "removeParticipation": Case(
        lambda world: {"participationId": world.id("Participation", "draft own")}, CENTER, ("PARTICIPATION_REMOVED",)
    ),
    "citeLegalBasis": Case(
        lambda world: {"movementId": world.id("Movement", "draft"), "legalBasisId": world.id("LegalBasis", "unused")},
        CENTER,
        ("LEGAL_BASIS_CITED",),
    ),
    "dropLegalBasis": Case(
        lambda world: {"movementId": world.id("Movement", "draft"), "legalBasisId": world.id("LegalBasis", "law")},
        CENTER,
        ("LEGAL_BASIS_DROPPED",),
    ),
    "createLegalBasis": Case(
        lambda _: {"code": "MOI", "title": "Nghị định", "validFrom": "2024-01-01", "source": "Công báo"},
        PERSONNEL,
        ("LEGAL_BASIS_CREATED",),
    ),
    "updateLegalBasis": Case(
        on("legalBasisId", "LegalBasis", "law", title="Luật (sửa đổi)"), PERSONNEL, ("LEGAL_BASIS_UPDATED",)
    ),
    "createRubric": Case(
        lambda world: {"movementId": world.id("Movement", "running"), "code": "M", "name": "M", "criteria": CRITERIA},
        ROUND_MANAGERS,
        ("RUBRIC_CREATED",),
    ),
    "replaceCriteria": Case(
        on("rubricId", "Rubric", "draft", criteria=CRITERIA), ROUND_MANAGERS, ("CRITERIA_REPLACED",)
    ),
    "newRubricVersion": Case(
        lambda world: {"rubricId": world.id("Rubric", "frozen")}, ROUND_MANAGERS, ("RUBRIC_VERSION_CREATED",)
    ),
}

#: Author and focal officer of the unit write; the leader of the unit submits; the standing body screens.
WRITERS = by("staff", "focal_officer")
INITIATIVES: Mapping[str, Case] = {
    "createInitiative": Case(
        lambda world: {
            "movementId": world.id("Movement", "running"),
            "unitId": world.id("Unit", "own"),
            **content(world),
        },
        by("staff", "focal_officer", "unit_leader"),
        ("INITIATIVE_CREATED",),
    ),
    "reviseInitiative": Case(
        lambda world: {**on("initiativeId", "Initiative", "own DRAFT")(world), **content(world)},
        WRITERS,
        ("INITIATIVE_REVISED",),
        hidden=by("staff_other", "unit_leader_other"),
    ),
    # The leader of the other unit was an author once: they still see it, and it is not theirs to edit.
    "reviseInitiative: by a former author": Case(
        lambda world: {**on("initiativeId", "Initiative", "own RETURNED")(world), **content(world)},
        WRITERS,
        ("INITIATIVE_REVISED",),
        hidden=by("staff_other"),
    ),
    "sendToUnitReview": Case(
        on("initiativeId", "Initiative", "own DRAFT"),
        WRITERS,
        ("INITIATIVE_SENT_TO_UNIT_REVIEW",),
        hidden=by("staff_other", "unit_leader_other"),
    ),
    "withdrawInitiative": Case(
        on("initiativeId", "Initiative", "own SUBMITTED", reason="Trùng lặp"),
        WRITERS,
        ("INITIATIVE_WITHDRAWN",),
        hidden=by("staff_other", "unit_leader_other"),
    ),
    "submitInitiative": Case(
        on("initiativeId", "Initiative", "own UNIT_REVIEW"),
        by("unit_leader"),
        ("INITIATIVE_SUBMITTED",),
        hidden=by("unit_leader_other"),
    ),
    "returnInitiative": Case(
        on("initiativeId", "Initiative", "own UNIT_REVIEW", reason="Thiếu minh chứng"),
        by("unit_leader"),
        ("INITIATIVE_RETURNED",),
        hidden=by("unit_leader_other"),
    ),
    "screenInitiative": Case(
        on("initiativeId", "Initiative", "own SUBMITTED", eligible=True), CENTER, ("INITIATIVE_SCREENED",)
    ),
    "redactRevision": Case(
        lambda world: {
            "revisionId": world.id("InitiativeRevision", "own SCORING"),
            **dict.fromkeys(("title", "summary", "taskRelieved", "tool", "measurement"), "Không nêu tên ai"),
        },
        ROUND_MANAGERS,
        ("REVISION_REDACTED",),
    ),
    # What goes back to the unit is the unit's own business again: the standing body no longer sees it.
    "sendBackInitiative": Case(
        on("initiativeId", "Initiative", "own SUBMITTED", reason="Thiếu số liệu"),
        CENTER,
        ("INITIATIVE_SENT_BACK",),
        shows=False,
    ),
}

EVALUATIONS: Mapping[str, Case] = {
    "createRound": Case(
        lambda world: {
            "movementId": world.id("Movement", "running"),
            "rubricId": world.id("Rubric", "frozen"),
            "name": "Vòng mới",
            "opensAt": "2026-01-01T00:00:00Z",
            "closesAt": "2027-01-01T00:00:00Z",
        },
        ROUND_MANAGERS,
        ("ROUND_CREATED",),
    ),
    "addRoundEntries": Case(
        lambda world: {
            **on("roundId", "Round", "draft")(world),
            "initiativeIds": [world.id("Initiative", "other SCREENED")],
        },
        ROUND_MANAGERS,
        ("ROUND_ENTRIES_ADDED",),
    ),
    "removeRoundEntry": Case(
        lambda world: {
            "entryId": world.id("RoundEntry", "draft/own SCREENED"),
            "expectedVersion": world.version("Round", "draft"),
        },
        ROUND_MANAGERS,
        ("ROUND_ENTRY_REMOVED",),
    ),
    "markAnchor": Case(
        lambda world: {
            "entryId": world.id("RoundEntry", "draft/own SCREENED"),
            "expectedVersion": world.version("Round", "draft"),
        },
        ROUND_MANAGERS,
        ("ANCHOR_MARKED",),
    ),
    "setRoundPhases": Case(
        on("roundId", "Round", "draft", phases=[{"name": "Chấm", "canScore": True}]),
        ROUND_MANAGERS,
        ("ROUND_PHASES_SET",),
    ),
    "setRoundTiers": Case(
        on("roundId", "Round", "draft", tiers=[{"name": "Nhì", "seats": 2}]), ROUND_MANAGERS, ("ROUND_TIERS_SET",)
    ),
    "enterRoundPhase": Case(
        lambda world: {
            **on("roundId", "Round", "open")(world),
            "phaseId": world.id("RoundPhase", "open phase 2"),
        },
        ROUND_MANAGERS,
        ("ROUND_PHASE_ENTERED",),
    ),
    "moveRoundPhaseDates": Case(
        lambda world: {
            "phaseId": world.id("RoundPhase", "open phase 2"),
            "expectedVersion": world.version("Round", "open"),
            "opensAt": "2026-02-01T00:00:00Z",
            "reason": "Hoãn",
        },
        ROUND_MANAGERS,
        ("ROUND_PHASE_MOVED",),
    ),
    "openRound": Case(on("roundId", "Round", "draft"), ROUND_MANAGERS, ("ROUND_OPENED",)),
    "closeRound": Case(on("roundId", "Round", "open"), ROUND_MANAGERS, ("ROUND_CLOSED",)),
    "appointEvaluator": Case(
        lambda world: {"roundId": world.id("Round", "draft"), "personId": world.id("Person", "recruit")},
        ROUND_MANAGERS,
        ("ROLE_GRANTED",),
    ),
    "dismissEvaluator": Case(
        lambda world: {"grantId": world.id("RoleGrant", "juror/open"), "reason": "Bận công tác"},
        ROUND_MANAGERS,
        ("ROLE_REVOKED",),
    ),
    "assignEvaluator": Case(
        lambda world: {"roundId": world.id("Round", "open"), **pair(world, "own SCORING")},
        ROUND_MANAGERS,
        ("ASSIGNED",),
    ),
    "assignEvaluators": Case(
        lambda world: {
            "roundId": world.id("Round", "open"),
            "pairs": [pair(world, "own SCORING"), pair(world, "other SCORING")],
        },
        ROUND_MANAGERS,
        ("ASSIGNED",),
    ),
    "unassign": Case(
        on("assignmentId", "Assignment", "evaluator_other: other SCORING"), ROUND_MANAGERS, ("UNASSIGNED",)
    ),
    "saveScoreSheet: once more": Case(
        lambda world: {
            "assignmentId": world.id("Assignment", "evaluator: own SCORING"),
            "expectedVersion": world.version("ScoreSheet", "evaluator: own SCORING"),
            "marks": marks(world),
        },
        by("evaluator"),
        ("SHEET_SAVED",),
        hidden=by("evaluator_other"),
    ),
    "saveScoreSheet: for the first time": Case(
        lambda world: {
            "assignmentId": world.id("Assignment", "evaluator_other: other SCORING"),
            "marks": marks(world),
        },
        by("evaluator_other"),
        ("SHEET_SAVED",),
        hidden=by("evaluator"),
    ),
    "submitScoreSheet": Case(
        on("sheetId", "ScoreSheet", "evaluator: own SCORING"),
        by("evaluator"),
        ("SHEET_SUBMITTED",),
        hidden=by("evaluator_other"),
    ),
    "enterScoreSheets": Case(
        lambda world: {
            "roundId": world.id("Round", "open"),
            "rows": [
                {
                    "number": world.row("RoundEntry", "open/own SCORING").number,
                    "evaluatorId": world.id("Person", "juror"),
                    "marks": [
                        {"criterionId": world.id("Criterion", "frozen C1"), "value": "55"},
                        {"criterionId": world.id("Criterion", "frozen C2"), "value": "30"},
                    ],
                }
            ],
        },
        by("information_center", "council_secretary"),
        ("SHEET_ENTERED",),
    ),
    "reopenScoreSheet": Case(
        on("sheetId", "ScoreSheet", "evaluator: other SCORING", reason="Chấm nhầm"),
        ROUND_MANAGERS,
        ("SHEET_REOPENED",),
    ),
    "abstain": Case(
        on("assignmentId", "Assignment", "evaluator: own SCORING", reason="Không đủ chuyên môn"),
        by("evaluator"),
        ("ABSTAINED",),
        hidden=by("evaluator_other"),
    ),
    "recuse": Case(
        on("assignmentId", "Assignment", "evaluator: own SCORING", reason="Quen tác giả"),
        by("evaluator"),
        ("RECUSED",),
        hidden=by("evaluator_other"),
    ),
    "postToDiscussion": Case(
        saying("open/own SCORING"), ROUND_MANAGERS | by("council_secretary", "evaluator", "evaluator_other"), SAID
    ),
    # From which one of them was recused.
    "postToDiscussion: of another's entry": Case(
        saying("open/other SCORING 2"),
        ROUND_MANAGERS | by("council_secretary", "evaluator_other"),
        SAID,
        hidden=by("evaluator"),
    ),
    "computeResult": Case(
        lambda world: {"roundId": world.id("Round", "closed"), "reason": "Kiểm tra lại"}, CENTER, ("RESULT_ASKED_FOR",)
    ),
    "verifyResult": Case(
        lambda world: {"resultId": world.id("Result", "staged")}, ROUND_MANAGERS, ("RESULT_VERIFIED",)
    ),
    "verifyRound": Case(
        lambda world: {"roundId": world.id("Round", "closed")},
        by("information_center", "personnel", "ministry_leader", "auditor"),
        ("VERIFICATION_ASKED_FOR",),
    ),
    "publishResult": Case(lambda world: {"resultId": world.id("Result", "verified")}, CENTER, ("RESULT_PUBLISHED",)),
    "excludeSheet": Case(
        lambda world: {"sheetId": world.id("ScoreSheet", "evaluator: other SCORED"), "reason": "Chấm nhầm"},
        ROUND_MANAGERS,
        ("SHEET_EXCLUDED",),
    ),
    # It was the secretary who excluded the sheet: either of those who may is a second person.
    "restoreSheet": Case(
        lambda world: {"exclusionId": world.id("SheetExclusion", "in force"), "reason": "Đúng điểm"},
        ROUND_MANAGERS,
        ("SHEET_RESTORED",),
    ),
    "proposeAssignment": Case(
        lambda world: {"roundId": world.id("Round", "draft"), "perEntry": 1}, ROUND_MANAGERS, ("PROPOSAL_ASKED_FOR",)
    ),
    "applyAssignmentProposal": Case(
        on("proposalId", "AssignmentProposal", "open"), ROUND_MANAGERS, ("PROPOSAL_APPLIED",)
    ),
    "discardAssignmentProposal": Case(
        on("proposalId", "AssignmentProposal", "open"), ROUND_MANAGERS, ("PROPOSAL_DISCARDED",)
    ),
    "replaceEvaluator": Case(
        lambda world: {"assignmentId": world.id("Assignment", "evaluator: other SCORING 2")},
        ROUND_MANAGERS,
        ("EVALUATOR_REPLACED",),
    ),
    # Whoever may ask for a job may cancel it; this one computes a result.
    "cancelJob": Case(
        lambda world: {"jobId": world.id("Job", "waiting")},
        CENTER,
        ("JOB_CANCELLED",),
        hidden=by("council_secretary", "focal_officer", "unit_leader", "unit_leader_other"),
    ),
}

AWARDS: Mapping[str, Case] = {
    "createAwardTitle": Case(lambda _: AWARD, PERSONNEL, ("AWARD_TITLE_CREATED",)),
    "updateAwardTitle": Case(on("titleId", "AwardTitle", "title", name="Tên mới"), PERSONNEL, ("AWARD_TITLE_UPDATED",)),
    "createAwardForm": Case(lambda _: AWARD, PERSONNEL, ("AWARD_FORM_CREATED",)),
    "updateAwardForm": Case(on("formId", "AwardForm", "form", name="Tên mới"), PERSONNEL, ("AWARD_FORM_UPDATED",)),
    "suggestNomination: a person": Case(
        lambda world: nominating(world, personId=world.id("Person", "staff")),
        by("staff", "unit_leader", "information_center"),
        ("NOMINATION_SUGGESTED",),
        hidden=by("staff_other", "unit_leader_other"),
    ),
    "suggestNomination: a unit": Case(
        lambda world: nominating(world, unitId=world.id("Unit", "own")),
        by("unit_leader", "information_center"),
        ("NOMINATION_SUGGESTED",),
        hidden=by("staff_other", "unit_leader_other"),
    ),
    "prepareNomination": Case(
        lambda world: nominating(world, personId=world.id("Person", "staff")), PERSONNEL, ("NOMINATION_PREPARED",)
    ),
    "updateNomination": Case(
        on("nominationId", "Nomination", "DRAFT", summary="Mới"), PERSONNEL, ("NOMINATION_UPDATED",)
    ),
    # By Personnel, or by who suggested it.
    "submitNomination": Case(
        on("nominationId", "Nomination", "DRAFT"),
        by("personnel", "unit_leader_other"),
        ("NOMINATION_SUBMITTED",),
        hidden=by("staff", "staff_other", "unit_leader", "information_center"),
    ),
    "acceptNomination": Case(on("nominationId", "Nomination", "SUBMITTED"), ROUND_MANAGERS, ("NOMINATION_ACCEPTED",)),
    # Personnel prepared it.
    "acceptNomination: with another hand": Case(
        on("nominationId", "Nomination", "SUBMITTED 2"), CENTER, ("NOMINATION_ACCEPTED",)
    ),
    "appraiseNomination": Case(
        on("nominationId", "Nomination", "COMPLETE", opinion="Đủ điều kiện"), ROUND_MANAGERS, ("NOMINATION_APPRAISED",)
    ),
    "holdNomination": Case(
        on("nominationId", "Nomination", "APPRAISED", reason="Chờ xác minh"), ROUND_MANAGERS, ("NOMINATION_HELD",)
    ),
    "releaseNomination": Case(
        on("nominationId", "Nomination", "HELD", reason="Đã xác minh"), ROUND_MANAGERS, ("NOMINATION_RELEASED",)
    ),
    "proposeNomination": Case(on("nominationId", "Nomination", "APPRAISED"), PERSONNEL, ("NOMINATION_PROPOSED",)),
    "withdrawNomination": Case(
        on("nominationId", "Nomination", "PROPOSED", reason="Trùng"), PERSONNEL, ("NOMINATION_WITHDRAWN",)
    ),
    "approveNomination": Case(
        on("nominationId", "Nomination", "PROPOSED"),
        LEADER,
        ("NOMINATION_APPROVED",),
        hidden=by("unit_leader_other"),
    ),
    "approveNomination: of the unit's level": Case(
        on("nominationId", "Nomination", "PROPOSED own level"),
        LEADER | by("unit_leader"),
        ("NOMINATION_APPROVED",),
        hidden=by("unit_leader_other"),
    ),
    "returnNomination": Case(
        on("nominationId", "Nomination", "APPROVED", reason="Bổ sung"),
        LEADER,
        ("NOMINATION_RETURNED",),
        hidden=by("unit_leader_other"),
    ),
    "returnNomination: by who appraises": Case(
        on("nominationId", "Nomination", "SUBMITTED", reason="Bổ sung"),
        ROUND_MANAGERS,
        ("NOMINATION_RETURNED",),
        hidden=by("unit_leader_other"),
    ),
    "refuseNomination": Case(
        on("nominationId", "Nomination", "PROPOSED", reason="Chưa đủ"),
        LEADER,
        ("NOMINATION_REFUSED",),
        hidden=by("unit_leader_other"),
    ),
    "decideNominations": Case(
        lambda world: {
            "items": [
                {**on("nominationId", "Nomination", "PROPOSED")(world), "verdict": "REFUSED", "reason": "Chưa đủ"}
            ]
        },
        LEADER,
        ("NOMINATION_REFUSED",),
        hidden=by("unit_leader_other"),
    ),
    # Leaders of units do not see who signs.
    "issueAwardDecision": Case(
        lambda world: issuing(world, "ministry_leader", "APPROVED"),
        LEADER,
        ("AWARD_DECISION_ISSUED", "NOMINATION_DECIDED"),
        hidden=by("unit_leader", "unit_leader_other"),
    ),
    "issueAwardDecision: of the unit's level": Case(
        lambda world: issuing(world, "unit_leader", "APPROVED own level"),
        LEADER | by("unit_leader"),
        ("AWARD_DECISION_ISSUED", "NOMINATION_DECIDED"),
        hidden=by("unit_leader_other"),
    ),
    "publishAwardDecision": Case(
        lambda world: {"decisionId": world.id("AwardDecision", "signed"), "channel": "Cổng thông tin"},
        PERSONNEL,
        ("AWARD_DECISION_PUBLISHED", "NOMINATION_PUBLISHED"),
    ),
    "presentAwards": Case(
        lambda world: {
            "nominationIds": [world.id("Nomination", "PUBLISHED")],
            "presentedOn": "2024-06-02",
            "presentedWhere": "Hà Nội",
        },
        PERSONNEL,
        ("NOMINATION_PRESENTED",),
    ),
    "payPrizes": Case(
        lambda world: {
            "nominationIds": [world.id("Nomination", "PRESENTED")],
            "paidOn": "2024-06-02",
            "reference": "PC 13",
        },
        PERSONNEL,
        ("NOMINATION_PAID", "PRIZE_PAID"),
    ),
    "revokeAward": Case(
        lambda world: {
            **on("nominationId", "Nomination", "PAID", reason="Khai sai", ground="FALSE_DECLARATION")(world),
            **signed_by(world, "ministry_leader"),
        },
        LEADER,
        ("AWARD_REVOKED", "NOMINATION_REVOKED"),
    ),
    "recordRecovery": Case(
        on("revocationId", "Revocation", "REVOKED", amountRecovered="100000"), PERSONNEL, ("RECOVERY_RECORDED",)
    ),
    "delegateSigning": Case(
        lambda world: {
            "delegateId": world.id("Person", "unit_leader_other"),
            "capacity": "TL",
            "document": "Quyết định số 12/QĐ-BTTTT",
            "startsOn": "2024-06-01",
            "endsOn": "2024-12-31",
        },
        LEADER,
        ("SIGNING_DELEGATED",),
    ),
    "revokeSigning": Case(
        on("delegationId", "SigningDelegation", "unit_leader", reason="Chuyển việc"),
        LEADER,
        ("SIGNING_REVOKED",),
        hidden=by("unit_leader_other"),
    ),
}

FILE = {"name": "bang.csv", "text": "entry,judge,c\na,J,9\n"}
IMPORTS: Mapping[str, Case] = {
    "importScoreTable": Case(
        lambda _: {"name": "Bảng", "file": FILE, "rules": '[[criteria]]\nid = "c"\nlow = 0\nhigh = 10\n'},
        ROUND_MANAGERS,
        ("TABLE_IMPORT_ASKED_FOR",),
    ),
    "importScoreSheets": Case(
        lambda world: {"roundId": world.id("Round", "open"), "file": FILE},
        by("information_center", "council_secretary"),
        ("SHEETS_IMPORT_ASKED_FOR",),
    ),
}

#: Whoever sees an initiative, or an entry of a round, can say that they are too near to it.
NEAR_OWN_SCORED = by("staff", "focal_officer", "unit_leader", "council_secretary", "auditor") | ROUND_MANAGERS | LEADER
WAIVERS = ROUND_MANAGERS | LEADER
CONFLICTS: Mapping[str, Case] = {
    "declareConflict": Case(
        lambda world: {"initiativeId": world.id("Initiative", "own SCORED"), "reason": "Là người thân"},
        NEAR_OWN_SCORED,
        ("CONFLICT_DECLARED",),
        hidden=frozenset(ACTORS) - NEAR_OWN_SCORED - by("anonymous"),
    ),
    "declareEntryConflict": Case(
        lambda world: {"entryId": world.id("RoundEntry", "open/own SCORING"), "reason": "Là người thân"},
        NEAR_OWN_SCORED | by("evaluator", "evaluator_other"),
        ("CONFLICT_DECLARED",),
        hidden=by("staff_other", "unit_leader_other", "system_administrator"),
    ),
    "declareConflictOf": Case(
        lambda world: {
            "personId": world.id("Person", "juror"),
            "initiativeId": world.id("Initiative", "other SCORED"),
            "reason": "Là người thân",
        },
        PERSONNEL,
        ("CONFLICT_DECLARED",),
    ),
    "endConflict": Case(
        lambda world: {"conflictId": world.id("DeclaredConflict", "recruit: own SCORED"), "reason": "Khai nhầm"},
        PERSONNEL,
        ("CONFLICT_ENDED",),
    ),
    # Somebody else's, too: what a person declared is not theirs to end.
    "endConflict: declared by the person": Case(
        lambda world: {"conflictId": world.id("DeclaredConflict", "evaluator: other SCORED"), "reason": "Khai nhầm"},
        PERSONNEL,
        ("CONFLICT_ENDED",),
    ),
    "requestConflictWaiver": Case(
        lambda world: {
            "personId": world.id("Person", "staff"),
            "initiativeId": world.id("Initiative", "own SCORED"),
            "reason": "Không còn ai khác",
        },
        WAIVERS,
        ("CONFLICT_WAIVER_REQUESTED",),
    ),
    # The Information Center asked for it.
    "approveConflictWaiver": Case(
        on("waiverId", "ConflictWaiver", "recruit: own SCORED"),
        WAIVERS - CENTER,
        ("CONFLICT_WAIVER_APPROVED",),
    ),
    "endConflictWaiver": Case(
        on("waiverId", "ConflictWaiver", "evaluator: other SCORED", reason="Đã có người khác"),
        WAIVERS,
        ("CONFLICT_WAIVER_ENDED",),
    ),
    "declareAdoption": Case(
        lambda world: {"unitId": world.id("Unit", "other"), "initiativeId": world.id("Initiative", "own SCORED")},
        by("unit_leader_other"),
        ("ADOPTION_DECLARED",),
    ),
    "endAdoption": Case(
        lambda world: {"adoptionId": world.id("AdoptingUnit", "other: own SCREENED")},
        by("unit_leader_other"),
        ("ADOPTION_ENDED",),
    ),
}

TIE_BREAKS: Mapping[str, Case] = {
    "createTieBreakRound": Case(
        lambda world: {
            "resultId": world.id("Result", "published"),
            "initiativeIds": [world.id("Initiative", "own SCORED"), world.id("Initiative", "own SCORED 2")],
            "name": "Phân định",
            "opensAt": "2026-01-01T00:00:00Z",
            "closesAt": "2027-01-01T00:00:00Z",
        },
        ROUND_MANAGERS,
        ("ROUND_CREATED", "ROUND_ENTRIES_ADDED"),
    ),
    "askNextPair": Case(
        lambda world: {"roundId": world.id("Round", "tie break")}, by("evaluator_other"), ("PAIR_ASKED",)
    ),
    "answerComparison": Case(
        on("comparisonId", "Comparison", "evaluator_other", preferred="RIGHT"),
        by("evaluator_other"),
        ("PAIR_COMPARED",),
        hidden=by("evaluator"),
    ),
    "applyTieBreak": Case(
        lambda world: {"resultId": world.id("Result", "settled again"), "reason": "Phân định đồng hạng"},
        CENTER,
        ("TIE_BROKEN",),
    ),
}

INTEGRITY: Mapping[str, Case] = {
    "placeIntegrityHold": Case(
        lambda world: {
            "personId": world.id("Person", "staff"),
            "ground": "DISCIPLINE",
            "clause": "Điều 4",
            "reason": "Đang xem xét",
        },
        PERSONNEL,
        ("INTEGRITY_HOLD_PLACED",),
    ),
    "liftIntegrityHold": Case(
        on("holdId", "IntegrityHold", "recruit", reason="Không vi phạm"), PERSONNEL, ("INTEGRITY_HOLD_LIFTED",)
    ),
}

DRAFTING = by("information_center", "personnel", "council_secretary")
#: Who may check and sign in their own unit, and sees nothing of what Personnel drafts.
HEADS = by("unit_leader", "unit_leader_other")
PAPERS: Mapping[str, Case] = {
    "makeDocument": Case(
        lambda world: {"kind": "SUBMISSION", "movementId": world.id("Movement", "running")},
        DRAFTING,
        ("DOCUMENT_ASKED_FOR",),
    ),
    "makeDocument: of a unit": Case(
        lambda world: {
            "kind": "UNIT_REPORT",
            "movementId": world.id("Movement", "running"),
            "unitId": world.id("Unit", "own"),
        },
        DRAFTING | by("unit_leader", "focal_officer"),
        ("DOCUMENT_ASKED_FOR",),
    ),
    # Personnel had it made.
    "checkDocument": Case(
        on("documentId", "OfficialDocument", "submission draft"), CENTER, ("DOCUMENT_CHECKED",), hidden=HEADS
    ),
    "checkDocument: of a unit": Case(
        on("documentId", "OfficialDocument", "report draft"),
        by("unit_leader"),
        ("DOCUMENT_CHECKED",),
        hidden=by("unit_leader_other") | ROUND_MANAGERS,
    ),
    "signDocument": Case(
        lambda world: {
            **on("documentId", "OfficialDocument", "synthesis checked")(world),
            "signedHash": world.row("DocumentFile", "synthesis checked PDF DRAFT").sha256,
        },
        LEADER,
        ("DOCUMENT_SIGNED",),
        hidden=HEADS,
    ),
    "signDocument: of a unit": Case(
        lambda world: {
            **on("documentId", "OfficialDocument", "decision of unit")(world),
            "signedHash": world.row("DocumentFile", "decision of unit PDF DRAFT").sha256,
        },
        by("unit_leader"),
        ("DOCUMENT_SIGNED",),
        hidden=by("unit_leader_other"),
    ),
    "reprintDocument": Case(
        lambda world: {"documentId": world.id("OfficialDocument", "submission signed")},
        ROUND_MANAGERS,
        ("DOCUMENT_ASKED_FOR",),
    ),
    "numberDocument": Case(
        on("documentId", "OfficialDocument", "submission signed", issuedOn="2024-06-03"),
        ROUND_MANAGERS,
        ("DOCUMENT_NUMBERED",),
    ),
    "issueDocument": Case(
        on("documentId", "OfficialDocument", "submission numbered", reason="Chờ con dấu"),
        ROUND_MANAGERS,
        ("DOCUMENT_ISSUED",),
    ),
    "correctDocument": Case(
        on("documentId", "OfficialDocument", "submission issued", letter="Công văn số 7/TCCB", reason="Sai thể thức"),
        ROUND_MANAGERS,
        ("DOCUMENT_CORRECTED",),
    ),
    "replaceDocument": Case(
        lambda world: {
            **on("documentId", "OfficialDocument", "submission issued")(world),
            "replacementId": world.id("OfficialDocument", "submission again"),
            "reason": "Sai tên người",
        },
        ROUND_MANAGERS,
        ("DOCUMENT_REPLACED",),
    ),
    "recallDocument": Case(
        on("documentId", "OfficialDocument", "submission issued", reason="Trái quy định"),
        ROUND_MANAGERS,
        ("DOCUMENT_RECALLED",),
    ),
}

REPORTS: Mapping[str, Case] = {
    "submitUnitReport": Case(
        on("documentId", "OfficialDocument", "report sent"),
        by("unit_leader", "focal_officer"),
        ("UNIT_REPORT_SUBMITTED",),
        hidden=by("unit_leader_other"),
    ),
    "receiveUnitReport": Case(on("reportId", "UnitReport", "running other"), CENTER, ("UNIT_REPORT_RECEIVED",)),
    "returnUnitReport": Case(
        on("reportId", "UnitReport", "running third", reason="Thiếu phụ lục"), CENTER, ("UNIT_REPORT_RETURNED",)
    ),
    "acceptUnitReport": Case(on("reportId", "UnitReport", "running third"), CENTER, ("UNIT_REPORT_ACCEPTED",)),
}

SECRETARY = by("council_secretary")
RULE = {"threshold": "0.8", "quorum": "0.5", "isSecret": True}

COUNCILS: Mapping[str, Case] = {
    "createCouncil": Case(lambda _: {"kind": "MINISTRY", "name": "Hội đồng mới"}, PERSONNEL, ("COUNCIL_CREATED",)),
    "updateCouncil": Case(on("councilId", "Council", "own", name="Tên mới"), PERSONNEL, ("COUNCIL_UPDATED",)),
    "appointCouncilMember": Case(
        lambda world: {
            "councilId": world.id("Council", "own"),
            "personId": world.id("Person", "recruit"),
            "role": "MEMBER",
            "startsOn": "2024-02-01",
        },
        PERSONNEL,
        ("COUNCIL_MEMBER_APPOINTED",),
    ),
    "dismissCouncilMember": Case(
        lambda world: {"memberId": world.id("CouncilMember", "own: unit_leader"), "reason": "Chuyển việc"},
        PERSONNEL,
        ("COUNCIL_MEMBER_DISMISSED",),
    ),
    "conveneCouncilSession": Case(
        lambda world: {
            "councilId": world.id("Council", "ministry"),
            "movementId": world.id("Movement", "running"),
            "name": "Phiên 2",
            "scheduledAt": "2024-07-01T00:00:00Z",
        },
        SECRETARY,
        ("COUNCIL_SESSION_CONVENED",),
    ),
    "addSessionItems": Case(
        lambda world: {
            "sessionId": world.id("CouncilSession", "planned"),
            "nominationIds": [world.id("Nomination", "waiting")],
        },
        SECRETARY,
        ("SESSION_ITEMS_ADDED",),
    ),
    "removeSessionItem": Case(
        lambda world: {"itemId": world.id("SessionItem", "planned: to vote")}, SECRETARY, ("SESSION_ITEM_REMOVED",)
    ),
    "cancelCouncilSession": Case(
        on("sessionId", "CouncilSession", "planned", reason="Hoãn"), SECRETARY, ("COUNCIL_SESSION_CANCELLED",)
    ),
    "openCouncilSession": Case(
        on("sessionId", "CouncilSession", "planned", **RULE), SECRETARY, ("COUNCIL_SESSION_OPENED",)
    ),
    "noteAttendance": Case(
        lambda world: {"memberId": world.id("SessionMember", "open: staff_other"), "attendance": "PRESENT"},
        SECRETARY,
        ("ATTENDANCE_NOTED",),
    ),
    "beginVoting": Case(on("sessionId", "CouncilSession", "open"), SECRETARY, ("VOTING_BEGUN",)),
    # Whoever is on the roster with a vote; the secretary is without one.
    "castBallots": Case(
        lambda world: {
            "sessionId": world.id("CouncilSession", "voting"),
            "ballots": [{"itemId": world.id("SessionItem", "voting: PROPOSED"), "choice": "FOR"}],
        },
        by("ministry_leader", "staff_other", "focal_officer", "evaluator_other"),
        ("BALLOTS_CAST",),
        hidden=by("staff", "unit_leader", "unit_leader_other", "evaluator"),
    ),
    "lockBallots": Case(on("sessionId", "CouncilSession", "counting"), SECRETARY, ("BALLOTS_LOCKED",)),
    "concludeCouncilSession": Case(
        on("sessionId", "CouncilSession", "locked"), SECRETARY, ("COUNCIL_SESSION_CONCLUDED",)
    ),
}

#: Who may suggest nominations but sees no draft of the other unit.
NOT_OF_OTHER = by("staff", "staff_other", "unit_leader", "information_center")
FINDINGS: Mapping[str, Case] = {
    "checkNomination": Case(
        lambda world: {"nominationId": world.id("Nomination", "PROPOSED")},
        ROUND_MANAGERS | LEADER,
        ("NOMINATION_CHECKED",),
        hidden=by("unit_leader_other"),
    ),
    "addDossierPaper": Case(
        lambda world: {
            "nominationId": world.id("Nomination", "DRAFT"),
            "kind": "EVIDENCE",
            "title": "Ảnh chụp",
            "reference": "kho/2",
        },
        PERSONNEL | by("unit_leader_other"),
        ("DOSSIER_PAPER_ADDED",),
        hidden=NOT_OF_OTHER,
    ),
    "removeDossierPaper": Case(
        lambda world: {"paperId": world.id("DossierPaper", "DRAFT: ACHIEVEMENT_REPORT")},
        PERSONNEL | by("unit_leader_other"),
        ("DOSSIER_PAPER_REMOVED",),
        hidden=NOT_OF_OTHER,
    ),
    "recordEarlierAward": Case(
        lambda world: {
            "personId": world.id("Person", "recruit"),
            "titleId": world.id("AwardTitle", "title"),
            "year": 2023,
            "countsForMerit": True,
            "source": "Hồ sơ cán bộ",
        },
        PERSONNEL,
        ("EARLIER_AWARD_RECORDED",),
    ),
    "withdrawEarlierAward": Case(
        on("recordId", "AwardRecord", "unit other", reason="Nhầm đơn vị"), PERSONNEL, ("EARLIER_AWARD_WITHDRAWN",)
    ),
}
REGULATIONS: Mapping[str, Case] = {
    "createLegalParameter": Case(
        lambda world: {**dated(world), "kind": "COLLECTIVE_FACTOR", "value": "2"},
        PERSONNEL,
        ("LEGAL_PARAMETER_CREATED",),
    ),
    "updateLegalParameter": Case(
        on("parameterId", "LegalParameter", "form", value="1.0"), PERSONNEL, ("LEGAL_PARAMETER_UPDATED",)
    ),
    "createAwardRule": Case(
        lambda world: {**dated(world), "code": "ONE_REWARD", "severity": "BLOCKING", "parameters": {}},
        PERSONNEL,
        ("AWARD_RULE_CREATED",),
    ),
    "updateAwardRule": Case(
        on("ruleId", "AwardRule", "direct", parameters={"min_share": "0.60"}), PERSONNEL, ("AWARD_RULE_UPDATED",)
    ),
    "createSpecialDay": Case(
        lambda _: {"day": "2024-09-02", "kind": "HOLIDAY", "name": "Quốc khánh", "source": "Bộ luật Lao động"},
        PERSONNEL,
        ("SPECIAL_DAY_CREATED",),
    ),
    "updateSpecialDay": Case(
        on("specialDayId", "SpecialDay", "may day", kind="WORKING"), PERSONNEL, ("SPECIAL_DAY_UPDATED",)
    ),
}

MEASURERS = by("focal_officer", "unit_leader")
BENEFITS: Mapping[str, Case] = {
    "planBenefit": Case(
        lambda world: {
            "initiativeId": world.id("Initiative", "own SCORED"),
            "unitId": world.id("Unit", "own"),
            "kind": "HOURS",
            "name": "Giờ tra cứu",
            "unitOfMeasure": "giờ",
            "method": "Bấm giờ",
            "peopleAffected": 5,
            "measuringFrom": "2100-01-01",
            "baseline": "10",
        },
        MEASURERS,
        ("BENEFIT_PLANNED",),
    ),
    "updateBenefit": Case(on("benefitId", "Benefit", "own SUBMITTED", forecast="90"), MEASURERS, ("BENEFIT_UPDATED",)),
    "lockBenefitBaseline": Case(
        on("benefitId", "Benefit", "open"), MEASURERS, ("BENEFIT_BASELINE_LOCKED",), hidden=by("unit_leader_other")
    ),
    "recordBenefitMeasurement": Case(
        lambda world: {
            "benefitId": world.id("Benefit", "own SUBMITTED"),
            "month": "2024-06-15",
            "actual": "7",
            "cases": 10,
            "low": "25",
            "high": "35",
            "grade": "B",
        },
        MEASURERS,
        ("BENEFIT_MEASURED",),
    ),
    # By who serves the unit that was asked to.
    "verifyBenefit": Case(
        lambda world: {
            "measurementId": world.id("BenefitMeasurement", "own SUBMITTED 2"),
            "verdict": "CONFIRMED",
            "method": "Đối chiếu nhật ký",
        },
        by("unit_leader_other"),
        ("BENEFIT_VERIFIED",),
    ),
    "withdrawBenefit": Case(
        on("benefitId", "Benefit", "own SUBMITTED", reason="Đo nhầm"), MEASURERS, ("BENEFIT_WITHDRAWN",)
    ),
}

REPLICATIONS: Mapping[str, Case] = {
    "proposeReplication": Case(
        lambda world: {
            "initiativeId": world.id("Initiative", "other SCREENED"),
            "unitId": world.id("Unit", "own"),
            "reason": "Phù hợp",
        },
        MEASURERS,
        ("REPLICATION_PROPOSED",),
    ),
    "updateReplication": Case(
        on("replicationId", "Replication", "own: other SCORED", plannedTo="2100-01-01"),
        MEASURERS,
        ("REPLICATION_UPDATED",),
    ),
    "advanceReplication": Case(
        on("replicationId", "Replication", "own: other SCORED", reason="Đã sẵn sàng"),
        MEASURERS,
        ("REPLICATION_ADVANCED",),
    ),
    "endReplication": Case(
        on(
            "replicationId",
            "Replication",
            "own: other SCORED",
            outcome="STOPPED",
            failure="NO_RESOURCES",
            reason="Thiếu người",
        ),
        MEASURERS,
        ("REPLICATION_ENDED",),
    ),
    "markPilot": Case(
        lambda world: {
            "initiativeId": world.id("Initiative", "own SCORED"),
            "unitId": world.id("Unit", "own"),
            "directive": "Bộ trưởng, giao ban 30/08/2024",
            "goal": "Làm mẫu",
            "successCriteria": "Trả lời đúng 90 %",
            "startsOn": "2024-06-01",
            "endsOn": "2024-09-01",
        },
        ROUND_MANAGERS,
        ("PILOT_MARKED",),
    ),
    "approvePilot": Case(
        lambda world: {
            **on("pilotId", "Pilot", "own SUBMITTED", reason="Đạt yêu cầu")(world),
            "benefitId": world.id("Benefit", "own SUBMITTED"),
        },
        LEADER,
        ("PILOT_APPROVED",),
    ),
    "returnPilot": Case(on("pilotId", "Pilot", "own SUBMITTED", reason="Hoàn thiện"), LEADER, ("PILOT_RETURNED",)),
    "liftPilot": Case(on("pilotId", "Pilot", "own SUBMITTED", reason="Không cần"), LEADER, ("PILOT_LIFTED",)),
}

#: Who sees exemplars that are not published, and consents.
SEE_CANDIDATES = ROUND_MANAGERS | LEADER | by("auditor")
SEE_CONSENTS = ROUND_MANAGERS | by("auditor")
EXEMPLARS: Mapping[str, Case] = {
    "proposeExemplar": Case(
        lambda world: {
            "movementId": world.id("Movement", "running"),
            "personId": world.id("Person", "staff"),
            "resultEntryId": world.id("ResultEntry", "published/own SCORED"),
            "title": "Gương sáng",
            "story": "Giảm 30 giờ tra cứu",
            "reason": "Lan tỏa tốt",
        },
        ROUND_MANAGERS,
        ("EXEMPLAR_PROPOSED",),
    ),
    "updateExemplar": Case(
        on("exemplarId", "Exemplar", "candidate", title="Mới"), ROUND_MANAGERS, ("EXEMPLAR_UPDATED",)
    ),
    "selectExemplar": Case(on("exemplarId", "Exemplar", "candidate"), ROUND_MANAGERS, ("EXEMPLAR_SELECTED",)),
    "publishExemplar": Case(on("exemplarId", "Exemplar", "agreed"), ROUND_MANAGERS, ("EXEMPLAR_PUBLISHED",)),
    "withdrawExemplar": Case(
        on("exemplarId", "Exemplar", "published", reason="Không còn phù hợp"), ROUND_MANAGERS, ("EXEMPLAR_WITHDRAWN",)
    ),
    # By oneself alone; who does not see the exemplar is not told that there is one.
    "giveExemplarConsent": Case(
        lambda world: {
            **on("exemplarId", "Exemplar", "candidate")(world),
            "coversName": True,
            "coversPhoto": False,
            "coversStory": True,
        },
        by("staff"),
        ("EXEMPLAR_CONSENT_GIVEN",),
        hidden=frozenset(ACTORS) - SEE_CANDIDATES - by("staff", "anonymous"),
    ),
    "withdrawExemplarConsent": Case(
        lambda world: {"consentId": world.id("ExemplarConsent", "agreed")},
        by("staff"),
        ("EXEMPLAR_CONSENT_WITHDRAWN",),
        hidden=frozenset(ACTORS) - SEE_CONSENTS - by("staff", "anonymous"),
    ),
    "recordExemplarHonour": Case(
        lambda world: {
            "exemplarId": world.id("Exemplar", "published"),
            "honouredOn": "2024-06-01",
            "place": "Hội trường Bộ",
            "occasion": "Tổng kết",
        },
        ROUND_MANAGERS,
        ("EXEMPLAR_HONOURED",),
    ),
    "planCommunication": Case(
        lambda world: {
            "exemplarId": world.id("Exemplar", "candidate"),
            "channel": "VIDEO",
            "title": "Phim ngắn",
            "plannedOn": "2024-07-01",
        },
        ROUND_MANAGERS,
        ("COMMUNICATION_PLANNED",),
    ),
    "updateCommunication": Case(
        on("communicationId", "Communication", "published", doneOn="2024-07-02", reach=1200),
        ROUND_MANAGERS,
        ("COMMUNICATION_UPDATED",),
    ),
}

CASES: Mapping[str, Case] = {
    **PAPERS,
    **REPORTS,
    **COUNCILS,
    **FINDINGS,
    **REGULATIONS,
    **BENEFITS,
    **REPLICATIONS,
    **EXEMPLARS,
    **INTEGRITY,
    **TIE_BREAKS,
    **CONFLICTS,
    **IMPORTS,
    **UNITS_AND_PEOPLE,
    **MOVEMENTS,
    **INITIATIVES,
    **EVALUATIONS,
    **AWARDS,
}
MUTATIONS = graphql_schema.mutation_type.fields

#: The contents of every table in one line each.
DIGEST = text(
    " UNION ALL ".join(
        f"SELECT '{name}', count(*), md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM {name} t"
        for name in sorted(metadata.tables)
    )
)


async def digest(connection: AsyncConnection) -> dict[str, tuple[int, str]]:
    """The number of rows and a hash of the contents of every table."""
    return {name: (rows, contents) for name, rows, contents in await connection.execute(DIGEST)}


#: How many rows this transaction has written so far, what was undone included.
WRITES = text("SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables")


class Watch:
    """Tells which tables are not what they were when the world was furnished; asks only where something was written."""

    def __init__(self, connection: AsyncConnection, contents: dict[str, tuple[int, str]]) -> None:
        self.connection = connection
        self.contents = contents
        self.writes = 0

    async def begin(self) -> None:
        """Note how much was written so far."""
        self.writes = await self.connection.scalar(WRITES)

    async def changed(self) -> list[str]:
        """The tables that are not what they were."""
        if await self.connection.scalar(WRITES) == self.writes:
            return []
        return changed(self.contents, await digest(self.connection))


@pytest.fixture(scope="module")
async def watch(connection, world) -> Watch:
    return Watch(connection, await digest(connection))


async def deeds_since(connection: AsyncConnection, known: set[Any]) -> list[str]:
    """The deeds of the trail's new entries."""
    rows = await connection.execute(text("SELECT id, deed FROM audit_entries"))
    return sorted(deed for key, deed in rows if key not in known)


async def trail(connection: AsyncConnection) -> set[Any]:
    """The ids of the trail's entries."""
    return set((await connection.execute(text("SELECT id FROM audit_entries"))).scalars())


def test_every_mutation_has_a_case():
    assert {name.partition(":")[0] for name in CASES} == set(MUTATIONS)


def test_cases_name_actors():
    assert {name for case in CASES.values() for name in case.allowed | case.hidden} <= set(ACTORS)
    assert {name: case.allowed & case.hidden for name, case in CASES.items() if case.allowed & case.hidden} == {}


@pytest.mark.parametrize("name", CASES)
async def test_who_may_do_it(connection, database, world, watch, name):
    case, field = CASES[name], name.partition(":")[0]
    asked = case.input(world)
    known = await trail(connection)
    wrong = {}
    for actor in ACTORS:
        async with undone(connection):
            await watch.begin()
            payload = await do(database, world, actor, field, asked)
            if actor in case.allowed:
                expected = {"errors": [], "made": case.shows, "deeds": sorted(case.deeds)}
                got = {**outcome(payload), "deeds": await deeds_since(connection, known)}
            else:
                kind = "NotFoundError" if actor in case.hidden else "NotAllowedError"
                expected = {"errors": [kind], "made": False, "changed": []}
                got = {**outcome(payload), "changed": await watch.changed()}
            if got != expected:
                wrong[actor] = {"expected": expected, "got": got, "payload": payload}
    assert wrong == {}, f"{name}: {wrong}"


@pytest.mark.parametrize("name", CASES)
async def test_stale_versions_change_nothing(connection, database, world, watch, name):
    case, field = CASES[name], name.partition(":")[0]
    asked, versions = stale(case.input(world))
    if not versions:
        assert in_input(field).get("expectedVersion") in (None, "Int"), f"{name} says no version"
        return
    for actor in sorted(case.allowed):
        async with undone(connection):
            await watch.begin()
            payload = await do(database, world, actor, field, asked)
            got = {**outcome(payload), "changed": await watch.changed()}
        expected = {"errors": ["StaleVersionError"] * versions, "made": False, "changed": []}
        assert got == expected, f"{name} by {actor}: {got}"


async def test_a_world_is_left_as_it_was(connection, database, world, watch):
    async with undone(connection):
        await watch.begin()
        await do(database, world, "personnel", "updateUnit", CASES["updateUnit"].input(world))
        assert await watch.changed() == ["audit_entries", "units"]
    assert await digest(connection) == watch.contents


async def do(database: Any, world: World, actor: str, field: str, asked: dict[str, Any]) -> dict[str, Any]:
    """Let an actor do a deed; returns the payload, whatever it is."""
    payload_type = get_named_type(MUTATIONS[field].type)
    assert isinstance(payload_type, GraphQLObjectType)
    objects = " ".join(f"{name} {{ __typename }}" for name in payload_type.fields if name != "userErrors")
    input_type = MUTATIONS[field].args["input"].type
    document = (
        f"mutation Deed($input: {input_type}) {{ {field}(input: $input) "
        f"{{ {objects} userErrors {{ __typename rule message path }} }} }}"
    )
    return (await data(database, world.actors[actor], document, {"input": asked}))[field]


def outcome(payload: dict[str, Any]) -> dict[str, Any]:
    """The kinds of the refusals, and whether all objects (True) or none (False) were made."""
    made = {bool(value) for name, value in payload.items() if name != "userErrors"}
    return {
        "errors": [error["__typename"] for error in payload["userErrors"]],
        "made": made.pop() if len(made) == 1 else made,
    }


def changed(before: dict[str, tuple[int, str]], after: dict[str, tuple[int, str]]) -> list[str]:
    """The tables that are not what they were."""
    return sorted(name for name in before if before[name] != after[name])


def stale(asked: Any) -> tuple[Any, int]:
    """The same input with versions that nobody has, and how many there are."""
    if isinstance(asked, list):
        parts = [stale(item) for item in asked]
        return [part for part, _ in parts], sum(count for _, count in parts)
    if not isinstance(asked, dict):
        return asked, 0
    parts = {key: (value + 7, 1) if key == "expectedVersion" else stale(value) for key, value in asked.items()}
    return {key: part for key, (part, _) in parts.items()}, sum(count for _, count in parts.values())


def in_input(field: str) -> dict[str, str]:
    """The types of the fields of a mutation's input."""
    input_type = get_named_type(MUTATIONS[field].args["input"].type)
    return {name: str(each.type) for name, each in input_type.fields.items()}
