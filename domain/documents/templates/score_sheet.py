"""Phiếu chấm điểm: one evaluator's scores of one initiative, to be signed by that evaluator."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.documents.content import Align, Block, Column, Content, Paragraph, Row, Signature, Table
from domain.documents.numbering import decimal_text
from domain.documents.templates.letterhead import Movement, led


@dataclass(frozen=True, slots=True)
class ScoredCriterion:
    """A criterion as scored; `score` None: not yet."""

    name: str
    maximum: Decimal
    score: Decimal | None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A sheet. `total` is worked out where scores are added up (weights may matter), not here; None: not complete.

    `dated` is the day on which the sheet was locked; None leaves it blank.
    """

    issuer: str
    movement: Movement
    round_name: str
    initiative: str
    applicant: str
    unit: str
    evaluator: str
    criteria: tuple[ScoredCriterion, ...]
    total: Decimal | None
    comment: str = ""
    parent: str | None = None
    place: str = "Hà Nội"
    dated: date | None = None


def score_sheet(sheet: ScoreSheet) -> Content:
    """The sheet: a form, so without number, recipients and "./."."""
    blocks: tuple[Block, ...] = (
        led("Đợt chấm:", sheet.round_name),
        led("Tên sáng kiến, giải pháp:", sheet.initiative),
        led("Tác giả, nhóm tác giả:", sheet.applicant),
        led("Đơn vị:", sheet.unit),
        led("Người chấm điểm:", sheet.evaluator),
        _scores(sheet),
        led("Nhận xét chung:", sheet.comment or "…"),
        Paragraph(
            "Tôi cam đoan chấm điểm khách quan, không chấm sáng kiến của mình, của đơn vị mình hoặc sáng kiến mà "
            "mình có lợi ích liên quan."
        ),
    )
    return Content(
        type_code=None,
        type_name="PHIẾU CHẤM ĐIỂM",
        subject=f"Sáng kiến, giải pháp tham gia {sheet.movement.quoted}",
        issuer=sheet.issuer,
        symbol=None,
        signatures=(Signature("Người chấm điểm", sheet.evaluator),),
        blocks=blocks,
        parent=sheet.parent,
        place=sheet.place,
        dated=sheet.dated,
        closed=False,
    )


def _scores(sheet: ScoreSheet) -> Table:
    columns = (
        Column("STT", 2, Align.CENTRE),
        Column("Tiêu chí", 10),
        Column("Điểm tối đa", 3, Align.RIGHT),
        Column("Điểm chấm", 3, Align.RIGHT),
        Column("Nhận xét", 9),
    )
    rows = tuple(
        Row((str(place), each.name, decimal_text(each.maximum), _score(each.score), each.comment))
        for place, each in enumerate(sheet.criteria, 1)
    )
    whole = sum((each.maximum for each in sheet.criteria), Decimal(0))
    return Table(columns, (*rows, Row(("", "Tổng điểm", decimal_text(whole), _score(sheet.total), ""), bold=True)))


def _score(score: Decimal | None) -> str:
    return "…" if score is None else decimal_text(score)
