"""The annexes of a synthesis report: every unit, every ranked initiative, every exemplar."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from domain.documents.content import Align, Annex, Block, Column, Heading, Paragraph, Row, Table
from domain.documents.numbering import decimal_text, percent_text, quantity_text


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
    """An initiative as ranked; `place` None: not ranked. `scores`, `places`: 90 % intervals, where they are known."""

    place: int | None
    title: str
    unit: str
    score: Decimal | None
    scores: tuple[Decimal, Decimal] | None = None
    places: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Exemplar:
    """An exemplar to be honoured and spread: who, of which unit unless it is one, and what for, in lines."""

    name: str
    unit: str | None
    story: tuple[str, ...]


def annexes(
    units: Sequence[UnitLine], initiatives: Sequence[RankedInitiative], exemplars: Sequence[Exemplar]
) -> tuple[Annex, ...]:
    """Annexes I to III; one of nothing is left out."""
    told = (
        (units, Annex("Kết quả tham gia của các đơn vị", (_units(units),), landscape=True)),
        (initiatives, _ranking(initiatives)),
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
        quantity_text(sum((unit.hours for unit in units), Decimal(0))),
    )
    return Row(cells, bold)


def _ranking(initiatives: Sequence[RankedInitiative]) -> Annex:
    """The ranking; with intervals where there are any, and what they mean."""
    title = "Kết quả xếp hạng sáng kiến, giải pháp"
    is_sure = all(each.scores is None and each.places is None for each in initiatives)
    meaning = Paragraph(
        "Khoảng 90% là khoảng mà điểm (hạng) thực của sáng kiến, giải pháp nằm trong đó với xác suất 90%, xét sai số "
        "của việc chấm điểm; khi khoảng của hai sáng kiến, giải pháp giao nhau nhiều thì chưa thể coi là hơn kém rõ."
    )
    columns = (
        Column("Hạng", 2, Align.CENTRE),
        Column("Tên sáng kiến, giải pháp", 10),
        Column("Đơn vị", 7),
        Column("Điểm", 3, Align.RIGHT),
        *(() if is_sure else (Column("Khoảng 90% của điểm", 5, Align.CENTRE),)),
        *(() if is_sure else (Column("Khoảng 90% của hạng", 4, Align.CENTRE),)),
    )
    rows = tuple(Row(_cells(each)[: len(columns)]) for each in initiatives)
    # The meaning stands before the table: after it, it might stand on a page of its own.
    return Annex(title, (*(() if is_sure else (meaning,)), Table(columns, rows)), landscape=not is_sure)


def _cells(each: RankedInitiative) -> tuple[str, ...]:
    return (
        "–" if each.place is None else str(each.place),
        each.title,
        each.unit,
        "–" if each.score is None else decimal_text(each.score),
        "–" if each.scores is None else " – ".join(map(decimal_text, each.scores)),
        "–" if each.places is None else " – ".join(map(str, each.places)),
    )


def _exemplars(exemplars: Sequence[Exemplar]) -> tuple[Block, ...]:
    told: list[Block] = []
    for place, each in enumerate(exemplars, 1):
        of = f" ({each.unit})" if each.unit else ""
        lines = (line for text in each.story for line in text.splitlines() if line.strip())
        told += [Heading(f"{place}. {each.name}{of}", 2), *(Paragraph(line) for line in lines)]
    return tuple(told)
