"""Writing the audit trail: one entry per deed, in the deed's transaction, so that neither can lie."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.inspection import inspect

from domain.actor import Actor
from domain.audit.model import AuditEntry
from domain.clock import utc_now
from domain.ids import new_id
from domain.orm import Base


def snapshot(row: Base) -> dict[str, Any]:
    """Return the row's own columns as plain values (generated search text left out)."""
    columns = inspect(type(row)).columns
    return {column.key: plain(getattr(row, column.key)) for column in columns if column.computed is None}


def plain(value: Any) -> Any:
    """Turn a value into what JSON can hold without loss: decimals, dates and ids become strings, one for each value."""
    match value:
        case Enum():
            said: Any = value.value
        case Decimal():
            said = format(value.normalize(), "f") if value else "0"
        case UUID():
            said = str(value)
        case date():  # a datetime is one, too
            said = value.isoformat()
        case Mapping():
            said = {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            said = [plain(item) for item in value]
        case _:
            said = value
    return said


def record(
    session: AsyncSession,
    actor: Actor,
    deed: str,
    subject: Base,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """Add the entry of one deed. Where both states are given, only what changed is kept."""
    if before is not None and after is not None:
        changed = {key for key in {*before, *after} if before.get(key) != after.get(key)}
        before = {key: value for key, value in before.items() if key in changed}
        after = {key: value for key, value in after.items() if key in changed}
    session.add(
        AuditEntry(
            id=new_id(),  # now rather than when the session flushes, so that ids follow the order of deeds
            at=utc_now(),
            actor_id=actor.person_id,
            actor_roles=sorted(actor.roles),
            deed=deed,
            subject_type=type(subject).__name__,
            subject_id=subject.id,  # type: ignore[attr-defined]  # every audited table has an id
            reason=reason,
            before=plain(before),
            after=plain(after),
        )
    )
