"""Deeds by which a unit takes over another unit's initiative."""

from datetime import date

import strawberry
from strawberry import UNSET

from domain.replications import actions
from domain.replications.rules import FailureReason, ReplicationState
from schema.mutation import Deed, Made, MutationInput, Ref, made, payload, ref, value
from schema.refs import ReplicationRef
from schema.replications import lists
from schema.texts import READ_VERSION, REASON, T, describe

REPLICATION = T("Việc nhân rộng.", "The replication.")
MADE = T("Việc nhân rộng; rỗng khi bị từ chối.", "The replication; null when refused.")
PLANNED_FROM = T("Dự kiến từ ngày.", "Planned from this day.")
PLANNED_TO = T("Dự kiến đến ngày.", "Planned to this day.")


@strawberry.input(description=describe(T("Đề xuất tiếp nhận sáng kiến.", "A replication to propose.")))
class ProposeReplicationInput(MutationInput):
    """Which unit takes over which initiative, and why."""

    initiative_id: Ref = ref("Initiative", T("Sáng kiến của đơn vị khác.", "Another unit's initiative."))
    unit_id: Ref = ref("Unit", T("Đơn vị mình phụ trách.", "The unit that one serves."))
    reason: str = value(REASON)
    planned_from: date | None = value(PLANNED_FROM)
    planned_to: date | None = value(PLANNED_TO)


@payload(T("Kết quả: đề xuất tiếp nhận sáng kiến.", "The answer of proposeReplication."))
class ProposeReplicationPayload:
    """The replication proposed."""

    replication = made("Replication", ReplicationRef, MADE)


async def propose_replication(deed: Deed, input: ProposeReplicationInput) -> Made[ProposeReplicationPayload]:
    """Propose a replication."""
    made_row = await actions.propose_replication(
        deed.session,
        deed.actor,
        initiative_id=input.initiative_id,
        unit_id=input.unit_id,
        reason=input.reason,
        planned_from=input.planned_from,
        planned_to=input.planned_to,
    )
    return Made(replication=made_row.id)


@strawberry.input(
    description=describe(
        T("Sửa kế hoạch nhân rộng; trường không gửi thì giữ nguyên.", "What changes: what is left out stays.")
    )
)
class UpdateReplicationInput(MutationInput):
    """When it is planned, and by what it is measured."""

    replication_id: Ref = ref("Replication", REPLICATION)
    expected_version: int = value(READ_VERSION)
    planned_from: date | None = value(PLANNED_FROM, default=UNSET)
    planned_to: date | None = value(PLANNED_TO, default=UNSET)
    benefit_id: Ref | None = ref(
        "Benefit", T("Việc đo của sáng kiến này tại đơn vị này.", "What it is measured by at this unit."), default=UNSET
    )


@payload(T("Kết quả: sửa kế hoạch nhân rộng; trường không gửi thì giữ nguyên.", "The answer of updateReplication."))
class UpdateReplicationPayload:
    """The replication changed."""

    replication = made("Replication", ReplicationRef, MADE)


async def update_replication(deed: Deed, input: UpdateReplicationInput) -> Made[UpdateReplicationPayload]:
    """Change a replication."""
    made_row = await actions.update_replication(
        deed.session,
        deed.actor,
        replication_id=input.replication_id,
        expected_version=input.expected_version,
        given={name: getattr(input, name) for name in ("planned_from", "planned_to", "benefit_id")},
    )
    return Made(replication=made_row.id)


@strawberry.input(
    description=describe(T("Chuyển việc nhân rộng sang bước tiếp theo.", "A replication to take a step further."))
)
class AdvanceReplicationInput(MutationInput):
    """Which replication goes on, and why."""

    replication_id: Ref = ref("Replication", REPLICATION)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả: chuyển việc nhân rộng sang bước tiếp theo.", "The answer of advanceReplication."))
class AdvanceReplicationPayload:
    """The replication in its next state."""

    replication = made("Replication", ReplicationRef, MADE)


async def advance_replication(deed: Deed, input: AdvanceReplicationInput) -> Made[AdvanceReplicationPayload]:
    """Go a step further."""
    made_row = await actions.advance_replication(
        deed.session,
        deed.actor,
        replication_id=input.replication_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(replication=made_row.id)


@strawberry.input(description=describe(T("Kết thúc việc nhân rộng.", "A replication to end.")))
class EndReplicationInput(MutationInput):
    """How it ends, and why."""

    replication_id: Ref = ref("Replication", REPLICATION)
    expected_version: int = value(READ_VERSION)
    outcome: ReplicationState = value(T("STOPPED hoặc FAILED.", "STOPPED or FAILED."))
    failure: FailureReason = value(lists.FAILURE)
    reason: str = value(REASON)


@payload(T("Kết quả: kết thúc việc nhân rộng.", "The answer of endReplication."))
class EndReplicationPayload:
    """The replication ended."""

    replication = made("Replication", ReplicationRef, MADE)


async def end_replication(deed: Deed, input: EndReplicationInput) -> Made[EndReplicationPayload]:
    """End a replication."""
    made_row = await actions.end_replication(
        deed.session,
        deed.actor,
        replication_id=input.replication_id,
        expected_version=input.expected_version,
        outcome=input.outcome,
        failure=input.failure,
        reason=input.reason,
    )
    return Made(replication=made_row.id)
