from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.access.permissions import Permission
from domain.awards import particulars, rules
from domain.awards.rules import AwardLevel, AwardSubject, Hand, NominationState, NomineeKind, SigningCapacity, Verdict
from domain.awards.signing_rules import Scope, check_delegate
from domain.errors import Conflict, DomainError, Invalid
from domain.ids import new_id
from domain.movements.rules import MovementForm

S = NominationState
A, B = new_id(), new_id()
TODAY = date(2024, 6, 3)
APPRAISED_BY_NOW = (S.SUBMITTED, S.COMPLETE, S.APPRAISED, S.VOTED)
#: Every step that a dossier may take, written down by hand from the road.
STEPS = {
    (S.DRAFT, S.SUBMITTED),
    (S.RETURNED, S.SUBMITTED),
    (S.SUBMITTED, S.COMPLETE),
    (S.COMPLETE, S.APPRAISED),
    (S.APPRAISED, S.VOTED),
    (S.APPRAISED, S.PROPOSED),
    (S.VOTED, S.PROPOSED),
    (S.PROPOSED, S.APPROVED),
    (S.APPROVED, S.DECIDED),
    (S.DECIDED, S.PUBLISHED),
    (S.PUBLISHED, S.PRESENTED),
    (S.PRESENTED, S.PAID),
    (S.APPRAISED, S.REFUSED),
    (S.PROPOSED, S.REFUSED),
    *product((*APPRAISED_BY_NOW, S.PROPOSED, S.APPROVED), (S.RETURNED, S.HELD)),
    *product((S.DRAFT, S.RETURNED, *APPRAISED_BY_NOW, S.PROPOSED, S.HELD), (S.WITHDRAWN,)),
    *product((S.DECIDED, S.PUBLISHED, S.PRESENTED, S.PAID), (S.REVOKED,)),
}


def problem(check, *args, **kwargs) -> str | None:
    try:
        check(*args, **kwargs)
    except DomainError as refusal:
        return refusal.rule
    return None


def test_steps_of_a_nomination():
    found = {
        (current, target)
        for current, target in product(NominationState, rules.STEPS)
        if problem(rules.check_step, current, target) is None
    }

    assert found == STEPS
    assert problem(rules.check_step, S.DRAFT, S.DECIDED) == "STATE_FORBIDS"
    assert set(rules.STEPS) == set(S) - {S.DRAFT}
    assert {NominationState(verdict) for verdict in Verdict} == {S.APPROVED, S.RETURNED, S.REFUSED}


def test_only_drafts_and_returned_nominations_are_edited():
    edited = {state for state in S if problem(rules.check_editable, state) is None}

    assert edited == {S.DRAFT, S.RETURNED}
    assert problem(rules.check_editable, S.PAID) == "NOMINATION_NOT_EDITABLE"


@settings(max_examples=200)
@given(st.lists(st.sampled_from(list(rules.STEPS)), max_size=40))
def test_a_dossier_goes_no_other_way_than_the_road(wanted):
    """Whatever is tried: it is decided only once approved, and what is spent has no further step."""
    state, been = S.DRAFT, [S.DRAFT]
    for target in wanted:
        if problem(rules.check_step, state, target) is None:
            state = target
            been.append(target)

    for needed, later in ((S.SUBMITTED, S.COMPLETE), (S.APPRAISED, S.PROPOSED), (S.APPROVED, S.DECIDED)):
        assert later not in been or been.index(needed) < been.index(later)
    assert not set(been[:-1]) & {S.REFUSED, S.WITHDRAWN, S.REVOKED}
    assert S.PAID not in been or been[been.index(S.PAID) + 1 :] in ([], [S.REVOKED])


def test_a_held_dossier_goes_back_to_where_it_was():
    for state in (*APPRAISED_BY_NOW, S.PROPOSED, S.APPROVED):
        assert rules.check_held(S.HELD, state) is state
    assert problem(rules.check_held, S.DRAFT, None) == "STATE_FORBIDS"


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
    problems = particulars.problems_of_nomination(form=subject, nominee=nominee, summary="Giảm giờ làm")

    assert particulars.fits(subject, nominee) is expected
    assert [each.rule for each in problems] == ([] if expected else ["FORM_UNFIT"])


