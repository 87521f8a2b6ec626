from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.criteria.rules import (
    MAX_BANDS,
    MAX_CRITERIA,
    Band,
    CriterionSpec,
    RubricState,
    check_draft,
    is_mark,
    problems_of_heading,
    problems_of_rubric,
)
from domain.errors import Conflict

D = Decimal
PROPERTIES = settings(max_examples=100)
C1 = CriterionSpec(
    code="C1",
    name="Giảm tải công việc",
    weight=D(60),
    scale_min=D(0),
    scale_max=D(60),
    step=D("0.5"),
    minimum=D(20),
    bands=(Band("Chưa rõ", D(0), D("19.5")), Band("Rõ", D(20), D("40.5")), Band("Vượt trội", D(41), D(60))),
)
C2 = CriterionSpec(code="C2", name="Tính mới", weight=D(40), scale_min=D(0), scale_max=D(40), step=D("0.5"))


def said(problems) -> list[tuple[str, str]]:
    return [(problem.rule, ".".join(problem.path)) for problem in problems]


def test_a_sound_rubric_has_no_problems():
    assert problems_of_rubric([C1, C2]) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"code": ""}, [("CODE_FORM", "criteria.1.code")]),
        ({"code": "c2"}, [("CODE_FORM", "criteria.1.code")]),
        ({"code": "C1"}, [("CODE_TWICE", "criteria.1.code")]),
        ({"name": " "}, [("NAME_EMPTY", "criteria.1.name")]),
        ({"weight": D(0)}, [("WEIGHT_RANGE", "criteria.1.weight"), ("WEIGHTS_NOT_100", "criteria")]),
        ({"weight": D("39.9999")}, [("WEIGHTS_NOT_100", "criteria")]),
        ({"weight": D("40.00001")}, [("TOO_MANY_DIGITS", "criteria.1.weight"), ("WEIGHTS_NOT_100", "criteria")]),
        ({"scale_max": D(0)}, [("SCALE_REVERSED", "criteria.1.scaleMax")]),
        ({"scale_min": D(-100000)}, [("TOO_MANY_DIGITS", "criteria.1.scaleMin")]),
        ({"scale_max": D(10) ** 17}, [("TOO_MANY_DIGITS", "criteria.1.scaleMax")]),
        ({"step": D("0.00001")}, [("TOO_MANY_DIGITS", "criteria.1.step")]),
        ({"step": D(0)}, [("STEP_UNFIT", "criteria.1.step")]),
        ({"step": D("0.7")}, [("STEP_UNFIT", "criteria.1.step")]),
        ({"minimum": D("20.25")}, [("MINIMUM_OFF_SCALE", "criteria.1.minimum")]),
        ({"minimum": D("40.5")}, [("MINIMUM_OFF_SCALE", "criteria.1.minimum")]),
        ({"minimum": D("0.123456")}, [("TOO_MANY_DIGITS", "criteria.1.minimum")]),
    ],
)
def test_each_problem_of_a_criterion_names_its_field(change: dict[str, Any], expected: list[tuple[str, str]]):
    assert said(problems_of_rubric([C1, replace(C2, **change)])) == expected


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ([("", 0, 40)], [("LABEL_EMPTY", "criteria.1.bands.0.label")]),
        ([("A", 1, 40)], [("BANDS_GAP", "criteria.1.bands.0")]),
        ([("A", 0, 39)], [("BANDS_GAP", "criteria.1.bands")]),
        ([("A", 0, 41)], [("BANDS_GAP", "criteria.1.bands.0")]),
        ([("A", 0, "9.7"), ("B", "10.2", 40)], [("BANDS_GAP", "criteria.1.bands.0")]),
        ([("A", 0, 10), ("B", 10, 40)], [("BANDS_GAP", "criteria.1.bands.1")]),
        ([("A", 0, 10), ("B", 11, 40)], [("BANDS_GAP", "criteria.1.bands.1")]),
        ([("B", 11, 40), ("A", 0, 10)], [("BANDS_GAP", "criteria.1.bands.0")]),
        ([("A", 0, 10), ("B", "10.5", 5)], [("BANDS_GAP", "criteria.1.bands.1")]),
        ([("A", "0.00001", 40)], [("TOO_MANY_DIGITS", "criteria.1.bands.0.markFrom")]),
        ([("A", 0, 100000)], [("TOO_MANY_DIGITS", "criteria.1.bands.0.markTo")]),
        ([("A", 0, 0)] * (MAX_BANDS + 1), [("BANDS_COUNT", "criteria.1.bands")]),
    ],
)
def test_bands_cover_the_scale_without_gap_or_overlap(bands: list[Any], expected: list[tuple[str, str]]):
    given = [Band(label, D(start), D(end)) for label, start, end in bands]

    assert said(problems_of_rubric([C1, replace(C2, bands=given)])) == expected


