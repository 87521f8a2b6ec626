"""What the engine says where the data say little: each row of the table of edge cases, with exact expectations."""

from decimal import Decimal

import pytest

from domain.engine import graph
from domain.engine.evaluate import evaluate
from domain.engine.outcome import EntryOutcome, Evaluation, Flag, JudgeOutcome, SheetOutcome, Status, Unadjusted, Warn
from domain.engine.problem import Aggregate, Direction, Method, Problem, Rules, Scale, Sheet, Tier
from tests.support.contests import criterion, entry, sheet, stage

MARK = criterion("mark", high=100, step=1)
ADJUSTED = Rules(method=Method.ADJUSTED)


def evaluated(*marks: tuple[str, str, int], rules: Rules = ADJUSTED, entries: list[str] | None = None) -> Evaluation:
    sheets = [sheet(judge, name, mark=mark) for judge, name, mark in marks]
    named = None if entries is None else [entry(name) for name in entries]
    return evaluate(Problem([stage([MARK], sheets, named)], rules))


def of_entry(found: Evaluation, name: str) -> EntryOutcome:
    return next(one for one in found.entries if one.entry == name)


def of_judge(found: Evaluation, name: str) -> JudgeOutcome:
    return next(one for one in found.judges if one.judge == name)


def of_sheet(found: Evaluation, name: str) -> SheetOutcome:
    return next(one for one in found.sheets if one.sheet == name)


#: Twelve entries by three of five judges each, of whom J1 is strict by about 12 points; additive but for small noise.
MIXED = [
    (f"J{judge}", f"E{number:02d}", 50 + 3 * number + (number * judge * 7) % 5 - (12 if judge == 1 else 0))
    for number in range(12)
    for judge in range(1, 6)
    if (judge + number) % 5 < 3
]


def test_one_judge_only():
    found = evaluated(("J", "A", 80), ("J", "B", 70))
    assert [(one.entry, one.place, one.score, one.raw) for one in found.entries] == [
        ("A", 1, Decimal("80.00"), Decimal("80.00")),
        ("B", 2, Decimal("70.00"), Decimal("70.00")),
    ]
    best = found.entries[0]
    assert (best.se, best.low, best.high, best.p_top, best.rank_best, best.rank_worst, best.p_award) == (
        *[None] * 6,
        {},
    )
    assert found.judges == [JudgeOutcome("J", 2, Decimal("0.00"), None, None, ())]
    assert (found.sheets[0].expected, found.sheets[0].studentized) == (None, None)
    summary = found.summary
    assert summary.warnings == (Warn.NO_REPLICATION,)
    assert summary.unadjusted is Unadjusted.NO_REPLICATION
    assert (summary.sigma_entry, summary.sigma_judge, summary.sigma_residual, summary.alpha) == (None,) * 4
    assert (summary.icc_single, summary.icc_panel, summary.judge_share, summary.places) == (None,) * 4
    assert (summary.components, summary.bridges_needed, summary.lambda2, summary.panel) == (1, 0, None, Decimal("1.00"))


def test_every_entry_has_one_score():
    found = evaluated(("J1", "A", 80), ("J2", "B", 70), ("J1", "C", 60))
    assert [one.score for one in found.entries] == [Decimal("80.00"), Decimal("70.00"), Decimal("60.00")]
    assert found.summary.warnings == (Warn.NO_REPLICATION, Warn.DISCONNECTED)
    assert [one.component for one in found.entries] == [1, 2, 1]
    assert {one.p_top for one in found.entries} == {None}


def test_all_scores_equal():
    marks = [(f"J{judge}", f"E{number}", 70) for number in range(9) for judge in range(2)]
    found = evaluated(*marks, rules=Rules(method=Method.ADJUSTED, places=2))
    for one in found.entries:
        assert (one.score, one.place, len(one.tied_with)) == (Decimal("70.00"), 1, 8)
        assert (one.se, one.p_top) == (Decimal("0.45"), Decimal("0.2222"))
        assert (one.rank_best, one.rank_worst) == (1, 9)
    assert found.summary.sigma_residual == Decimal("0.29")  # 1 / sqrt(12)
    assert {one.severity for one in found.judges} == {Decimal("0.00")}


def test_all_scores_equal_in_an_incomplete_design():
    found = evaluated(*[(judge, name, 70) for judge, name, _ in MIXED], rules=Rules(method=Method.ADJUSTED, places=3))
    assert {one.p_top for one in found.entries} == {Decimal("0.2500")}
    assert {one.score for one in found.entries} == {Decimal("70.00")}
    assert all(one.se for one in found.entries)


