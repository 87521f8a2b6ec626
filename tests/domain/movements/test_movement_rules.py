from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.access.permissions import Permission
from domain.actor import Role
from domain.clock import VIETNAM
from domain.errors import Conflict, Invalid
from domain.movements.rules import (
    ACTIVE,
    ADVANCES,
    EDITABLE,
    PUBLIC,
    TRANSITIONS,
    MovementState,
    PhaseWindow,
    Readiness,
    basis_is_valid,
    check_advance,
    check_editable,
    check_not_archived,
    check_transition,
    exists_during,
    is_on_time,
    last_closing,
    last_moment_before,
    permits,
    problems_of_launch,
    start_of,
)

DUE = date(2024, 12, 25)
DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2024, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis adds the zone
PROPERTIES = settings(max_examples=100)


@pytest.mark.parametrize(
    ("moment", "on_time"),
    [
        ("2024-12-24T23:59:59+07:00", True),
        ("2024-12-24T23:59:59.999999+07:00", True),
        ("2024-12-25T00:00:00+07:00", False),
        ("2024-12-24T16:59:59+00:00", True),
        ("2024-12-24T17:00:00+00:00", False),
        ("2024-12-24T23:59:59+00:00", False),
    ],
)
def test_before_the_25th_means_up_to_the_end_of_the_24th_in_viet_nam(moment: str, on_time: bool):
    assert is_on_time(datetime.fromisoformat(moment), DUE) is on_time


def test_the_last_on_time_moment_is_one_second_to_midnight():
    assert last_moment_before(DUE).isoformat() == "2024-12-24T23:59:59+07:00"
    assert start_of(DUE).isoformat() == "2024-12-25T00:00:00+07:00"


@PROPERTIES
@given(DAYS)
def test_the_last_moment_is_on_time_and_one_second_later_is_late(day: date):
    last = last_moment_before(day)

    assert is_on_time(last, day)
    assert not is_on_time(last + timedelta(seconds=1), day)
    assert last.astimezone(VIETNAM).date() == day - timedelta(days=1)


def test_every_state_is_reached_from_a_draft():
    reached, waiting = set(), [MovementState.DRAFT]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting.extend(TRANSITIONS[state])

    assert reached == set(MovementState)


def test_only_the_archive_is_final_and_nothing_leads_back_before_the_launch():
    assert [state for state in MovementState if not TRANSITIONS[state]] == [MovementState.ARCHIVED]
    assert {target for state in PUBLIC for target in TRANSITIONS[state]} <= PUBLIC
    assert sorted(PUBLIC - ACTIVE) == [MovementState.ARCHIVED]
    assert not EDITABLE & PUBLIC


def test_steps_up_to_the_launch_are_approved_by_leaders_and_the_rest_is_managed():
    approved = {
        (state, target)
        for state, targets in TRANSITIONS.items()
        for target, permission in targets.items()
        if permission is Permission.MOVEMENT_APPROVE
    }

    assert approved == {
        (MovementState.SUBMITTED, MovementState.APPROVED),
        (MovementState.SUBMITTED, MovementState.RETURNED),
        (MovementState.APPROVED, MovementState.LAUNCHED),
        (MovementState.APPROVED, MovementState.RETURNED),
    }
    assert {
        permission for targets in TRANSITIONS.values() for target, permission in targets.items() if target in ADVANCES
    } == {Permission.MOVEMENT_MANAGE}


@PROPERTIES
@given(st.sampled_from(MovementState), st.sampled_from(MovementState))
def test_a_transition_passes_exactly_when_the_table_has_it(current: MovementState, target: MovementState):
    if target in TRANSITIONS[current]:
        check_transition(current, target, "Cần bổ sung")
    else:
        with pytest.raises(Conflict) as refused:
            check_transition(current, target, "Cần bổ sung")
        assert refused.value.rule == "STATE_FORBIDS"


@pytest.mark.parametrize("reason", [None, "", "  \n"])
def test_a_return_needs_a_reason(reason: str | None):
    with pytest.raises(Invalid) as refused:
        check_transition(MovementState.SUBMITTED, MovementState.RETURNED, reason)

    assert (refused.value.rule, refused.value.path) == ("REASON_MISSING", ("reason",))


@pytest.mark.parametrize(
    "state",
    [
        MovementState.DRAFT,
        MovementState.SUBMITTED,
        MovementState.RETURNED,
        MovementState.APPROVED,
        MovementState.LAUNCHED,
    ],
)
def test_advance_leads_only_where_no_other_deed_does(state: MovementState):
    with pytest.raises(Invalid) as refused:
        check_advance(state)

    assert (refused.value.rule, refused.value.path) == ("STATE_BY_ANOTHER_DEED", ("toState",))


@pytest.mark.parametrize("state", sorted(ADVANCES))
def test_advance_leads_to_every_state_after_the_launch(state: MovementState):
    check_advance(state)


@pytest.mark.parametrize("state", MovementState)
def test_what_may_change_in_which_state(state: MovementState):
    if state in {MovementState.DRAFT, MovementState.RETURNED}:
        check_editable(state)
    else:
        with pytest.raises(Conflict, match="MOVEMENT_NOT_EDITABLE"):
            check_editable(state)
    if state is MovementState.ARCHIVED:
        with pytest.raises(Conflict, match="MOVEMENT_ARCHIVED"):
            check_not_archived(state)
    else:
        check_not_archived(state)


