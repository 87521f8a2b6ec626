"""The types of findings, of papers, of earlier awards and of the figures of a movement's nominees."""

from datetime import date, datetime
from decimal import Decimal

from domain.awards.findings.model import MOVEMENT_NOMINEES
from domain.awards.findings.model import NominationFinding as FindingRow
from domain.awards.findings.queries import FINDINGS, NOMINEES
from domain.awards.papers.model import DossierPaper as PaperRow
from domain.awards.papers.queries import PAPERS
from domain.awards.papers.rules import PaperKind
from domain.awards.records.model import AwardRecord as RecordRow
from domain.awards.records.queries import RECORDS
from domain.regulations.rules import RuleCode, Severity
from schema.bindings import Node, column, entity
from schema.dossiers import lists
from schema.dossiers.enums import PAPER_KIND
from schema.fields import one
from schema.refs import AwardFormRef, AwardRuleRef, AwardTitleRef, NominationRef, PersonRef, UnitRef
from schema.texts import VERSION, T

NOMINATION = T("Hồ sơ.", "The dossier.")


@entity(FINDINGS, T("Điều mà một quy tắc phát hiện ở hồ sơ.", "What a rule found about a dossier."))
class NominationFinding(Node):
    """What a rule found about a dossier when it was last checked."""

    ordinal: int = column(FindingRow.ordinal, lists.ORDINAL)
    code: RuleCode = column(FindingRow.code, lists.CODE)
    severity: Severity = column(FindingRow.severity, lists.SEVERITY)
    clause: str = column(FindingRow.clause, T("Điều khoản.", "The clause that the rule rests on."))
    basis: str = column(FindingRow.basis, T("Văn bản.", "The legal text that it is of."))
    message: str = column(FindingRow.message, T("Cụ thể, tiếng Việt.", "What was found, in Vietnamese."))
    message_en: str = column(FindingRow.message_en, T("Cụ thể, tiếng Anh.", "What was found, in English."))
    found_at: datetime = column(FindingRow.found_at, T("Thời điểm kiểm tra.", "When the dossier was checked."))
    rule = one("AwardRule", AwardRuleRef, FindingRow.rule_id, T("Quy tắc, như hiện nay.", "The rule, as it is now."))
    nomination = one("Nomination", NominationRef, FindingRow.nomination_id, NOMINATION)


@entity(PAPERS, T("Một giấy tờ của hồ sơ.", "A paper of a dossier."))
class DossierPaper(Node):
    """A paper of a dossier, and where it is kept."""

    kind: PaperKind = column(PaperRow.kind, PAPER_KIND)
    title: str = column(PaperRow.title, T("Tên giấy tờ.", "What it is called."))
    reference: str = column(PaperRow.reference, T("Nơi lưu: địa chỉ, mã văn bản…", "Where it is kept."))
    content_hash: str | None = column(PaperRow.content_hash, T("SHA-256 của tệp.", "The SHA-256 of the file."))
    added_at: datetime = column(PaperRow.added_at, lists.ADDED_AT)
    added_by = one("Person", PersonRef, PaperRow.added_by_id, T("Người bổ sung.", "Who added it."))
    nomination = one("Nomination", NominationRef, PaperRow.nomination_id, NOMINATION)


@entity(RECORDS, T("Khen thưởng đã có từ trước hoặc ở nơi khác.", "An award from before the system or from elsewhere."))
class AwardRecord(Node):
    """An award that a person or a unit was given before."""

    version: int = column(RecordRow.version, VERSION)
    award: str | None = column(RecordRow.award, T("Tên, khi ngoài danh mục.", "Its name, if of no catalogue."))
    year: int = column(RecordRow.year, lists.YEAR)
    decision_number: str | None = column(RecordRow.decision_number, T("Số quyết định.", "The decision's number."))
    signed_on: date | None = column(RecordRow.signed_on, T("Ngày ký.", "The day of signing."))
    counts_for_merit: bool = column(RecordRow.counts_for_merit, lists.COUNTS)
    source: str = column(RecordRow.source, T("Nguồn thông tin.", "Where that is known from."))
    recorded_at: datetime = column(RecordRow.recorded_at, T("Thời điểm ghi.", "When it was recorded."))
    withdrawn_at: datetime | None = column(RecordRow.withdrawn_at, T("Thời điểm rút.", "When it was withdrawn."))
    withdrawn_reason: str | None = column(RecordRow.withdrawn_reason, T("Lý do rút.", "Why it was withdrawn."))
    person = one("Person", PersonRef, RecordRow.person_id, T("Cá nhân.", "The person it was given to."))
    unit = one("Unit", UnitRef, RecordRow.unit_id, T("Đơn vị.", "The unit it was given to."))
    form = one("AwardForm", AwardFormRef, RecordRow.form_id, lists.FORM)
    title = one("AwardTitle", AwardTitleRef, RecordRow.title_id, lists.TITLE)
    recorded_by = one("Person", PersonRef, RecordRow.recorded_by_id, T("Người ghi.", "Who recorded it."))
    withdrawn_by = one("Person", PersonRef, RecordRow.withdrawn_by_id, T("Người rút.", "Who withdrew it."))


@entity(NOMINEES, T("Số liệu về cá nhân được đề nghị.", "Figures of the persons nominated in a movement."))
class MovementNominees(Node):
    """How many persons are nominated in a movement (drafts left out), and how many of them work directly."""

    persons: int = column(MOVEMENT_NOMINEES.c.persons, T("Số cá nhân được đề nghị.", "How many persons."))
    direct_workers: int = column(
        MOVEMENT_NOMINEES.c.direct_workers, T("Số người trực tiếp công tác.", "How many of them lead nobody.")
    )
    share: Decimal = column(MOVEMENT_NOMINEES.c.share, T("Tỷ lệ, 0-1.", "Their share, 0 to 1."))
    target: Decimal | None = column(
        MOVEMENT_NOMINEES.c.target,
        T("Tỷ lệ tối thiểu theo quy tắc hiện hành.", "The least share by the rule in force today, if there is one."),
    )
