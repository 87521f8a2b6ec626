"""Danh sách đề nghị khen thưởng: who is proposed for what, as a document of its own or an annex of the submission."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from domain.documents.content import Align, Column, Content, Paragraph, Row, Table
from domain.documents.numbering import number_text, percent_text, roman
from domain.documents.templates.letterhead import Letterhead, Movement, issued


class _Honoured(Protocol):
    @property
    def honorific(self) -> str | None: ...


Honoured = TypeVar("Honoured", bound=_Honoured)


@dataclass(frozen=True, slots=True)
class Nominee:
    """Somebody proposed. `honorific` "Ông" or "Bà" makes a person, None a collective; `post`: position and unit.

    Votes are counted over all members of the council, present or not; None: no vote was taken.
    """

    name: str
    honorific: str | None
    post: str
    achievement: str
    award: str
    votes: int | None = None
    members: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class AwardList:
    """A list of its own. `submission` is what it goes with: "Tờ trình số …/TTr-TTTT ngày … tháng … năm …"."""

    letterhead: Letterhead
    movement: Movement
    submission: str
    nominees: tuple[Nominee, ...]


def award_list(proposed: AwardList) -> Content:
    """The list on wide pages, collectives before persons."""
    return issued(
        proposed.letterhead,
        "DS",
        (award_table(proposed.nominees), Paragraph(f"Danh sách gồm {counted(proposed.nominees)}.")),
        symbol=None,
        type_name="DANH SÁCH",
        subject=f"Đề nghị khen thưởng {proposed.movement.quoted}",
        attachment_note=f"(Kèm theo {proposed.submission})",
        landscape=True,
    )


def award_table(nominees: Sequence[Nominee]) -> Table:
    """The nominees in two groups, numbered within each."""
    columns = (
        Column("STT", 2, Align.CENTRE),
        Column("Họ và tên cá nhân, tên tập thể", 8),
        Column("Chức vụ, đơn vị", 8),
        Column("Tóm tắt thành tích", 14),
        Column("Hình thức đề nghị", 6),
        Column("Kết quả bỏ phiếu", 5, Align.CENTRE),
        Column("Ghi chú", 4),
    )
    return Table(columns, grouped_rows(nominees, _row))


def grouped_rows(honoured: Sequence[Honoured], row: Callable[[int, Honoured], Row]) -> tuple[Row, ...]:
    """Collectives, then persons, each group under its heading and numbered from 1; a group of nobody is left out."""
    groups = (
        ("TẬP THỂ", [each for each in honoured if each.honorific is None]),
        ("CÁ NHÂN", [each for each in honoured if each.honorific is not None]),
    )
    rows: list[Row] = []
    for number, (name, members) in enumerate(((name, members) for name, members in groups if members), 1):
        rows += [Row((f"{roman(number)}. {name}",)), *(row(place, each) for place, each in enumerate(members, 1))]
    return tuple(rows)


def counted(honoured: Sequence[_Honoured]) -> str:
    """How many they are: "01 tập thể và 12 cá nhân"."""
    collectives = sum(each.honorific is None for each in honoured)
    return both(collectives, len(honoured) - collectives)


def both(collectives: int, people: int) -> str:
    """Both numbers; what there is none of is left out."""
    said = ((collectives, "tập thể"), (people, "cá nhân"))
    return " và ".join(f"{number_text(number)} {name}" for number, name in said if number)


def named(name: str, honorific: str | None) -> str:
    """A person with "Ông" or "Bà", a collective as it is."""
    return name if honorific is None else f"{honorific} {name}"


def _row(place: int, nominee: Nominee) -> Row:
    voted = ""
    if nominee.votes is not None and nominee.members is not None:
        voted = f"{nominee.votes}/{nominee.members} ({percent_text(nominee.votes, nominee.members)})"
    name = named(nominee.name, nominee.honorific)
    return Row((str(place), name, nominee.post, nominee.achievement, nominee.award, voted, nominee.note))
