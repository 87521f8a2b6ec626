"""Enumerations, texts, filters and orders of the lists of legal parameters, award rules and days off."""

from datetime import date

import strawberry

from domain.regulations.model import AwardRule, LegalParameter, SpecialDay
from domain.regulations.particulars import MAX_CLAUSE
from domain.regulations.rules import DayKind, ParameterKind, RuleCode, Severity
from schema.bindings import OrderField
from schema.enums import expose
from schema.filters import at_least, below, equals, is_one_of, ordering, refers_to, valid_on
from schema.texts import T, describe

PARAMETER_KIND = T("Loại tham số.", "What kind of number it is.")
RULE_CODE = T("Quy tắc.", "What the rule asks.")
SEVERITY = T("Mức độ khi không đạt.", "What it does where it is not met.")
DAY_KIND = T("Ngày nghỉ hay ngày làm việc.", "Whether it is off or worked.")

expose(
    ParameterKind,
    PARAMETER_KIND,
    {
        "BASE_SALARY": ("Mức lương cơ sở, đồng.", "The base salary, in đồng."),
        "PRIZE_COEFFICIENT": (
            "Hệ số tiền thưởng của một hình thức hoặc danh hiệu.",
            "The prize of one form or one title, as a multiple of the base salary.",
        ),
        "COLLECTIVE_FACTOR": (
            "Hệ số nhân khi thưởng tập thể; hệ số riêng của hình thức, danh hiệu được ưu tiên.",
            "What a collective's prize is multiplied by; an award's own factor comes before the one for all.",
        ),
        "PRIZE_ROUNDING": ("Mức làm tròn lên, đồng.", "The step that prizes are rounded up to, in đồng."),
    },
)
expose(
    RuleCode,
    RULE_CODE,
    {
        "INTEGRITY_HOLD": ("Không khen khi đang bị tạm dừng xét.", "Nobody who is held is rewarded."),
        "ONE_REWARD": ("Một thành tích chỉ khen một lần.", "One achievement is rewarded once."),
        "SIMILAR_ACHIEVEMENT": (
            "Thành tích gần giống thành tích đã khen.",
            "An achievement is much like one that was rewarded.",
        ),
        "THEMATIC_NOT_FOR_MERIT": (
            "Thi đua theo chuyên đề không tính cho công trạng.",
            "Rewards of thematic movements do not count for merit.",
        ),
        "AUTHORITY": ("Đúng thẩm quyền quyết định.", "Whoever has the authority decides."),
        "PREREQUISITE": ("Phải có danh hiệu, hình thức trước đó.", "Awards that a nominee must hold."),
        "QUOTA": ("Hạn mức đề nghị.", "How many may be nominated."),
        "DIRECT_WORKERS": ("Tỷ lệ người trực tiếp công tác.", "The share of those who lead nobody."),
        "PAPERS": ("Thành phần hồ sơ.", "The papers that a dossier has."),
        "PARTICIPATION": ("Có tham gia phong trào.", "Nominees take part in the movement."),
        "FORMER_UNIT_COMMENT": ("Nhận xét của đơn vị cũ.", "The former unit's comment."),
        "GENDER_PREFERENCE": ("Ưu tiên nữ khi ngang nhau.", "Women are preferred among equals."),
        "APPRAISAL_DEADLINE": ("Thời hạn thẩm định.", "How long appraising takes at most."),
        "NOTICE_DEADLINE": ("Thời hạn thông báo kết quả.", "How long telling the outcome takes at most."),
        "PUBLICATION_DEADLINE": ("Thời hạn công khai.", "How long publishing takes at most."),
        "COUNCIL_VOTE": ("Tỷ lệ phiếu của Hội đồng.", "The council's vote, as a share of its total membership."),
    },
)
expose(
    Severity,
    SEVERITY,
    {
        "BLOCKING": ("Dừng hồ sơ.", "It stops the dossier."),
        "WARNING": ("Cảnh báo.", "It warns."),
        "NOTE": ("Lưu ý.", "It only tells."),
    },
)
expose(
    DayKind,
    DAY_KIND,
    {
        "HOLIDAY": ("Nghỉ lễ, Tết, nghỉ hoán đổi.", "Off: a public holiday, or a day swapped."),
        "WORKING": ("Làm việc, làm bù.", "Worked, such as a weekend day instead of another."),
    },
)

