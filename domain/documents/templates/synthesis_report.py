"""Báo cáo tổng hợp: the standing body tells the ministry's leaders what all units did, in figures and charts."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from domain.documents.charts import MOST_BARS, bar_chart, interval_chart
from domain.documents.content import Align, Block, Column, Content, Heading, Items, Paragraph, Picture, Row, Table
from domain.documents.numbering import decimal_text, percent_text, quantity_text
from domain.documents.templates.letterhead import Letterhead, Movement, issued, paragraphs
from domain.documents.templates.measured import Measured, measured_blocks, spread_blocks
from domain.documents.templates.synthesis_annexes import Exemplar, RankedInitiative, Timeliness, UnitLine, annexes

#: So many of the ranked are named in the report itself; an annex has all.
_NAMED = 10
_NONE = "Không có."


@dataclass(frozen=True, slots=True)
class Indicator:
    """A sector's indicator: its value and plan in `unit`, its percentages as stated; None: not known."""

    name: str
    unit: str
    value: Decimal
    plan: Decimal | None
    plan_percent: Decimal | None
    year_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class SynthesisReport:
    """A report on all units. Texts are paragraphs, `proposals` lines; `initiatives` in the order of their places.

    `spread`: how many replications got how far.
    """

    letterhead: Letterhead
    movement: Movement
    addressees: tuple[str, ...]
    situation: tuple[str, ...]
    units: tuple[UnitLine, ...]
    initiatives: tuple[RankedInitiative, ...]
    indicators: tuple[Indicator, ...]
    measured: Measured | None
    spread: Mapping[str, int]
    exemplars: tuple[Exemplar, ...]
    shortcomings: tuple[str, ...]
    proposals: tuple[str, ...]


def synthesis_report(report: SynthesisReport) -> Content:
    """The report in four parts with annexes: units, initiatives, exemplars."""
    issuer, movement = report.letterhead.issuer, report.movement
    blocks: tuple[Block, ...] = (
        Paragraph(f"{issuer} tổng hợp, báo cáo kết quả {movement.quoted} như sau:"),
        Heading("I. Tình hình tổ chức thực hiện"),
        *paragraphs(report.situation, f"Các đơn vị đã tổ chức thực hiện {movement.quoted}."),
        *_reporting(report.units),
        Heading("II. Kết quả đạt được"),
        *_results(report),
        Heading("III. Tồn tại, hạn chế"),
        *paragraphs(report.shortcomings, _NONE),
        Heading("IV. Đề xuất, kiến nghị"),
        *((Items(report.proposals),) if report.proposals else (Paragraph(_NONE),)),
        Paragraph(f"{issuer} kính báo cáo Lãnh đạo Bộ xem xét, chỉ đạo."),
    )
    return issued(
        report.letterhead,
        "BC",
        blocks,
        type_name="BÁO CÁO",
        subject=f"Tổng hợp kết quả {movement.quoted}",
        addressees=report.addressees,
        annexes=annexes(report.units, report.initiatives, report.exemplars),
    )


def _reporting(units: tuple[UnitLine, ...]) -> tuple[Block, ...]:
    came = {kind: [unit.name for unit in units if unit.timeliness is kind] for kind in Timeliness}
    told = len(units) - len(came[Timeliness.MISSING])
    counted = (
        f"Có {decimal_text(told)}/{decimal_text(len(units))} đơn vị gửi báo cáo ({percent_text(told, len(units))}), "
        f"trong đó {decimal_text(len(came[Timeliness.ON_TIME]))} đơn vị đúng hạn, "
        f"{decimal_text(len(came[Timeliness.LATE]))} đơn vị chậm."
    )
    lists = (("Các đơn vị báo cáo chậm", Timeliness.LATE), ("Các đơn vị chưa báo cáo", Timeliness.MISSING))
    named = tuple(Paragraph(f"{lead}: {'; '.join(came[kind])}.") for lead, kind in lists if came[kind])
    return (Paragraph(counted), *named)


def _results(report: SynthesisReport) -> tuple[Block, ...]:
    """The sections of results, numbered; one of nothing is left out."""
    sections = (
        ("Sự tham gia", _participation(report.units)),
        ("Hiệu quả đo được", measured_blocks(report.measured, sum((unit.hours for unit in report.units), Decimal(0)))),
        ("Nhân rộng sáng kiến, giải pháp", spread_blocks(report.spread)),
        ("Kết quả chấm điểm", _ranking(report.initiatives)),
        ("Chỉ tiêu của ngành", _indicators(report.indicators)),
        ("Gương điển hình tiên tiến", _exemplars(report.exemplars)),
    )
    told: list[Block] = []
    for place, (title, blocks) in enumerate((each for each in sections if each[1]), 1):
        told += [Heading(f"{place}. {title}", 2), *blocks]
    return tuple(told)


