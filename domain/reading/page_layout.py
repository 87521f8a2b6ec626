"""Writes one page of a list: its rows, their number, and where it lies in the list.

The answer tells whether there are more rows by reading one row more than it shows. Rows keep the order in which the
innermost sub-select chose them; a page that was read from the end is turned round.
"""

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, case, func, literal_column, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from domain.reading import plan
from domain.reading.aliasing import named
from domain.reading.json_text import COMMA, Fragment, constant, joined, or_null
from domain.reading.pages import beyond, ordered
from domain.reading.rows import NUMBER, SIZE, Row, belongs, cursor_of

if TYPE_CHECKING:
    from domain.reading.layout import Layout


def page(layout: "Layout", part: plan.PageOf, outer: Row | None) -> ColumnElement[Any]:
    """Lay out a page of everything, or of what belongs to the outer row."""
    if not any(_needs_rows(each) for _, each in part.fields):
        return joined(_named(part, lambda each: _without_rows(layout, each, part, outer)))
    row = _rows(layout, part, outer)

    def said(each: Any) -> ColumnElement[Any]:
        match each:
            case plan.Rows(shape):
                return _listed(joined(layout.object(shape, row)), row, part)
            case plan.Bounds():
                return joined(_named(each, lambda bound: _bound(bound, row, part)))
        return _without_rows(layout, each, part, outer)

    text = joined(_named(part, said))
    return select(text).select_from(row.joined).scalar_subquery()


def _needs_rows(each: Any) -> bool:
    return isinstance(each, plan.Rows) or (
        isinstance(each, plan.Bounds) and any(isinstance(bound, plan.Bound) for _, bound in each.fields)
    )


def _without_rows(layout: "Layout", each: Any, part: plan.PageOf, outer: Row | None) -> ColumnElement[Any]:
    """Lay out the number of all rows, or what is said of a page without looking at it."""
    return joined(_named(each, _nothing)) if isinstance(each, plan.Bounds) else _count(layout, part, outer)


def _nothing(bound: Any) -> ColumnElement[Any]:
    raise TypeError(f"{bound!r} needs the rows of its page")


def _named(part: "plan.PageOf | plan.Bounds", said: Any) -> list[Fragment]:
    fragments: list[Fragment] = ["{"]
    for index, (name, each) in enumerate(part.fields):
        text = each.text if isinstance(each, plan.Constant) else said(each)
        fragments += [f'{"," if index else ""}"{name}":', text]
    return [*fragments, "}"]


def _is_numbered(part: plan.PageOf) -> bool:
    """Say whether rows need their numbers: to turn them round, or to leave out the one that is too many."""
    bounds = [bound for _, each in part.fields if isinstance(each, plan.Bounds) for _, bound in each.fields]
    return part.backward or any(isinstance(bound, plan.Bound) for bound in bounds)


def _rows(layout: "Layout", part: plan.PageOf, outer: Row | None) -> Row:
    base = layout.base(part.source)
    keys = base.keys(part.keys)
    chosen = select(named(base.name, "*")).select_from(base.read_from).where(*_conditions(layout, part, base, outer))
    for mark, forward in ((part.after, True), (part.before, False)):
        if mark is not None:
            chosen = chosen.where(beyond(keys, mark, forward=forward))
    # The constant bound comes first: of a parameter the planner knows nothing, and would expect far too many rows.
    in_order = chosen.order_by(*ordered(keys, backward=part.backward)).limit(literal_column(str(part.most + 1)))
    of_all = layout.name()
    limit = part.limit + 1 if _is_numbered(part) else part.limit
    of_page = select(named(of_all, "*")).select_from(in_order.subquery(of_all)).limit(limit)
    name = layout.name()
    if _is_numbered(part):
        number, size = func.row_number().over().label(NUMBER), func.count().over().label(SIZE)
        of_page = select(named(name, "*"), number, size).select_from(of_page.subquery(name))
        name = layout.name()
    return Row(part.source, name, of_page.subquery(name), part)


def _conditions(layout: "Layout", part: plan.PageOf, base: Row, outer: Row | None) -> list[ColumnElement[bool]]:
    asked = [base.of(condition) for condition in part.conditions]
    visible = layout.visible(base, part.parent, outer, is_listed=True)
    return [*belongs(part.parent, base, outer), *asked, *visible]


def _listed(text: ColumnElement[str], row: Row, part: plan.PageOf) -> ColumnElement[str]:
    separator: Any = COMMA
    if _is_numbered(part):
        text = case((row.number <= part.limit, text))
    if part.backward:
        separator = aggregate_order_by(COMMA, row.number.desc())
    return joined(["[", func.coalesce(func.string_agg(text, separator), constant("")), "]"])


def _bound(bound: plan.Bound, row: Row, part: plan.PageOf) -> ColumnElement[Any]:
    number, is_more = row.number, _truth(func.count() > part.limit)
    last = func.least(part.limit, row.size)
    match bound:
        case plan.Bound.HAS_NEXT:
            return _truth(part.before is not None) if part.backward else is_more
        case plan.Bound.HAS_PREVIOUS:
            return is_more if part.backward else _truth(part.after is not None)
        case plan.Bound.START:
            at = last if part.backward else 1
        case plan.Bound.END:
            at = 1 if part.backward else last
    return or_null(func.max(case((number == literal_column("1") if at == 1 else number == at, cursor_of(row)))))


def _truth(known: "bool | ColumnElement[bool]") -> ColumnElement[str]:
    if isinstance(known, bool):
        return constant("true" if known else "false")
    return case((known, constant("true")), else_=constant("false"))


def _count(layout: "Layout", part: plan.PageOf, outer: Row | None) -> ColumnElement[Any]:
    base = layout.base(part.source)
    counted = select(func.count()).select_from(base.read_from).where(*_conditions(layout, part, base, outer))
    return counted.scalar_subquery()
