"""What may be written of a round: every refusal with its field, and the phases of a round of each kind."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.problem import Method
from domain.evaluations.customary import CUSTOMARY
from domain.evaluations.particulars import (
    PhaseSpec,
    RoundRules,
    TierSpec,
    problems_of_phases,
    problems_of_round,
    problems_of_rules,
    problems_of_tiers,
    problems_of_ties,
)
from domain.evaluations.rules import RoundKind, ScoresSeen

OPENS = datetime(2024, 6, 1, tzinfo=UTC)
CLOSES = datetime(2024, 7, 1, tzinfo=UTC)
CODES = ("C1", "C2")
SCREENING = {"kind": RoundKind.SCREENING, "quorum": 2, "pass_share": Decimal("0.6667")}


def told(problems) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.rule, one.path) for one in problems]


def test_round_particulars_are_all_named_at_once():
    assert told(problems_of_round(name=" ", opens_at=OPENS, closes_at=OPENS)) == [
        ("NAME_EMPTY", ("name",)),
        ("PERIOD_REVERSED", ("closesAt",)),
    ]
    assert problems_of_round(name="Vòng 1", opens_at=OPENS, closes_at=CLOSES) == []


@pytest.mark.parametrize(
    "given_",
    [
        {},
        {"score_places": 0, "quorum": 1, "per_entry": 1},
        {"score_places": 6, "method": Method.TRIMMED, "drop_high": 1},
        {"method": Method.TRIMMED, "drop_low": 1000},
        {"ties": ("criterion:C2", "median", "count_of_top_marks", "number_of_judges", "head_to_head", "lot")},
        {"ties": ("earlier_submission",), "quorum": 3, "per_entry": 3, "dispute_spread": Decimal("0.0001")},
        {"dispute_spread": Decimal(100)},
        SCREENING,
        {**SCREENING, "pass_share": Decimal(1)},
    ],
)
def test_rules_in_order(given_):
    assert problems_of_rules(RoundRules(**given_), CODES) == []


@pytest.mark.parametrize(
    ("given_", "rule", "path"),
    [
        ({"score_places": 7}, "SCORE_PLACES_RANGE", ("scorePlaces",)),
        ({"score_places": -1}, "SCORE_PLACES_RANGE", ("scorePlaces",)),
        ({"method": Method.TRIMMED}, "DROPS_MISSING", ("dropHigh",)),
        ({"method": Method.TRIMMED, "drop_high": 1, "drop_low": -1}, "DROPS_RANGE", ("dropLow",)),
        ({"drop_high": 1}, "DROPS_NEED_TRIMMED", ("dropHigh",)),
        ({"method": Method.MEAN, "drop_low": 2}, "DROPS_NEED_TRIMMED", ("dropLow",)),
        ({"ties": ("median", "criterion:C3")}, "TIE_KEY_UNKNOWN", ("ties", "1")),
        ({"quorum": 0}, "QUORUM_RANGE", ("quorum",)),
        ({"per_entry": 1001}, "PER_ENTRY_RANGE", ("perEntry",)),
        ({"quorum": 4, "per_entry": 3}, "QUORUM_ABOVE_PER_ENTRY", ("quorum",)),
        ({"pass_share": Decimal("0.5")}, "PASS_SHARE_NEEDS_SCREENING", ("passShare",)),
        ({**SCREENING, "pass_share": None}, "PASS_SHARE_MISSING", ("passShare",)),
        ({**SCREENING, "quorum": None}, "QUORUM_MISSING", ("quorum",)),
        ({**SCREENING, "pass_share": Decimal(0)}, "NUMBER_RANGE", ("passShare",)),
        ({**SCREENING, "pass_share": Decimal("1.0001")}, "NUMBER_RANGE", ("passShare",)),
        ({**SCREENING, "pass_share": Decimal("0.66667")}, "NUMBER_RANGE", ("passShare",)),
        ({"dispute_spread": Decimal(0)}, "NUMBER_RANGE", ("disputeSpread",)),
        ({"dispute_spread": Decimal("NaN")}, "NUMBER_RANGE", ("disputeSpread",)),
        ({"dispute_spread": Decimal(101)}, "NUMBER_RANGE", ("disputeSpread",)),
    ],
)
def test_rules_refused_name_the_field(given_, rule, path):
    assert told(problems_of_rules(RoundRules(**given_), CODES)) == [(rule, path)]


@pytest.mark.parametrize("key", ["", "C1", "criterion", "criterion:", "component:x", "stage:", "median:", "lot:1", "x"])
def test_tie_keys_that_a_round_does_not_have(key):
    assert told(problems_of_ties(["lot", key], CODES)) == [("TIE_KEY_UNKNOWN", ("ties", "1"))]


def test_tie_chain_is_bounded_and_names_a_key_once():
    assert told(problems_of_ties(["lot", "median", "lot", "lot"], CODES)) == [
        ("TIE_KEY_TWICE", ("ties", "2")),
        ("TIE_KEY_TWICE", ("ties", "3")),
    ]
    assert told(problems_of_ties(["lot"] * 21, CODES)) == [("TIES_COUNT", ("ties",))]


def test_phases_refused_name_the_field():
    phases = [PhaseSpec(" "), PhaseSpec("A", opens_at=CLOSES, closes_at=OPENS), PhaseSpec("A ")]

    assert told(problems_of_phases(phases)) == [
        ("NAME_EMPTY", ("phases", "0", "name")),
        ("PERIOD_REVERSED", ("phases", "1", "closesAt")),
        ("PHASES_NEED_SCORING", ("phases",)),
        ("NAME_TWICE", ("phases", "2", "name")),
    ]


@pytest.mark.parametrize("count", [0, 21])
def test_phases_are_1_to_20(count):
    phases = [PhaseSpec(f"{number}", can_score=True) for number in range(count)]

    assert told(problems_of_phases(phases)) == [("PHASES_COUNT", ("phases",))]
    assert problems_of_phases(phases[:20] or [PhaseSpec("1", can_score=True, opens_at=OPENS)]) == []


def test_tiers_refused_name_the_field():
    tiers = [
        TierSpec("Nhất", seats=0, per_unit=0),
        TierSpec("", seats=1, percent=Decimal(10)),
        TierSpec("Ba", percent=Decimal("0.00001"), minimum=Decimal(101)),
        TierSpec("Nhất", minimum=Decimal(-1)),
    ]

    assert told(problems_of_tiers(tiers)) == [
        ("COUNT_TOO_SMALL", ("tiers", "0", "seats")),
        ("COUNT_TOO_SMALL", ("tiers", "0", "perUnit")),
        ("NAME_EMPTY", ("tiers", "1", "name")),
        ("TIER_TWO_LIMITS", ("tiers", "1", "percent")),
        ("NUMBER_RANGE", ("tiers", "2", "percent")),
        ("NUMBER_RANGE", ("tiers", "2", "minimum")),
        ("NUMBER_RANGE", ("tiers", "3", "minimum")),
        ("NAME_TWICE", ("tiers", "3", "name")),
    ]
    assert told(problems_of_tiers([TierSpec(str(number)) for number in range(21)])) == [("TIERS_COUNT", ("tiers",))]


@settings(max_examples=50)
@given(st.decimals(allow_nan=True, allow_infinity=True), st.decimals(0, 100, places=4))
def test_tiers_in_order_are_kept_without_rounding(anything, minimum):
    good = TierSpec("Nhất", "First", percent=Decimal("33.3333"), minimum=minimum, per_unit=1)

    assert problems_of_tiers([good, TierSpec("Nhì", seats=3), TierSpec("Khuyến khích", minimum=Decimal(0))]) == []
    if problems_of_tiers([TierSpec("Nhất", percent=anything)]) == []:
        assert 0 < anything <= 100
        assert anything == anything.quantize(Decimal("0.0001"))


@pytest.mark.parametrize("kind", RoundKind)
def test_every_kind_has_phases_that_are_in_order_and_begin_with_scoring(kind):
    assert problems_of_phases(CUSTOMARY[kind]) == []
    assert CUSTOMARY[kind][0].can_score


def test_phases_of_each_kind():
    never, after_own, always = ScoresSeen.NEVER, ScoresSeen.AFTER_OWN, ScoresSeen.ALWAYS
    said = {
        kind: [(one.name, one.can_score, one.can_discuss, one.others_scores, one.hides_evaluators) for one in phases]
        for kind, phases in CUSTOMARY.items()
    }

    assert said == {
        RoundKind.SCREENING: [("Thẩm định", True, False, never, False)],
        RoundKind.SELF_SCORE: [("Tự chấm", True, True, always, False)],
        RoundKind.CROSS_SCORE: [("Chấm chéo", True, False, never, True)],
        RoundKind.EXPERT: [
            ("Chấm điểm", True, False, never, False),
            ("Thảo luận", True, True, after_own, False),
            ("Công khai trong hội đồng", False, False, always, False),
        ],
        RoundKind.COUNCIL: [
            ("Xem xét", True, True, after_own, False),
            ("Biểu quyết công khai", True, True, always, False),
        ],
        RoundKind.TIE_BREAK: [("So sánh từng cặp", True, False, never, False)],
    }
    assert not any(phase.hides_authors for phases in CUSTOMARY.values() for phase in phases)
