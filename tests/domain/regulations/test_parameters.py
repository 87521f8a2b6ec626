"""What each award rule takes as its parameters, and that nothing else passes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.regulations.parameters import PARAMETERS, problems_of_parameters
from domain.regulations.rules import RuleCode

C = RuleCode
SOUND: dict[RuleCode, dict[str, Any]] = {
    C.SIMILAR_ACHIEVEMENT: {"threshold": "0.60"},
    C.PREREQUISITE: {"awards": ["CSTDCS", "BK-BO"], "count": 2, "within_years": 2, "consecutive": True},
    C.QUOTA: {"max_count": 10_000, "max_share": "0.15", "of": "NOMINEES", "per": "UNIT"},
    C.DIRECT_WORKERS: {"min_share": "1"},
    C.PAPERS: {"papers": ["ACHIEVEMENT_REPORT", "UNIT_CONFIRMATION", "UNIT_MINUTES"]},
    C.FORMER_UNIT_COMMENT: {"months": 6},
    C.GENDER_PREFERENCE: {"collective_share": "0.70"},
    C.APPRAISAL_DEADLINE: {"working_days": 1},
    C.NOTICE_DEADLINE: {"working_days": 10},
    C.PUBLICATION_DEADLINE: {"working_days": 250},
    C.COUNCIL_VOTE: {"threshold": "0.80", "quorum": "0.5", "secret": True},
}
#: Each parameter with what it does not hold.
WRONG: dict[str, list[Any]] = {
    "threshold": ["0", "0.0", "1.01", "0.12345", "-0.5", ".5", " 0.5", "0,5", "NaN", 0.6, 1, True, None, ["0.5"]],
    "awards": [[], ["cstd"], ["A", "A"], ["A"] * 21, "A", [1], [["A"]], None],
    "count": [0, 21, "2", 2.0, True, None],
    "within_years": [0, 31, "1"],
    "consecutive": [0, "true", None],
    "max_count": [0, 10_001, "5", False],
    "max_share": ["0", 0.15],
    "of": ["EVERYBODY", 1, None, ["NOMINEES"]],
    "per": ["YEAR", None, {}],
    "min_share": ["2"],
    "papers": [[], ["REPORT"], ["EVIDENCE", "EVIDENCE"], [{}], {"EVIDENCE": 1}],
    "months": [0, 121, "6"],
    "collective_share": ["1.1"],
    "working_days": [0, 251, "10", True],
    "quorum": ["0"],
    "secret": ["yes", 1],
}
CASES = [(code, key, wrong) for code, sound in SOUND.items() for key in sound for wrong in WRONG[key]]


def told(code: RuleCode, parameters: Any) -> list[tuple[str, tuple[str, ...]]]:
    """The rules and the paths of what is wrong."""
    return [(each.rule, each.path) for each in problems_of_parameters(code, parameters)]


def test_every_parameter_is_examined_here():
    assert {code: set(keys) for code, keys in PARAMETERS.items()} == {code: set(keys) for code, keys in SOUND.items()}


@pytest.mark.parametrize("code", RuleCode)
def test_sound_parameters_pass_and_none_is_unknown_or_missing(code: RuleCode):
    sound = SOUND.get(code, {})

    assert told(code, sound) == []
    assert told(code, {**sound, "limit": 1}) == [("PARAMETER_UNKNOWN", ("parameters", "limit"))]
    for form in (None, [], "{}", 1):
        assert told(code, form) == [("PARAMETERS_FORM", ("parameters",))]
    if code is not C.QUOTA:
        assert told(code, {}) == [("PARAMETER_MISSING", ("parameters", key)) for key in sound]


@pytest.mark.parametrize(("code", "key", "wrong"), CASES)
def test_a_wrong_value_is_refused_by_its_name(code: RuleCode, key: str, wrong: Any):
    assert told(code, {**SOUND[code], key: wrong}) == [("PARAMETER_VALUE", ("parameters", key))]


@pytest.mark.parametrize(
    ("quota", "problems"),
    [
        ({"max_count": 5, "per": "MOVEMENT"}, []),
        ({"max_share": "0.15", "of": "HEADCOUNT", "per": "UNIT"}, []),
        ({"per": "UNIT"}, [("QUOTA_EMPTY", ("parameters", "max_count"))]),
        ({"max_share": "0.15", "per": "UNIT"}, [("QUOTA_SHARE_OF", ("parameters", "of"))]),
        ({"max_count": 5, "of": "NOMINEES", "per": "UNIT"}, [("QUOTA_SHARE_OF", ("parameters", "of"))]),
        ({}, [("PARAMETER_MISSING", ("parameters", "per"))]),
    ],
)
def test_a_quota_is_a_number_or_a_share_of_something(quota: dict[str, Any], problems):
    assert told(C.QUOTA, quota) == problems


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(RuleCode), st.data())
def test_whatever_json_is_given_is_judged(code: RuleCode, data):
    keys = st.sampled_from([*PARAMETERS.get(code, {}), "limit"])
    parameters = data.draw(anything | st.dictionaries(keys, anything))

    problems = problems_of_parameters(code, parameters)

    assert all(each.path[0] == "parameters" and each.allowed for each in problems)
    assert problems or parameters == {} or set(parameters) <= set(SOUND[code])
