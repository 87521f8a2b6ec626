"""Is a round's published result what its sheets, its rules and its ledger make it? From data alone, on any machine.

Four questions are asked: whether the chain of events is whole and the published one (domain/ledger); whether every
result is the one that the ledger tells of; whether its problem, rebuilt from the events up to the printed head, and
its evaluation, computed anew, have the printed hashes and the figures that are kept; and, where the tables are at
hand, whether they follow from the ledger.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple
from uuid import UUID

from domain.engine.checking import problems_of
from domain.engine.documents import ENGINE_VERSION, digest, evaluation_document, problem_document
from domain.engine.outcome import Evaluation
from domain.engine.problem import Problem, Progress
from domain.errors import Text
from domain.ledger.checking import check
from domain.ledger.rules import Event, EventKind, Head
from domain.results.comparing import Rows, compared
from domain.results.figures import Difference, Figures, differences, figures_of, plain
from domain.results.findings import Finding, Kind, Report, differing
from domain.results.replaying import STEPS, Replay, Unreadable, as_printed
from domain.results.rules import ResultState

#: The state of a result whose last event is of this kind.
_STATES = dict(zip(STEPS, ResultState, strict=True))


class KeptResult(NamedTuple):
    """A version of a result as it is kept in tables or in a file: what is printed on it, its state, its figures."""

    number: int
    printed: Mapping[str, Any]
    state: str
    figures: Figures


class _Told(NamedTuple):
    """What the ledger tells: where the round stands in the end, and the problem at each printed head."""

    replay: Replay
    problems: Mapping[int, Problem | None]
    findings: list[Finding]


def verify(
    round_id: UUID,
    events: Iterable[Event],
    results: Sequence[KeptResult],
    heads: Iterable[Head] = (),
    rows: Rows | None = None,
    progress: Progress | None = None,
) -> Report:
    """Verify a round. `heads` are those known from outside, `rows` what the tables say at the moment of the last event.

    Takes memory for all events, and the time of computing every version once.
    """
    tell = progress or (lambda _share, _step: None)
    chain = list(events)
    tell(0.0, "chain")
    told = _replayed(chain)
    faults = check(round_id, chain, [*heads, *_printed_heads(told.replay)])
    found = [Finding(Kind(each.kind.value), f"event:{each.number}", each.text) for each in faults]
    # In a broken chain an event can be unreadable only because another is missing.
    found += [] if faults else told.findings
    evaluations: dict[str, Evaluation] = {}
    kept = {result.number: result for result in results}
    numbers = sorted(kept.keys() | told.replay.printed.keys())
    for done, number in enumerate(numbers):
        tell(0.1 + 0.8 * done / len(numbers), "results")
        found += _result(number, told, kept.get(number), evaluations)
    tell(0.9, "tables")
    if rows is not None:
        found += compared(told.replay, rows)
    return Report.of(found, events=len(chain), results=len(numbers))


def _replayed(chain: Sequence[Event]) -> _Told:
    """Let the events happen in the order of their numbers, in whatever order they are kept."""
    in_order = sorted(chain, key=lambda each: each.number)
    replay, findings = Replay(), []
    problems: dict[int, Problem | None] = {}
    wanted = _wanted(in_order)
    for event in in_order:
        try:
            replay.take(event)
        except Unreadable:
            text = Text(
                f"Nội dung sự kiện số {event.number} không phải của loại {event.kind}.",
                f"The body of event {event.number} is not what {event.kind} says.",
            )
            findings.append(Finding(Kind.EVENT_UNREADABLE, f"event:{event.number}", text))
        if event.number in wanted:
            problems[event.number] = replay.problem()
    return _Told(replay, problems, findings)


def _wanted(chain: Iterable[Event]) -> set[int]:
    """Return the numbers of the heads that results are printed with."""
    results = Replay()
    for event in chain:
        if event.kind == EventKind.RESULT_COMPUTED:
            with suppress(Unreadable):
                results.take(event)
    return {head.number for head in _printed_heads(results)}


def _printed_heads(replay: Replay) -> list[Head]:
    heads = [(body.get("ledger_number"), body.get("ledger_hash")) for body in replay.printed.values()]
    return [Head(number, hash_) for number, hash_ in heads if type(number) is int and isinstance(hash_, str)]


def _result(number: int, told: _Told, kept: KeptResult | None, evaluations: dict[str, Evaluation]) -> Iterator[Finding]:
    subject, printed = f"result:{number}", told.replay.printed.get(number)
    if printed is None:
        text = Text(
            f"Kết quả số {number} được lưu nhưng sổ cái không có.",
            f"Result {number} is kept, and the ledger does not tell of it.",
        )
        yield Finding(Kind.RESULT_UNKNOWN, subject, text)
        return
    if kept is None:
        text = Text(
            f"Kết quả số {number} có trong sổ cái nhưng không còn được lưu.",
            f"The ledger tells of result {number}, and it is not kept.",
        )
        yield Finding(Kind.RESULT_MISSING, subject, text)
    else:
        yield from _beside_ledger(subject, printed, _STATES[told.replay.reached[number]], kept)
    computed = _recomputed(subject, printed, told, evaluations)
    if isinstance(computed, Finding):
        yield computed
    elif kept is not None:
        yield from _beside_computed(subject, printed, *computed, kept)


def _beside_ledger(subject: str, printed: Mapping[str, Any], state: ResultState, kept: KeptResult) -> Iterator[Finding]:
    for name in sorted(printed.keys() | kept.printed.keys()):
        if printed.get(name) != kept.printed.get(name):
            what = Text(f"{name} của kết quả số {kept.number}", f"{name} of result {kept.number}")
            values = {"ledger": printed.get(name), "table": kept.printed.get(name)}
            yield differing(Kind.RESULT_DIFFERS, f"{subject}/{name}", what, **values)
    if kept.state != state:
        what = Text(f"Trạng thái của kết quả số {kept.number}", f"The state of result {kept.number}")
        yield differing(Kind.RESULT_DIFFERS, f"{subject}/state", what, ledger=state.value, table=kept.state)


def _recomputed(
    subject: str, printed: Mapping[str, Any], told: _Told, evaluations: dict[str, Evaluation]
) -> tuple[Problem, Evaluation] | Finding:
    """Rebuild what a result was computed from and compute it, once for equal data; or say why that cannot be."""
    from domain.engine.evaluate import evaluate  # noqa: PLC0415 -- serving processes must not load numpy

    if printed.get("engine_version") != ENGINE_VERSION:
        text = Text(
            f"Kết quả do bộ tính phiên bản {printed.get('engine_version')} tính; chương trình này là {ENGINE_VERSION}.",
            f"It was computed by engine {printed.get('engine_version')}; this program has {ENGINE_VERSION}.",
        )
        return Finding(Kind.NOT_COMPUTABLE, subject, text)
    head = printed.get("ledger_number")
    problem = told.problems.get(head) if isinstance(head, int) else None
    if problem is None:
        text = Text("Không dựng lại được dữ liệu đầu vào từ sổ cái.", "What it was computed from cannot be rebuilt.")
        return Finding(Kind.INPUTS_DIFFER, subject, text)
    try:
        problem = as_printed(problem, printed)
    except Unreadable:
        text = Text("Cách tính đã in không có.", "It was computed by a method that there is not.")
        return Finding(Kind.NOT_COMPUTABLE, f"{subject}/method", text)
    inputs = digest(problem_document(problem))
    if inputs != printed.get("inputs_hash") or problem.seed != printed.get("seed"):
        text = Text(
            f"Dữ liệu đầu vào dựng lại từ sổ cái có mã băm khác mã đã in: {inputs}.",
            f"What it was computed from, rebuilt from the ledger, has another hash than is printed: {inputs}.",
        )
        return Finding(Kind.INPUTS_DIFFER, subject, text)
    if inputs not in evaluations:
        refusals = problems_of(problem)
        if refusals:
            return Finding(Kind.NOT_COMPUTABLE, subject, Text(*refusals[0].text))
        evaluations[inputs] = evaluate(problem)
    return problem, evaluations[inputs]


def _beside_computed(
    subject: str, printed: Mapping[str, Any], problem: Problem, evaluation: Evaluation, kept: KeptResult
) -> Iterator[Finding]:
    """Compare figures: exactly where the hash is the printed one, and up to the last digit where it is not."""
    outputs = digest(evaluation_document(evaluation))
    is_same = outputs == printed.get("outputs_hash")
    found = list(differences(kept.figures, figures_of(problem, evaluation), problem.rules.score_places))
    grave = [each for each in found if is_same or not each.is_slight]
    if not is_same:
        yield _other_outputs(subject, outputs, is_slight=not grave)
    yield from (_figure(subject, kept.number, each) for each in grave)


def _other_outputs(subject: str, outputs: str, *, is_slight: bool) -> Finding:
    if is_slight:
        text = Text(
            "Kết quả tính lại chỉ khác ở chữ số cuối, do phép tính của máy khác; không phải sửa đổi.",
            "Computed anew it differs in last digits only, as another machine's arithmetic may; nobody changed it.",
        )
        return Finding(Kind.LAST_DIGIT, subject, text)
    text = Text(
        f"Kết quả tính lại có mã băm khác mã đã in: {outputs}.",
        f"The evaluation computed anew has another hash than is printed: {outputs}.",
    )
    return Finding(Kind.OUTPUTS_DIFFER, subject, text)


_ROWS = {
    "summary": Text("kết quả chung", "the whole"),
    "entry": Text("sáng kiến", "entry"),
    "judge": Text("thành viên chấm", "evaluator"),
    "sheet": Text("phiếu", "sheet"),
}


def _figure(subject: str, number: int, each: Difference) -> Finding:
    row = _ROWS[each.kind]
    about = f"{subject}/{each.kind}:{each.id}" if each.id else subject
    vi, en = f"{row.vi} {each.id}".rstrip(), f"{row.en} {each.id}".rstrip()
    if not each.field:
        is_missing = each.kept is None
        text = Text(
            f"Kết quả số {number} {'thiếu' if is_missing else 'thừa'} {vi}.",
            f"Result {number} {'lacks' if is_missing else 'has, and should not have,'} {en}.",
        )
        return Finding(Kind.FIGURES_MISSING if is_missing else Kind.FIGURES_UNKNOWN, about, text)
    what = Text(f"{each.field} của {vi} trong kết quả số {number}", f"{each.field} of {en} in result {number}")
    values = {"ledger": plain(each.computed), "table": plain(each.kept)}
    return differing(Kind.FIGURE_DIFFERS, f"{about}/{each.field}", what, **values)
