from datetime import UTC, datetime, timedelta

from domain.clock import at
from domain.ids import new_id, seeded

MOMENT = datetime(2024, 6, 3, 8, tzinfo=UTC)


def test_ids_are_version_7_and_sort_by_their_moment():
    made = []
    for minute in range(3):
        with at(MOMENT + timedelta(minutes=minute)):
            made.append(new_id())

    assert made == sorted(made)
    assert [(each.version, each.variant) for each in made] == [(7, "specified in RFC 4122")] * 3
    assert made[0].int >> 80 == int(MOMENT.timestamp() * 1000)


def test_ids_of_one_millisecond_count_upwards():
    with at(MOMENT):
        made = [new_id() for _ in range(2000)]

    assert made == sorted(made)
    assert len(set(made)) == 2000


def test_ids_stay_unique_when_the_counter_overflows():
    with at(MOMENT):
        assert len({new_id() for _ in range(10_000)}) == 10_000


def test_seeded_ids_are_the_same_every_time():
    def some() -> list[object]:
        with seeded(7), at(MOMENT):
            return [new_id() for _ in range(5)]

    assert some() == some()
