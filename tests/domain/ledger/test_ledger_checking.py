"""What a check finds in a chain that somebody touched, from the events and published heads alone."""

import time
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.ledger.checking import check
from domain.ledger.rules import Event, Head
from tests.support.ledger import BEGAN, ROUND, chain, event, head_of, named, rehashed

SIX = chain([f'{{"n":{number}}}' for number in range(1, 7)])
PUBLISHED = (head_of(SIX),)


def found(events, heads=PUBLISHED):
    return named(check(ROUND, events, heads))


def changed(number: int, **values: object) -> list[Event]:
    return [each._replace(**values) if each.number == number else each for each in SIX]


def test_whole_chain_with_every_head_is_whole():
    assert found(SIX, [head_of(SIX[:length]) for length in range(1, 7)]) == []


def test_no_events_and_no_heads_is_whole():
    assert found([], []) == []


def test_no_events_after_a_published_head_are_cut_off():
    (finding,) = check(ROUND, [], [Head(3, SIX[2].hash)])

    assert (finding.kind, finding.number) == ("CUT_OFF", 1)
    assert finding.text.vi == "Các sự kiện từ số 1 đến số 3 bị mất ở cuối, dù mã băm đã công bố."
    assert finding.text.en == "Events 1 to 3 are missing at the end, although a head was published."


@pytest.mark.parametrize("values", [{"body": '{"n":7}'}, {"kind": "ABSTAINED"}, {"at": BEGAN}])
def test_edited_content_is_found(values):
    assert found(changed(3, **values), []) == [("EDITED", 3)]


def test_moment_moved_by_a_microsecond_is_found():
    assert found(changed(3, at=SIX[2].at + timedelta(microseconds=1)), []) == [("EDITED", 3)]


def test_edited_hash_is_found_with_the_link_to_it():
    assert found(changed(3, hash="a" * 64), []) == [("EDITED", 3), ("LINK_BROKEN", 4)]


def test_edited_link_is_found():
    assert found(changed(3, previous_hash="a" * 64), []) == [("EDITED", 3), ("LINK_BROKEN", 3)]


def test_event_hashed_anew_breaks_the_next_link():
    forged = event(3, SIX[1].hash, body="{}")

    assert found([*SIX[:2], forged, *SIX[3:]], []) == [("LINK_BROKEN", 4)]


def test_last_event_hashed_anew_is_found_by_the_head_alone():
    forged = [*SIX[:5], event(6, SIX[4].hash, body="{}")]

    assert found(forged, []) == []
    assert found(forged) == [("REWRITTEN", 6)]


def test_rewritten_chain_is_found_between_two_published_heads():
    forged = rehashed(changed(3, body="{}"))

    assert found(forged, []) == []
    assert found(forged, [head_of(SIX[:2]), head_of(SIX[:4]), head_of(SIX)]) == [("REWRITTEN", 4), ("REWRITTEN", 6)]


def test_two_heads_of_one_number_cannot_both_hold():
    assert found(SIX, [head_of(SIX), Head(6, "f" * 64)]) == [("REWRITTEN", 6)]


@pytest.mark.parametrize("number", [1, 3, 5])
def test_deleted_event_is_named(number):
    assert found([each for each in SIX if each.number != number]) == [("DELETED", number)]


def test_deleted_events_are_named_by_the_first_of_each_gap():
    findings = check(ROUND, [SIX[0], SIX[3], SIX[5]])

    assert [(f.kind, f.number, f.text.en) for f in findings] == [
        ("DELETED", 2, "Events 2 to 3 are missing."),
        ("DELETED", 5, "Event 5 is missing."),
    ]


def test_deleted_event_beside_a_broken_link_after_the_gap():
    touched = [each for each in changed(5, previous_hash="a" * 64) if each.number != 2]

    assert found(touched) == [("DELETED", 2), ("EDITED", 5), ("LINK_BROKEN", 5)]


def test_deleted_last_events_are_found_by_the_head_alone():
    assert found(SIX[:4], []) == []
    assert found(SIX[:4]) == [("CUT_OFF", 5)]


def test_events_after_the_published_head_are_no_fault():
    assert found(SIX, [head_of(SIX[:2])]) == []


def test_doubled_event_is_found():
    assert found([*SIX[:3], SIX[2], *SIX[3:]]) == [("INSERTED", 3)]


def test_event_inserted_under_a_taken_number_is_found():
    forged = event(3, SIX[1].hash, body="{}")

    assert found([*SIX[:3], forged, *SIX[3:]]) == [("INSERTED", 3)]
    assert found([*SIX[:2], forged, *SIX[2:]]) == [("INSERTED", 3), ("LINK_BROKEN", 4)]


