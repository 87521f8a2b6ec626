"""Nominations as people outside the system read them: the columns of the table, and the words in its cells."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from domain.awards.papers.rules import PAPERS, PaperKind
from domain.awards.rules import NominationState, NomineeKind
from domain.errors import Text
from domain.people.rules import LeadershipTier
from domain.tables.report import Column, Kind, Value


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One nomination. Days are Viet Nam's; `prize` is in đồng.

    `votes_for` are those of the last council that voted on it, of all its `members`.
    Findings are those of the last check, a line for each; whoever takes the table sees them, as in the API.
    `papers` are kind, title and where it is of each paper, the first one first.
    """

    order: int
    nominee_name: str
    kind: NomineeKind
    position: str | None
    unit_code: str
    unit_name: str
    leadership_tier: LeadershipTier | None
    form_name: str
    by_hand_reason: str | None
    initiative_title: str | None
    place: int | None
    score: Decimal | None
    summary: str
    state: NominationState
    submitted_on: date | None
    opinion: str | None
    votes_for: int | None
    members: int | None
    blocking: int
    warnings: int
    findings: str | None
    findings_en: str | None
    papers: Sequence[tuple[str, str, str]] | None
    decision_number: str | None
    signed_on: date | None
    prize: Decimal | None
    published_on: date | None
    presented_on: date | None
    paid_on: date | None


COLUMNS = (
    Column(Text("STT", "No."), 6, Kind.NUMBER),
    Column(Text("Cá nhân, tập thể", "Nominee"), 26),
    Column(Text("Đối tượng", "Kind"), 11),
    Column(Text("Chức vụ", "Position"), 18),
    Column(Text("Mã đơn vị", "Unit code"), 11),
    Column(Text("Đơn vị", "Unit"), 26),
    Column(Text("Cấp lãnh đạo", "Leadership tier"), 18),
    Column(Text("Hình thức khen thưởng", "Form of reward"), 22),
    Column(Text("Căn cứ", "Basis"), 16),
    Column(Text("Lý do lập thủ công", "Reason when by hand"), 24),
    Column(Text("Sáng kiến", "Initiative"), 30),
    Column(Text("Xếp hạng", "Place"), 8, Kind.NUMBER),
    Column(Text("Điểm", "Score"), 9, Kind.NUMBER),
    Column(Text("Tóm tắt thành tích", "Achievement"), 44),
    Column(Text("Trạng thái", "State"), 16),
    Column(Text("Ngày gửi hồ sơ", "Submitted on"), 12, Kind.DAY),
    Column(Text("Ý kiến thẩm định", "Opinion of the appraisal"), 32),
    Column(Text("Phiếu tán thành", "Votes for"), 12),
    Column(Text("Số lỗi chặn", "Blocking findings"), 9, Kind.NUMBER),
    Column(Text("Số cảnh báo", "Warnings"), 9, Kind.NUMBER),
    Column(Text("Nội dung kiểm tra", "Findings"), 40),
    Column(Text("Giấy tờ trong hồ sơ", "Papers of the dossier"), 40),
    Column(Text("Số quyết định", "Decision number"), 18),
    Column(Text("Ngày ký", "Signed on"), 12, Kind.DAY),
    Column(Text("Tiền thưởng (đồng)", "Prize (VND)"), 13, Kind.MONEY),
    Column(Text("Ngày công khai", "Published on"), 12, Kind.DAY),
    Column(Text("Ngày trao tặng", "Presented on"), 12, Kind.DAY),
    Column(Text("Ngày chi thưởng", "Paid on"), 12, Kind.DAY),
)
_OF_RESULT = Text("Kết quả đánh giá", "Result of an evaluation")
_BY_HAND = Text("Lập thủ công", "By hand")
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


def cells_of(row: ExportRow) -> tuple[Value, ...]:
    """Return the cells of a row, in the order of the columns."""
    return (
        row.order,
        row.nominee_name,
        WORDS[row.kind],
        row.position,
        row.unit_code,
        row.unit_name,
        WORDS[row.leadership_tier] if row.leadership_tier else None,
        row.form_name,
        _OF_RESULT if row.by_hand_reason is None else _BY_HAND,
        row.by_hand_reason,
        row.initiative_title,
        row.place,
        row.score,
        row.summary,
        WORDS[row.state],
        row.submitted_on,
        row.opinion,
        _votes(row),
        row.blocking,
        row.warnings,
        Text(row.findings, row.findings_en or row.findings) if row.findings else None,
        _papers(row),
        row.decision_number,
        row.signed_on,
        row.prize,
        row.published_on,
        row.presented_on,
        row.paid_on,
    )


def _votes(row: ExportRow) -> Text | None:
    """Say how many of how many; with words, since programs take a bare 7/9 for a day."""
    if row.votes_for is None:
        return None
    return Text(f"{row.votes_for}/{row.members} phiếu", f"{row.votes_for} of {row.members}")


def _papers(row: ExportRow) -> Text | None:
    """Say what papers there are and where, a line for each."""
    if not row.papers:
        return None
    said = [(PAPERS[PaperKind(kind)], f"{title} ({where})") for kind, title, where in row.papers]
    return Text(
        "\n".join(f"{kind.vi.capitalize()}: {what}" for kind, what in said),
        "\n".join(f"{kind.en.capitalize()}: {what}" for kind, what in said),
    )
