"""Documents as records: their kinds, what each is about, the states and the steps between them, numbers and days.

A document that is wrong is never changed (Decree 30/2020/NĐ-CP, art. 18): an error of content is mended by an equal
form that replaces it, an error of format by an official letter that corrects it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.documents.numbering import day_text
from domain.errors import Conflict, DomainError, Invalid, Text

#: Characters of a signer's position and of what they sign for, of a certificate's serial number, of a reference.
MAX_LINE = 200
MAX_NUMBER = 99_999
MAX_PARAGRAPHS, MAX_PARAGRAPH = 20, 3000
#: Legal texts that are named with their number; laws are not.
_NUMBERED_TEXTS = ("Nghị định", "Nghị quyết", "Thông tư", "Quyết định", "Chỉ thị")
_ARTICLES = ("Điều ", "Khoản ", "Điểm ")
_HASH = re.compile("[0-9a-f]{64}")


class DocumentKind(StrEnum):
    """What a document is."""

    UNIT_REPORT = "UNIT_REPORT"
    SYNTHESIS_REPORT = "SYNTHESIS_REPORT"
    SUBMISSION = "SUBMISSION"
    NOMINATION_LIST = "NOMINATION_LIST"
    DECISION_DRAFT = "DECISION_DRAFT"
    SCORE_SHEET = "SCORE_SHEET"
    REMINDER = "REMINDER"


class DocumentState(StrEnum):
    """The life of a document (domain study, 5.3): its content is frozen from the first state on."""

    DRAFT = "DRAFT"
    CHECKED = "CHECKED"
    SIGNED = "SIGNED"
    NUMBERED = "NUMBERED"
    ISSUED = "ISSUED"
    CORRECTED = "CORRECTED"
    REPLACED = "REPLACED"
    RECALLED = "RECALLED"


class DocumentFormat(StrEnum):
    """The formats of a document's files."""

    DOCX = "DOCX"
    PDF = "PDF"


_K, _S = DocumentKind, DocumentState

#: States from which each step may be taken. What bears no number is issued as soon as it is signed.
STEPS: Mapping[DocumentState, frozenset[DocumentState]] = {
    _S.CHECKED: frozenset({_S.DRAFT}),
    _S.SIGNED: frozenset({_S.CHECKED}),
    _S.NUMBERED: frozenset({_S.SIGNED}),
    _S.ISSUED: frozenset({_S.NUMBERED}),
    _S.CORRECTED: frozenset({_S.ISSUED}),
    _S.REPLACED: frozenset({_S.ISSUED, _S.CORRECTED}),
    _S.RECALLED: frozenset({_S.ISSUED, _S.CORRECTED}),
}
#: States of a document that has been given out.
OUT = frozenset({_S.ISSUED, _S.CORRECTED, _S.REPLACED, _S.RECALLED})
#: Those that change what stands on the pages: files are made anew.
PRINTED = frozenset({_S.DRAFT, _S.SIGNED, _S.NUMBERED})
#: Documents that name their signers themselves: signing them fills nothing in.
NAMES_SIGNERS = frozenset({_K.SCORE_SHEET})
#: The parts of a file's name.
_SLUGS: Mapping[DocumentKind, str] = {
    _K.UNIT_REPORT: "bao-cao-don-vi",
    _K.SYNTHESIS_REPORT: "bao-cao-tong-hop",
    _K.SUBMISSION: "to-trinh",
    _K.NOMINATION_LIST: "danh-sach-de-nghi",
    _K.DECISION_DRAFT: "quyet-dinh",
    _K.SCORE_SHEET: "phieu-cham-diem",
    _K.REMINDER: "cong-van-don-doc",
}


