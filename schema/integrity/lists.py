"""Filters and orders of the list of integrity holds."""

import strawberry

from domain.integrity.model import IntegrityHold
from domain.integrity.rules import HoldGround
from schema.bindings import OrderField
from schema.enums import expose
from schema.filters import equals, is_one_of, ordering, refers_to
from schema.texts import T, describe

GROUND = T("Vì sao tạm dừng.", "On what ground.")
PERSON = T("Cá nhân bị tạm dừng.", "The person who is held.")
UNIT = T("Đơn vị bị tạm dừng.", "The unit that is held.")
PLACED_AT = T("Thời điểm tạm dừng.", "When it was placed.")
IS_LIFTED = T("Đã được gỡ.", "Whether it was lifted.")

expose(
    HoldGround,
    GROUND,
    {
        "DISCIPLINE": ("Đang xem xét kỷ luật.", "Discipline is under consideration."),
        "INVESTIGATION": (
            "Đang bị điều tra, thanh tra, kiểm tra khi có dấu hiệu vi phạm.",
            "An investigation or inspection found signs of a violation.",
        ),
        "VERIFICATION": (
            "Có khiếu nại, tố cáo hoặc vấn đề báo chí nêu đang được xác minh.",
            "A complaint, a denunciation or a matter in the press is being verified.",
        ),
    },
)


@strawberry.input(description=describe(T("Lọc việc tạm dừng.", "What holds to keep.")))
class IntegrityHoldFilter:
    """Filters of lists of holds."""

    person_id: strawberry.ID | None = refers_to(IntegrityHold.person_id, "Person", PERSON)
    unit_id: strawberry.ID | None = refers_to(IntegrityHold.unit_id, "Unit", UNIT)
    ground: list[HoldGround] | None = is_one_of(IntegrityHold.ground, GROUND)
    is_lifted: bool | None = equals(IntegrityHold.lifted_at.is_not(None), IS_LIFTED)


INTEGRITY_HOLD_ORDER = ordering(
    "IntegrityHold",
    {"PLACED_AT": OrderField(IntegrityHold.placed_at, PLACED_AT)},
    default="PLACED_AT",
    descending=True,
)
