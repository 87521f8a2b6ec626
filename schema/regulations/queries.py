"""Root fields that read what the law asks of awards."""

import strawberry

from schema.fields import connection, lookup
from schema.refs import AwardRuleRef, LegalParameterRef, SpecialDayRef
from schema.regulations import lists
from schema.texts import T


@strawberry.type
class RegulationQueries:
    """The numbers and the rules of the law, and the days off."""

    legal_parameter = lookup("LegalParameter", LegalParameterRef, T("Một tham số pháp lý.", "One legal parameter."))
    legal_parameters = connection(
        "LegalParameter",
        LegalParameterRef,
        T("Các tham số pháp lý, mới nhất trước.", "The legal parameters, the latest first."),
        filters=lists.LegalParameterFilter,
        ordering=lists.LEGAL_PARAMETER_ORDER,
    )
    award_rule = lookup("AwardRule", AwardRuleRef, T("Một quy tắc khen thưởng.", "One award rule."))
    award_rules = connection(
        "AwardRule",
        AwardRuleRef,
        T("Các quy tắc khen thưởng.", "The award rules."),
        filters=lists.AwardRuleFilter,
        ordering=lists.AWARD_RULE_ORDER,
    )
    special_day = lookup("SpecialDay", SpecialDayRef, T("Một ngày nghỉ, ngày làm bù.", "One day off or worked."))
    special_days = connection(
        "SpecialDay",
        SpecialDayRef,
        T("Ngày nghỉ lễ, Tết, hoán đổi và làm bù.", "Public holidays, days swapped, and days worked instead."),
        filters=lists.SpecialDayFilter,
        ordering=lists.SPECIAL_DAY_ORDER,
    )