def readiness(**lacks: object) -> Readiness:
    there: dict[str, object] = {
        "goal": "Giảm tải",
        "subjects": "Toàn thể",
        "content": "Ứng dụng AI",
        "has_criteria": True,
        "has_units": True,
        "has_phases": True,
        "has_valid_legal_basis": True,
    }
    return Readiness(**{**there, **lacks})  # type: ignore[arg-type]  # the names are those of the fields


@pytest.mark.parametrize(
    ("lack", "rule", "path"),
    [
        ({"goal": " "}, "LAUNCH_NEEDS_GOAL", "goal"),
        ({"subjects": ""}, "LAUNCH_NEEDS_SUBJECTS", "subjects"),
        ({"content": "\n"}, "LAUNCH_NEEDS_CONTENT", "content"),
        ({"has_criteria": False}, "LAUNCH_NEEDS_CRITERIA", "criteria"),
        ({"has_units": False}, "LAUNCH_NEEDS_UNITS", "units"),
        ({"has_phases": False}, "LAUNCH_NEEDS_PHASES", "phases"),
        ({"has_valid_legal_basis": False}, "LAUNCH_NEEDS_LEGALBASES", "legalBases"),
    ],
)
def test_each_lack_is_told_by_itself(lack: dict[str, object], rule: str, path: str):
    assert [(problem.rule, problem.path) for problem in problems_of_launch(readiness(**lack))] == [(rule, (path,))]


def test_a_complete_movement_is_ready_and_an_empty_one_lacks_everything():
    nothing = readiness(
        goal="",
        subjects="",
        content="",
        has_criteria=False,
        has_units=False,
        has_phases=False,
        has_valid_legal_basis=False,
    )

    assert problems_of_launch(readiness()) == []
    assert len(problems_of_launch(nothing)) == 7


def window(start: int, end: int, *capabilities: tuple[Role, Permission]) -> PhaseWindow:
    first = datetime(2024, 1, 1, tzinfo=UTC)
    return PhaseWindow(first + timedelta(days=start), first + timedelta(days=end), frozenset(capabilities))


WRITE = (Role.STAFF, Permission.INITIATIVE_CREATE)
SUBMIT = (Role.UNIT_LEADER, Permission.INITIATIVE_SUBMIT)


def test_a_phase_opens_at_its_first_moment_and_is_closed_at_its_last():
    phase = window(0, 10, WRITE)

    assert phase.is_open(phase.opens_at)
    assert phase.is_open(phase.closes_at - timedelta(microseconds=1))
    assert not phase.is_open(phase.closes_at)
    assert not phase.is_open(phase.opens_at - timedelta(microseconds=1))


def test_a_phase_permits_a_deed_to_its_roles_only():
    now = datetime(2024, 1, 5, tzinfo=UTC)

    assert permits([window(0, 10, WRITE)], {Role.STAFF, Role.EVALUATOR}, Permission.INITIATIVE_CREATE, now)
    assert not permits([window(0, 10, WRITE)], {Role.UNIT_LEADER}, Permission.INITIATIVE_CREATE, now)
    assert not permits([window(0, 10, WRITE)], {Role.STAFF}, Permission.INITIATIVE_SUBMIT, now)
    assert not permits([window(0, 10, WRITE), window(0, 10, SUBMIT)], {Role.STAFF}, Permission.INITIATIVE_SUBMIT, now)
    assert not permits([window(20, 30, WRITE)], {Role.STAFF}, Permission.INITIATIVE_CREATE, now)
    assert not permits([], set(Role), Permission.INITIATIVE_CREATE, now)


WINDOWS = st.lists(
    st.builds(
        lambda start, length, capabilities: window(start, start + length, *capabilities),
        st.integers(0, 300),
        st.integers(1, 60),
        st.frozensets(st.sampled_from([WRITE, SUBMIT])),
    ),
    max_size=6,
)


@PROPERTIES
@given(WINDOWS, MOMENTS)
def test_overlapping_phases_permit_what_any_of_them_permits(windows: list[PhaseWindow], now: datetime):
    each = [permits([one], {Role.STAFF}, Permission.INITIATIVE_CREATE, now) for one in windows]

    assert permits(windows, {Role.STAFF}, Permission.INITIATIVE_CREATE, now) is any(each)


@PROPERTIES
@given(WINDOWS, MOMENTS)
def test_the_last_closing_is_the_latest_past_end_of_a_phase_with_the_deed(windows: list[PhaseWindow], now: datetime):
    past = [one.closes_at for one in windows if one.closes_at <= now and WRITE in one.capabilities]

    assert last_closing(windows, Permission.INITIATIVE_CREATE, now) == (max(past) if past else None)


def test_a_legal_text_is_in_force_on_both_its_first_and_its_last_day():
    decree = (date(2024, 1, 1), date(2025, 6, 30))

    assert [
        basis_is_valid(*decree, day)
        for day in (date(2023, 12, 31), date(2024, 1, 1), date(2025, 6, 30), date(2025, 7, 1))
    ] == [False, True, True, False]
    assert basis_is_valid(date(2024, 1, 1), None, date(2099, 1, 1))


@PROPERTIES
@given(DAYS, st.none() | DAYS, DAYS, st.integers(0, 400))
def test_existing_during_a_period_means_on_some_day_of_it(first: date, last: date | None, start: date, length: int):
    end = start + timedelta(days=length)
    days = (start + timedelta(days=number) for number in range(length + 1))
    assume(last is None or first <= last)

    assert exists_during(first, last, start, end) is any(basis_is_valid(first, last, day) for day in days)
