"""The type of redactions: what evaluators read of a revision where authors are hidden."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from domain.initiatives import model, queries
from schema.bindings import Node, column, entity
from schema.fields import one
from schema.initiatives.enums import FieldOfWork, InitiativeKind
from schema.initiatives.texts import (
    FIELD_OF_WORK,
    HOURS_AFTER,
    HOURS_BEFORE,
    HOURS_SAVED,
    KIND,
    MEASUREMENT,
    PEOPLE_AFFECTED,
    SUMMARY,
    TASK_RELIEVED,
    TITLE,
    TOOL,
    WRITTEN_AT,
    WRITTEN_BY,
)
from schema.refs import InitiativeRevisionRef, PersonRef
from schema.texts import T


def _of_revision(value: Any) -> Any:
    """What the redacted revision says and nobody need hide: it names nobody."""
    of = model.InitiativeRevision.id == model.RedactedRevision.revision_id
    return select(value).where(of).correlate(model.RedactedRevision).scalar_subquery()


@entity(
    queries.REDACTIONS,
    T(
        "Bản ẩn danh của một bản nội dung, dùng khi chấm kín.",
        "What a revision says, without names, for blind review.",
    ),
)
class RedactedRevision(Node):
    """A redaction."""

    number: int = column(model.RedactedRevision.number, T("Số của bản, từ 1.", "The number, from 1 on."))
    title: str = column(model.RedactedRevision.title, TITLE)
    summary: str = column(model.RedactedRevision.summary, SUMMARY)
    kind: InitiativeKind = column(_of_revision(model.InitiativeRevision.kind), KIND)
    field_of_work: FieldOfWork = column(_of_revision(model.InitiativeRevision.field_of_work), FIELD_OF_WORK)
    task_relieved: str = column(model.RedactedRevision.task_relieved, TASK_RELIEVED)
    tool: str = column(model.RedactedRevision.tool, TOOL)
    hours_before: Decimal = column(_of_revision(model.InitiativeRevision.hours_before), HOURS_BEFORE)
    hours_after: Decimal = column(_of_revision(model.InitiativeRevision.hours_after), HOURS_AFTER)
    hours_saved: Decimal = column(
        _of_revision(model.InitiativeRevision.hours_before - model.InitiativeRevision.hours_after), HOURS_SAVED
    )
    people_affected: int = column(_of_revision(model.InitiativeRevision.people_affected), PEOPLE_AFFECTED)
    measurement: str = column(model.RedactedRevision.measurement, MEASUREMENT)
    created_at: datetime = column(model.RedactedRevision.created_at, WRITTEN_AT)
    revision = one(
        "InitiativeRevision",
        InitiativeRevisionRef,
        model.RedactedRevision.revision_id,
        T("Bản nội dung gốc; thành viên chấm không được xem.", "What was redacted; not for evaluators."),
        mask=queries.redacted_of,
    )
    created_by = one("Person", PersonRef, model.RedactedRevision.created_by_id, WRITTEN_BY)
