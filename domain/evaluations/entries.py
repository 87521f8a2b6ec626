"""Deeds on the entries of a round in preparation: add, take out, mark as anchor; each is a new version of the round."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.errors import Conflict, DomainError, Text, refuse_if_any
from domain.evaluations import gates, loading, queries
from domain.evaluations.model import Assignment, Round, RoundEntry
from domain.evaluations.rules import RoundState
from domain.evaluations.setting_up import changed
from domain.initiatives.model import Initiative
from domain.reading import locking
from domain.reading.locking import check_version

FIELD = "initiativeIds"


async def add_round_entries(
    session: AsyncSession, actor: Actor, *, round_id: UUID, expected_version: int, initiative_ids: Sequence[UUID]
) -> Round:
    """Put initiatives, with what they say now, into a round; they are numbered on from the last entry there.

    Raises NotFound, NotAllowed, StaleVersion, Conflict.
    """
    await queries.get(session, actor, round_id)
    policy.require(actor, Permission.ROUND_MANAGE)
    gates.check_count(len(initiative_ids), FIELD)
    initiatives = await loading.initiatives_for_update(session, actor, initiative_ids, FIELD)
    round_ = await queries.get_for_update(session, actor, round_id)
    check_version(round_, expected_version)
    gates.check_round_state(round_.state, RoundState.DRAFT)

    there = await loading.entries_of(session, round_.id)
    refuse_if_any(await _problems(session, round_, there, initiative_ids, initiatives))
    last = max((entry.number for entry in there), default=0)
    session.add_all(
        RoundEntry(
            round_id=round_.id, initiative_id=key, revision_id=initiatives[key].current_revision_id, number=number
        )
        for number, key in enumerate(initiative_ids, start=last + 1)
    )
    await changed(session, round_)
    record(session, actor, "ROUND_ENTRIES_ADDED", round_, after={"initiative_ids": list(initiative_ids)})
    return round_


async def remove_round_entry(session: AsyncSession, actor: Actor, *, entry_id: UUID, expected_version: int) -> Round:
    """Take an initiative out of a round; `expected_version` is the round's. Raises NotFound, Conflict (assigned)."""
    entry, round_ = await _entry_and_round(session, actor, entry_id, expected_version)
    given = exists().where(Assignment.round_id == entry.round_id, Assignment.initiative_id == entry.initiative_id)
    if await session.scalar(select(given)):
        text = Text("Sáng kiến đã được giao chấm; hãy bỏ giao trước.", "The entry is assigned; unassign it first.")
        raise Conflict("ENTRY_ASSIGNED", text, ("entryId",))

    await session.delete(entry)
    await changed(session, round_)
    record(session, actor, "ROUND_ENTRY_REMOVED", round_, before={"initiative_id": entry.initiative_id})
    return round_


async def mark_anchor(
    session: AsyncSession, actor: Actor, *, entry_id: UUID, expected_version: int, is_anchor: bool
) -> Round:
    """Say whether every evaluator who may is to score an entry. Raises as `remove_round_entry` does."""
    entry, round_ = await _entry_and_round(session, actor, entry_id, expected_version)

    before = snapshot(entry)
    entry.is_anchor = is_anchor
    await changed(session, round_)
    record(session, actor, "ANCHOR_MARKED", entry, before=before, after=snapshot(entry))
    return round_


async def _entry_and_round(
    session: AsyncSession, actor: Actor, entry_id: UUID, expected_version: int
) -> tuple[RoundEntry, Round]:
    entry = await locking.get(session, actor, RoundEntry, queries.ENTRIES, entry_id, ("entryId",))
    policy.require(actor, Permission.ROUND_MANAGE)
    round_ = await queries.get_for_update(session, actor, entry.round_id)
    check_version(round_, expected_version)
    gates.check_round_state(round_.state, RoundState.DRAFT)
    return entry, round_


async def _problems(
    session: AsyncSession,
    round_: Round,
    entries: Sequence[RoundEntry],
    initiative_ids: Sequence[UUID],
    initiatives: Mapping[UUID, Initiative],
) -> list[DomainError]:
    there = [entry.initiative_id for entry in entries]
    repeats = gates.positions_of_repeats([*there, *initiative_ids])
    being_scored = await loading.in_open_rounds(session, initiative_ids)
    problems: list[DomainError] = [gates.refuse_repeat((FIELD, str(at - len(there)))) for at in repeats]
    for at, key in enumerate(initiative_ids):
        initiative, path = initiatives[key], (FIELD, str(at))
        said = {"is_later_round": round_.ordinal > 1, "is_in_open_round": key in being_scored}
        if initiative.movement_id != round_.movement_id:
            problems.append(gates.refuse_other_movement(path))
        elif not gates.can_be_scored(round_.kind, initiative.state, **said):
            problems.append(gates.refuse_entry(initiative.title, initiative.state, path))
    return problems
