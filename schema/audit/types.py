"""The type of the audit trail's entries, its filters and its order."""

from datetime import datetime
from typing import Any

import strawberry
from sqlalchemy import ColumnElement, Uuid, and_, cast, func
from sqlalchemy.types import Text as SqlText
from strawberry.scalars import JSON

from domain.audit import queries
from domain.audit.model import AuditEntry as Row
from schema import node_ids
from schema.bindings import Node, OrderField, column, entity
from schema.errors import bad_input
from schema.fields import one
from schema.filters import CONDITION, Condition, below, is_one_of, ordering, refers_to
from schema.refs import PersonRef
from schema.texts import T, describe

AT = T("Thời điểm.", "When it was done.")


def _about(subject_id: Any) -> ColumnElement[bool]:
    # The id alone is indexed; the whole text makes sure that the type is right, too.
    key = cast(func.split_part(subject_id, ":", 2), Uuid)
    return and_(Row.subject_id == key, subject_id == queries.SUBJECT_ID)


def _global_id(given: str) -> str:
    if node_ids.decode(given) is None:
        raise bad_input("Mã định danh không hợp lệ.", "This is no id of ours.")
    return given


@strawberry.input(description=describe(T("Lọc nhật ký.", "What entries to keep.")))
class AuditEntryFilter:
    """Filters of the audit trail."""

    deed: list[str] | None = is_one_of(Row.deed, T("Một trong các việc.", "One of these deeds."))
    subject_id: strawberry.ID | None = strawberry.field(
        default=strawberry.UNSET,
        description=describe(T("Về đối tượng này.", "About this object.")),
        metadata={CONDITION: Condition(_about, SqlText(), _global_id)},
    )
    actor_id: strawberry.ID | None = refers_to(Row.actor_id, "Person", T("Do người này làm.", "Done by this person."))
    from_: datetime | None = strawberry.field(
        name="from",
        default=strawberry.UNSET,
        description=describe(T("Từ thời điểm này.", "At this moment or later.")),
        metadata={CONDITION: Condition(lambda moment: Row.at >= moment, Row.at.type, lambda given: given)},
    )
    before: datetime | None = below(Row.at, T("Trước thời điểm này.", "Before this moment."))


AUDIT_ENTRY_ORDER = ordering("AuditEntry", {"AT": OrderField(Row.at, AT)}, default="AT", descending=True)


@entity(
    queries.AUDIT, T("Một dòng nhật ký, không ai sửa hay xóa được.", "An entry of the trail; nobody can change it.")
)
class AuditEntry(Node):
    """Who did what, when, to which object."""

    at: datetime = column(Row.at, AT)
    deed: str = column(Row.deed, T("Việc đã làm.", "What was done."))
    actor_roles: list[str] = column(Row.actor_roles, T("Vai trò khi làm.", "The roles held at that moment."))
    subject_type: str = column(Row.subject_type, T("Loại đối tượng.", "The type of the object."))
    subject_id: strawberry.ID = column(
        queries.SUBJECT_ID, T("Mã định danh đối tượng, dùng được với `node`.", "The object's global id, for `node`.")
    )
    reason: str | None = column(
        Row.reason,
        T("Lý do; chỉ của những gì bạn được xem.", "The reason given; restricted."),
        mask=queries.details,
    )
    before: JSON | None = column(
        Row.before,
        T("Giá trị cũ; chỉ của những gì bạn được xem.", "What changed, as it was; restricted."),
        mask=queries.details,
    )
    after: JSON | None = column(
        Row.after,
        T("Giá trị mới; chỉ của những gì bạn được xem.", "What changed, as it became; restricted."),
        mask=queries.details,
    )
    actor = one(
        "Person", PersonRef, Row.actor_id, T("Người làm; rỗng khi là hệ thống.", "Who did it; null: the system.")
    )
