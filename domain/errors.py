"""How the domain refuses: typed, coded, in Vietnamese and English, naming the field and the rule."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID


class Text(NamedTuple):
    """A text a person reads, in both languages, Vietnamese first."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the English text for "en", the Vietnamese one for anything else."""
        return self.en if language == "en" else self.vi


class DomainError(Exception):
    """An expected refusal. `rule` is a stable SCREAMING_SNAKE name, `path` leads into the deed's input."""

    def __init__(self, rule: str, text: Text, path: Sequence[str] = ()) -> None:
        super().__init__(f"{rule}: {text.en}")
        self.rule = rule
        self.text = text
        self.path = tuple(path)


class NotFound(DomainError):
    """The thing does not exist, or the actor may not see it; the two are never told apart."""

    def __init__(self, path: Sequence[str] = ()) -> None:
        super().__init__("NOT_FOUND", Text("Không tìm thấy đối tượng.", "There is no such object."), path)


class NotAllowed(DomainError):
    """The actor may see the thing but not do the deed."""

    def __init__(self, permission: str, text: Text, rule: str = "NOT_ALLOWED", path: Sequence[str] = ()) -> None:
        super().__init__(rule, text, path)
        self.permission = permission


class Invalid(DomainError):
    """A value breaks a rule. `allowed` says in words or numbers what would pass."""

    def __init__(self, rule: str, text: Text, path: Sequence[str] = (), allowed: str | None = None) -> None:
        super().__init__(rule, text, path)
        self.allowed = allowed


class Conflict(DomainError):
    """The deed contradicts what is already there: a duplicate, a wrong state, a conflict of interest."""


class Closed(DomainError):
    """The time for this deed has passed or has not come."""

    def __init__(self, rule: str, text: Text, path: Sequence[str] = (), closed_at: datetime | None = None) -> None:
        super().__init__(rule, text, path)
        self.closed_at = closed_at


class StaleVersion(DomainError):
    """Somebody else changed the row since the caller read it."""

    def __init__(self, subject: str, subject_id: UUID, current: int) -> None:
        super().__init__(
            "STALE_VERSION",
            Text(
                f"Dữ liệu đã được người khác sửa (phiên bản hiện tại là {current}). Hãy tải lại rồi thử lại.",
                f"Somebody else changed this (the current version is {current}). Reload and try again.",
            ),
            ("expectedVersion",),
        )
        self.subject = subject
        self.subject_id = subject_id
        self.current = current


class Refusals(Exception):
    """Several refusals of one deed, so that a person can mend them all at once."""

    def __init__(self, errors: Sequence[DomainError]) -> None:
        super().__init__("; ".join(str(error) for error in errors))
        self.errors = list(errors)


def refuse_if_any(errors: Sequence[DomainError]) -> None:
    """Raise all collected refusals together; do nothing when there are none."""
    if errors:
        raise Refusals(errors)
