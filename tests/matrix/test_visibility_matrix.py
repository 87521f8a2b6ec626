"""Every row of every type against every role: who sees what, written down by hand from "Who sees what".

One row filter serves every way in: `node`, `nodes`, the single field, the list with its count, lists of other rows;
and both executions of reads. What is said of the viewer alone is no row: see test_viewer.py.
A type without a table fails, as does a masked field, a filter or an order without a line.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from sqlalchemy import ColumnElement, literal
from sqlalchemy.sql import visitors

from domain.ids import new_id
from schema import node_ids
from schema.bindings import BINDING, ENTITIES, Column, Lookup, Owned, ToConnection, ToOne
from schema.filters import CONDITION
from schema.root import Query
from tests.support import matrix_councils, matrix_dossiers
from tests.support.graphql import run
from tests.support.leak_walk import key_of
from tests.support.matrix_world import ACTORS, World
from tests.support.modes import IS_THOROUGH, WALKED

pytestmark = pytest.mark.walks

Seen = Mapping[str, frozenset[str]]

#: The types of rows.
KEPT = {name: entity for name, entity in ENTITIES.items() if entity.is_node}

NOTHING: frozenset[str] = frozenset()


def rows(*labels: str) -> frozenset[str]:
    """Name rows."""
    return frozenset(labels)


def seen(everyone: frozenset[str] = NOTHING, **by_actor: frozenset[str]) -> Seen:
    """Who sees what: `everyone` signed in sees the first, but those who are named; without signing in, nothing."""
    return {actor: by_actor.get(actor, NOTHING if actor == "anonymous" else everyone) for actor in ACTORS}


def watched(everything: frozenset[str], **by_actor: frozenset[str]) -> dict[str, frozenset[str]]:
    """Everything for the standing body, Personnel, the ministry's leaders and the auditor."""
    watchers = ("information_center", "personnel", "ministry_leader", "auditor")
    return {**dict.fromkeys(watchers, everything), **by_actor}


def assigned_by(everything: frozenset[str]) -> dict[str, frozenset[str]]:
    """Everything for those who assign, and for the auditor."""
    return dict.fromkeys(("information_center", "personnel", "auditor"), everything)


UNITS = rows("ministry", "own", "other", "third", "center", "personnel")
PEOPLE_OF_OWN = rows("staff", "focal_officer", "unit_leader", "coauthor", "leaver")
PEOPLE_OF_OTHER = rows("staff_other", "unit_leader_other", "author_other")
PEOPLE_OF_THIRD = rows("evaluator", "evaluator_other", "juror", "recruit")
PEOPLE_OF_MINISTRY = rows("ministry_leader", "council_secretary", "system_administrator", "auditor")
PEOPLE = (
    PEOPLE_OF_OWN | PEOPLE_OF_OTHER | PEOPLE_OF_THIRD | PEOPLE_OF_MINISTRY | rows("information_center", "personnel")
)
THEMSELVES = {actor: rows(actor) for actor in ACTORS if actor != "anonymous"}
GRANTS = rows(
    "staff",
    "staff_other",
    "focal_officer",
    "unit_leader",
    "unit_leader_other",
    "information_center",
    "personnel",
    "ministry_leader",
    "council_secretary",
    "system_administrator",
    "auditor",
    "evaluator/open",
    "evaluator/closed",
    "evaluator_other/open",
    "evaluator_other/tie break",
    "recruit/tie break",
    "juror/open",
    "juror/draft",
)

#: A unit's report with dossiers, and a decision of its own, are for its leader; the draft is nobody else's.
PAPERS_OF_OWN = rows("report draft", "report sent", "reminder sent")
#: What the ministry's bodies see, and the drafts and sheets that some of them see besides.
PAPERS = rows(
    "report sent",
    "report proposing",
    "submission checked",
    "submission signed",
    "submission numbered",
    "submission issued",
    "submission again",
    "reminder checked",
    "reminder sent",
    "decision of unit",
    "synthesis checked",
)
PAPERS_SEEN = {
    "focal_officer": PAPERS_OF_OWN,
    "unit_leader": PAPERS_OF_OWN | rows("report proposing", "decision of unit"),
    # The sheet is theirs, and not sent yet.
    "evaluator": rows("open sheet"),
    **dict.fromkeys(("information_center", "personnel"), PAPERS | rows("submission draft", "sheet")),
    # A synthesis tells of exemplars that are not made known.
    "council_secretary": (PAPERS | rows("submission draft", "sheet")) - rows("synthesis checked"),
    "ministry_leader": PAPERS | rows("sheet"),
    "auditor": PAPERS,
}
PAPER_FILES = rows(
    "submission checked PDF DRAFT",
    "submission numbered PDF NUMBERED",
    "synthesis checked PDF DRAFT",
    "decision of unit PDF DRAFT",
)

REPORTS = rows("running other", "running third")
RUNNING_OWN, PARTS = rows("running own"), rows("running own", "running other", "running third")

#: E-mail, kind of employment, tier, day of leaving, history: whose particulars each actor sees.
PARTICULARS = {
    "anonymous": NOTHING,
    **THEMSELVES,
    "unit_leader": PEOPLE_OF_OWN,
    "unit_leader_other": PEOPLE_OF_OTHER,
    "personnel": PEOPLE,
    "ministry_leader": PEOPLE,
}

OPENED_WHILE_RUNNING = rows(
    "running STAFF INITIATIVE_CREATE",
    "running FOCAL_OFFICER INITIATIVE_CREATE",
    "running UNIT_LEADER INITIATIVE_CREATE",
    "running STAFF INITIATIVE_EDIT",
    "running FOCAL_OFFICER INITIATIVE_EDIT",
    "running UNIT_LEADER INITIATIVE_EDIT",
    "running UNIT_LEADER INITIATIVE_SUBMIT",
    "running INFORMATION_CENTER INITIATIVE_SCREEN",
    "running EVALUATOR SHEET_SCORE",
    "running STAFF NOMINATION_SUGGEST",
    "running UNIT_LEADER NOMINATION_SUGGEST",
    "running INFORMATION_CENTER NOMINATION_SUGGEST",
    "running PERSONNEL NOMINATION_PREPARE",
    "running PERSONNEL NOMINATION_APPRAISE",
    "running INFORMATION_CENTER NOMINATION_APPRAISE",
    "running MINISTRY_LEADER NOMINATION_DECIDE",
    "running UNIT_LEADER NOMINATION_DECIDE",
)
OPENED_IN_PLANS = rows("draft STAFF INITIATIVE_CREATE", "approved STAFF INITIATIVE_CREATE")

