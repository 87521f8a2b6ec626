"""The types of conflicts of interest: what there is, what was declared, what was set aside, who adopts what."""

from datetime import datetime

import strawberry
from sqlalchemy import Text, cast

from domain.conflicts import model, queries
from domain.conflicts.rules import ConflictKind, ConflictOrigin
from schema.bindings import Node, column, entity
from schema.conflicts.lists import (
    CONFLICT,
    DECLARED_AT,
    INITIATIVE,
    IS_ASSIGNED,
    IS_WAIVED,
    KIND,
    OF_ROUND,
    ORIGIN,
    PERSON,
    SINCE,
    UNIT,
)
from schema.enums import expose
from schema.fields import one
from schema.refs import DeclaredConflictRef, InitiativeRef, PersonRef, RoundEntryRef, UnitRef
from schema.texts import VERSION, T

expose(
    ConflictKind,
    T("Loại xung đột lợi ích.", "A kind of conflict of interest."),
    {
        "OWN_INITIATIVE": ("Tác giả hoặc đồng tác giả của một bản bất kỳ.", "An author of any of its revisions."),
        "OWN_UNIT": ("Thuộc đơn vị có sáng kiến.", "Works in the initiative's unit."),
        "FORMER_UNIT": ("Đã thuộc đơn vị từ khi sáng kiến được lập.", "Worked in its unit after it was begun."),
        "SUPERIOR": ("Thủ trưởng của một tác giả.", "Leads an author's unit, or the unit above."),
        "SUBORDINATE": ("Dưới quyền một tác giả.", "Works in a unit that an author leads, or below it."),
        "ADOPTING_UNIT": ("Thuộc đơn vị áp dụng sáng kiến.", "Works in a unit that uses the initiative."),
        "DECLARED": ("Đã được khai báo.", "It was declared."),
    },
)
expose(
    ConflictOrigin,
    T("Nguồn của xung đột lợi ích.", "Where a conflict of interest comes from."),
    {
        "FACTS": ("Dữ kiện trong hệ thống.", "Facts that the system knows."),
        "PERSON": ("Chính người đó khai báo.", "The person declared it."),
        "PERSONNEL": ("Vụ Tổ chức cán bộ khai báo.", "The Personnel Department declared it."),
    },
)

ROW_ID = T("Mã của dòng; không dùng được với `node`.", "Tells rows apart; it is no id for `node`.")
REASON = T("Lý do; chỉ người có quyền.", "The reason; restricted.")
ENDED_AT = T("Thời điểm chấm dứt.", "When it was ended.")
ENDED_BY = T("Người chấm dứt.", "Who ended it.")


@entity(
    queries.ALL_CONFLICTS,
    T(
        "Xung đột lợi ích đang có giữa một người và một sáng kiến; luôn theo dữ kiện, không sửa được.",
        "A conflict of interest between a person and an initiative; it follows the facts and is never edited.",
    ),
)
class Conflict:
    """A conflict as it is now: derived, hence found in lists only."""

    id: strawberry.ID = column("Conflict:" + cast(CONFLICT.id, Text), ROW_ID)
    kind: ConflictKind = column(CONFLICT.kind, KIND)
    origin: ConflictOrigin = column(CONFLICT.origin, ORIGIN)
    reason: str | None = column(CONFLICT.reason, REASON, mask=queries.reasons)
    since: datetime = column(CONFLICT.since, SINCE)
    is_waived: bool = column(CONFLICT.is_waived, IS_WAIVED)
    person = one("Person", PersonRef, CONFLICT.person_id, PERSON)
    initiative = one("Initiative", InitiativeRef, CONFLICT.initiative_id, INITIATIVE)
    declaration = one(
        "DeclaredConflict",
        DeclaredConflictRef,
        CONFLICT.declaration_id,
        T("Khai báo; rỗng khi theo dữ kiện.", "The declaration; null where facts say it."),
    )


@entity(
    queries.OF_ROUNDS,
    T(
        "Xung đột giữa một sáng kiến trong vòng và một thành viên chấm của vòng.",
        "A conflict between an entry of a round and one of its evaluators.",
    ),
)
class RoundConflict:
    """A conflict in a round: derived, hence found in lists only."""

    id: strawberry.ID = column("RoundConflict:" + cast(OF_ROUND.id, Text), ROW_ID)
    kind: ConflictKind = column(OF_ROUND.kind, KIND)
    origin: ConflictOrigin = column(OF_ROUND.origin, ORIGIN)
    since: datetime = column(OF_ROUND.since, SINCE)
    is_waived: bool = column(OF_ROUND.is_waived, IS_WAIVED)
    is_assigned: bool = column(OF_ROUND.is_assigned, IS_ASSIGNED)
    person = one("Person", PersonRef, OF_ROUND.person_id, T("Thành viên chấm.", "The evaluator."))
    initiative = one("Initiative", InitiativeRef, OF_ROUND.initiative_id, INITIATIVE)


