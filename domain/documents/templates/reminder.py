"""Công văn đôn đốc: a letter to the units that have not reported, or not done what was due."""

from dataclasses import dataclass
from datetime import date

from domain.documents.content import Align, Column, Content, Paragraph, Row, Table
from domain.documents.numbering import day_text
from domain.documents.templates.letterhead import Letterhead, Movement, issued


@dataclass(frozen=True, slots=True)
class Missing:
    """What a unit still owes."""

    unit: str
    what: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder. `due` is the day before which reports are due: on that day they are late already (`is_overdue`).

    `launch` names the letter that set the deadline; `contact` is whom to ask: name, telephone, address.
    """

    letterhead: Letterhead
    movement: Movement
    addressees: tuple[str, ...]
    launch: str
    due: date
    missing: tuple[Missing, ...]
    is_overdue: bool = False
    contact: str | None = None


def reminder(letter: Reminder) -> Content:
    """The letter: what was asked, who owes what, until when."""
    before = f"trước {day_text(letter.due)}"
    issuer = letter.letterhead.issuer
    asked = (
        f"Thực hiện {letter.launch}, các đơn vị gửi báo cáo kết quả {letter.movement.quoted} về {issuer} {before} để "
        "tổng hợp, báo cáo Lãnh đạo Bộ."
    )
    columns = (Column("STT", 2, Align.CENTRE), Column("Đơn vị", 10), Column("Nội dung chưa thực hiện", 12))
    rows = tuple(Row((str(place), each.unit, each.what)) for place, each in enumerate(letter.missing, 1))
    contact = () if letter.contact is None else (Paragraph(f"Thông tin chi tiết đề nghị liên hệ: {letter.contact}."),)
    return issued(
        letter.letterhead,
        None,
        (
            Paragraph(asked),
            Paragraph(f"Đến nay, {issuer} chưa nhận đủ nội dung của các đơn vị sau:"),
            Table(columns, rows),
            Paragraph(
                f"{issuer} đề nghị Thủ trưởng các đơn vị nêu trên chỉ đạo khẩn trương hoàn thành và gửi báo cáo "
                + _until(before, is_overdue=letter.is_overdue)
            ),
            *contact,
            Paragraph("Trân trọng."),
        ),
        type_name=None,
        subject=f"đôn đốc báo cáo kết quả phong trào thi đua năm {letter.movement.year}",
        addressees=letter.addressees,
    )


def _until(before: str, *, is_overdue: bool) -> str:
    if is_overdue:
        return "ngay; đã quá thời hạn nêu trên, báo cáo gửi từ nay được ghi nhận là báo cáo chậm."
    return f"{before}; quá thời hạn nêu trên, đơn vị được ghi nhận là báo cáo chậm trong kết quả tổng hợp."
