"""Deeds on conflicts, waivers and adoptions."""

from domain.conflicts import adopting, declaring, waiving
from domain.evaluations.declaring import declare_entry_conflict as declare_of_entry
from schema.conflicts.inputs import (
    ApproveConflictWaiverInput,
    DeclareAdoptionInput,
    DeclareConflictInput,
    DeclareConflictOfInput,
    DeclareEntryConflictInput,
    EndAdoptionInput,
    EndConflictInput,
    EndConflictWaiverInput,
    RequestConflictWaiverInput,
)
from schema.mutation import Deed, Made, made, payload
from schema.refs import AdoptingUnitRef, ConflictWaiverRef, DeclaredConflictRef
from schema.texts import T

DECLARED = T("Khai báo; rỗng khi bị từ chối.", "The declaration; null when refused.")
WAIVER = T("Việc gác lại; rỗng khi bị từ chối.", "The waiver; null when refused.")
ADOPTION = T("Việc áp dụng; rỗng khi bị từ chối.", "The adoption; null when refused.")


@payload(T("Kết quả khai báo xung đột của mình.", "The answer of declareConflict."))
class DeclareConflictPayload:
    """The declaration made."""

    declared_conflict = made("DeclaredConflict", DeclaredConflictRef, DECLARED)


async def declare_conflict(deed: Deed, input: DeclareConflictInput) -> Made[DeclareConflictPayload]:
    """Declare a conflict of one's own."""
    declared = await declaring.declare_conflict(
        deed.session, deed.actor, initiative_id=input.initiative_id, reason=input.reason
    )
    return Made(declared_conflict=declared.id)


@payload(T("Kết quả khai báo xung đột với một bài chấm.", "The answer of declareEntryConflict."))
class DeclareEntryConflictPayload:
    """The declaration made."""

    declared_conflict = made("DeclaredConflict", DeclaredConflictRef, DECLARED)


async def declare_entry_conflict(deed: Deed, input: DeclareEntryConflictInput) -> Made[DeclareEntryConflictPayload]:
    """Declare a conflict of one's own with an entry."""
    declared = await declare_of_entry(deed.session, deed.actor, entry_id=input.entry_id, reason=input.reason)
    return Made(declared_conflict=declared.id)


@payload(T("Kết quả khai báo xung đột của người khác.", "The answer of declareConflictOf."))
class DeclareConflictOfPayload:
    """The declaration made."""

    declared_conflict = made("DeclaredConflict", DeclaredConflictRef, DECLARED)


async def declare_conflict_of(deed: Deed, input: DeclareConflictOfInput) -> Made[DeclareConflictOfPayload]:
    """Declare another person's conflict."""
    declared = await declaring.declare_conflict_of(
        deed.session,
        deed.actor,
        person_id=input.person_id,
        initiative_id=input.initiative_id,
        reason=input.reason,
    )
    return Made(declared_conflict=declared.id)


@payload(T("Kết quả chấm dứt khai báo.", "The answer of endConflict."))
class EndConflictPayload:
    """The declaration ended."""

    declared_conflict = made("DeclaredConflict", DeclaredConflictRef, DECLARED)


async def end_conflict(deed: Deed, input: EndConflictInput) -> Made[EndConflictPayload]:
    """End a declared conflict."""
    declared = await declaring.end_conflict(
        deed.session, deed.actor, conflict_id=input.conflict_id, reason=input.reason
    )
    return Made(declared_conflict=declared.id)


@payload(T("Kết quả đề nghị gác lại.", "The answer of requestConflictWaiver."))
class RequestConflictWaiverPayload:
    """The waiver asked for."""

    conflict_waiver = made("ConflictWaiver", ConflictWaiverRef, WAIVER)


async def request_conflict_waiver(deed: Deed, input: RequestConflictWaiverInput) -> Made[RequestConflictWaiverPayload]:
    """Ask for a waiver."""
    waiver = await waiving.request_conflict_waiver(
        deed.session,
        deed.actor,
        person_id=input.person_id,
        initiative_id=input.initiative_id,
        reason=input.reason,
    )
    return Made(conflict_waiver=waiver.id)


@payload(T("Kết quả duyệt việc gác lại.", "The answer of approveConflictWaiver."))
class ApproveConflictWaiverPayload:
    """The waiver approved."""

    conflict_waiver = made("ConflictWaiver", ConflictWaiverRef, WAIVER)


async def approve_conflict_waiver(deed: Deed, input: ApproveConflictWaiverInput) -> Made[ApproveConflictWaiverPayload]:
    """Approve a waiver."""
    waiver = await waiving.approve_conflict_waiver(
        deed.session, deed.actor, waiver_id=input.waiver_id, expected_version=input.expected_version
    )
    return Made(conflict_waiver=waiver.id)


@payload(T("Kết quả chấm dứt việc gác lại.", "The answer of endConflictWaiver."))
class EndConflictWaiverPayload:
    """The waiver ended."""

    conflict_waiver = made("ConflictWaiver", ConflictWaiverRef, WAIVER)


async def end_conflict_waiver(deed: Deed, input: EndConflictWaiverInput) -> Made[EndConflictWaiverPayload]:
    """End a waiver or turn it down."""
    waiver = await waiving.end_conflict_waiver(
        deed.session,
        deed.actor,
        waiver_id=input.waiver_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(conflict_waiver=waiver.id)


@payload(T("Kết quả khai báo áp dụng.", "The answer of declareAdoption."))
class DeclareAdoptionPayload:
    """The adoption declared."""

    adopting_unit = made("AdoptingUnit", AdoptingUnitRef, ADOPTION)


async def declare_adoption(deed: Deed, input: DeclareAdoptionInput) -> Made[DeclareAdoptionPayload]:
    """Declare an adoption."""
    adoption = await adopting.declare_adoption(
        deed.session, deed.actor, unit_id=input.unit_id, initiative_id=input.initiative_id
    )
    return Made(adopting_unit=adoption.id)


@payload(T("Kết quả thôi áp dụng.", "The answer of endAdoption."))
class EndAdoptionPayload:
    """The adoption ended."""

    adopting_unit = made("AdoptingUnit", AdoptingUnitRef, ADOPTION)


async def end_adoption(deed: Deed, input: EndAdoptionInput) -> Made[EndAdoptionPayload]:
    """End an adoption."""
    adoption = await adopting.end_adoption(deed.session, deed.actor, adoption_id=input.adoption_id)
    return Made(adopting_unit=adoption.id)
