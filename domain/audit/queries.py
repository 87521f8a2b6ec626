"""Who may read the audit trail."""

from sqlalchemy import ColumnElement, Text, cast, false, true

from domain.actor import Actor, Role
from domain.audit.model import AuditEntry
from domain.reading import viewer
from domain.reading.source import Source

#: Who may read the trail besides auditors.
READ_MOST = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER)
#: Marks of a sheet that is not submitted are nobody's business but the evaluator's.
OF_DRAFT_SHEETS = "SHEET_SAVED"
#: What these roles see anyway, so that the trail may show them what of it changed.
OPEN_TO_MOST = frozenset(
    {
        "AwardDecision",
        "AwardForm",
        "AwardTitle",
        "LegalBasis",
        "Movement",
        "Participation",
        "Phase",
        "Result",
        "Round",
        "Rubric",
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
    """Let auditors read all; the standing body and ministry leaders all but the saving of draft sheets."""
    if viewer.sees_all(actor, Role.AUDITOR):
        return true()
    return AuditEntry.deed != OF_DRAFT_SHEETS if actor.has(*READ_MOST) else false()


def details(actor: Actor) -> ColumnElement[bool]:
    """Let auditors read what changed in everything, others only in what they may see without the trail.

    A unit's drafts, score sheets and people's particulars must not leak through another door.
    """
    if viewer.sees_all(actor, Role.AUDITOR):
        return true()
    known = OPEN_TO_MOST.union(*(OPEN_TO.get(role, frozenset()) for role in actor.roles))
    return AuditEntry.subject_type.in_(sorted(known)) if actor.has(*READ_MOST) else false()


AUDIT = Source(AuditEntry, visible_entries)
