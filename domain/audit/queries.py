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

#: The global id of what an entry is about.
SUBJECT_ID: ColumnElement[str] = AuditEntry.subject_type + ":" + cast(AuditEntry.subject_id, Text)


def visible_entries(actor: Actor) -> ColumnElement[bool]:
    """Let auditors read all; the standing body and ministry leaders all but the saving of draft sheets."""
    if viewer.sees_all(actor, Role.AUDITOR):
        return true()
    return AuditEntry.deed != OF_DRAFT_SHEETS if actor.has(*READ_MOST) else false()


AUDIT = Source(AuditEntry, visible_entries)
