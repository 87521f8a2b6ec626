"""When a deed of evaluation is possible, judged by states and times alone."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Closed, Conflict, Invalid
from domain.evaluations import gates
from domain.evaluations.rules import AssignmentState, RoundKind, RoundState, SheetState
from domain.initiatives.rules import InitiativeState

OPENS = datetime(2024, 6, 1, tzinfo=UTC)
CLOSES = datetime(2024, 7, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def check_time(state: RoundState, now: datetime, closed_at: datetime | None = None) -> None:
    gates.check_scoring_time(state, opens_at=OPENS, closes_at=CLOSES, closed_at=closed_at, now=now)


@pytest.mark.parametrize("now", [OPENS, CLOSES - SECOND])
def test_scoring_time_begins_with_the_opening_and_ends_before_the_closing(now):
    check_time(RoundState.OPEN, now)


@pytest.mark.parametrize(
    ("state", "now", "closed_at", "told"),
    [
        (RoundState.OPEN, OPENS - SECOND, None, None),
        (RoundState.DRAFT, OPENS, None, None),
        (RoundState.OPEN, CLOSES, None, CLOSES),
        (RoundState.CLOSED, OPENS + SECOND, OPENS, OPENS),
        (RoundState.CLOSED, CLOSES + 2 * SECOND, CLOSES + SECOND, CLOSES),
    ],
)
def test_scoring_time_over_or_not_come_tells_when_it_closed(state, now, closed_at, told):
    with pytest.raises(Closed) as refused:
        check_time(state, now, closed_at)

    assert (refused.value.rule, refused.value.closed_at) == ("ROUND_NOT_OPEN", told)


@settings(max_examples=100)
@given(st.sampled_from(RoundState), st.timedeltas(-timedelta(days=90), timedelta(days=90)))
def test_scoring_time_is_never_outside_an_open_round(state, shift):
    now = OPENS + shift
    try:
        check_time(state, now, OPENS if state is RoundState.CLOSED else None)
    except Closed:
        return
    assert state is RoundState.OPEN
    assert OPENS <= now < CLOSES


@pytest.mark.parametrize("count", [0, 101])
def test_lists_have_1_to_100_items(count):
    gates.check_count(1, "pairs")
    gates.check_count(100, "pairs")
    with pytest.raises(Invalid) as refused:
        gates.check_count(count, "pairs")
    assert (refused.value.rule, refused.value.path) == ("ITEMS_COUNT", ("pairs",))


def test_reason_is_stripped_and_needed():
    assert gates.require_reason(" vì thế ") == "vì thế"
    with pytest.raises(Invalid) as refused:
        gates.require_reason(" \n")
    assert (refused.value.rule, refused.value.path) == ("REASON_MISSING", ("reason",))


def test_round_state_must_be_among_the_wanted():
    gates.check_round_state(RoundState.OPEN, RoundState.DRAFT, RoundState.OPEN)
    with pytest.raises(Conflict, match="ROUND_STATE_FORBIDS"):
        gates.check_round_state(RoundState.CLOSED, RoundState.DRAFT, RoundState.OPEN)


EXPERT, SCREENING = RoundKind.EXPERT, RoundKind.SCREENING


@pytest.mark.parametrize(
    ("kind", "state", "later", "being_scored", "can"),
    [
        (EXPERT, InitiativeState.SCREENED, False, False, True),
        (EXPERT, InitiativeState.SCREENED, True, False, True),
        (EXPERT, InitiativeState.SCORED, False, False, False),
        (EXPERT, InitiativeState.SCORED, True, False, True),
        (EXPERT, InitiativeState.SCORING, False, False, False),
        (EXPERT, InitiativeState.SCORING, True, True, False),
        (EXPERT, InitiativeState.SCORING, True, False, True),
        (EXPERT, InitiativeState.SUBMITTED, True, False, False),
        (EXPERT, InitiativeState.WITHDRAWN, True, False, False),
        (SCREENING, InitiativeState.SUBMITTED, False, False, True),
        (SCREENING, InitiativeState.SUBMITTED, True, True, False),
        (SCREENING, InitiativeState.SCREENED, True, False, False),
        (SCREENING, InitiativeState.SCORED, True, False, False),
    ],
)
def test_what_can_be_scored(kind, state, later, being_scored, can):
    assert gates.can_be_scored(kind, state, is_later_round=later, is_in_open_round=being_scored) is can


def test_opening_needs_entries_evaluators_criteria_and_phases():
    wanted = ("entries", "evaluators", "criteria", "phases")
    problems = gates.problems_of_opening(**{f"has_{each}": False for each in wanted})

    assert [one.rule for one in problems] == [f"ROUND_NEEDS_{each.upper()}" for each in wanted]
    assert gates.problems_of_opening(**{f"has_{each}": True for each in wanted}) == []


def test_states_of_assignment_and_sheet():
    gates.check_assigned(AssignmentState.ASSIGNED)
    gates.check_draft_sheet(SheetState.DRAFT)
    gates.check_submitted_sheet(SheetState.SUBMITTED)
    gates.check_can_give_up(None)
    gates.check_can_give_up(SheetState.DRAFT)

    refused = {
        "ASSIGNMENT_GIVEN_UP": lambda: gates.check_assigned(AssignmentState.RECUSED),
        "SHEET_LOCKED": lambda: gates.check_draft_sheet(SheetState.SUBMITTED),
        "SHEET_NOT_SUBMITTED": lambda: gates.check_submitted_sheet(SheetState.DRAFT),
        "SHEET_SUBMITTED": lambda: gates.check_can_give_up(SheetState.SUBMITTED),
    }
    for rule, check in refused.items():
        with pytest.raises(Conflict, match=rule):
            check()


@settings(max_examples=100)
@given(st.lists(st.integers(0, 5), max_size=12))
def test_repeats_are_all_but_the_first_of_each(items):
    repeats = gates.positions_of_repeats(items)

    kept = [item for at, item in enumerate(items) if at not in repeats]
    assert len(kept) == len(set(items))
    assert kept == list(dict.fromkeys(items))


def test_problems_of_a_pair_name_its_fields():
    problems = gates.problems_of_pair(is_entry=False, is_evaluator=False, is_there=True)

    assert [(one.rule, one.path) for one in problems] == [
        ("NOT_IN_ROUND", ("initiativeId",)),
        ("NOT_EVALUATOR", ("evaluatorId",)),
        ("ASSIGNED_ALREADY", ("evaluatorId",)),
    ]


def test_phase_that_takes_no_scores_is_named():
    gates.check_phase_scores("Chấm điểm", can_score=True)
    with pytest.raises(Closed) as refused:
        gates.check_phase_scores("Thảo luận", can_score=False)

    assert (refused.value.rule, refused.value.closed_at) == ("PHASE_FORBIDS", None)
    assert "“Thảo luận”" in refused.value.text.vi
