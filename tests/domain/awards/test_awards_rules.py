from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.awards import rules
from domain.awards.rules import AwardSubject, NominationState, NomineeKind
from domain.errors import Conflict, DomainError, Invalid, NotAllowed
from domain.ids import new_id
from domain.movements.rules import MovementForm

S = NominationState
A, B = new_id(), new_id()
TODAY = date(2024, 6, 3)
#: Every step that a nomination may take.
STEPS = {
    (S.DRAFT, S.PROPOSED),
    (S.DRAFT, S.WITHDRAWN),
    (S.RETURNED, S.PROPOSED),
    (S.RETURNED, S.WITHDRAWN),
    (S.PROPOSED, S.APPROVED),
    (S.PROPOSED, S.RETURNED),
    (S.PROPOSED, S.REFUSED),
    (S.PROPOSED, S.WITHDRAWN),
    (S.APPROVED, S.RETURNED),
    (S.APPROVED, S.DECIDED),
}


def problem(check, *args, **kwargs) -> str | None:
    try:
        check(*args, **kwargs)
    except DomainError as refusal:
        return refusal.rule
    return None


@pytest.mark.parametrize(("current", "target"), list(product(NominationState, rules.STEPS)))
def test_steps_of_a_nomination(current: NominationState, target: NominationState):
    expected = None if (current, target) in STEPS else "STATE_FORBIDS"

    assert problem(rules.check_step, current, target) == expected


@pytest.mark.parametrize("state", NominationState)
def test_only_drafts_and_returned_nominations_are_edited(state: NominationState):
    expected = None if state in (S.DRAFT, S.RETURNED) else "NOMINATION_NOT_EDITABLE"

    assert problem(rules.check_editable, state) == expected


def test_spent_nominations_can_take_no_further_step():
    assert not {current for current, _ in STEPS} & rules.SPENT


@pytest.mark.parametrize(
    ("subject", "nominee", "expected"),
    [
        (AwardSubject.INDIVIDUAL, NomineeKind.INDIVIDUAL, True),
        (AwardSubject.INDIVIDUAL, NomineeKind.COLLECTIVE, False),
        (AwardSubject.COLLECTIVE, NomineeKind.INDIVIDUAL, False),
        (AwardSubject.COLLECTIVE, NomineeKind.COLLECTIVE, True),
        (AwardSubject.BOTH, NomineeKind.INDIVIDUAL, True),
        (AwardSubject.BOTH, NomineeKind.COLLECTIVE, True),
    ],
)
def test_an_award_fits_its_nominee(subject: AwardSubject, nominee: NomineeKind, expected: bool):
    problems = rules.problems_of_nomination(form=subject, nominee=nominee, summary="Giảm giờ làm")

    assert rules.fits(subject, nominee) is expected
    assert [each.rule for each in problems] == ([] if expected else ["FORM_UNFIT"])


def test_problems_of_a_nomination_are_told_together():
    problems = rules.problems_of_nomination(form=AwardSubject.COLLECTIVE, nominee=NomineeKind.INDIVIDUAL, summary=" \n")

    assert [(each.rule, each.path) for each in problems] == [
        ("FORM_UNFIT", ("formId",)),
        ("SUMMARY_EMPTY", ("summary",)),
    ]


def test_exactly_one_nominee_is_named():
    assert rules.kind_of_nominee(person_id=A, unit_id=None) is NomineeKind.INDIVIDUAL
    assert rules.kind_of_nominee(person_id=None, unit_id=A) is NomineeKind.COLLECTIVE
    for person_id, unit_id in ((None, None), (A, B)):
        with pytest.raises(Invalid) as refused:
            rules.kind_of_nominee(person_id=person_id, unit_id=unit_id)
        assert (refused.value.rule, refused.value.path) == ("NOMINEE_ONE_OF", ("nominee",))


@pytest.mark.parametrize(
    ("standing", "rule"),
    [
        ({}, None),
        ({"place": 40}, None),
        ({"is_published": False, "place": None}, "RESULT_NOT_PUBLISHED"),
        ({"is_superseded": True}, "RESULT_SUPERSEDED"),
        ({"place": None}, "ENTRY_UNRANKED"),
    ],
)
def test_a_nomination_rests_on_a_place_in_the_last_published_result(standing: dict[str, object], rule: str | None):
    given = {"is_published": True, "is_superseded": False, "place": 1, **standing}

    assert problem(rules.check_standing, **given) == rule


