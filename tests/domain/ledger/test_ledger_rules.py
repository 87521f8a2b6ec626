"""How events are written and hashed."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ledger.rules import GENESIS, EventKind, canonical, event_hash, moment
from tests.support.ledger import BEGAN, ROUND


class Colour(StrEnum):
    RED = "đỏ"


def test_hash_is_that_of_the_seven_lines():
    # printf '<the seven lines>' | sha256sum
    assert event_hash(ROUND, 1, BEGAN, "ROUND_OPENED", GENESIS, '{"tên":"Vòng 1"}') == (
        "a54825a8cb6602d23971f99a10f46dcd8ec1187c034760d54cd388bda46262e4"
    )


def test_genesis_is_64_zeros():
    assert GENESIS == "0000000000000000000000000000000000000000000000000000000000000000"


def test_every_kind_is_its_own_name():
    assert [kind.value for kind in EventKind] == [kind.name for kind in EventKind]


def test_moment_is_utc_with_microseconds():
    hanoi = timezone(timedelta(hours=7))

    assert moment(datetime(2026, 11, 22, 10, 4, 5, tzinfo=hanoi)) == "2026-11-22T03:04:05.000000Z"
    assert moment(datetime(999, 1, 2, 3, 4, 5, 678, tzinfo=UTC)) == "0999-01-02T03:04:05.000678Z"


def test_moment_without_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        moment(datetime(2026, 11, 22))  # noqa: DTZ001 -- what is refused


def test_canonical_text_of_every_kind_of_value():
    body = {
        "z": [Decimal("7.50"), Decimal("-0.00"), Decimal("1E+3"), (1, True, None)],
        "a": {"đ": Colour.RED, ROUND: date(2026, 11, 22)},
        "m": datetime(2026, 11, 22, 3, 4, 5, 6, tzinfo=UTC),
        "line": "a\nb\u2028",
    }

    assert canonical(body) == (
        '{"a":{"01900000-0000-7000-8000-000000000001":"2026-11-22","đ":"đỏ"},"line":"a\\nb\u2028",'
        '"m":"2026-11-22T03:04:05.000006Z","z":["7.5","0","1000",[1,true,null]]}'
    )


def test_canonical_decimal_keeps_every_digit():
    assert canonical({"d": Decimal("1234567890123456789012345678901234.567890")}) == (
        '{"d":"1234567890123456789012345678901234.56789"}'
    )


@pytest.mark.parametrize("value", [0.5, {1}, b"x", object()])
def test_canonical_refuses_what_has_no_one_text(value):
    with pytest.raises(TypeError, match="no canonical text"):
        canonical({"value": value})


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("-Infinity"), "\ud800", datetime(2026, 1, 1)])  # noqa: DTZ001
def test_canonical_refuses_values_without_meaning(value):
    with pytest.raises(ValueError):  # noqa: PT011 -- of several kinds
        canonical({"value": value})


def test_canonical_refuses_keys_that_are_no_text_or_the_same_text():
    with pytest.raises(TypeError, match="no key"):
        canonical({1: "x"})
    with pytest.raises(ValueError, match="two keys"):
        canonical({ROUND: 1, str(ROUND): 2})


@given(st.dictionaries(st.text(st.characters(codec="utf-8"), max_size=3), st.integers(), max_size=4), st.randoms())
@settings(max_examples=60)
def test_canonical_text_does_not_depend_on_the_order_of_members(body, random):
    shuffled = list(body.items())
    random.shuffle(shuffled)

    assert canonical(dict(shuffled)) == canonical(body)


parts = st.tuples(
    st.uuids(), st.integers(1, 9), st.datetimes(timezones=st.just(UTC)), st.sampled_from(EventKind),
    st.sampled_from([GENESIS, "1" * 64]), st.text(max_size=5),
)  # fmt: skip


@given(parts, parts)
@settings(max_examples=100)
def test_hash_tells_any_two_events_apart(one, other):
    assert (event_hash(*one) == event_hash(*other)) == (one == other)


def test_hash_of_what_utf8_lacks_is_a_hash_of_nothing_else():
    ids = UUID(int=1)

    assert event_hash(ids, 1, BEGAN, "K", GENESIS, "\ud800") != event_hash(ids, 1, BEGAN, "K", GENESIS, "?")
