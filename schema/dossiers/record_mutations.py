"""The deeds on records of earlier awards."""

from datetime import date

import strawberry

from domain.access.permissions import Permission
from domain.awards.records import actions
from domain.awards.records.rules import FIRST_YEAR, MAX_AWARD, MAX_SOURCE, EarlierAward
from schema.dossiers import lists
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import AwardRecordRef
from schema.texts import READ_VERSION, REASON, T, describe

RECORD = T("Bản ghi; rỗng khi bị từ chối.", "The record; null when refused.")


@strawberry.input(description=describe(T("Khen thưởng đã có.", "An earlier award to record.")))
class RecordEarlierAwardInput(MutationInput):
    """Whose award it is (one person or unit), which (one form, one title, or in words), and the source."""

    person_id: Ref | None = ref("Person", T("Cá nhân.", "The person."))
    unit_id: Ref | None = ref("Unit", T("Đơn vị.", "The unit."))
    form_id: Ref | None = ref("AwardForm", lists.FORM)
    title_id: Ref | None = ref("AwardTitle", lists.TITLE)
    award: str | None = value(
        T(f"Tên khi ngoài danh mục, 1-{MAX_AWARD} ký tự.", f"Its name if of no catalogue, 1 to {MAX_AWARD} characters.")
    )
    year: int = value(T(f"Năm, từ {FIRST_YEAR}.", f"The year it was given for, from {FIRST_YEAR} on."))
    decision_number: str | None = value(T("Số quyết định.", "The decision's number."))
    signed_on: date | None = value(T("Ngày ký.", "The day of signing."))
    counts_for_merit: bool = value(lists.COUNTS)
    source: str = value(T(f"Nguồn, 1-{MAX_SOURCE} ký tự.", f"The source, 1 to {MAX_SOURCE} characters."))


@payload(T("Kết quả ghi khen thưởng.", "The answer of recordEarlierAward."))
class RecordEarlierAwardPayload:
    """The record made."""

    award_record = made("AwardRecord", AwardRecordRef, RECORD)


async def record_earlier_award(deed: Deed, input: RecordEarlierAwardInput) -> Made[RecordEarlierAwardPayload]:
    """Record an earlier award."""
    given = EarlierAward(
        person_id=input.person_id,
        unit_id=input.unit_id,
        form_id=input.form_id,
        title_id=input.title_id,
        award=input.award,
        year=input.year,
        decision_number=input.decision_number,
        signed_on=input.signed_on,
        counts_for_merit=input.counts_for_merit,
        source=input.source,
    )
    row = await actions.record_earlier_award(deed.session, deed.actor, given)
    return Made(award_record=row.id)


@strawberry.input(description=describe(T("Rút bản ghi.", "A record to withdraw.")))
class WithdrawEarlierAwardInput(MutationInput):
    """Which record counts no more, and why."""

    record_id: Ref = ref("AwardRecord", T("Bản ghi.", "The record."))
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả rút bản ghi.", "The answer of withdrawEarlierAward."))
class WithdrawEarlierAwardPayload:
    """The record withdrawn."""

    award_record = made("AwardRecord", AwardRecordRef, RECORD)


async def withdraw_earlier_award(deed: Deed, input: WithdrawEarlierAwardInput) -> Made[WithdrawEarlierAwardPayload]:
    """Withdraw a record."""
    row = await actions.withdraw_earlier_award(
        deed.session,
        deed.actor,
        record_id=input.record_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(award_record=row.id)


@strawberry.type
class RecordMutations:
    """Deeds on records of earlier awards."""

    record_earlier_award = mutation(
        record_earlier_award,
        Permission.PERSON_MANAGE,
        T("Ghi một khen thưởng đã có từ trước hoặc ở nơi khác.", "Record an award from before or from elsewhere."),
    )
    withdraw_earlier_award = mutation(
        withdraw_earlier_award,
        Permission.PERSON_MANAGE,
        T("Rút bản ghi khen thưởng sai, có lý do.", "Withdraw a wrong record, with a reason."),
    )
