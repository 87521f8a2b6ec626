from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from graphql import GraphQLError
from hypothesis import given
from hypothesis import strategies as st

from schema import scalars

BAD_DECIMALS = [
    "NaN",
    "Infinity",
    "1_000",
    "١٢",
    "1e3",
    "1E400",
    " 1",
    "1 ",
    "01",
    ".5",
    "5.",
    "",
    "1.1234567",
    1.5,
    True,
]
BAD_MOMENTS = [
    "2024-12-25T00:00:00",
    "2024-12-25",
    "2026-W01",
    "2024-02-30T00:00:00Z",
    "0001-01-01T00:00:00+14:00",
    "1799-12-31T23:59:59Z",
    "9999-12-31T23:59:59Z",
    "2024-12-25T24:61:00Z",
    1735084800,
]


@pytest.mark.parametrize("text", BAD_DECIMALS)
def test_decimal_refuses(text):
    with pytest.raises(GraphQLError):
        scalars.read_decimal(text)


@pytest.mark.parametrize("text", BAD_MOMENTS)
def test_moment_refuses(text):
    with pytest.raises(GraphQLError):
        scalars.read_moment(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_decimal_survives_the_round_trip(number):
    assert scalars.read_decimal(scalars.write_decimal(number)) == number


def test_equal_decimals_have_equal_texts():
    written = [scalars.write_decimal(Decimal(text)) for text in ("27.50", "27.5", "1E+2", "0.00", "-0.50")]

    assert written == ["27.5", "27.5", "100", "0", "-0.5"]


def test_moment_is_written_in_utc():
    moment = scalars.read_moment("2024-12-25T00:00:00+07:00")

    assert moment == datetime(2024, 12, 24, 17, tzinfo=UTC)
    assert scalars.write_moment(moment) == "2024-12-24T17:00:00Z"


@pytest.mark.parametrize("text", ["0001-01-01", "1799-12-31", "3000-01-01", "2024-02-30", 20240101])
def test_date_refuses(text):
    with pytest.raises(GraphQLError):
        scalars.read_date(text)


def test_date_is_read_as_a_day():
    assert scalars.read_date("2024-12-25") == date(2024, 12, 25)
