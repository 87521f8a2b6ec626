"""Marks on their scales and the totals of sheets, judged by properties."""

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.evaluations.rules import GivenMark, Scale, missing_criteria, plain, problems_of_marks
from domain.evaluations.skeleton import total_of

quick = settings(max_examples=50)


def key(number: int) -> UUID:
    return UUID(int=number)


def scale(number: int, *, weight: str = "50", low: str = "0", high: str = "10", step: str = "0.5") -> Scale:
    return Scale(key(number), f"C{number}", Decimal(weight), Decimal(low), Decimal(high), Decimal(step))


@st.composite
def scales(draw) -> list[Scale]:
    found = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        low = Decimal(draw(st.integers(-20, 20)))
        step = draw(st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal(1), Decimal(3)]))
        high = low + step * draw(st.integers(1, 40))
        weight = Decimal(draw(st.integers(1, 10_000))) / 100
        found.append(Scale(key(number), f"C{number}", weight, low, high, step))
    return found


@st.composite
def marked(draw) -> tuple[list[Scale], dict[UUID, Decimal]]:
    chosen = draw(scales())
    steps = {each.criterion_id: int((each.scale_max - each.scale_min) / each.step) for each in chosen}
    return chosen, {
        each.criterion_id: each.scale_min + each.step * draw(st.integers(0, steps[each.criterion_id]))
        for each in chosen
    }


@quick
@given(marked())
def test_total_lies_between_0_and_100(sheet):
    chosen, marks = sheet

    assert 0 <= total_of(marks, chosen) <= 100


@quick
@given(scales())
def test_total_of_best_marks_is_100_and_of_worst_0(chosen):
    assert total_of({each.criterion_id: each.scale_max for each in chosen}, chosen) == 100
    assert total_of({each.criterion_id: each.scale_min for each in chosen}, chosen) == 0


@quick
@given(marked(), st.randoms())
def test_total_does_not_depend_on_the_order_of_criteria(sheet, chance):
    chosen, marks = sheet
    shuffled = chance.sample(chosen, len(chosen))

    assert total_of(dict(chance.sample(list(marks.items()), len(marks))), shuffled) == total_of(marks, chosen)


@quick
@given(marked())
def test_total_rises_with_any_mark(sheet):
    chosen, marks = sheet
    first = chosen[0]
    higher = {**marks, first.criterion_id: first.scale_max}

    assert total_of(higher, chosen) >= total_of(marks, chosen)


def test_total_weighs_what_share_of_each_scale_was_reached():
    chosen = [scale(1, weight="60", high="60"), scale(2, weight="40", low="1", high="5", step="1")]

    assert total_of({key(1): Decimal(45), key(2): Decimal(2)}, chosen) == 55


@quick
@given(marked())
def test_marks_on_their_scales_have_no_problem(sheet):
    chosen, marks = sheet

    assert problems_of_marks([GivenMark(criterion, value) for criterion, value in marks.items()], chosen) == []
    assert missing_criteria(marks, chosen) == []


@pytest.mark.parametrize(
    ("value", "rule"),
    [("-0.5", "MARK_OUT_OF_RANGE"), ("10.5", "MARK_OUT_OF_RANGE"), ("0.3", "MARK_OFF_STEP")],
)
def test_marks_off_the_scale_name_position_and_scale(value, rule):
    problems = problems_of_marks(
        [GivenMark(key(2), Decimal(1)), GivenMark(key(1), Decimal(value))], [scale(1), scale(2)]
    )

    assert [(one.rule, one.path, one.allowed) for one in problems] == [(rule, ("marks", "1", "value"), "0..10 / 0.5")]


def test_marks_of_unknown_criteria_and_marks_given_twice():
    marks = [GivenMark(key(1), Decimal(1)), GivenMark(key(9), Decimal(1)), GivenMark(key(1), Decimal(2))]

    problems = problems_of_marks(marks, [scale(1)])

    assert [(one.rule, one.path) for one in problems] == [
        ("CRITERION_UNKNOWN", ("marks", "1", "criterionId")),
        ("MARK_TWICE", ("marks", "2", "criterionId")),
    ]


def test_marks_are_not_read_by_the_thousand():
    problems = problems_of_marks([GivenMark(key(number), Decimal(1)) for number in range(51)], [scale(1)])

    assert [(one.rule, one.path) for one in problems] == [("MARKS_COUNT", ("marks",))]


def test_missing_criteria_are_named_by_code():
    problems = missing_criteria([key(2)], [scale(1), scale(2), scale(3)])

    assert [(one.rule, one.allowed) for one in problems] == [("MARK_MISSING", "C1"), ("MARK_MISSING", "C3")]


@quick
@given(st.decimals(-1000, 1000, places=4))
def test_plain_numbers_have_one_text_for_one_value(number):
    assert Decimal(plain(number)) == number
    assert plain(number) == plain(number.normalize())
    assert "E" not in plain(number)