@entity(queries.DECLARATIONS, T("Khai báo xung đột lợi ích.", "A declared conflict of interest."))
class DeclaredConflict(Node):
    """What the person or Personnel declared."""

    origin: ConflictOrigin = column(model.DeclaredConflict.origin, ORIGIN)
    reason: str | None = column(model.DeclaredConflict.reason, REASON, mask=queries.declared_reasons)
    declared_at: datetime = column(model.DeclaredConflict.declared_at, DECLARED_AT)
    ended_at: datetime | None = column(model.DeclaredConflict.ended_at, ENDED_AT)
    ended_reason: str | None = column(
        model.DeclaredConflict.ended_reason,
        T("Lý do chấm dứt; chỉ người có quyền.", "Why it was ended; restricted."),
        mask=queries.declared_reasons,
    )
    person = one("Person", PersonRef, model.DeclaredConflict.person_id, PERSON)
    initiative = one(
        "Initiative",
        InitiativeRef,
        model.DeclaredConflict.initiative_id,
        T(
            "Sáng kiến; rỗng với người đã khai báo theo số của bài chấm.",
            "The initiative; null to who declared it of an entry.",
        ),
        mask=queries.names_of_declaration,
    )
    entry = one(
        "RoundEntry",
        RoundEntryRef,
        model.DeclaredConflict.entry_id,
        T("Bài chấm đã nêu khi khai báo, nếu có.", "The entry that it was declared of, if it was."),
    )
    declared_by = one(
        "Person", PersonRef, model.DeclaredConflict.declared_by_id, T("Người khai báo.", "Who declared it.")
    )
    ended_by = one("Person", PersonRef, model.DeclaredConflict.ended_by_id, ENDED_BY)


@entity(
    queries.WAIVERS,
    T("Việc gác lại xung đột: một người đề nghị, người khác duyệt.", "Conflicts set aside by two people."),
)
class ConflictWaiver(Node):
    """A request to set conflicts aside, and what became of it."""

    version: int = column(model.ConflictWaiver.version, VERSION)
    kinds: list[ConflictKind] = column(
        model.ConflictWaiver.kinds,
        T("Các loại được gác lại; loại phát sinh sau thì không.", "The kinds set aside; none that came later."),
    )
    reason: str = column(model.ConflictWaiver.reason, T("Lý do đề nghị.", "Why it was asked for."))
    requested_at: datetime = column(
        model.ConflictWaiver.requested_at, T("Thời điểm đề nghị.", "When it was asked for.")
    )
    approved_at: datetime | None = column(
        model.ConflictWaiver.approved_at, T("Thời điểm duyệt.", "When it was approved.")
    )
    ended_at: datetime | None = column(model.ConflictWaiver.ended_at, ENDED_AT)
    ended_reason: str | None = column(
        model.ConflictWaiver.ended_reason, T("Lý do chấm dứt.", "Why it was ended or turned down.")
    )
    person = one("Person", PersonRef, model.ConflictWaiver.person_id, PERSON)
    initiative = one("Initiative", InitiativeRef, model.ConflictWaiver.initiative_id, INITIATIVE)
    requested_by = one(
        "Person", PersonRef, model.ConflictWaiver.requested_by_id, T("Người đề nghị.", "Who asked for it.")
    )
    approved_by = one("Person", PersonRef, model.ConflictWaiver.approved_by_id, T("Người duyệt.", "Who approved it."))
    ended_by = one("Person", PersonRef, model.ConflictWaiver.ended_by_id, ENDED_BY)


@entity(queries.ADOPTIONS, T("Đơn vị áp dụng sáng kiến của đơn vị khác.", "A unit that uses another's initiative."))
class AdoptingUnit(Node):
    """That a unit uses another unit's initiative."""

    declared_at: datetime = column(model.AdoptingUnit.declared_at, DECLARED_AT)
    ended_at: datetime | None = column(model.AdoptingUnit.ended_at, T("Thôi áp dụng.", "When the use ended."))
    unit = one("Unit", UnitRef, model.AdoptingUnit.unit_id, UNIT)
    initiative = one("Initiative", InitiativeRef, model.AdoptingUnit.initiative_id, INITIATIVE)
    declared_by = one("Person", PersonRef, model.AdoptingUnit.declared_by_id, T("Người khai báo.", "Who declared it."))