def test_problems_of_a_nomination_are_told_together():
    problems = particulars.problems_of_nomination(
        form=AwardSubject.COLLECTIVE, nominee=NomineeKind.INDIVIDUAL, summary=" \n"
    )

    assert [(each.rule, each.path) for each in problems] == [
        ("FORM_UNFIT", ("formId",)),
        ("SUMMARY_EMPTY", ("summary",)),
    ]


def test_exactly_one_nominee_is_named():
    assert particulars.kind_of_nominee(person_id=A, unit_id=None) is NomineeKind.INDIVIDUAL
    assert particulars.kind_of_nominee(person_id=None, unit_id=A) is NomineeKind.COLLECTIVE
    for person_id, unit_id in ((None, None), (A, B)):
        with pytest.raises(Invalid) as refused:
            particulars.kind_of_nominee(person_id=person_id, unit_id=unit_id)
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

    assert problem(particulars.check_standing, **given) == rule


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
    assert problem(particulars.check_achiever, nominee, is_author=is_author, is_unit_of_initiative=is_unit) == rule


def test_thematic_movements_do_not_count_for_merit():
    assert rules.counts_for_merit(MovementForm.REGULAR)
    assert not rules.counts_for_merit(MovementForm.THEMATIC)


@pytest.mark.parametrize(("taken", "permission"), list(product(Hand, (Permission.NOMINATION_DECIDE,))))
def test_the_refusal_of_a_second_hand_names_the_permission_and_what_was_done(taken: Hand, permission: Permission):
    refused = rules.refuse_second_hand(permission, taken)
    others = [rules.refuse_second_hand(permission, hand).text for hand in Hand if hand is not taken]

    assert (refused.rule, refused.permission) == ("ONE_HAND_ONLY", "NOMINATION_DECIDE")
    assert refused.text not in others


@pytest.mark.parametrize("level", AwardLevel)
def test_a_unit_decides_with_a_seal_and_legal_personality_on_what_is_of_its_level(level: AwardLevel):
    allowed = [
        facts
        for facts in product((False, True), repeat=3)
        if rules.unit_decides(level, has_seal=facts[0], has_legal_personality=facts[1], is_collective=facts[2])
    ]

    assert allowed == ([(True, True, False)] if level is AwardLevel.UNIT else [])


@settings(max_examples=200)
@given(
    st.sampled_from([None, A]),
    st.sampled_from([None, A]),
    st.sampled_from([A, B]),
    st.sampled_from([A, B]),
    st.integers(-3, 3),
    st.sampled_from(SigningCapacity),
)
def test_what_a_delegation_covers(of_movement, of_form, movement_id, form_id, offset, capacity):
    scope = Scope(SigningCapacity.KT, of_movement, of_form, TODAY, TODAY + timedelta(days=1))
    is_in_scope = (of_movement is None or movement_id == A) and (of_form is None or form_id == A)

    covered = scope.covers(capacity, movement_id, form_id, TODAY + timedelta(days=offset))

    assert covered is (capacity == "KT" and is_in_scope and offset in (0, 1))


@pytest.mark.parametrize("capacity", SigningCapacity)
def test_who_can_be_delegated_to_sign(capacity: SigningCapacity):
    """KT. ministry leaders, TL. and TUQ. heads of units; nobody themselves, nobody as the head."""
    unfit = {
        (leader, head): problem(check_delegate, capacity, is_another=True, is_leader=leader, leads_unit=head)
        for leader, head in product((False, True), repeat=2)
    }
    place = {"KT": 0, "TL": 1, "TUQ": 1}.get(capacity)

    for facts, rule in unfit.items():
        expected = "CAPACITY_UNFIT" if place is None else None if facts[place] else "DELEGATE_UNFIT"
        assert rule == expected
    oneself = {"is_another": False, "is_leader": True, "leads_unit": True}
    assert problem(check_delegate, capacity, **oneself) == ("CAPACITY_UNFIT" if place is None else "DELEGATE_IS_SELF")


