"""Deeds on units: create, change, close (merge into a successor)."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.changes import UNCHANGED, Unchanged, problems_of_nulls, values_after
from domain.errors import Conflict, Text, refuse_if_any
from domain.reading.locking import check_version
from domain.units import queries
from domain.units.model import Unit
from domain.units.rules import UnitType, problems_of_unit

_OPTIONAL = frozenset({"name_en"})


async def create_unit(
    session: AsyncSession,
    actor: Actor,
    *,
    code: str,
    name: str,
    type: UnitType,
    parent_id: UUID | None = None,
    name_en: str | None = None,
    has_seal: bool = False,
    has_legal_personality: bool = False,
    to_be_confirmed: bool = False,
    valid_from: date,
) -> Unit:
    """Add a unit. Raises NotAllowed, Invalid (code, name), NotFound (parent), Conflict (code taken)."""
    policy.require(actor, Permission.UNIT_MANAGE)
    refuse_if_any(problems_of_unit(code=code, name=name, valid_from=valid_from, valid_to=None))
    if parent_id is not None:
        await queries.get(session, actor, parent_id, "parentId")

    unit = Unit(
        code=code,
        name=name.strip(),
        name_en=name_en,
        type=type,
        parent_id=parent_id,
        has_seal=has_seal,
        has_legal_personality=has_legal_personality,
        to_be_confirmed=to_be_confirmed,
        valid_from=valid_from,
    )
    session.add(unit)
    await session.flush()  # the audit entry needs the id, and a taken code must refuse here
    record(session, actor, "UNIT_CREATED", unit, after=snapshot(unit))
    return unit


async def update_unit(
    session: AsyncSession,
    actor: Actor,
    *,
    unit_id: UUID,
    expected_version: int,
    name: str | Unchanged | None = UNCHANGED,
    name_en: str | Unchanged | None = UNCHANGED,
    has_seal: bool | Unchanged | None = UNCHANGED,
    has_legal_personality: bool | Unchanged | None = UNCHANGED,
    to_be_confirmed: bool | Unchanged | None = UNCHANGED,
) -> Unit:
    """Change a unit's particulars; what is not given stays. Raises NotAllowed, NotFound, StaleVersion, Invalid."""
    unit = await queries.get_for_update(session, actor, unit_id)
    policy.require(actor, Permission.UNIT_MANAGE)
    check_version(unit, expected_version)

    given = {
        "name": name,
        "name_en": name_en,
        "has_seal": has_seal,
        "has_legal_personality": has_legal_personality,
        "to_be_confirmed": to_be_confirmed,
    }
    wanted = values_after(unit, given, _OPTIONAL)
    wanted["name"] = wanted["name"].strip()
    judged = problems_of_unit(code=unit.code, name=wanted["name"], valid_from=unit.valid_from, valid_to=unit.valid_to)
    refuse_if_any([*problems_of_nulls(given, _OPTIONAL), *judged])

    before = snapshot(unit)
    for column, value in wanted.items():
        setattr(unit, column, value)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "UNIT_UPDATED", unit, before=before, after=snapshot(unit))
    return unit


async def close_unit(
    session: AsyncSession,
    actor: Actor,
    *,
    unit_id: UUID,
    expected_version: int,
    valid_to: date,
    successor_id: UUID | None = None,
) -> Unit:
    """End a unit on a day, naming the unit that takes its place. Raises NotAllowed, NotFound, Conflict, Invalid."""
    unit = await queries.get_for_update(session, actor, unit_id)
    policy.require(actor, Permission.UNIT_MANAGE)
    check_version(unit, expected_version)
    if unit.valid_to is not None:
        raise Conflict("UNIT_CLOSED", Text("Đơn vị đã chấm dứt hoạt động.", "The unit is closed already."))
    if successor_id is not None:
        successor = await queries.get(session, actor, successor_id, "successorId")
        if successor.id == unit.id:
            raise Conflict(
                "OWN_SUCCESSOR", Text("Đơn vị không thể kế thừa chính mình.", "A unit cannot succeed itself.")
            )
    refuse_if_any(problems_of_unit(code=unit.code, name=unit.name, valid_from=unit.valid_from, valid_to=valid_to))

    before = snapshot(unit)
    unit.valid_to = valid_to
    unit.successor_id = successor_id
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "UNIT_CLOSED", unit, before=before, after=snapshot(unit))
    return unit
