"""Filters and orders of the lists of conflicts, declarations, waivers and adoptions."""

from typing import Any

import strawberry

from domain.conflicts import model, queries
from domain.conflicts.rules import ConflictKind, ConflictOrigin
from schema.bindings import OrderField
from schema.filters import equals, is_one_of, ordering, refers_to
from schema.texts import T, describe

PERSON = T("Người có xung đột lợi ích.", "Who has the conflict of interest.")
INITIATIVE = T("Sáng kiến.", "The initiative.")
KIND = T("Loại xung đột.", "The kind of conflict.")
KINDS = T("Thuộc các loại.", "Of these kinds.")
ORIGIN = T("Nguồn: dữ kiện hoặc khai báo.", "Where it comes from: facts or a declaration.")
SINCE = T("Xung đột có từ.", "Since when there is the conflict.")
IS_WAIVED = T("Đã được hai người cho gác lại.", "Whether two people set it aside.")
IS_ASSIGNED = T("Đang được giao chấm dù có xung đột.", "Whether the evaluator has this entry to score nevertheless.")
DECLARED_AT = T("Thời điểm khai báo.", "When it was declared.")
IS_ENDED = T("Đã chấm dứt.", "Whether it was ended.")
IS_APPROVED = T("Đã được duyệt.", "Whether it was approved.")
UNIT = T("Đơn vị áp dụng.", "The unit that uses the initiative.")

CONFLICT: Any = model.CONFLICTS.c
OF_ROUND: Any = model.ROUND_CONFLICTS.c


@strawberry.input(description=describe(T("Lọc xung đột lợi ích.", "What conflicts to keep.")))
class ConflictFilter:
    """Filters of the conflicts of a person or an initiative."""

    person_id: strawberry.ID | None = refers_to(CONFLICT.person_id, "Person", PERSON)
    initiative_id: strawberry.ID | None = refers_to(CONFLICT.initiative_id, "Initiative", INITIATIVE)
    kind: list[ConflictKind] | None = is_one_of(CONFLICT.kind, KINDS)
    origin: list[ConflictOrigin] | None = is_one_of(CONFLICT.origin, ORIGIN)
    is_waived: bool | None = equals(CONFLICT.is_waived, IS_WAIVED)


CONFLICT_ORDER = ordering(
    "Conflict",
    {"SINCE": OrderField(CONFLICT.since, SINCE), "KIND": OrderField(CONFLICT.kind, KIND)},
    default="SINCE",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc xung đột trong vòng chấm.", "What conflicts of a round to keep.")))
class RoundConflictFilter:
    """Filters of the conflicts of a round."""

    person_id: strawberry.ID | None = refers_to(OF_ROUND.person_id, "Person", PERSON)
    initiative_id: strawberry.ID | None = refers_to(OF_ROUND.initiative_id, "Initiative", INITIATIVE)
    kind: list[ConflictKind] | None = is_one_of(OF_ROUND.kind, KINDS)
    is_waived: bool | None = equals(OF_ROUND.is_waived, IS_WAIVED)
    is_assigned: bool | None = equals(OF_ROUND.is_assigned, IS_ASSIGNED)


ROUND_CONFLICT_ORDER = ordering(
    "RoundConflict",
    {"SINCE": OrderField(OF_ROUND.since, SINCE), "KIND": OrderField(OF_ROUND.kind, KIND)},
    default="SINCE",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc khai báo xung đột.", "What declarations to keep.")))
class DeclaredConflictFilter:
    """Filters of lists of declarations."""

    person_id: strawberry.ID | None = refers_to(model.DeclaredConflict.person_id, "Person", PERSON)
    initiative_id: strawberry.ID | None = refers_to(
        model.DeclaredConflict.initiative_id, "Initiative", INITIATIVE, mask=queries.names_of_declaration
    )
    origin: list[ConflictOrigin] | None = is_one_of(model.DeclaredConflict.origin, ORIGIN)
    is_ended: bool | None = equals(model.DeclaredConflict.ended_at.is_not(None), IS_ENDED)


DECLARED_CONFLICT_ORDER = ordering(
    "DeclaredConflict",
    {"DECLARED_AT": OrderField(model.DeclaredConflict.declared_at, DECLARED_AT)},
    default="DECLARED_AT",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc việc gác lại xung đột.", "What waivers to keep.")))
class ConflictWaiverFilter:
    """Filters of lists of waivers."""

    person_id: strawberry.ID | None = refers_to(model.ConflictWaiver.person_id, "Person", PERSON)
    initiative_id: strawberry.ID | None = refers_to(model.ConflictWaiver.initiative_id, "Initiative", INITIATIVE)
    is_approved: bool | None = equals(model.ConflictWaiver.approved_at.is_not(None), IS_APPROVED)
    is_ended: bool | None = equals(model.ConflictWaiver.ended_at.is_not(None), IS_ENDED)


CONFLICT_WAIVER_ORDER = ordering(
    "ConflictWaiver",
    {"REQUESTED_AT": OrderField(model.ConflictWaiver.requested_at, T("Thời điểm đề nghị.", "When it was asked for."))},
    default="REQUESTED_AT",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc đơn vị áp dụng.", "What adoptions to keep.")))
class AdoptingUnitFilter:
    """Filters of lists of adoptions."""

    unit_id: strawberry.ID | None = refers_to(model.AdoptingUnit.unit_id, "Unit", UNIT)
    is_ended: bool | None = equals(model.AdoptingUnit.ended_at.is_not(None), IS_ENDED)


ADOPTING_UNIT_ORDER = ordering(
    "AdoptingUnit",
    {"DECLARED_AT": OrderField(model.AdoptingUnit.declared_at, DECLARED_AT)},
    default="DECLARED_AT",
)
