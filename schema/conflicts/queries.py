"""Root fields that read declarations and waivers; conflicts themselves are read of a person, initiative or round."""

import strawberry

from schema.conflicts import lists
from schema.fields import connection, lookup
from schema.refs import AdoptingUnitRef, ConflictWaiverRef, DeclaredConflictRef
from schema.texts import T


@strawberry.type
class ConflictQueries:
    """What was declared of conflicts."""

    declared_conflict = lookup("DeclaredConflict", DeclaredConflictRef, T("Một khai báo.", "One declaration."))
    declared_conflicts = connection(
        "DeclaredConflict",
        DeclaredConflictRef,
        T("Các khai báo bạn được xem; ai cũng thấy của mình.", "The declarations that you may see; your own always."),
        filters=lists.DeclaredConflictFilter,
        ordering=lists.DECLARED_CONFLICT_ORDER,
    )
    conflict_waiver = lookup("ConflictWaiver", ConflictWaiverRef, T("Một việc gác lại.", "One waiver."))
    conflict_waivers = connection(
        "ConflictWaiver",
        ConflictWaiverRef,
        T("Các việc gác lại bạn được xem.", "The waivers that you may see."),
        filters=lists.ConflictWaiverFilter,
        ordering=lists.CONFLICT_WAIVER_ORDER,
    )
    adopting_unit = lookup("AdoptingUnit", AdoptingUnitRef, T("Một việc áp dụng.", "One adoption."))
