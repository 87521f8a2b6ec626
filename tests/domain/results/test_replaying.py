"""A round rebuilt from its events alone, and verified without a database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.documents import ENGINE_VERSION, digest, evaluation_document, problem_document
from domain.engine.evaluate import evaluate
from domain.engine.problem import Method, Problem, Rules, Sheet
from domain.ledger.rules import Event, EventKind, canonical
from domain.results.figures import Figures, figures_of
from domain.results.findings import Kind
from domain.results.replaying import Counted, Replay, Unreadable, frozen
from domain.results.verifying import KeptResult, verify
from tests.support.contests import criterion, entry, stage
from tests.support.ledger import ROUND, chain, rehashed

SKELETON = Problem(
    (stage([criterion("c", high=100, step="0.5")], (), [entry("a"), entry("b"), entry("d")]),),
    Rules(method=Method.ADJUSTED),
)
MARKS = {"1": ("J1", "a", "90"), "2": ("J2", "a", "80.5"), "3": ("J1", "b", "70"), "4": ("J3", "b", "60")}
MORE = {"5": ("J2", "d", "55"), "6": ("J3", "d", "50")}
SHEETS = [Sheet(key, judge, of, {"c": Decimal(mark)}) for key, (judge, of, mark) in {**MARKS, **MORE}.items()]

Said = tuple[EventKind, Mapping[str, Any]]


def submitted(sheet: Sheet, mark: str | None = None) -> Said:
    marks = {key: mark or value for key, value in sheet.marks.items()}
    return EventKind.SHEET_SUBMITTED, {"sheet": sheet.id, "judge": sheet.judge, "entry": sheet.entry, "marks": marks}


OPENED: Said = (EventKind.ROUND_OPENED, {"problem": json.loads(problem_document(SKELETON))})
CLOSED: Said = (EventKind.ROUND_CLOSED, {})
SCORED: list[Said] = [OPENED, *(submitted(each) for each in SHEETS), CLOSED]


def events(*said: Said) -> list[Event]:
    bare = chain([canonical(body) for _kind, body in said])
    return rehashed([each._replace(kind=kind.value) for each, (kind, _body) in zip(bare, said, strict=True)])


def rebuilt(*said: Said) -> Problem | None:
    replay = Replay()
    for each in events(*said):
        replay.take(each)
    return replay.problem()


def same(one: Problem | None, other: Problem) -> bool:
    """Whether two problems have one document, and so one hash."""
    return one is not None and problem_document(one) == problem_document(other)


def result(before: Sequence[Said], number: int = 1, **changed: Any) -> tuple[Said, KeptResult]:
    """The event of the result that follows from some events, and the result as it is kept."""
    problem = rebuilt(*before)
    assert problem is not None
    evaluation, head = evaluate(problem), events(*before)[-1]
    printed = {
        "number": number,
        "engine_version": ENGINE_VERSION,
        "seed": problem.seed,
        "inputs_hash": digest(problem_document(problem)),
        "outputs_hash": digest(evaluation_document(evaluation)),
        "ledger_number": head.number,
        "ledger_hash": head.hash,
        **changed,
    }
    kept = KeptResult(number, printed, "STAGED", figures_of(problem, evaluation))
    return (EventKind.RESULT_COMPUTED, printed), kept


def kinds(said: Sequence[Said], *kept: KeptResult) -> list[tuple[str, str]]:
    return [(each.kind.value, each.subject) for each in verify(ROUND, events(*said), kept).findings]


def changed(kept: KeptResult, by: str) -> KeptResult:
    """The result with the lower end of an interval moved."""
    row = kept.figures.entries["a"]
    moved = {**row, "score_low": str(Decimal(row["score_low"]) + Decimal(by))}
    entries = {**kept.figures.entries, "a": moved}
    return kept._replace(figures=kept.figures._replace(entries=entries))


def test_all_sheets_count_unless_something_else_happened():
    assert same(rebuilt(*SCORED), frozen(SKELETON, Counted(SHEETS)))
    assert rebuilt(CLOSED) is None


def test_what_happens_to_sheets_decides_which_of_them_count():
    first, second, third, *rest = SHEETS
    said = [
        *SCORED[:-1],
        (EventKind.SHEET_REOPENED, {"sheet": first.id, "reason": "?"}),
        submitted(first, "12.5"),
        (EventKind.SHEET_REOPENED, {"sheet": second.id, "reason": "?"}),
        (EventKind.RECUSED, {"judge": third.judge, "entry": third.entry, "reason": "?"}),
        (EventKind.PHASE_ENTERED, {"phase": 2, "name": "Thảo luận"}),
        CLOSED,
        (EventKind.SHEET_EXCLUDED, {"sheet": rest[0].id, "reason": "?"}),
        (EventKind.SHEET_EXCLUDED, {"sheet": rest[1].id, "reason": "?"}),
        (EventKind.SHEET_RESTORED, {"sheet": rest[1].id, "reason": "?"}),
    ]

    assert same(rebuilt(*said), frozen(SKELETON, Counted([replace(first, marks={"c": Decimal("12.5")}), *rest[1:]])))


def test_seed_follows_from_the_sheets():
    whole, fewer = frozen(SKELETON, Counted(SHEETS)), frozen(SKELETON, Counted(SHEETS[1:]))

    assert whole.seed != fewer.seed
    assert whole == frozen(SKELETON, Counted(reversed(SHEETS)))
    assert 0 < whole.seed < 2**60


UNREADABLE: list[Said] = [
    (EventKind.ROUND_OPENED, {"problem": {}}),
    (EventKind.ROUND_OPENED, {"problem": json.loads(problem_document(frozen(SKELETON, Counted(SHEETS))))}),
    submitted(SHEETS[0]),
    (EventKind.SHEET_SUBMITTED, {"sheet": "9", "judge": "J", "entry": "a", "marks": {"c": "1e9"}}),
    (EventKind.SHEET_SUBMITTED, {"sheet": "9", "judge": "J", "entry": "a", "marks": {"c": "7.50"}}),
    (EventKind.SHEET_SUBMITTED, {"sheet": 9, "judge": "J", "entry": "a", "marks": {}}),
    (EventKind.SHEET_SUBMITTED, {"sheet": "9", "judge": "J", "entry": "a", "marks": []}),
    (EventKind.SHEET_REOPENED, {"sheet": "unknown", "reason": "?"}),
    (EventKind.SHEET_RESTORED, {"sheet": "1", "reason": "?"}),
    (EventKind.RESULT_COMPUTED, {"number": True}),
    (EventKind.RESULT_VERIFIED, {"number": 1}),
]


@pytest.mark.parametrize("wrong", UNREADABLE)
def test_event_that_says_something_else_is_named_and_changes_nothing(wrong):
    said = [*SCORED, wrong]
    replay = Replay()
    *there, last = events(*said)
    for each in there:
        replay.take(each)
    before = replay.problem()

    with pytest.raises(Unreadable):
        replay.take(last)

    assert replay.problem() == before
    assert kinds(said) == [("EVENT_UNREADABLE", f"event:{last.number}")]


def test_results_are_verified_each_at_its_own_head():
    computed, first = result(SCORED)
    later = [*SCORED, computed, (EventKind.SHEET_EXCLUDED, {"sheet": "1", "reason": "?"})]
    again, second = result(later, 2)

    assert kinds([*later, again], first, second) == []
    assert first.printed["inputs_hash"] != second.printed["inputs_hash"]
    # Exchanged for one another, they are what they are not; the first counts a sheet that the second does not.
    one, other = first._replace(figures=second.figures), second._replace(figures=first.figures)
    named = kinds([*later, again], one, other)
    assert ("FIGURES_MISSING", "result:1/sheet:1") in named
    assert ("FIGURES_UNKNOWN", "result:2/sheet:1") in named
    assert ("FIGURE_DIFFERS", "result:1/entry:a/score") in named


def test_state_is_the_one_that_the_ledger_tells():
    computed, kept = result(SCORED)
    hashes = {name: kept.printed[name] for name in ("number", "inputs_hash", "outputs_hash")}
    said = [*SCORED, computed, (EventKind.RESULT_VERIFIED, hashes), (EventKind.RESULT_PUBLISHED, hashes)]

    assert kinds(said, kept._replace(state="PUBLISHED")) == []
    assert kinds(said[:-1], kept._replace(state="PUBLISHED")) == [("RESULT_DIFFERS", "result:1/state")]
    assert kinds([*said[:-2], said[-1]], kept) == [("EVENT_UNREADABLE", "event:10")]


def test_last_digits_of_another_machine_are_told_as_such():
    """The other machine printed the hash of its own figures, one of which differs in the last digit."""
    computed, kept = result(SCORED, outputs_hash="1" * 64)

    report = verify(ROUND, events(*SCORED, computed), [changed(kept, "0.01")])

    assert [(each.kind, each.subject) for each in report.findings] == [(Kind.LAST_DIGIT, "result:1")]
    assert report.is_sound


def test_more_than_a_last_digit_is_no_accident():
    computed, kept = result(SCORED, outputs_hash="1" * 64)

    assert kinds([*SCORED, computed], changed(kept, "0.02")) == [
        ("OUTPUTS_DIFFER", "result:1"),
        ("FIGURE_DIFFERS", "result:1/entry:a/score_low"),
    ]


def test_last_digit_counts_where_the_hash_is_reproduced():
    computed, kept = result(SCORED)

    assert kinds([*SCORED, computed], changed(kept, "0.01")) == [("FIGURE_DIFFERS", "result:1/entry:a/score_low")]


def test_what_this_program_cannot_compute_is_not_called_sound():
    computed, kept = result(SCORED, engine_version="0")
    assert kinds([*SCORED, computed], kept) == [("NOT_COMPUTABLE", "result:1")]

    off_scale = [*SCORED[:-2], submitted(SHEETS[-1], "101"), CLOSED]
    computed, kept = result(off_scale)
    assert kinds([*off_scale, computed], kept) == [("NOT_COMPUTABLE", "result:1")]


@pytest.mark.parametrize("printed", [{"ledger_number": 3}, {"ledger_number": None}, {"seed": 1}, {"ledger_number": 99}])
def test_inputs_that_are_not_those_of_the_ledger_are_named(printed):
    computed, kept = result(SCORED, **printed)

    assert ("INPUTS_DIFFER", "result:1") in kinds([*SCORED, computed], kept)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["1", "J1", "a", "x", "0.5", "1e999999"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["c", "number", "sheet"]), inner),
    max_leaves=6,
)
bodies = st.dictionaries(
    st.sampled_from(["problem", "sheet", "judge", "entry", "marks", "number", "inputs_hash", "ledger_number"]),
    json_values,
)


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(EventKind), bodies), max_size=5), bodies)
def test_nothing_that_stands_in_a_file_stops_a_verification(said, printed):
    kept = KeptResult(1, printed, "?", Figures(printed, {"a": printed}))

    report = verify(ROUND, events(*SCORED, *said), [kept])

    assert not report.is_sound
    assert report.events == len(SCORED) + len(said)