INTERNAL_OWN = rows("own DRAFT", "own UNIT_REVIEW", "own RETURNED")
WRITTEN_BY_STAFF = INTERNAL_OWN | rows("own SUBMITTED", "own SCREENED", "own SCORING", "own SCORED", "own SCORED 2")
#: What was withdrawn before it was submitted stays the unit's own business.
NEVER_SUBMITTED = rows("own WITHDRAWN 2")
OWN = WRITTEN_BY_STAFF | rows("own INELIGIBLE", "own WITHDRAWN") | NEVER_SUBMITTED
INTERNAL_OTHER = rows("other DRAFT", "other UNIT_REVIEW", "other RETURNED")
OTHER = INTERNAL_OTHER | rows(
    "other SUBMITTED",
    "other SCREENED",
    "other INELIGIBLE",
    "other SCORING",
    "other SCORING 2",
    "other SCORED",
    "other WITHDRAWN",
)
RELEASED = (OWN | OTHER) - INTERNAL_OWN - INTERNAL_OTHER - NEVER_SUBMITTED
LATER_OWN = rows("own SCORING revision 2", "own RETURNED revision 2")
COAUTHORS_OWN = rows("own SCORED author 2", "own SCORED author 3")
FORMER = rows("own RETURNED author 2")


#: What an evaluator compares in a tie-break.
COMPARED = rows("other SCORED", "own SCORED 2", "other SCREENED")


def of_content(*, coauthors: bool = False) -> Seen:
    """Who sees revisions and what belongs to them; the first of an initiative has the initiative's label.

    An evaluator sees what is to be scored, not what the initiative said later.
    """
    shared, former = (COAUTHORS_OWN, FORMER) if coauthors else (NOTHING, NOTHING)
    released = RELEASED | rows("own SCORING revision 2") | shared
    return seen(
        staff=WRITTEN_BY_STAFF | LATER_OWN | shared | former,
        staff_other=NOTHING,
        focal_officer=OWN | LATER_OWN | shared | former,
        unit_leader=OWN | LATER_OWN | shared | former,
        unit_leader_other=OTHER | rows("own RETURNED", "own RETURNED revision 2") | former,
        evaluator=rows("own SCORING", "other SCORING"),
        evaluator_other=rows("own SCORING", "other SCORING", "other SCORING 2") | COMPARED,
        council_secretary=released,
        system_administrator=NOTHING,
        **watched(released),
    )


ENTRIES_OF_OWN = rows(
    "closed/own SCORED", "closed/own SCORED 2", "open/own SCORING", "staged/own SCORED", "tie break/own SCORED 2"
)
ENTRIES_OF_OTHER = rows(
    "closed/other SCORED",
    "open/other SCORING",
    "open/other SCORING 2",
    "tie break/other SCORED",
    "tie break/other SCREENED",
    "settled/other SCORED",
)
ASSIGNED_NOW = rows("evaluator: own SCORING", "evaluator: other SCORING", "evaluator: other SCORING 2")
ASSIGNED_TO_ANOTHER = rows(
    "evaluator_other: own SCORING",
    "evaluator_other: other SCORING",
    "evaluator_other: other SCORING 2",
    *(f"evaluator_other: {entry}" for entry in sorted(COMPARED)),
)
ASSIGNED_IN_TIE_BREAK = rows(*(f"recruit: {entry}" for entry in sorted(COMPARED)))
DISPUTED = rows("evaluator: other SCORED", "juror: other SCORED")
ASSIGNED = ASSIGNED_NOW | ASSIGNED_TO_ANOTHER | ASSIGNED_IN_TIE_BREAK | DISPUTED | rows("evaluator: own SCORED")
SUBMITTED = DISPUTED | rows("evaluator: own SCORED", "evaluator: other SCORING", "evaluator_other: own SCORING")
MARKS_SUBMITTED = rows(
    *(f"{label} {criterion}" for label in sorted(DISPUTED) for criterion in ("C1", "C2")),
    "evaluator: own SCORED C1",
    "evaluator: own SCORED C2",
    "evaluator: other SCORING C1",
    "evaluator: other SCORING C2",
    "evaluator_other: own SCORING C1",
    "evaluator_other: own SCORING C2",
)
SAID = rows("by evaluator", "by evaluator_other", "to evaluators", "to organisers")
STANDINGS_OF_OWN = rows("published/own SCORED", "published/own SCORED 2")
STANDINGS = STANDINGS_OF_OWN | rows("published/other SCORED")
EVENTS = rows("closed 1", "closed 2", "staged 1")
EXPECTED = rows("published: evaluator: own SCORED", "verified: evaluator: own SCORED")
COACHED = seen(evaluator=rows("published: evaluator"))
#: By hand, about staff of the unit "own", who see what was decided of it.
AWARDED = rows(*matrix_dossiers.AFTER)
DOSSIERS = AWARDED | rows(*matrix_dossiers.BEFORE)
NOMINATED_OF_OWN = DOSSIERS | rows("PROPOSED", "PROPOSED 2", "APPROVED", "REFUSED", "DECIDED")
NOMINATED = NOMINATED_OF_OWN | rows("RETURNED", "WITHDRAWN", "to vote", "waiting")
PRIZES = rows("PRESENTED", "PAID")


def with_dossier(labels: frozenset[str]) -> Seen:
    """Who sees what belongs to dossiers that were decided on."""
    return seen(staff=labels, unit_leader=labels, council_secretary=labels, **watched(labels))


DECLARED = rows("recruit: own SCORED", "evaluator: other SCORED", "evaluator_other: own SCORED", "juror: own SCORED")
#: Why somebody keeps away: for Personnel, auditors and themselves.
REASONS_OF_CONFLICTS = seen(
    personnel=DECLARED,
    auditor=DECLARED,
    evaluator=rows("evaluator: other SCORED"),
    evaluator_other=rows("evaluator_other: own SCORED"),
)
TRAIL = rows("UNIT_CREATED", "SHEET_SUBMITTED", "PERSON_MOVED", "NOMINATION_SUGGESTED", "INITIATIVE_CREATED")
#: Of whose entries what changed is shown: the trail is no other door to what a role does not see.
CHANGES = seen(
    information_center=rows("UNIT_CREATED"),
    ministry_leader=rows("UNIT_CREATED", "PERSON_MOVED"),
    personnel=rows("UNIT_CREATED", "PERSON_MOVED", "NOMINATION_SUGGESTED"),
    auditor=TRAIL | rows("SHEET_SAVED"),
)

