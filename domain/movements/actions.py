"""Deeds on a movement's content: draft it, change it while it may still be edited."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.changes import UNCHANGED, Unchanged, problems_of_nulls, values_after
from domain.clock import utc_now
from domain.errors import refuse_if_any
from domain.movements import queries
from domain.movements.model import Movement
from domain.movements.particulars import problems_of_movement
from domain.movements.rules import MovementForm, MovementScope, check_editable
from domain.reading.locking import check_version

_OPTIONAL = frozenset({"theme"})


async def create_movement(
    session: AsyncSession,
    actor: Actor,
    *,
    code: str,
    name: str,
    starts_on: date,
    ends_on: date,
    report_due_before: date,
    form: MovementForm,
    scope: MovementScope,
    theme: str | None = None,
    goal: str = "",
    content: str = "",
    subjects: str = "",
) -> Movement:
    """Draft a movement. Raises NotAllowed, Invalid (code, name, dates), Conflict (code taken)."""
    policy.require(actor, Permission.MOVEMENT_MANAGE)
    dates = {"starts_on": starts_on, "ends_on": ends_on, "report_due_before": report_due_before}
    refuse_if_any(problems_of_movement(code=code, name=name, **dates))

    movement = Movement(
        code=code,
        name=name.strip(),
        theme=theme,
        goal=goal,
        content=content,
        subjects=subjects,
        form=form,
        scope=scope,
        created_at=utc_now(),
        **dates,
    )
    session.add(movement)
    await session.flush()  # the audit entry needs the id, and a taken code must refuse here
    record(session, actor, "MOVEMENT_CREATED", movement, after=snapshot(movement))
    return movement


async def update_movement(
    session: AsyncSession,
    actor: Actor,
    *,
    movement_id: UUID,
    expected_version: int,
    name: str | Unchanged | None = UNCHANGED,
    theme: str | Unchanged | None = UNCHANGED,
    goal: str | Unchanged | None = UNCHANGED,
    content: str | Unchanged | None = UNCHANGED,
    subjects: str | Unchanged | None = UNCHANGED,
    starts_on: date | Unchanged | None = UNCHANGED,
    ends_on: date | Unchanged | None = UNCHANGED,
    report_due_before: date | Unchanged | None = UNCHANGED,
    form: MovementForm | Unchanged | None = UNCHANGED,
    scope: MovementScope | Unchanged | None = UNCHANGED,
) -> Movement:
    """Change a draft or returned movement; what is not given stays. Raises NotFound, NotAllowed, StaleVersion, ..."""
    movement = await queries.get_for_update(session, actor, movement_id)
    policy.require(actor, Permission.MOVEMENT_MANAGE)
    check_version(movement, expected_version)
    check_editable(movement.state)

    given = {
        "name": name,
        "theme": theme,
        "goal": goal,
        "content": content,
        "subjects": subjects,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "report_due_before": report_due_before,
        "form": form,
        "scope": scope,
    }
    wanted = values_after(movement, given, _OPTIONAL)
    wanted["name"] = wanted["name"].strip()
    judged = {column: wanted[column] for column in ("name", "starts_on", "ends_on", "report_due_before")}
    refuse_if_any([*problems_of_nulls(given, _OPTIONAL), *problems_of_movement(code=movement.code, **judged)])

    before = snapshot(movement)
    for column, value in wanted.items():
        setattr(movement, column, value)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "MOVEMENT_UPDATED", movement, before=before, after=snapshot(movement))
    return movement
