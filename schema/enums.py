"""Enumerations of the domain as GraphQL shows them: every value with its Vietnamese and English meaning."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

import strawberry

from domain.access.permissions import Permission
from domain.actor import Role
from domain.errors import Text
from schema.texts import describe

__all__ = ["Permission", "Role", "expose"]

Kind = TypeVar("Kind", bound=type[StrEnum])


def expose(kind: Kind, description: Text, values: Mapping[str, tuple[str, str]], *, name: str = "") -> Kind:
    """Show an enumeration in the schema, under its own name unless told. Raises KeyError for a value undescribed."""
    undescribed = {member.name for member in kind} ^ set(values)
    if undescribed:
        raise KeyError(f"{kind.__name__}: {sorted(undescribed)}")
    # A filter that was declared earlier may have made Strawberry define the enumeration already.
    if not hasattr(kind, "__strawberry_definition__"):
        strawberry.enum(kind)
    definition = kind.__strawberry_definition__  # type: ignore[attr-defined]  # now it is there
    definition.name = name or definition.name
    definition.description = describe(description)
    for value in definition.values:
        value.description = describe(Text(*values[value.name]))
    return kind


expose(
    Role,
    Text("Vai trò.", "A role."),
    {
        "INFORMATION_CENTER": ("Trung tâm Thông tin, bộ phận thường trực.", "Information Center, standing body."),
        "PERSONNEL": ("Vụ Tổ chức cán bộ, bộ phận thường trực.", "Personnel Department, standing body."),
        "MINISTRY_LEADER": ("Lãnh đạo Bộ.", "Minister or Deputy Minister."),
        "UNIT_LEADER": ("Thủ trưởng đơn vị.", "Head of a unit."),
        "FOCAL_OFFICER": ("Cán bộ đầu mối của đơn vị.", "Focal officer of a unit."),
        "EVALUATOR": ("Thành viên chấm của một vòng.", "Evaluator of a round."),
        "COUNCIL_SECRETARY": ("Thư ký Hội đồng.", "Secretary of the council."),
        "STAFF": ("Cán bộ, công chức, viên chức, người lao động.", "Any member of staff."),
        "SYSTEM_ADMINISTRATOR": (
            "Quản trị hệ thống, không có quyền nghiệp vụ.",
            "System administrator, with no business rights.",
        ),
        "AUDITOR": ("Người kiểm toán nhật ký.", "Auditor of the trail."),
    },
)

expose(
    Permission,
    Text("Quyền.", "A permission."),
    {
        "UNIT_MANAGE": ("Quản lý đơn vị.", "Create, change and close units."),
        "PERSON_MANAGE": ("Quản lý nhân sự.", "Register people, move them, record departures."),
        "ROLE_GRANT": ("Cấp, thu hồi vai trò.", "Grant and revoke roles."),
        "MOVEMENT_MANAGE": ("Soạn và điều hành phong trào.", "Draft a movement and carry it through its states."),
        "MOVEMENT_APPROVE": ("Phê duyệt, phát động phong trào.", "Approve, return and launch a movement."),
        "RUBRIC_MANAGE": ("Soạn bộ tiêu chí.", "Draft rubrics."),
        "INITIATIVE_CREATE": ("Viết sáng kiến của đơn vị mình.", "Write an initiative of one's own unit."),
        "INITIATIVE_EDIT": ("Sửa, gửi, rút sáng kiến.", "Revise, send and withdraw an initiative."),
        "INITIATIVE_SUBMIT": ("Duyệt và nộp sáng kiến của đơn vị.", "Approve and submit the unit's initiatives."),
        "INITIATIVE_SCREEN": ("Thẩm định điều kiện.", "Judge an initiative eligible or not."),
        "ROUND_MANAGE": ("Tổ chức vòng chấm.", "Create, open and close rounds, appoint and assign evaluators."),
        "SHEET_SCORE": ("Chấm điểm sáng kiến được giao.", "Score what is assigned to oneself."),
        "SHEET_REOPEN": ("Mở lại phiếu chấm của người khác.", "Reopen another person's sheet."),
        "SHEET_ENTER": ("Nhập phiếu chấm giấy.", "Type in sheets filled in on paper."),
        "SHEET_EXCLUDE": ("Loại hoặc khôi phục phiếu chấm, có lý do.", "Exclude or restore a sheet, with a reason."),
        "REVISION_REDACT": ("Biên tập bản ẩn danh.", "Write the words of a revision without names."),
        "DISCUSSION_JOIN": ("Thảo luận về sáng kiến đang chấm.", "Discuss an entry of a round."),
        "CONFLICT_DECLARE": ("Khai báo xung đột lợi ích của mình.", "Declare a conflict of one's own."),
        "CONFLICT_MANAGE": (
            "Khai báo, chấm dứt xung đột lợi ích của người khác.",
            "Declare and end others' conflicts.",
        ),
        "CONFLICT_WAIVE": (
            "Đề nghị hoặc duyệt việc gác lại xung đột.",
            "Ask for or approve the waiving of a conflict.",
        ),
        "ADOPTION_DECLARE": ("Khai báo đơn vị mình áp dụng sáng kiến.", "Declare that one's unit uses an initiative."),
        "RESULT_COMPUTE": ("Tính lại kết quả.", "Compute a further version of a result."),
        "RESULT_VERIFY": ("Kiểm tra kết quả do người khác tính.", "Check a result that another person computed."),
        "RESULT_PUBLISH": ("Công bố kết quả.", "Publish a result."),
        "LEDGER_VERIFY": ("Kiểm chứng sổ cái và kết quả.", "Recompute a ledger and its results."),
        "TABLE_IMPORT": ("Nhập bảng điểm.", "Import score tables."),
        "INTEGRITY_MANAGE": (
            "Tạm dừng hoặc cho xét khen thưởng lại một cá nhân, đơn vị.",
            "Hold persons and units back from rewards, and let them go on.",
        ),
        "NOMINATION_PREPARE": ("Lập đề nghị khen thưởng.", "Nominate for awards."),
        "NOMINATION_SUGGEST": ("Gợi ý khen thưởng.", "Suggest a nomination to Personnel."),
        "NOMINATION_DECIDE": ("Quyết định khen thưởng.", "Decide on nominations."),
        "NOMINATION_APPRAISE": ("Kiểm tra, thẩm định hồ sơ khen thưởng.", "Check and appraise dossiers."),
        "NOMINATION_EXPORT": ("Tải danh sách đề nghị.", "Download nominations."),
        "COUNCIL_MANAGE": ("Thành lập Hội đồng, cử thành viên.", "Set up councils and appoint members."),
        "COUNCIL_RUN": ("Tổ chức phiên họp Hội đồng.", "Run the sessions of a council."),
        "COUNCIL_VOTE": ("Bỏ phiếu của mình trong Hội đồng.", "Cast one's own ballot in a council."),
        "SIGNING_DELEGATE": ("Ủy quyền, giao ký quyết định.", "Delegate the signing of decisions."),
        "AWARD_CONCLUDE": (
            "Công khai quyết định, trao tặng, thu hồi hiện vật và tiền thưởng.",
            "Publish decisions, note presentations and recoveries.",
        ),
        "PRIZE_PAY": ("Ghi nhận chi tiền thưởng.", "Note that prizes were paid."),
        "AWARD_REVOKE": ("Hủy bỏ quyết định khen thưởng.", "Revoke an award."),
        "DOCUMENT_MAKE": ("Soạn văn bản.", "Have documents drafted."),
        "DOCUMENT_CHECK": ("Kiểm tra văn bản do người khác soạn.", "Check documents that others had drafted."),
        "DOCUMENT_SIGN": ("Ký văn bản.", "Sign documents."),
        "DOCUMENT_ISSUE": (
            "Cấp số, phát hành, đính chính, thu hồi văn bản.",
            "Number, issue, correct and recall documents.",
        ),
        "REPORT_SUBMIT": ("Gửi báo cáo kết quả của đơn vị.", "Send in one's unit's signed report."),
        "REPORT_RECEIVE": (
            "Tiếp nhận, trả lại, chấp nhận báo cáo của các đơn vị.",
            "Receive what units report, return it for supplement, accept it.",
        ),
        "EXEMPLAR_MANAGE": ("Lựa chọn, tuyên truyền gương điển hình.", "Select exemplars and make them known."),
        "EXEMPLAR_CONSENT": (
            "Đồng ý hoặc rút lại sự đồng ý được nêu gương.",
            "Consent to be made known as an exemplar.",
        ),
        "REPLICATION_REPORT": (
            "Báo cáo việc nhân rộng tại đơn vị mình.",
            "Say how one's unit gets on with an initiative that it took over.",
        ),
        "PILOT_APPROVE": ("Công nhận thí điểm là mô hình mẫu.", "Approve a pilot as a model."),
        "BENEFIT_RECORD": ("Ghi nhận hiệu quả đo được.", "Record measured benefits."),
        "BENEFIT_VERIFY": ("Xác minh hiệu quả do đơn vị khác đo.", "Verify what another unit measured."),
        "CATALOGUE_MANAGE": (
            "Quản lý căn cứ pháp lý, tham số, quy tắc, ngày nghỉ và danh mục khen thưởng.",
            "Maintain legal bases, legal parameters, award rules, days off and award catalogues.",
        ),
        "AUDIT_READ": ("Đọc nhật ký kiểm toán.", "Read the audit trail."),
    },
)
