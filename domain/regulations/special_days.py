"""Deeds on days that differ from their weekday.

None is ever deleted: a day that was entered by mistake, or whose holiday is withdrawn, is said to be worked.
"""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.changes import UNCHANGED, Unchanged, problems_of_nulls, values_after
from domain.errors import refuse_if_any
from domain.reading import locking
from domain.regulations import queries
from domain.regulations.model import SpecialDay
from domain.regulations.particulars import problems_of_special_day
from domain.regulations.rules import DayKind

_OPTIONAL = frozenset({"name_en"})
_TEXTS = ("name", "source")


async def create_special_day(
    session: AsyncSession,
    actor: Actor,
    *,
    day: date,
    kind: DayKind,
    name: str,
    source: str,
    name_en: str | None = None,
    is_verified: bool = False,
) -> SpecialDay:
    """Say that a day is off, or is worked. Raises NotAllowed, Invalid, Conflict (something is said of it already)."""
    policy.require(actor, Permission.CATALOGUE_MANAGE)
    refuse_if_any(problems_of_special_day(name=name, source=source))

    special = SpecialDay(
        day=day, kind=kind, name=name.strip(), name_en=name_en, source=source.strip(), is_verified=is_verified
    )
    session.add(special)
    await session.flush()  # the audit entry needs the id, and a day that is there already must refuse here
    record(session, actor, "SPECIAL_DAY_CREATED", special, after=snapshot(special))
    return special


async def update_special_day(
    session: AsyncSession,
    actor: Actor,
    *,
    special_day_id: UUID,
    expected_version: int,
    kind: DayKind | Unchanged | None = UNCHANGED,
    name: str | Unchanged | None = UNCHANGED,
    name_en: str | Unchanged | None = UNCHANGED,
    source: str | Unchanged | None = UNCHANGED,
    is_verified: bool | Unchanged | None = UNCHANGED,
) -> SpecialDay:
    """Change what is said of a day; what is not given stays, and always the day. Raises NotFound, NotAllowed, ..."""
    path = ("specialDayId",)
    special = await locking.get_for_update(session, actor, SpecialDay, queries.SPECIAL_DAYS, special_day_id, path)
    policy.require(actor, Permission.CATALOGUE_MANAGE)
    locking.check_version(special, expected_version)

    given = {"kind": kind, "name": name, "name_en": name_en, "source": source, "is_verified": is_verified}
    wanted = values_after(special, given, _OPTIONAL)
    judged = {column: wanted[column] for column in _TEXTS}
    refuse_if_any([*problems_of_nulls(given, _OPTIONAL), *problems_of_special_day(**judged)])

    before = snapshot(special)
    for column, value in wanted.items():
        setattr(special, column, value.strip() if column in _TEXTS else value)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "SPECIAL_DAY_UPDATED", special, before=before, after=snapshot(special))
    return special
