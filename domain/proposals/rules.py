"""The states of a proposed assignment and what may be done in each."""

from enum import StrEnum

from domain.errors import Conflict, Text


class ProposalState(StrEnum):
    """A proposal is a dry run until a person applies or discards it."""

    COMPUTED = "COMPUTED"
    APPLIED = "APPLIED"
    DISCARDED = "DISCARDED"


def check_computed(state: ProposalState) -> None:
    """Raise Conflict unless a proposal waits for a decision."""
    if state is not ProposalState.COMPUTED:
        text = Text(f"Phương án phân công đang ở trạng thái {state}.", f"The proposal is {state} already.")
        raise Conflict("PROPOSAL_STATE_FORBIDS", text)