#: What rules found: about what all who work on dossiers may know; that somebody is held.
FOUND = rows("PROPOSED 2: SIMILAR_ACHIEVEMENT", "DECIDED: PAPERS")
FOUND_HELD = rows("PROPOSED 2: INTEGRITY_HOLD", "DECIDED: INTEGRITY_HOLD")
#: By Personnel, those who decide, and auditors; not by who is held.
HOLDS_SEEN = dict.fromkeys(("personnel", "ministry_leader", "auditor"), rows("recruit", "third"))


def members_see(everything: frozenset[str]) -> dict[str, frozenset[str]]:
    """Everything for the members of the ministry's council who are of no body that sees all councils."""
    return dict.fromkeys(("staff_other", "focal_officer", "evaluator_other"), everything)


SEATS = rows(*(f"ministry: {person}" for person in matrix_councils.ROSTER))
#: Sessions that were opened: before, there is no roster.
SITTINGS = rows("open", "voting", "counting", "locked")
ROSTERS = rows(*(f"{sitting}: {person}" for sitting in SITTINGS for person in matrix_councils.ROSTER))
VOTED_ON = rows("open: PROPOSED", "voting: PROPOSED", "voting: APPROVED", "counting: PROPOSED", "locked: PROPOSED")

MEASURED_AT_OWN = dict.fromkeys(("staff", "focal_officer", "unit_leader"), rows("own SUBMITTED", "open"))
MEASUREMENTS_OF_OWN = rows("own SUBMITTED", "own SUBMITTED 2")
TOTAL = rows("MOVEMENT running")
TOTALS_OF_OWN = rows("INITIATIVE own SUBMITTED", "INITIATIVE own SCREENED")
#: With the initiative, and by the unit that takes it over.
REPLICATED = seen(
    focal_officer=rows("own: other SCORED"),
    unit_leader=rows("own: other SCORED"),
    unit_leader_other=rows("own: other SCORED", "center: other SUBMITTED"),
    evaluator_other=rows("own: other SCORED"),
    council_secretary=rows("own: other SCORED", "center: other SUBMITTED"),
    **watched(rows("own: other SCORED", "center: other SUBMITTED")),
)

