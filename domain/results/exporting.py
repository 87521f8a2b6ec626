"""The deed that takes a closed round's ledger and results out, as a file that is verified anywhere."""

from collections.abc import AsyncIterator
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record
from domain.clock import utc_now
from domain.conflicts import queries as conflicts
from domain.conflicts.rules import refuse_conflict
from domain.database import Database
from domain.evaluations import gates, loading
from domain.evaluations import queries as rounds
from domain.evaluations.model import Round
from domain.evaluations.rules import RoundKind, RoundState
from domain.ledger import actions as ledger
from domain.ledger import queries as events
from domain.ledger.export import Header, event_line, header_line
from domain.results import keeping
from domain.results.model import Result
from domain.results.rules import ResultState
from domain.results.travelling import result_lines
from domain.results.verifying import KeptResult


class Export(NamedTuple):
    """What a file will hold: its header with the head up to which events are taken, and the results at that moment."""

    header: Header
    results: list[KeptResult]


async def export_ledger(session: AsyncSession, actor: Actor, *, round_id: UUID) -> Export:
    """Let the ledger of a closed round be taken out; all marks of the round are in it.

    Raises NotFound, NotAllowed, Conflict (not closed; of interest, before a result is published).
    """
    # Nothing is added to the chain while the round is locked: results and head are those of one moment.
    round_ = await rounds.get_for_update(session, actor, round_id)
    policy.require(actor, Permission.LEDGER_VERIFY)
    gates.check_round_state(round_.state, RoundState.CLOSED)
    await _refuse_conflict(session, actor, round_)

    header = Header(round_.id, utc_now(), await ledger.head(session, round_.id), {"name": round_.name})
    results = await keeping.kept_results(session, round_.id)
    record(session, actor, "LEDGER_EXPORTED", round_, after={"head": header.head and header.head._asdict()})
    return Export(header, results)


async def lines(database: Database, export: Export) -> AsyncIterator[bytes]:
    """Yield the lines of the file. Events never change, so each handful is read by itself, whenever it is asked for."""
    header = export.header
    yield header_line(header)
    if header.head is not None:
        last = 0
        while last < header.head.number:
            async with database.reading() as connection:
                some = await events.some_events(connection, header.round_id, after=last, up_to=header.head.number)
            if not some:  # events that were deleted: the check names them
                break
            yield b"".join(event_line(event) for event in some)
            last = some[-1].number
    for line in result_lines(export.results):
        yield line


async def _refuse_conflict(session: AsyncSession, actor: Actor, round_: Round) -> None:
    """Refuse who has a conflict of interest with any entry, until everybody may know the result."""
    if actor.person_id is None or round_.kind is RoundKind.SELF_SCORE:
        return
    is_published = select(exists().where(Result.round_id == round_.id, Result.state == ResultState.PUBLISHED))
    if await session.scalar(is_published):
        return
    entries = await loading.entries_of(session, round_.id)
    pairs = [(entry.initiative_id, actor.person_id) for entry in entries]
    kind = next((kind for kind in await conflicts.conflicts_between(session, pairs) if kind is not None), None)
    if kind is not None:
        raise refuse_conflict(kind, ("roundId",))
