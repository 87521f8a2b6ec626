"""The deeds on conflicts of interest, each with the permission that it needs."""

import strawberry

from domain.access.permissions import Permission
from schema.conflicts import deeds
from schema.mutation import mutation
from schema.texts import T


@strawberry.type
class ConflictMutations:
    """Deeds on conflicts, waivers and adoptions."""

    declare_conflict = mutation(
        deeds.declare_conflict,
        Permission.CONFLICT_DECLARE,
        T(
            "Khai báo xung đột lợi ích của mình với sáng kiến; chỉ Vụ Tổ chức cán bộ chấm dứt được.",
            "Declare a conflict of one's own with an initiative; only Personnel can end it.",
        ),
    )
    declare_entry_conflict = mutation(
        deeds.declare_entry_conflict,
        Permission.CONFLICT_DECLARE,
        T(
            "Khai báo xung đột lợi ích của mình với bài chấm, kể cả khi tác giả được giấu.",
            "Declare a conflict of one's own with an entry of a round, also where authors are hidden.",
        ),
    )
    declare_conflict_of = mutation(
        deeds.declare_conflict_of,
        Permission.CONFLICT_MANAGE,
        T("Khai báo xung đột lợi ích của người khác.", "Declare another person's conflict."),
    )
    end_conflict = mutation(
        deeds.end_conflict,
        Permission.CONFLICT_MANAGE,
        T("Chấm dứt khai báo của người khác, có lý do.", "End another person's declared conflict, with a reason."),
    )
    request_conflict_waiver = mutation(
        deeds.request_conflict_waiver,
        Permission.CONFLICT_WAIVE,
        T(
            "Đề nghị gác lại các xung đột đang có của người khác; chưa duyệt thì chưa có hiệu lực.",
            "Ask that another person's conflicts of now be set aside; without an approval nothing is.",
        ),
    )
    approve_conflict_waiver = mutation(
        deeds.approve_conflict_waiver,
        Permission.CONFLICT_WAIVE,
        T("Duyệt việc gác lại do người khác đề nghị.", "Approve a waiver that another person asked for."),
    )
    end_conflict_waiver = mutation(
        deeds.end_conflict_waiver,
        Permission.CONFLICT_WAIVE,
        T("Chấm dứt hoặc từ chối việc gác lại, có lý do.", "End a waiver or turn it down, with a reason."),
    )
    declare_adoption = mutation(
        deeds.declare_adoption,
        Permission.ADOPTION_DECLARE,
        T("Khai báo đơn vị mình áp dụng sáng kiến.", "Declare that the unit that one leads uses an initiative."),
    )
    end_adoption = mutation(
        deeds.end_adoption,
        Permission.ADOPTION_DECLARE,
        T("Khai báo đơn vị mình thôi áp dụng.", "Declare that the unit that one leads uses it no longer."),
    )