@settings(max_examples=100)
@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
def test_what_was_recovered_only_grows_up_to_what_is_due(recovered: int, before: int, due: int):
    problems = particulars.problems_of_recovery(Decimal(recovered), Decimal(before), Decimal(due))

    assert [each.rule for each in problems] == ([] if before <= recovered <= due else ["AMOUNT_RANGE"])


def test_a_nomination_rests_on_exactly_one_ground():
    given_reasons = {(False, " Đột xuất "): "Đột xuất", (True, None): None}
    for (has_entry, reason), expected in given_reasons.items():
        assert particulars.require_one_basis(has_entry=has_entry, reason=reason) == expected
    for (has_entry, reason), rule in {
        (True, "Đột xuất"): "BASIS_ONE_OF",
        (False, None): "BASIS_ONE_OF",
        (False, " "): "REASON_MISSING",
    }.items():
        assert problem(particulars.require_one_basis, has_entry=has_entry, reason=reason) == rule


def test_a_decision_rewards_its_movement_and_never_its_signer():
    rules.check_rewarded(is_of_movement=True, signer_id=A, nominee_id=B)
    rules.check_rewarded(is_of_movement=True, signer_id=A, nominee_id=None)
    with pytest.raises(Conflict, match="NOMINATION_OF_OTHER_MOVEMENT"):
        rules.check_rewarded(is_of_movement=False, signer_id=A, nominee_id=B)
    with pytest.raises(Conflict, match="SIGNER_IS_NOMINEE"):
        rules.check_rewarded(is_of_movement=True, signer_id=A, nominee_id=A)


@settings(max_examples=100)
@given(st.integers(-3000, 3000))
def test_a_decision_is_not_signed_in_the_future(offset: int):
    problems = particulars.problems_of_decision(
        number="12/QĐ-BTTTT", signed_on=TODAY + timedelta(days=offset), today=TODAY
    )

    assert [each.rule for each in problems] == (["SIGNED_IN_FUTURE"] if offset > 0 else [])


def test_a_decision_has_a_number():
    problems = particulars.problems_of_decision(number=" ", signed_on=TODAY + timedelta(days=1), today=TODAY)

    assert [(each.rule, each.path) for each in problems] == [
        ("NUMBER_EMPTY", ("number",)),
        ("SIGNED_IN_FUTURE", ("signedOn",)),
    ]
    assert isinstance(problems[1], Invalid)
    assert problems[1].allowed == "<= 2024-06-03"


@pytest.mark.parametrize("count", [0, 101, 1000])
def test_a_choice_has_1_to_100_items(count: int):
    (refusal,) = particulars.problems_of_choice([new_id() for _ in range(count)], "items")

    assert (refusal.rule, refusal.path) == ("ITEMS_COUNT", ("items",))


@settings(max_examples=100)
@given(st.lists(st.sampled_from([new_id() for _ in range(6)]), min_size=1, max_size=20))
def test_a_choice_names_each_once(ids):
    problems = particulars.problems_of_choice(ids, "items", "nominationId")

    assert len(problems) == len(ids) - len(set(ids))
    assert {each.path for each in problems} == {
        ("items", str(at), "nominationId") for at, key in enumerate(ids) if key in ids[:at]
    }


def test_a_choice_of_100_is_not_too_many():
    assert particulars.problems_of_choice([new_id() for _ in range(100)], "items") == []


def test_a_sound_award():
    assert particulars.problems_of_award(code="BK-BT", name="Bằng khen", decided_by="Bộ trưởng") == []


def test_problems_of_an_award_are_told_together():
    problems = particulars.problems_of_award(code="bk", name="", decided_by=" ")

    assert [each.rule for each in problems] == ["CODE_FORM", "NAME_EMPTY", "DECIDED_BY_EMPTY"]


@pytest.mark.parametrize(("code", "is_sound"), [("CSTĐCS", True), ("BK_BT.1", True), ("", False), ("A" * 33, False)])
def test_codes_of_awards(code: str, is_sound: bool):
    problems = particulars.problems_of_award(code=code, name="X", decided_by="Y")

    assert (problems == []) is is_sound
