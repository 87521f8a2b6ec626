"""Dự thảo quyết định khen thưởng: the draft that the leader signs, with the list of those rewarded and their prizes."""

from dataclasses import dataclass

from domain.documents.content import Align, Annex, Block, Column, Content, Paragraph, Row, Table
from domain.documents.numbering import decimal_text, money_in_words, money_text
from domain.documents.templates.award_list import counted, grouped_rows, named
from domain.documents.templates.letterhead import Letterhead, Movement, issued, led


@dataclass(frozen=True, slots=True)
class Rewarded:
    """Somebody rewarded. `honorific` None: a collective; `prize` in đồng, as computed for the day of the decision."""

    name: str
    honorific: str | None
    post: str
    prize: int


@dataclass(frozen=True, slots=True)
class AwardDecision:
    """A draft decision on one award ("Bằng khen của Bộ trưởng …").

    `authority`: who decides ("Bộ trưởng Bộ …"); `bases` end with "Theo đề nghị của …"; `payer`: who pays the prizes and
    out of what; `executors`: who carries it out, besides those named in it.
    """

    letterhead: Letterhead
    movement: Movement
    authority: str
    bases: tuple[str, ...]
    award: str
    rewarded: tuple[Rewarded, ...]
    payer: str
    executors: str


def award_decision(decision: AwardDecision) -> Content:
    """The draft: three articles, and the list with each prize and their sum in words."""
    whole = sum(each.prize for each in decision.rewarded)
    who = counted(decision.rewarded)
    blocks: tuple[Block, ...] = (
        led(
            "Điều 1.",
            f"Tặng {decision.award} cho {who} đã có thành tích trong {decision.movement.quoted} "
            "(có danh sách kèm theo).",
        ),
        led(
            "Điều 2.",
            f"Các tập thể, cá nhân có tên tại Điều 1 được nhận tiền thưởng theo quy định, tổng số tiền là "
            f"{money_text(whole)} (bằng chữ: {money_in_words(whole)}). {decision.payer}.",
        ),
        led(
            "Điều 3.",
            f"Quyết định này có hiệu lực kể từ ngày ký. {decision.executors} và các tập thể, cá nhân có tên tại Điều 1 "
            "chịu trách nhiệm thi hành Quyết định này.",
        ),
    )
    return issued(
        decision.letterhead,
        "QĐ",
        blocks,
        type_name="QUYẾT ĐỊNH",
        subject=f"Về việc tặng {decision.award}",
        authority=decision.authority,
        bases=decision.bases,
        enacting="QUYẾT ĐỊNH:",
        recipients=("Như Điều 3", *decision.letterhead.recipients),
        annexes=(_list(decision, whole),),
    )


def _list(decision: AwardDecision, whole: int) -> Annex:
    columns = (
        Column("STT", 2, Align.CENTRE),
        Column("Họ và tên cá nhân, tên tập thể", 9),
        Column("Chức vụ, đơn vị", 10),
        Column("Tiền thưởng (đồng)", 5, Align.RIGHT),
    )
    rows = (
        *grouped_rows(decision.rewarded, _row),
        Row(("", "Tổng cộng", "", decimal_text(whole)), bold=True),
    )
    title = f"Danh sách được tặng {decision.award}"
    words = Paragraph(f"Bằng chữ: {money_in_words(whole)}.")
    return Annex(title, (Table(columns, rows), words), labelled=False)


def _row(place: int, each: Rewarded) -> Row:
    return Row((str(place), named(each.name, each.honorific), each.post, decimal_text(each.prize)))
