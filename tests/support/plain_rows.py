"""Rows as plain dictionaries: drafted without a database, written table by table, read back whole."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import Enum
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

import schema.root  # noqa: F401 -- the types are known once the whole schema is
from domain import ids, metadata
from domain.actor import Actor, Grant
from schema.bindings import ENTITIES
from tests.support.factories import NOW

Row = dict[str, Any]
Rows = Mapping[str, Mapping[UUID, Row]]

TABLES = metadata.metadata.tables
#: The types whose rows are kept in tables, or follow from those that are; what a viewer is told of themselves does not.
KEPT = {name: entity for name, entity in ENTITIES.items() if isinstance(entity.source.rows, Table)}


class Draft:
    """Rows on their way to the database, by table; what is not given is filled with something that the table takes."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.tables: dict[str, list[Row]] = {name: [] for name in TABLES}
        self.people: dict[str, Row] = {}

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables[table]

    def add(self, table: str, **given: Any) -> Row:
        """Put a row into a table; it may still be changed."""
        rows, columns = self[table], TABLES[table].columns
        filled = {each.key: self._filler(each, len(rows) + 1) for each in columns if each.computed is None}
        assert set(given) <= set(filled), (table, set(given) - set(filled))
        rows.append({**filled, **given})
        return rows[-1]

    def _filler(self, column: Column[Any], number: int) -> Any:
        kind = column.type.python_type
        if column.primary_key:
            return ids.new_id()
        if column.nullable or kind is UUID:
            # Who did what is told of some rows and not of others; whatever else may be left out, is.
            is_person = any(key.target_fullname == "people.id" for key in column.foreign_keys)
            return self.any_of(None, self.anybody()) if is_person and self["people"] else None
        if issubclass(kind, Enum):
            return next(iter(kind))
        plain = {str: f"{column.key} {number}", int: 1, bool: False, Decimal: Decimal(1), list: []}
        return plain[kind] if kind in plain else NOW if kind is type(NOW) else NOW.date()

    def any_of(self, *choices: Any) -> Any:
        """Choose one."""
        return self.chance.choice(choices)

    def some(self, rows: Sequence[Any], least: int, most: int) -> list[Any]:
        """Choose several, each at most once."""
        return self.chance.sample(rows, self.chance.randint(least, min(most, len(rows))))

    def anybody(self) -> UUID:
        """Choose a person."""
        person: UUID = self.any_of(*self["people"])["id"]
        return person


async def write(connection: AsyncConnection, draft: Draft) -> None:
    """Write a draft into the connection's transaction, past the guards; foreign keys and checks hold as ever."""
    for table in TABLES:
        await connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    for table in metadata.metadata.sorted_tables:
        if draft[table.name]:
            await connection.execute(insert(table), draft[table.name])
    await connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    await connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))


async def load(connection: AsyncConnection) -> Rows:
    """Read every row of every type of the schema, nothing left out."""
    rows = {}
    for name, entity in KEPT.items():
        found = await connection.execute(select(entity.source.rows))
        rows[name] = {row["id"]: dict(row) for row in found.mappings()}
    # What no table holds: where a unit stands with its report.
    sent = {row["participation_id"]: row["punctuality"] for row in rows["UnitReport"].values()}
    for part in rows["Participation"].values():
        part["report_standing"] = sent.get(part["id"], "MISSING")
    return rows


def acting(rows: Rows, person: Row) -> Actor:
    """Return a person as an actor, with the roles that are in force."""
    held = frozenset(
        Grant(row["role"], row["unit_id"], row["round_id"])
        for row in rows["RoleGrant"].values()
        if row["person_id"] == person["id"]
        and row["starts_at"] <= NOW
        and row["revoked_at"] is None
        and (row["ends_at"] is None or row["ends_at"] > NOW)
    )
    return Actor(person_id=person["id"], name=person["full_name"], unit_id=person["unit_id"], grants=held)