def test_perfectly_additive_data_give_finite_numbers():
    severity = {f"J{judge}": 5 * judge for judge in range(5)}
    marks = [(f"J{j}", f"E{n}", 90 - 3 * n - 5 * j) for n in range(10) for j in range(5) if (n + j) % 5 < 3]
    found = evaluated(*marks)
    assert found.summary.sigma_residual == Decimal("0.29")
    for one in found.judges:
        assert float(one.severity) == pytest.approx(severity[one.judge] - 10, abs=0.1)
    assert all(one.se > 0 for one in found.entries)
    assert [one.entry for one in found.entries] == [f"E{n}" for n in range(10)]


def test_a_disconnected_graph():
    left = [(f"J{judge}", f"A{number}", 60 + 5 * number - 4 * judge) for number in range(3) for judge in (1, 2)]
    right = [(f"J{judge}", f"B{number}", 65 + 5 * number - 4 * judge) for number in range(3) for judge in (3, 4)]
    found = evaluated(*left, *right)
    assert found.summary.warnings == (Warn.DISCONNECTED,)
    assert (found.summary.components, found.summary.bridges_needed) == (2, 1)
    assert {one.entry[0]: one.component for one in found.entries} == {"A": 1, "B": 2}
    assert all(one.score is not None and one.se is not None for one in found.entries)
    assert sum(of_judge(found, name).severity for name in ("J1", "J2")) == 0


def test_a_judge_with_one_sheet_is_drawn_towards_zero():
    offset = 10
    others = of_entry(evaluated(*MIXED), "E05")
    found = evaluated(*MIXED, ("J9", "E05", int(others.score) - offset))
    judge = of_judge(found, "J9")
    assert 0 < judge.severity < Decimal("0.9") * offset
    assert judge.severity_se > max(one.severity_se for one in found.judges if one.judge != "J9")


def test_an_entry_with_one_sheet_among_many_is_thin():
    found = evaluated(*MIXED, ("J2", "THIN", 70))
    thin = of_entry(found, "THIN")
    assert thin.flags == (Flag.THIN,)
    assert thin.se > max(one.se for one in found.entries if one.entry != "THIN")
    assert of_sheet(found, "J2/THIN").studentized is None
    wanted = evaluated(*MIXED, rules=Rules(method=Method.ADJUSTED, per_entry=7))
    assert all(Flag.THIN in one.flags for one in wanted.entries)


def test_an_entry_without_a_sheet_is_unscored_and_not_counted():
    names = sorted({name for _, name, _ in MIXED})
    found = evaluated(*MIXED, entries=[*names, "NONE"])
    unscored = of_entry(found, "NONE")
    assert (unscored.status, unscored.place, unscored.score, unscored.p_top) == (Status.UNSCORED, None, None, None)
    without = evaluated(*MIXED)
    assert [one for one in found.entries if one.entry != "NONE"] == without.entries
    assert found.summary == without.summary


def test_a_sheet_without_marks_never_existed():
    sheets = [sheet(judge, name, mark=mark) for judge, name, mark in MIXED]
    blank = Sheet("blank", "J9", "E03", {})
    assert evaluate(Problem([stage([MARK], [*sheets, blank])], ADJUSTED)) == evaluated(*MIXED)


def test_a_complete_panel_is_the_plain_mean():
    marks = [(f"J{judge}", f"E{n}", 40 + (n * 17 + judge * 29) % 50) for n in range(9) for judge in range(3)]
    found, plain = evaluated(*marks), evaluated(*marks, rules=Rules(method=Method.MEAN))
    assert found.summary.unadjusted is Unadjusted.COMPLETE_PANEL
    assert found.entries == plain.entries
    assert all(one.score == one.raw for one in found.entries)
    assert found.judges == plain.judges
    assert any(one.severity for one in found.judges)


def test_where_less_is_better_a_high_mark_is_strict():
    turned = criterion("mark", high=100, step=1, direction=Direction.LOWER)
    sheets = [sheet(judge, name, mark=100 - mark) for judge, name, mark in MIXED]
    found = evaluate(Problem([stage([turned], sheets)], ADJUSTED))
    assert found == evaluated(*MIXED)
    assert of_judge(found, "J1").flags == (Flag.SEVERE,)


def test_a_strict_judge_is_told_and_made_up_for():
    found, plain = evaluated(*MIXED), evaluated(*MIXED, rules=Rules(method=Method.MEAN))
    strict = of_judge(found, "J1")
    assert float(strict.severity) == pytest.approx(12 * 4 / 5, abs=1)  # against the mean of all five
    assert strict.flags == (Flag.SEVERE,)
    assert [one.entry for one in found.entries] == sorted({name for _, name, _ in MIXED}, reverse=True)
    assert found.summary.unadjusted is None
    assert [one.entry for one in plain.entries] != [one.entry for one in found.entries]
    assert plain.judges == found.judges
    assert plain.sheets == found.sheets
    assert {one.p_top for one in plain.entries} == {one.p_top for one in found.entries}
    assert of_entry(plain, "E05").se > of_entry(found, "E05").se


