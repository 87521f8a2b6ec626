"""The types of replications: what units take over, pilots, the credit of the origin, the links of the graph."""

from datetime import date, datetime
from decimal import Decimal

from domain.replications import model, queries
from domain.replications.rules import FailureReason, PilotState, ReplicationState
from schema.bindings import Node, column, entity
from schema.fields import connection, one
from schema.refs import (
    AdoptingUnitRef,
    BenefitRef,
    InitiativeRef,
    MovementRef,
    PersonRef,
    ReplicationEventRef,
    ReplicationRef,
    UnitRef,
)
from schema.replications import lists
from schema.replications.lists import CREDIT, LINK
from schema.texts import VERSION, T


@entity(queries.EVENTS, T("Một bước trong lịch sử nhân rộng.", "A step of a replication."))
class ReplicationEvent(Node):
    """Who took a replication where, when and why."""

    number: int = column(model.ReplicationEvent.number, T("Số thứ tự.", "Its place in the history."))
    from_state: ReplicationState | None = column(
        model.ReplicationEvent.from_state, T("Từ trạng thái; rỗng ở bước đầu.", "The state before; null at first.")
    )
    to_state: ReplicationState = column(model.ReplicationEvent.to_state, T("Tới trạng thái.", "The state after."))
    failure: FailureReason | None = column(model.ReplicationEvent.failure, lists.FAILURE)
    reason: str = column(model.ReplicationEvent.reason, T("Lý do bằng lời.", "The reason in words."))
    at: datetime = column(model.ReplicationEvent.at, T("Thời điểm.", "When it was taken."))
    by = one("Person", PersonRef, model.ReplicationEvent.by_id, T("Người thực hiện.", "Who took it."))


@entity(
    queries.REPLICATIONS,
    T("Việc một đơn vị tiếp nhận sáng kiến của đơn vị khác.", "A unit takes over another unit's initiative."),
)
class Replication(Node):
    """A replication with its history."""

    version: int = column(model.Replication.version, VERSION)
    state: ReplicationState = column(model.Replication.state, lists.STATE)
    state_since: datetime = column(model.Replication.state_since, lists.SINCE)
    planned_from: date | None = column(model.Replication.planned_from, T("Dự kiến từ ngày.", "Planned from this day."))
    planned_to: date | None = column(model.Replication.planned_to, T("Dự kiến đến ngày.", "Planned to this day."))
    failure: FailureReason | None = column(model.Replication.failure, lists.FAILURE)
    proposed_at: datetime = column(model.Replication.proposed_at, lists.PROPOSED_AT)
    initiative = one("Initiative", InitiativeRef, model.Replication.initiative_id, lists.INITIATIVE)
    unit = one("Unit", UnitRef, model.Replication.unit_id, lists.UNIT)
    proposed_by = one("Person", PersonRef, model.Replication.proposed_by_id, T("Người đề xuất.", "Who proposed it."))
    adoption = one(
        "AdoptingUnit",
        AdoptingUnitRef,
        model.Replication.adoption_id,
        T("Khai báo áp dụng, từ khi bắt đầu thử.", "The adoption, since it began to be tried."),
    )
    benefit = one(
        "Benefit",
        BenefitRef,
        model.Replication.benefit_id,
        T("Việc đo lợi ích tại đơn vị tiếp nhận.", "What it is measured by at this unit."),
    )
    history = connection(
        "ReplicationEvent",
        ReplicationEventRef,
        T("Lịch sử, bước đầu trước.", "Its steps, the first one first."),
        filters=lists.ReplicationEventFilter,
        ordering=lists.REPLICATION_EVENT_ORDER,
        parent=model.ReplicationEvent.replication_id,
    )


