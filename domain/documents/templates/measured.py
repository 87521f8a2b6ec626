"""Hiệu quả đo được: what was measured of the hours that initiatives save, how surely, and how they spread."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.documents.content import Align, Block, Column, Paragraph, Row, Table
from domain.documents.numbering import decimal_text, quantity_text


@dataclass(frozen=True, slots=True)
class Measured:
    """Hours of work saved a month by measurement: all that stand, between what they lie, and what others confirmed.

    `grades` are the hours by how well they are founded, in the order of the grades, and add up to `claimed`.
    """

    initiatives: int
    measures: int
    verified_measures: int
    claimed: Decimal
    low: Decimal
    high: Decimal
    verified: Decimal
    grades: Mapping[str, Decimal]


def measured_blocks(measured: Measured | None, declared: Decimal) -> tuple[Block, ...]:
    """What was measured beside the hours a month that initiatives declare, then hours by grade."""
    if measured is None:
        return (Paragraph("Chưa có số đo hiệu quả sau khi áp dụng."),)
    told = (
        f"Đã đo hiệu quả của {decimal_text(measured.initiatives)} sáng kiến, giải pháp: tiết kiệm "
        f"{quantity_text(measured.claimed)} giờ công mỗi tháng (trong khoảng từ {quantity_text(measured.low)} đến "
        f"{quantity_text(measured.high)} giờ); đơn vị khác đã thẩm tra, xác nhận {quantity_text(measured.verified)} "
        f"giờ công ({decimal_text(measured.verified_measures)}/{decimal_text(measured.measures)} phép đo). Số giờ công "
        f"kê khai trong hồ sơ sáng kiến, giải pháp là {quantity_text(declared)} giờ mỗi tháng."
    )
    columns = (Column("Mức độ tin cậy của số đo", 12), Column("Giờ công tiết kiệm mỗi tháng", 5, Align.RIGHT))
    rows = tuple(Row((name, quantity_text(hours))) for name, hours in measured.grades.items())
    return (Paragraph(told), Table(columns, (*rows, Row(("Tổng cộng", quantity_text(measured.claimed)), bold=True))))


def spread_blocks(spread: Mapping[str, int]) -> tuple[Block, ...]:
    """How many times units took over initiatives of others, by how far they got; nothing where none did."""
    if not spread:
        return ()
    whole = sum(spread.values())
    columns = (Column("Tình trạng nhân rộng", 12), Column("Số lượt", 5, Align.RIGHT))
    rows = tuple(Row((state, decimal_text(count))) for state, count in spread.items())
    lead = Paragraph(f"Có {decimal_text(whole)} lượt nhân rộng sáng kiến, giải pháp sang đơn vị khác:")
    return (lead, Table(columns, (*rows, Row(("Tổng cộng", decimal_text(whole)), bold=True))))
