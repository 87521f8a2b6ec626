"""Filters and orders of the lists of findings, of papers and of earlier awards."""

import strawberry

from domain.awards.findings.model import NominationFinding
from domain.awards.papers.model import DossierPaper
from domain.awards.papers.rules import PaperKind
from domain.awards.records.model import AwardRecord
from domain.regulations.rules import RuleCode, Severity
from schema.bindings import OrderField
from schema.dossiers.enums import PAPER_KIND
from schema.filters import equals, is_one_of, ordering, refers_to
from schema.texts import T, describe

CODE = T("Quy tắc nào.", "Which rule it is of.")
SEVERITY = T("Mức độ: chặn, cảnh báo hay ghi chú.", "Whether it blocks, warns or only tells.")
ORDINAL = T("Thứ tự.", "Its place in the list.")
ADDED_AT = T("Thời điểm bổ sung.", "When it was added.")
YEAR = T("Năm được khen thưởng.", "The year it was given for.")
FORM = T("Hình thức khen thưởng trong danh mục.", "The form of reward, if of the catalogue.")
TITLE = T("Danh hiệu thi đua trong danh mục.", "The title, if of the catalogue.")
COUNTS = T("Được tính làm căn cứ khen thưởng công trạng.", "Whether it counts towards rewards for merit.")
IS_WITHDRAWN = T("Đã được rút.", "Whether it was withdrawn.")


@strawberry.input(description=describe(T("Lọc phát hiện.", "What findings to keep.")))
class NominationFindingFilter:
    """Filters of lists of findings."""

    code: list[RuleCode] | None = is_one_of(NominationFinding.code, CODE)
    severity: list[Severity] | None = is_one_of(NominationFinding.severity, SEVERITY)


NOMINATION_FINDING_ORDER = ordering(
    "NominationFinding", {"ORDINAL": OrderField(NominationFinding.ordinal, ORDINAL)}, default="ORDINAL"
)


@strawberry.input(description=describe(T("Lọc giấy tờ.", "What papers to keep.")))
class DossierPaperFilter:
    """Filters of lists of papers."""

    kind: list[PaperKind] | None = is_one_of(DossierPaper.kind, PAPER_KIND)


DOSSIER_PAPER_ORDER = ordering(
    "DossierPaper", {"ADDED_AT": OrderField(DossierPaper.added_at, ADDED_AT)}, default="ADDED_AT"
)


@strawberry.input(description=describe(T("Lọc khen thưởng đã có.", "What earlier awards to keep.")))
class AwardRecordFilter:
    """Filters of lists of earlier awards."""

    form_id: strawberry.ID | None = refers_to(AwardRecord.form_id, "AwardForm", FORM)
    title_id: strawberry.ID | None = refers_to(AwardRecord.title_id, "AwardTitle", TITLE)
    counts_for_merit: bool | None = equals(AwardRecord.counts_for_merit, COUNTS)
    is_withdrawn: bool | None = equals(AwardRecord.withdrawn_at.is_not(None), IS_WITHDRAWN)


AWARD_RECORD_ORDER = ordering(
    "AwardRecord", {"YEAR": OrderField(AwardRecord.year, YEAR)}, default="YEAR", descending=True
)
