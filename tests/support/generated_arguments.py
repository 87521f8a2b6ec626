"""What a valid operation can say in its arguments: literals, variables, and values that the world really holds.

Most values are right, so that lists find rows; a few are wrong, so that errors are generated as well.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    get_nullable_type,
)

from schema.pagination import DEFAULT_PAGE, MAX_PAGE

#: What `@skip` and `@include` ask for.
CONDITION = GraphQLNonNull(GraphQLBoolean)
JUNK_IDS = (
    "",
    "Unit:1",
    "Nothing:01900000-0000-7000-8000-000000000000",
    "Person:01900000-0000-7000-8000-000000000000",
    "unit:01900000-0000-7000-8000-000000000000",
    "Đơn vị' OR 1=1 --",
)
JUNK_CURSORS = ("", "v1.", "v2.W10", "v1.!!!", "v1.bnVsbA", "v1.WyJDT0RFKyIsIkEiLCJ4Il0", "ư")
WRONG_SEARCHES = ("", " \n ", "a" * 101)
WRONG_SIZES = ({"first": 0}, {"first": -1}, {"last": 0}, {"first": 1, "last": 1}, {"last": 2, "first": 3})
#: What an id in a filter names where its name does not tell.
REFERENCES = {
    "parentId": "Unit",
    "evaluatorId": "Person",
    "authorId": "Person",
    "actorId": "Person",
    "formId": "AwardForm",
    "titleId": "AwardTitle",
}


@dataclass(frozen=True)
class Pool:
    """What there is to ask for, found in the world before operations are generated."""

    #: Global ids by the type of their object.
    ids: Mapping[str, Sequence[str]]
    #: Cursors by the connection's type and the order they belong to: "" for the default one, else "NAME DESC".
    cursors: Mapping[str, Mapping[str, Sequence[str]]]
    #: Values of filters by the filter's name (`search`, `code`) or else by its scalar (`DateTime`, `Decimal`).
    values: Mapping[str, Sequence[Any]]


class Dice:
    """Chance that is always the same for the same seed, in the words of this generator."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 -- it guards nothing

    def one_in(self, number: int) -> bool:
        """Say yes in one case of `number`."""
        return self._random.randrange(number) == 0

    def between(self, least: int, most: int) -> int:
        """Choose a number, both ends included."""
        return self._random.randint(least, most)

    def pick(self, among: Sequence[Any]) -> Any:
        """Choose one of several."""
        return self._random.choice(among)

    def shuffled(self, these: Iterable[Any]) -> list[Any]:
        """Put things in any order."""
        listed = list(these)
        self._random.shuffle(listed)
        return listed


def literal(kind: GraphQLInputType, value: Any, write: Callable[[GraphQLInputType, Any], str] | None = None) -> str:
    """Write a value as GraphQL does; `write` writes what is inside lists and input objects."""
    inside, bare = write or literal, get_nullable_type(kind)
    if value is None:
        return "null"
    if isinstance(bare, GraphQLList):
        if not isinstance(value, list):  # a single value stands for a list of one
            return literal(bare.of_type, value, write)
        return f"[{', '.join(inside(bare.of_type, each) for each in value)}]"
    if isinstance(bare, GraphQLInputObjectType):
        fields = (f"{name}: {inside(bare.fields[name].type, each)}" for name, each in value.items())
        return f"{{{', '.join(fields)}}}"
    return str(value) if isinstance(bare, GraphQLEnumType) else json.dumps(value, ensure_ascii=False)