def test_event_inserted_between_with_later_numbers_moved_on_is_found():
    moved = [each._replace(number=each.number + 1) for each in SIX[3:]]

    assert found([*SIX[:3], event(4, SIX[2].hash, body="{}"), *moved], []) == [
        ("REORDERED", 5),
        ("LINK_BROKEN", 5),
        ("REORDERED", 6),
        ("REORDERED", 7),
    ]


def test_number_before_the_first_is_found():
    assert found([SIX[0]._replace(number=0), *SIX[1:]], []) == [("INSERTED", 0), ("REORDERED", 0), ("DELETED", 1)]


def test_swapped_numbers_are_named():
    numbers = {3: 5, 5: 3}
    swapped = sorted(each._replace(number=numbers.get(each.number, each.number)) for each in SIX)
    findings = check(ROUND, swapped)

    assert named(findings) == [
        ("REORDERED", 3),
        ("LINK_BROKEN", 3),
        ("LINK_BROKEN", 4),
        ("REORDERED", 5),
        ("LINK_BROKEN", 5),
        ("LINK_BROKEN", 6),
    ]
    assert findings[0].text.en == "The event that stands under number 3 was written under number 5."


def test_lines_out_of_order_are_named():
    assert found([SIX[0], SIX[1], SIX[3], SIX[4], SIX[2], SIX[5]]) == [("REORDERED", 3)]
    assert found([SIX[0], SIX[4], SIX[1], SIX[2], SIX[3], SIX[5]]) == [
        ("REORDERED", 2),
        ("REORDERED", 3),
        ("REORDERED", 4),
    ]


def test_chain_of_another_round_is_found():
    assert named(check(UUID(int=2), SIX)) == [("EDITED", number) for number in range(1, 7)]


bodies = st.lists(st.text(max_size=4), min_size=1, max_size=12)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
mutations = st.one_of(
    st.tuples(st.just("body"), st.text(max_size=4)),
    st.tuples(st.just("kind"), st.sampled_from(["ABSTAINED", "RECUSED", ""])),
    st.tuples(st.just("at"), st.integers(1, 10**12).map(lambda micros: BEGAN - timedelta(microseconds=micros))),
    st.tuples(st.just("hash"), hashes),
    st.tuples(st.just("previous_hash"), hashes),
    st.tuples(st.just("number"), st.integers(-3, 20)),
)


@given(bodies)
@settings(max_examples=60)
def test_untouched_chain_is_whole_at_every_head(texts):
    made = chain(texts)

    assert check(ROUND, made, [head_of(made[: length + 1]) for length in range(len(made))]) == []


@given(bodies, st.data(), mutations)
@settings(max_examples=200)
def test_any_change_of_any_event_is_named_without_a_head(texts, data, mutation):
    made = chain(texts)
    at = data.draw(st.integers(0, len(made) - 1))
    name, value = mutation
    touched = [*made[:at], made[at]._replace(**{name: value}), *made[at + 1 :]]

    named_there = {finding.number for finding in check(ROUND, touched)}

    assert bool(named_there) == (touched != made)
    assert touched == made or touched[at].number in named_there


@given(bodies, st.data())
@settings(max_examples=100)
def test_any_deletion_is_named_with_the_head(texts, data):
    made = chain(texts)
    gone = data.draw(st.sets(st.sampled_from(made), min_size=1))
    left = [each for each in made if each not in gone]
    firsts = {each.number for each in gone if each.number == 1 or made[each.number - 2] not in gone}

    findings = check(ROUND, left, [head_of(made)])

    assert {finding.number for finding in findings} == firsts
    assert {finding.kind.value for finding in findings} <= {"DELETED", "CUT_OFF"}


@given(st.lists(st.text(max_size=4), min_size=2, max_size=12), st.randoms())
@settings(max_examples=100)
def test_any_other_order_is_found_and_nothing_else(texts, random):
    made = chain(texts)
    shuffled = random.sample(made, len(made))
    behind = {n.number for at, n in enumerate(shuffled) if any(m.number > n.number for m in shuffled[:at])}

    assert found(shuffled, [head_of(made)]) == [("REORDERED", number) for number in sorted(behind)]


@given(bodies, st.data())
@settings(max_examples=100)
def test_chain_hashed_anew_after_a_change_is_found_by_the_head_alone(texts, data):
    made = chain(texts)
    at = data.draw(st.integers(0, len(made) - 1))
    forged = rehashed([*made[:at], made[at]._replace(body=made[at].body + "!"), *made[at + 1 :]])

    assert check(ROUND, forged) == []
    assert found(forged, [head_of(made)]) == [("REWRITTEN", len(made))]
    assert found(forged, [head_of(made[:at])] if at else []) == []


def test_check_takes_microseconds_for_an_event():
    made = chain(["x" * 300] * 20_000)

    began = time.perf_counter()
    assert check(ROUND, made, [head_of(made)]) == []

    assert (time.perf_counter() - began) / len(made) < 50e-6
