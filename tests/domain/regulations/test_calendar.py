"""Working days: weekdays less holidays and with weekend days that are worked instead, judged in Viet Nam."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.regulations import queries
from domain.regulations.calendar import add_working_days, due_on, is_working_day, working_days_between
from domain.regulations.rules import DayKind
from tests.support.factories import Factory
from tests.support.regulations import special_day

H, W = DayKind.HOLIDAY, DayKind.WORKING
#: 29 April to 1 May 2024: Monday off against Saturday 4 May, then two public holidays.
SPRING = {date(2024, 4, 29): H, date(2024, 4, 30): H, date(2024, 5, 1): H, date(2024, 5, 4): W}

days = st.dates(date(2023, 1, 1), date(2026, 12, 31))
specials = st.dictionaries(days, st.sampled_from(DayKind), max_size=40)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2024-04-26", True),
        ("2024-04-27", False),
        ("2024-04-28", False),
        ("2024-04-29", False),
        ("2024-05-01", False),
        ("2024-05-04", True),
        ("2024-05-05", False),
    ],
)
def test_a_day_is_its_weekday_unless_it_is_special(day: str, works: bool):
    assert is_working_day(date.fromisoformat(day), SPRING) is works


def test_days_are_counted_after_the_start_across_holidays():
    friday = date(2024, 4, 26)

    assert [add_working_days(friday, count, SPRING) for count in range(5)] == [
        friday,
        date(2024, 5, 2),
        date(2024, 5, 3),
        date(2024, 5, 4),
        date(2024, 5, 6),
    ]
    assert working_days_between(friday, date(2024, 5, 6), SPRING) == 4
    assert working_days_between(friday, date(2024, 5, 6), {}) == 6
    assert working_days_between(date(2024, 5, 6), friday, SPRING) == 0
    with pytest.raises(ValueError, match="islice"):
        add_working_days(friday, -1, SPRING)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (datetime(2024, 4, 26, 16, 59, 59, tzinfo=UTC), date(2024, 5, 3)),
        (datetime(2024, 4, 26, 17, 0, tzinfo=UTC), date(2024, 5, 3)),
        (datetime(2024, 5, 2, 16, 59, 59, tzinfo=UTC), date(2024, 5, 4)),
        (datetime(2024, 5, 2, 17, 0, tzinfo=UTC), date(2024, 5, 6)),
    ],
)
def test_the_day_of_receipt_is_the_one_in_viet_nam_and_is_not_counted(received: datetime, due: date):
    assert due_on(received, 2, SPRING) == due


@given(days, st.integers(0, 60), specials)
def test_counting_takes_back_what_adding_gave(start: date, count: int, special: dict[date, DayKind]):
    end = add_working_days(start, count, special)

    assert working_days_between(start, end, special) == count
    assert end == start if count == 0 else is_working_day(end, special)


@given(days, st.integers(0, 30), st.integers(0, 30), specials)
def test_adding_twice_is_adding_the_sum(start: date, some: int, more: int, special: dict[date, DayKind]):
    twice = add_working_days(add_working_days(start, some, special), more, special)

    assert twice == add_working_days(start, some + more, special)


@given(days, st.integers(0, 100), st.integers(0, 100), specials)
def test_spans_add_up_day_by_day(first: date, some: int, more: int, special: dict[date, DayKind]):
    middle, last = first + timedelta(some), first + timedelta(some + more)
    parts = working_days_between(first, middle, special) + working_days_between(middle, last, special)
    worked = [first + timedelta(day) for day in range(1, some + more + 1)]

    assert working_days_between(first, last, special) == parts
    assert parts == sum(
        (each.weekday() < 5 and special.get(each) is not H) or special.get(each) is W for each in worked
    )


@given(days, st.integers(1, 60), specials)
def test_a_further_holiday_never_brings_the_end_forward(start: date, count: int, special: dict[date, DayKind]):
    end = add_working_days(start, count, special)

    assert add_working_days(start, count, {**special, end: H}) > end
    assert add_working_days(start, count, {**special, start: H}) == end


async def test_the_special_days_of_a_span_are_read(session, make: Factory):
    for day, kind in SPRING.items():
        await special_day(make, day, kind=kind)

    assert await queries.special_days(session, date(2024, 4, 30), date(2024, 5, 3)) == {
        date(2024, 4, 30): H,
        date(2024, 5, 1): H,
    }
    assert await queries.special_days(session, date(2024, 5, 1)) == {date(2024, 5, 1): H, date(2024, 5, 4): W}
