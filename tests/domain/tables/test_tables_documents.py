import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.documents import (
    DocumentError,
    decimal_text,
    digest,
    evaluation_document,
    evaluation_from,
    problem_document,
    problem_from,
)
from domain.engine.outcome import EntryOutcome, Evaluation, Flag, JudgeOutcome, SheetOutcome, Status, Summary, Warn
from domain.engine.problem import (
    Criterion,
    Direction,
    Entry,
    Gate,
    Method,
    Problem,
    Rounding,
    Rules,
    Sheet,
    Stage,
    Tier,
)

decimals = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**9), max_value=10**9)
ids = st.text(st.characters(codec="utf-8"), min_size=1, max_size=6)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    names = sorted(draw(st.sets(ids, min_size=1, max_size=3)))
    entries = sorted(draw(st.sets(ids, min_size=1, max_size=4)))
    stage = Stage(
        id=draw(ids),
        criteria=tuple(
            Criterion(name, draw(decimals), draw(decimals), draw(decimals), draw(st.none() | decimals), component="TES")
            for name in names
        ),
        entries=tuple(Entry(entry, draw(ids), draw(st.none() | ids), {names[0]: draw(decimals)}) for entry in entries),
        sheets=tuple(
            Sheet(f"{number:03}", draw(ids), entry, {name: draw(decimals) for name in names})
            for number, entry in enumerate(entries)
        ),
    )
    rules = Rules(
        method=draw(st.sampled_from(Method)),
        rounding=Rounding(product=2),
        ties=("median", "lot"),
        tiers=(Tier("A", 1), Tier("B", percent=Decimal("12.5"), per_group=1)),
        quorum=draw(st.none() | st.integers(1, 5)),
        gate=draw(
            st.none() | st.builds(Gate, decimals, st.none() | decimals, st.dictionaries(ids, decimals, max_size=2))
        ),
    )
    return Problem((stage,), rules, draw(st.integers(0, 2**63)))


@given(problems())
@settings(max_examples=40)
def test_problem_comes_back_from_its_document(problem):
    document = problem_document(problem)

    assert problem_from(document) == problem
    assert problem_document(problem_from(document)) == document


