"""A world with hostile values in it, for tests that compare the two executions of reads; they change nothing in it."""

import unicodedata
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from graphql import GraphQLField, GraphQLObjectType, get_named_type
from sqlalchemy import CheckConstraint, UniqueConstraint, inspect, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.types import Text

from domain.actor import Role
from domain.audit.model import AuditEntry
from domain.awards.rules import NominationState
from domain.database import Database
from domain.initiatives.rules import InitiativeState
from domain.movements.model import MovementTransition
from domain.movements.rules import MovementState
from domain.people.model import RoleGrant
from domain.reading.statement import Statement
from domain.results.rules import ResultState
from schema import node_ids
from schema.bindings import ENTITIES
from schema.root import graphql_schema
from tests.conftest import TransactionDatabase, rolled_back
from tests.support import evaluations, initiatives, matrix_world, movements
from tests.support.factories import LONG_AGO, NOW, Factory
from tests.support.generated_arguments import Pool
from tests.support.generated_scope import TYPES
from tests.support.graphql import data
from tests.support.matrix_world import World

#: Who looks for what there is to ask for: the role that sees most.
READER = "personnel"
VIETNAMESE = "Đổi mới sáng tạo ở Thừa Thiên Huế"
TEXTS = (
    "Trợ lý ảo tra cứu văn bản",
    'Dấu "kép", \'đơn\' và \\ngược\\ \\u0041 \\"',
    "Dòng một\nDòng hai\r\n\tthụt vào",
    "Điều khiển \x01\x1f\x7f\u2028\u200b\ufeff",
    "Biểu tượng 👩‍💻🇻🇳 𝔘",
    unicodedata.normalize("NFC", VIETNAMESE),
    unicodedata.normalize("NFD", VIETNAMESE),
    "",
    " ",
    "100%_đạt; {}[]$1 :name $$ </script> NULL null",
    "Rất dài " * 40,
)
#: Text that something hangs on: it is unique, or a rule looks at it.
KEPT = {
    "channel",
    "clause",
    "code",
    "constraint",
    "content_hash",
    "deed",
    "email",
    "language",
    "number",
    "sha256",
    "subject",
    "subject_type",
}
#: Text that may be there only where something else is.
PAIRED = {
    "award",
    "by_hand_reason",
    "ended_reason",
    "error",
    "ledger_hash",
    "lifted_reason",
    "payment_reference",
    "photo_url",
    "presented_where",
    "reason",
    "restored_reason",
    "revoked_reason",
    "signed_hash",
    "signed_name",
    "signed_position",
    "withdrawn_reason",
}
LONG = "Nội dung rất dài, đủ 'mọi' thứ \\ \" \n" * 120
JSON = {
    **{str(number): text for number, text in enumerate(TEXTS)},
    "": [None, True, False, 0, -1, 1.5, 1e-7, 1e300, 2**70, [], {}, [[{"b": 1, "a": [2]}]]],
    "số": {"z": 1, "a": 2, 'khóa "lạ"\n': "\\"},
}


class HostileFactory(Factory):
    """Gives every free text and every moment of every row a value that is easily mistaken on its way out."""

    def __init__(self, factory: Factory) -> None:
        super().__init__(factory.session)
        self._added = count()

    async def add(self, row: Any) -> Any:
        """Insert a row; texts go round by row and column, every second row has its moments between two seconds."""
        number = next(self._added)
        groups = (each for each in row.__table__.constraints if isinstance(each, UniqueConstraint))
        kept = KEPT.union(*({column.key for column in each.columns} for each in groups))
        checks = " ".join(str(each.sqltext) for each in row.__table__.constraints if isinstance(each, CheckConstraint))
        for place, column in enumerate(inspect(type(row)).columns):
            value = getattr(row, column.key)
            is_checked = column.key in kept or f"btrim({column.key})" in checks
            if isinstance(column.type, Text) and not is_checked and column.computed is None:
                if value is not None or (column.key not in PAIRED and (number + place) % 2):
                    setattr(row, column.key, TEXTS[(number + place) % len(TEXTS)])
            elif isinstance(value, datetime) and number % 2:
                setattr(row, column.key, value + timedelta(microseconds=number * 1001 % 1_000_000))
        return await super().add(row)


