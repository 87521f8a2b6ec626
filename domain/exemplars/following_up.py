"""Deeds on what follows a selection: honours, and the plan by which an exemplar is made known."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.changes import UNCHANGED, problems_of_nulls, values_after
from domain.clock import VIETNAM, utc_now
from domain.errors import refuse_if_any
from domain.exemplars import queries
from domain.exemplars.model import Communication, ExemplarHonour
from domain.exemplars.rules import (
    Channel,
    check_standing,
    check_told,
    problems_of_day,
    problems_of_line,
    problems_of_link,
    problems_of_reach,
)
from domain.reading.locking import check_version

_OPTIONAL = frozenset({"done_on", "link", "reach"})


async def record_exemplar_honour(
    session: AsyncSession, actor: Actor, *, exemplar_id: UUID, honoured_on: date, place: str, occasion: str
) -> ExemplarHonour:
    """Note that an exemplar was honoured. Raises NotAllowed, NotFound, Conflict (not published), Invalid."""
    policy.require(actor, Permission.EXEMPLAR_MANAGE)
    exemplar = await queries.get_for_update(session, actor, exemplar_id)
    check_told(exemplar.state)
    now = utc_now()
    problems = problems_of_day("honouredOn", honoured_on, now.astimezone(VIETNAM).date())
    refuse_if_any([*problems, *problems_of_line("place", place), *problems_of_line("occasion", occasion)])

    honour = ExemplarHonour(
        exemplar_id=exemplar.id,
        honoured_on=honoured_on,
        place=place.strip(),
        occasion=occasion.strip(),
        recorded_at=now,
        recorded_by_id=actor.person_id,
    )
    session.add(honour)
    await session.flush()  # the audit entry needs the id
    record(session, actor, "EXEMPLAR_HONOURED", honour, after=snapshot(honour))
    return honour


async def plan_communication(
    session: AsyncSession, actor: Actor, *, exemplar_id: UUID, channel: Channel, title: str, planned_on: date
) -> Communication:
    """Plan how an exemplar is made known; it may be planned before it is published. Raises NotAllowed, NotFound, ..."""
    policy.require(actor, Permission.EXEMPLAR_MANAGE)
    exemplar = await queries.get_for_update(session, actor, exemplar_id)
    check_standing(exemplar.state)
    refuse_if_any(problems_of_line("title", title))

    communication = Communication(
        exemplar_id=exemplar.id,
        channel=channel,
        title=title.strip(),
        planned_on=planned_on,
        planned_at=utc_now(),
        planned_by_id=actor.person_id,
    )
    session.add(communication)
    await session.flush()  # the audit entry needs the id
    record(session, actor, "COMMUNICATION_PLANNED", communication, after=snapshot(communication))
    return communication


async def update_communication(
    session: AsyncSession, actor: Actor, *, communication_id: UUID, expected_version: int, given: Mapping[str, Any]
) -> Communication:
    """Change an item of the plan, or note what became of it; what is UNCHANGED stays.

    What makes an exemplar known is done only while it is published, hence while the person agrees.
    Raises NotAllowed, NotFound, StaleVersion, Conflict (not published), Invalid.
    """
    policy.require(actor, Permission.EXEMPLAR_MANAGE)
    communication = await queries.get_communication_for_update(session, actor, communication_id)
    check_version(communication, expected_version)
    changes = {name: value for name, value in given.items() if value is not UNCHANGED}
    after = values_after(communication, changes, _OPTIONAL)
    said = {name: after.get(name, getattr(communication, name)) for name in ("title", "done_on", "link", "reach")}
    if after.get("done_on") is not None and communication.done_on is None:
        check_told((await queries.get_for_update(session, actor, communication.exemplar_id)).state)
    refuse_if_any(
        [
            *problems_of_nulls(changes, _OPTIONAL),
            *problems_of_line("title", said["title"]),
            *problems_of_day("doneOn", after.get("done_on"), utc_now().astimezone(VIETNAM).date()),
            *problems_of_link("link", said["link"]),
            *problems_of_reach(said["reach"], is_done=said["done_on"] is not None),
        ]
    )

    before = snapshot(communication)
    for name, value in after.items():
        setattr(communication, name, value.strip() if isinstance(value, str) else value)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "COMMUNICATION_UPDATED", communication, before=before, after=snapshot(communication))
    return communication
