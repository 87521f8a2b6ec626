"""What is declared of every type fits the ways in which it is read: what can be NULL, JSON forms, cursors."""

import enum
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from graphql import GraphQLEnumType, GraphQLField, GraphQLList, GraphQLNonNull, get_nullable_type
from sqlalchemy import ARRAY, Boolean, Date, DateTime, Integer, Numeric, Text, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql import coercions, roles

from domain.orm import Base, TextEnum
from domain.reading import json_text
from domain.reading.nullability import never_null
from schema.bindings import BINDING, ENTITIES, Column, OrderField, ToConnection, ToOne
from schema.root import Query, graphql_schema

#: Fields that are never null although no constraint says so: they come from the actor of the request, or are
#: reckoned from a column that has a value.
OF_THE_ACTOR = {"Viewer.allowedDeeds", "ViewerRole.role"}
RECKONED = {
    "Movement.lastOnTimeMoment",
    "Assignment.isInConflict",
    "CouncilSession.present",
    "CouncilSession.issued",
    "CouncilSession.collected",
}
#: What a redaction leaves as it is, looked up in the revision that it must have.
OF_REVISION = {
    f"RedactedRevision.{name}"
    for name in ("kind", "fieldOfWork", "hoursBefore", "hoursAfter", "hoursSaved", "peopleAffected")
}
#: What views count or take from rows that must be there.
OF_VIEWS = {
    "DisputedEntry.sheets",
    "DisputedEntry.lowest",
    "DisputedEntry.highest",
    "DisputedEntry.spread",
    "ResultDifference.statusNow",
}
#: Orders that are never null although no constraint says so: a place that is missing is spelled out as a number, and
#: a foreign key leads to a title.
PLACES = {
    "Query.result_entries PLACE",
    "Initiative.standings PLACE",
    "Result.entries PLACE",
    "Result.differences PLACE",
    "ScoreTable.standings PLACE",
}
#: A size that is missing counts as none; a spread is of sheets that are there.
SIZES = {"Result.sheets SURPRISE", "Round.disputes SPREAD"}
LOOKED_UP = {"Round.entries TITLE"}
#: The SQL types whose JSON form is that of a scalar.
SCALARS: dict[str, Any] = {
    "Boolean": Boolean,
    "Date": Date,
    "DateTime": DateTime,
    "Decimal": Numeric,
    "ID": (Uuid, Text),
    "Int": Integer,
    "JSON": JSONB,
    "String": Text,
}
#: The Python types that cursors bring back as they were.
CARRIED = (UUID, Decimal, datetime, date, enum.StrEnum)


class Value(NamedTuple):
    """A field that is a value of its row."""

    name: str
    field: GraphQLField
    column: Column

    @property
    def element(self) -> Any:
        """What it reads."""
        return coercions.expect(roles.ExpressionElementRole, self.column.expression)

    @property
    def is_nullable(self) -> bool:
        """Say whether the field may be null."""
        return not isinstance(self.field.type, GraphQLNonNull)


def camel(name: str) -> str:
    """A field's name in GraphQL."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def values() -> Iterator[Value]:
    """Every field that is a value, of every type."""
    for entity in ENTITIES.values():
        kind: Any = graphql_schema.type_map[entity.name]
        for name, binding in entity.bindings.items():
            if isinstance(binding, Column):
                yield Value(f"{entity.name}.{camel(name)}", kind.fields[camel(name)], binding)


def connections() -> dict[str, ToConnection]:
    """Every list with pages."""
    found = {f"Query.{each.python_name}": each.metadata.get(BINDING) for each in Query.__strawberry_definition__.fields}
    for entity in ENTITIES.values():
        found |= {f"{entity.name}.{name}": binding for name, binding in entity.bindings.items()}
    return {name: binding for name, binding in found.items() if isinstance(binding, ToConnection)}


VALUES, CONNECTIONS = {each.name: each for each in values()}, connections()
ORDERS: dict[str, OrderField] = {
    f"{name} {key}": order for name, of in CONNECTIONS.items() for key, order in of.ordering.fields.items()
}


def test_a_field_that_cannot_be_null_reads_what_is_never_null():
    missing = {name for name, each in VALUES.items() if not each.is_nullable and not never_null(each.element)}

    assert missing == OF_THE_ACTOR | RECKONED | OF_REVISION | OF_VIEWS


def test_a_masked_field_can_be_null():
    masked = {name for name, each in VALUES.items() if each.column.mask is not None}

    assert masked >= {"Person.email", "AuditEntry.before"}
    assert {name for name in masked if not VALUES[name].is_nullable} == set()


def test_what_a_row_points_at_can_be_null():
    found = {
        f"{entity.name}.{name}": graphql_schema.type_map[entity.name].fields[camel(name)].type
        for entity in ENTITIES.values()
        for name, binding in entity.bindings.items()
        if isinstance(binding, ToOne)
    }

    assert {name for name, kind in found.items() if isinstance(kind, GraphQLNonNull)} == set()


def test_enumerations_are_kept_by_the_names_that_graphql_shows():
    columns = {
        f"{table.name}.{column.name}": column.type.kind
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, TextEnum)
    }

    assert len(columns) > 20
    odd = {name: [each for each in kind if each.name != each.value] for name, kind in columns.items()}
    assert {name: members for name, members in odd.items() if members} == {}


@pytest.mark.parametrize("name", VALUES)
def test_the_json_form_is_that_of_the_scalar(name):
    field, element = VALUES[name].field, VALUES[name].element
    kind, of_sql = get_nullable_type(field.type), element.type

    if isinstance(kind, GraphQLList):
        assert isinstance(of_sql, ARRAY)
        kind, of_sql = get_nullable_type(kind.of_type), of_sql.item_type
        assert isinstance(of_sql, Text)  # to_json writes elements as text
    elif isinstance(kind, GraphQLEnumType):
        assert isinstance(of_sql, TextEnum)
        assert set(kind.values) == {each.value for each in of_sql.kind}
    else:
        assert isinstance(of_sql, SCALARS[kind.name])
        assert not isinstance(of_sql, DateTime) or of_sql.timezone
    for nullable in (False, True):
        assert json_text.written(element, nullable=nullable)


def test_what_a_list_is_sorted_by_is_never_null():
    assert {name for name, order in ORDERS.items() if not never_null(order.expression)} == PLACES | SIZES | LOOKED_UP


@pytest.mark.parametrize("name", ORDERS)
def test_what_a_list_is_sorted_by_fits_into_a_cursor(name):
    element = coercions.expect(roles.ExpressionElementRole, ORDERS[name].expression)
    kind = element.type.python_type

    assert kind in {int, str} or issubclass(kind, CARRIED)
    assert json_text.cursor("X+", [element]) is not None


@pytest.mark.parametrize("name", CONNECTIONS)
def test_the_last_key_of_a_list_is_a_uuid_of_its_rows(name):
    key = ENTITIES[CONNECTIONS[name].target].source.key

    assert key.primary_key
    assert key.type.python_type is UUID
