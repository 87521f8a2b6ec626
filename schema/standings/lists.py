"""Filters and orders of the lists of what units achieved."""

from typing import Any

import strawberry

from domain.standings.model import STANDINGS
from schema.bindings import OrderField
from schema.filters import ordering, refers_to
from schema.texts import T, describe

STANDING: Any = STANDINGS.c
MOVEMENT = T("Phong trào.", "The movement.")
UNIT = T("Đơn vị.", "The unit.")
SUBMITTED = T(
    "Số sáng kiến đã gửi lên Bộ, chưa rút hay trả lại.", "Initiatives that stand before the ministry, eligible or not."
)
AWARDS_EFFECTIVE = T("Số khen thưởng còn hiệu lực.", "Awards that were decided on and not revoked.")


@strawberry.input(description=describe(T("Lọc kết quả của đơn vị.", "What units' figures to keep.")))
class UnitStandingFilter:
    """Filters of lists of units' figures."""

    movement_id: strawberry.ID | None = refers_to(STANDING.movement_id, "Movement", MOVEMENT)
    unit_id: strawberry.ID | None = refers_to(STANDING.unit_id, "Unit", UNIT)


UNIT_STANDING_ORDER = ordering(
    "UnitStanding",
    {
        "UNIT_CODE": OrderField(STANDING.unit_code, T("Mã đơn vị.", "The code of the unit.")),
        "INITIATIVES_SUBMITTED": OrderField(STANDING.submitted, SUBMITTED),
        "AWARDS_EFFECTIVE": OrderField(STANDING.awards_effective, AWARDS_EFFECTIVE),
    },
    default="UNIT_CODE",
)
