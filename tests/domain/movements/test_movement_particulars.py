from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Role
from domain.movements.particulars import (
    MAX_CAPABILITIES,
    MAX_PHASES,
    PHASE_GATED,
    PhaseSpec,
    problems_of_legal_basis,
    problems_of_movement,
    problems_of_plan,
)

SOUND = {
    "code": "UDCNS-AI-2024",
    "name": "Ứng dụng công nghệ số",
    "starts_on": date(2024, 1, 1),
    "ends_on": date(2024, 12, 31),
    "report_due_before": date(2024, 12, 25),
}
PHASE = PhaseSpec(
    code="EVALUATION_1",
    name="Chấm điểm đợt 1",
    opens_at=datetime(2024, 9, 3, tzinfo=UTC),
    closes_at=datetime(2024, 10, 16, tzinfo=UTC),
    capabilities=((Role.EVALUATOR, Permission.SHEET_SCORE),),
)


def said(problems) -> list[tuple[str, tuple[str, ...]]]:
    return [(problem.rule, problem.path) for problem in problems]


@pytest.mark.parametrize(
    ("change", "rule", "path"),
    [
        ({"code": ""}, "CODE_FORM", "code"),
        ({"code": "thường"}, "CODE_FORM", "code"),
        ({"code": "A" * 33}, "CODE_FORM", "code"),
        ({"code": "A\n"}, "CODE_FORM", "code"),
        ({"name": "  "}, "NAME_EMPTY", "name"),
        ({"ends_on": date(2023, 12, 31)}, "PERIOD_REVERSED", "endsOn"),
        ({"report_due_before": date(2024, 1, 1)}, "DUE_TOO_EARLY", "reportDueBefore"),
    ],
)
def test_each_problem_of_a_movement_names_its_field(change, rule: str, path: str):
    assert said(problems_of_movement(**{**SOUND, **change})) == [(rule, (path,))]


def test_a_movement_of_one_day_with_reports_due_the_next_is_sound():
    one_day = {"ends_on": date(2024, 1, 1), "report_due_before": date(2024, 1, 2)}

    assert problems_of_movement(**SOUND) == []
    assert problems_of_movement(**{**SOUND, **one_day}) == []


@pytest.mark.parametrize(
    ("change", "rule", "path"),
    [
        ({"code": "luật"}, "CODE_FORM", "code"),
        ({"title": ""}, "TITLE_EMPTY", "title"),
        ({"source": " "}, "SOURCE_EMPTY", "source"),
        ({"valid_to": date(2023, 12, 31)}, "PERIOD_REVERSED", "validTo"),
    ],
)
def test_each_problem_of_a_legal_text_names_its_field(change, rule: str, path: str):
    sound = {
        "code": "ND-98-2023",
        "title": "Nghị định",
        "source": "Công báo",
        "valid_from": date(2024, 1, 1),
        "valid_to": date(2024, 1, 1),
    }

    assert problems_of_legal_basis(**sound) == []
    assert said(problems_of_legal_basis(**{**sound, **change})) == [(rule, (path,))]


@pytest.mark.parametrize(
    ("change", "rule", "path"),
    [
        ({"code": "evaluation"}, "CODE_FORM", ("phases", "1", "code")),
        ({"name": ""}, "NAME_EMPTY", ("phases", "1", "name")),
        ({"closes_at": PHASE.opens_at}, "PERIOD_REVERSED", ("phases", "1", "closesAt")),
        (
            {"capabilities": PHASE.capabilities * 2},
            "CAPABILITY_TWICE",
            ("phases", "1", "capabilities", "1"),
        ),
        (
            {"capabilities": [(Role.PERSONNEL, Permission.ROUND_MANAGE)]},
            "NOT_PHASE_GATED",
            ("phases", "1", "capabilities", "0", "permission"),
        ),
        (
            {"capabilities": [(Role.STAFF, Permission.SHEET_SCORE)]},
            "ROLE_LACKS_PERMISSION",
            ("phases", "1", "capabilities", "0", "role"),
        ),
        (
            {"capabilities": PHASE.capabilities * (MAX_CAPABILITIES + 1)},
            "CAPABILITIES_COUNT",
            ("phases", "1", "capabilities"),
        ),
    ],
)
def test_each_problem_of_a_plan_names_its_field(change, rule: str, path: tuple[str, ...]):
    second = replace(PHASE, **{"code": "EVALUATION_2", **change})

    assert problems_of_plan([PHASE, replace(PHASE, code="EVALUATION_2")]) == []
    assert said(problems_of_plan([PHASE, second])) == [(rule, path)]


def test_a_plan_has_each_code_once_and_at_most_twenty_phases():
    many = [replace(PHASE, code=f"P{number}") for number in range(MAX_PHASES + 1)]

    assert said(problems_of_plan([PHASE, PHASE])) == [("CODE_TWICE", ("phases", "1", "code"))]
    assert problems_of_plan(many[:MAX_PHASES]) == []
    assert said(problems_of_plan(many)) == [("PHASES_COUNT", ("phases",))]
    assert problems_of_plan([]) == []


def test_every_deed_that_waits_for_a_phase_can_be_let_to_every_role_that_can_hold_it():
    all_of_them = [(role, permission) for permission in PHASE_GATED for role in policy.roles_holding(permission)]

    assert len(all_of_them) <= MAX_CAPABILITIES
    assert problems_of_plan([replace(PHASE, capabilities=all_of_them)]) == []
