"""Deeds on the blocks of a movement."""

import strawberry

from domain.access.permissions import Permission
from domain.movements import blocks
from schema.movements import texts
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import MovementRef
from schema.texts import READ_VERSION, T, describe


@strawberry.input(description=describe(T("Một khối thi đua.", "A block of similar units.")))
class BlockInput:
    """A name and the units that score one another."""

    name: str = value(T("Tên khối, duy nhất trong phong trào.", "The name, unique in the movement."))
    unit_ids: list[Ref] = ref("Unit", T("1-100 đơn vị tham gia phong trào.", "1 to 100 units that take part."))


@strawberry.input(description=describe(T("Các khối thi đua của phong trào.", "The blocks of a movement.")))
class SetBlocksInput(MutationInput):
    """All blocks; they take the place of those before."""

    movement_id: Ref = ref("Movement", texts.MOVEMENT)
    expected_version: int = value(READ_VERSION)
    blocks: list[BlockInput] = value(T("Các khối, tối đa 50.", "The blocks, at most 50."))


@payload(T("Kết quả đặt khối thi đua.", "The answer of setBlocks."))
class SetBlocksPayload:
    """The movement with its blocks."""

    movement = made("Movement", MovementRef, texts.MOVEMENT_MADE)


async def set_blocks(deed: Deed, input: SetBlocksInput) -> Made[SetBlocksPayload]:
    """Replace the blocks."""
    movement = await blocks.set_blocks(
        deed.session,
        deed.actor,
        movement_id=input.movement_id,
        expected_version=input.expected_version,
        blocks=[blocks.BlockSpec(block.name, block.unit_ids) for block in input.blocks],
    )
    return Made(movement=movement.id)


@strawberry.type
class BlockMutations:
    """Deeds on blocks."""

    set_blocks = mutation(
        set_blocks,
        Permission.MOVEMENT_MANAGE,
        T("Chia đơn vị thành các khối thi đua.", "Divide the units into blocks that score one another."),
    )