def _participation(units: tuple[UnitLine, ...]) -> tuple[Block, ...]:
    heads, joined = sum(unit.headcount for unit in units), sum(unit.participants for unit in units)
    hours = sum((unit.hours for unit in units), Decimal(0))
    counted = (
        f"Có {decimal_text(joined)}/{decimal_text(heads)} cán bộ, công chức, viên chức, người lao động tham gia "
        f"({percent_text(joined, heads)}), với {decimal_text(sum(unit.initiatives for unit in units))} sáng kiến, giải "
        f"pháp; tổng thời gian tiết kiệm được là {quantity_text(hours)} giờ công mỗi tháng."
    )
    best = sorted(units, key=lambda unit: (-unit.hours, unit.name))[:MOST_BARS]
    if not best:
        return (Paragraph(counted),)
    drawn = Picture(
        bar_chart([(unit.name, unit.hours) for unit in best], "giờ công tiết kiệm mỗi tháng"),
        "Biểu đồ: " + "; ".join(f"{unit.name} {quantity_text(unit.hours)} giờ" for unit in best),
        caption="Hình 1. Giờ công tiết kiệm mỗi tháng của các đơn vị",
    )
    return (Paragraph(counted), drawn)


def _ranking(initiatives: tuple[RankedInitiative, ...]) -> tuple[Block, ...]:
    ranked = [each for each in initiatives if each.place is not None and each.score is not None][:_NAMED]
    if not ranked:
        return (Paragraph("Chưa có kết quả chấm điểm được công bố."),)
    columns = (
        Column("Hạng", 2, Align.CENTRE),
        Column("Tên sáng kiến, giải pháp", 10),
        Column("Đơn vị", 7),
        Column("Điểm", 3, Align.RIGHT),
    )
    rows = tuple(
        Row((str(each.place), each.title, each.unit, decimal_text(each.score or Decimal(0)))) for each in ranked
    )
    lead = (
        f"{decimal_text(len(ranked))} sáng kiến, giải pháp xếp hạng cao nhất trong số {decimal_text(len(initiatives))}:"
    )
    return (Paragraph(lead), Table(columns, rows), *_intervals(initiatives))


def _intervals(initiatives: tuple[RankedInitiative, ...]) -> tuple[Block, ...]:
    """The scores with their intervals, drawn: whose overlap can be seen."""
    known = [
        (f"{each.place}. {each.title}", each.score, each.scores)
        for each in initiatives
        if each.score is not None and each.scores is not None
    ][:MOST_BARS]
    if not known:
        return ()
    said = (
        f"{name} {decimal_text(score)} điểm, từ {decimal_text(low)} đến {decimal_text(high)}"
        for name, score, (low, high) in known
    )
    png = interval_chart([(name, score, *scores) for name, score, scores in known], "điểm")
    return (Picture(png, "Biểu đồ: " + "; ".join(said), caption="Hình 2. Điểm công bố và khoảng 90% của điểm"),)


def _indicators(indicators: tuple[Indicator, ...]) -> tuple[Block, ...]:
    if not indicators:
        return ()
    columns = (
        Column("STT", 2, Align.CENTRE),
        Column("Chỉ tiêu", 8),
        Column("Đơn vị tính", 4, Align.CENTRE),
        Column("Thực hiện", 4, Align.RIGHT),
        Column("Kế hoạch năm", 4, Align.RIGHT),
        Column("So với kế hoạch", 4, Align.RIGHT),
        Column("So với cùng kỳ", 4, Align.RIGHT),
    )
    rows = tuple(
        Row(
            (
                str(place),
                each.name,
                each.unit,
                decimal_text(each.value),
                "–" if each.plan is None else decimal_text(each.plan),
                _stated(each.plan_percent),
                _stated(each.year_percent),
            )
        )
        for place, each in enumerate(indicators, 1)
    )
    return (Table(columns, rows),)


def _stated(percent: Decimal | None) -> str:
    return "–" if percent is None else f"{decimal_text(percent)}%"


def _exemplars(exemplars: tuple[Exemplar, ...]) -> tuple[Block, ...]:
    if not exemplars:
        return ()
    lead = Paragraph("Các gương điển hình tiên tiến đề nghị tôn vinh, tuyên truyền, nhân rộng (chi tiết tại Phụ lục):")
    return (lead, Items(tuple(", ".join(filter(None, (each.name, each.unit))) for each in exemplars)))