@dataclass(frozen=True, slots=True)
class About:
    """What a document is about, besides the movement; which of these a kind needs, `NEEDS` says."""

    unit_id: UUID | None = None
    result_id: UUID | None = None
    sheet_id: UUID | None = None
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
    _K.DECISION_DRAFT: (frozenset({"form_id"}), frozenset({"unit_id", "decision_id"})),
    _K.SCORE_SHEET: (frozenset({"sheet_id"}), frozenset()),
    _K.REMINDER: (frozenset({"unit_id"}), frozenset()),
}
_FIELDS = {
    "unit_id": "unitId",
    "result_id": "resultId",
    "sheet_id": "sheetId",
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


def basis_lines(texts: Iterable[tuple[str, str | None, date | None]]) -> tuple[str, ...]:
    """Write legal texts (title, number, day) as bases: laws by name alone, others with number and day (Annex I, II.6).

    Of one text and of articles of it, all with the same number, the whole text is named once.
    """
    chosen: dict[str, tuple[str, str | None, date | None]] = {}
    for title, number, day in texts:
        key = number or title
        if key not in chosen or (_is_part(chosen[key][0]) and not _is_part(title)):
            chosen[key] = (title, number, day)
    return tuple(f"Căn cứ {_named(*text)}" for text in chosen.values())


def _is_part(title: str) -> bool:
    return title.startswith(_ARTICLES)


def _named(title: str, number: str | None, day: date | None) -> str:
    name = title.partition(":")[0].strip()
    kind = next((each for each in _NUMBERED_TEXTS if name.startswith(each)), None)
    if kind is None or number is None or number in name:
        return name
    dated = "" if day is None else f" {day_text(day)}"
    return f"{kind} số {number}{dated}{name[len(kind) :]}"


def check_step(current: DocumentState, target: DocumentState, *, has_symbol: bool = True) -> None:
    """Raise Conflict unless `target` may follow `current`; what has no symbol bears no number."""
    allowed = STEPS[target]
    if not has_symbol and target is _S.ISSUED:
        allowed = frozenset({_S.SIGNED})
    if current not in allowed or (target is _S.NUMBERED and not has_symbol):
        text = Text(
            f"Văn bản đang ở trạng thái {current}, không thể chuyển sang {target}.",
            f"The document is {current} and cannot become {target}.",
        )
        raise Conflict("STATE_FORBIDS", text)


def printed_as(state: DocumentState, *, has_number: bool) -> DocumentState:
    """Return the state whose files a document in a state has: nothing on its pages has changed since."""
    if state in (_S.DRAFT, _S.CHECKED):
        return _S.DRAFT
    return _S.NUMBERED if has_number else _S.SIGNED


def problems_of_signing(
    *, position: str, authority: str | None, is_head: bool, serial: str | None
) -> list[DomainError]:
    """List what is wrong with how somebody signs: in whose name, if not as the head; nothing too long."""
    lines = (("position", position), ("authority", authority or ""), ("certificateSerial", serial or ""))
    long = Text(f"Không quá {MAX_LINE} ký tự.", f"At most {MAX_LINE} characters.")
    problems: list[DomainError] = [
        Invalid("LINE_LENGTH", long, (name,), f"..{MAX_LINE}") for name, line in lines if len(line) > MAX_LINE
    ]
    if not position.strip():
        problems.append(Invalid("TEXT_EMPTY", Text("Không được để trống.", "This must not be empty."), ("position",)))
    if is_head == bool(authority and authority.strip()):
        text = Text(
            "Ký thay, thừa lệnh, thừa ủy quyền phải nêu ký cho ai; ký trực tiếp thì không.",
            "Whoever signs KT., TL. or TUQ. says for whom; the head does not.",
        )
        problems.append(Invalid("AUTHORITY_UNFIT", text, ("authority",)))
    return problems


def check_signed_file(signed_hash: str, known: frozenset[str]) -> None:
    """Raise Invalid unless what was signed is a file of this document as it was checked."""
    if not _HASH.fullmatch(signed_hash) or signed_hash not in known:
        text = Text(
            "Mã băm này không phải của tệp nào của văn bản đã kiểm tra.",
            "No file of the checked document has this hash.",
        )
        raise Invalid("FILE_HASH_UNKNOWN", text, ("signedHash",))


def check_number(number: int, issued_on: date, *, signed_on: date, today: date) -> None:
    """Raise Invalid for a number that no register has, and for a day before the signing or still to come."""
    if not 1 <= number <= MAX_NUMBER:
        text = Text(f"Số từ 1 đến {MAX_NUMBER}.", f"A number is 1 to {MAX_NUMBER}.")
        raise Invalid("NUMBER_RANGE", text, ("number",), f"1..{MAX_NUMBER}")
    if not signed_on <= issued_on <= today:
        text = Text(
            "Ngày ban hành không trước ngày ký và không sau hôm nay.",
            "The day is not before the signing and not after today.",
        )
        raise Invalid("DAY_RANGE", text, ("issuedOn",), f"{signed_on.isoformat()}..{today.isoformat()}")


def check_preset(number: int, preset: int | None) -> None:
    """Raise Invalid when a document that tells an issued decision is given another number than the decision has."""
    if preset is not None and number != preset:
        text = Text(f"Quyết định đã mang số {preset}.", f"The decision bears the number {preset} already.")
        raise Invalid("NUMBER_OTHER", text, ("number",), str(preset))


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


def check_printed(*, is_printed: bool) -> None:
    """Raise Conflict while the files of what was numbered or signed last are still being made."""
    if not is_printed:
        text = Text("Tệp của văn bản đang được lập lại.", "The document's files are still being made anew.")
        raise Conflict("FILES_NOT_READY", text)


def check_replacement(*, is_equal: bool, is_later: bool, state: DocumentState) -> None:
    """Raise Conflict unless a document can replace another: the same kind about the same, made later and issued."""
    if not is_equal or not is_later:
        text = Text(
            "Văn bản thay thế phải cùng loại, cùng đối tượng và lập sau.",
            "What replaces a document is of the same kind, about the same, and made later.",
        )
        raise Conflict("REPLACEMENT_UNFIT", text, ("replacementId",))
    if state is not _S.ISSUED:
        text = Text("Văn bản thay thế chưa được ban hành.", "What replaces a document must be issued itself.")
        raise Conflict("REPLACEMENT_NOT_ISSUED", text, ("replacementId",))


def refuse_empty(field: str = "kind") -> Conflict:
    """Say that there is nothing to write down: no row that the person may see belongs in the document."""
    text = Text("Không có nội dung nào để lập văn bản.", "There is nothing to write such a document of.")
    return Conflict("NOTHING_TO_TELL", text, (field,))


def file_name(kind: DocumentKind, symbol: str | None, number: int | None, edition: int, kind_of: DocumentFormat) -> str:
    """Name a file in plain ASCII: "to-trinh-05-TTr-TTTT.pdf", or by its edition while it has no number."""
    last = f"{number:02d}-{symbol}" if number is not None else f"ban-{edition}"
    return f"{_SLUGS[kind]}-{_ascii(last)}.{kind_of.lower()}"


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.replace("Đ", "D").replace("đ", "d"))
    return re.sub(r"[^A-Za-z0-9]+", "-", folded.encode("ascii", "ignore").decode()).strip("-")
