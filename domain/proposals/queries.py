"""Who may see proposed assignments, and fetching them for a deed."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, false, true
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.conflicts.visibility import not_in_conflict
from domain.proposals.model import AssignmentProposal, ProposalFinding, ProposedAssignment
from domain.reading import locking, viewer
from domain.reading.source import Source, following

#: Who assigns, and who watches it.
SEE_PROPOSALS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.AUDITOR)


def visible_proposals(actor: Actor) -> ColumnElement[bool]:
    """Let proposals be seen by those who assign and by auditors; an evaluator learns of an assignment when made."""
    return true() if viewer.sees_all(actor, *SEE_PROPOSALS) else false()


def visible_pairs(actor: Actor) -> ColumnElement[bool]:
    """Let the pairs of a proposal be seen with it, but not those about what the viewer has a conflict with."""
    if actor.is_system:
        return true()
    bound = not_in_conflict(actor, ProposedAssignment.initiative_id)
    return and_(visible_proposals(actor), bound)


PROPOSALS = Source(AssignmentProposal, visible_proposals)
PAIRS = Source(ProposedAssignment, visible_pairs)
FINDINGS = following(ProposalFinding, ProposalFinding.proposal_id, PROPOSALS)


async def get_for_update(
    session: AsyncSession, actor: Actor, proposal_id: UUID, field: str = "proposalId"
) -> AssignmentProposal:
    """Fetch and lock a proposal. Raises NotFound."""
    return await locking.get_for_update(session, actor, AssignmentProposal, PROPOSALS, proposal_id, (field,))
