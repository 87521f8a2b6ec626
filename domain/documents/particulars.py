"""What a document is asked for with, and what it is signed and corrected with: what is missing, what is too long."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.documents.rules import DocumentKind
from domain.errors import DomainError, Invalid, Text

#: Characters of a certificate's serial number, of a reference.
MAX_LINE = 200
MAX_PARAGRAPHS, MAX_PARAGRAPH = 20, 3000

_K = DocumentKind


@dataclass(frozen=True, slots=True)
class About:
    """What a document is about, besides the movement; which of these a kind needs, `NEEDS` says."""

    unit_id: UUID | None = None
    result_id: UUID | None = None
    sheet_id: UUID | None = None
    session_id: UUID | None = None
    form_id: UUID | None = None
    decision_id: UUID | None = None

    def given(self) -> frozenset[str]:
        """Return the names of what is given."""
        return frozenset(name for name in self.__slots__ if getattr(self, name) is not None)


@dataclass(frozen=True, slots=True)
class Texts:
    """What only a person can say, in paragraphs: how it went, what fell short, what was learnt, what is asked for."""

    situation: Sequence[str] = ()
    shortcomings: Sequence[str] = ()
    lessons: Sequence[str] = ()
    requests: Sequence[str] = ()


#: What each kind must be about, and what it may be about besides.
NEEDS: Mapping[DocumentKind, tuple[frozenset[str], frozenset[str]]] = {
    _K.UNIT_REPORT: (frozenset({"unit_id"}), frozenset({"result_id"})),
    _K.SYNTHESIS_REPORT: (frozenset(), frozenset({"result_id"})),
    _K.SUBMISSION: (frozenset(), frozenset()),
    _K.NOMINATION_LIST: (frozenset(), frozenset()),
    _K.COUNCIL_MINUTES: (frozenset({"session_id"}), frozenset()),
    _K.DECISION_DRAFT: (frozenset({"form_id"}), frozenset({"unit_id", "decision_id"})),
    _K.SCORE_SHEET: (frozenset({"sheet_id"}), frozenset()),
    _K.REMINDER: (frozenset({"unit_id"}), frozenset()),
}
_FIELDS = {
    "unit_id": "unitId",
    "result_id": "resultId",
    "sheet_id": "sheetId",
    "session_id": "sessionId",
    "form_id": "formId",
    "decision_id": "decisionId",
}


def problems_of_about(kind: DocumentKind, about: About) -> list[DomainError]:
    """List what is missing of what a kind of document is about, and what is too much."""
    needed, possible = NEEDS[kind]
    given = about.given()
    missing = Text(f"Văn bản loại {kind} cần thông tin này.", f"A document of the kind {kind} is about one of these.")
    foreign = Text(f"Văn bản loại {kind} không nói về đối tượng này.", f"A {kind} is not about this.")
    return [
        *(Invalid("ABOUT_MISSING", missing, (_FIELDS[name],)) for name in sorted(needed - given)),
        *(Invalid("ABOUT_FOREIGN", foreign, (_FIELDS[name],)) for name in sorted(given - needed - possible)),
    ]


def problems_of_texts(texts: Texts) -> list[DomainError]:
    """List the sections with too many paragraphs, with empty ones or with too long ones."""
    text = Text(
        f"Mỗi phần tối đa {MAX_PARAGRAPHS} đoạn, mỗi đoạn 1-{MAX_PARAGRAPH} ký tự.",
        f"A section has at most {MAX_PARAGRAPHS} paragraphs, each of 1 to {MAX_PARAGRAPH} characters.",
    )
    return [
        Invalid("TEXTS_LENGTH", text, ("texts", name))
        for name in texts.__slots__
        for said in (getattr(texts, name),)
        if len(said) > MAX_PARAGRAPHS or not all(1 <= len(each.strip()) <= MAX_PARAGRAPH for each in said)
    ]


def check_serial(serial: str | None) -> str | None:
    """Return the serial number of a certificate, trimmed; None for an empty one. Raises Invalid when it is too long."""
    given = (serial or "").strip()
    if len(given) > MAX_LINE:
        text = Text(f"Không quá {MAX_LINE} ký tự.", f"At most {MAX_LINE} characters.")
        raise Invalid("LINE_LENGTH", text, ("certificateSerial",), f"..{MAX_LINE}")
    return given or None


def check_reference(letter: str) -> str:
    """Return how the letter is named that corrects a document. Raises Invalid when it is not."""
    named = letter.strip()
    if not 1 <= len(named) <= MAX_LINE:
        text = Text(
            f"Nêu số, ngày của công văn đính chính, 1-{MAX_LINE} ký tự.",
            f"Name the letter that corrects it, 1 to {MAX_LINE} characters.",
        )
        raise Invalid("REFERENCE_LENGTH", text, ("letter",), f"1..{MAX_LINE}")
    return named