TABLE: dict[str, Seen] = {
    "Unit": seen(UNITS),
    "Person": seen(
        **{
            **THEMSELVES,
            # Evaluators of the same entries know one another while the phase of the round shows them.
            "evaluator": rows("evaluator", "evaluator_other"),
            "evaluator_other": rows("evaluator", "evaluator_other", "recruit"),
            "focal_officer": PEOPLE_OF_OWN,
            "unit_leader": PEOPLE_OF_OWN,
            "unit_leader_other": PEOPLE_OF_OTHER,
            "council_secretary": PEOPLE,
            "system_administrator": PEOPLE,
            **watched(PEOPLE),
        }
    ),
    "UnitMembership": PARTICULARS,
    "RoleGrant": seen(
        **{
            **THEMSELVES,
            "evaluator": rows("evaluator/open", "evaluator/closed"),
            "evaluator_other": rows("evaluator_other/open", "evaluator_other/tie break"),
            "information_center": GRANTS,
            "personnel": GRANTS,
            "system_administrator": GRANTS,
            "auditor": GRANTS,
        }
    ),
    "LegalBasis": seen(rows("law", "unused")),
    "LegalParameter": seen(rows("salary", "form", "rounding")),
    "AwardRule": seen(rows("direct")),
    "SpecialDay": seen(rows("may day")),
    "Movement": seen(
        rows("running", "archived"), **watched(rows("running", "archived", "draft", "submitted", "approved"))
    ),
    "MovementTransition": seen(**watched(rows("running LAUNCHED", "submitted SUBMITTED"))),
    "Participation": seen(
        rows("running own", "running other", "running third"),
        **watched(rows("running own", "running other", "running third", "draft own", "approved own")),
    ),
    "Block": seen(rows("running"), **watched(rows("running", "draft", "approved"))),
    "BlockUnit": seen(
        rows("running own", "running other"),
        **watched(rows("running own", "running other", "draft own", "approved own")),
    ),
    "Phase": seen(rows("running"), **watched(rows("running", "draft", "approved"))),
    "PhaseCapability": seen(OPENED_WHILE_RUNNING, **watched(OPENED_WHILE_RUNNING | OPENED_IN_PLANS)),
    "MovementLegalBasis": seen(rows("running"), **watched(rows("running", "draft", "approved"))),
    "Rubric": seen(rows("frozen"), **watched(rows("frozen", "draft", "planned", "waiting"))),
    "Criterion": seen(
        rows("frozen C1", "frozen C2"),
        **watched(
            rows(
                "frozen C1",
                "frozen C2",
                "draft C1",
                "draft C2",
                "planned C1",
                "planned C2",
                "waiting C1",
                "waiting C2",
            )
        ),
    ),
    "CriterionBand": seen(rows("frozen C1 Tốt"), **watched(rows("frozen C1 Tốt", "draft C1 Tốt"))),
    "Initiative": seen(
        staff=WRITTEN_BY_STAFF,
        staff_other=NOTHING,
        focal_officer=OWN,
        unit_leader=OWN,
        # Of the other unit, and an author of what this one said first.
        unit_leader_other=OTHER | rows("own RETURNED"),
        # What says something else since is seen as the revision to be scored, and no more.
        evaluator=rows("other SCORING"),
        evaluator_other=rows("other SCORING", "other SCORING 2") | COMPARED,
        council_secretary=RELEASED,
        system_administrator=NOTHING,
        **watched(RELEASED),
    ),
    "InitiativeRevision": of_content(),
    "RedactedRevision": seen(**watched(rows("own SCORING", "own SCORING 2"))),
    "InitiativeAuthor": of_content(coauthors=True),
    "EvidenceLink": of_content(),
    "InitiativeReview": seen(
        staff=rows("own RETURNED", "own SUBMITTED", "own SCORING"),
        focal_officer=rows("own RETURNED", "own SUBMITTED", "own SCORING"),
        unit_leader=rows("own RETURNED", "own SUBMITTED", "own SCORING"),
        unit_leader_other=rows("own RETURNED", "other SUBMITTED", "other SCORING"),
        council_secretary=rows("own SUBMITTED", "own SCORING", "other SUBMITTED", "other SCORING"),
        **watched(rows("own SUBMITTED", "own SCORING", "other SUBMITTED", "other SCORING")),
    ),
    "Round": seen(
        rows("closed", "open", "staged", "tie break", "settled"),
        **watched(rows("closed", "open", "staged", "tie break", "settled", "draft")),
    ),
    "RoundPhase": seen(
        rows("closed", "open", "open phase 2", "staged", "tie break", "settled"),
        **watched(rows("closed", "open", "open phase 2", "staged", "tie break", "settled", "draft")),
    ),
    "RoundTier": seen(
        rows("closed", "open", "staged"),
        **watched(rows("closed", "open", "staged", "draft")),
    ),
    "RoundEntry": seen(
        staff=ENTRIES_OF_OWN,
        focal_officer=ENTRIES_OF_OWN,
        unit_leader=ENTRIES_OF_OWN,
        unit_leader_other=ENTRIES_OF_OTHER,
        evaluator=rows("open/own SCORING", "open/other SCORING"),
        evaluator_other=rows("open/own SCORING", "open/other SCORING", "open/other SCORING 2")
        | rows(*(f"tie break/{entry}" for entry in sorted(COMPARED))),
        council_secretary=ENTRIES_OF_OWN | ENTRIES_OF_OTHER,
        **watched(ENTRIES_OF_OWN | ENTRIES_OF_OTHER | rows("draft/own SCREENED")),
    ),
    "Assignment": seen(
        evaluator=ASSIGNED_NOW,
        evaluator_other=ASSIGNED_TO_ANOTHER,
        council_secretary=ASSIGNED,
        **watched(ASSIGNED),
    ),
    "ScoreSheet": seen(
        evaluator=rows("evaluator: own SCORING", "evaluator: other SCORING"),
        evaluator_other=rows("evaluator_other: own SCORING"),
        council_secretary=SUBMITTED,
        **watched(SUBMITTED, auditor=NOTHING),
    ),
    "Mark": seen(
        evaluator=rows(
            "evaluator: own SCORING C1",
            "evaluator: own SCORING C2",
            "evaluator: other SCORING C1",
            "evaluator: other SCORING C2",
        ),
        evaluator_other=rows("evaluator_other: own SCORING C1", "evaluator_other: own SCORING C2"),
        council_secretary=MARKS_SUBMITTED,
        **watched(MARKS_SUBMITTED, auditor=NOTHING),
    ),
    "DiscussionPost": seen(
        evaluator=rows("by evaluator"),
        evaluator_other=rows("by evaluator_other"),
        council_secretary=SAID,
        **watched(SAID, auditor=NOTHING),
    ),
    "DisputedEntry": seen(
        council_secretary=rows("closed/other SCORED"), **watched(rows("closed/other SCORED"), auditor=NOTHING)
    ),
    "Result": seen(
        rows("published", "settled", "settled again"),
        **watched(rows("published", "settled", "settled again", "staged", "verified")),
    ),
    # Their own; those who run the rounds see answers.
    "Comparison": seen(
        evaluator_other=rows("evaluator_other"),
        council_secretary=rows("evaluator_other", "recruit"),
        **watched(rows("evaluator_other", "recruit"), auditor=NOTHING),
    ),
    "TieBreak": seen(rows("settled")),
    "ResultEntry": seen(
        staff=STANDINGS_OF_OWN,
        focal_officer=STANDINGS_OF_OWN,
        unit_leader=STANDINGS_OF_OWN,
        unit_leader_other=rows("published/other SCORED"),
        council_secretary=STANDINGS,
        **watched(STANDINGS | rows("staged/own SCORED", "verified/own SCORED")),
    ),
    "AwardChance": seen(
        staff=rows("published/own SCORED"),
        focal_officer=rows("published/own SCORED"),
        unit_leader=rows("published/own SCORED"),
        council_secretary=rows("published/own SCORED"),
        **watched(rows("published/own SCORED", "verified/own SCORED")),
    ),
    "ResultDifference": seen(**watched(rows("verified/own SCORED"))),
    # Their own, of a published result.
    "ResultJudge": seen(
        evaluator=rows("published: evaluator"),
        **watched(rows("published: evaluator", "published: juror", "verified: evaluator")),
    ),
    # Not to auditors, who see no marks, nor to whose sheets they are.
    "ResultSheet": seen(council_secretary=EXPECTED, **watched(EXPECTED, auditor=NOTHING)),
    "SheetExclusion": seen(council_secretary=rows("in force"), **watched(rows("in force"), auditor=NOTHING)),
    "ResultChart": seen(
        council_secretary=rows("published RANKING"),
        **watched(rows("published RANKING", "published SEVERITY", "verified RANKING")),
    ),
    "AssignmentProposal": seen(**assigned_by(rows("open"))),
    "ProposedAssignment": seen(**assigned_by(rows("open juror: own SCORING"))),
    "ProposalFinding": seen(**assigned_by(rows("open 1"))),
    "AwardTitle": seen(rows("title")),
    "AwardForm": seen(rows("form", "letter")),
    "AwardDecision": seen(rows("signed", "published")),
    "DecisionPublication": seen(rows("published")),
    "NominationStep": seen(council_secretary=rows("HELD", "PAID"), **watched(rows("HELD", "PAID"))),
    "Prize": with_dossier(PRIZES),
    "Revocation": with_dossier(rows("REVOKED")),
    # By those who act on them or watch them, by whom they name, and by the head of the unit in whose name one signs.
    "SigningDelegation": seen(
        staff=rows("staff"),
        unit_leader=rows("unit_leader", "staff"),
        council_secretary=rows("unit_leader", "leaver", "staff"),
        **watched(rows("unit_leader", "leaver", "staff")),
    ),
    "Nomination": seen(
        staff=AWARDED | rows("DECIDED"),
        # What they vote on as members of a council, but not what is about themselves.
        staff_other=rows("PROPOSED", "APPROVED"),
        focal_officer=rows("PROPOSED"),
        evaluator_other=rows("PROPOSED", "APPROVED"),
        unit_leader=NOMINATED_OF_OWN,
        # Of their unit, and the draft that they suggested themselves.
        unit_leader_other=rows("DRAFT", "RETURNED", "WITHDRAWN", "to vote", "waiting"),
        information_center=NOMINATED,
        ministry_leader=NOMINATED,
        council_secretary=NOMINATED,
        personnel=NOMINATED | rows("DRAFT"),
        auditor=NOMINATED | rows("DRAFT"),
    ),
    "Council": seen(
        council_secretary=rows("ministry", "own"),
        unit_leader=rows("own"),
        **members_see(rows("ministry")),
        **watched(rows("ministry", "own")),
    ),
    "CouncilMember": seen(
        council_secretary=SEATS | rows("own: unit_leader"),
        unit_leader=rows("own: unit_leader"),
        **members_see(SEATS),
        **watched(SEATS | rows("own: unit_leader")),
    ),
    "CouncilSession": seen(
        council_secretary=SITTINGS | rows("planned"), **members_see(SITTINGS), **watched(SITTINGS | rows("planned"))
    ),
    "SessionMember": seen(council_secretary=ROSTERS, **members_see(ROSTERS), **watched(ROSTERS)),
    "SessionItem": seen(
        council_secretary=VOTED_ON | rows("planned: to vote"),
        **{**members_see(VOTED_ON), "focal_officer": VOTED_ON - rows("voting: APPROVED")},
        **watched(VOTED_ON | rows("planned: to vote")),
    ),
    # Who is nominated, once it is decided; of others and of holds, fewer are told.
    "NominationFinding": seen(
        staff=rows("DECIDED: PAPERS"),
        unit_leader=rows("DECIDED: PAPERS"),
        unit_leader_other=rows("DRAFT: PAPERS"),
        information_center=FOUND,
        council_secretary=FOUND,
        ministry_leader=FOUND | FOUND_HELD,
        personnel=FOUND | FOUND_HELD | rows("DRAFT: PAPERS"),
        auditor=FOUND | FOUND_HELD | rows("DRAFT: PAPERS"),
    ),
    "DossierPaper": seen(
        staff=rows("DECIDED: ACHIEVEMENT_REPORT"),
        unit_leader=rows("DECIDED: ACHIEVEMENT_REPORT"),
        unit_leader_other=rows("DRAFT: ACHIEVEMENT_REPORT"),
        information_center=rows("DECIDED: ACHIEVEMENT_REPORT"),
        ministry_leader=rows("DECIDED: ACHIEVEMENT_REPORT"),
        council_secretary=rows("DECIDED: ACHIEVEMENT_REPORT"),
        personnel=rows("DECIDED: ACHIEVEMENT_REPORT", "DRAFT: ACHIEVEMENT_REPORT"),
        auditor=rows("DECIDED: ACHIEVEMENT_REPORT", "DRAFT: ACHIEVEMENT_REPORT"),
    ),
    "AwardRecord": seen(
        staff=rows("staff"),
        staff_other=rows("unit other"),
        unit_leader=rows("staff"),
        unit_leader_other=rows("unit other"),
        council_secretary=rows("unit other"),
        **watched(rows("staff", "unit other"), information_center=rows("unit other")),
    ),
    "MovementNominees": seen(council_secretary=rows("running"), **watched(rows("running"))),
    "IntegrityHold": seen(**HOLDS_SEEN),
    "OfficialDocument": seen(**PAPERS_SEEN),
    "DocumentEvent": seen(**PAPERS_SEEN),
    "UnitReport": seen(unit_leader_other=rows("running other"), council_secretary=REPORTS, **watched(REPORTS)),
    "UnitReportStep": seen(unit_leader_other=rows("running other"), council_secretary=REPORTS, **watched(REPORTS)),
    # Of these documents there are files.
    "DocumentFile": seen(
        unit_leader=rows("decision of unit PDF DRAFT"),
        council_secretary=PAPER_FILES - rows("synthesis checked PDF DRAFT"),
        **watched(PAPER_FILES),
    ),
    # What is wrong with a file of score sheets tells marks: it is for whoever sent it.
    "Job": seen(council_secretary=rows("sheets"), **watched(rows("table", "sheets", "waiting"))),
    "JobFinding": seen(council_secretary=rows("sheets 1"), **watched(rows("table 1"))),
    "ScoreEvent": seen(**watched(EVENTS)),
    "ScoreTable": seen(**watched(rows("table"))),
    "ScoreTableEntry": seen(**watched(rows("table 1"))),
    "DeclaredConflict": seen(
        evaluator=rows("evaluator: other SCORED"),
        evaluator_other=rows("evaluator_other: own SCORED"),
        **watched(DECLARED),
    ),
    "ConflictWaiver": seen(
        evaluator=rows("evaluator: other SCORED"), **watched(rows("recruit: own SCORED", "evaluator: other SCORED"))
    ),
    # With the initiative; and by the leader of the unit that uses it.
    "AdoptingUnit": seen(
        staff=rows("other: own SCREENED", "third: own DRAFT"),
        focal_officer=rows("other: own SCREENED", "third: own DRAFT"),
        unit_leader=rows("other: own SCREENED", "third: own DRAFT"),
        unit_leader_other=rows("other: own SCREENED", "center: other SUBMITTED"),
        council_secretary=rows("other: own SCREENED", "center: other SUBMITTED"),
        **watched(rows("other: own SCREENED", "center: other SUBMITTED")),
    ),
    # With the initiative, by who measures and who is asked to verify.
    "Benefit": seen(
        **MEASURED_AT_OWN,
        unit_leader_other=rows("own SUBMITTED", "center"),
        council_secretary=rows("own SUBMITTED", "open", "center"),
        **watched(rows("own SUBMITTED", "open", "center")),
    ),
    "BenefitMeasurement": seen(
        staff=MEASUREMENTS_OF_OWN,
        focal_officer=MEASUREMENTS_OF_OWN,
        unit_leader=MEASUREMENTS_OF_OWN,
        unit_leader_other=MEASUREMENTS_OF_OWN | rows("center"),
        council_secretary=MEASUREMENTS_OF_OWN | rows("center"),
        **watched(MEASUREMENTS_OF_OWN | rows("center")),
    ),
    "BenefitVerification": seen(
        **dict.fromkeys(
            ("staff", "focal_officer", "unit_leader", "unit_leader_other", "council_secretary"), rows("own SUBMITTED")
        ),
        **watched(rows("own SUBMITTED")),
    ),
    # A movement's by everybody, an initiative's with it, a unit's by who serves it.
    "BenefitTotal": seen(
        TOTAL,
        staff=TOTAL | TOTALS_OF_OWN,
        focal_officer=TOTAL | TOTALS_OF_OWN | rows("UNIT own"),
        unit_leader=TOTAL | TOTALS_OF_OWN | rows("UNIT own"),
        unit_leader_other=TOTAL | rows("INITIATIVE other SUBMITTED"),
        council_secretary=TOTAL | TOTALS_OF_OWN | rows("INITIATIVE other SUBMITTED"),
        **watched(TOTAL | TOTALS_OF_OWN | rows("INITIATIVE other SUBMITTED", "UNIT own", "UNIT center")),
    ),
    "Replication": REPLICATED,
    "ReplicationEvent": REPLICATED,
    "ReplicationLink": REPLICATED,
    "Pilot": seen(
        **dict.fromkeys(("staff", "focal_officer", "unit_leader", "council_secretary"), rows("own SUBMITTED")),
        **watched(rows("own SUBMITTED")),
    ),
    "Exemplar": seen(
        rows("published"),
        staff=rows("published", "candidate", "agreed"),
        **watched(rows("published", "candidate", "agreed", "selected")),
    ),
    # By oneself and by who rests on it.
    "ExemplarConsent": seen(
        staff=rows("agreed"),
        **watched(rows("agreed", "published"), ministry_leader=NOTHING),
    ),
    "ExemplarHonour": seen(rows("published")),
    "Communication": seen(
        rows("published"), staff=rows("published", "candidate"), **watched(rows("published", "candidate"))
    ),
    "AuditEntry": seen(
        information_center=TRAIL,
        personnel=TRAIL,
        ministry_leader=TRAIL,
        auditor=TRAIL | rows("SHEET_SAVED"),
    ),
}

