"""Writing nominations as a CSV table that spreadsheet programs open as text and never as formulas."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.awards.rules import NominationState, NomineeKind
from domain.errors import Text
from domain.people.rules import LeadershipTier
from domain.tables.writing import BYTE_ORDER_MARK, harmless


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One nomination as people outside the system read it."""

    order: int
    nominee_name: str
    kind: NomineeKind
    position: str | None
    unit_code: str
    unit_name: str
    leadership_tier: LeadershipTier | None
    form_name: str
    initiative_title: str | None
    place: int | None
    score: Decimal | None
    summary: str
    state: NominationState
    decision_number: str | None
    signed_on: date | None


HEADERS = (
    Text("STT", "No."),
    Text("Cá nhân, tập thể", "Nominee"),
    Text("Đối tượng", "Kind"),
    Text("Chức vụ", "Position"),
    Text("Mã đơn vị", "Unit code"),
    Text("Đơn vị", "Unit"),
    Text("Cấp lãnh đạo", "Leadership tier"),
    Text("Hình thức khen thưởng", "Form of reward"),
    Text("Sáng kiến", "Initiative"),
    Text("Xếp hạng", "Place"),
    Text("Điểm", "Score"),
    Text("Tóm tắt thành tích", "Achievement"),
    Text("Trạng thái", "State"),
    Text("Số quyết định", "Decision number"),
    Text("Ngày ký", "Signed on"),
)
WORDS: Mapping[StrEnum, Text] = {
    NomineeKind.INDIVIDUAL: Text("Cá nhân", "Individual"),
    NomineeKind.COLLECTIVE: Text("Tập thể", "Collective"),
    LeadershipTier.MINISTRY_LEADER: Text("Lãnh đạo cấp bộ", "Leader of the ministry"),
    LeadershipTier.DEPARTMENT_LEADER: Text("Lãnh đạo cấp vụ và tương đương", "Leader of a department or equal"),
    LeadershipTier.DIVISION_LEADER: Text("Lãnh đạo cấp phòng", "Leader of a division"),
    LeadershipTier.OTHER_LEADER: Text("Lãnh đạo khác", "Other leader"),
    LeadershipTier.DIRECT_WORKER: Text("Người trực tiếp công tác", "Direct worker"),
    NominationState.DRAFT: Text("Dự thảo", "Draft"),
    NominationState.SUBMITTED: Text("Đã gửi hồ sơ", "Submitted"),
    NominationState.COMPLETE: Text("Hồ sơ hợp lệ", "Complete"),
    NominationState.APPRAISED: Text("Đã thẩm định", "Appraised"),
    NominationState.VOTED: Text("Hội đồng đã thông qua", "Voted"),
    NominationState.PROPOSED: Text("Đã trình", "Proposed"),
    NominationState.RETURNED: Text("Trả lại", "Returned"),
    NominationState.APPROVED: Text("Đã duyệt", "Approved"),
    NominationState.REFUSED: Text("Không duyệt", "Refused"),
    NominationState.WITHDRAWN: Text("Đã rút", "Withdrawn"),
    NominationState.DECIDED: Text("Đã có quyết định", "Decided"),
    NominationState.PUBLISHED: Text("Đã công khai", "Published"),
    NominationState.PRESENTED: Text("Đã trao tặng", "Presented"),
    NominationState.PAID: Text("Đã chi thưởng", "Paid"),
    NominationState.HELD: Text("Tạm giữ", "Held"),
    NominationState.REVOKED: Text("Đã hủy bỏ", "Revoked"),
}


def write_csv(rows: Sequence[ExportRow], language: str) -> str:
    """Write a header and one line for each row, in Vietnamese unless the language is "en"."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(header.in_language(language) for header in HEADERS)
    for row in rows:
        writer.writerow(harmless(cell) for cell in cells_of(row, language))
    return BYTE_ORDER_MARK + table.getvalue()


def cells_of(row: ExportRow, language: str) -> list[str]:
    """Return the texts of a row, in the order of the headers."""
    return [
        str(row.order),
        row.nominee_name,
        _word(row.kind, language),
        row.position or "",
        row.unit_code,
        row.unit_name,
        _word(row.leadership_tier, language),
        row.form_name,
        row.initiative_title or "",
        "" if row.place is None else str(row.place),
        "" if row.score is None else _number(row.score),
        row.summary,
        _word(row.state, language),
        row.decision_number or "",
        "" if row.signed_on is None else _day(row.signed_on, language),
    ]


def _word(value: StrEnum | None, language: str) -> str:
    return "" if value is None else WORDS[value].in_language(language)


def _number(value: Decimal) -> str:
    return format(value.normalize(), "f") if value else "0"


def _day(day: date, language: str) -> str:
    return day.isoformat() if language == "en" else f"{day:%d/%m/%Y}"
