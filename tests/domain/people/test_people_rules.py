import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.actor import Role
from domain.people.rules import problems_of_person, problems_of_scope


def rules_broken(**given: str) -> list[tuple[str, tuple[str, ...]]]:
    values = {"full_name": "Nguyễn Văn A", "email": "a@thidua.example", "position": "Chuyên viên", **given}
    return [(problem.rule, problem.path) for problem in problems_of_person(**values)]


def test_a_person_with_name_address_and_position_is_sound():
    assert rules_broken() == []


@pytest.mark.parametrize("email", ["", "a", "@b", "a@", "a b@c", "a@b@c", "a" * 65 + "@b"])
def test_a_malformed_address_is_refused(email: str):
    assert rules_broken(email=email) == [("EMAIL_FORM", ("email",))]


def test_all_problems_are_told_together():
    assert rules_broken(full_name=" ", email="x", position="\t") == [
        ("NAME_EMPTY", ("fullName",)),
        ("EMAIL_FORM", ("email",)),
        ("POSITION_EMPTY", ("position",)),
    ]


@settings(max_examples=100)
@given(st.text(max_size=40), st.text(max_size=40))
def test_an_address_has_exactly_one_at_sign_and_no_blank(before: str, after: str):
    sound = bool(before and after) and not any(sign == "@" or sign.isspace() for sign in before + after)

    assert (rules_broken(email=f"{before}@{after}") == []) is sound


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("has_unit", [True, False])
def test_a_role_names_a_unit_exactly_when_it_is_of_a_unit(role: Role, has_unit: bool):
    of_unit = role in (Role.UNIT_LEADER, Role.FOCAL_OFFICER)
    if role is Role.EVALUATOR:
        expected = [("ROLE_OF_ROUND", ("role",))]
    elif of_unit and not has_unit:
        expected = [("UNIT_MISSING", ("unitId",))]
    elif has_unit and not of_unit:
        expected = [("UNIT_SUPERFLUOUS", ("unitId",))]
    else:
        expected = []

    assert [(problem.rule, problem.path) for problem in problems_of_scope(role, has_unit=has_unit)] == expected
