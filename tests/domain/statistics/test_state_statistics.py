from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actor import Role
from domain.awards.rules import AwardLevel, NominationState, NomineeKind
from domain.errors import Invalid, NotAllowed, Text
from domain.movements.rules import MovementForm, MovementScope, MovementState
from domain.people.rules import LeadershipTier
from domain.statistics.export import form_0601, form_0603
from domain.statistics.rules import (
    Duration,
    GivenAward,
    LaunchedMovement,
    LaunchLevel,
    Recipient,
    check_year,
    count_awards,
    count_movements,
    duration_of,
    recipient_of,
)
from tests.support import awards
from tests.support.audit import entries
from tests.support.factories import Factory
from tests.support.movements import movement
from tests.support.roles import actor_of

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))
MOVEMENTS = st.builds(
    lambda scope, form, first, length: LaunchedMovement(scope, form, first, first + timedelta(days=length)),
    st.sampled_from(MovementScope),
    st.sampled_from(MovementForm),
    DAYS,
    st.integers(0, 3000),
)
PERSONS = st.tuples(st.just(NomineeKind.INDIVIDUAL), st.sampled_from(LeadershipTier), st.sampled_from(MovementForm))
UNITS = st.tuples(st.just(NomineeKind.COLLECTIVE), st.none(), st.sampled_from(MovementForm))
AWARDS = st.builds(
    lambda code, given: GivenAward(code, f"Hình thức {code}", *given),
    st.sampled_from("ABC"),
    PERSONS | UNITS | st.just((None, None, None)),
)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "lasts"),
    [
        (date(2024, 1, 1), date(2024, 1, 1), Duration.UNDER_1),
        (date(2024, 1, 1), date(2024, 12, 30), Duration.UNDER_1),
        (date(2024, 1, 1), date(2024, 12, 31), Duration.ONE),
        (date(2023, 3, 15), date(2024, 3, 14), Duration.ONE),
        (date(2024, 2, 29), date(2025, 2, 28), Duration.ONE),
        (date(2024, 1, 1), date(2025, 1, 1), Duration.OVER_1_TO_3),
        (date(2024, 1, 1), date(2026, 12, 30), Duration.OVER_1_TO_3),
        (date(2024, 1, 1), date(2026, 12, 31), Duration.FROM_3_TO_5),
        (date(2024, 1, 1), date(2028, 12, 30), Duration.FROM_3_TO_5),
        (date(2024, 1, 1), date(2028, 12, 31), Duration.FROM_5),
    ],
)
def test_how_long_a_movement_lasts(starts_on: date, ends_on: date, lasts: Duration):
    assert duration_of(starts_on, ends_on) is lasts


def test_whom_an_award_is_counted_for():
    assert {tier: recipient_of(NomineeKind.INDIVIDUAL, tier) for tier in LeadershipTier} == {
        LeadershipTier.MINISTRY_LEADER: Recipient.MINISTRY_LEADER,
        LeadershipTier.DEPARTMENT_LEADER: Recipient.DEPARTMENT_LEADER,
        LeadershipTier.DIVISION_LEADER: Recipient.OTHER_LEADER,
        LeadershipTier.OTHER_LEADER: Recipient.OTHER_LEADER,
        LeadershipTier.DIRECT_WORKER: Recipient.DIRECT_WORKER,
    }
    assert recipient_of(NomineeKind.COLLECTIVE, None) is Recipient.COLLECTIVE


@given(st.lists(MOVEMENTS, max_size=20))
def test_every_split_of_movements_adds_up_to_their_number(movements):
    *levels, total = count_movements(movements)

    assert [line.launched_by for line in levels] == list(LaunchLevel)
    assert (total.launched_by, total.total) == (None, len(movements))
    assert sum(line.total for line in levels) == total.total
    for line in (*levels, total):
        for split in (line.by_scope, line.by_duration, line.by_method):
            assert sum(split.values()) == line.total
    for name in ("by_scope", "by_duration", "by_method"):
        for kind, number in getattr(total, name).items():
            assert sum(getattr(line, name)[kind] for line in levels) == number


@given(st.lists(AWARDS, max_size=20))
def test_every_split_of_awards_adds_up_to_their_number(given_awards):
    *forms, total = count_awards(given_awards)

    assert [line.form_name for line in forms] == [
        f"Hình thức {code}" for code in sorted({a.form_code for a in given_awards})
    ]
    assert total.total == sum(each.nominee is not None for each in given_awards) == sum(line.total for line in forms)
    for line in (*forms, total):
        individuals = sum(line.by_recipient.values()) - line.by_recipient[Recipient.COLLECTIVE]
        assert sum(line.by_recipient.values()) == sum(line.by_method.values()) == line.total
        assert line.individuals == individuals
    for recipient in Recipient:
        assert sum(line.by_recipient[recipient] for line in forms) == total.by_recipient[recipient]


