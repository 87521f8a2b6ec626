"""What PostgreSQL writes is what `schema.written`, `json` and `schema.pagination` write, to the byte."""

import base64
import json
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import ARRAY, Boolean, Date, DateTime, Float, Integer, Numeric, Text, Uuid, literal, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection

from domain.actor import Role
from domain.orm import TextEnum
from domain.reading import json_text
from domain.reading.json_text import MAX_ARGUMENTS, Fragment, constant, joined
from domain.reading.pages import SortKey
from schema.pagination import MAX_CURSOR, read_cursor, write_cursor
from schema.written import write_decimal, write_moment

#: What PostgreSQL can keep: no NUL, no lone surrogate.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
HOSTILE = (
    "",
    " ",
    "\"'\\/\b\f\n\r\t",
    "".join(map(chr, range(1, 33))) + "\x7f\x80\x9f\u2028\u2029\ufeff",
    unicodedata.normalize("NFC", "Đổi mới sáng tạo"),
    unicodedata.normalize("NFD", "Đổi mới sáng tạo"),
    "👩‍💻🇻🇳 𝔘 \uffff \U0010ffff",
    "\\u0041 \\n $1 %s :name {} null </script>",
)
#: As many digits as a `Decimal` from outside may have, and zeros in every place.
DECIMALS = st.one_of(
    st.decimals(-(10**18), 10**18, allow_nan=False, places=6),
    st.builds(
        lambda digits, places: Decimal(digits).scaleb(places), st.integers(-(10**12), 10**12), st.integers(-6, 6)
    ),
    st.sampled_from([Decimal("-0.000"), Decimal("0E+3"), Decimal("1E+6"), Decimal("100.0"), Decimal("0.000001")]),
)
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.one_of(
    st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 29), timezones=ZONES),  # noqa: DTZ001 -- hypothesis adds the zone
    st.sampled_from([datetime(2024, 6, 3, 8, 0, 0, 100, UTC), datetime(2024, 6, 3, 8, 0, 0, 120_000, UTC)]),
)
INTEGERS = st.integers(1 - 2**31, 2**31 - 1)
JSONS = st.recursive(
    TEXTS | INTEGERS | st.booleans() | st.none(), lambda inner: st.dictionaries(TEXTS, inner) | st.lists(inner)
)
KINDS: dict[str, tuple[Any, st.SearchStrategy[Any]]] = {
    "text": (Text(), TEXTS | st.sampled_from(HOSTILE)),
    "decimal": (Numeric(), DECIMALS),
    "moment": (DateTime(timezone=True), MOMENTS),
    "date": (Date(), st.dates()),
    "boolean": (Boolean(), st.booleans()),
    "integer": (Integer(), INTEGERS),
    "uuid": (Uuid(), st.uuids()),
    "enumeration": (TextEnum(Role), st.sampled_from(Role)),
    "texts": (ARRAY(Text()), st.lists(TEXTS | st.sampled_from(HOSTILE) | st.none(), max_size=3)),
    "json": (JSONB(), JSONS),
}
#: In these PostgreSQL puts spaces where it likes.
SPACED = {"texts", "json"}
#: What lists are sorted by.
SORTED = ("text", "decimal", "moment", "date", "integer", "uuid", "enumeration")

checked = settings(max_examples=15, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])


def said(value: Any) -> str:
    """A value as the reference execution writes it."""
    match value:
        case Role():
            value = value.name
        case Decimal():
            value = write_decimal(value)
        case datetime():
            value = write_moment(value)
        case date():
            value = value.isoformat()
        case UUID():
            value = str(value)
    return json.dumps(value, ensure_ascii=False)


async def told(connection: AsyncConnection, parts: Sequence[Sequence[Fragment]]) -> list[str]:
    """What PostgreSQL writes between brackets, in one statement for all parts."""
    texts = [joined(["[", *part, "]"]).label(f"c{at}") for at, part in enumerate(parts)]
    row = (await connection.execute(select(*texts))).one()
    return [text.removeprefix("[").removesuffix("]") for text in row]