def test_bands_may_be_given_in_any_order():
    assert problems_of_rubric([replace(C1, bands=C1.bands[::-1]), C2]) == []


def test_a_rubric_has_one_to_fifty_criteria():
    many = [replace(C2, code=f"C{number}", weight=D(2)) for number in range(MAX_CRITERIA + 1)]

    assert said(problems_of_rubric([])) == [("CRITERIA_COUNT", "criteria")]
    assert problems_of_rubric(many[:MAX_CRITERIA]) == []
    assert said(problems_of_rubric(many)) == [("CRITERIA_COUNT", "criteria"), ("WEIGHTS_NOT_100", "criteria")]


@PROPERTIES
@given(st.lists(st.integers(1, 400_000), min_size=2, max_size=10))
def test_weights_pass_exactly_when_they_add_up_to_100(parts: list[int]):
    weights = [D(part).scaleb(-4) for part in parts]
    criteria = [replace(C2, code=f"C{number}", weight=weight) for number, weight in enumerate(weights)]

    assert ("WEIGHTS_NOT_100" in {rule for rule, _ in said(problems_of_rubric(criteria))}) is (sum(parts) != 1_000_000)
    rest = D(100) - sum(weights)
    if rest > 0:
        assert problems_of_rubric([*criteria, replace(C2, code="REST", weight=rest)]) == []


@PROPERTIES
@given(st.integers(-50, 50), st.integers(1, 200), st.integers(1, 8), st.integers(-400, 2000))
def test_marks_are_the_ends_and_every_step_between(start: int, steps: int, quarters: int, number: int):
    step = D(quarters) / 4
    scale = {"scale_min": D(start), "scale_max": D(start) + steps * step, "step": step}
    marks = {D(start) + each * step for each in range(steps + 1)}
    value = D(number) / 4

    assert is_mark(value, **scale) is (value in marks)
    assert all(is_mark(mark, **scale) for mark in marks)


@pytest.mark.parametrize(
    ("change", "rule", "path"),
    [
        ({"code": "mặc định"}, "CODE_FORM", "code"),
        ({"name": ""}, "NAME_EMPTY", "name"),
        ({"pass_total": D("-0.0001")}, "PASS_TOTAL_RANGE", "passTotal"),
        ({"pass_total": D("100.0001")}, "PASS_TOTAL_RANGE", "passTotal"),
        ({"pass_total": D("50.00001")}, "PASS_TOTAL_RANGE", "passTotal"),
    ],
)
def test_each_problem_of_a_heading_names_its_field(change: dict[str, Any], rule: str, path: str):
    sound: dict[str, Any] = {"code": "BTC-2024", "name": "Bộ tiêu chí", "pass_total": D(50)}

    assert problems_of_heading(**sound) == []
    assert problems_of_heading(**{**sound, "pass_total": None}) == []
    assert said(problems_of_heading(**{**sound, **change})) == [(rule, path)]


def test_a_frozen_rubric_is_no_draft():
    check_draft(RubricState.DRAFT)

    with pytest.raises(Conflict, match="RUBRIC_FROZEN"):
        check_draft(RubricState.FROZEN)
