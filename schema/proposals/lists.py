"""Filters and orders of the lists of proposed assignments."""

import strawberry

from domain.proposals import model
from domain.proposals.rules import ProposalState
from schema.bindings import OrderField
from schema.filters import is_one_of, ordering, refers_to
from schema.texts import T, describe

CREATED_AT = T("Thời điểm lập.", "When it was computed.")
PER_ENTRY = T("Số thành viên chấm mỗi sáng kiến.", "How many evaluators each entry gets.")
MIN_LOAD = T("Ít nhất mỗi thành viên chấm bao nhiêu.", "The least number of entries of an evaluator.")
MAX_LOAD = T("Nhiều nhất mỗi thành viên chấm bao nhiêu.", "The greatest number of entries of an evaluator.")
MAX_SAME_UNIT = T("Nhiều nhất bao nhiêu người cùng đơn vị.", "How many evaluators of one unit an entry may have.")


@strawberry.input(description=describe(T("Lọc phương án phân công.", "What proposals to keep.")))
class AssignmentProposalFilter:
    """Filters of lists of proposals."""

    round_id: strawberry.ID | None = refers_to(
        model.AssignmentProposal.round_id, "Round", T("Vòng chấm.", "The round.")
    )
    state: list[ProposalState] | None = is_one_of(
        model.AssignmentProposal.state, T("Ở các trạng thái.", "In these states.")
    )


PROPOSAL_ORDER = ordering(
    "AssignmentProposal",
    {"CREATED_AT": OrderField(model.AssignmentProposal.created_at, CREATED_AT)},
    default="CREATED_AT",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc cặp được đề xuất.", "What pairs to keep.")))
class ProposedAssignmentFilter:
    """Filters of lists of proposed pairs."""

    initiative_id: strawberry.ID | None = refers_to(
        model.ProposedAssignment.initiative_id, "Initiative", T("Sáng kiến.", "The initiative.")
    )
    evaluator_id: strawberry.ID | None = refers_to(
        model.ProposedAssignment.evaluator_id, "Person", T("Thành viên chấm.", "The evaluator.")
    )


PAIR_ORDER = ordering(
    "ProposedAssignment",
    {"EVALUATOR": OrderField(model.ProposedAssignment.evaluator_id, T("Theo thành viên chấm.", "By evaluator."))},
    default="EVALUATOR",
)
