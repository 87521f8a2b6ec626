"""The annexes of a synthesis report: every unit, every ranked initiative, every exemplar."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.documents.content import Align, Annex, Block, Column, Heading, Paragraph, Row, Table
from domain.documents.numbering import decimal_text, percent_text


class Timeliness(StrEnum):
    """Whether a unit's report came before its deadline; the value is what the tables say."""

    ON_TIME = "Đúng hạn"
    LATE = "Chậm"
    MISSING = "Chưa báo cáo"


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit's year in the movement; `hours`: working hours saved a month."""

    name: str
    timeliness: Timeliness
    headcount: int
    participants: int
    initiatives: int
    hours: Decimal


@dataclass(frozen=True, slots=True)
class RankedInitiative:
    """An initiative as ranked; `place` None: not ranked."""

    place: int | None
    title: str
    unit: str
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class Exemplar:
    """An exemplar to be honoured and spread: who, and what for, in paragraphs."""

    name: str
    unit: str
    story: tuple[str, ...]


def annexes(
    units: Sequence[UnitLine], initiatives: Sequence[RankedInitiative], exemplars: Sequence[Exemplar]
) -> tuple[Annex, ...]:
    """Annexes I to III; one of nothing is left out."""
    told = (
        (units, Annex("Kết quả tham gia của các đơn vị", (_units(units),), landscape=True)),
        (initiatives, Annex("Kết quả xếp hạng sáng kiến, giải pháp", (_initiatives(initiatives),))),
        (exemplars, Annex("Gương điển hình tiên tiến", _exemplars(exemplars))),
    )
    return tuple(annex for lines, annex in told if lines)


def _units(units: Sequence[UnitLine]) -> Table:
    columns = (
        Column("STT", 2, Align.CENTRE),
        Column("Đơn vị", 12),
        Column("Báo cáo", 5, Align.CENTRE),
        Column("Tổng số người", 4, Align.RIGHT),
        Column("Số người tham gia", 4, Align.RIGHT),
        Column("Tỷ lệ tham gia", 4, Align.RIGHT),
        Column("Số sáng kiến, giải pháp", 4, Align.RIGHT),
        Column("Giờ công tiết kiệm mỗi tháng", 5, Align.RIGHT),
    )
    rows = [_unit(str(place), unit.name, unit.timeliness.value, [unit]) for place, unit in enumerate(units, 1)]
    return Table(columns, (*rows, _unit("", "Tổng cộng", "", units, bold=True)))


def _unit(place: str, name: str, timeliness: str, units: Sequence[UnitLine], *, bold: bool = False) -> Row:
    heads, joined = sum(unit.headcount for unit in units), sum(unit.participants for unit in units)
    cells = (
        place,
        name,
        timeliness,
        decimal_text(heads),
        decimal_text(joined),
        percent_text(joined, heads),
        decimal_text(sum(unit.initiatives for unit in units)),
        decimal_text(sum((unit.hours for unit in units), Decimal(0))),
    )
    return Row(cells, bold)


def _initiatives(initiatives: Sequence[RankedInitiative]) -> Table:
    columns = (
        Column("Hạng", 2, Align.CENTRE),
        Column("Tên sáng kiến, giải pháp", 10),
        Column("Đơn vị", 7),
        Column("Điểm", 3, Align.RIGHT),
    )
    rows = tuple(
        Row(
            (
                "–" if each.place is None else str(each.place),
                each.title,
                each.unit,
                "–" if each.score is None else decimal_text(each.score),
            )
        )
        for each in initiatives
    )
    return Table(columns, rows)


def _exemplars(exemplars: Sequence[Exemplar]) -> tuple[Block, ...]:
    told: list[Block] = []
    for place, each in enumerate(exemplars, 1):
        told += [Heading(f"{place}. {each.name} ({each.unit})", 2), *(Paragraph(text) for text in each.story)]
    return tuple(told)
