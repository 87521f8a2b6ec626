"""Problems and evaluations as canonical JSON: one text for one content, so that a hash of it can be published.

Canonical means: UTF-8, keys sorted, no white space, decimals as text without exponent and trailing zeros, every field
written even where it has its default. Criteria, entries, sheets and judgements stand in the order of their ids, for the
order of rows decides nothing; stages, ties, tiers, tie-breaks and the standing of entries keep theirs, for it does.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache
from types import UnionType
from typing import Any, NoReturn, get_args, get_origin, get_type_hints

from domain.engine.outcome import Evaluation
from domain.engine.problem import Problem, Stage

#: Changes whenever the same problem may get another evaluation, however slightly.
ENGINE_VERSION = "1"
PROBLEM_FORMAT = "thidua-problem/1"
EVALUATION_FORMAT = "thidua-evaluation/1"

_DECIMAL = re.compile(r"-?\d{1,40}(\.\d{1,40})?", re.ASCII)
#: Can stand alone in JSON, but in no UTF-8 text.
_SURROGATE = re.compile("[\ud800-\udfff]")
_Path = tuple[str, ...]


class DocumentError(ValueError):
    """A text is no such document. `where` leads to the first thing that does not fit, `wanted` says what would."""

    def __init__(self, where: _Path, wanted: str) -> None:
        super().__init__(f"{'.'.join(where) or 'document'}: {wanted} is wanted")
        self.where = where
        self.wanted = wanted


@lru_cache(maxsize=65_536)
def decimal_text(number: Decimal) -> str:
    """Write a finite decimal without exponent, trailing zeros or a negative zero: 1E+2 is "100", 7.50 is "7.5"."""
    if not number:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def digest(document: str) -> str:
    """Return the SHA-256 of a document as 64 hexadecimal digits: what is published as inputs_hash or outputs_hash."""
    return hashlib.sha256(document.encode("utf-8")).hexdigest()


def json_text(value: Any) -> str:
    """Write dataclasses, mappings, sequences, decimals, texts, whole numbers and None as canonical JSON."""
    return json.dumps(_simple(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def problem_document(problem: Problem) -> str:
    """Write a problem as canonical JSON; two problems that differ in the order of their rows only give the same."""
    stages = [_in_order(stage) for stage in problem.stages]
    return json_text({"format": PROBLEM_FORMAT, "problem": replace(problem, stages=stages)})


def evaluation_document(evaluation: Evaluation) -> str:
    """Write an evaluation as canonical JSON."""
    return json_text({"evaluation": evaluation, "format": EVALUATION_FORMAT})


def problem_from(document: str) -> Problem:
    """Read what problem_document wrote. Raises DocumentError."""
    problem: Problem = _read_document(document, PROBLEM_FORMAT, "problem", Problem)
    return problem


def evaluation_from(document: str) -> Evaluation:
    """Read what evaluation_document wrote. Raises DocumentError."""
    evaluation: Evaluation = _read_document(document, EVALUATION_FORMAT, "evaluation", Evaluation)
    return evaluation


def _in_order(stage: Stage) -> Stage:
    """Sort what the engine computes in the order of ids anyway."""
    return replace(
        stage,
        criteria=sorted(stage.criteria, key=lambda criterion: criterion.id),
        entries=sorted(stage.entries, key=lambda entry: entry.id),
        sheets=sorted(stage.sheets, key=lambda sheet: sheet.id),
        judgements=sorted(stage.judgements, key=lambda judgement: judgement.id),
    )


def _simple(value: Any) -> Any:
    """Turn a value into what the json module writes; enumerations are texts already."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, Mapping):
        return {key: _simple(item) for key, item in value.items()}
    if is_dataclass(value):
        return {name: _simple(getattr(value, name)) for name in _names(value.__class__)}
    return [_simple(item) for item in value]


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _read_document(document: str, wanted: str, name: str, kind: Any) -> Any:
    try:
        found = json.loads(document, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        _refuse((), "JSON")
    if not isinstance(found, dict) or found.get("format") != wanted or set(found) != {"format", name}:
        _refuse(("format",), wanted)
    return _reader(kind)(found[name], (name,))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object that says a key twice: readers would disagree which one counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refuse(where: _Path, wanted: str) -> NoReturn:
    raise DocumentError(where, wanted)


@cache
def _reader(kind: Any) -> Callable[[Any, _Path], Any]:
    """Return what reads a JSON value as this type: the types of problem.py and outcome.py, and no others."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is UnionType:  # only ever "or None"
        inner = _reader(arguments[0])
        return lambda value, path: None if value is None else inner(value, path)
    if origin is Mapping:
        return _mapping_reader(_reader(arguments[1]))
    if origin in {Sequence, tuple}:
        return _sequence_reader(_reader(arguments[0]))
    if is_dataclass(kind):
        return _object_reader(kind)
    if issubclass(kind, StrEnum):
        return _choice_reader(kind)
    return {Decimal: _decimal, bool: _truth, int: _whole, str: _text}[kind]


def _object_reader(kind: Any) -> Callable[[Any, _Path], Any]:
    types = get_type_hints(kind)
    readers = {name: _reader(types[name]) for name in _names(kind)}

    def read(value: Any, path: _Path) -> Any:
        if not isinstance(value, dict) or value.keys() != readers.keys():
            _refuse(path, ", ".join(sorted(readers)))
        return kind(**{name: inner(value[name], (*path, name)) for name, inner in readers.items()})

    return read


def _sequence_reader(inner: Callable[[Any, _Path], Any]) -> Callable[[Any, _Path], Any]:
    def read(value: Any, path: _Path) -> Any:
        if not isinstance(value, list):
            _refuse(path, "[...]")
        return tuple(inner(item, (*path, str(index))) for index, item in enumerate(value))

    return read


def _mapping_reader(inner: Callable[[Any, _Path], Any]) -> Callable[[Any, _Path], Any]:
    def read(value: Any, path: _Path) -> Any:
        if not isinstance(value, dict):
            _refuse(path, "{...}")
        return {_text(key, path): inner(item, (*path, key)) for key, item in value.items()}

    return read


def _choice_reader(kind: type[StrEnum]) -> Callable[[Any, _Path], Any]:
    choices = {member.value: member for member in kind}

    def read(value: Any, path: _Path) -> Any:
        if not isinstance(value, str) or value not in choices:
            _refuse(path, " | ".join(choices))
        return choices[value]

    return read


def _decimal(value: Any, path: _Path) -> Decimal:
    if not isinstance(value, str) or not _DECIMAL.fullmatch(value):
        _refuse(path, '"-12.5"')
    return Decimal(value)


def _truth(value: Any, path: _Path) -> bool:
    if not isinstance(value, bool):
        _refuse(path, "true | false")
    return value


def _whole(value: Any, path: _Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        _refuse(path, "12")
    return value


def _text(value: Any, path: _Path) -> str:
    if not isinstance(value, str) or _SURROGATE.search(value):
        _refuse(path, '"..."')
    return value
