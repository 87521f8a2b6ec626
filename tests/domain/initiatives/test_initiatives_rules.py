from itertools import product
from uuid import UUID

import pytest

from domain.errors import Conflict, Invalid, NotAllowed
from domain.initiatives.rules import (
    AWAITS,
    EDITABLE,
    STEPS,
    InitiativeState,
    ReviewStage,
    check_awaits,
    check_changed,
    check_editable,
    check_screener,
    check_step,
    require_reason,
)

ANN, BINH = UUID(int=1), UUID(int=2)
ALLOWED = {
    ("DRAFT", "UNIT_REVIEW"),
    ("RETURNED", "UNIT_REVIEW"),
    ("UNIT_REVIEW", "RETURNED"),
    ("SUBMITTED", "RETURNED"),
    ("UNIT_REVIEW", "SUBMITTED"),
    ("SUBMITTED", "SCREENED"),
    ("SUBMITTED", "INELIGIBLE"),
    ("SCREENED", "SCORING"),
    ("SCORED", "SCORING"),
    ("SCORING", "SCORED"),
    ("DRAFT", "WITHDRAWN"),
    ("UNIT_REVIEW", "WITHDRAWN"),
    ("RETURNED", "WITHDRAWN"),
    ("SUBMITTED", "WITHDRAWN"),
    ("SCREENED", "WITHDRAWN"),
}


@pytest.mark.parametrize(("current", "target"), list(product(InitiativeState, STEPS)))
def test_steps_are_those_of_the_life_cycle(current: InitiativeState, target: InitiativeState):
    if (current, target) in ALLOWED:
        check_step(current, target)
    else:
        with pytest.raises(Conflict) as refused:
            check_step(current, target)
        assert refused.value.rule == "STATE_FORBIDS"


def test_every_state_but_the_first_can_be_reached():
    assert set(STEPS) == set(InitiativeState) - {InitiativeState.DRAFT}


@pytest.mark.parametrize("state", InitiativeState)
def test_only_drafts_and_returned_initiatives_are_revised(state: InitiativeState):
    assert frozenset({"DRAFT", "RETURNED"}) == EDITABLE
    if state in EDITABLE:
        check_editable(state)
    else:
        with pytest.raises(Conflict):
            check_editable(state)


@pytest.mark.parametrize(("stage", "state"), list(product(ReviewStage, InitiativeState)))
def test_each_reviewer_returns_only_what_lies_before_them(stage: ReviewStage, state: InitiativeState):
    if AWAITS[stage] is state:
        check_awaits(stage, state)
    else:
        with pytest.raises(Conflict):
            check_awaits(stage, state)


def test_a_revision_must_change_something():
    check_changed("a", "b")
    with pytest.raises(Conflict) as refused:
        check_changed("a", "a")
    assert refused.value.rule == "NOTHING_CHANGED"


def test_an_author_may_not_screen():
    check_screener(ANN, {BINH})
    check_screener(None, {BINH})
    with pytest.raises(NotAllowed) as refused:
        check_screener(BINH, {BINH})
    assert (refused.value.permission, refused.value.rule) == ("INITIATIVE_SCREEN", "AUTHOR_MAY_NOT_SCREEN")


def test_a_reason_is_kept_without_blanks_and_must_be_there():
    assert require_reason(" Thiếu số liệu ") == "Thiếu số liệu"
    for missing in (None, "", " \n"):
        with pytest.raises(Invalid) as refused:
            require_reason(missing)
        assert (refused.value.rule, refused.value.path) == ("REASON_MISSING", ("reason",))
