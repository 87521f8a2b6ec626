"""How values become JSON text inside PostgreSQL: by hand, part by part, which is faster than its JSON functions.

`to_json` is called only for text that may need escaping. The same forms are written by `schema.written` in Python.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Numeric,
    Text,
    Uuid,
    cast,
    func,
    literal_column,
)
from sqlalchemy.dialects.postgresql import JSONB

from domain.orm import TextEnum

#: What is put together: constant text, and expressions that PostgreSQL writes as text without quotes.
Fragment = str | ColumnElement[Any]

#: PostgreSQL passes at most this many arguments to a function.
MAX_ARGUMENTS = 100
QUOTE = '"'
#: What every cursor begins with; a later form would have another.
CURSOR_VERSION = "v1"


def constant(text: str) -> ColumnElement[str]:
    """Write a constant of ours (never a value of a request) as an SQL literal."""
    return literal_column("'" + text.replace("'", "''") + "'", Text())


def joined(fragments: Iterable[Fragment]) -> ColumnElement[str]:
    """Put fragments together: neighbouring constants become one, and one call builds the whole text."""
    arguments: list[ColumnElement[Any]] = []
    text = ""
    for fragment in fragments:
        if isinstance(fragment, str):
            text += fragment
            continue
        arguments += [constant(text), fragment] if text else [fragment]
        text = ""
    if text or not arguments:
        arguments.append(constant(text))
    while len(arguments) > MAX_ARGUMENTS:
        chunks = [arguments[at : at + MAX_ARGUMENTS] for at in range(0, len(arguments), MAX_ARGUMENTS)]
        arguments = [_concat(chunk) for chunk in chunks]
    return arguments[0] if len(arguments) == 1 and isinstance(arguments[0].type, Text) else _concat(arguments)


def _concat(arguments: Sequence[ColumnElement[Any]]) -> ColumnElement[str]:
    # Unlike `||`, concat writes every argument into one buffer.
    return func.concat(*arguments, type_=Text())


COMMA = constant(",")


def or_null(text: ColumnElement[Any]) -> ColumnElement[Any]:
    """Say `null` where the text is missing."""
    return func.coalesce(text, constant("null"))


def written(expression: ColumnElement[Any], *, nullable: bool) -> list[Fragment]:
    """Write a value as JSON: without a detour where it is never NULL, else with `null` in its place."""
    return [or_null(_nullable(expression))] if nullable else _plain(expression)


def _plain(expression: ColumnElement[Any]) -> list[Fragment]:
    match expression.type:
        case Boolean() | JSONB():
            return [cast(expression, Text)]
        case Integer():
            return [expression]
        case Numeric():
            return [QUOTE, func.trim_scale(expression), QUOTE]
        case DateTime():
            return [_moment(expression), 'Z"']
        case Uuid() | TextEnum():
            return [QUOTE, expression, QUOTE]
        case Text() | Date() | ARRAY():
            return [func.to_json(expression, type_=Text())]
    raise TypeError(f"No JSON form for {expression.type!r}")


def _nullable(expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """Write a value so that NULL stays NULL: `||`, unlike concat, passes it on."""
    fragments = _plain(expression)
    if len(fragments) == 1 and not isinstance(expression.type, Integer):
        return fragments[0]  # type: ignore[return-value]  # one fragment is never a constant
    text: Any = None
    for fragment in fragments:
        part = constant(fragment) if isinstance(fragment, str) else cast(fragment, Text)
        text = part if text is None else text.op("||")(part)
    return text  # type: ignore[no-any-return]


def _moment(expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """Write a moment in UTC with an opening quote, as RFC 3339 without a zone."""
    return func.rtrim(cast(func.to_json(func.timezone("UTC", expression)), Text), constant(QUOTE))


def cursor(order_name: str, values: Sequence[ColumnElement[Any]]) -> ColumnElement[str]:
    """Write the sort values of a row as `schema.pagination.write_cursor` does, as JSON."""
    said = joined([f'["{order_name}"', *(fragment for value in values for fragment in (",", *_plain(value))), "]"])
    encoded = func.encode(func.convert_to(said, constant("UTF8")), constant("base64"))
    # PostgreSQL breaks base64 into lines and pads it; both have no place in a cursor.
    opaque = func.translate(encoded, literal_column("E'+/=\\n'"), constant("-_"))
    return joined([f"{QUOTE}{CURSOR_VERSION}.", opaque, QUOTE])
