"""Authorization inside the statement: over a world made to break filters, reads show what the reference policy allows.

No more and no less: every row of every type by its id, every list with its pages and its count, every relation of
every row, every masked value, every filter and order by one.
"""

from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.people.queries import actor_by_subject
from schema import node_ids
from tests.conftest import TransactionDatabase, rolled_back
from tests.support import adversarial_world, plain_rows
from tests.support.adversarial_world import ACTORS
from tests.support.factories import NOW
from tests.support.leak_walk import LISTS, Walker, camel, masked_uses, of_column
from tests.support.matrix_world import undone
from tests.support.modes import IS_THOROUGH, WALKED
from tests.support.plain_rows import KEPT, Row, Rows
from tests.support.reference_policy import READS, SEES, Eyes
from tests.support.reference_standings import FIGURES, recount

pytestmark = pytest.mark.walks

#: Who walks in every run: two whose roles were never meant to meet, and one who sees little. With `make slow` one of
#: each kind walks besides; the others, and all of them by the reference execution, walk with `make queries`.
ALWAYS = ("evaluator", "leader here, officer there", "auditor who judges")
OFTEN = ("anonymous", "personnel", "leader who judges", "secretary who writes", "by chance 2")
WALKS = [
    pytest.param(name, mode, marks=[pytest.mark.slow] if name in OFTEN and not IS_THOROUGH else [])
    for mode in WALKED
    for name in (ACTORS if IS_THOROUGH else (*ALWAYS, *OFTEN))
]


@pytest.fixture(scope="module")
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with rolled_back(engine) as connection:
        await adversarial_world.furnish(connection)
        yield connection


@pytest.fixture(autouse=True)
async def _alone(connection: AsyncConnection) -> AsyncIterator[None]:
    """Let a statement that fails spoil no other test."""
    async with undone(connection):
        yield


@pytest.fixture(scope="module")
async def rows(connection: AsyncConnection) -> Rows:
    return await plain_rows.load(connection)


@pytest.fixture(scope="module")
def walker(connection: AsyncConnection, rows: Rows) -> Walker:
    return Walker(TransactionDatabase(connection), rows, adversarial_world.actors(rows))


@pytest.mark.parametrize(("name", "mode"), WALKS)
async def test_rows_values_and_relations_are_those_allowed(walker, name, mode):
    assert await walker.by_ids(walker.eyes(name), mode) == {}


@pytest.mark.parametrize(("name", "mode"), WALKS)
async def test_lists_hold_the_rows_allowed(walker, name, mode):
    assert await walker.by_lists(walker.eyes(name), mode) == {}


@pytest.mark.parametrize(("name", "mode"), WALKS)
async def test_masked_values_are_no_filter_and_no_order(walker, name, mode):
    assert await walker.by_arguments(walker.eyes(name), mode) == {}


@pytest.mark.parametrize(("name", "mode"), WALKS)
async def test_what_rows_hide_is_found_by_no_filter(walker, name, mode):
    assert await walker.by_references(walker.eyes(name), mode) == {}


@pytest.mark.parametrize(("name", "mode"), WALKS)
async def test_of_oneself_one_is_told_what_one_may_see(walker, name, mode):
    assert await walker.of_oneself(walker.eyes(name), mode) == {}


def test_every_type_and_every_masked_value_has_a_rule():
    assert set(SEES) == set(KEPT)
    columns = {(of, name): of_column(each) for of in KEPT for name, each in KEPT[of].bindings.items()}
    assert set(READS) == {named for named, column in columns.items() if column and column.mask is not None}


async def test_the_database_knows_who_acts_as_the_policy_does(connection, rows):
    for person in rows["Person"].values():
        expected = None if person["left_on"] else plain_rows.acting(rows, person)
        assert await actor_by_subject(connection, person["subject"], NOW) == expected


def test_the_world_tells_actors_apart(walker):
    sights = [walker.visible(walker.eyes(name)) for name in ACTORS if name not in ("anonymous", "system")]
    of_all = {name for name, rows in walker.rows.items() if all(each[name] == set(rows) for each in sights)}
    in_part = {name for name in walker.rows for each in sights if 0 < len(each[name]) < len(walker.rows[name])}
    regulations = {"LegalBasis", "LegalParameter", "AwardRule", "SpecialDay"}
    assert of_all == {"Unit", *regulations, "AwardTitle", "AwardForm", "AwardDecision", "DecisionPublication"}
    # Of these a role shows all or nothing.
    by_role = {
        "MovementTransition",
        "ScoreEvent",
        "ScoreTable",
        "ScoreTableEntry",
        "AssignmentProposal",
        "MovementNominees",
    }
    assert of_all | in_part == set(KEPT) - by_role - {"ProposalFinding"}


class Strict(Eyes):
    """A policy that denies one row of each type."""

    def may_see(self, type_name: str, row: Row) -> bool:
        return row["id"] != next(iter(self.world[type_name])) and super().may_see(type_name, row)


class Lax(Eyes):
    """A policy that allows one row of each type to everybody."""

    def may_see(self, type_name: str, row: Row) -> bool:
        return row["id"] == next(iter(self.world[type_name])) or super().may_see(type_name, row)


class Contrary(Eyes):
    """A policy that turns every rule about masked values round."""

    def may_read(self, type_name: str, field: str, row: Row) -> bool:
        return super().may_read(type_name, field, row) != ((type_name, field) in READS)

    def may_sort_by(self, type_name: str, field: str) -> bool:
        return not super().may_sort_by(type_name, field)


@pytest.mark.parametrize(("policy", "name"), [(Strict, "system"), (Lax, "anonymous")])
async def test_the_walk_notices_a_single_row_of_any_type(walker, policy, name):
    eyes = policy(walker.rows, walker.actors[name])
    odd = {node_ids.encode(of, next(iter(rows))) for of, rows in walker.rows.items() if KEPT[of].is_node}
    assert odd <= set(await walker.by_ids(eyes, "compiled"))
    assert set(await walker.by_lists(eyes, "compiled")) == {*LISTS, *(f"{of}.totalCount" for of in LISTS)}


async def test_the_walk_notices_every_relation_and_every_masked_value(walker):
    eyes = Contrary(walker.rows, walker.actors["system"])
    blind = replace(walker)
    blind.reached = {relation: defaultdict(list) for relation in walker.reached}
    leading = {relation for relation, reached in walker.reached.items() if any(reached.values())}
    wanted = {(of, camel(name)) for of, name in {*leading, *READS} if KEPT[of].is_node}
    found = {(where.split(":")[0], where.rsplit(".")[-1]) for where in await blind.by_ids(eyes, "compiled")}
    assert found == wanted
    assert len(await walker.by_arguments(eyes, "compiled")) == len(list(masked_uses())) > 0


def test_the_world_leads_somewhere_by_every_relation(walker):
    assert [relation for relation, reached in walker.reached.items() if not any(reached.values())] == []


def test_units_figures_are_those_counted_again(rows):
    told = rows["UnitStanding"].values()

    assert {(row["movement_id"], row["unit_id"]): tuple(row[each] for each in FIGURES) for row in told} == recount(rows)
    assert len(told) > len(rows["Unit"])
    for figure in FIGURES:
        assert len({row[figure] for row in told}) > 1, f"{figure} is the same everywhere: the world is too plain"