@given(problems(), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_order_of_rows_does_not_change_the_document(problem, random):
    (stage,) = problem.stages
    parts = {"criteria": stage.criteria, "entries": stage.entries, "sheets": stage.sheets}
    mixed = {name: random.sample(rows, len(rows)) for name, rows in parts.items()}

    assert problem_document(replace(problem, stages=[replace(stage, **mixed)])) == problem_document(problem)


@given(decimals, st.integers(0, 5))
@settings(max_examples=60)
def test_equal_decimals_are_one_text(number, zeros):
    text = decimal_text(number)

    assert Decimal(text) == number
    assert text == decimal_text(number.quantize(Decimal(1).scaleb(-6 - zeros)))
    assert "E" not in text
    assert not (text.endswith((".", "0")) and "." in text)


@pytest.mark.parametrize(
    ("number", "text"),
    [("1E+3", "1000"), ("-0.00", "0"), ("0E+5", "0"), ("7.50", "7.5"), ("-0.25", "-0.25"), ("100", "100")],
)
def test_decimal_is_written_without_exponent_and_trailing_zeros(number, text):
    assert decimal_text(Decimal(number)) == text


def test_problem_document_is_the_published_text():
    stage = Stage("1", [Criterion("c", Decimal(1), Decimal(0), Decimal("10.0"))], [Entry("Bài")], [])
    document = problem_document(Problem([stage], Rules(), 7))

    assert document == (
        '{"format":"thidua-problem/1","problem":{"rules":{"aggregate":"MEAN","drop_high":0,"drop_low":0,'
        '"gate":null,"method":"MEAN","per_entry":null,"places":null,"quorum":null,'
        '"rounding":{"mark":null,"product":null,"total":null},"scale":"PERCENT","score_places":2,"tiers":[],"ties":[]},'
        '"seed":7,"stages":[{"criteria":[{"component":"","direction":"HIGHER","high":"10","id":"c","low":"0",'
        '"step":null,"weight":"1"}],"entries":[{"amounts":{},"factors":{},"group":"","id":"Bài","submitted":null}],'
        '"id":"1","judgements":[],"sheets":[],"weight":"1"}],"tie_breaks":[]}}'
    )
    # The digest of those very bytes, by sha256sum.
    assert digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_evaluation_comes_back_from_its_document():
    entry = EntryOutcome(
        entry="a", status=Status.RANKED, place=1, tied_with=("b",), score=Decimal("91.50"), raw=Decimal(90), se=None,
        low=Decimal("-1.5"), high=None, p_top=Decimal("0.9"), rank_best=1, rank_worst=2, tier="A",
        p_award={"A": Decimal("0.75")}, decided_by=None, sheets=3, component=1, flags=(Flag.THIN,), passed=True,
    )  # fmt: skip
    summary = Summary(
        method=Method.ADJUSTED, unadjusted=None, places=1, sigma_entry=Decimal(1), sigma_judge=None,
        sigma_residual=None, icc_single=None, icc_panel=None, alpha=None, judge_share=None, panel=Decimal("2.5"),
        components=1, lambda2=None, bridges_needed=0, warnings=(Warn.DISCONNECTED,),
    )  # fmt: skip
    judge = JudgeOutcome("j", 3, Decimal("1.2"), None, None, (Flag.SEVERE,))
    sheet = SheetOutcome("/1/a/j", "j", "a", Decimal(90), None, None, ())
    evaluation = Evaluation(summary, (entry,), (judge,), (sheet,), {"A": ("a", "b")})

    document = evaluation_document(evaluation)

    assert evaluation_from(document) == evaluation
    assert json.loads(document)["evaluation"]["entries"][0]["score"] == "91.5"

    with pytest.raises(DocumentError) as refusal:
        evaluation_from(document.replace('"passed":true', '"passed":1'))
    assert refusal.value.where == ("evaluation", "entries", "0", "passed")


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda d: d.replace('"seed":7', '"seed":true'), "problem.seed"),
        (lambda d: d.replace('"seed":7', '"seed":7,"more":1'), "problem"),
        (lambda d: d.replace('"seed":7', '"seed":7,"seed":8'), ""),
        (lambda d: d.replace('"weight":"1"', '"weight":"1E2"'), "problem.stages.0.weight"),
        (lambda d: d.replace('"weight":"1"', '"weight":1'), "problem.stages.0.weight"),
        (lambda d: d.replace('"method":"MEAN"', '"method":"MODE"'), "problem.rules.method"),
        (lambda d: d.replace('"ties":[]', '"ties":{}'), "problem.rules.ties"),
        (lambda d: d.replace('"gate":null', '"gate":"open"'), "problem.rules.gate"),
        (lambda d: d.replace('"id":"e"', '"id":"\\ud800"'), "problem.stages.0.entries.0.id"),
        (lambda d: d.replace('"factors":{}', '"factors":[]'), "problem.stages.0.entries.0.factors"),
        (lambda d: d.replace("problem/1", "problem/2"), "format"),
        (lambda d: d[:-1], ""),
        (lambda _: "[" * 100_000, ""),
    ],
)
def test_text_that_is_no_problem_is_refused_at_the_place(change, where):
    document = problem_document(Problem([Stage("1", [], [Entry("e")], [])], Rules(), 7))

    with pytest.raises(DocumentError) as refusal:
        problem_from(change(document))

    assert ".".join(refusal.value.where) == where


def test_direction_and_every_field_of_a_criterion_change_the_hash():
    criterion = Criterion("c", Decimal(1), Decimal(0), Decimal(10), Decimal(1))
    others = [
        replace(criterion, weight=Decimal(2)), replace(criterion, low=Decimal(1)), replace(criterion, high=Decimal(9)),
        replace(criterion, step=None), replace(criterion, direction=Direction.LOWER), replace(criterion, component="x"),
    ]  # fmt: skip

    hashes = {digest(problem_document(Problem([Stage("1", [each], [], [])], Rules()))) for each in [criterion, *others]}

    assert len(hashes) == 7
