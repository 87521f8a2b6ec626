"""Counting votes: shares of the total membership, exactly; and the ballot box, which tells and forgets nothing."""

from collections import Counter
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.councils.ballot_box import SEAL_LENGTH, BallotBox, Place, require_box
from domain.councils.counting import (
    Tally,
    VotingRule,
    count,
    is_passed,
    problems_of_rule,
    rule_given,
    share_of,
    votes_needed,
    voting_rule,
)
from domain.councils.rules import BallotChoice, problems_of_choice
from domain.errors import Conflict, Invalid

BOX = BallotBox(bytes(range(32)))
PLACE = Place(UUID(int=1), UUID(int=2))
CHOICES = st.lists(st.sampled_from(BallotChoice), max_size=12)
SHARES = st.integers(1, 10_000).map(lambda number: Decimal(number) / 10_000)


@pytest.mark.parametrize(
    ("share", "total", "needed"),
    [("0.8", 9, 8), ("0.8", 10, 8), ("0.9", 10, 9), ("0.5", 9, 5), ("0.5", 10, 5), ("1", 7, 7), ("0.0001", 7, 1)],
)
def test_what_a_share_of_the_total_membership_is_in_votes(share, total, needed):
    assert votes_needed(Decimal(share), total) == needed


@given(SHARES, st.integers(1, 100), st.data())
def test_a_vote_passes_exactly_from_the_threshold_on(share, total, data):
    votes = data.draw(st.integers(0, total))

    assert is_passed(votes, votes_needed(share, total)) == (Decimal(votes) >= share * total)


@given(CHOICES)
def test_opened_totals_equal_the_ballots_whatever_their_order(choices):
    sealed, seals = BOX.seal(Tally(), PLACE), set()
    for number, choice in enumerate(choices):
        sealed = BOX.add(sealed, PLACE, number, choice)
        seals.add(sealed)

    opened = BOX.open(sealed, PLACE, len(choices))

    counted = Counter(choices)
    assert opened == Tally(*(counted[choice] for choice in BallotChoice)) == count(choices)
    assert {len(seal) for seal in seals} <= {SEAL_LENGTH}
    assert len(seals) == len(choices)


def test_equal_counts_are_never_sealed_alike():
    seals = [BOX.seal(Tally(3, 1, 0), PLACE) for _ in range(50)]

    # The version apart, no byte of one stands in the others' place more often than chance has it.
    assert len(set(seals)) == len({seal[1:13] for seal in seals}) == len({seal[13:] for seal in seals}) == 50


@pytest.mark.parametrize(
    "how", ["older", "flipped", "cut", "other version", "other item", "other session", "other key", "empty"]
)
def test_a_seal_that_is_not_the_last_one_of_its_item_does_not_open(how):
    before = BOX.seal(Tally(1, 0, 0), PLACE)
    after = BOX.add(before, PLACE, 1, BallotChoice.AGAINST)
    assert BOX.open(after, PLACE, 2) == Tally(1, 1, 0)
    sealed = {
        "older": before,
        "flipped": after[:20] + bytes([after[20] ^ 1]) + after[21:],
        "cut": after[:-1],
        "other version": b"\x02" + after[1:],
        "empty": b"",
    }.get(how, after)
    place = {"other item": Place(UUID(int=1), UUID(int=3)), "other session": Place(UUID(int=9), UUID(int=2))}.get(how)
    box = BallotBox(bytes(32)) if how == "other key" else BOX

    with pytest.raises(Conflict) as refused:
        box.open(sealed, place or PLACE, 2)

    assert refused.value.rule == "BALLOTS_UNREADABLE"


def test_a_box_has_a_key_of_32_bytes():
    with pytest.raises(ValueError, match="32 bytes"):
        BallotBox(b"short")
    with pytest.raises(Conflict) as refused:
        require_box(None)
    assert refused.value.rule == "BALLOT_KEY_MISSING"
    assert require_box(BOX) is BOX


def test_a_rule_is_read_from_its_parameters():
    read = voting_rule({"threshold": "0.80", "quorum": "0.50", "secret": True}, "Điều 1")

    assert read == VotingRule(Decimal("0.8"), Decimal("0.5"), is_secret=True, clause="Điều 1")


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"threshold": "0.8", "quorum": "0.5"},
        {"threshold": "x", "quorum": "0.5", "secret": True},
        {"threshold": "NaN", "quorum": "0.5", "secret": True},
        {"threshold": "1.01", "quorum": "0.5", "secret": True},
        {"threshold": "0.8", "quorum": "0", "secret": True},
        {"threshold": "0.8", "quorum": "0.5", "secret": "yes"},
    ],
)
def test_a_rule_with_wrong_parameters_is_refused(parameters):
    with pytest.raises(Conflict) as refused:
        voting_rule(parameters, "Điều 1")

    assert (refused.value.rule, "Điều 1" in refused.value.text.vi) == ("COUNCIL_RULE_MALFORMED", True)


def test_without_a_rule_everything_must_be_given():
    half = Decimal("0.5")
    assert rule_given(half, half, False) == VotingRule(half, half, is_secret=False)
    for given_values, field in (((None, half, True), "threshold"), ((half, half, None), "isSecret")):
        with pytest.raises(Invalid) as refused:
            rule_given(*given_values)
        assert (refused.value.rule, refused.value.path) == ("COUNCIL_RULE_MISSING", (field,))
    wrong = VotingRule(Decimal("0.00001"), Decimal("Infinity"), is_secret=False)
    assert [error.path for error in problems_of_rule(wrong)] == [("threshold",), ("quorum",)]


def test_shares_are_told_with_four_decimals():
    assert [share_of(votes, 9) for votes in (0, 7, 9)] == [Decimal("0.0000"), Decimal("0.7778"), Decimal("1.0000")]


def test_a_choice_of_items_names_each_once():
    one, two = UUID(int=1), UUID(int=2)
    assert problems_of_choice([one, two], "ballots", "itemId") == []
    assert [error.path for error in problems_of_choice([one, two, one], "ballots", "itemId")] == [
        ("ballots", "2", "itemId")
    ]
    for ids in ([], [UUID(int=number) for number in range(101)]):
        assert [error.rule for error in problems_of_choice(ids, "ballots")] == ["ITEMS_COUNT"]
