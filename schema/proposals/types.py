"""The types of proposed assignments."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Numeric, cast

from domain.engine.assignment_problem import Tight
from domain.proposals import model, queries
from domain.proposals.rules import ProposalState
from schema.bindings import Node, column, entity
from schema.enums import expose
from schema.fields import connection, one, owned
from schema.proposals import lists
from schema.refs import InitiativeRef, PersonRef, ProposalFindingRef, ProposedAssignmentRef, RoundRef
from schema.texts import VERSION, T

expose(
    ProposalState,
    T("Trạng thái phương án phân công.", "The state of a proposal."),
    {
        "COMPUTED": ("Đã lập, chờ quyết định.", "Computed; it waits for a decision."),
        "APPLIED": ("Đã áp dụng.", "Applied."),
        "DISCARDED": ("Đã bỏ.", "Discarded."),
    },
)
expose(
    Tight,
    T("Ràng buộc không thỏa được.", "Which rule leaves no assignment."),
    {
        "ENTRY_JUDGES": ("Quá ít người được phép chấm một sáng kiến.", "Too few may judge an entry."),
        "ENTRY_UNITS": ("Quá nhiều người của một đơn vị.", "Too many would be from one unit."),
        "MAXIMUM_LOAD": ("Vượt mức chấm tối đa.", "Maximum loads are too small."),
        "MINIMUM_LOAD": ("Không đủ để đạt mức tối thiểu.", "Minimum loads cannot be reached."),
    },
    name="TightConstraint",
)


@entity(queries.PROPOSALS, T("Phương án phân công chấm.", "A proposal of who scores what."))
class AssignmentProposal(Node):
    """A dry run until a person applies it."""

    version: int = column(model.AssignmentProposal.version, VERSION)
    state: ProposalState = column(model.AssignmentProposal.state, T("Trạng thái.", "The state."))
    per_entry: int = column(model.AssignmentProposal.per_entry, lists.PER_ENTRY)
    min_load: int = column(model.AssignmentProposal.min_load, lists.MIN_LOAD)
    max_load: int | None = column(model.AssignmentProposal.max_load, lists.MAX_LOAD)
    max_same_unit: int | None = column(model.AssignmentProposal.max_same_unit, lists.MAX_SAME_UNIT)
    seed: Decimal = column(
        cast(model.AssignmentProposal.seed, Numeric), T("Hạt giống ngẫu nhiên.", "What fixes all chance.")
    )
    draws: int = column(model.AssignmentProposal.draws, T("Số lần rút thăm.", "How many draws were made."))
    kept: int = column(model.AssignmentProposal.kept, T("Số phân công giữ nguyên.", "Assignments that stay."))
    added: int = column(model.AssignmentProposal.added, T("Số phân công thêm.", "Assignments to add."))
    missing: int = column(model.AssignmentProposal.missing, T("Số lượt chấm còn thiếu.", "Sheets still missing."))
    least_load: int = column(model.AssignmentProposal.least_load, T("Ít sáng kiến nhất một người.", "The least load."))
    greatest_load: int = column(
        model.AssignmentProposal.greatest_load, T("Nhiều sáng kiến nhất một người.", "The greatest load.")
    )
    components: int = column(
        model.AssignmentProposal.components, T("Số nhóm chấm rời nhau; 1 là liên thông.", "Parts; 1 is connected.")
    )
    lambda2: Decimal | None = column(
        model.AssignmentProposal.lambda2, T("Độ mạnh của đồ thị chấm.", "How strongly evaluators are connected.")
    )
    contrast_variance: Decimal | None = column(
        model.AssignmentProposal.contrast_variance,
        T("Phương sai trung bình khi so hai sáng kiến.", "Mean variance of the difference of two entries."),
    )
    created_at: datetime = column(model.AssignmentProposal.created_at, lists.CREATED_AT)
    decided_at: datetime | None = column(
        model.AssignmentProposal.decided_at, T("Thời điểm quyết định.", "When it was applied or discarded.")
    )
    round = one("Round", RoundRef, model.AssignmentProposal.round_id, T("Vòng chấm.", "The round."))
    created_by = one("Person", PersonRef, model.AssignmentProposal.created_by_id, T("Người yêu cầu.", "Who asked."))
    decided_by = one("Person", PersonRef, model.AssignmentProposal.decided_by_id, T("Người quyết.", "Who decided."))
    pairs = connection(
        "ProposedAssignment",
        ProposedAssignmentRef,
        T("Các cặp sẽ được giao thêm.", "The pairs that would be added."),
        filters=lists.ProposedAssignmentFilter,
        ordering=lists.PAIR_ORDER,
        parent=model.ProposedAssignment.proposal_id,
    )
    findings = owned(
        "ProposalFinding",
        ProposalFindingRef,
        model.ProposalFinding.proposal_id,
        T("Vì sao không giao đủ.", "Why not everything could be assigned."),
        order=[(model.ProposalFinding.ordinal, False)],
    )


@entity(queries.PAIRS, T("Một cặp được đề xuất.", "A proposed pair."))
class ProposedAssignment(Node):
    """One pair that would be added."""

    initiative = one(
        "Initiative", InitiativeRef, model.ProposedAssignment.initiative_id, T("Sáng kiến.", "The initiative.")
    )
    evaluator = one("Person", PersonRef, model.ProposedAssignment.evaluator_id, T("Thành viên chấm.", "The evaluator."))


@entity(queries.FINDINGS, T("Ràng buộc không thỏa được.", "A tight constraint."))
class ProposalFinding(Node):
    """Why a proposal falls short."""

    constraint: Tight = column(model.ProposalFinding.rule, T("Ràng buộc.", "Which rule it is."))
    message: str = column(model.ProposalFinding.message, T("Bằng tiếng Việt.", "In Vietnamese."))
    message_en: str = column(model.ProposalFinding.message_en, T("Bằng tiếng Anh.", "In English."))
    missing: int = column(model.ProposalFinding.missing, T("Còn thiếu bao nhiêu.", "How much is missing."))
