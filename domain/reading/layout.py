"""Writes a plan as one SELECT whose only value is the finished answer, as bytes of JSON.

Every object of the answer stands under an alias of its own, filtered by its source's `visible(actor)`. An object that a
row points at is joined laterally: the join keeps the order of the rows, and PostgreSQL remembers what it built for a
key that comes again. A page is chosen in its order before it is laid out; the aggregate of any other list sorts.
"""

from collections.abc import Sequence
from itertools import count
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, Uuid, case, column, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from domain.actor import Actor
from domain.reading import json_text, page_layout, plan
from domain.reading.aliasing import named
from domain.reading.enumerating import enumerated
from domain.reading.json_text import COMMA, Fragment, constant, joined, or_null
from domain.reading.nullability import never_null
from domain.reading.pages import Through, ordered
from domain.reading.rows import Row, belongs, cursor_of
from domain.reading.source import RowFilter, Source, condition_of, is_open


class Layout:
    """Writes one plan for one viewer: their roles decide the shape, their ids are bound parameters."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self._numbers = count(1)

    def statement(self, root: plan.Object, guard: ColumnElement[bool] | None = None) -> Select[Any]:
        """Return the whole statement: bytes of JSON, or NULL where the guard does not hold."""
        answer: ColumnElement[Any] = func.convert_to(joined(self.object(root, None)), constant("UTF8"))
        return select(answer if guard is None else case((guard, answer)))

    def name(self) -> str:
        """Return a fresh alias."""
        return f"t{next(self._numbers)}"

    def base(self, source: Source) -> Row:
        """Return the source's table under a fresh alias."""
        name = self.name()
        return Row(source, name, source.rows.alias(name))

    def visible(
        self, row: Row, parent: Any = None, outer: Row | None = None, *, is_listed: bool = False
    ) -> list[ColumnElement[bool]]:
        """Return what must hold of a row so that the viewer may see it.

        A row that belongs by `parent` to the outer one, which is seen, and is seen with it, need not be asked again.
        A list may be made of the few rows that there are for the viewer.
        """
        visible, leader = row.source.visible, row.source.follows
        if leader is not None and outer is not None and leader.column is parent and leader.source is outer.source:
            return []
        if is_open(visible, self.actor):
            return []
        condition = condition_of(visible, self.actor)
        return [row.of(enumerated(row.source, condition) if is_listed else condition)]

    def object(self, shape: plan.Object, row: Row | None) -> list[Fragment]:
        """Lay out an object whose parts are of `row` (at the top of the answer there is none)."""
        fragments: list[Fragment] = ["{"]
        for index, (name, part) in enumerate(shape.fields):
            fragments += [f'{"," if index else ""}"{name}":', *self._part(part, row)]
        return [*fragments, "}"]

    def _part(self, part: plan.Part, row: Row | None) -> list[Fragment]:
        match part:
            case plan.Constant(text):
                return [text]
            case plan.Object():
                return self.object(part, row)
            case plan.Many():
                return ["[", self._many(part, row), "]"]
            case plan.Listed():
                return ["[", self._listed(part), "]"]
            case plan.Value() | plan.Key() | plan.Cursor():
                return self._of_row(part, row)
        return [self._related(part, row)]

    def _related(self, part: plan.One | plan.Sole | plan.PageOf, row: Row | None) -> ColumnElement[Any]:
        match part:
            case plan.One():
                return self._one(part, row)
            case plan.Sole(source, shape):
                return or_null(self._select(source, shape, []).scalar_subquery())
            case plan.PageOf():
                return page_layout.page(self, part, row)

    def _of_row(self, part: plan.Value | plan.Key | plan.Cursor, row: Row | None) -> list[Fragment]:
        if row is None:
            raise TypeError(f"{part!r} needs a row")
        match part:
            case plan.Key(prefix):
                return [f'"{prefix}', row.key, '"']
            case plan.Cursor():
                return [cursor_of(row)]
            case plan.Value(expression, mask):
                return self._value(expression, mask, row)

    def _value(self, expression: Any, mask: RowFilter | None, row: Row) -> list[Fragment]:
        value, is_present = row.of(expression), never_null(expression)
        if mask is None or is_open(mask, self.actor):
            return json_text.written(value, nullable=not is_present)
        allowed = row.of(condition_of(mask, self.actor))
        if is_present:
            return [or_null(case((allowed, joined(json_text.written(value, nullable=False)))))]
        return json_text.written(case((allowed, value)), nullable=True)

    def _one(self, part: plan.One, row: Row | None) -> ColumnElement[Any]:
        key = part.key.expression
        if row is None:
            return or_null(self._select(part.source, part.shape, [(part.to, key)]).scalar_subquery())
        key, mask = row.of(key), part.key.mask
        if mask is not None and not is_open(mask, self.actor):
            key = case((row.of(condition_of(mask, self.actor)), key))
        through = row.wanted.get(id(part.key.expression))
        if through is not None and not is_open(part.source.visible, self.actor):
            through = None
        # OFFSET keeps the planner from merging the sub-select: only so is the finished text remembered by key.
        found = self._select(part.source, part.shape, [(part.to, key)], through).offset(literal_column("0"))
        name = self.name()
        row.joins.append(found.lateral(name))
        if through is not None:
            row.gained[id(part.key.expression)] = named(name, "wanted", through.value.type)
        return or_null(named(name, "json"))

    def _select(
        self, source: Source, shape: plan.Object, equal: Sequence[tuple[Any, Any]], through: Through | None = None
    ) -> Select[Any]:
        """Lay out the visible rows of a source whose column (the key, for None) equals a value."""
        row = self.base(source)
        given: list[Any] = [joined(self.object(shape, row)).label("json")]
        if through is not None:
            given.append(row.of(through.value).label("wanted"))
        conditions = [row.of(source.key if to is None else to) == value for to, value in equal]
        return select(*given).select_from(row.joined).where(*conditions, *self.visible(row))

    def _many(self, part: plan.Many, outer: Row | None) -> ColumnElement[Any]:
        row = self.base(part.source)
        row.wanted = {id(key.through.column): key.through for key in part.order if key.through is not None}
        text = joined(self.object(part.shape, row))
        # The aggregate sorts: a sorted sub-select below it would keep the planner from joining freely.
        in_order = aggregate_order_by(COMMA, *ordered(row.keys(part.order), backward=False))
        chosen = [*belongs(part.parent, row, outer), *self.visible(row, part.parent, outer)]
        listed = select(func.string_agg(text, in_order)).select_from(row.joined).where(*chosen)
        return func.coalesce(listed.scalar_subquery(), constant(""))

    def _listed(self, part: plan.Listed) -> ColumnElement[Any]:
        if not part.choices:
            return func.rtrim(func.repeat(constant("null,"), func.cardinality(part.keys)), COMMA)
        name = self.name()
        asked = func.unnest(part.types, part.keys).table_valued(
            column("type", Text), column("key", Uuid), with_ordinality="number"
        )
        asked = asked.render_derived(name=name)
        kind, key = named(name, "type", Text()), named(name, "key", Uuid())
        answers = [
            (kind == constant(type_name), self._select(source, shape, [(None, key)]).scalar_subquery())
            for type_name, source, shape in part.choices
        ]
        listed = func.string_agg(or_null(case(*answers)), aggregate_order_by(COMMA, named(name, "number")))
        return func.coalesce(select(listed).select_from(asked).scalar_subquery(), constant(""))
