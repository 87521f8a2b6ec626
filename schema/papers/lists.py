"""Filters and orders of the list of documents, and what its enumerations mean."""

import strawberry

from domain.documents.model import OfficialDocument
from domain.documents.rules import DocumentFormat, DocumentKind, DocumentState
from schema.bindings import OrderField
from schema.enums import expose
from schema.filters import equals, is_one_of, ordering, refers_to
from schema.texts import T, describe

KIND = T("Loại văn bản.", "The kind of document.")
STATE = T("Trạng thái.", "The state.")
MOVEMENT = T("Phong trào.", "The movement.")
ISSUER = T("Đơn vị ban hành.", "The unit that issues it.")
UNIT = T("Đơn vị được nói đến, hoặc được gửi đến; nếu có.", "The unit that it is about or goes to, if any.")
MADE_AT = T("Thời điểm lập.", "When it was made.")
IS_NUMBERED = T("Mang số của văn thư.", "Whether the clerk has numbered it.")

expose(
    DocumentKind,
    KIND,
    {
        "UNIT_REPORT": ("Báo cáo kết quả của đơn vị.", "A unit's report."),
        "SYNTHESIS_REPORT": ("Báo cáo tổng hợp.", "The synthesis of all units."),
        "SUBMISSION": ("Tờ trình đề nghị khen thưởng.", "A submission that proposes awards."),
        "NOMINATION_LIST": ("Danh sách đề nghị khen thưởng.", "The list of who is proposed for awards."),
        "COUNCIL_MINUTES": ("Biên bản họp Hội đồng.", "Minutes of a council's session."),
        "DECISION_DRAFT": ("Dự thảo quyết định khen thưởng.", "A draft decision on one award."),
        "SCORE_SHEET": ("Phiếu chấm điểm.", "One evaluator's score sheet."),
        "REMINDER": ("Công văn đôn đốc.", "A letter that reminds a unit."),
    },
)
expose(
    DocumentState,
    STATE,
    {
        "DRAFT": ("Dự thảo.", "A draft."),
        "CHECKED": ("Đã được người khác kiểm tra.", "Checked by another person."),
        "SIGNED": ("Đã ký.", "Signed."),
        "NUMBERED": ("Đã cấp số, ngày.", "Numbered and dated by the clerk."),
        "ISSUED": ("Đã ban hành.", "Given out."),
        "CORRECTED": ("Đã đính chính thể thức bằng công văn.", "Its format was corrected by a letter."),
        "REPLACED": ("Đã bị thay thế do sai nội dung.", "Another document stands in for it."),
        "RECALLED": ("Đã thu hồi.", "Taken back."),
    },
)
expose(
    DocumentFormat,
    T("Định dạng tệp.", "The format of a file."),
    {
        "DOCX": ("Tệp soạn thảo.", "A file to be edited."),
        "PDF": ("Tệp lưu trữ (PDF/A khi đã có ngày).", "A file to be kept (PDF/A once it is dated)."),
    },
)


@strawberry.input(description=describe(T("Lọc văn bản.", "What documents to keep.")))
class OfficialDocumentFilter:
    """Filters of lists of documents."""

    kind: list[DocumentKind] | None = is_one_of(OfficialDocument.kind, KIND)
    state: list[DocumentState] | None = is_one_of(OfficialDocument.state, STATE)
    movement_id: strawberry.ID | None = refers_to(OfficialDocument.movement_id, "Movement", MOVEMENT)
    unit_id: strawberry.ID | None = refers_to(OfficialDocument.unit_id, "Unit", UNIT)
    issuer_id: strawberry.ID | None = refers_to(OfficialDocument.issuer_id, "Unit", ISSUER)
    is_numbered: bool | None = equals(OfficialDocument.number.is_not(None), IS_NUMBERED)


OFFICIAL_DOCUMENT_ORDER = ordering(
    "OfficialDocument",
    {"MADE_AT": OrderField(OfficialDocument.made_at, MADE_AT)},
    default="MADE_AT",
    descending=True,
)
