"""What becomes of the bytes that a statement gives: the answer itself, or an answer with the errors of its fields."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from graphql import GraphQLError, located_error

from schema.planning.operation import Planned, Request
from schema.planning.selection import EACH, Failure, marker_of


def with_errors(planned: Planned, request: Request, answer: bytes) -> tuple[dict[str, Any], list[GraphQLError]]:
    """Find every field that was refused, put null in its place, and tell where it stands."""
    data = json.loads(answer)
    errors = [error for failure in planned.failures for error in errors_of(failure, request, data, ())]
    return data, errors


def errors_of(failure: Failure, request: Request, data: Any, prefix: Sequence[str | int]) -> Iterator[GraphQLError]:
    """Yield an error for each place in `data` (at `prefix` of the whole answer) where a refused field stands."""
    cause: Any = request.asked[failure.place].error
    for path in list(_taken(data, failure.path, marker_of(failure), ())):
        yield located_error(cause, list(failure.nodes), [*prefix, *path])


def _taken(
    value: Any, path: Sequence[str | None], marker: Any, walked: tuple[str | int, ...]
) -> Iterator[tuple[str | int, ...]]:
    """Follow a path through every list on it, put null for each marker it leads to, and yield where that was."""
    if value is None:
        return
    key, *rest = path
    if key is EACH:
        for index, item in enumerate(value):
            yield from _taken(item, rest, marker, (*walked, index))
    elif key not in value:
        return
    elif rest:
        yield from _taken(value[key], rest, marker, (*walked, key))
    elif value[key] == marker:
        value[key] = None
        yield *walked, key
