"""The lines of a document as they are read: what the decree has written around the texts of a content.

Both writers print these lines, so that DOCX and PDF say the same. Source: Decree 30/2020/NĐ-CP, Annex I.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace

from domain.documents.content import Annex, Block, Content, Items, Paragraph, Run, Signature
from domain.documents.numbering import day_text, number_and_symbol, roman

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
ADDRESSED = "Kính gửi:"
RECEIVED = "Nơi nhận:"
END = "./."
_ENDINGS = " .;,"
#: Learned titles and ranks that people put before names; the decree has them left out of signatures (II.7c).
_TITLES = re.compile(
    r"^(?:(?:PGS|GS|TSKH|TS|ThS|CN|KS|BS|NGND|NGƯT|NSND|NSƯT|TTND|TTƯT|AHLĐ)\.?[\s.,]+)+", re.IGNORECASE
)


def plain(text: str) -> str:
    """The text as both formats can hold it: composed (NFC), without controls, half surrogates and direction marks.

    Lines and runs of spaces are one space: a justified line would stretch each of them.
    """
    kept = "".join(sign for sign in text if _is_legible(sign))
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _is_legible(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) not in {"Cc", "Cf", "Cs", "Co", "Cn"}


def document_title(content: Content) -> str:
    """What the document is called in its properties: "Tờ trình Về việc …"."""
    return plain(f"{(content.type_name or 'Công văn').capitalize()} {content.subject}")


def number_line(content: Content) -> str | None:
    """Box 3: "Số: 05/TTr-TTTT"."""
    return None if content.symbol is None else f"Số: {number_and_symbol(content.number, plain(content.symbol))}"


def place_line(content: Content) -> str | None:
    """Box 4: "Hà Nội, ngày 05 tháng 01 năm 2024"."""
    return None if content.place is None else f"{plain(content.place)}, {day_text(content.dated)}"


def letter_subject(content: Content) -> str | None:
    """Box 5b: "V/v …" of an official letter; None for a document with a type's name."""
    return f"V/v {plain(content.subject)}" if content.type_name is None else None


def addressee_lines(content: Content) -> list[str]:
    """Box 9a: one addressee as it is, several as "- …;" with "." after the last."""
    names = [plain(name) for name in content.addressees]
    return names if len(names) == 1 else dashed(names)


def dashed(lines: Iterable[str]) -> list[str]:
    """Lines of a list: a dash before, ";" after each and "." after the last."""
    return [f"- {line}" for line in ended(lines)]


def ended(lines: Iterable[str]) -> list[str]:
    """Lines with ";" after each and "." after the last: bases, and what follows dashes. Empty ones are left out."""
    texts = [text for line in lines if (text := plain(line))]
    return [_ended(text, "." if place == len(texts) else ";") for place, text in enumerate(texts, 1)]


def _ended(text: str, sign: str) -> str:
    return text if text.endswith(END) else text.rstrip(_ENDINGS) + sign


def recipient_lines(content: Content) -> list[str]:
    """Box 9b: "- Như trên;" where there are addressees, the others, "- Lưu: VT, TTTT."; and box 12 below them."""
    first = ["Như trên"] if content.addressees else []
    last = [f"Lưu: {content.archive}"] if content.archive else []
    drafter = drafter_line(content)
    return [*dashed([*first, *content.recipients, *last]), *([] if drafter is None else [drafter])]


def drafter_line(content: Content) -> str | None:
    """Box 12: the drafter's initials and the number of copies: "NVA.05"."""
    if content.drafter is None:
        return None
    return plain(content.drafter).upper() + ("" if content.copies is None else f".{content.copies:02d}")


def signature_titles(signature: Signature) -> list[str]:
    """Box 7a in capitals: the authority with the capacity, then the position ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG")."""
    capacity = f"{signature.capacity} " if signature.capacity else ""
    if signature.authority is None:
        return [f"{capacity}{plain(signature.position).upper()}"]
    return [f"{capacity}{plain(signature.authority).upper()}", plain(signature.position).upper()]


def signed_name(signature: Signature) -> str:
    """Box 7b: the signer's name without academic titles; empty where nobody is named."""
    return "" if signature.name is None else _TITLES.sub("", plain(signature.name))


def annex_label(annexes: Sequence[Annex], place: int) -> str | None:
    """The label of the annex at `place` (from 0): "Phụ lục", numbered where there are several; None for mere lists."""
    if not annexes[place].labelled:
        return None
    labelled = [index for index, annex in enumerate(annexes) if annex.labelled]
    return "Phụ lục" if len(labelled) == 1 else f"Phụ lục {roman(labelled.index(place) + 1)}"


def annex_note(content: Content) -> str:
    """What an annex belongs to: "(Kèm theo Tờ trình số …/TTr-TTTT ngày … … của …)", filled for an issue on paper."""
    kind = plain(content.type_name).capitalize() if content.type_name else "Công văn"
    number, dated = (content.number, content.dated) if content.paper else (None, None)
    named = f" số {number_and_symbol(number, plain(content.symbol))}" if content.symbol else ""
    return f"(Kèm theo {kind}{named} {day_text(dated)} của {plain(content.issuer)})"


def closed(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with "./." in place of the last full stop; a table or a picture at the end needs none."""
    last = blocks[-1] if blocks else None
    if isinstance(last, Paragraph) and last.runs:
        *before, end = last.runs
        return (*blocks[:-1], replace(last, text=(*before, replace(end, text=_ending(end.text)))))
    if isinstance(last, Items) and last.lines:
        *lines, text = last.lines
        return (*blocks[:-1], Items((*lines, _ending(text))))
    return tuple(blocks)


def _ending(text: str) -> str:
    return text if text.endswith(END) else text.rstrip(_ENDINGS) + END


def runs_of(paragraph: Paragraph) -> list[Run]:
    """The runs of a paragraph as both formats can hold them; spaces between runs are kept."""
    return [replace(run, text=_spaced(run.text)) for run in paragraph.runs if run.text]


def _spaced(text: str) -> str:
    bare = plain(text)
    before = " " if text[:1].isspace() and bare else ""
    after = " " if text[-1:].isspace() and bare else ""
    return f"{before}{bare}{after}"