# Credit is seen with the initiative, whose key it has.
TABLE["ReplicationCredit"] = TABLE["Initiative"]
#: Why somebody is held up: for who selects exemplars and for themselves.
HELD_UP = seen(staff=rows("candidate", "agreed"), **watched(rows("published", "candidate", "agreed", "selected")))

#: Masked fields: who sees them of whom.
MASKED: Mapping[str, Seen] = {
    "Person.email": PARTICULARS,
    "Person.employmentType": PARTICULARS,
    "Person.gender": PARTICULARS,
    "Participation.reportStanding": seen(
        focal_officer=RUNNING_OWN,
        unit_leader=RUNNING_OWN,
        unit_leader_other=rows("running other"),
        council_secretary=PARTS,
        **watched(PARTS | rows("draft own", "approved own")),
    ),
    "Person.leadershipTier": PARTICULARS,
    "Person.leftOn": PARTICULARS,
    # Not for those who see it as its evaluators only; who they are by deed, test_evaluations_api.py asks.
    "Initiative.stateReason": {**TABLE["Initiative"], "evaluator": NOTHING, "evaluator_other": NOTHING},
    "DiscussionPost.author": TABLE["DiscussionPost"],
    # What is said of a dossier among those who work on it; not to nominees, nor to their units.
    "Nomination.opinion": {
        **TABLE["Nomination"],
        **dict.fromkeys(("staff", "unit_leader", "unit_leader_other"), NOTHING),
    },
    # Why a dossier is held is nothing for its unit.
    "Nomination.reason": {**TABLE["Nomination"], "unit_leader": NOMINATED_OF_OWN - rows("HELD")},
    # Who has a conflict of interest in a round that was verified: see the reference policy.
    # What stands in events of a round without a published result, auditors alone read.
    "ScoreEvent.body": seen(**watched(rows("closed 1", "closed 2"), auditor=EVENTS)),
    "JobFinding.message": TABLE["JobFinding"],
    "JobFinding.messageEn": TABLE["JobFinding"],
    # For the evaluator alone, not for those who run the rounds.
    "ResultJudge.halo": COACHED,
    "ResultJudge.minutes": COACHED,
    "ResultJudge.anchorOffset": COACHED,
    # In rounds that hide nobody, who sees such a row is told all of it; others: see test_blind_review_api.py.
    **{
        f"{of}.{field}": TABLE[of]
        for of, field in (
            ("RoundEntry", "initiative"),
            ("RoundEntry", "revision"),
            ("Assignment", "initiative"),
            ("Assignment", "revision"),
            ("ScoreSheet", "initiative"),
            ("ScoreSheet", "evaluator"),
            ("ScoreSheet", "enteredBy"),
            ("ScoreSheet", "reopenedReason"),
            ("RedactedRevision", "revision"),
        )
    },
    "RoundEntry.redaction": seen(**watched(TABLE["RoundEntry"]["auditor"])),
    "DeclaredConflict.reason": REASONS_OF_CONFLICTS,
    "DeclaredConflict.endedReason": REASONS_OF_CONFLICTS,
    # Who declared it of an entry is not told which initiative that is.
    "DeclaredConflict.initiative": {**TABLE["DeclaredConflict"], "evaluator_other": NOTHING},
    "Exemplar.reason": HELD_UP,
    "Exemplar.withdrawnReason": HELD_UP,
    "AuditEntry.reason": CHANGES,
    "AuditEntry.before": CHANGES,
    "AuditEntry.after": CHANGES,
}
#: What may only be filtered and sorted by who sees the field of everybody: an argument that does it, and who may.
MASKED_ARGUMENTS: Mapping[str, tuple[str, frozenset[str]]] = {
    "Movement.participations filter reportStanding": (
        "filter: {reportStanding: [MISSING]}",
        rows("information_center", "personnel", "ministry_leader", "council_secretary", "auditor"),
    ),
    "Query.people filter employmentType": (
        "filter: {employmentType: [CIVIL_SERVANT]}",
        rows("personnel", "ministry_leader"),
    ),
    "Query.people filter leadershipTier": (
        "filter: {leadershipTier: [DIRECT_WORKER]}",
        rows("personnel", "ministry_leader"),
    ),
    "Query.people order LEADERSHIP_TIER": (
        "orderBy: {field: LEADERSHIP_TIER}",
        rows("personnel", "ministry_leader"),
    ),
    "Round.entries order TITLE": (
        "orderBy: {field: TITLE}",
        frozenset(ACTORS) - rows("anonymous", "evaluator", "evaluator_other"),
    ),
    "Unit.people filter employmentType": (
        "filter: {employmentType: [CIVIL_SERVANT]}",
        rows("personnel", "ministry_leader"),
    ),
    "Unit.people filter leadershipTier": (
        "filter: {leadershipTier: [DIRECT_WORKER]}",
        rows("personnel", "ministry_leader"),
    ),
    "Unit.people order LEADERSHIP_TIER": (
        "orderBy: {field: LEADERSHIP_TIER}",
        rows("personnel", "ministry_leader"),
    ),
}


