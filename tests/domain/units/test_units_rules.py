from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.units.rules import problems_of_unit

FIRST_DAY = date(2024, 1, 1)


def rules_broken(**given: object) -> list[str]:
    values = {"code": "TTTT", "name": "Trung tâm Thông tin", "valid_from": FIRST_DAY, "valid_to": None, **given}
    return [problem.rule for problem in problems_of_unit(**values)]


@pytest.mark.parametrize("code", ["A", "TTTT", "CUC-TS", "PT&TH", "V.KH", "ĐTVT", "2024", "A" * 32])
def test_code_of_capitals_digits_and_marks_is_sound(code: str):
    assert rules_broken(code=code) == []


@pytest.mark.parametrize("code", ["", "a", "Đơn vị", "A B", "-A", "&A", "A_B", "A" * 33, "A\n"])
def test_other_codes_are_malformed(code: str):
    assert rules_broken(code=code) == ["CODE_FORM"]


@pytest.mark.parametrize("name", ["", " ", "\t\n"])
def test_a_unit_has_a_name(name: str):
    assert rules_broken(name=name) == ["NAME_EMPTY"]


@settings(max_examples=100)
@given(st.dates(date(1945, 1, 1), date(2100, 1, 1)), st.integers(-1000, 1000))
def test_the_last_day_is_never_before_the_first(first: date, length: int):
    last = first + timedelta(days=length)

    assert rules_broken(valid_from=first, valid_to=last) == (["PERIOD_REVERSED"] if length < 0 else [])


def test_all_problems_are_told_together_with_their_paths():
    problems = problems_of_unit(code="x", name=" ", valid_from=FIRST_DAY, valid_to=date(2023, 12, 31))

    assert [(problem.rule, problem.path) for problem in problems] == [
        ("CODE_FORM", ("code",)),
        ("NAME_EMPTY", ("name",)),
        ("PERIOD_REVERSED", ("validTo",)),
    ]
    assert problems[2].allowed == ">= 2024-01-01"
