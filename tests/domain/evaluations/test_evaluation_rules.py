"""Marks, totals, means, places and ties, judged by properties."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Conflict
from domain.evaluations.rules import (
    ConflictKind,
    CountedSheet,
    EntryStatus,
    GivenMark,
    ResultMethod,
    Scale,
    conflict_of_interest,
    inputs_hash,
    missing_criteria,
    plain,
    problems_of_marks,
    ranking,
    refuse_conflict,
    rounded,
    sheet_total,
)

quick = settings(max_examples=50, deadline=None)


def key(number: int) -> UUID:
    return UUID(int=number)


def scale(number: int, *, weight: str = "50", low: str = "0", high: str = "10", step: str = "0.5") -> Scale:
    return Scale(key(number), f"C{number}", Decimal(weight), Decimal(low), Decimal(high), Decimal(step))


@st.composite
def scales(draw) -> list[Scale]:
    found = []
    for number in range(1, draw(st.integers(1, 6)) + 1):
        low = Decimal(draw(st.integers(-20, 20)))
        step = draw(st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal(1), Decimal(3)]))
        high = low + step * draw(st.integers(1, 40))
        weight = Decimal(draw(st.integers(1, 10_000))) / 100
        found.append(Scale(key(number), f"C{number}", weight, low, high, step))
    return found


@st.composite
def marked(draw) -> tuple[list[Scale], dict[UUID, Decimal]]:
    chosen = draw(scales())
    steps = {each.criterion_id: int((each.scale_max - each.scale_min) / each.step) for each in chosen}
    return chosen, {
        each.criterion_id: each.scale_min + each.step * draw(st.integers(0, steps[each.criterion_id]))
        for each in chosen
    }


totals_of_sheets = st.lists(st.fractions(0, 100, max_denominator=100), max_size=5)
rounds = st.dictionaries(st.integers(1, 40).map(key), totals_of_sheets, max_size=12)
place_counts = st.integers(0, 6)


@quick
@given(marked())
def test_total_lies_between_0_and_100(sheet):
    chosen, marks = sheet

    assert 0 <= sheet_total(marks, chosen) <= 100


@quick
@given(scales())
def test_total_of_best_marks_is_100_and_of_worst_0(chosen):
    assert sheet_total({each.criterion_id: each.scale_max for each in chosen}, chosen) == 100
    assert sheet_total({each.criterion_id: each.scale_min for each in chosen}, chosen) == 0


@quick
@given(marked(), st.randoms())
def test_total_does_not_depend_on_the_order_of_criteria(sheet, chance):
    chosen, marks = sheet
    shuffled = chance.sample(chosen, len(chosen))

    assert sheet_total(dict(chance.sample(list(marks.items()), len(marks))), shuffled) == sheet_total(marks, chosen)


@quick
@given(marked())
def test_total_rises_with_any_mark(sheet):
    chosen, marks = sheet
    first = chosen[0]
    higher = {**marks, first.criterion_id: first.scale_max}

    assert sheet_total(higher, chosen) >= sheet_total(marks, chosen)


def test_total_weighs_what_share_of_each_scale_was_reached():
    chosen = [scale(1, weight="60", high="60"), scale(2, weight="40", low="1", high="5", step="1")]

    assert sheet_total({key(1): Decimal(45), key(2): Decimal(2)}, chosen) == 55


@quick
@given(st.integers(-(10**9), 10**9), place_counts)
def test_rounding_takes_the_exact_middle_up_away_from_zero(whole, places):
    middle = Fraction(2 * whole + 1, 2 * 10**places)

    away = whole + 1 if whole >= 0 else whole
    assert rounded(middle, places) == Decimal(away).scaleb(-places)


@quick
@given(st.fractions(-100, 100), place_counts)
def test_rounding_is_off_by_half_a_place_at_most_and_keeps_its_places(value, places):
    given_back = rounded(value, places)

    assert abs(Fraction(given_back) - value) * 2 * 10**places <= 1
    assert given_back.as_tuple().exponent == -places


@pytest.mark.parametrize(
    ("value", "places", "wanted"),
    [
        (Fraction(2675, 1000), 2, "2.68"),
        (Fraction(1, 8), 2, "0.13"),
        (Fraction(2, 3), 6, "0.666667"),
        (Fraction(5, 2), 0, "3"),
    ],
)
def test_rounding_half_up_is_exact(value, places, wanted):
    assert str(rounded(value, places)) == wanted


@quick
@given(rounds, place_counts)
def test_ranking_names_every_initiative_once_best_first(totals, places):
    standings = ranking(totals, places)

    assert sorted(one.initiative_id for one in standings) == sorted(totals)
    scores = [one.score for one in standings if one.score is not None]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 100 for score in scores)


@quick
@given(rounds, place_counts)
def test_ranking_gives_equal_scores_one_place_and_leaves_out_the_next(totals, places):
    standings = [one for one in ranking(totals, places) if one.score is not None]

    for one in standings:
        equal = [other for other in standings if other.score == one.score]
        assert one.place == 1 + sum(other.score > one.score for other in standings)
        assert {other.place for other in equal} == {one.place}
        assert one.is_tied == (len(equal) > 1)
    for before, after in pairwise(standings):
        if after.place != before.place:
            assert after.place == before.place + sum(other.place == before.place for other in standings)


@quick
@given(rounds, place_counts)
def test_ranking_puts_the_unscored_last_without_score_and_place(totals, places):
    standings = ranking(totals, places)

    unscored = [one for one in standings if one.status is EntryStatus.UNSCORED]
    assert {one.initiative_id for one in unscored} == {entry for entry, sheets in totals.items() if not sheets}
    assert all((one.score, one.place, one.is_tied, one.sheets) == (None, None, False, 0) for one in unscored)
    assert standings[len(standings) - len(unscored) :] == unscored


@quick
@given(rounds, place_counts, st.randoms())
def test_ranking_does_not_depend_on_the_order_of_rows(totals, places, chance):
    shuffled = {
        entry: chance.sample(totals[entry], len(totals[entry])) for entry in chance.sample(list(totals), len(totals))
    }

    assert ranking(shuffled, places) == ranking(totals, places)


@quick
@given(st.lists(st.fractions(0, 100, max_denominator=100), min_size=1, max_size=5), place_counts)
def test_ranking_scores_are_means_of_the_sheets_there_are(sheets, places):
    (standing,) = ranking({key(1): sheets}, places)

    assert standing.score == rounded(sum(sheets, Fraction()) / len(sheets), places)
    assert rounded(min(sheets), places) <= standing.score <= rounded(max(sheets), places)
    assert standing.sheets == len(sheets)


@quick
@given(totals_of_sheets.filter(bool), st.integers(0, 5), place_counts)
def test_a_missing_sheet_never_lowers_a_score(sheets, missing, places):
    """However many assigned evaluators have not submitted, the score is that of the sheets there are."""
    (alone,) = ranking({key(1): sheets}, places)
    (with_others, *_rest) = ranking({key(1): sheets, **{key(2 + at): [] for at in range(missing)}}, places)

    assert with_others.score == alone.score


def test_ranking_by_example():
    standings = ranking(
        {
            key(1): [Fraction(80), Fraction(81)],
            key(2): [Fraction(90)],
            key(3): [],
            key(4): [Fraction(161, 2)],
            key(5): [Fraction(7)],
        },
        2,
    )

    assert [(one.initiative_id.int, str(one.score), one.place, one.is_tied, one.sheets) for one in standings] == [
        (2, "90.00", 1, False, 1),
        (1, "80.50", 2, True, 2),
        (4, "80.50", 2, True, 1),
        (5, "7.00", 4, False, 1),
        (3, "None", None, False, 0),
    ]


def test_ranking_of_many_entries_stays_quick():
    standings = ranking({key(number): [Fraction(number % 9973, 100)] for number in range(1, 20_001)}, 2)

    assert standings[0].place == 1
    assert standings[-1].place == 20_000 - sum(number % 9973 == 0 for number in range(1, 20_001)) + 1


@quick
@given(marked())
def test_marks_on_their_scales_have_no_problem(sheet):
    chosen, marks = sheet

    assert problems_of_marks([GivenMark(criterion, value) for criterion, value in marks.items()], chosen) == []
    assert missing_criteria(marks, chosen) == []


@pytest.mark.parametrize(
    ("value", "rule"),
    [("-0.5", "MARK_OUT_OF_RANGE"), ("10.5", "MARK_OUT_OF_RANGE"), ("0.3", "MARK_OFF_STEP")],
)
def test_marks_off_the_scale_name_position_and_scale(value, rule):
    problems = problems_of_marks(
        [GivenMark(key(2), Decimal(1)), GivenMark(key(1), Decimal(value))], [scale(1), scale(2)]
    )

    assert [(one.rule, one.path, one.allowed) for one in problems] == [(rule, ("marks", "1", "value"), "0..10 / 0.5")]


def test_marks_of_unknown_criteria_and_marks_given_twice():
    marks = [GivenMark(key(1), Decimal(1)), GivenMark(key(9), Decimal(1)), GivenMark(key(1), Decimal(2))]

    problems = problems_of_marks(marks, [scale(1)])

    assert [(one.rule, one.path) for one in problems] == [
        ("CRITERION_UNKNOWN", ("marks", "1", "criterionId")),
        ("MARK_TWICE", ("marks", "2", "criterionId")),
    ]


def test_marks_are_not_read_by_the_thousand():
    problems = problems_of_marks([GivenMark(key(number), Decimal(1)) for number in range(51)], [scale(1)])

    assert [(one.rule, one.path) for one in problems] == [("MARKS_COUNT", ("marks",))]


def test_missing_criteria_are_named_by_code():
    problems = missing_criteria([key(2)], [scale(1), scale(2), scale(3)])

    assert [(one.rule, one.allowed) for one in problems] == [("MARK_MISSING", "C1"), ("MARK_MISSING", "C3")]


sheets_of_round = st.lists(
    st.builds(
        CountedSheet,
        st.integers(1, 10**6).map(key),
        st.integers(1, 50).map(key),
        st.integers(1, 50).map(key),
        st.dictionaries(st.integers(1, 9).map(key), st.decimals(0, 10, places=2), max_size=4),
    ),
    max_size=6,
    unique_by=lambda sheet: sheet.sheet_id,
)


def digest(chosen, sheets, **given) -> str:
    said = {"round_id": key(1), "method": ResultMethod.MEAN, "score_places": 2, **given}
    return inputs_hash(scales=chosen, sheets=sheets, **said)


@quick
@given(scales(), sheets_of_round, st.randoms())
def test_inputs_hash_does_not_depend_on_the_order_of_rows(chosen, sheets, chance):
    shuffled = [
        CountedSheet(
            each.sheet_id,
            each.initiative_id,
            each.evaluator_id,
            dict(chance.sample(list(each.marks.items()), len(each.marks))),
        )
        for each in chance.sample(sheets, len(sheets))
    ]

    assert digest(chance.sample(chosen, len(chosen)), shuffled) == digest(chosen, sheets)


@quick
@given(scales(), sheets_of_round)
def test_inputs_hash_changes_with_anything_that_counts(chosen, sheets):
    first = digest(chosen, sheets)
    further = CountedSheet(key(10**7), key(1), key(1), {key(1): Decimal(1)})

    assert len(first) == 64
    assert first not in {
        digest(chosen, sheets, round_id=key(2)),
        digest(chosen, sheets, score_places=3),
        digest(chosen[1:], sheets),
        digest(chosen, [*sheets, further]),
    }


def test_inputs_hash_takes_equal_numbers_for_equal():
    sheet = CountedSheet(key(1), key(2), key(3), {key(4): Decimal("5.0")})
    same = CountedSheet(key(1), key(2), key(3), {key(4): Decimal(5)})

    assert digest([scale(4)], [sheet]) == digest([scale(4)], [same])


@quick
@given(st.decimals(-1000, 1000, places=4))
def test_plain_numbers_have_one_text_for_one_value(number):
    assert Decimal(plain(number)) == number
    assert plain(number) == plain(number.normalize())
    assert "E" not in plain(number)


@pytest.mark.parametrize(
    ("evaluator", "home", "authors", "kind"),
    [
        (1, 10, {1, 2}, ConflictKind.OWN_INITIATIVE),
        (1, 20, {1}, ConflictKind.OWN_INITIATIVE),
        (1, 10, {2}, ConflictKind.OWN_UNIT),
        (1, 20, {2}, None),
    ],
)
def test_conflict_of_interest(evaluator, home, authors, kind):
    found = conflict_of_interest(
        evaluator_id=key(evaluator),
        evaluator_unit_id=key(home),
        initiative_unit_id=key(10),
        author_ids=frozenset(map(key, authors)),
    )

    assert found is kind


def test_conflict_of_interest_is_refused_at_the_field_that_named_it():
    refusal = refuse_conflict(ConflictKind.OWN_UNIT, ("assignmentId",))

    assert isinstance(refusal, Conflict)
    assert (refusal.rule, refusal.path) == ("CONFLICT_OF_INTEREST_OWN_UNIT", ("assignmentId",))
