"""The type of integrity holds."""

from datetime import date, datetime

from domain.integrity import model, queries
from domain.integrity.rules import HoldGround
from schema.bindings import Node, column, entity
from schema.fields import one
from schema.integrity import lists
from schema.refs import PersonRef, UnitRef
from schema.texts import VERSION, T


@entity(queries.HOLDS, T("Tạm dừng xét khen thưởng.", "A hold that keeps somebody from being rewarded."))
class IntegrityHold(Node):
    """A person or a unit that is not rewarded until the hold is lifted."""

    version: int = column(model.IntegrityHold.version, VERSION)
    ground: HoldGround = column(model.IntegrityHold.ground, lists.GROUND)
    clause: str = column(model.IntegrityHold.clause, T("Điều khoản làm căn cứ.", "The clause that it rests on."))
    reason: str = column(model.IntegrityHold.reason, T("Lý do cụ thể.", "The reason in words."))
    review_on: date | None = column(model.IntegrityHold.review_on, T("Ngày xem lại.", "When to look at it again."))
    placed_at: datetime = column(model.IntegrityHold.placed_at, lists.PLACED_AT)
    lifted_at: datetime | None = column(model.IntegrityHold.lifted_at, T("Thời điểm gỡ.", "When it was lifted."))
    lifted_reason: str | None = column(model.IntegrityHold.lifted_reason, T("Lý do gỡ.", "Why it was lifted."))
    person = one("Person", PersonRef, model.IntegrityHold.person_id, lists.PERSON)
    unit = one("Unit", UnitRef, model.IntegrityHold.unit_id, lists.UNIT)
    placed_by = one("Person", PersonRef, model.IntegrityHold.placed_by_id, T("Người tạm dừng.", "Who placed it."))
    lifted_by = one("Person", PersonRef, model.IntegrityHold.lifted_by_id, T("Người gỡ.", "Who lifted it."))
