"""Deeds on the blocks of similar units (khối thi đua) of a movement, within which units score one another."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record
from domain.errors import Conflict, DomainError, Invalid, Text, refuse_if_any
from domain.movements import queries
from domain.movements.model import Block, BlockUnit, Movement, Participation
from domain.movements.particulars import problems_of_blank
from domain.movements.rules import check_not_archived
from domain.reading.locking import check_version

#: Owned lists are bounded when they are written, so that they can be read whole.
MAX_BLOCKS, MAX_UNITS = 50, 100


@dataclass(frozen=True, slots=True)
class BlockSpec:
    """A block as it is asked for."""

    name: str
    unit_ids: Sequence[UUID]


async def set_blocks(
    session: AsyncSession, actor: Actor, *, movement_id: UUID, expected_version: int, blocks: Sequence[BlockSpec]
) -> Movement:
    """Replace the blocks of a movement, until it is archived, and while no round scores by them.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (archived, in use, a unit that takes no part), Invalid.
    """
    movement = await queries.get_for_update(session, actor, movement_id)
    policy.require(actor, Permission.MOVEMENT_MANAGE)
    check_version(movement, expected_version)
    check_not_archived(movement.state)
    if await queries.cross_scoring_is_open(session, movement.id):
        text = Text("Đang có vòng chấm chéo theo các khối này.", "A round scores across these blocks now.")
        raise Conflict("BLOCKS_IN_USE", text)
    taking_part = frozenset(
        await session.scalars(select(Participation.unit_id).where(Participation.movement_id == movement.id))
    )
    refuse_if_any(problems_of_blocks(blocks, taking_part))

    before = {"version": movement.version, "blocks": await _said(session, movement.id)}
    await session.execute(delete(Block).where(Block.movement_id == movement.id))
    for wanted in blocks:
        block = Block(movement_id=movement.id, name=wanted.name.strip())
        session.add(block)
        await session.flush()  # its units need the id
        session.add_all(
            BlockUnit(block_id=block.id, movement_id=movement.id, unit_id=unit_id) for unit_id in wanted.unit_ids
        )
    flag_modified(movement, "state")  # two planners must not overwrite each other
    await session.flush()  # the new version belongs in the audit entry
    after = {"version": movement.version, "blocks": await _said(session, movement.id)}
    record(session, actor, "BLOCKS_SET", movement, before=before, after=after)
    return movement


def problems_of_blocks(blocks: Sequence[BlockSpec], taking_part: Collection[UUID]) -> list[DomainError]:
    """List everything that is wrong with the blocks; `taking_part` are the units of the movement."""
    if len(blocks) > MAX_BLOCKS:
        text = Text(f"Tối đa {MAX_BLOCKS} khối.", f"At most {MAX_BLOCKS} blocks.")
        return [Invalid("BLOCKS_COUNT", text, ("blocks",), f"0..{MAX_BLOCKS}")]
    problems: list[DomainError] = []
    names: set[str] = set()
    seen: set[UUID] = set()
    for at, block in enumerate(blocks):
        here, name = ("blocks", str(at)), block.name.strip()
        problems += problems_of_blank(name, (*here, "name"))
        if name in names:
            text = Text(f"Tên khối {name} bị lặp.", f"The name {name} stands twice.")
            problems.append(Invalid("NAME_TWICE", text, (*here, "name")))
        names.add(name)
        problems += _problems_of_units(block.unit_ids, taking_part, seen, (*here, "unitIds"))
    return problems


def _problems_of_units(
    unit_ids: Sequence[UUID], taking_part: Collection[UUID], seen: set[UUID], here: tuple[str, ...]
) -> list[DomainError]:
    """A block has some units, each takes part in the movement and is in no other block."""
    if not 1 <= len(unit_ids) <= MAX_UNITS:
        text = Text(f"Khối có từ 1 đến {MAX_UNITS} đơn vị.", f"A block has 1 to {MAX_UNITS} units.")
        return [Invalid("UNITS_COUNT", text, here, f"1..{MAX_UNITS}")]
    problems: list[DomainError] = []
    for at, unit_id in enumerate(unit_ids):
        if unit_id not in taking_part:
            text = Text("Đơn vị không tham gia phong trào.", "The unit takes no part in the movement.")
            problems.append(Conflict("UNIT_TAKES_NO_PART", text, (*here, str(at))))
        elif unit_id in seen:
            text = Text("Mỗi đơn vị chỉ thuộc một khối.", "A unit is in one block.")
            problems.append(Conflict("UNIT_IN_TWO_BLOCKS", text, (*here, str(at))))
        seen.add(unit_id)
    return problems


async def _said(session: AsyncSession, movement_id: UUID) -> list[dict[str, Any]]:
    """Return the blocks as the audit trail keeps them."""
    rows = await session.execute(
        select(Block.name, BlockUnit.unit_id)
        .join(BlockUnit, BlockUnit.block_id == Block.id)
        .where(Block.movement_id == movement_id)
        .order_by(Block.name, BlockUnit.unit_id)
    )
    units: dict[str, list[UUID]] = {}
    for name, unit_id in rows:
        units.setdefault(name, []).append(unit_id)
    return [{"name": name, "unit_ids": of_block} for name, of_block in units.items()]