FORM = T(
    "Hình thức khen thưởng; rỗng nếu chung hoặc của danh hiệu.", "Its form of reward; null for all, or of a title."
)
RULE_FORM = T("Hình thức khen thưởng; rỗng nếu chung cho tất cả.", "Its form of reward; null where it is for all.")
TITLE = T("Danh hiệu thi đua; rỗng nếu chung hoặc của hình thức.", "Its title; null for all, or of a form.")
VALUE = T("Giá trị: đồng, hoặc hệ số.", "Its value: đồng, or a bare number.")
PARAMETERS = T(
    "Tham số của quy tắc, đối tượng JSON; số thập phân là chuỗi.",
    "The rule's own parameters, a JSON object; exact numbers are strings.",
)
LEGAL_BASIS = T("Văn bản làm căn cứ.", "The legal text that it rests on.")
CLAUSE = T(f"Điều khoản, 1-{MAX_CLAUSE} ký tự.", f"The clause of it, 1 to {MAX_CLAUSE} characters.")
VALID_FROM = T("Ngày có hiệu lực.", "The first day in force.")
VALID_TO = T("Ngày cuối còn hiệu lực, nếu biết.", "The last day in force, if it is known.")
IS_VERIFIED = T("Đã đối chiếu văn bản.", "Whether it was checked against the legal text.")
IN_FORCE_ON = T("Có hiệu lực vào ngày.", "In force on this day.")
DAY = T("Ngày.", "The day.")
DAY_NAME = T("Tên ngày nghỉ, hoặc lý do làm việc.", "What day it is, or why it is worked.")
DAY_NAME_EN = T("Tên tiếng Anh.", "The English name.")
SOURCE = T("Nguồn.", "Where it was found.")


@strawberry.input(description=describe(T("Lọc tham số pháp lý.", "What legal parameters to keep.")))
class LegalParameterFilter:
    """Filters of lists of legal parameters."""

    kind: list[ParameterKind] | None = is_one_of(LegalParameter.kind, PARAMETER_KIND)
    form_id: strawberry.ID | None = refers_to(LegalParameter.form_id, "AwardForm", FORM)
    title_id: strawberry.ID | None = refers_to(LegalParameter.title_id, "AwardTitle", TITLE)
    legal_basis_id: strawberry.ID | None = refers_to(LegalParameter.legal_basis_id, "LegalBasis", LEGAL_BASIS)
    in_force_on: date | None = valid_on(LegalParameter.valid_from, LegalParameter.valid_to, IN_FORCE_ON)
    is_verified: bool | None = equals(LegalParameter.is_verified, IS_VERIFIED)


LEGAL_PARAMETER_ORDER = ordering(
    "LegalParameter",
    {
        "VALID_FROM": OrderField(LegalParameter.valid_from, VALID_FROM),
        "KIND": OrderField(LegalParameter.kind, PARAMETER_KIND),
    },
    default="VALID_FROM",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc quy tắc khen thưởng.", "What award rules to keep.")))
class AwardRuleFilter:
    """Filters of lists of award rules."""

    code: list[RuleCode] | None = is_one_of(AwardRule.code, RULE_CODE)
    form_id: strawberry.ID | None = refers_to(AwardRule.form_id, "AwardForm", RULE_FORM)
    severity: list[Severity] | None = is_one_of(AwardRule.severity, SEVERITY)
    legal_basis_id: strawberry.ID | None = refers_to(AwardRule.legal_basis_id, "LegalBasis", LEGAL_BASIS)
    in_force_on: date | None = valid_on(AwardRule.valid_from, AwardRule.valid_to, IN_FORCE_ON)
    is_verified: bool | None = equals(AwardRule.is_verified, IS_VERIFIED)


AWARD_RULE_ORDER = ordering(
    "AwardRule",
    {
        "CODE": OrderField(AwardRule.code, RULE_CODE),
        "VALID_FROM": OrderField(AwardRule.valid_from, VALID_FROM),
    },
    default="CODE",
)


@strawberry.input(description=describe(T("Lọc ngày nghỉ, ngày làm bù.", "What days to keep.")))
class SpecialDayFilter:
    """Filters of lists of days that differ from their weekday."""

    kind: list[DayKind] | None = is_one_of(SpecialDay.kind, DAY_KIND)
    day_from: date | None = at_least(SpecialDay.day, T("Từ ngày.", "From this day on."))
    day_before: date | None = below(SpecialDay.day, T("Trước ngày.", "Before this day."))
    is_verified: bool | None = equals(SpecialDay.is_verified, IS_VERIFIED)


SPECIAL_DAY_ORDER = ordering("SpecialDay", {"DAY": OrderField(SpecialDay.day, DAY)}, default="DAY")