def another(value: Any) -> Any:
    """Make a default that a given value must override; where there is no simple one, it is the value itself."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return value[1:] if isinstance(value, list) else value


@dataclass
class Arguments:
    """Chooses arguments for one operation, and keeps the variables that they use."""

    dice: Dice
    pool: Pool
    #: The declaration of every variable by its name, such as `Int! = 3`.
    declared: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)

    def write(self, kind: GraphQLInputType, value: Any) -> str:
        """Write a value as a literal, whose parts may be variables, or as a variable."""
        if value is not None and self.dice.one_in(3):
            return self._variable(kind, value)
        return literal(kind, value, self.write)

    def _variable(self, kind: GraphQLInputType, value: Any) -> str:
        """Declare a variable that brings `value`: given, or by default, or given in spite of a default."""
        dice, bare = self.dice, get_nullable_type(kind)
        named = [name for name, given in self.values.items() if given == value and self.declared[name] == f"{kind}"]
        if named and dice.one_in(2):
            return f"${named[0]}"
        name = f"v{len(self.declared) + 1}"
        said = (f"{kind}", f"{bare}!", f"{bare} = {literal(bare, another(value))}", f"{bare} = {literal(bare, value)}")
        self.declared[name] = dice.pick(said)
        if self.declared[name] != said[-1]:
            self.values[name] = value
        return f"${name}"

    def nothing(self, kind: GraphQLInputType) -> str:
        """Write an argument that says nothing: null, or a variable that is null or not given at all."""
        form = self.dice.between(0, 2)
        if form == 0:
            return "null"
        name = f"v{len(self.declared) + 1}"
        self.declared[name] = f"{kind}"
        if form == 1:
            self.values[name] = None
        return f"${name}"

    def boolean(self, *, mostly: bool) -> str:
        """Write a condition of a directive; it may not be null, so a variable has a value or a default."""
        value = mostly != self.dice.one_in(4)
        return self.write(CONDITION, value)

    def lookup(self, target: str, argument: GraphQLArgument) -> tuple[str, list[str]]:
        """Write the argument of `node` or of another field that finds by id; also tell which types the ids name."""
        is_list = isinstance(get_nullable_type(argument.type), GraphQLList)
        if not is_list:
            found = self._id(target)
            return self._id_argument(argument.type, found), [found.partition(":")[0]]
        ids = [self._id(target) for _ in range(self.dice.between(0, 4))]
        if ids and self.dice.one_in(3):
            ids.append(ids[0])
        return self.write(argument.type, ids), [each.partition(":")[0] for each in ids]

    def _id_argument(self, kind: GraphQLInputType, found: str) -> str:
        """Write a required id; a variable with a default may stand there, and is an error where it is null."""
        if not self.dice.one_in(15):
            return self.write(kind, found)
        name = f"v{len(self.declared) + 1}"
        self.declared[name], self.values[name] = f"ID = {json.dumps(found)}", None
        return f"${name}"

    def _id(self, target: str) -> str:
        """Find an id of a type (of any: `Node`); rarely one of another type, or none at all."""
        dice, types = self.dice, sorted(self.pool.ids)
        if dice.one_in(14):
            return str(dice.pick(JUNK_IDS))
        if target not in self.pool.ids or dice.one_in(14):
            target = dice.pick(types)
        return str(dice.pick(self.pool.ids[target]))

    def page(self, of: GraphQLField, room: int) -> tuple[dict[str, str], int]:
        """Write the arguments of a list; also tell how many rows its page may have, at most `room`."""
        dice, written = self.dice, {}
        given, size = self._size(room)
        order = self._order(of)
        given |= {"orderBy": order} if order else {}
        given |= self._cursors(get_named_type(of.type).name, order)
        given |= {"filter": self._filter(of)} if "filter" in of.args and dice.one_in(3) else {}
        for name, argument in of.args.items():
            if name in given:
                written[name] = self.write(argument.type, given[name])
            elif dice.one_in(12):
                written[name] = self.nothing(argument.type)
        return written, size

    def _size(self, room: int) -> tuple[dict[str, Any], int]:
        dice = self.dice
        if dice.one_in(25):
            wrong = dice.pick((*WRONG_SIZES, {"first": MAX_PAGE + 1}) if room > MAX_PAGE else WRONG_SIZES)
            return dict(wrong), MAX_PAGE if MAX_PAGE + 1 in wrong.values() else 3
        if room >= DEFAULT_PAGE and dice.one_in(3):
            return {}, DEFAULT_PAGE
        size = dice.between(1, max(min(room, 4), 1))
        return {"last" if dice.one_in(3) else "first": size}, size

    def _order(self, of: GraphQLField) -> dict[str, str] | None:
        """Choose an order, masked ones included; its direction may be left to the default."""
        if self.dice.one_in(3):
            return None
        kind: Any = get_named_type(of.args["orderBy"].type)
        order = {"field": self.dice.pick(list(get_named_type(kind.fields["field"].type).values))}
        direction = self.dice.pick(("", "ASC", "DESC"))
        return order | ({"direction": direction} if direction else {})

    def _cursors(self, connection: str, order: dict[str, str] | None) -> dict[str, str]:
        dice, found = self.dice, self.pool.cursors[connection]
        name = f"{order['field']} {order.get('direction', 'ASC')}" if order else ""
        cursors = {}
        for side in ("after", "before"):
            if dice.one_in(8):
                other = dice.pick(sorted(found))
                cursors[side] = dice.pick(JUNK_CURSORS if dice.one_in(6) else found[other if dice.one_in(8) else name])
        return cursors

    def _filter(self, of: GraphQLField) -> dict[str, Any]:
        kind: Any = get_named_type(of.args["filter"].type)
        names = [name for name in kind.fields if self.dice.one_in(len(kind.fields))] or [
            self.dice.pick(list(kind.fields))
        ]
        return {name: self._condition(name, kind.fields[name].type) for name in names}

    def _condition(self, name: str, kind: GraphQLInputType) -> Any:
        """Choose what a filter compares with: mostly one of the values that rows have."""
        dice, bare = self.dice, get_nullable_type(kind)
        if dice.one_in(20):
            return None
        if not isinstance(bare, GraphQLList):
            return self._value(name, bare)
        if dice.one_in(10):
            return []
        if dice.one_in(6):
            return self._value(name, get_nullable_type(bare.of_type))
        return [self._value(name, get_nullable_type(bare.of_type)) for _ in range(dice.between(1, 4))]

    def _value(self, name: str, kind: Any) -> Any:
        dice = self.dice
        if isinstance(kind, GraphQLEnumType):
            return dice.pick(list(kind.values))
        if kind.name == "Boolean":
            return dice.one_in(2)
        if kind.name == "ID":
            named = name[0].upper() + name[1:].removesuffix("Id")
            return self._id(named if named in self.pool.ids else REFERENCES.get(name, "Node"))
        if name == "search" and dice.one_in(3):
            return dice.pick(WRONG_SEARCHES)
        return dice.pick(self.pool.values[name if name in self.pool.values else kind.name])