def root_fields(kind: type[Any]) -> dict[str, str]:
    """Root fields with a binding of this kind: from the type they lead to, to their name."""
    fields = Query.__strawberry_definition__.fields
    found = {each: each.metadata.get(BINDING) for each in fields}
    return {binding.target: camel(each.python_name) for each, binding in found.items() if isinstance(binding, kind)}


def camel(name: str) -> str:
    """A field's name in GraphQL."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


LISTS, SINGLES = root_fields(ToConnection), root_fields(Lookup)
OF_ROWS = {
    f"{entity.name}.{camel(name)}": (entity.name, camel(name), binding)
    for entity in KEPT.values()
    for name, binding in entity.bindings.items()
    if isinstance(binding, Owned | ToConnection)
}
#: What has no id of its own follows from other rows; who sees which of it, test_conflicts_api.py
#: and test_standings_api.py ask.
NESTED = {name: each for name, each in OF_ROWS.items() if each[2].target in KEPT}


def test_every_type_has_a_table(world):
    assert set(TABLE) == set(KEPT)
    assert set(ENTITIES) - set(KEPT) == {"Viewer", "ViewerRole", "Conflict", "RoundConflict", "UnitStanding"}
    assert {name: set(labels) for name, labels in world.rows.items()} == {
        name: set().union(*by_actor.values()) for name, by_actor in TABLE.items()
    }


async def answered(database: Any, actor: Any, document: str, variables: dict[str, Any], reads: Any) -> Any:
    """The data of an answer without errors."""
    body = await run(database, actor, document, variables, reads=reads)
    assert "errors" not in body, body["errors"]
    return body["data"]


@pytest.mark.parametrize("reads", WALKED)
@pytest.mark.parametrize("type_name", TABLE)
async def test_every_way_to_a_row_shows_the_same(database, world, type_name, reads):
    missing = node_ids.encode(type_name, new_id())
    ids = world.ids(type_name)
    wrong = {}
    for actor, expected in TABLE[type_name].items():
        ways = await every_way(database, world.actors[actor], type_name, [*ids.values(), missing], reads)
        there = {label for label, key in ids.items() if label in expected}
        for way, found in ways.items():
            labels = {label for label, key in ids.items() if key in found.ids}
            if labels != there or missing in found.ids or found.count != len(there):
                wrong[f"{actor} by {way}"] = {
                    "too much": labels - there,
                    "too little": there - labels,
                    "count": (found.count, len(there)),
                }
    assert wrong == {}, f"{type_name}: {wrong}"


class Found:
    """The ids that a way led to, and how many it said there are."""

    def __init__(self, ids: list[str], count: int | None = None) -> None:
        self.ids = ids
        self.count = len(ids) if count is None else count


async def every_way(database: Any, who: Any, type_name: str, ids: list[str], reads: Any) -> dict[str, Found]:
    """Ask for rows in every way that there is."""
    document = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    listed = await answered(database, who, document, {"ids": ids}, reads)
    assert [row["id"] if row else key for key, row in zip(ids, listed["nodes"], strict=True)] == ids
    ways = {"nodes": Found([row["id"] for row in listed["nodes"] if row])}
    if type_name in LISTS:
        name = LISTS[type_name]
        document = f"{{ {name}(first: 100) {{ totalCount nodes {{ id }} }} }}"
        page = (await answered(database, who, document, {}, reads))[name]
        ways[name] = Found([row["id"] for row in page["nodes"]], page["totalCount"])
    # The reference execution finds one object by the same loader as several, only slower.
    # One by one takes long, and is the same statement with other keys.
    singles = {"node", SINGLES.get(type_name, "node")} if reads == "compiled" and IS_THOROUGH else ()
    for name in singles:
        document = f"query($id: ID!) {{ found: {name}(id: $id) {{ id }} }}"
        found = {key: (await answered(database, who, document, {"id": key}, reads))["found"] for key in ids}
        assert all(got in (None, {"id": key}) for key, got in found.items())
        ways[name] = Found([key for key, got in found.items() if got])
    return ways


@pytest.mark.slow
@pytest.mark.parametrize("reads", WALKED)
@pytest.mark.parametrize("name", NESTED)
async def test_lists_of_a_row_hold_what_is_seen(database, world, name, reads):
    owner, field, binding = NESTED[name]
    paged = isinstance(binding, ToConnection)
    selection = "(first: 100) { totalCount nodes { id } }" if paged else "{ id }"
    document = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {owner} {{ id rows: {field}{selection} }} }} }}"
    ids, wrong = world.ids(owner), {}
    for actor in ACTORS:
        answer = await answered(database, world.actors[actor], document, {"ids": list(ids.values())}, reads)
        got = {row["id"]: row["rows"] for row in answer["nodes"] if row}
        expected = {
            ids[label]: listing(world, binding, world.row(owner, label).id, TABLE[binding.target][actor])
            for label in TABLE[owner][actor]
        }
        said = {key: normal(value, paged=paged) for key, value in got.items()}
        if said != expected:
            wrong[actor] = {"expected": expected, "got": said}
    assert wrong == {}, f"{name}: {wrong}"


def listing(world: World, binding: Any, parent: Any, visible: frozenset[str]) -> tuple[int, set[str]]:
    """How many rows of a parent an actor sees, and which."""
    ids = world.ids(binding.target)
    there = {
        ids[label]
        for label, row in world.rows[binding.target].items()
        if label in visible and getattr(row, binding.parent.key) == parent
    }
    return len(there), there


def normal(value: Any, *, paged: bool) -> tuple[int, set[str]]:
    """What a list said, in the form of `listing`."""
    found = value["nodes"] if paged else value
    return value["totalCount"] if paged else len(found), {row["id"] for row in found}


LEADS = {
    entity.name: {name: binding for name, binding in entity.bindings.items() if isinstance(binding, ToOne)}
    for entity in KEPT.values()
    if any(isinstance(binding, ToOne) for binding in entity.bindings.values())
}


@pytest.mark.slow  # the walk over the adversarial world goes by every relation in every run
@pytest.mark.parametrize("reads", WALKED)
@pytest.mark.parametrize("type_name", LEADS)
async def test_what_a_row_leads_to_is_null_for_who_does_not_see_it(database, world, type_name, reads):
    leads = LEADS[type_name]
    selection = " ".join(f"{camel(name)} {{ id }}" for name in leads)
    document = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {type_name} {{ id {selection} }} }} }}"
    ids, wrong = world.ids(type_name), {}
    for actor in ACTORS:
        answer = await answered(database, world.actors[actor], document, {"ids": list(ids.values())}, reads)
        got = {row["id"]: row for row in answer["nodes"] if row}
        for label in TABLE[type_name][actor]:
            for name, binding in leads.items():
                target = target_of(world, world.row(type_name, label), binding)
                is_told = label in MASKED.get(f"{type_name}.{camel(name)}", TABLE[type_name])[actor]
                is_there = target is not None and target[0] in TABLE[binding.target][actor]
                expected = {"id": target[1]} if is_told and is_there else None
                if got[ids[label]][camel(name)] != expected:
                    wrong[f"{actor}: {label}.{camel(name)}"] = {"leads to": target, "expected": expected}
    assert wrong == {}, f"{type_name}: {wrong}"


def target_of(world: World, row: Any, binding: ToOne) -> tuple[str, str] | None:
    """The label and the id of what a row leads to, whoever may see it."""
    name = key_of(binding.key.expression)
    if name is not None:
        key = getattr(row, name)
    elif binding.target == "RedactedRevision":  # the latest one
        of = (each for each in world.rows[binding.target].values() if each.revision_id == row.revision_id)
        key = max(((each.number, each.id) for each in of), default=(0, None))[1]
    else:  # an assignment is about an entry of its round, and about the revision that stands there
        entries = world.rows["RoundEntry"].values()
        same = (each for each in entries if (each.round_id, each.initiative_id) == (row.round_id, row.initiative_id))
        entry = next(same)
        key = entry.id if binding.target == "RoundEntry" else entry.revision_id
    attribute = "id" if binding.to is None else binding.to.key
    for label, each in world.rows[binding.target].items():
        if getattr(each, attribute) == key:
            return label, node_ids.encode(binding.target, each.id)
    assert key is None or binding.to is not None
    return None


def masks() -> Iterator[tuple[str, str, Any]]:
    """Every masked field: its type, its name in GraphQL, what it reads."""
    for entity in KEPT.values():
        for name, binding in entity.bindings.items():
            of_column = binding.key if isinstance(binding, ToOne) else binding
            if isinstance(of_column, Column) and of_column.mask is not None:
                yield entity.name, camel(name), of_column


def binding_of(type_name: str, field: str) -> Any:
    """What a field is bound to."""
    return next(each for name, each in ENTITIES[type_name].bindings.items() if camel(name) == field)


def test_every_masked_field_has_a_line():
    assert {f"{type_name}.{field}" for type_name, field, _ in masks()} == set(MASKED)


def connections() -> Iterator[tuple[str, ToConnection]]:
    """Every list of the schema."""
    for field in Query.__strawberry_definition__.fields:
        binding = field.metadata.get(BINDING)
        if isinstance(binding, ToConnection):
            yield f"Query.{camel(field.python_name)}", binding
    for name, (_owner, _field, binding) in OF_ROWS.items():
        if isinstance(binding, ToConnection):
            yield name, binding


def arguments() -> Iterator[tuple[str, Any, Any]]:
    """Every filter and every order of every list, with its mask and the expression that it compares or sorts by."""
    for name, binding in connections():
        for field in binding.filters.__strawberry_definition__.fields if binding.filters else ():
            condition = field.metadata[CONDITION]
            built = condition.build(literal(None, condition.type))
            if condition.mask is None or not condition.is_masked:  # those compare what the viewer reads
                yield f"{name} filter {camel(field.python_name)}", condition.mask, built
        for key, order in binding.ordering.fields.items():
            yield f"{name} order {key}", order.mask, order.expression


def test_every_masked_filter_and_order_has_a_line():
    assert {name for name, mask, _ in arguments() if mask is not None} == set(MASKED_ARGUMENTS)


def test_no_open_filter_or_order_tells_a_masked_field():
    plain_columns = (of.expression for _, _, of in masks() if key_of(of.expression) is not None)
    hidden = {column for expression in plain_columns for column in columns_of(expression)}
    telling = {name for name, mask, expression in arguments() if mask is None and columns_of(expression) & hidden}
    assert telling == set()


def columns_of(expression: Any) -> set[str]:
    """The columns that an expression reads, by table and name."""
    clause: ColumnElement[Any] = expression.__clause_element__() if hasattr(expression, "parent") else expression
    found = (each for each in visitors.iterate(clause) if getattr(each, "table", None) is not None)
    return {f"{each.table}.{each.key}" for each in found}


#: What a masked field leads to is looked at above.
MASKED_VALUES = [f"{of}.{name}" for of, name, _ in masks() if not isinstance(binding_of(of, name), ToOne)]


@pytest.mark.parametrize("reads", WALKED)
@pytest.mark.parametrize("name", MASKED_VALUES)
async def test_masked_fields_are_null_for_others(database, world, name, reads):
    type_name, field = name.split(".")
    python_name = next(key for key in ENTITIES[type_name].bindings if camel(key) == field)
    ids = world.ids(type_name)
    selection = f"{{ id value: {field} }}"
    documents = {
        "selection": f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {type_name} {selection} }} }}",
        "fragment on Node": (
            f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ...Any }} }} "
            f"fragment Any on Node {{ id ... on {type_name} {{ value: {field} }} }}"
        ),
    }
    wrong = {}
    for actor in ACTORS:
        expected = {
            ids[label]: plain(getattr(world.row(type_name, label), python_name))
            if label in MASKED[name][actor]
            else None
            for label in TABLE[type_name][actor]
        }
        for way, document in documents.items():
            answer = await answered(database, world.actors[actor], document, {"ids": list(ids.values())}, reads)
            got = {row["id"]: row["value"] for row in answer["nodes"] if row}
            if got != expected:
                wrong[f"{actor} by {way}"] = {"expected": expected, "got": got}
    assert wrong == {}, f"{name}: {wrong}"


def plain(value: Any) -> Any:
    """A value as GraphQL tells it."""
    return value if value is None or isinstance(value, dict) else str(value)


@pytest.mark.parametrize("reads", WALKED)
@pytest.mark.parametrize("name", MASKED_ARGUMENTS)
async def test_masked_fields_are_no_filter_and_no_order_for_others(database, world, name, reads):
    argument, allowed = MASKED_ARGUMENTS[name]
    owner, field = name.split(" ")[0].split(".")
    selection, refused, whose = f"{field}({argument}) {{ totalCount }}", {field: None}, set(ACTORS)
    if owner != "Query":
        # A list of a row is asked of one, by whoever sees that row.
        label, key = next(iter(world.ids(owner).items()))
        selection, refused = f'node(id: "{key}") {{ ... on {owner} {{ {selection} }} }}', {"node": refused}
        whose = {actor for actor in ACTORS if label in TABLE[owner][actor]}
    wrong = {}
    for actor in whose:
        body = await run(database, world.actors[actor], f"{{ {selection} }}", reads=reads)
        got = [error["extensions"]["code"] for error in body.get("errors", [])]
        expected = [] if actor in allowed else ["FORBIDDEN"]
        if got != expected or (expected and body["data"] != refused):
            wrong[actor] = {"expected": expected, "got": body}
    assert whose >= allowed
    assert wrong == {}, f"{name}: {wrong}"


@pytest.mark.parametrize("reads", WALKED)
async def test_ids_of_another_type_lead_nowhere(database, world, reads):
    unit = world.id("Unit", "own")
    names = [name for target, name in SINGLES.items() if target and name != "unit"]
    for start in range(0, len(names), 20):  # as many root fields as an operation may have
        fields = " ".join(f'{name}(id: "{unit}") {{ id }}' for name in names[start : start + 20])
        answer = await answered(database, world.actors["personnel"], f"{{ {fields} }}", {}, reads)
        assert set(answer.values()) == {None}