@pytest.mark.parametrize(
    ("nominee", "is_author", "is_unit", "rule"),
    [
        (NomineeKind.INDIVIDUAL, True, False, None),
        (NomineeKind.INDIVIDUAL, False, True, "NOMINEE_NOT_AUTHOR"),
        (NomineeKind.COLLECTIVE, False, True, None),
        (NomineeKind.COLLECTIVE, True, False, "NOMINEE_NOT_UNIT_OF_INITIATIVE"),
    ],
)
def test_the_achievement_is_the_nominees(nominee: NomineeKind, is_author: bool, is_unit: bool, rule: str | None):
    assert problem(rules.check_achiever, nominee, is_author=is_author, is_unit_of_initiative=is_unit) == rule


def test_thematic_movements_do_not_count_for_merit():
    assert rules.counts_for_merit(MovementForm.REGULAR)
    assert not rules.counts_for_merit(MovementForm.THEMATIC)


@settings(max_examples=100, deadline=None)
@given(st.frozensets(st.uuids(), max_size=5), st.uuids())
def test_who_had_a_hand_in_it_does_not_decide(preparers: frozenset, decider):
    expected = "ONE_HAND_ONLY" if decider in preparers else None

    assert problem(rules.check_decider, decider, preparers) == expected
    assert problem(rules.check_decider, decider, preparers | {decider}) == "ONE_HAND_ONLY"
    assert problem(rules.check_decider, None, preparers) is None


def test_the_refusal_of_a_preparer_names_the_permission():
    with pytest.raises(NotAllowed) as refused:
        rules.check_decider(A, frozenset({A}))

    assert refused.value.permission == "NOMINATION_DECIDE"


def test_a_decision_rewards_its_movement_and_never_its_signer():
    rules.check_rewarded(is_of_movement=True, signer_id=A, nominee_id=B)
    rules.check_rewarded(is_of_movement=True, signer_id=A, nominee_id=None)
    with pytest.raises(Conflict, match="NOMINATION_OF_OTHER_MOVEMENT"):
        rules.check_rewarded(is_of_movement=False, signer_id=A, nominee_id=B)
    with pytest.raises(Conflict, match="SIGNER_IS_NOMINEE"):
        rules.check_rewarded(is_of_movement=True, signer_id=A, nominee_id=A)


@settings(max_examples=100, deadline=None)
@given(st.integers(-3000, 3000))
def test_a_decision_is_not_signed_in_the_future(offset: int):
    problems = rules.problems_of_decision(number="12/QĐ-BTTTT", signed_on=TODAY + timedelta(days=offset), today=TODAY)

    assert [each.rule for each in problems] == (["SIGNED_IN_FUTURE"] if offset > 0 else [])


def test_a_decision_has_a_number():
    problems = rules.problems_of_decision(number=" ", signed_on=TODAY + timedelta(days=1), today=TODAY)

    assert [(each.rule, each.path) for each in problems] == [
        ("NUMBER_EMPTY", ("number",)),
        ("SIGNED_IN_FUTURE", ("signedOn",)),
    ]
    assert isinstance(problems[1], Invalid)
    assert problems[1].allowed == "<= 2024-06-03"


@pytest.mark.parametrize("count", [0, 101, 1000])
def test_a_choice_has_1_to_100_items(count: int):
    (refusal,) = rules.problems_of_choice([new_id() for _ in range(count)], "items")

    assert (refusal.rule, refusal.path) == ("ITEMS_COUNT", ("items",))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([new_id() for _ in range(6)]), min_size=1, max_size=20))
def test_a_choice_names_each_once(ids):
    problems = rules.problems_of_choice(ids, "items", "nominationId")

    assert len(problems) == len(ids) - len(set(ids))
    assert {each.path for each in problems} == {
        ("items", str(at), "nominationId") for at, key in enumerate(ids) if key in ids[:at]
    }


def test_a_choice_of_100_is_not_too_many():
    assert rules.problems_of_choice([new_id() for _ in range(100)], "items") == []


def test_a_sound_award():
    assert rules.problems_of_award(code="BK-BT", name="Bằng khen", decided_by="Bộ trưởng") == []


def test_problems_of_an_award_are_told_together():
    problems = rules.problems_of_award(code="bk", name="", decided_by=" ")

    assert [each.rule for each in problems] == ["CODE_FORM", "NAME_EMPTY", "DECIDED_BY_EMPTY"]


@pytest.mark.parametrize(("code", "is_sound"), [("CSTĐCS", True), ("BK_BT.1", True), ("", False), ("A" * 33, False)])
def test_codes_of_awards(code: str, is_sound: bool):
    problems = rules.problems_of_award(code=code, name="X", decided_by="Y")

    assert (problems == []) is is_sound
