"""A walk through everything that can be read, as one actor: what is answered beside what a policy allows.

Selections are made from the bindings, so that a type or a field that comes later is walked, too.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from graphql import get_named_type
from sqlalchemy import Column as SqlColumn
from sqlalchemy.sql import visitors
from sqlalchemy.sql.expression import literal

from domain.actor import Actor
from domain.audit.actions import plain
from domain.database import Database
from schema import node_ids
from schema.bindings import BINDING, Column, Entity, Owned, ToConnection, ToOne
from schema.filters import CONDITION
from schema.limits import Limits
from schema.pagination import DEFAULT_PAGE, MAX_PAGE
from schema.root import Query, graphql_schema
from tests.support.graphql import run
from tests.support.plain_rows import KEPT, Row, Rows
from tests.support.reference_policy import READS, Eyes

Mode = Literal["reference", "compiled"]

#: Both executions of reads.
MODES: tuple[Mode, ...] = ("reference", "compiled")
#: So small that the longer lists have several pages.
PAGE = 30

#: How many values of each kind a filter is tried with.
ENOUGH = 3

#: What was expected and what was answered, by where it was.
Differences = dict[str, tuple[Any, Any]]


def camel(name: str) -> str:
    """A field's name in GraphQL."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def of_column(binding: Any) -> Column | None:
    """The column that a field reads, if it reads one."""
    found = binding.key if isinstance(binding, ToOne) else binding
    return found if isinstance(found, Column) else None


#: The columns that the policy wants masked, by type and field, whatever their declarations say. What is only looked up
#: by way of other columns is no column.
MASKED = {(of, name): column for of, name in READS if (column := of_column(KEPT[of].bindings[name]))}

#: The lists of the whole system, by their fields.
LISTS = {
    camel(each.python_name): each.metadata[BINDING]
    for each in Query.__strawberry_definition__.fields
    if isinstance(each.metadata.get(BINDING), ToConnection)
}


def _selection(entity: Entity) -> tuple[str, int]:
    """All relations and masked values of a type, and how many objects a row of it may bring."""
    fields, cost = ["id"], 1
    for name, binding in entity.bindings.items():
        match binding:
            case Column() if (entity.name, name) in MASKED:
                fields = [*fields, camel(name)]
            case ToOne():
                fields, cost = [*fields, f"{camel(name)} {{ id }}"], cost + 1
            case Owned():
                fields, cost = [*fields, f"{camel(name)} {{ id }}"], cost + DEFAULT_PAGE
            case ToConnection():
                # What is found in lists only is told where it stands.
                row, each = ("id", 1) if KEPT[binding.target].is_node else _selection(KEPT[binding.target])
                paged = f"{camel(name)}(first: {MAX_PAGE}) {{ totalCount nodes {{ {row} }} }}"
                fields, cost = [*fields, paged], cost + 1 + MAX_PAGE * each
    return " ".join(fields), cost


