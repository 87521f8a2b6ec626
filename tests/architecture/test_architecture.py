import ast
import re
from enum import StrEnum
from pathlib import Path

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    is_introspection_type,
    is_specified_scalar_type,
)
from sqlalchemy import text

import api
import domain
import schema
from domain import metadata
from domain.access.permissions import Permission
from domain.access.policy import TABLE
from domain.orm import TextEnum
from schema.mutation import PERMISSION
from schema.root import graphql_schema, schema_text, strawberry_schema

ROOT = Path(__file__).parent.parent.parent
SOURCES = [path for package in ("api", "schema", "domain") for path in (ROOT / package).rglob("*.py")]


def test_imported_packages_are_ours():
    assert [Path(module.__file__).parent.parent for module in (api, schema, domain)] == [ROOT, ROOT, ROOT]


def test_schema_file_is_current():
    committed = (ROOT / "schema" / "schema.graphql").read_text(encoding="utf-8")

    assert committed == schema_text(), "run `make schema` and read the difference"


def test_every_mutation_declares_a_permission():
    (mutation,) = [t for t in [strawberry_schema.schema_converter.type_map["Mutation"].definition] if t]

    assert [f.python_name for f in mutation.fields if not isinstance(f.metadata.get(PERMISSION), Permission)] == []


def test_every_permission_is_in_the_table():
    assert set(TABLE) == set(Permission)


def test_mutations_take_one_input_and_answer_with_a_payload_of_their_own():
    for name, field in graphql_schema.mutation_type.fields.items():
        title = name[0].upper() + name[1:]
        assert list(field.args) == ["input"]
        assert str(field.args["input"].type) == f"{title}Input!"
        assert str(field.type) == f"{title}Payload!"
        assert str(field.type.of_type.fields["userErrors"].type) == "[UserError!]!"
        assert "idempotencyKey" in field.args["input"].type.of_type.fields
        others = [f for key, f in field.type.of_type.fields.items() if key != "userErrors"]
        # An object is null when the deed was refused; a list of objects is empty.
        assert not any(str(each.type).endswith("!") and not str(each.type).startswith("[") for each in others), name


def test_everything_is_described_in_both_languages():
    missing = []
    for name, kind in graphql_schema.type_map.items():
        if is_introspection_type(kind) or is_specified_scalar_type(kind):
            continue
        missing += [name] if not _is_bilingual(kind.description) else []
        if isinstance(kind, GraphQLEnumType):
            missing += [f"{name}.{key}" for key, value in kind.values.items() if not _is_bilingual(value.description)]
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for key, field in kind.fields.items():
                missing += [f"{name}.{key}"] if not _is_bilingual(field.description) else []
                arguments = getattr(field, "args", {})
                missing += [f"{name}.{key}({a})" for a, arg in arguments.items() if not _is_bilingual(arg.description)]
    assert missing == []


def _is_bilingual(description: str | None) -> bool:
    return description is not None and "\n\n" in description


def test_every_list_is_a_connection_with_filter_and_order():
    for kind in graphql_schema.type_map.values():
        if not isinstance(kind, GraphQLObjectType):
            continue
        for name, field in kind.fields.items():
            if str(field.type).endswith("Connection"):
                wanted = {"first", "last", "after", "before", "filter", "orderBy"}
                assert set(field.args) == wanted, f"{kind.name}.{name}"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_keeps_the_habits(path: Path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    name = str(path.relative_to(ROOT))
    calls = {
        node.func.attr for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    if not name.startswith(("domain/clock.py", "domain/database.py")):
        # One boundary commits, one place reads the time.
        assert not calls & {"commit", "now", "utcnow", "today"}, calls & {"commit", "now", "utcnow", "today"}
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300, "split it before it hurts"
    assert ast.get_docstring(tree), "say what the module decides"


async def test_database_allows_exactly_the_values_of_each_enumeration(connection):
    rows = await connection.execute(
        text(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
        )
    )
    allowed = {(table, name): set(re.findall(r"'([A-Z_0-9]+)'::text", rule)) for table, name, rule in rows}
    for table in metadata.metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, TextEnum) and (table.name, f"ck_{table.name}_{column.name}") in allowed:
                kind: type[StrEnum] = column.type.kind
                assert allowed[table.name, f"ck_{table.name}_{column.name}"] == {member.value for member in kind}


async def test_every_enumeration_column_is_checked_by_the_database(connection):
    rows = await connection.execute(text("SELECT conname FROM pg_constraint WHERE contype = 'c'"))
    names = {name for (name,) in rows}
    unchecked = [
        f"{table.name}.{column.name}"
        for table in metadata.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, TextEnum) and f"ck_{table.name}_{column.name}" not in names
    ]
    assert unchecked == []
