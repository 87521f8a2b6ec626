"""Strict scalars: what PostgreSQL could not keep, or would keep as something else, is refused at the boundary."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import strawberry
from graphql import GraphQLError
from strawberry.scalars import JSON
from strawberry.schema.types.scalar import DEFAULT_SCALAR_REGISTRY
from strawberry.types.scalar import ScalarDefinition

from domain.errors import Text
from schema.mutation import Ref
from schema.texts import describe
from schema.written import write_decimal, write_moment

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,6})?")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})")
YEARS = range(1800, 3000)

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_decimal(given: Any) -> Decimal:
    """Read a plain decimal text (at most 18 digits before the point and 6 after it) or a whole number."""
    text = str(given) if type(given) is int else given
    if not isinstance(text, str) or not _DECIMAL.fullmatch(text):
        raise GraphQLError('Decimal cần dạng "12.5". / A Decimal is a text such as "12.5".')
    return Decimal(text)


def read_moment(given: Any) -> datetime:
    """Read RFC 3339 with an offset; a moment without one is refused, since nobody could say when it was."""
    if not isinstance(given, str) or not _MOMENT.fullmatch(given):
        raise GraphQLError("DateTime cần RFC 3339 có múi giờ. / A DateTime is RFC 3339 with an offset.")
    try:
        moment = datetime.fromisoformat(given).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise GraphQLError("Thời điểm không tồn tại. / There is no such moment.") from error
    _check_year(moment)
    return moment


def read_date(given: Any) -> date:
    """Read YYYY-MM-DD."""
    if not isinstance(given, str) or not _DATE.fullmatch(given):
        raise GraphQLError("Date cần dạng YYYY-MM-DD. / A Date is YYYY-MM-DD.")
    try:
        day = date.fromisoformat(given)
    except ValueError as error:
        raise GraphQLError("Ngày không tồn tại. / There is no such day.") from error
    _check_year(day)
    return day


def _check_year(day: date) -> None:
    """Refuse years that nobody means: days are reckoned with, and the calendar's ends would overflow."""
    if day.year not in YEARS:
        raise GraphQLError(
            f"Năm phải từ {YEARS.start} đến {YEARS.stop - 1}. / Years go from {YEARS.start} to {YEARS.stop - 1}."
        )


def read_uuid(given: Any) -> UUID:
    """Read a UUID in its usual form."""
    try:
        return UUID(given) if isinstance(given, str) else _no_uuid()
    except ValueError as error:
        raise GraphQLError("UUID không hợp lệ. / This is no UUID.") from error


def _no_uuid() -> UUID:
    raise ValueError


def _as_it_is(given: Any) -> Any:
    return given


def _definition(name: str, text: Text, write: Any, read: Any, url: str | None = None) -> ScalarDefinition:
    defined: ScalarDefinition = strawberry.scalar(
        name=name, description=describe(text), serialize=write, parse_value=read, specified_by_url=url
    )
    return defined


SCALARS: dict[object, ScalarDefinition] = {
    Decimal: _definition(
        "Decimal",
        Text("Số thập phân chính xác, dạng chuỗi.", "An exact decimal number, as a string."),
        write_decimal,
        read_decimal,
    ),
    datetime: _definition(
        "DateTime",
        Text("Thời điểm theo RFC 3339, xuất ra ở UTC.", "A moment by RFC 3339, always UTC on the way out."),
        write_moment,
        read_moment,
        "https://www.rfc-editor.org/rfc/rfc3339",
    ),
    date: _definition(
        "Date",
        Text("Ngày YYYY-MM-DD.", "A day, YYYY-MM-DD."),
        date.isoformat,
        read_date,
        "https://www.rfc-editor.org/rfc/rfc3339",
    ),
    UUID: _definition("UUID", Text("UUID.", "A UUID."), str, read_uuid, "https://www.rfc-editor.org/rfc/rfc9562"),
    JSON: _definition(
        "JSON",
        Text("Dữ liệu JSON; thao tác nhận vào thì kiểm tra từng phần.", "JSON data; a deed checks all it is given."),
        _as_it_is,
        _as_it_is,
        "https://www.rfc-editor.org/rfc/rfc8259",
    ),
    # Inputs name objects by global id; the mutation field turns them into keys.
    Ref: DEFAULT_SCALAR_REGISTRY[strawberry.ID],
}
