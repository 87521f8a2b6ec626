"""Root fields that read the audit trail."""

import strawberry

from schema.audit.types import AUDIT_ENTRY_ORDER, AuditEntryFilter
from schema.fields import connection, lookup
from schema.refs import AuditEntryRef
from schema.texts import T


@strawberry.type
class AuditQueries:
    """The audit trail."""

    audit_entry = lookup("AuditEntry", AuditEntryRef, T("Một dòng nhật ký.", "One entry of the trail."))
    audit_entries = connection(
        "AuditEntry",
        AuditEntryRef,
        T("Nhật ký bạn được xem, mới nhất trước.", "The trail as far as you may read it, the latest first."),
        filters=AuditEntryFilter,
        ordering=AUDIT_ENTRY_ORDER,
    )
