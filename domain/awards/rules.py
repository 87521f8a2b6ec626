"""Awards: the two catalogues, who can be nominated for what, and the way to a decision."""

from collections.abc import Mapping
from enum import StrEnum

from domain.errors import Conflict, Text


class AwardSubject(StrEnum):
    """Whom an award is for."""

    INDIVIDUAL = "INDIVIDUAL"
    COLLECTIVE = "COLLECTIVE"
    BOTH = "BOTH"


class AwardLevel(StrEnum):
    """The level of authority that decides."""

    STATE = "STATE"
    GOVERNMENT = "GOVERNMENT"
    MINISTRY = "MINISTRY"
    UNIT = "UNIT"


class NomineeKind(StrEnum):
    """A person (cá nhân) or a unit (tập thể)."""

    INDIVIDUAL = "INDIVIDUAL"
    COLLECTIVE = "COLLECTIVE"


class NominationState(StrEnum):
    """Personnel drafts and proposes; a ministry leader approves, returns or refuses; a decision is issued."""

    DRAFT = "DRAFT"
    PROPOSED = "PROPOSED"
    RETURNED = "RETURNED"
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    DECIDED = "DECIDED"


class SigningCapacity(StrEnum):
    """In whose name a decision is signed: the head, KT. (deputy), TL. (by order) or TUQ. (by authorisation)."""

    HEAD = "HEAD"
    KT = "KT"
    TL = "TL"
    TUQ = "TUQ"


_S = NominationState

#: From which states each state can be reached.
STEPS: Mapping[NominationState, frozenset[NominationState]] = {
    _S.PROPOSED: frozenset({_S.DRAFT, _S.RETURNED}),
    _S.RETURNED: frozenset({_S.PROPOSED, _S.APPROVED}),
    _S.APPROVED: frozenset({_S.PROPOSED}),
    _S.REFUSED: frozenset({_S.PROPOSED}),
    _S.WITHDRAWN: frozenset({_S.DRAFT, _S.PROPOSED, _S.RETURNED}),
    _S.DECIDED: frozenset({_S.APPROVED}),
}
#: States in which Personnel may still edit a nomination.
EDITABLE = frozenset({_S.DRAFT, _S.RETURNED})
#: States that no longer claim an award for the achievement.
SPENT = frozenset({_S.REFUSED, _S.WITHDRAWN})


def check_step(current: NominationState, target: NominationState) -> None:
    """Raise Conflict unless `target` may follow `current`."""
    if current not in STEPS[target]:
        raise Conflict(
            "STATE_FORBIDS",
            Text(
                f"Đề nghị khen thưởng đang ở trạng thái {current}, không thể chuyển sang {target}.",
                f"The nomination is {current} and cannot become {target}.",
            ),
        )


def fits(subject: AwardSubject, nominee: NomineeKind) -> bool:
    """Say whether an award of the catalogue can be given to such a nominee."""
    return subject is AwardSubject.BOTH or subject.value == nominee.value
