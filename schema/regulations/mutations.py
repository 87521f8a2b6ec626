"""All deeds on what the law asks of awards."""

import strawberry

from domain.access.permissions import Permission
from schema.mutation import mutation
from schema.regulations.day_mutations import create_special_day, update_special_day
from schema.regulations.parameter_mutations import create_legal_parameter, update_legal_parameter
from schema.regulations.rule_mutations import create_award_rule, update_award_rule
from schema.texts import T


@strawberry.type
class RegulationMutations:
    """The deeds on legal parameters, award rules and days off: kept by Personnel, never deleted."""

    create_legal_parameter = mutation(
        create_legal_parameter,
        Permission.CATALOGUE_MANAGE,
        T("Thêm tham số pháp lý, có căn cứ và thời gian hiệu lực.", "Add a number of the law, dated, with its source."),
    )
    update_legal_parameter = mutation(
        update_legal_parameter, Permission.CATALOGUE_MANAGE, T("Sửa tham số pháp lý.", "Change a legal parameter.")
    )
    create_award_rule = mutation(
        create_award_rule,
        Permission.CATALOGUE_MANAGE,
        T(
            "Thêm quy tắc khen thưởng chung hoặc của một hình thức.",
            "Add a rule for all forms of reward or for one, dated, with its source.",
        ),
    )
    update_award_rule = mutation(
        update_award_rule, Permission.CATALOGUE_MANAGE, T("Sửa quy tắc khen thưởng.", "Change an award rule.")
    )
    create_special_day = mutation(
        create_special_day, Permission.CATALOGUE_MANAGE, T("Thêm ngày nghỉ, ngày làm bù.", "Add a day off or worked.")
    )
    update_special_day = mutation(
        update_special_day,
        Permission.CATALOGUE_MANAGE,
        T(
            "Sửa ngày nghỉ, ngày làm bù; ngày ghi nhầm thì sửa thành ngày làm việc.",
            "Change what is said of a day; one entered by mistake is said to be worked.",
        ),
    )
