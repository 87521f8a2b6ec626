"""Root fields that read integrity holds."""

import strawberry

from schema.fields import connection, lookup
from schema.integrity import lists
from schema.refs import IntegrityHoldRef
from schema.texts import T


@strawberry.type
class IntegrityQueries:
    """Who is held back from rewards."""

    integrity_hold = lookup("IntegrityHold", IntegrityHoldRef, T("Một việc tạm dừng.", "One hold."))
    integrity_holds = connection(
        "IntegrityHold",
        IntegrityHoldRef,
        T(
            "Các việc tạm dừng xét khen thưởng, mới nhất trước; cho Vụ Tổ chức cán bộ, lãnh đạo Bộ và kiểm toán.",
            "The holds, the latest first; for Personnel, the ministry's leaders and auditors.",
        ),
        filters=lists.IntegrityHoldFilter,
        ordering=lists.INTEGRITY_HOLD_ORDER,
    )
