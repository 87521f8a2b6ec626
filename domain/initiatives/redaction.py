"""What a redaction says, and that it names nobody: pure rules."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

from domain.errors import DomainError, Invalid, Text

#: Names of at least so many words are also sought written together.
_JOINABLE = 2
_PATHS = {
    "title": "title",
    "summary": "summary",
    "task_relieved": "taskRelieved",
    "tool": "tool",
    "measurement": "measurement",
}


@dataclass(frozen=True, slots=True)
class RedactedContent:
    """The words of a revision without names. Kind, hours and people affected name nobody and stay as they are."""

    title: str
    summary: str
    task_relieved: str
    tool: str
    measurement: str

    def tidy(self) -> "RedactedContent":
        """Return the content without blanks around its texts."""
        return RedactedContent(**{name: text.strip() for name, text in self.said().items()})

    def said(self) -> Mapping[str, str]:
        """Return the texts by their names."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


def problems_of_redaction(
    content: RedactedContent, *, authors: Sequence[str], unit: Sequence[str]
) -> list[DomainError]:
    """List texts that are empty, and those that hold the name of an author, or the name or the code of the unit.

    Case, diacritics and punctuation make no difference. Whole words are compared: the code "VP" is not found in "VPN".
    A name of several words is also found where it is written together, as in an address.
    """
    problems: list[DomainError] = []
    for name, text in content.said().items():
        path = (_PATHS[name],)
        if not text.strip():
            problems.append(Invalid("TEXT_EMPTY", Text("Không được để trống.", "This must not be empty."), path))
        problems += [_names_author(each, path) for each in authors if is_named(each, text)]
        problems += [_names_unit(each, path) for each in unit if is_named(each, text)]
    return problems


def is_named(name: str, text: str) -> bool:
    """Tell whether a text holds a name, whatever the case, the diacritics and what stands between the words."""
    sought, words = _words(name), _words(text)
    if not sought:
        return False
    if f" {' '.join(sought)} " in f" {' '.join(words)} ":
        return True
    return len(sought) >= _JOINABLE and any("".join(sought) in word for word in words)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d")
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", letters).split()


def _names_author(name: str, path: tuple[str]) -> Invalid:
    text = Text(f"Có tên tác giả “{name}”.", f"It names an author: “{name}”.")
    return Invalid("REDACTION_NAMES_AUTHOR", text, path, name)


def _names_unit(name: str, path: tuple[str]) -> Invalid:
    text = Text(f"Có tên hoặc mã đơn vị “{name}”.", f"It names the unit: “{name}”.")
    return Invalid("REDACTION_NAMES_UNIT", text, path, name)