def test_a_year_is_one_that_is_reported_on():
    assert check_year(2024) == 2024
    for year in (0, 1999, 2101, 9999):
        with pytest.raises(Invalid) as refused:
            check_year(year)
        assert (refused.value.rule, refused.value.path) == ("YEAR_RANGE", ("year",))


async def test_form_0601_counts_what_was_launched_in_the_year(session, make: Factory):
    # Launched in the first moment of the year in Viet Nam, and in the last of the one before.
    first = datetime(2023, 12, 31, 17, 0, tzinfo=UTC)
    whole = {"starts_on": date(2024, 1, 1), "ends_on": date(2024, 12, 31)}
    await movement(make, launched_at=first, scope=MovementScope.MINISTRY, form=MovementForm.THEMATIC, **whole)
    await movement(make, launched_at=first, scope=MovementScope.UNIT, form=MovementForm.REGULAR, **whole)
    await movement(make, launched_at=first - timedelta(microseconds=1), scope=MovementScope.UNIT)
    await movement(make, launched_at=None, state=MovementState.DRAFT)
    personnel = await make.actor(Role.PERSONNEL)

    report = await form_0601(session, personnel, year=2024)

    head = ["Launched by", "Total", "Nationwide", "In the ministry", "In a cluster or block", "In a unit"]
    assert [column.heading.en for column in report.columns[:6]] == head
    nothing = [0] * 12
    assert [list(row[1:]) for row in report.rows] == [
        nothing,
        [1, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 1],
        nothing,
        [1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0],
        [2, 0, 1, 0, 1, 0, 2, 0, 0, 0, 1, 1],
    ]
    assert report.rows[1][0] == Text("Cấp bộ", "The ministry")
    (entry,) = await entries(session)
    assert (entry.deed, entry.subject_type, entry.subject_id, entry.after) == (
        "STATISTICS_EXPORTED",
        "Person",
        personnel.person_id,
        {"form": "0601.N", "year": 2024},
    )


async def test_form_0603_counts_the_ministrys_awards_in_force_by_the_year_of_signing(
    session, make: Factory, statements
):
    of = await awards.scene(make, form=MovementForm.THEMATIC)
    unseen = await awards.form(make, name="Giấy khen", level=AwardLevel.UNIT)
    never = await awards.form(make, name="Kỷ niệm chương")
    last_year = await awards.decision(make, of, signed_on=date(2023, 12, 31), number="1/QĐ")
    decision = await awards.decision(make, of, signed_on=date(2024, 1, 1))
    counted = {"state": NominationState.PAID, "decision_id": decision.id}
    await awards.nomination(make, of, **counted, leadership_tier=LeadershipTier.DIVISION_LEADER)
    await awards.nomination(make, await awards.another(make, of), **counted, person_id=None)
    for place, given_ in enumerate(
        (
            {"decision_id": last_year.id, "state": NominationState.DECIDED},
            {"decision_id": decision.id, "state": NominationState.REVOKED},
            {"decision_id": decision.id, "state": NominationState.DECIDED, "form_id": unseen.id},
            {"state": NominationState.APPROVED},
        ),
        start=3,
    ):
        await awards.nomination(make, await awards.another(make, of, place=place), **given_)
    statements.clear()

    report = await form_0603(session, of.personnel, year=2024)

    # The awards, who takes them along, the audit entry, the name of the ministry.
    assert len(statements) == 4
    assert [list(row) for row in report.rows] == [
        ["Bằng khen của Bộ trưởng", 2, 0, 2, 1, 1, 0, 0, 1, 0],
        [never.name, 0, 0, 0, 0, 0, 0, 0, 0, 0],
        [Text("Tổng số", "Total"), 2, 0, 2, 1, 1, 0, 0, 1, 0],
    ]


@pytest.mark.parametrize("role", [Role.INFORMATION_CENTER, Role.UNIT_LEADER, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR])
async def test_nobody_else_takes_statistics(session, make: Factory, role: Role):
    actor = await actor_of(make, role)

    for form in (form_0601, form_0603):
        with pytest.raises(NotAllowed):
            await form(session, actor, year=2024)

    assert await entries(session) == []
