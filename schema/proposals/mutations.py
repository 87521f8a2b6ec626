"""The deeds on proposed assignments, each with the permission that it needs."""

from decimal import Decimal

import strawberry

from domain.access.permissions import Permission
from domain.proposals import actions
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.proposals import lists
from schema.refs import AssignmentProposalRef, AssignmentRef, JobRef
from schema.texts import READ_VERSION, T, describe

PROPOSAL = T("Phương án; rỗng khi bị từ chối.", "The proposal; null when refused.")


@strawberry.input(description=describe(T("Yêu cầu lập phương án phân công.", "What a proposal is asked for.")))
class ProposeAssignmentInput(MutationInput):
    """Who should score what; nothing is assigned by it."""

    round_id: Ref = ref("Round", T("Vòng chưa đóng.", "A round that is not closed."))
    per_entry: int | None = value(lists.PER_ENTRY)
    min_load: int = value(lists.MIN_LOAD, default=0)
    max_load: int | None = value(lists.MAX_LOAD)
    max_same_unit: int | None = value(lists.MAX_SAME_UNIT)
    seed: Decimal = value(T("Hạt giống ngẫu nhiên.", "What fixes all chance."), default=Decimal(0))


@strawberry.input(description=describe(T("Áp dụng phương án phân công.", "A proposal to apply.")))
class ApplyAssignmentProposalInput(MutationInput):
    """Which proposal is applied."""

    proposal_id: Ref = ref("AssignmentProposal", T("Phương án.", "The proposal."))
    expected_version: int = value(READ_VERSION)


@strawberry.input(description=describe(T("Bỏ phương án phân công.", "A proposal to discard.")))
class DiscardAssignmentProposalInput(MutationInput):
    """Which proposal is discarded."""

    proposal_id: Ref = ref("AssignmentProposal", T("Phương án.", "The proposal."))
    expected_version: int = value(READ_VERSION)


@strawberry.input(description=describe(T("Thay người chấm.", "An entry to give to another.")))
class ReplaceEvaluatorInput(MutationInput):
    """Which assignment that was given up gets a replacement."""

    assignment_id: Ref = ref("Assignment", T("Phân công đã bị từ chối.", "An assignment that was given up."))


@payload(T("Kết quả yêu cầu lập phương án.", "The answer of proposeAssignment."))
class ProposeAssignmentPayload:
    """The job that works it out."""

    job = made("Job", JobRef, T("Tác vụ; rỗng khi bị từ chối.", "The job; null when refused."))


async def propose_assignment(deed: Deed, input: ProposeAssignmentInput) -> Made[ProposeAssignmentPayload]:
    """Ask for a proposal."""
    job = await actions.propose_assignment(
        deed.session,
        deed.actor,
        round_id=input.round_id,
        per_entry=input.per_entry,
        min_load=input.min_load,
        max_load=input.max_load,
        max_same_unit=input.max_same_unit,
        seed=int(input.seed),
    )
    return Made(job=job.id)


@payload(T("Kết quả áp dụng phương án.", "The answer of applyAssignmentProposal."))
class ApplyAssignmentProposalPayload:
    """The proposal applied."""

    proposal = made("AssignmentProposal", AssignmentProposalRef, PROPOSAL)


async def apply_assignment_proposal(
    deed: Deed, input: ApplyAssignmentProposalInput
) -> Made[ApplyAssignmentProposalPayload]:
    """Apply a proposal."""
    proposal = await actions.apply_proposal(
        deed.session, deed.actor, proposal_id=input.proposal_id, expected_version=input.expected_version
    )
    return Made(proposal=proposal.id)


@payload(T("Kết quả bỏ phương án.", "The answer of discardAssignmentProposal."))
class DiscardAssignmentProposalPayload:
    """The proposal discarded."""

    proposal = made("AssignmentProposal", AssignmentProposalRef, PROPOSAL)


async def discard_assignment_proposal(
    deed: Deed, input: DiscardAssignmentProposalInput
) -> Made[DiscardAssignmentProposalPayload]:
    """Discard a proposal."""
    proposal = await actions.discard_proposal(
        deed.session, deed.actor, proposal_id=input.proposal_id, expected_version=input.expected_version
    )
    return Made(proposal=proposal.id)


@payload(T("Kết quả thay người chấm.", "The answer of replaceEvaluator."))
class ReplaceEvaluatorPayload:
    """The assignment made."""

    assignment = made("Assignment", AssignmentRef, T("Phân công mới; rỗng khi bị từ chối.", "The new assignment."))


async def replace_evaluator(deed: Deed, input: ReplaceEvaluatorInput) -> Made[ReplaceEvaluatorPayload]:
    """Give an entry that was given up to another evaluator."""
    assignment = await actions.replace_evaluator(deed.session, deed.actor, assignment_id=input.assignment_id)
    return Made(assignment=assignment.id)


@strawberry.type
class ProposalMutations:
    """Deeds on proposed assignments."""

    propose_assignment = mutation(
        propose_assignment,
        Permission.ROUND_MANAGE,
        T("Yêu cầu lập phương án phân công chấm.", "Have it worked out who should score what."),
    )
    apply_assignment_proposal = mutation(
        apply_assignment_proposal,
        Permission.ROUND_MANAGE,
        T("Giao chấm theo phương án, tất cả hoặc không.", "Assign what a proposal proposes, all or nothing."),
    )
    discard_assignment_proposal = mutation(
        discard_assignment_proposal, Permission.ROUND_MANAGE, T("Bỏ phương án.", "Discard a proposal.")
    )
    replace_evaluator = mutation(
        replace_evaluator,
        Permission.ROUND_MANAGE,
        T("Giao sáng kiến bị từ chối chấm cho người khác.", "Give an entry that was given up to another evaluator."),
    )
