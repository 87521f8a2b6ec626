"""Results in the file that a ledger travels in: a line for each version, then a line for each of its standings.

{"type": "result", "number", "printed": {...}, "state", "figures": {...}} and {"type": "standing", "result", "entry",
"figures": {...}}; figures are those of domain/results/figures.py. What evaluators and sheets figure as follows from the
events and is not repeated.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from domain.ledger import parsing
from domain.ledger.export import Further, further_line
from domain.results.figures import Figures
from domain.results.verifying import KeptResult

_RESULT, _STANDING = "result", "standing"


def result_lines(results: Iterable[KeptResult]) -> Iterator[bytes]:
    """Yield the lines of all versions, by number."""
    for kept in results:
        about = {"number": kept.number, "printed": kept.printed, "state": kept.state, "figures": kept.figures.summary}
        yield further_line(_RESULT, about)
        for entry, figures in sorted(kept.figures.entries.items()):
            yield further_line(_STANDING, {"result": kept.number, "entry": entry, "figures": figures})


def results_of(lines: Iterable[Further]) -> list[KeptResult]:
    """Read the versions that a file holds. Raises Invalid (LEDGER_FILE) for the first line that is not of the form."""
    results: dict[int, dict[str, Any]] = {}
    standings: dict[int, dict[str, Mapping[str, Any]]] = {}
    for line in lines:
        if line.type == _RESULT:
            result = parsing.values(line.members, _OF_RESULT, line.line)
            if result["number"] in results:
                parsing.refuse(line.line, "kết quả có hai lần", "the result is given twice")
            results[result["number"]] = result
            standings[result["number"]] = {}
        elif line.type == _STANDING:
            standing = parsing.values(line.members, _OF_STANDING, line.line)
            of_result = standings.get(standing["result"])
            if of_result is None or standing["entry"] in of_result:
                parsing.refuse(line.line, "xếp hạng thừa", "the standing is of no result before it, or given twice")
            of_result[standing["entry"]] = standing["figures"]
    return [
        KeptResult(number, each["printed"], each["state"], Figures(each["figures"], standings[number]))
        for number, each in sorted(results.items())
    ]


def _an_object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


_OF_RESULT: Mapping[str, parsing.Parser] = {
    "number": parsing.a_number,
    "printed": _an_object,
    "state": parsing.a_text,
    "figures": _an_object,
}
_OF_STANDING: Mapping[str, parsing.Parser] = {
    "result": parsing.a_number,
    "entry": parsing.a_text,
    "figures": _an_object,
}
