"""The deeds on replications and pilots, each with the permission that it needs."""

import strawberry

from domain.access.permissions import Permission
from schema.mutation import mutation
from schema.replications import deeds, pilots
from schema.texts import T


@strawberry.type
class ReplicationMutations:
    """The deeds on replications and pilots."""

    propose_replication = mutation(
        deeds.propose_replication,
        Permission.REPLICATION_REPORT,
        T(
            "Đề xuất để đơn vị mình tiếp nhận sáng kiến của đơn vị khác.",
            "Propose that the unit that one serves takes over another unit's initiative.",
        ),
    )
    update_replication = mutation(
        deeds.update_replication,
        Permission.REPLICATION_REPORT,
        T(
            "Sửa kế hoạch và việc đo của việc nhân rộng.",
            "Change when a replication is planned and by what it is measured.",
        ),
    )
    advance_replication = mutation(
        deeds.advance_replication,
        Permission.REPLICATION_REPORT,
        T(
            "Chuyển sang bước tiếp theo; bắt đầu thử thì thành đơn vị áp dụng.",
            "Go a step further; a unit that begins to try it is an adopting unit.",
        ),
    )
    end_replication = mutation(
        deeds.end_replication,
        Permission.REPLICATION_REPORT,
        T(
            "Kết thúc việc nhân rộng, có mã lý do; đơn vị thôi áp dụng.",
            "End a replication with a coded reason; the unit adopts it no longer.",
        ),
    )
    mark_pilot = mutation(
        pilots.mark_pilot,
        Permission.EXEMPLAR_MANAGE,
        T(
            "Giao thí điểm: đơn vị khác chưa được thử khi thí điểm chưa được duyệt.",
            "Put an initiative under pilot: others wait until it is approved.",
        ),
    )
    approve_pilot = mutation(
        pilots.approve_pilot,
        Permission.PILOT_APPROVE,
        T("Duyệt thí điểm làm mẫu, trên lợi ích đã thẩm tra.", "Approve a pilot as a model, by verified benefit."),
    )
    return_pilot = mutation(
        pilots.return_pilot,
        Permission.PILOT_APPROVE,
        T("Trả lại thí điểm để hoàn thiện.", "Send a pilot back to be perfected."),
    )
    lift_pilot = mutation(
        pilots.lift_pilot,
        Permission.PILOT_APPROVE,
        T(
            "Bỏ yêu cầu thí điểm; sáng kiến được phổ cập tự do.",
            "Take the directive back: the initiative spreads freely.",
        ),
    )
