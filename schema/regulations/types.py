"""The types of legal parameters, of award rules and of days that differ from their weekday."""

from datetime import date
from decimal import Decimal

from strawberry.scalars import JSON

from domain.regulations import model, queries
from domain.regulations.rules import DayKind, ParameterKind, RuleCode, Severity
from schema.bindings import Node, column, entity
from schema.fields import one
from schema.refs import AwardFormRef, AwardTitleRef, LegalBasisRef
from schema.regulations import lists
from schema.texts import VERSION, T


@entity(
    queries.PARAMETERS,
    T("Một con số của pháp luật, có thời gian hiệu lực và căn cứ.", "A number of the law, dated, with its legal text."),
)
class LegalParameter(Node):
    """A base salary, a prize coefficient, a collective factor or a step of rounding."""

    version: int = column(model.LegalParameter.version, VERSION)
    kind: ParameterKind = column(model.LegalParameter.kind, lists.PARAMETER_KIND)
    value: Decimal = column(model.LegalParameter.value, lists.VALUE)
    clause: str = column(model.LegalParameter.clause, lists.CLAUSE)
    valid_from: date = column(model.LegalParameter.valid_from, lists.VALID_FROM)
    valid_to: date | None = column(model.LegalParameter.valid_to, lists.VALID_TO)
    is_verified: bool = column(model.LegalParameter.is_verified, lists.IS_VERIFIED)
    form = one("AwardForm", AwardFormRef, model.LegalParameter.form_id, lists.FORM)
    title = one("AwardTitle", AwardTitleRef, model.LegalParameter.title_id, lists.TITLE)
    legal_basis = one("LegalBasis", LegalBasisRef, model.LegalParameter.legal_basis_id, lists.LEGAL_BASIS)


@entity(
    queries.RULES,
    T("Quy tắc xét khen thưởng, có thời gian hiệu lực và căn cứ.", "A rule that dossiers are judged by, dated."),
)
class AwardRule(Node):
    """A rule for all forms of reward, or for one."""

    version: int = column(model.AwardRule.version, VERSION)
    code: RuleCode = column(model.AwardRule.code, lists.RULE_CODE)
    severity: Severity = column(model.AwardRule.severity, lists.SEVERITY)
    parameters: JSON = column(model.AwardRule.parameters, lists.PARAMETERS)
    clause: str = column(model.AwardRule.clause, lists.CLAUSE)
    valid_from: date = column(model.AwardRule.valid_from, lists.VALID_FROM)
    valid_to: date | None = column(model.AwardRule.valid_to, lists.VALID_TO)
    is_verified: bool = column(model.AwardRule.is_verified, lists.IS_VERIFIED)
    form = one("AwardForm", AwardFormRef, model.AwardRule.form_id, lists.RULE_FORM)
    legal_basis = one("LegalBasis", LegalBasisRef, model.AwardRule.legal_basis_id, lists.LEGAL_BASIS)


@entity(
    queries.SPECIAL_DAYS,
    T("Ngày khác với ngày thường trong tuần: nghỉ, hoặc làm bù.", "A day unlike its weekday: off, or worked."),
)
class SpecialDay(Node):
    """A public holiday, a day swapped, or a weekend day worked instead."""

    version: int = column(model.SpecialDay.version, VERSION)
    day: date = column(model.SpecialDay.day, lists.DAY)
    kind: DayKind = column(model.SpecialDay.kind, lists.DAY_KIND)
    name: str = column(model.SpecialDay.name, lists.DAY_NAME)
    name_en: str | None = column(model.SpecialDay.name_en, lists.DAY_NAME_EN)
    source: str = column(model.SpecialDay.source, lists.SOURCE)
    is_verified: bool = column(model.SpecialDay.is_verified, lists.IS_VERIFIED)
