"""Generates valid read operations over the real schema, for the proof that both executions of reads agree.

An operation selects a few root fields and goes down from them, with everything that GraphQL lets a query do: aliases,
fragments of all kinds, directives, fields that merge. It keeps to the rules of validation and to the limits.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from graphql import (
    GraphQLField,
    GraphQLList,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    parse,
    print_ast,
)

from schema.limits import Limits
from schema.root import graphql_schema
from tests.support.generated_arguments import Arguments, Dice, Pool
from tests.support.generated_scope import NODE, ROOT, TYPES, Kind, Room, Scope, Selected, head_of, is_leaf, rows_of

#: How large an operation grows: far below the limits, since many of its parts are spread several times.
MOST = Counter(fields=60, aliases=20, directives=25)
DEPTHS = (3, 4, 5, 7, Limits().depth)
ROWS = 250
ALIASES = ("a", "b", "id", "nodes", "name", "node", "totalCount", "x_1", "_")
#: A type with so few fields (a connection, an edge) is often selected whole.
SMALL = 4
#: Fields that lead to rows of any type.
OFTEN = ("nodes", "node", "edges", "roles")


@dataclass(frozen=True)
class Operation:
    """A document with its variables."""

    document: str
    variables: dict[str, Any]

    def __repr__(self) -> str:
        """Print it so that it can be read and tried by hand."""
        return f"{print_ast(parse(self.document))}\n{json.dumps(self.variables, ensure_ascii=False)}"


class Fragment(NamedTuple):
    """A named fragment with what it costs wherever it is spread."""

    name: str
    on: Kind
    text: str
    scope: Scope
    room: Room
    size: Counter[str]


@dataclass
class Writer:
    """Writes one operation."""

    dice: Dice
    arguments: Arguments
    size: Counter[str] = field(default_factory=Counter)
    fragments: list[Fragment] = field(default_factory=list)

    def operation(self, turn: int) -> Operation:
        """Write the whole document: a root field and perhaps a type whose turn it is, and what chance adds.

        What was drafted and not used is left out.
        """
        scope, room = Scope(), Room(self.dice.pick(DEPTHS), ROWS)
        roots, types = list(ROOT.fields), TYPES
        first = self._everything(types[turn % len(types)], scope) if self.dice.one_in(2) else ""
        second = self._field(ROOT, roots[turn % len(roots)], scope, room)
        parts = [f"{{ {first} {second} {self.selections(ROOT, scope, room, ())} }}"]
        for fragment in reversed(self.fragments):  # a fragment only spreads earlier ones
            if any(re.search(rf"\.\.\.{fragment.name}\b", part) for part in parts):
                parts.append(fragment.text)
        used = {name for part in parts for name in re.findall(r"\$(v\d+)", part)}
        declared = ", ".join(f"${name}: {kind}" for name, kind in self.arguments.declared.items() if name in used)
        if declared or self.dice.one_in(2):
            parts[0] = f"query Generated{f'({declared})' if declared else ''} {parts[0]}"
        variables = {name: value for name, value in self.arguments.values.items() if name in used}
        return Operation("\n".join(parts), variables)

    def selections(self, on: Kind, scope: Scope, room: Room, likely: Sequence[str]) -> str:
        """Write what a selection set holds; `likely` are the types that objects here probably have."""
        dice = self.dice
        likely = likely if on is NODE else (on.name,)
        parts: list[str] = []
        if on.name in TYPES and dice.one_in(4):
            parts += [self._field(on, name, scope, room) for name, each in on.fields.items() if is_leaf(each)]
        if len(on.fields) <= SMALL and room.depth > 1 and dice.one_in(len(on.fields)):
            parts += [self._field(on, name, scope, room) for name in dice.shuffled(on.fields)]
        for _ in range(dice.between(1, 5) if on is ROOT else dice.between(1, 4)):
            parts.append(dice.pick(self._forms(on, scope))(on, scope, room, likely))
            if self.size["fields"] >= MOST["fields"]:
                break
        return " ".join(parts)

    def _everything(self, about: str, scope: Scope) -> str:
        """Select every field of a few objects of a type, so that no field is left to chance alone."""
        of, on = ROOT.fields["nodes"], graphql_schema.type_map[about]
        ids = [self.dice.pick(self.arguments.pool.ids[about]) for _ in range(3)]
        head = f"nodes(ids: {self.arguments.write(of.args['ids'].type, ids)})"
        inside = scope.take("nodes", Selected(ROOT, head, of, Room(4, ROWS // 25), (about,)))
        self.size["fields"] += 1
        names = self.dice.shuffled(on.fields)
        fields = " ".join(self._field(on, name, inside, Room(4, ROWS // 25)) for name in names)
        return f"{head} {{ ... on {about} {{ {fields} }} }}"

    def _forms(self, on: Kind, scope: Scope) -> Sequence[Callable[..., str]]:
        """Say what may come next; a form that stands here twice comes twice as often."""
        if self.size["fields"] >= MOST["fields"]:
            return (self._typename,)
        again = (self._again,) if any(each.parent is on for taken in scope.keys.values() for each in taken) else ()
        if on is NODE:
            return (self._inline, self._inline, self._inline, self._spread, self._any_field, self._typename, *again)
        fields = (self._any_field,) * 7
        return (*fields, self._inline, self._spread, self._typename, *again)

    def _typename(self, _on: Kind, _scope: Scope, _room: Room, _likely: Sequence[str]) -> str:
        self.size["fields"] += 1
        return f"__typename{self._directives()}"

    def _any_field(self, on: Kind, scope: Scope, room: Room, _likely: Sequence[str]) -> str:
        """Select a leaf or, where there is room, an object or a list."""
        free = [name for name in on.fields if name not in scope.keys] or list(on.fields)
        leaves = [name for name in free if is_leaf(on.fields[name])]
        deeper = [] if room.depth <= 1 else [name for name in free if rows_of(on, on.fields[name]) <= room.rows]
        deeper = [name for name in deeper if name not in leaves]
        if not deeper or (leaves and self.dice.one_in(3)):
            names = leaves or [name for name in on.fields if is_leaf(on.fields[name])]
        else:
            often = [name for name in OFTEN if name in deeper] if self.dice.one_in(7 if on is ROOT else 2) else []
            names = often or deeper
        return self._field(on, self.dice.pick(names), scope, room)

    def _field(self, on: Kind, name: str, scope: Scope, room: Room) -> str:
        """Select a field under a key that is free for it."""
        of = on.fields[name]
        said, rows, likely = self._said(on, of, room)
        alias = self.dice.pick(ALIASES) if self.dice.one_in(5) and self.size["aliases"] < MOST["aliases"] else ""
        key = alias or name
        selected = Selected(on, head_of(key, name, said), of, room.below(rows), likely)
        if not scope.admits(key, selected):
            if self.size["aliases"] >= MOST["aliases"]:
                return self._typename(on, scope, room, likely)
            key = f"k{self.size['keys']}"
            self.size["keys"] += 1
            selected = selected._replace(head=head_of(key, name, said))
        self.size["aliases"] += key != name
        return self._write(selected, scope.take(key, selected))

    def _again(self, on: Kind, scope: Scope, _room: Room, _likely: Sequence[str]) -> str:
        """Select a field once more, so that both merge."""
        taken = [(key, each) for key, several in scope.keys.items() for each in several if each.parent is on]
        key, selected = self.dice.pick(taken)
        self.size["aliases"] += ":" in selected.head.partition("(")[0]
        return self._write(selected, scope.inner[key])

    def _write(self, selected: Selected, inside: Scope) -> str:
        self.size["fields"] += 1
        text = f"{selected.head}{self._directives()}"
        named: Any = get_named_type(selected.field.type)
        if is_leaf_type(named):
            return text
        # The parser takes an empty selection for a selection; the answer is an empty object.
        below = "" if self.dice.one_in(60) else self.selections(named, inside, selected.inside, selected.likely)
        return f"{text} {{ {below} }}"

    def _said(self, on: Kind, of: GraphQLField, room: Room) -> tuple[str, int, Sequence[str]]:
        """Write a field's arguments; also tell how many rows it may have, and of which types."""
        target = get_named_type(of.type).name
        if "first" in of.args:
            written, rows = self.arguments.page(of, room.rows)
            return ", ".join(f"{name}: {each}" for name, each in written.items()), rows, ()
        for name, argument in of.args.items():
            written_ids, likely = self.arguments.lookup(target, argument)
            return f"{name}: {written_ids}", 5 if isinstance(get_nullable_type(of.type), GraphQLList) else 1, likely
        return "", rows_of(on, of), ()

    def _inline(self, on: Kind, scope: Scope, room: Room, likely: Sequence[str]) -> str:
        """Select within an inline fragment."""
        narrowed = self._condition(on, likely)
        condition = "" if narrowed is on and self.dice.one_in(2) else f" on {narrowed.name}"
        return f"...{condition}{self._directives()} {{ {self.selections(narrowed, scope, room, likely)} }}"

    def _condition(self, on: Kind, likely: Sequence[str]) -> Kind:
        """Choose a type that an object here may have, or Node, or for Node a type that it hardly has."""
        if on is not NODE:
            return NODE if NODE in on.interfaces and self.dice.one_in(3) else on
        known = [name for name in likely if name in TYPES]
        if known and not self.dice.one_in(6):
            return graphql_schema.type_map[self.dice.pick(known)]  # type: ignore[return-value]
        return NODE if self.dice.one_in(4) else graphql_schema.type_map[self.dice.pick(TYPES)]  # type: ignore[return-value]

    def _spread(self, on: Kind, scope: Scope, room: Room, likely: Sequence[str]) -> str:
        """Spread a named fragment, one that is there or a new one; where it would clash, select inline."""
        fitting = [
            each for each in self.fragments if self._fits(each, on, room, likely) and scope.admits_all(each.scope)
        ]
        if fitting and not self.dice.one_in(3):
            chosen = self.dice.pick(fitting)
            self.size += chosen.size
        else:
            chosen = self._fragment(self._condition(on, likely), room, likely)
            if not scope.admits_all(chosen.scope):
                return self._inline(on, scope, room, likely)
            self.fragments.append(chosen)
        scope.take_all(chosen.scope)
        return f"...{chosen.name}{self._directives()}"

    def _fits(self, fragment: Fragment, on: Kind, room: Room, likely: Sequence[str]) -> bool:
        """Say whether a fragment can find something here without making the operation too large."""
        is_of = fragment.on is on or fragment.on in on.interfaces or (on is NODE and fragment.on.name in likely)
        grown = self.size + fragment.size
        return is_of and room.holds(fragment.room) and all(grown[what] <= most for what, most in MOST.items())

    def _fragment(self, on: Kind, room: Room, likely: Sequence[str]) -> Fragment:
        before, scope = Counter(self.size), Scope()
        text = self.selections(on, scope, room, likely)
        name = f"Part{len(self.fragments) + 1}"
        return Fragment(name, on, f"fragment {name} on {on.name} {{ {text} }}", scope, room, self.size - before)

    def _directives(self) -> str:
        """Write the conditions of a field or a fragment; most hold."""
        dice = self.dice
        if not dice.one_in(7) or self.size["directives"] >= MOST["directives"]:
            return ""
        include, skip = f" @include(if: {self.arguments.boolean(mostly=True)})", ""
        if dice.one_in(2):
            include, skip = "", f" @skip(if: {self.arguments.boolean(mostly=False)})"
        elif dice.one_in(4):
            skip = f" @skip(if: {self.arguments.boolean(mostly=False)})"
        self.size["directives"] += 2
        return f"{skip}{include}"


def generate(seed: int, pool: Pool) -> Operation:
    """Generate an operation that asks for what is in the pool: the same one for the same seed."""
    dice = Dice(seed)
    return Writer(dice, Arguments(dice, pool)).operation(seed)
