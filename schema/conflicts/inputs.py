"""What deeds on conflicts are asked with."""

import strawberry

from schema.mutation import MutationInput, Ref, ref, value
from schema.texts import READ_VERSION, REASON, T, describe

INITIATIVE = T("Sáng kiến.", "The initiative.")
WAIVER = T("Việc gác lại.", "The waiver.")


@strawberry.input(description=describe(T("Khai báo xung đột của mình.", "A conflict of one's own.")))
class DeclareConflictInput(MutationInput):
    """With which initiative, and why."""

    initiative_id: Ref = ref("Initiative", INITIATIVE)
    reason: str = value(REASON)


@strawberry.input(
    description=describe(T("Khai báo xung đột của mình với một bài chấm.", "A conflict of one's own with an entry."))
)
class DeclareEntryConflictInput(MutationInput):
    """With which entry, and why."""

    entry_id: Ref = ref("RoundEntry", T("Bài chấm trong vòng.", "The entry of the round."))
    reason: str = value(REASON)


@strawberry.input(description=describe(T("Khai báo xung đột của người khác.", "A conflict of another person.")))
class DeclareConflictOfInput(MutationInput):
    """Whose conflict, with which initiative, and why."""

    person_id: Ref = ref("Person", T("Người có xung đột.", "Who has it."))
    initiative_id: Ref = ref("Initiative", INITIATIVE)
    reason: str = value(REASON)


@strawberry.input(description=describe(T("Chấm dứt khai báo.", "A declaration to end.")))
class EndConflictInput(MutationInput):
    """Which declaration is ended, and why."""

    conflict_id: Ref = ref("DeclaredConflict", T("Khai báo.", "The declaration."))
    reason: str = value(REASON)


@strawberry.input(description=describe(T("Đề nghị gác lại xung đột.", "A waiver to ask for.")))
class RequestConflictWaiverInput(MutationInput):
    """Whose conflicts with which initiative, and why."""

    person_id: Ref = ref("Person", T("Người có xung đột.", "Who has them."))
    initiative_id: Ref = ref("Initiative", INITIATIVE)
    reason: str = value(REASON)


@strawberry.input(description=describe(T("Duyệt việc gác lại.", "A waiver to approve.")))
class ApproveConflictWaiverInput(MutationInput):
    """Which waiver is approved."""

    waiver_id: Ref = ref("ConflictWaiver", WAIVER)
    expected_version: int = value(READ_VERSION)


@strawberry.input(description=describe(T("Chấm dứt hoặc từ chối việc gác lại.", "A waiver to end or turn down.")))
class EndConflictWaiverInput(MutationInput):
    """Which waiver is ended, and why."""

    waiver_id: Ref = ref("ConflictWaiver", WAIVER)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@strawberry.input(description=describe(T("Khai báo áp dụng sáng kiến.", "An adoption to declare.")))
class DeclareAdoptionInput(MutationInput):
    """Which unit uses which initiative."""

    unit_id: Ref = ref("Unit", T("Đơn vị áp dụng, do bạn lãnh đạo.", "The unit that uses it, which you lead."))
    initiative_id: Ref = ref("Initiative", T("Sáng kiến của đơn vị khác.", "Another unit's initiative."))


@strawberry.input(description=describe(T("Thôi áp dụng sáng kiến.", "An adoption to end.")))
class EndAdoptionInput(MutationInput):
    """Which adoption is ended."""

    adoption_id: Ref = ref("AdoptingUnit", T("Việc áp dụng.", "The adoption."))
