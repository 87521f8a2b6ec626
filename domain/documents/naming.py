"""How documents name legal texts, and how their files are named."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from domain.documents.numbering import day_text
from domain.documents.rules import DocumentFormat, DocumentKind

#: Legal texts that are named with their number; laws are not.
_NUMBERED_TEXTS = ("Nghị định", "Nghị quyết", "Thông tư", "Quyết định", "Chỉ thị")
_ARTICLES = ("Điều ", "Khoản ", "Điểm ")

_K = DocumentKind

#: The parts of a file's name.
_SLUGS: Mapping[DocumentKind, str] = {
    _K.UNIT_REPORT: "bao-cao-don-vi",
    _K.SYNTHESIS_REPORT: "bao-cao-tong-hop",
    _K.SUBMISSION: "to-trinh",
    _K.NOMINATION_LIST: "danh-sach-de-nghi",
    _K.COUNCIL_MINUTES: "bien-ban-hop",
    _K.DECISION_DRAFT: "quyet-dinh",
    _K.SCORE_SHEET: "phieu-cham-diem",
    _K.REMINDER: "cong-van-don-doc",
}


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


def file_name(kind: DocumentKind, symbol: str | None, number: int | None, edition: int, kind_of: DocumentFormat) -> str:
    """Name a file in plain ASCII: "to-trinh-05-TTr-TTTT.pdf", or by its edition while it has no number."""
    last = f"{number:02d}-{symbol}" if number is not None else f"ban-{edition}"
    return f"{_SLUGS[kind]}-{_ascii(last)}.{kind_of.lower()}"


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.replace("Đ", "D").replace("đ", "d"))
    return re.sub(r"[^A-Za-z0-9]+", "-", folded.encode("ascii", "ignore").decode()).strip("-")