@entity(
    queries.PILOTS,
    T("Yêu cầu thí điểm ở một đơn vị trước khi phổ cập.", "An initiative is tried at one unit before it spreads."),
)
class Pilot(Node):
    """A pilot and what became of it."""

    version: int = column(model.Pilot.version, VERSION)
    directive: str = column(model.Pilot.directive, T("Ai chỉ đạo, ở đâu, khi nào.", "On whose word, where, when."))
    goal: str = column(model.Pilot.goal, T("Mục tiêu.", "To what end."))
    success_criteria: str = column(model.Pilot.success_criteria, T("Tiêu chí thành công.", "What it is judged by."))
    starts_on: date = column(model.Pilot.starts_on, T("Ngày bắt đầu.", "The first day."))
    ends_on: date = column(model.Pilot.ends_on, T("Ngày kết thúc.", "The last day."))
    state: PilotState = column(model.Pilot.state, lists.PILOT_STATE)
    marked_at: datetime = column(model.Pilot.marked_at, lists.MARKED_AT)
    decided_at: datetime | None = column(model.Pilot.decided_at, T("Thời điểm quyết định.", "When it was decided on."))
    reason: str | None = column(model.Pilot.reason, T("Lý do của quyết định.", "Why it was decided so."))
    initiative = one("Initiative", InitiativeRef, model.Pilot.initiative_id, lists.INITIATIVE)
    unit = one("Unit", UnitRef, model.Pilot.unit_id, lists.PILOT_UNIT)
    benefit = one(
        "Benefit", BenefitRef, model.Pilot.benefit_id, T("Minh chứng khi được duyệt.", "The evidence of its approval.")
    )
    marked_by = one("Person", PersonRef, model.Pilot.marked_by_id, T("Người giao.", "Who put it under pilot."))
    decided_by = one("Person", PersonRef, model.Pilot.decided_by_id, T("Người quyết định.", "Who decided on it."))


@entity(
    queries.ALL_CREDITS,
    T(
        "Ghi nhận cho đơn vị và tác giả của sáng kiến được nhân rộng; dùng cho tiêu chí C4.",
        "The credit of an initiative's unit and authors for its replications; what criterion C4 asks about.",
    ),
)
class ReplicationCredit(Node):
    """An initiative's credit as it is now: derived from replications."""

    adopters: int = column(CREDIT.adopters, lists.ADOPTERS)
    proposed: int = column(CREDIT.proposed, T("Số đề xuất.", "How many are proposed."))
    planned: int = column(CREDIT.planned, T("Số có kế hoạch.", "How many are planned."))
    piloting: int = column(CREDIT.piloting, T("Số đang thử.", "How many are being tried."))
    adopted: int = column(CREDIT.adopted, T("Số đã áp dụng.", "How many are adopted."))
    sustained: int = column(CREDIT.sustained, T("Số áp dụng bền vững.", "How many are sustained."))
    stopped: int = column(CREDIT.stopped, T("Số đã dừng.", "How many were stopped."))
    failed: int = column(CREDIT.failed, T("Số không thành công.", "How many failed."))
    claimed_hours: Decimal = column(
        CREDIT.claimed_hours,
        T("Giờ mỗi tháng ở các đơn vị áp dụng, theo số đo.", "Hours per month that adopters measured."),
    )
    verified_hours: Decimal = column(CREDIT.verified_hours, lists.VERIFIED_HOURS)
    initiative = one("Initiative", InitiativeRef, CREDIT.id, lists.INITIATIVE)
    unit = one("Unit", UnitRef, CREDIT.unit_id, lists.ORIGIN_UNIT)
    movement = one("Movement", MovementRef, CREDIT.movement_id, lists.MOVEMENT)


@entity(
    queries.ALL_LINKS,
    T(
        "Một cạnh của đồ thị nhân rộng: từ đơn vị có sáng kiến tới đơn vị tiếp nhận.",
        "An edge of the graph of replications: from the unit of an initiative to the one that takes it over.",
    ),
)
class ReplicationLink(Node):
    """What a graph draws of a replication."""

    state: ReplicationState = column(LINK.state, lists.STATE)
    since: datetime = column(LINK.since, lists.SINCE)
    claimed_hours: Decimal | None = column(
        LINK.claimed_hours, T("Giờ mỗi tháng theo số đo.", "Hours per month measured there.")
    )
    verified_hours: Decimal | None = column(
        LINK.verified_hours, T("Giờ mỗi tháng đã thẩm tra.", "Hours per month verified by another unit.")
    )
    initiative = one("Initiative", InitiativeRef, LINK.initiative_id, lists.INITIATIVE)
    from_unit = one("Unit", UnitRef, LINK.from_unit_id, lists.ORIGIN_UNIT)
    to_unit = one("Unit", UnitRef, LINK.to_unit_id, lists.UNIT)
    replication = one("Replication", ReplicationRef, LINK.id, T("Việc nhân rộng.", "The replication."))
