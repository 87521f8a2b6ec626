"""Who may read the audit trail."""

from sqlalchemy import (
    ColumnElement,
    Text,
    Uuid,
    and_,
    cast,
    column,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    table,
    true,
)
from sqlalchemy.dialects.postgresql import JSONPATH

from domain.actor import Actor, Role
from domain.audit.model import AuditEntry
from domain.reading import entrusted, viewer
from domain.reading.source import Source

#: Who may read the trail besides auditors.
READ_MOST = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER)
#: Marks of a sheet that is not submitted are nobody's business but the evaluator's.
OF_DRAFT_SHEETS = "SHEET_SAVED"
#: Whose entries tell who was to score what, and where in them initiatives are named.
OF_ASSIGNMENTS = ("Assignment", "AssignmentProposal", "Round")
NAMED = cast(literal("$.**.initiative_id ? (@ == $id)"), JSONPATH)
#: The counts of a council's votes stand in this entry. Dossiers and agendas belong to higher contexts: their tables are
#: named by their columns only.
OF_VOTES = "BALLOTS_LOCKED"
_ITEMS = table("session_items", column("session_id", Uuid()), column("nomination_id", Uuid()))
_NOMINATIONS = table("nominations", column("id", Uuid()), column("person_id", Uuid()), column("state", Text()))
#: States of a dossier in which its nominee is told.
_TOLD = ("DECIDED", "PUBLISHED", "PRESENTED", "PAID", "REVOKED")
#: What these roles see anyway, so that the trail may show them what of it changed.
OPEN_TO_MOST = frozenset(
    {
        "AwardDecision",
        "AwardForm",
        "AwardRule",
        "AwardTitle",
        "LegalBasis",
        "LegalParameter",
        "Movement",
        "Participation",
        "Phase",
        "RedactedRevision",
        "Result",
        "Round",
        "Rubric",
        "SpecialDay",
        "Unit",
    }
)
#: What a role sees of besides: people's particulars, nominations that are still drafts.
OPEN_TO = {
    Role.INFORMATION_CENTER: frozenset({"RoleGrant"}),
    Role.PERSONNEL: frozenset({"Nomination", "Person", "RoleGrant"}),
    Role.MINISTRY_LEADER: frozenset({"Person"}),
}

#: The global id of what an entry is about.
SUBJECT_ID: ColumnElement[str] = AuditEntry.subject_type + ":" + cast(AuditEntry.subject_id, Text)


def visible_entries(actor: Actor) -> ColumnElement[bool]:
    """Let auditors read all; the standing body and ministry leaders all but the saving of draft sheets.

    What was done about the scoring of an initiative is hidden from who has a conflict of interest with it.
    """
    if actor.is_system:
        return true()
    free = AuditEntry.subject_id.not_in(entrusted.scoring_in_conflict())
    if actor.has(Role.AUDITOR):
        return free
    return and_(AuditEntry.deed != OF_DRAFT_SHEETS, free) if actor.has(*READ_MOST) else false()


def details(actor: Actor) -> ColumnElement[bool]:
    """Let auditors read what changed in everything, others only in what they may see without the trail.

    A unit's drafts, score sheets and people's particulars must not leak through another door; nor must it, to who has a
    conflict of interest with an initiative, who was to score it.
    """
    if actor.is_system:
        return true()
    if actor.has(Role.AUDITOR):
        return and_(_names_no_conflict(), _tells_no_vote_on_viewer())
    known = OPEN_TO_MOST.union(*(OPEN_TO.get(role, frozenset()) for role in actor.roles))
    told = AuditEntry.subject_type.in_(sorted(known))
    return and_(told, _names_no_conflict()) if actor.has(*READ_MOST) else false()


def _tells_no_vote_on_viewer() -> ColumnElement[bool]:
    """Hold unless an entry tells how a council voted on the viewer, before that is decided."""
    items, nominations = _ITEMS.alias("voted_items"), _NOMINATIONS.alias("voted_nominations")
    found = exists().where(
        items.c.session_id == AuditEntry.subject_id,
        nominations.c.id == items.c.nomination_id,
        nominations.c.person_id == viewer.person,
        nominations.c.state.not_in(_TOLD),
    )
    return or_(AuditEntry.deed != OF_VOTES, not_(found.correlate(AuditEntry)))


def _names_no_conflict() -> ColumnElement[bool]:
    """Hold unless an entry about assignments names an initiative with which the viewer has a conflict of interest.

    One entry may tell of many assignments, and those taken back are rows no more.
    """
    told = func.jsonb_build_array(AuditEntry.before, AuditEntry.after)
    conflicts = entrusted.in_conflict().subquery()
    with_one = func.jsonb_build_object("id", conflicts.c.initiative_id)
    found = exists().where(func.jsonb_path_exists(told, NAMED, with_one)).select_from(conflicts).correlate(AuditEntry)
    return or_(AuditEntry.subject_type.not_in(OF_ASSIGNMENTS), not_(found))


AUDIT = Source(AuditEntry, visible_entries)
