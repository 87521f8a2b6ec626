"""Tiers: the walk down the ranking, caps, minimums, and ties that straddle a last seat."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import count, permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.awards import Awards, award, seats_of
from domain.engine.evaluate import evaluate
from domain.engine.outcome import Flag, Status
from domain.engine.problem import Problem, Rules, Tier
from domain.engine.ranking import Standing
from tests.support import contests
from tests.support.contests import criterion, sheet, stage, standings_of

quick = settings(max_examples=150)


def standings(*blocks: str, scores: Sequence[int] = ()) -> list[Standing]:
    """Ranked entries, one letter each, best first; the letters of a block share a place."""
    found: list[Standing] = []
    for block, score in zip(blocks, scores or count(100, -1), strict=False):
        place = len(found) + 1
        found += [
            Standing(one, Status.RANKED, place, tuple(block.replace(one, "")), Decimal(score), None) for one in block
        ]
    return found


def awarded(tiers: Sequence[Tier], *blocks: str, groups: Mapping[str, str] | None = None) -> Awards:
    return award(tiers, standings(*blocks), groups or {})


GOLD, SILVER = Tier("GOLD", seats=1), Tier("SILVER", seats=2)


def test_seats_go_down_the_ranking():
    assert awarded([GOLD, SILVER], "A", "B", "C", "D") == Awards({"A": "GOLD", "B": "SILVER", "C": "SILVER"}, {})


def test_a_percentage_is_of_the_ranked_entries_and_rounded_down():
    tiers = [Tier("A", percent=Decimal(15)), Tier("B", seats=3, percent=Decimal(50)), Tier("C", seats=4), Tier("D")]

    assert seats_of(tiers, 13) == [1, 3, 4, None]
    assert seats_of(tiers, 4) == [0, 2, 4, None]
    assert seats_of([Tier("A", percent=Decimal("33.3"))], 1000) == [333]
    unplaced = Standing("Z", Status.INCOMPLETE, None, (), None, None)
    half = award([Tier("A", percent=Decimal(50))], [*standings("A", "B", "C"), unplaced], {})
    assert half == Awards({"A": "A"}, {})


def test_a_minimum_closes_a_tier_to_those_below():
    tiers = [Tier("GOLD", seats=3, minimum=Decimal(90)), Tier("MERIT", minimum=Decimal(50))]

    found = award(tiers, standings("A", "B", "C", "D", scores=(95, 90, 89, 49)), {})

    assert found == Awards({"A": "GOLD", "B": "GOLD", "C": "MERIT"}, {})


def test_a_cap_passes_a_seat_on_to_the_next_group():
    groups = {"A": "north", "B": "north", "C": "south", "D": "north"}
    tiers = [Tier("GOLD", seats=2, per_group=1), Tier("SILVER", seats=1)]

    found = award(tiers, standings("A", "B", "C", "D"), groups)

    assert found == Awards({"A": "GOLD", "B": "SILVER", "C": "GOLD"}, {})


def test_entries_without_a_group_are_under_no_cap():
    tiers = [Tier("GOLD", seats=3, per_group=1)]

    assert awarded(tiers, "A", "B", "C").tier_of == dict.fromkeys("ABC", "GOLD")
    assert awarded(tiers, "ABC", groups={"A": "", "B": "", "C": "x"}) == Awards(dict.fromkeys("ABC", "GOLD"), {})


def test_a_tie_that_fits_is_no_tie_at_the_cut():
    assert awarded([SILVER], "AB", "C") == Awards({"A": "SILVER", "B": "SILVER"}, {})


def test_a_tie_at_the_last_seat_is_not_broken():
    assert awarded([SILVER], "A", "BC", "D") == Awards({"A": "SILVER"}, {"SILVER": ("B", "C")})


def test_whoever_loses_a_tie_keeps_a_seat_further_down():
    tiers = [GOLD, SILVER, Tier("BRONZE", seats=1)]

    # One of A and B will be GOLD, the other SILVER: one SILVER is left for C, and D is BRONZE whatever is decided.
    assert awarded(tiers, "AB", "C", "D", "E") == Awards({"C": "SILVER", "D": "BRONZE"}, {"GOLD": ("A", "B")})


def test_a_tie_can_straddle_several_cuts():
    cuts = {"GOLD": ("A", "B", "C", "D"), "SILVER": ("A", "B", "C", "D")}

    assert awarded([GOLD, SILVER], "ABCD", "E") == Awards({}, cuts)
    assert awarded([GOLD, SILVER], "ABC", "E") == Awards({}, {"GOLD": ("A", "B", "C")})


def test_two_of_one_group_tied_under_its_cap_contend_alone():
    groups = {"A": "north", "B": "north", "C": "south"}
    tiers = [Tier("GOLD", seats=2, per_group=1), Tier("SILVER", seats=1)]

    found = awarded(tiers, "ABC", "D", groups=groups)

    # C is GOLD in any case, one of A and B too, and the other is SILVER: nothing is left for D.
    assert found == Awards({"C": "GOLD"}, {"GOLD": ("A", "B")})


def test_several_ties_can_contend_for_one_tier():
    groups = {"B": "north", "C": "north"}
    tiers = [Tier("GOLD", seats=3, per_group=1)]

    assert awarded(tiers, "A", "BC", "DE", groups=groups) == Awards({"A": "GOLD"}, {"GOLD": ("B", "C", "D", "E")})


def test_the_walk_stops_where_a_cap_depends_on_a_tie_above():
    groups = {"A": "north", "B": "south", "C": "north", "D": "south"}
    tiers = [GOLD, Tier("SILVER", seats=2, per_group=1), Tier("BRONZE", seats=1)]

    found = awarded(tiers, "AB", "C", "D", "E", groups=groups)

    # If A is GOLD, B is SILVER, and so is C; if B is, A is SILVER and the cap shuts C out.
    assert found == Awards({}, {"GOLD": ("A", "B")}, ("C", "D", "E"))


def test_a_lot_at_the_end_of_the_chain_leaves_no_tie_at_the_cut():
    one = stage([criterion("A")], [sheet("J", name, A=5) for name in "PQR"])

    tied = award([GOLD], standings_of(one, rules=Rules()), {})
    drawn = award([GOLD], standings_of(one, rules=Rules(ties=("lot",)), seed=3), {})

    assert tied == Awards({}, {"GOLD": ("P", "Q", "R")})
    assert list(drawn.tier_of.values()) == ["GOLD"]
    assert drawn.seats_tied == {}


TIERS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([None, 96, 98])), min_size=1, max_size=3).map(
    lambda rows: [
        Tier(f"T{index}", seats=seats, minimum=None if least is None else Decimal(least))
        for index, (seats, least) in enumerate(rows)
    ]
)
BLOCKS = st.sampled_from([("A", "BC", "DE"), ("ABC", "D", "E"), ("AB", "CDE"), ("A", "B", "C", "D"), ("ABCD", "E")])


def decided(blocks: Sequence[str]) -> Iterator[list[Standing]]:
    """Every ranking in which all ties are decided, each entry with the score of its block."""
    scores = [100 - index for index, block in enumerate(blocks) for _ in block]
    for orders in product(*(permutations(block) for block in blocks)):
        order = [one for part in orders for one in part]
        yield standings(*order, scores=scores)


@given(TIERS, BLOCKS)
@quick
def test_a_tier_is_given_exactly_when_it_is_the_same_however_ties_are_decided(tiers, blocks):
    found = award(tiers, standings(*blocks), {})
    ways = [award(tiers, order, {}).tier_of for order in decided(blocks)]
    tied = {entry for entries in found.seats_tied.values() for entry in entries}

    for entry in "".join(blocks):
        possible = {way.get(entry) for way in ways}
        if entry in tied:
            assert len(possible) > 1
            assert entry not in found.tier_of
        else:
            assert possible == {found.tier_of.get(entry)}
    for tier in tiers:
        contenders = {entry for way in ways for entry, given_tier in way.items() if given_tier == tier.id}
        assert set(found.seats_tied.get(tier.id, ())) <= contenders


@given(TIERS, BLOCKS, st.integers(1, 2), st.tuples(*[st.sampled_from(["x", "y", ""])] * 5))
@settings(max_examples=400)
def test_under_a_cap_a_tier_is_still_given_only_when_it_is_the_same_in_every_case(tiers, blocks, cap, drawn):
    groups = dict(zip("ABCDE", drawn, strict=True))
    capped = [Tier(one.id, one.seats, None, one.minimum, cap) for one in tiers]

    found = award(capped, standings(*blocks), groups)
    ways = [award(capped, order, groups) for order in decided(blocks)]
    tied = {entry for entries in found.seats_tied.values() for entry in entries}

    for entry in "".join(blocks):
        possible = {way.tier_of.get(entry) for way in ways}
        if entry in tied or entry in found.undecided:
            assert entry not in found.tier_of
        else:
            assert possible == {found.tier_of.get(entry)}
    for way in ways:
        assert (way.seats_tied, way.undecided) == ({}, ())
        assert all(list(way.tier_of.values()).count(tier.id) <= (tier.seats or 0) for tier in capped)
        pairs = [(given_tier, groups[entry]) for entry, given_tier in way.tier_of.items() if groups[entry]]
        assert all(pairs.count(pair) <= cap for pair in pairs)


def test_entries_whose_tier_hangs_on_a_tie_are_flagged_as_those_tied_at_the_cut():
    """A and B contend for gold; the loser takes the one silver seat of their unit, which C may or may not get then."""
    tiers = (GOLD, Tier("SILVER", seats=2, per_group=1))
    groups = {"A": "x", "B": "y", "C": "x", "D": "z", "E": "z"}
    sheets = [
        sheet(judge, name, mark=mark) for judge in "JK" for name, mark in zip("ABCDE", (9, 9, 8, 7, 6), strict=True)
    ]
    entries = [contests.entry(name, group=group) for name, group in groups.items()]

    found = evaluate(Problem([stage([criterion("mark")], sheets, entries)], Rules(tiers=tiers)))

    told = {one.entry: (one.tier, Flag.TIED_AT_CUT in one.flags) for one in found.entries}
    assert told == dict.fromkeys("ABCDE", (None, True))
    assert found.seats_tied == {"GOLD": ("A", "B")}
    assert award(tiers, standings("AB", "C", "D", "E"), groups).undecided == ("C", "D", "E")


def test_entries_below_a_tie_that_decides_nothing_for_them_are_not_flagged():
    sheets = [sheet(judge, name, mark=mark) for judge in "JK" for name, mark in zip("ABC", (9, 9, 8), strict=True)]

    found = evaluate(Problem([stage([criterion("mark")], sheets)], Rules(tiers=(GOLD,))))

    assert {one.entry: Flag.TIED_AT_CUT in one.flags for one in found.entries} == {"A": True, "B": True, "C": False}