async def build(make: Factory) -> World:
    """The world of the role matrix with at least three rows in every list, and numbers at their ends."""
    hostile = HostileFactory(make)
    world = await matrix_world.build_with_lists(hostile)
    await _numbers(hostile, world)
    await _seldom(make, world)
    return world


async def _numbers(make: Factory, world: World) -> None:
    """Numbers that are negative, zero, not round, or written with zeros that say nothing; a text of pages."""
    running, own, author = world.row("Movement", "running"), world.row("Unit", "own"), world.row("Person", "staff")
    scale = {"weight": Decimal("33.3333"), "scale_min": Decimal(-10), "scale_max": Decimal("12.5"), "minimum": 0}
    criteria = [{"code": code, **scale} for code in ("N1", "N2", "N3")]
    await movements.rubric(make, running, code="NUMBERS", criteria=criteria, pass_total=Decimal("66.6700"))
    made = []
    for before, after in (("0.00", "0.10"), ("0", "0"), ("1000000.50", "0.50"), ("20.00", "10")):
        hours = {"hours_before": Decimal(before), "hours_after": Decimal(after)}
        made.append(
            await initiatives.initiative(make, running, own, author, state=InitiativeState.SCORED, title="", **hours)
        )
    again = world.row("Round", "again")
    standings = list(zip(made, ("66.666667", "66.666667", "0", None), (1, 1, 3, None), strict=True))
    published = {"number": 2, "reason": "Tính lại", "state": ResultState.PUBLISHED, "computed_by_id": author.id}
    await evaluations.result(make, again, *standings, **published)
    await movements.legal_basis(make, valid_from=date(1800, 1, 1), valid_to=date(2999, 12, 31), issued_on=None)


async def _seldom(make: Factory, world: World) -> None:
    """What rows seldom have: a reason, an end, somebody who did it; and a trail whose values are any JSON."""
    own, by = world.row("Unit", "own"), world.row("Person", "ministry_leader").id
    await make.unit(valid_to=date(2024, 2, 29), successor_id=own.id, parent_id=own.id)
    long_ago = {"goal": LONG, "created_at": datetime(1800, 1, 1, tzinfo=UTC), "document_signed_on": date(2024, 2, 29)}
    await movements.movement(make, **long_ago)
    step = {"from_state": MovementState.DRAFT, "to_state": MovementState.SUBMITTED, "reason": TEXTS[2]}
    await make.add(MovementTransition(movement_id=world.row("Movement", "draft").id, **step, at=NOW, by_id=by))
    of = {"person_id": world.row("Person", "juror").id, "role": Role.COUNCIL_SECRETARY, "granted_by_id": by}
    await make.add(RoleGrant(**of, starts_at=LONG_AGO, ends_at=NOW, granted_at=LONG_AGO))
    signed = world.row("AwardDecision", "signed").id
    decided = {"state": NominationState.DECIDED, "decision_id": signed, "decided_at": NOW, "decided_by_id": by}
    await matrix_world.nominate(make, world, "published/own SCORED 2", "leaver", "personnel", **decided)
    done = {"reason": TEXTS[1], "before": {}, "after": JSON, "actor_roles": [*TEXTS], "at": NOW, "deed": "UNIT_UPDATED"}
    await make.add(AuditEntry(**done, actor_id=by, subject_type="Unit", subject_id=own.id))


@pytest.fixture(scope="module")
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with rolled_back(engine) as connection:
        yield connection


class ReadDatabase(TransactionDatabase):
    """A module's one connection, which a statement that PostgreSQL refuses does not spoil for those after it."""

    async def fetch(self, statement: Statement, arguments: Sequence[Any]) -> bytes | None:
        async with matrix_world.undone(self._connection):
            return await super().fetch(statement, arguments)


