"""Báo cáo kết quả của đơn vị: what a unit did in the movement, to the standing body before its deadline."""

from dataclasses import dataclass
from decimal import Decimal

from domain.documents.content import Align, Annex, Block, Column, Content, Heading, Items, Paragraph, Row, Table
from domain.documents.numbering import decimal_text, percent_text, quantity_text
from domain.documents.templates.letterhead import Letterhead, Movement, issued, paragraphs
from domain.documents.templates.measured import Measured, measured_blocks

_NONE = "Không có."


@dataclass(frozen=True, slots=True)
class UnitInitiative:
    """An initiative of the unit: who made it, hours of work a month before and after, how many people it helps."""

    title: str
    authors: str
    kind: str
    hours_before: Decimal
    hours_after: Decimal
    people: int
    status: str


@dataclass(frozen=True, slots=True)
class UnitAssistant:
    """A virtual assistant of the unit; `accuracy` in percent, None when not measured."""

    name: str
    status: str
    accuracy: Decimal | None
    users: int


@dataclass(frozen=True, slots=True)
class UnitReport:
    """A unit's report. `launch` names the letter that launched the movement; the last five are paragraphs or lines.

    `given`: how often other units use its initiatives; `received`: how many of others it uses.
    """

    letterhead: Letterhead
    movement: Movement
    addressees: tuple[str, ...]
    launch: str
    headcount: int
    participants: int
    initiatives: tuple[UnitInitiative, ...]
    measured: Measured | None
    given: int
    received: int
    assistants: tuple[UnitAssistant, ...]
    situation: tuple[str, ...]
    shortcomings: tuple[str, ...]
    lessons: tuple[str, ...]
    requests: tuple[str, ...]
    proposals: tuple[str, ...]


def unit_report(report: UnitReport) -> Content:
    """The report in five parts, with its initiatives in full in an annex where there are any."""
    unit, movement = report.letterhead.issuer, report.movement
    opening = f"Thực hiện {report.launch}, {unit} báo cáo kết quả triển khai {movement.quoted} như sau:"
    blocks: tuple[Block, ...] = (
        Paragraph(opening),
        Heading("I. Tình hình triển khai"),
        *paragraphs(report.situation, f"{unit} đã phổ biến, quán triệt và tổ chức thực hiện phong trào thi đua."),
        Heading("II. Kết quả đạt được"),
        *_results(report),
        Heading("III. Tồn tại, hạn chế và nguyên nhân"),
        *paragraphs(report.shortcomings, _NONE),
        Heading("IV. Bài học kinh nghiệm và kiến nghị"),
        Heading("1. Bài học kinh nghiệm", 2),
        *paragraphs(report.lessons, _NONE),
        Heading("2. Kiến nghị, đề xuất", 2),
        *paragraphs(report.requests, _NONE),
        Heading("V. Đề nghị khen thưởng"),
        *((Items(report.proposals),) if report.proposals else (Paragraph("Đơn vị không đề nghị khen thưởng."),)),
        Paragraph(f"Trên đây là báo cáo kết quả {movement.quoted} của {unit}, kính gửi để tổng hợp, báo cáo."),
    )
    return issued(
        report.letterhead,
        "BC",
        blocks,
        type_name="BÁO CÁO",
        subject=f"Kết quả {movement.quoted}",
        addressees=report.addressees,
        annexes=(_annex(report),) if report.initiatives else (),
    )


def _results(report: UnitReport) -> tuple[Block, ...]:
    share = percent_text(report.participants, report.headcount)
    saved = sum((each.hours_before - each.hours_after for each in report.initiatives), Decimal(0))
    joined = (
        f"Có {decimal_text(report.participants)}/{decimal_text(report.headcount)} cán bộ, công chức, viên chức, "
        f"người lao động tham gia, đạt {share}."
    )
    found = (
        f"Đơn vị có {decimal_text(len(report.initiatives))} sáng kiến, giải pháp; tổng thời gian tiết kiệm được là "
        f"{quantity_text(saved)} giờ công mỗi tháng."
    )
    detail = " Chi tiết tại Phụ lục kèm theo." if report.initiatives else ""
    assistants = (
        (_assistants(report.assistants),)
        if report.assistants
        else (Paragraph("Đơn vị chưa triển khai trợ lý ảo trong thời gian báo cáo."),)
    )
    return (
        Heading("1. Sự tham gia của cán bộ, công chức, viên chức, người lao động", 2),
        Paragraph(joined),
        Heading("2. Sáng kiến, giải pháp", 2),
        Paragraph(found + detail),
        *((_initiatives(report.initiatives),) if report.initiatives else ()),
        Heading("3. Hiệu quả đo được và nhân rộng", 2),
        *measured_blocks(report.measured, saved),
        Paragraph(
            f"Các đơn vị khác đang áp dụng sáng kiến, giải pháp của đơn vị: {decimal_text(report.given)} lượt; đơn vị "
            f"đang áp dụng {decimal_text(report.received)} sáng kiến, giải pháp của đơn vị khác."
        ),
        Heading("4. Trợ lý ảo", 2),
        *assistants,
    )


def _initiatives(initiatives: tuple[UnitInitiative, ...]) -> Table:
    columns = (
        Column("STT", 2, Align.CENTRE),
        Column("Tên sáng kiến, giải pháp", 12),
        Column("Giờ công tiết kiệm mỗi tháng", 5, Align.RIGHT),
        Column("Tình trạng", 5),
    )
    rows = tuple(
        Row((str(place), each.title, quantity_text(each.hours_before - each.hours_after), each.status))
        for place, each in enumerate(initiatives, 1)
    )
    saved = sum((each.hours_before - each.hours_after for each in initiatives), Decimal(0))
    return Table(columns, (*rows, Row(("", "Tổng cộng", quantity_text(saved), ""), bold=True)))


def _assistants(assistants: tuple[UnitAssistant, ...]) -> Table:
    columns = (
        Column("STT", 2, Align.CENTRE),
        Column("Tên trợ lý ảo", 9),
        Column("Tình trạng", 6),
        Column("Độ chính xác", 4, Align.RIGHT),
        Column("Số người dùng", 4, Align.RIGHT),
    )
    rows = tuple(
        Row(
            (
                str(place),
                each.name,
                each.status,
                "Chưa đo" if each.accuracy is None else f"{decimal_text(each.accuracy)}%",
                decimal_text(each.users),
            )
        )
        for place, each in enumerate(assistants, 1)
    )
    return Table(columns, rows)


def _annex(report: UnitReport) -> Annex:
    columns = (
        Column("STT", 2, Align.CENTRE),
        Column("Tên sáng kiến, giải pháp", 10),
        Column("Tác giả, nhóm tác giả", 7),
        Column("Loại", 4),
        Column("Giờ công mỗi tháng trước khi áp dụng", 4, Align.RIGHT),
        Column("Giờ công mỗi tháng sau khi áp dụng", 4, Align.RIGHT),
        Column("Số người được hỗ trợ", 3, Align.RIGHT),
        Column("Tình trạng", 4),
    )
    rows = tuple(
        Row(
            (
                str(place),
                each.title,
                each.authors,
                each.kind,
                quantity_text(each.hours_before),
                quantity_text(each.hours_after),
                decimal_text(each.people),
                each.status,
            )
        )
        for place, each in enumerate(report.initiatives, 1)
    )
    return Annex("Danh mục sáng kiến, giải pháp", (Table(columns, rows),), landscape=True)