def test_a_sheet_far_off_and_its_judge_are_flagged():
    marks = [(f"J{j}", f"E{n:02d}", 60 + n + (n * (j + 2) * 7) % 5) for n in range(15) for j in range(5)]
    spoiled = [(judge, name, mark - 25 if (judge, name) == ("J2", "E04") else mark) for judge, name, mark in marks]
    found = evaluated(*spoiled)
    assert [one.sheet for one in found.sheets if Flag.OUTLIER in one.flags] == ["J2/E04"]
    assert of_sheet(found, "J2/E04").studentized < -6
    assert [one.judge for one in found.judges if Flag.ERRATIC in one.flags] == ["J2"]
    assert not any(one.flags for one in evaluated(*marks).sheets)


def test_of_two_sheets_the_pair_is_seen_to_disagree():
    pairs = [(f"J{(n + j) % 6}", f"E{n:02d}", 50 + n + (n * 3 + j) % 4) for n in range(30) for j in range(2)]
    apart = [(judge, name, mark - 30 if (judge, name) == ("J4", "E04") else mark) for judge, name, mark in pairs]
    found = evaluated(*apart)
    assert [one.entry for one in found.entries if Flag.DISPUTED in one.flags] == ["E04"]


def test_a_judge_of_one_total_is_flat():
    marks = [(f"J{j}", f"E{n}", 70 if j == 0 else 60 + (n * 7 + j) % 9) for n in range(5) for j in range(3)]
    assert of_judge(evaluated(*marks), "J0").flags == (Flag.FLAT,)
    assert of_judge(evaluated(*[one for one in marks if one[:2] != ("J0", "E4")]), "J0").flags == ()


def test_points_that_are_added_up_are_not_modelled():
    rules = Rules(scale=Scale.POINTS, aggregate=Aggregate.SUM, method=Method.ADJUSTED)
    found = evaluated(("J1", "A", 12), ("J2", "A", 10), ("J1", "B", 10), ("J2", "B", 1), rules=rules)
    assert [(one.entry, one.score, one.se, one.p_top) for one in found.entries] == [
        ("A", Decimal("22.00"), None, None),
        ("B", Decimal("11.00"), None, None),
    ]
    assert {(one.severity, one.severity_se, one.outfit, one.flags) for one in found.judges} == {(None, None, None, ())}
    assert found.summary.warnings == ()
    assert (found.summary.unadjusted, found.summary.sigma_judge, found.summary.alpha) == (None, None, None)


def test_too_many_judges_are_adjusted_for_without_intervals(monkeypatch: pytest.MonkeyPatch):
    for module in ("adjusted", "graph"):
        monkeypatch.setattr(f"domain.engine.{module}.MOST_JUDGES", 4)
    assert graph.MOST_JUDGES == 4
    found = evaluated(*MIXED)
    assert found.summary.warnings == (Warn.TOO_MANY_JUDGES,)
    assert of_entry(found, "E05").score != of_entry(found, "E05").raw
    assert (found.entries[0].se, found.entries[0].p_top, found.entries[0].low) == (None, None, None)
    assert (found.judges[0].severity_se, found.judges[0].outfit, found.sheets[0].studentized) == (None, None, None)
    assert found.judges[0].severity > 5
    assert found.sheets[0].expected is not None


def test_large_designs_take_the_estimates_for_the_truth(monkeypatch: pytest.MonkeyPatch):
    rules = Rules(method=Method.ADJUSTED, places=4)
    small = evaluated(*MIXED, rules=rules)
    monkeypatch.setattr("domain.engine.posterior.MOST_FEW", 2)
    large = evaluated(*MIXED, rules=rules)
    assert [one.score for one in large.entries] == [one.score for one in small.entries]
    assert float(sum(one.p_top for one in large.entries)) == pytest.approx(4, abs=1e-3)
    for one, other in zip(large.entries, small.entries, strict=True):
        assert float(one.p_top) == pytest.approx(float(other.p_top), abs=0.05)
    # By moments instead of REML with entries at random: near, not the same.
    assert float(large.summary.icc_single) == pytest.approx(float(small.summary.icc_single), abs=0.01)


def test_an_entry_below_the_quorum_informs_of_its_judges_and_has_no_score():
    found = evaluated(*MIXED, ("J1", "FEW", 20), rules=Rules(method=Method.ADJUSTED, quorum=2))
    few = of_entry(found, "FEW")
    assert (few.status, few.score, few.se, few.p_top) == (Status.INCOMPLETE, None, None, None)
    assert set(few.flags) == {Flag.BELOW_QUORUM, Flag.THIN}
    assert of_judge(found, "J1").sheets == of_judge(evaluated(*MIXED), "J1").sheets + 1


