from types import SimpleNamespace

import pytest

from domain.changes import UNCHANGED, camel_case, problems_of_nulls, values_after
from domain.errors import Invalid

OPTIONAL = frozenset({"name_en", "valid_to"})
GIVEN = {"name": None, "has_seal": False, "name_en": None, "valid_to": UNCHANGED}


def test_null_is_refused_where_there_must_be_a_value_with_the_path_into_the_input():
    problems = problems_of_nulls({**GIVEN, "has_legal_personality": None}, OPTIONAL)

    assert [(type(each), each.rule, each.path) for each in problems] == [
        (Invalid, "NULL_NOT_ALLOWED", ("name",)),
        (Invalid, "NULL_NOT_ALLOWED", ("hasLegalPersonality",)),
    ]


def test_nothing_may_be_null_unless_it_is_said_to_be_optional():
    assert [each.path for each in problems_of_nulls(GIVEN)] == [("name",), ("nameEn",)]
    assert problems_of_nulls({"name": UNCHANGED, "summary": ""}) == []


def test_what_is_left_out_or_refused_stays_and_null_clears_the_rest():
    row = SimpleNamespace(name="Cục Y", has_seal=True, name_en="Y", valid_to="2024-12-31")

    assert values_after(row, GIVEN, OPTIONAL) == {
        "name": "Cục Y",
        "has_seal": False,
        "name_en": None,
        "valid_to": "2024-12-31",
    }
    assert row == SimpleNamespace(name="Cục Y", has_seal=True, name_en="Y", valid_to="2024-12-31")


@pytest.mark.parametrize(
    ("column", "field"), [("name", "name"), ("valid_to", "validTo"), ("has_legal_personality", "hasLegalPersonality")]
)
def test_columns_are_spelt_as_inputs_spell_them(column: str, field: str):
    assert camel_case(column) == field