@pytest.fixture(scope="module")
def database(connection: AsyncConnection) -> Database:
    return ReadDatabase(connection)


@pytest.fixture(scope="module")
async def world(connection: AsyncConnection) -> World:
    return await matrix_world.furnish(connection, build)


@pytest.fixture(scope="module")
async def pool(connection: AsyncConnection, database: Database, world: World) -> Pool:
    """What generated operations can ask for in this world."""
    rows = {}
    for entity in (ENTITIES[name] for name in TYPES):
        found = await connection.execute(select(entity.source.table).order_by(entity.source.key))
        rows[entity.name] = [dict(row) for row in found.mappings()]
    ids = {name: [node_ids.encode(name, row["id"]) for row in of_type] for name, of_type in rows.items()}
    return Pool(
        ids, await _cursors(database, world, ids), _values([row for of_type in rows.values() for row in of_type])
    )


async def _cursors(
    database: Database, world: World, ids: Mapping[str, list[str]]
) -> Mapping[str, Mapping[str, list[str]]]:
    """The cursors of some rows of every list, in every order."""
    found: dict[str, dict[str, list[str]]] = {}
    for owner, name, of in lists():
        fields = " ".join(
            f"k{number}: {name}(first: 4{order and f', orderBy: {order}'}) {{ edges {{ cursor }} }}"
            for number, order in enumerate(orders(of))
        )
        if owner == "Query":
            rows = [await data(database, world.actors[READER], f"{{ {fields} }}")]
        else:
            document = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {owner} {{ {fields} }} }} }}"
            rows = (await data(database, world.actors[READER], document, {"ids": ids[owner]}))["nodes"]
        of_type = found.setdefault(get_named_type(of.type).name, {})
        for number, order in enumerate(orders(of).values()):
            edges = [edge for row in rows if row for edge in row[f"k{number}"]["edges"]]
            known = of_type.setdefault(order, [])
            known += [edge["cursor"] for edge in edges if edge["cursor"] not in known][:12]
    assert all(cursors for of_type in found.values() for cursors in of_type.values())
    return found


def lists() -> Iterator[tuple[str, str, GraphQLField]]:
    """Every connection of the schema: its owner's name, its own and its definition."""
    for kind in graphql_schema.type_map.values():
        if isinstance(kind, GraphQLObjectType):
            yield from ((kind.name, name, of) for name, of in kind.fields.items() if "first" in of.args)


def orders(of: GraphQLField) -> Mapping[str, str]:
    """The orders of a connection: as its argument is written, and by the name that `Pool.cursors` has for it."""
    kind: Any = get_named_type(of.args["orderBy"].type)
    names = list(get_named_type(kind.fields["field"].type).values)
    said = {f"{{field: {name}, direction: {way}}}": f"{name} {way}" for name in names for way in ("ASC", "DESC")}
    return {"": "", **said}


def _values(rows: Sequence[Mapping[str, Any]]) -> Mapping[str, list[Any]]:
    """The values that filters can compare with, from all rows of the world."""
    everything = [value for row in rows for value in row.values()]
    moments = sorted({value for value in everything if isinstance(value, datetime)})
    days = {value for value in everything if isinstance(value, date) and not isinstance(value, datetime)}
    vietnam = timezone(timedelta(hours=7))
    words = {word for text in TEXTS for word in text.split()} | {"doi moi", "ĐỔI MỚI", "hue", "%", "_", "\\", "'", '"'}
    return {
        **{
            name: sorted({row[name] for row in rows if row.get(name)}, key=str)
            for name in ("code", "deed", "block", "kind")
        },
        "number": sorted({row["number"] for row in rows if isinstance(row.get("number"), str)}),
        "search": sorted(word for word in words if len(word) <= 100),
        "DateTime": [zone for each in moments for zone in (each.isoformat(), each.astimezone(vietnam).isoformat())],
        "Date": [day.isoformat() for day in sorted(days)],
        "Int": [0, 1, 2023, 2024, -1],
        "Decimal": ["0", "60", "66.666667", "80.0", "90.50", "100", "-1", 70],
    }