def test_marks_without_a_step_are_believed_to_the_last_published_decimal():
    free = criterion("mark", high=100)
    sheets = [sheet(judge, name, mark=70) for name in "ABCD" for judge in ("J1", "J2", "J3")]
    found = evaluate(Problem([stage([free], sheets)], Rules(method=Method.ADJUSTED, score_places=1)))
    assert found.summary.sigma_residual == Decimal("0.03")  # 0.1 / sqrt(12)


def test_stages_add_up_with_their_weights():
    first = stage([MARK], [sheet(judge, name, mark=mark) for judge, name, mark in MIXED], name="1")
    again = [Sheet(f"2/{judge}/{name}", judge, name, {"mark": Decimal(100 - mark)}) for judge, name, mark in MIXED]
    second = stage([MARK], again, name="2", weight="0.5")
    alone, both = evaluated(*MIXED), evaluate(Problem([first, second], ADJUSTED))
    for one in both.entries:
        single = of_entry(alone, one.entry)
        assert float(one.score) == pytest.approx(float(single.score) * 0.5 + 50, abs=0.011)
        assert float(one.se) == pytest.approx(float(single.se) * 1.25**0.5, abs=0.011)
    # The same judges, strict first and lenient then: over both they are neither.
    assert {one.severity for one in both.judges} == {Decimal("0.00")}
    assert {one.sheets for one in both.judges} == {2 * one.sheets for one in alone.judges if one.judge == "J1"} | {
        2 * one.sheets for one in alone.judges
    }
    assert float(sum(one.p_top for one in both.entries)) == pytest.approx(1, abs=1e-3)


def test_whoever_completed_more_stages_stands_before_in_every_draw():
    first = stage([MARK], [sheet(judge, name, mark=mark) for judge, name, mark in MIXED], name="1")
    again = [Sheet(f"2/{j}/{name}", j, name, {"mark": Decimal(m)}) for j, name, m in MIXED if name < "E02"]
    rules = Rules(method=Method.ADJUSTED, places=2, tiers=(Tier("T", seats=1, minimum=Decimal(20)),))
    found = evaluate(Problem([first, stage([MARK], again, name="2", weight="0.01")], rules))
    assert {one.entry for one in found.entries if one.p_top == 1} == {"E00", "E01"}
    assert float(sum(one.p_award["T"] for one in found.entries)) == pytest.approx(1, abs=1e-3)


def test_chance_gives_awards_by_the_rules_and_the_same_at_every_time():
    tiers = (Tier("FIRST", seats=2), Tier("SECOND", percent=Decimal(25), per_group=1, minimum=Decimal(50)))
    rules = Rules(method=Method.ADJUSTED, tiers=tiers)
    sheets = [sheet(judge, name, mark=mark) for judge, name, mark in MIXED]
    entries = [entry(f"E{number:02d}", group="AB"[number % 2]) for number in range(12)]
    problem = Problem([stage([MARK], sheets, entries)], rules, seed=-3)
    found = evaluate(problem)
    assert found.summary.places == 5
    assert float(sum(one.p_top for one in found.entries)) == pytest.approx(5, abs=1e-3)
    assert float(sum(one.p_award["FIRST"] for one in found.entries)) == pytest.approx(2, abs=1e-3)
    # Three seats, but one for each of two groups.
    assert float(sum(one.p_award["SECOND"] for one in found.entries)) == pytest.approx(2, abs=1e-3)
    assert evaluate(problem) == found


def test_amounts_move_score_and_interval_and_the_scale_ends_both():
    sheets = [sheet(judge, name, mark=mark) for judge, name, mark in MIXED]
    names = sorted({name for _, name, _ in MIXED})
    entries = [entry(name, amounts={"bonus": 30} if name == "E11" else {"bonus": -2}) for name in names]
    found, plain = evaluate(Problem([stage([MARK], sheets, entries)], ADJUSTED)), evaluated(*MIXED)
    assert of_entry(found, "E05").score == of_entry(plain, "E05").score - 2
    assert of_entry(found, "E05").high == of_entry(plain, "E05").high - 2
    assert (of_entry(found, "E11").score, of_entry(found, "E11").high) == (100, 100)


def test_progress_goes_from_nothing_upwards():
    told: list[tuple[float, str]] = []
    evaluate(Problem([stage([MARK], [])], ADJUSTED), lambda share, step: told.append((share, step)))
    assert [step for _, step in told] == ["totals", "model", "ranking", "confidence", "outcome"]
    assert told == sorted(told)
