"""How documents name legal texts, and how their files are named."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date

from domain.documents.numbering import day_text
from domain.documents.rules import DocumentFormat, DocumentKind

#: Legal texts that are named with their day, but without number and issuer.
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh")
#: Legal texts that are named with their number.
_NUMBERED_TEXTS = ("Nghị quyết", "Nghị định", "Quyết định", "Thông tư", "Chỉ thị")
#: Bases stand by the force of their texts, the highest first; what is none of these comes last.
_RANKS = ("Hiến pháp", *_LAWS, *_NUMBERED_TEXTS)
#: Who issued a text, where its symbol says so.
_ISSUERS = {"-CP": "Chính phủ", "-TTg": "Thủ tướng Chính phủ"}
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
    """Write legal texts (title, number, day) as bases: laws by name and day, others with number and issuer, too.

    Of one text and of articles of it, all with the same number, the whole text is named once. The highest stand first,
    those of one rank in the order given. Source: Annex I, II.6.
    """
    chosen: dict[str, tuple[str, str | None, date | None]] = {}
    for title, number, day in texts:
        key = number or title
        if key not in chosen or (_is_part(chosen[key][0]) and not _is_part(title)):
            chosen[key] = (title, number, day)
    return tuple(f"Căn cứ {_named(*text)}" for text in sorted(chosen.values(), key=lambda text: _rank(text[0])))


def _rank(title: str) -> int:
    """Return the rank of the text that a title names first: an article's is that of its law."""
    found = [(at, rank) for rank, kind in enumerate(_RANKS) if (at := title.find(kind)) >= 0]
    return min(found)[1] if found else len(_RANKS)


def _is_part(title: str) -> bool:
    return title.startswith(_ARTICLES)


def _named(title: str, number: str | None, day: date | None) -> str:
    name = title.partition(":")[0].strip()
    dated = "" if day is None else f" {day_text(day)}"
    if name.startswith(_LAWS):
        return name if " ngày " in name else name + dated
    kind = next((each for each in _NUMBERED_TEXTS if name.startswith(each)), None)
    if kind is None or number is None or number in name:
        return name
    issuer = next((each for ending, each in _ISSUERS.items() if number.endswith(ending)), None)
    issued = "" if issuer is None or issuer in name else f" của {issuer}"
    return f"{kind} số {number}{dated}{issued}{name[len(kind) :]}"


def file_name(kind: DocumentKind, symbol: str | None, number: int | None, edition: int, kind_of: DocumentFormat) -> str:
    """Name a file in plain ASCII: "to-trinh-05-TTr-TTTT.pdf", or by its edition while it has no number."""
    last = f"{number:02d}-{symbol}" if number is not None else f"ban-{edition}"
    return f"{_SLUGS[kind]}-{_ascii(last)}.{kind_of.lower()}"


def _ascii(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.replace("Đ", "D").replace("đ", "d"))
    return re.sub(r"[^A-Za-z0-9]+", "-", folded.encode("ascii", "ignore").decode()).strip("-")
