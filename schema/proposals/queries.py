"""Root fields that read proposed assignments."""

import strawberry

from schema.fields import connection, lookup
from schema.proposals import lists
from schema.refs import AssignmentProposalRef
from schema.texts import T


@strawberry.type
class ProposalQueries:
    """Who would score what."""

    assignment_proposal = lookup(
        "AssignmentProposal", AssignmentProposalRef, T("Một phương án phân công.", "One proposal.")
    )
    assignment_proposals = connection(
        "AssignmentProposal",
        AssignmentProposalRef,
        T("Các phương án phân công, mới nhất trước.", "The proposals, the latest first."),
        filters=lists.AssignmentProposalFilter,
        ordering=lists.PROPOSAL_ORDER,
    )
