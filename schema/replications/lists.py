"""Enumerations, filters and orders of the lists of replications, pilots, credit and links."""

from typing import Any

import strawberry

from domain.replications import model
from domain.replications.rules import FailureReason, PilotState, ReplicationState
from schema.bindings import OrderField
from schema.enums import expose
from schema.filters import at_least, is_one_of, ordering, refers_to
from schema.texts import T, describe

STATE = T("Trạng thái nhân rộng.", "How far the unit has got.")
FAILURE = T("Lý do kết thúc, theo mã.", "Why it ended, coded.")
PILOT_STATE = T("Trạng thái thí điểm.", "What became of the pilot.")
INITIATIVE = T("Sáng kiến.", "The initiative.")
UNIT = T("Đơn vị tiếp nhận.", "The unit that takes it over.")
PILOT_UNIT = T("Đơn vị thí điểm.", "The unit that tries it.")
ORIGIN_UNIT = T("Đơn vị có sáng kiến.", "The unit whose initiative it is.")
MOVEMENT = T("Phong trào.", "The movement.")
PROPOSED_AT = T("Thời điểm đề xuất.", "When it was proposed.")
SINCE = T("Ở trạng thái này từ.", "Since when it is in this state.")
ADOPTERS = T("Số đơn vị đang áp dụng (ADOPTED, SUSTAINED).", "How many units adopted it (ADOPTED, SUSTAINED).")
VERIFIED_HOURS = T(
    "Giờ mỗi tháng ở các đơn vị áp dụng, đã thẩm tra.", "Hours per month that adopters save, verified by another unit."
)
MARKED_AT = T("Thời điểm giao thí điểm.", "When it was put under pilot.")

CREDIT: Any = model.CREDITS.c
LINK: Any = model.LINKS.c

expose(
    ReplicationState,
    STATE,
    {
        "PROPOSED": ("Đề xuất.", "Proposed."),
        "PLANNED": ("Có kế hoạch.", "Planned."),
        "PILOTING": ("Đang thử; từ đây là đơn vị áp dụng.", "Being tried; the unit counts as adopting from here on."),
        "ADOPTED": ("Đã áp dụng.", "Adopted."),
        "SUSTAINED": ("Áp dụng bền vững.", "Adopted for good."),
        "STOPPED": ("Dừng theo quyết định của đơn vị.", "Stopped, by decision of the unit."),
        "FAILED": ("Không thành công.", "Tried without success."),
    },
)
expose(
    FailureReason,
    FAILURE,
    {
        "NO_RESOURCES": ("Thiếu nguồn lực.", "No resources."),
        "DATA_NOT_READY": ("Dữ liệu chưa sẵn sàng.", "The data are not ready."),
        "TECHNICAL": ("Vướng mắc kỹ thuật.", "Technical obstacles."),
        "NOT_SUITABLE": ("Không phù hợp với công việc của đơn vị.", "It does not fit the unit's work."),
        "SECURITY": ("Không bảo đảm an toàn thông tin.", "Information security."),
        "STAFF_TURNOVER": ("Thay đổi nhân sự.", "Staff turnover."),
        "OTHER": ("Lý do khác, nêu bằng lời.", "Another reason, said in words."),
    },
)
expose(
    PilotState,
    PILOT_STATE,
    {
        "UNDERWAY": ("Đang thí điểm.", "Under way."),
        "RETURNED": ("Trả lại để hoàn thiện.", "Sent back to be perfected."),
        "APPROVED": ("Được duyệt làm mẫu, phổ cập được.", "Approved as a model: it may spread."),
        "LIFTED": ("Bỏ yêu cầu thí điểm.", "No longer asked for."),
    },
)


@strawberry.input(description=describe(T("Lọc việc nhân rộng.", "What replications to keep.")))
class ReplicationFilter:
    """Filters of lists of replications."""

    initiative_id: strawberry.ID | None = refers_to(model.Replication.initiative_id, "Initiative", INITIATIVE)
    unit_id: strawberry.ID | None = refers_to(model.Replication.unit_id, "Unit", UNIT)
    state: list[ReplicationState] | None = is_one_of(model.Replication.state, STATE)
    failure: list[FailureReason] | None = is_one_of(model.Replication.failure, FAILURE)


REPLICATION_ORDER = ordering(
    "Replication",
    {
        "PROPOSED_AT": OrderField(model.Replication.proposed_at, PROPOSED_AT),
        "STATE_SINCE": OrderField(model.Replication.state_since, SINCE),
    },
    default="PROPOSED_AT",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc lịch sử nhân rộng.", "What steps to keep.")))
class ReplicationEventFilter:
    """Filters of the history of a replication."""

    to_state: list[ReplicationState] | None = is_one_of(
        model.ReplicationEvent.to_state, T("Tới trạng thái.", "The state after.")
    )


REPLICATION_EVENT_ORDER = ordering(
    "ReplicationEvent",
    {"NUMBER": OrderField(model.ReplicationEvent.number, T("Số thứ tự.", "Its place in the history."))},
    default="NUMBER",
)


@strawberry.input(description=describe(T("Lọc thí điểm.", "What pilots to keep.")))
class PilotFilter:
    """Filters of lists of pilots."""

    initiative_id: strawberry.ID | None = refers_to(model.Pilot.initiative_id, "Initiative", INITIATIVE)
    unit_id: strawberry.ID | None = refers_to(model.Pilot.unit_id, "Unit", PILOT_UNIT)
    state: list[PilotState] | None = is_one_of(model.Pilot.state, PILOT_STATE)


PILOT_ORDER = ordering(
    "Pilot", {"MARKED_AT": OrderField(model.Pilot.marked_at, MARKED_AT)}, default="MARKED_AT", descending=True
)


@strawberry.input(description=describe(T("Lọc ghi nhận cho đơn vị gốc.", "What credit to keep.")))
class ReplicationCreditFilter:
    """Filters of lists of credit."""

    movement_id: strawberry.ID | None = refers_to(CREDIT.movement_id, "Movement", MOVEMENT)
    unit_id: strawberry.ID | None = refers_to(CREDIT.unit_id, "Unit", ORIGIN_UNIT)
    adopters_at_least: int | None = at_least(
        CREDIT.adopters, T("Ít nhất ngần ấy đơn vị.", "At least so many adopters.")
    )


REPLICATION_CREDIT_ORDER = ordering(
    "ReplicationCredit",
    {
        "ADOPTERS": OrderField(CREDIT.adopters, ADOPTERS),
        "VERIFIED_HOURS": OrderField(CREDIT.verified_hours, VERIFIED_HOURS),
    },
    default="ADOPTERS",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc đường nhân rộng.", "What links to keep.")))
class ReplicationLinkFilter:
    """Filters of the links of the graph."""

    movement_id: strawberry.ID | None = refers_to(LINK.movement_id, "Movement", MOVEMENT)
    initiative_id: strawberry.ID | None = refers_to(LINK.initiative_id, "Initiative", INITIATIVE)
    from_unit_id: strawberry.ID | None = refers_to(LINK.from_unit_id, "Unit", ORIGIN_UNIT)
    to_unit_id: strawberry.ID | None = refers_to(LINK.to_unit_id, "Unit", UNIT)
    state: list[ReplicationState] | None = is_one_of(LINK.state, STATE)


REPLICATION_LINK_ORDER = ordering(
    "ReplicationLink", {"SINCE": OrderField(LINK.since, SINCE)}, default="SINCE", descending=True
)
