"""Tờ trình đề nghị khen thưởng: the standing body asks the leaders to decide, with the council's vote behind it."""

from dataclasses import dataclass

from domain.documents.content import Align, Annex, Column, Content, Paragraph, Row, Table
from domain.documents.numbering import decimal_text
from domain.documents.templates.award_list import Nominee, award_table
from domain.documents.templates.letterhead import Letterhead, Movement, issued


@dataclass(frozen=True, slots=True)
class AwardSubmission:
    """A submission. `bases` are those in force on its day, each "Căn cứ …"; `process`: what was done, in paragraphs."""

    letterhead: Letterhead
    movement: Movement
    addressees: tuple[str, ...]
    bases: tuple[str, ...]
    process: tuple[str, ...]
    nominees: tuple[Nominee, ...]


def award_submission(submission: AwardSubmission) -> Content:
    """The submission with its counts by award, its list as an annex."""
    issuer, movement = submission.letterhead.issuer, submission.movement
    return issued(
        submission.letterhead,
        "TTr",
        (
            *(Paragraph(text) for text in submission.process),
            Paragraph(
                f"Căn cứ kết quả xét, {issuer} kính trình xem xét, quyết định khen thưởng các tập thể, cá nhân "
                f"có thành tích trong {movement.quoted} như sau:"
            ),
            _counts(submission.nominees),
            Paragraph(
                f"{issuer} cam kết hồ sơ được lập đúng quy định; chịu trách nhiệm về tính chính xác của thành tích; "
                "các tập thể, cá nhân được đề nghị không trong thời gian xem xét kỷ luật, thanh tra, kiểm tra, "
                "điều tra hoặc giải quyết đơn thư khiếu nại, tố cáo."
            ),
            Paragraph("(Danh sách chi tiết tại Phụ lục; Báo cáo thành tích và Biên bản họp Hội đồng kèm theo)"),
            Paragraph(f"{issuer} kính trình xem xét, quyết định."),
        ),
        type_name="TỜ TRÌNH",
        subject=f"Về việc đề nghị khen thưởng {movement.quoted}",
        addressees=submission.addressees,
        bases=submission.bases,
        annexes=(Annex("Danh sách đề nghị khen thưởng", (award_table(submission.nominees),), landscape=True),),
    )


def _counts(nominees: tuple[Nominee, ...]) -> Table:
    """How many collectives and persons are proposed for each award, in the order in which awards first come."""
    awards = list(dict.fromkeys(each.award for each in nominees))
    columns = (
        Column("STT", 2, Align.CENTRE),
        Column("Hình thức khen thưởng", 12),
        Column("Tập thể", 4, Align.RIGHT),
        Column("Cá nhân", 4, Align.RIGHT),
        Column("Tổng số", 4, Align.RIGHT),
    )
    rows = [
        Row((str(place), award, *_counted([each for each in nominees if each.award == award])))
        for place, award in enumerate(awards, 1)
    ]
    return Table(columns, (*rows, Row(("", "Tổng cộng", *_counted(nominees)), bold=True)))


def _counted(nominees: list[Nominee] | tuple[Nominee, ...]) -> tuple[str, str, str]:
    collectives = sum(each.honorific is None for each in nominees)
    people = len(nominees) - collectives
    return decimal_text(collectives), decimal_text(people), decimal_text(len(nominees))