@dataclass
class Walker:
    """Goes everywhere as one actor and compares what is answered with what a policy allows."""

    database: Database
    rows: Rows
    actors: dict[str, Actor]

    def __post_init__(self) -> None:
        """Follow every relation of every row, whoever may see it."""
        self.reached = {
            (entity.name, name): self._follow(entity, binding)
            for entity in KEPT.values()
            for name, binding in entity.bindings.items()
            if isinstance(binding, ToOne | Owned | ToConnection)
        }

    def eyes(self, name: str) -> Eyes:
        """Look at the world as one of the actors."""
        return Eyes(self.rows, self.actors[name])

    async def ask(self, eyes: Eyes, mode: Mode, document: str, variables: dict[str, Any] | None = None) -> Any:
        """Run an operation; returns the response body."""
        return await run(self.database, eyes.actor, document, variables, reads=mode)

    def visible(self, eyes: Eyes) -> dict[str, set[Any]]:
        """What the actor sees, by type."""
        return {name: {key for key, row in of.items() if eyes.may_see(name, row)} for name, of in self.rows.items()}

    async def by_ids(self, eyes: Eyes, mode: Mode) -> Differences:
        """Ask for every row by its id, and from each for whatever it leads to."""
        visible, wrong = self.visible(eyes), {}
        for of, rows in self.rows.items():
            if not KEPT[of].is_node:
                continue  # it is found in lists only
            fields, cost = _selection(KEPT[of])
            document = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {of} {{ {fields} }} }} }}"
            keys, size = list(rows), min(MAX_PAGE, Limits().cost // cost)
            for start in range(0, len(keys), size):
                part = keys[start : start + size]
                body = await self.ask(eyes, mode, document, {"ids": [node_ids.encode(of, key) for key in part]})
                assert "errors" not in body, body["errors"]
                for key, answer in zip(part, body["data"]["nodes"], strict=True):
                    is_there = key in visible[of]
                    expected = self.expected(eyes, visible, KEPT[of], rows[key]) if is_there else None
                    wrong.update(_compared(node_ids.encode(of, key), expected, answer))
        return wrong

    def expected(self, eyes: Eyes, visible: dict[str, set[Any]], entity: Entity, row: Row) -> dict[str, Any]:
        """What is to be answered about a row that is seen."""
        said: dict[str, Any] = {"id": node_ids.encode(entity.name, row["id"])}
        for name, binding in entity.bindings.items():
            readable = eyes.may_read(entity.name, name, row)
            if isinstance(binding, Column) and (entity.name, name) in MASKED:
                said[camel(name)] = plain(row[name]) if readable else None
            if not isinstance(binding, ToOne | Owned | ToConnection):
                continue
            there = [key for key in self.reached[entity.name, name][row["id"]] if key in visible[binding.target]]
            leading = leading_back(binding)
            there = [key for key in there if leading is None or eyes.may_read(*leading, self.rows[leading[0]][key])]
            found = [{"id": each} for each in sorted(node_ids.encode(binding.target, key) for key in there)]
            if not KEPT[binding.target].is_node:
                rows = [self.rows[binding.target][key] for key in sorted(there, key=str)]
                found = [self.expected(eyes, visible, KEPT[binding.target], each) for each in rows]
            if isinstance(binding, ToOne):
                said[camel(name)] = found[0] if found and readable else None
            else:
                paged = isinstance(binding, ToConnection)
                said[camel(name)] = {"totalCount": len(found), "nodes": found} if paged else found
        return said

    def _follow(self, entity: Entity, binding: ToOne | Owned | ToConnection) -> dict[Any, list[Any]]:
        found, targets = defaultdict(list), self.rows[binding.target].values()
        if not isinstance(binding, ToOne):
            for row in targets:
                found[row[binding.parent.key]].append(row["id"])
            return found
        by_key = {row["id" if binding.to is None else binding.to.key]: row["id"] for row in targets}
        for row in self.rows[entity.name].values():
            key = self._key_of(binding, row)
            assert key is None or key in by_key or binding.to is not None, (entity.name, row)
            found[row["id"]] = [by_key[key]] if key in by_key else []
        return found

    def _key_of(self, binding: ToOne, row: Row) -> Any:
        plain_key = key_of(binding.key.expression)
        if plain_key is not None:
            return row[plain_key]
        if binding.target == "RedactedRevision":  # the latest one
            same = [each for each in self.rows[binding.target].values() if each["revision_id"] == row["revision_id"]]
            return max(same, key=lambda each: each["number"])["id"] if same else None
        # An assignment is about an entry of its round, and about the revision that stands there.
        same = {key: row[key] for key in ("round_id", "initiative_id")}
        entry = next(each for each in self.rows["RoundEntry"].values() if same.items() <= each.items())
        return entry["id" if binding.target == "RoundEntry" else "revision_id"]

    async def by_lists(self, eyes: Eyes, mode: Mode) -> Differences:
        """Read every list of the whole system, all pages of it."""
        visible, wrong = self.visible(eyes), {}
        for name, binding in LISTS.items():
            selection = "totalCount nodes { id } pageInfo { hasNextPage endCursor }"
            document = f"query($after: String) {{ {name}(first: {PAGE}, after: $after) {{ {selection} }} }}"
            found: list[str] = []
            info = {"hasNextPage": True, "endCursor": None}
            while info["hasNextPage"]:
                body = await self.ask(eyes, mode, document, {"after": info["endCursor"]})
                assert "errors" not in body, body["errors"]
                page = body["data"][name]
                info, found = page["pageInfo"], found + [each["id"] for each in page["nodes"]]
                wrong.update(_compared(f"{name}.totalCount", len(visible[binding.target]), page["totalCount"]))
            expected = [node_ids.encode(binding.target, key) for key in visible[binding.target]]
            wrong.update(_compared(name, sorted(expected), sorted(found)))
        return wrong

    async def by_arguments(self, eyes: Eyes, mode: Mode) -> Differences:
        """Filter and sort by every masked value, in lists of the whole system and in those of a row that is seen."""
        visible, wrong = self.visible(eyes), {}
        for use in masked_uses():
            asked, variables = f"{use.field}({use.argument}: $it) {{ totalCount }}", {"it": use.value}
            if use.owner is not None:
                variables["id"] = node_ids.encode(use.owner, next(iter(visible[use.owner] or self.rows[use.owner])))
                asked = f"node(id: $id) {{ ... on {use.owner} {{ {asked} }} }}"
            of_id = "$id: ID!, " if use.owner else ""
            body = await self.ask(eyes, mode, f"query({of_id}$it: {use.kind}) {{ {asked} }}", variables)
            is_there = use.owner is None or bool(visible[use.owner])
            expected = ["FORBIDDEN"] if is_there and not eyes.may_sort_by(*use.masked) else []
            wrong.update(_compared(str(use), expected, [each["extensions"]["code"] for each in body.get("errors", [])]))
        return wrong

    async def by_references(self, eyes: Eyes, mode: Mode) -> Differences:
        """Filter by whatever rows point at, in every list whose rows hide it from some: hidden values match nothing."""
        visible, wrong = self.visible(eyes), {}
        for owner, field, binding, argument, column in masked_references():
            named, back = named_by(binding.target, column), leading_back(binding)
            rows = [each for each in self.rows[binding.target].values() if each["id"] in visible[binding.target]]
            told = [each for each in rows if eyes.may_read(*named, each)]
            hidden = {each[column] for each in rows if each not in told}
            others = {each[column] for each in self.rows[binding.target].values()} - hidden
            values = [*sorted(hidden - {None})[:ENOUGH], *sorted(others - {None})[:ENOUGH]]
            target = KEPT[binding.target].bindings[named[1]].target
            for value in values:
                found = (each for each in told if each[column] == value)
                there = [each for each in found if back is None or eyes.may_read(*back, each)]
                parents = Counter(each[binding.parent.key] if owner else None for each in there)
                of = {key: parents[key] for key in (visible[owner] if owner else [None])}
                given = {"value": node_ids.encode(target, value)}
                asked = f"{field}(filter: {{{argument}: $value}}) {{ totalCount }}"
                head = "query($value: ID!) {"
                if owner:
                    head = "query($value: ID!, $ids: [ID!]!) {"
                    given["ids"] = [node_ids.encode(owner, key) for key in of]
                    asked = f"nodes(ids: $ids) {{ ... on {owner} {{ {asked} }} }}"
                body = await self.ask(eyes, mode, f"{head} {asked} }}", given)
                assert "errors" not in body, body["errors"]
                got = body["data"]["nodes"] if owner else [body["data"]]
                counts = [each[field]["totalCount"] for each in got]
                wrong.update(_compared(f"{owner}.{field} {argument} {value}", list(of.values()), counts))
        return wrong

    async def of_oneself(self, eyes: Eyes, mode: Mode) -> Differences:
        """Ask what the actor is told of themselves: their person, their roles, and what each is for."""
        visible = self.visible(eyes)
        document = "{ viewer { person { id } roles { role unit { id } round { id } } } }"
        body = await self.ask(eyes, mode, document)
        assert "errors" not in body, body["errors"]

        def told(of: str, key: Any) -> dict[str, str] | None:
            return {"id": node_ids.encode(of, key)} if key in visible[of] else None

        roles = [
            {"role": each.role.value, "unit": told("Unit", each.unit_id), "round": told("Round", each.round_id)}
            for each in eyes.actor.grants
        ]
        me = (
            {"person": told("Person", eyes.me), "roles": sorted(roles, key=str)}
            if not eyes.actor.is_anonymous
            else None
        )
        got = body["data"]["viewer"]
        return _compared("viewer", me, got and {**got, "roles": sorted(got["roles"], key=str)})


def _compared(where: str, expected: Any, got: Any) -> Differences:
    """Compare two answers, field by field where both are objects; lists of objects may come in any order."""
    if isinstance(expected, dict) and isinstance(got, dict) and "id" in got:
        assert set(got) == set(expected)
        return {
            key: value for name in got for key, value in _compared(f"{where}.{name}", expected[name], got[name]).items()
        }
    return {} if expected == _sorted(got) else {where: (expected, got)}


def _sorted(got: Any) -> Any:
    if isinstance(got, dict) and "nodes" in got:
        return {**got, "nodes": _sorted(got["nodes"])}
    is_objects = isinstance(got, list) and all(isinstance(each, dict) for each in got)
    return sorted(got, key=lambda each: each["id"]) if is_objects else got


class Use(NamedTuple):
    """A use of a masked value by an argument of a list."""

    masked: tuple[str, str]
    owner: str | None
    field: str
    argument: str
    kind: str
    value: dict[str, Any]


def masked_uses() -> Iterator[Use]:
    """Every use of a masked value, whatever the argument's own declaration says of it."""
    hidden = {
        told: named
        for named, column in MASKED.items()
        if key_of(column.expression) is not None
        for told in _columns(column.expression)
    }
    for owner, field, binding in _lists():
        for argument, kind, value, expression in _arguments(binding):
            for told in _columns(expression) & set(hidden):
                yield Use(hidden[told], owner, field, argument, kind, value)


def _lists() -> Iterator[tuple[str | None, str, ToConnection]]:
    """Every list of the whole system, and of a row."""
    yield from ((None, *each) for each in LISTS.items())
    for of in KEPT:
        for name, each in KEPT[of].bindings.items():
            if isinstance(each, ToConnection):
                yield of, camel(name), each


def masked_references() -> Iterator[tuple[str | None, str, ToConnection, str, str]]:
    """Every filter by what rows point at that hides it from some: owner, list, filter and column."""
    for owner, field, binding in _lists():
        for each in binding.filters.__strawberry_definition__.fields if binding.filters else ():
            condition = each.metadata[CONDITION]
            if condition.is_masked and condition.mask is not None:
                (column,) = _columns(condition.build(literal(None, condition.type)))
                yield owner, field, binding, camel(each.python_name), column.split(".")[1]


def named_by(of: str, column: str) -> tuple[str, str]:
    """The type, and the field of it that leads where a column points."""
    fields = {each: name for name, each in _leads_by_column(of)}
    return of, fields[column]


def leading_back(binding: Any) -> tuple[str, str] | None:
    """Where a list would tell what its rows hide: their type, and the field that leads back to whom it is a list of."""
    if not isinstance(binding, ToConnection) or binding.parent is None:
        return None
    fields = {each: name for name, each in _leads_by_column(binding.target)}
    named = binding.target, fields.get(binding.parent.key, "")
    return named if named in READS else None


def _leads_by_column(of: str) -> Iterator[tuple[str, str]]:
    """The fields of a type that lead where a column of it points, each with the column."""
    for name, each in KEPT[of].bindings.items():
        key = key_of(each.key.expression) if isinstance(each, ToOne) and each.to is None else None
        if key is not None:
            yield name, key


def key_of(expression: Any) -> str | None:
    """The name of the column that an expression is; None where it is more than a column."""
    return expression.key if hasattr(expression, "parent") or isinstance(expression, SqlColumn) else None


def _arguments(binding: ToConnection) -> Iterator[tuple[str, str, dict[str, Any], Any]]:
    """Every filter and order of a list: the argument, its type, a value, and the expression that it comes to."""
    for each in binding.filters.__strawberry_definition__.fields if binding.filters else ():
        if each.metadata[CONDITION].is_masked and each.metadata[CONDITION].mask is not None:
            continue  # it compares what the actor reads: see `by_references`
        kind, key = binding.filters.__strawberry_definition__.name, camel(each.python_name)
        condition, input_type = each.metadata[CONDITION], graphql_schema.type_map[kind].fields[key].type
        values = getattr(get_named_type(input_type), "values", None)
        yield "filter", kind, {key: next(iter(values or "0"))}, condition.build(literal(None, condition.type))
    for key, order in binding.ordering.fields.items():
        kind = binding.ordering.input_type.__strawberry_definition__.name
        yield "orderBy", kind, {"field": key}, order.expression


def _columns(expression: Any) -> set[str]:
    """The columns that an expression reads, by table and name."""
    clause: Any = expression.__clause_element__() if hasattr(expression, "parent") else expression
    found = (each for each in visitors.iterate(clause) if getattr(each, "table", None) is not None)
    return {f"{each.table}.{each.key}" for each in found}
