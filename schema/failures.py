"""How errors are told: every one has a code; what nobody expected is logged and answered by an id only."""

import logging
import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple
from uuid import uuid4

from graphql import FieldNode, GraphQLError

from domain.errors import Text

logger = logging.getLogger(__name__)

Language = Literal["vi", "en"]
FormattedError = dict[str, Any]

MESSAGE_LENGTH = 300
#: graphql-core quotes whatever a scalar's parser raised; those words were not written for our callers.
FOREIGN_WORDS = re.compile(r", but encountered error '.*'; found", re.DOTALL)

INTERNAL = Text("Lỗi hệ thống. Hãy báo mã lỗi cho quản trị viên.", "Internal error. Please report its id.")


class CodedError(GraphQLError):
    """A request error whose words and code are ours."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(text.en, extensions={"code": code})
        self.code = code
        self.text = text


class RefusedError(Exception):
    """The operation does not run; `code` is that of the first error."""

    def __init__(self, code: str, errors: Sequence[GraphQLError]) -> None:
        super().__init__(code)
        self.code = code
        self.errors = errors


class Outcome(NamedTuple):
    """What execution gave: `data`, or its JSON as it came from the database (`raw`), and errors.

    `way` says which execution read it, `reason` why it was not the compiled one.
    """

    data: dict[str, Any] | None
    errors: list[FormattedError]
    raw: bytes | None = None
    way: str = ""
    reason: str = ""
    statement: str = ""

    @property
    def is_request_error(self) -> bool:
        """Tell whether the whole operation failed: errors of fields always have a path."""
        return self.data is None and any("path" not in error for error in self.errors)


def formatted(errors: Iterable[GraphQLError], code: str | None, most: int, language: Language) -> list[FormattedError]:
    """Format the first few errors that differ, by where they stand. Without a code they come from fields."""
    distinct: dict[tuple[str | int, ...], GraphQLError] = {}
    for error in errors:
        distinct.setdefault((error.message, *(error.path or ())), error)
    chosen = sorted(distinct.values(), key=_position)[:most]
    return [_formatted_error(error, code, language) for error in chosen]


def _position(error: GraphQLError) -> list[tuple[bool, int, str]]:
    """Order errors by their paths: fields by name, items of lists by number. Errors without a path stay as they are."""
    steps = error.path or ()
    return [(isinstance(step, int), step if isinstance(step, int) else 0, str(step)) for step in steps]


def _formatted_error(error: GraphQLError, code: str | None, language: Language) -> FormattedError:
    message, extensions = _told(error, code, language)
    told: FormattedError = {"message": message}
    if error.locations:
        told["locations"] = [location.formatted for location in error.locations]
    if error.path is not None:
        told["path"] = error.path
    told["extensions"] = extensions
    return told


def _told(error: GraphQLError, code: str | None, language: Language) -> tuple[str, dict[str, Any]]:
    """Return the message and extensions to answer: ours, graphql-core's, or nothing but an id."""
    cause = root_cause(error)
    own_code, text = getattr(cause, "code", None), getattr(cause, "text", None)
    if isinstance(own_code, str) and isinstance(text, Text | str):
        message = text.in_language(language) if isinstance(text, Text) else text
        return message, {**(error.extensions or {}), "code": own_code}
    if code is None and isinstance(cause, GraphQLError) and not _is_about_field(cause):
        # graphql-core's check of an argument points at its value; a bug in a resolver, at best at the field.
        code = "BAD_USER_INPUT"
    if code is None:
        return INTERNAL.in_language(language), internal_error(cause)
    return FOREIGN_WORDS.sub(", found", error.message)[:MESSAGE_LENGTH], {"code": code}


def _is_about_field(error: GraphQLError) -> bool:
    return not error.nodes or isinstance(error.nodes[0], FieldNode)


def root_cause(error: BaseException) -> BaseException:
    """Return the exception that a resolver raised, below graphql-core's wrapping."""
    while isinstance(error, GraphQLError) and error.original_error is not None:
        error = error.original_error
    return error


def internal_error(cause: BaseException) -> dict[str, Any]:
    """Log a bug with its traceback; return the extensions that name it and tell nothing else."""
    error_id = str(uuid4())
    logger.error("Unexpected error %s", error_id, exc_info=cause)
    return {"code": "INTERNAL_SERVER_ERROR", "errorId": error_id}
