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
    if not any(_needs_rows(each, part) for _, each in part.fields):
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


def _needs_rows(each: Any, part: plan.PageOf) -> bool:
    return isinstance(each, plan.Rows) or (isinstance(each, plan.Bounds) and bool(_looked_at(each, part)))


def _looked_at(bounds: plan.Bounds, part: plan.PageOf) -> list[plan.Bound]:
    """Return what of a page's bounds only its rows can tell."""
    return [bound for _, bound in bounds.fields if isinstance(bound, plan.Bound) and _known(bound, part) is None]


def _known(bound: plan.Bound, part: plan.PageOf) -> bool | None:
    """Say what is known without looking: against the direction of paging, whether a cursor was given."""
    if bound is plan.Bound.HAS_NEXT and part.backward:
        return part.before is not None
    if bound is plan.Bound.HAS_PREVIOUS and not part.backward:
        return part.after is not None
    return None


def _without_rows(layout: "Layout", each: Any, part: plan.PageOf, outer: Row | None) -> ColumnElement[Any]:
    """Lay out the number of all rows, or what is said of a page without looking at it."""
    if not isinstance(each, plan.Bounds):
        return _count(layout, part, outer)
    return joined(_named(each, lambda bound: _truth(bool(_known(bound, part)))))


def _named(part: "plan.PageOf | plan.Bounds", said: Any) -> list[Fragment]:
    fragments: list[Fragment] = ["{"]
    for index, (name, each) in enumerate(part.fields):
        text = each.text if isinstance(each, plan.Constant) else said(each)
        fragments += [f'{"," if index else ""}"{name}":', text]
    return [*fragments, "}"]


def _is_numbered(part: plan.PageOf) -> bool:
    """Say whether rows need their numbers: to turn them round, or to leave out the one that is too many."""
    return part.backward or any(isinstance(each, plan.Bounds) and _looked_at(each, part) for _, each in part.fields)


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
    known = _known(bound, part)
    if known is not None:
        return _truth(known)
    if bound in {plan.Bound.HAS_NEXT, plan.Bound.HAS_PREVIOUS}:
        return _truth(func.count() > part.limit)
    is_first = (bound is plan.Bound.START) is not part.backward
    at = literal_column("1") if is_first else func.least(part.limit, row.size)
    return or_null(func.max(case((row.number == at, cursor_of(row)))))


def _truth(known: "bool | ColumnElement[bool]") -> ColumnElement[str]:
    if isinstance(known, bool):
        return constant("true" if known else "false")
    return case((known, constant("true")), else_=constant("false"))


def _count(layout: "Layout", part: plan.PageOf, outer: Row | None) -> ColumnElement[Any]:
    base = layout.base(part.source)
    counted = select(func.count()).select_from(base.read_from).where(*_conditions(layout, part, base, outer))
    return counted.scalar_subquery()
