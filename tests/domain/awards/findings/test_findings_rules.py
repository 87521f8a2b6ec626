"""The engine of findings: every rule with what passes and what fails, and what holds of all rules."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.awards.findings.engine import CHECKS, TOLD_ONLY, findings, refuse_blocking
from domain.awards.findings.facts import (
    Asked,
    Course,
    DossierFacts,
    Earlier,
    Held,
    OfMovement,
    OfUnit,
    Other,
    Part,
    Stay,
    Tally,
)
from domain.awards.findings.nominee import months_between
from domain.awards.papers.rules import PaperKind
from domain.awards.rules import AwardLevel
from domain.errors import Conflict
from domain.integrity.rules import HoldGround
from domain.movements.rules import MovementForm
from domain.regulations.parameters import Paper, problems_of_parameters
from domain.regulations.rules import DayKind, RuleCode, RuleInForce, Severity

TODAY = date(2024, 12, 2)
FORM, OTHER_FORM = UUID(int=1), UUID(int=2)
C = RuleCode

#: A dossier that fulfils every rule of PARAMETERS.
SOUND = DossierFacts(
    asked=Asked(FORM, "BK-BO", AwardLevel.MINISTRY),
    is_collective=False,
    unit=OfUnit("VP", is_legal_person=True, has_seal=True, takes_part=True),
    movement=OfMovement("PT-2024", MovementForm.THEMATIC, date(2024, 1, 1)),
    direct_workers=Part(5, 10),
    women=Part(0, 1),
    in_movement=Tally(of_form=15, nominees=100, headcount=200),
    in_unit=Tally(of_form=2, nominees=20, headcount=20),
    course=Course(received_on=date(2024, 11, 25), has_passed_council=True),
    first_received_on=date(2024, 11, 25),
    earlier=(Earlier("CSTDCS", 2022, True, "12/QĐ"), Earlier("CSTDCS", 2023, True)),
    papers=frozenset({PaperKind.ACHIEVEMENT_REPORT, PaperKind.UNIT_MINUTES}),
    stays=(Stay("VP", date(2020, 1, 1), None),),
)
COLLECTIVE = replace(SOUND, is_collective=True, women=Part(69, 100))

PARAMETERS: Mapping[RuleCode, dict[str, Any]] = {
    C.SIMILAR_ACHIEVEMENT: {"threshold": "0.60"},
    C.PREREQUISITE: {"awards": ["CSTDCS"], "count": 2, "within_years": 3, "consecutive": True},
    C.QUOTA: {"max_count": 15, "max_share": "0.15", "of": "NOMINEES", "per": "MOVEMENT"},
    C.DIRECT_WORKERS: {"min_share": "0.50"},
    C.PAPERS: {"papers": ["ACHIEVEMENT_REPORT", "UNIT_MINUTES"]},
    C.FORMER_UNIT_COMMENT: {"months": 6},
    C.GENDER_PREFERENCE: {"collective_share": "0.70"},
    C.APPRAISAL_DEADLINE: {"working_days": 5},
    C.NOTICE_DEADLINE: {"working_days": 5},
    C.PUBLICATION_DEADLINE: {"working_days": 5},
    C.COUNCIL_VOTE: {"threshold": "0.80", "quorum": "0.90", "secret": True},
}

TWIN = Other("Trần Bình", "GK", "PT-2023", date(2023, 5, 9), similarity=Decimal("0.6"), is_same_nominee=False)
MOVED = (Stay("TTTT", date(2023, 8, 15), date(2024, 2, 14)), Stay("VP", date(2024, 2, 15), None))
HELD = replace(SOUND, holds=(Held(HoldGround.DISCIPLINE, "Điều 4"),))
LATE = Course(received_on=date(2024, 11, 22))

#: Each rule of section 1.3 of the domain study, and those of 1.4 to 1.7: facts that fail, and what the finding says.
FAILING = [
    (C.INTEGRITY_HOLD, HELD, {}, ("đang trong thời gian xem xét kỷ luật (Điều 4)", "discipline is under")),
    (
        C.ONE_REWARD,
        replace(SOUND, same_achievement=(replace(TWIN, nominee="Lê An", decision="7/QĐ-BTTTT"),)),
        {},
        ("GK cho Lê An, phong trào PT-2023, lập ngày 09/05/2023, Quyết định 7/QĐ-BTTTT", "decision 7/QĐ-BTTTT"),
    ),
    (
        C.SIMILAR_ACHIEVEMENT,
        replace(SOUND, alike=(TWIN, replace(TWIN, nominee="Xa", similarity=Decimal("0.5999")))),
        {},
        ("từ 60 % trở lên với hồ sơ khác: GK cho Trần Bình, phong trào PT-2023, lập ngày 09/05/2023 (giống 60 %)", "6"),
    ),
    (
        C.THEMATIC_NOT_FOR_MERIT,
        replace(SOUND, asked=Asked(FORM, "BK-TTG", AwardLevel.GOVERNMENT)),
        {},
        ("phong trào PT-2024", "BK-TTG is given by the Government"),
    ),
    (
        C.AUTHORITY,
        replace(SOUND, asked=Asked(FORM, "GK", AwardLevel.UNIT), unit=replace(SOUND.unit, has_seal=False)),
        {},
        ("Đơn vị VP không có con dấu riêng: GK do Bộ trưởng quyết định.", "the Minister decides on GK"),
    ),
    # A year between, a thematic award, one too long ago: none of them makes two in a row.
    (
        C.AUTHORITY,
        replace(COLLECTIVE, asked=Asked(FORM, "GK", AwardLevel.UNIT)),
        {},
        ("Đơn vị VP không tự khen thưởng", "Unit VP does not reward itself: the Minister decides on GK."),
    ),
    (
        C.PREREQUISITE,
        replace(
            SOUND,
            earlier=(
                Earlier("CSTDCS", 2024, True),
                Earlier("CSTDCS", 2022, True, "12/QĐ"),
                Earlier("CSTDCS", 2023, False),
                Earlier("CSTDCS", 2021, True),
            ),
        ),
        {},
        (
            "3 năm gần đây; có 1 (đã được: CSTDCS 2022 (12/QĐ), CSTDCS 2024). 1 khen thưởng chuyên đề không tính.",
            "1 thematic awards do not count",
        ),
    ),
    (
        C.PREREQUISITE,
        replace(SOUND, earlier=(Earlier("CSTDCS", 2023, True), Earlier("CSTDCS", 2023, True))),
        {"awards": ["CSTDCS"], "count": 2, "within_years": 3, "consecutive": False},
        ("có 1 (đã được: CSTDCS 2023)", "there are 1 (given: CSTDCS 2023)"),
    ),
    (
        C.QUOTA,
        replace(SOUND, in_movement=Tally(16, 100, 200)),
        {},
        (
            "có 16 hồ sơ BK-BO đã trình hoặc đã duyệt trong phong trào PT-2024, vượt số tối đa 15; tỷ lệ 15 % của 100",
            "over the maximum of 15; 15 % of 100 nominees (15).",
        ),
    ),
    (
        C.QUOTA,
        SOUND,
        {"max_share": "0.099", "of": "HEADCOUNT", "per": "UNIT"},
        (
            "có 2 hồ sơ BK-BO đã trình hoặc đã duyệt trong đơn vị VP, vượt tỷ lệ 9,9 % của 20 người (1).",
            "9.9 % of 20 pe",
        ),
    ),
    (
        C.DIRECT_WORKERS,
        replace(SOUND, direct_workers=Part(1, 3)),
        {},
        ("chiếm 1/3 cá nhân được đề nghị của phong trào PT-2024 (33,3 %), dưới mục tiêu 50 %", "(33.3 %)"),
    ),
    (
        C.PAPERS,
        replace(SOUND, papers=frozenset({PaperKind.UNIT_MINUTES})),
        {},
        ("Thiếu 1/2 loại giấy tờ: báo cáo thành tích.", "1 of 2 kinds of paper are missing: achievement report."),
    ),
    (
        C.PARTICIPATION,
        replace(SOUND, unit=replace(SOUND.unit, takes_part=False)),
        {},
        ("Đơn vị VP chưa đăng ký tham gia phong trào PT-2024", "Unit VP has not registered"),
    ),
    (
        C.FORMER_UNIT_COMMENT,
        replace(SOUND, stays=MOVED),
        {},
        ("Chuyển từ TTTT sang VP ngày 15/02/2024 sau 6 tháng", "the former unit's comment is missing"),
    ),
    (C.GENDER_PREFERENCE, replace(SOUND, women=Part(1, 1)), {}, ("Nữ: được ưu tiên", "A woman: preferred")),
    (C.GENDER_PREFERENCE, replace(COLLECTIVE, women=Part(7, 10)), {}, ("7/10 nữ (70 %", "7 of 10 of the unit")),
    (
        C.APPRAISAL_DEADLINE,
        replace(SOUND, course=LATE),
        {},
        ("trong 5 ngày làm việc từ 22/11/2024, hạn 29/11/2024: đang trễ 3 ngày.", "is late by 3 days"),
    ),
    (
        C.NOTICE_DEADLINE,
        replace(SOUND, course=replace(LATE, answered_on=date(2024, 11, 30))),
        {},
        ("hạn 29/11/2024: đã trễ 1 ngày.", "was late by 1 day."),
    ),
    (
        C.PUBLICATION_DEADLINE,
        replace(SOUND, course=Course(signed_on=date(2024, 11, 22))),
        {},
        ("Công khai quyết định trong 5 ngày làm việc từ 22/11/2024", "Publish the decision within 5 working days"),
    ),
    (
        C.COUNCIL_VOTE,
        replace(SOUND, course=Course()),
        {},
        ("số phiếu thuận từ 80 % tổng số thành viên, có mặt từ 90 %, bỏ phiếu kín", "a secret ballot"),
    ),
]
#: Facts near the edge that pass, besides SOUND for every rule.
PASSING = [
    (C.THEMATIC_NOT_FOR_MERIT, replace(SOUND, movement=replace(SOUND.movement, form=MovementForm.REGULAR),
     asked=Asked(FORM, "BK-TTG", AwardLevel.GOVERNMENT)), {}),
    (C.AUTHORITY, replace(SOUND, asked=Asked(FORM, "GK", AwardLevel.UNIT)), {}),
    (C.AUTHORITY, replace(SOUND, unit=replace(SOUND.unit, has_seal=False)), {}),
    (C.PREREQUISITE, replace(SOUND, earlier=(Earlier("CSTDCS", 2022, True), Earlier("CSTDCS", 2022, True, "9/QĐ"))),
     {"awards": ["CSTDCS"], "count": 2, "within_years": 3, "consecutive": False}),
    # Sent in anew in the following year: the years are those of the day on which it was first received.
    (C.PREREQUISITE, replace(SOUND, course=replace(SOUND.course, received_on=date(2025, 1, 6))), {}),
    (C.QUOTA, SOUND, {"max_share": "0.10", "of": "HEADCOUNT", "per": "UNIT"}),
    (C.DIRECT_WORKERS, replace(COLLECTIVE, direct_workers=Part(0, 3)), {}),
    (C.DIRECT_WORKERS, replace(SOUND, direct_workers=Part(0, 0)), {}),
    # The comment is there; moved before the movement; too short a stay; only another position in the same unit.
    (C.FORMER_UNIT_COMMENT, replace(SOUND, stays=MOVED, papers=frozenset({PaperKind.FORMER_UNIT_COMMENT})), {}),
    (C.FORMER_UNIT_COMMENT, replace(SOUND, stays=MOVED, movement=replace(SOUND.movement, starts_on=date(2024, 2, 16))),
     {}),
    (C.FORMER_UNIT_COMMENT, replace(SOUND, stays=MOVED), {"months": 7}),
    (C.FORMER_UNIT_COMMENT, replace(SOUND, stays=(replace(MOVED[0], unit_code="VP"), MOVED[1])), {}),
    (C.GENDER_PREFERENCE, COLLECTIVE, {}),
    (C.GENDER_PREFERENCE, replace(COLLECTIVE, women=Part(0, 0)), {}),
    (C.APPRAISAL_DEADLINE, replace(SOUND, course=replace(LATE, appraised_on=date(2024, 11, 29))), {}),
    # A day off among the days gives a day more: Monday, today.
    (C.NOTICE_DEADLINE, replace(SOUND, course=LATE, special_days={date(2024, 11, 27): DayKind.HOLIDAY}), {}),
]  # fmt: skip


def rule(code: RuleCode, parameters: dict[str, Any] | None = None, **given: Any) -> RuleInForce:
    """A rule of a code, with its customary parameters, blocking, for all forms."""
    values = {"id": UUID(int=100), "severity": Severity.BLOCKING, "basis": "Nghị định 98", "clause": "Điều 4"}
    wanted = parameters or PARAMETERS.get(code, {})
    assert problems_of_parameters(code, wanted) == []
    return RuleInForce(**{**values, "code": code, "parameters": wanted, **given})


ALL_RULES = [rule(code, id=UUID(int=number)) for number, code in enumerate(RuleCode)]


def test_every_rule_has_a_check_a_failing_and_a_passing_case():
    assert set(CHECKS) == set(RuleCode)
    assert {code for code, *_ in FAILING} == set(RuleCode)
    assert findings(SOUND, ALL_RULES, TODAY) == []


@pytest.mark.parametrize(("code", "facts", "parameters", "said"), FAILING)
def test_a_finding_says_what_was_found(code, facts, parameters, said):
    (found,) = findings(facts, [rule(code, parameters)], TODAY)

    assert (found.code, found.rule_id, found.severity) == (code, UUID(int=100), Severity.BLOCKING)
    assert (found.clause, found.basis) == ("Điều 4", "Nghị định 98")
    assert said[0] in found.message.vi
    assert said[1] in found.message.en


@pytest.mark.parametrize(("code", "facts", "parameters"), PASSING)
def test_nothing_is_found_where_a_rule_is_just_fulfilled(code, facts, parameters):
    assert findings(facts, [rule(code, parameters)], TODAY) == []


#: Facts that break every rule at least once, some of them together.
FACTS = st.sampled_from([SOUND, COLLECTIVE, *(facts for _, facts, *_ in FAILING), *(facts for _, facts, _ in PASSING)])
RULES = st.lists(
    st.builds(
        rule,
        st.sampled_from(RuleCode),
        id=st.uuids(),
        severity=st.sampled_from(Severity),
        form_id=st.sampled_from([None, FORM, OTHER_FORM]),
    ),
    # As the database allows: one rule of a code for a form, and one for all.
    unique_by=lambda each: (each.code, each.form_id),
)


@given(FACTS, RULES, st.randoms(use_true_random=False))
def test_findings_follow_the_rules_in_force_whatever_their_order(facts, rules, chance):
    found = findings(facts, rules, TODAY)
    shuffled = chance.sample(rules, len(rules))

    assert findings(facts, shuffled, TODAY) == found
    by_id = {each.id: each for each in rules}
    assert all(each.severity is by_id[each.rule_id].severity for each in found)
    assert len({each.code for each in found}) == len(found)
    # A form's own rule stands in for the general one; another form's is not asked.
    own = {each.code for each in rules if each.form_id == FORM}
    applied = [by_id[each.rule_id] for each in found]
    assert all(each.form_id == FORM if each.code in own else each.form_id is None for each in applied)


@given(FACTS)
def test_without_rules_nothing_is_asked(facts):
    assert findings(facts, [], TODAY) == []
    assert findings(facts, [rule(code, form_id=OTHER_FORM) for code in RuleCode], TODAY) == []


@given(FACTS, RULES)
def test_only_findings_of_blocking_rules_refuse(facts, rules):
    found = findings(facts, rules, TODAY)
    blocking = [each for each in found if each.severity is Severity.BLOCKING and each.code not in TOLD_ONLY]
    if not blocking:
        refuse_blocking(found)
        return

    with pytest.raises(Conflict) as caught:
        refuse_blocking(found)

    assert caught.value.rule == "RULE_BLOCKS"
    for each in blocking:
        assert f"{each.message.vi} [{each.code}; Điều 4, Nghị định 98]" in caught.value.text.vi


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 36))
def test_months_are_whole_months(first, months):
    year, month = divmod(first.month - 1 + months, 12)
    if first.day <= 28:
        assert months_between(first, date(first.year + year, month + 1, first.day)) == months


def test_a_rule_asks_for_no_paper_that_nobody_can_add():
    assert {each.value for each in Paper} <= {each.value for each in PaperKind}
