"""What a page says of itself, each alone and in every direction: some of it is known without looking at a row."""

from itertools import product

import pytest

from tests.support.graphql import run

BOUNDS = ("hasNextPage", "hasPreviousPage", "startCursor", "endCursor", "__typename")
DIRECTIONS = ("first: 2", "last: 2", "first: 100", "last: 100")


@pytest.mark.parametrize(("direction", "bound"), list(product(DIRECTIONS, BOUNDS)))
async def test_one_bound_alone(database, world, direction, bound):
    document = (
        f"{{ a: units({direction}) {{ pageInfo {{ {bound} }} }} "
        f"b: units({direction}) {{ pageInfo {{ {bound} }} totalCount }} "
        f"c: units({direction}) {{ pageInfo {{ {bound} }} nodes {{ code }} }} "
        f"d: units({direction}) {{ pageInfo {{ {bound} @skip(if: true) }} }} }}"
    )

    compiled, reference = [
        await run(database, world.actors["personnel"], document, reads=reads) for reads in ("compiled", "reference")
    ]

    assert compiled == reference
    assert "errors" not in compiled


@pytest.mark.parametrize("bound", BOUNDS)
async def test_bounds_beyond_a_cursor(database, world, bound):
    actor = world.actors["personnel"]
    edges = (await run(database, actor, "{ units(first: 3) { edges { cursor } } }"))["data"]["units"]["edges"]
    cursor = edges[1]["cursor"]

    for arguments in ("first: 1, after", "first: 1, before", "last: 1, after", "last: 1, before"):
        document = f'{{ units({arguments}: "{cursor}") {{ pageInfo {{ {bound} }} }} }}'
        compiled, reference = [await run(database, actor, document, reads=reads) for reads in ("compiled", "reference")]
        assert compiled == reference, arguments