@pytest.mark.parametrize("kind", KINDS)
@checked
@given(data=st.data())
async def test_a_value_is_written_as_python_writes_it(connection, kind, data):
    of_sql, values = KINDS[kind]
    many = data.draw(st.lists(values, min_size=1, max_size=20))
    ways = [json_text.written(literal(each, of_sql), nullable=way) for way in (False, True) for each in many]

    texts = await told(connection, ways)

    assert [json.loads(text) for text in texts] == [json.loads(said(each)) for each in many] * 2
    if kind not in SPACED:
        assert texts == [said(each) for each in many] * 2


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_stays_what_it_was(connection, text):
    parts = [
        json_text.written(literal(text, Text()), nullable=False),
        [constant(text)],
        ["<", constant(text), ">", text],
    ]

    assert await told(connection, parts) == [json.dumps(text, ensure_ascii=False), text, f"<{text}>{text}"]


@pytest.mark.parametrize("kind", KINDS)
async def test_null_is_written_as_null(connection, kind):
    assert await told(connection, [json_text.written(literal(None, KINDS[kind][0]), nullable=True)]) == ["null"]


async def test_moments_and_numbers_do_not_hang_on_the_sessions_settings(connection):
    moment, day, number = datetime(2024, 6, 3, 1, 30, 0, 5000, UTC), date(2024, 6, 3), Decimal("1234567.50")
    for setting in ("timezone TO 'Asia/Ho_Chi_Minh'", "datestyle TO 'German, DMY'", "lc_numeric TO 'C'"):
        await connection.exec_driver_sql(f"SET LOCAL {setting}")
    parts = [
        json_text.written(literal(each, kind), nullable=False)
        for each, kind in ((moment, DateTime(timezone=True)), (day, Date()), (number, Numeric()))
    ]

    assert await told(connection, parts) == ['"2024-06-03T01:30:00.005Z"', '"2024-06-03"', '"1234567.5"']


def test_a_type_without_a_form_is_refused():
    with pytest.raises(TypeError, match="No JSON form for Float"):
        json_text.written(literal(1.5, Float()), nullable=False)


@pytest.mark.parametrize("size", [0, 1, 49, 50, 51, 2 * MAX_ARGUMENTS, MAX_ARGUMENTS**2 // 2 + 7])
async def test_any_number_of_fragments_is_joined_in_order(connection, size):
    fragments = [piece for number in range(size) for piece in (f"{number}:", "'", literal(number, Integer()), ",")]

    assert await told(connection, [fragments]) == ["".join(f"{number}:'{number}," for number in range(size))]


@pytest.mark.parametrize("kind", SORTED)
@checked
@given(data=st.data())
async def test_a_cursor_is_written_as_python_writes_it_and_can_be_read_back(connection, kind, data):
    of_sql, values = KINDS[kind]
    many = data.draw(st.lists(st.tuples(values, st.uuids()), min_size=1, max_size=20))
    keys = [[SortKey(literal(value, of_sql)), SortKey(literal(key, Uuid()))] for value, key in many]

    texts = await told(connection, [[json_text.cursor("NAME+", [key.expression for key in each])] for each in keys])

    cursors = [json.loads(text) for text in texts]
    assert cursors == [write_cursor("NAME+", each) for each in many]
    read = [read_cursor(cursor, "NAME+", of) for cursor, of in zip(cursors, keys, strict=True)]
    assert read == [list(each) for each in many]


async def test_a_cursor_has_neither_breaks_nor_padding(connection):
    titles = ["ộ?>" * length for length in range(40, 120)]

    texts = await told(connection, [[json_text.cursor("TITLE-", [literal(title, Text())])] for title in titles])

    bodies = [base64.urlsafe_b64encode(f'["TITLE-","{title}"]'.encode()).decode() for title in titles]
    assert texts == [f'"v1.{body.rstrip("=")}"' for body in bodies]
    assert {len(body) - len(body.rstrip("=")) for body in bodies} == {0, 1, 2}
    assert max(map(len, texts)) < MAX_CURSOR


@pytest.mark.parametrize("number", [-(2**31), 2**31 - 1])
def test_the_outermost_integers_are_read_back_from_a_cursor(number):
    keys = [SortKey(literal(number, Integer()))]

    assert read_cursor(write_cursor("ORDINAL+", [number]), "ORDINAL+", keys) == [number]
