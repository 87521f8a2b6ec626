"""Awards: the two catalogues, who can be nominated for what, and the way to a decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.access.permissions import Permission
from domain.errors import Conflict, Invalid, NotAllowed, Text
from domain.movements.rules import MovementForm


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
    """Where a dossier (hồ sơ khen thưởng) stands on the road from a draft to an award that was paid out, or revoked."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    COMPLETE = "COMPLETE"
    APPRAISED = "APPRAISED"
    VOTED = "VOTED"
    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    DECIDED = "DECIDED"
    PUBLISHED = "PUBLISHED"
    PRESENTED = "PRESENTED"
    PAID = "PAID"
    RETURNED = "RETURNED"
    HELD = "HELD"
    REFUSED = "REFUSED"
    WITHDRAWN = "WITHDRAWN"
    REVOKED = "REVOKED"


class Hand(StrEnum):
    """What somebody did for a dossier: who proposes, who appraises, who votes and who decides are different people."""

    PROPOSE = "PROPOSE"
    APPRAISE = "APPRAISE"
    VOTE = "VOTE"
    DECIDE = "DECIDE"


class Verdict(StrEnum):
    """What is decided on a proposed dossier."""

    APPROVED = "APPROVED"
    RETURNED = "RETURNED"
    REFUSED = "REFUSED"


class RevocationGround(StrEnum):
    """Why an award is taken back (Law on Emulation and Commendation, chapter VII)."""

    FALSE_DECLARATION = "FALSE_DECLARATION"
    FORGED_DOSSIER = "FORGED_DOSSIER"
    WRONG_PROCEDURE = "WRONG_PROCEDURE"
    LATER_VIOLATION = "LATER_VIOLATION"


class SigningCapacity(StrEnum):
    """In whose name a decision is signed: the head, KT. (deputy), TL. (by order) or TUQ. (by authorisation)."""

    HEAD = "HEAD"
    KT = "KT"
    TL = "TL"
    TUQ = "TUQ"


_S = NominationState

#: States in which a dossier is with those who appraise it, and with those who decide.
WITH_APPRAISERS = frozenset({_S.SUBMITTED, _S.COMPLETE, _S.APPRAISED, _S.VOTED})
WITH_DECIDERS = frozenset({_S.PROPOSED, _S.APPROVED})
#: States of an award that was decided and stands.
EFFECTIVE = frozenset({_S.DECIDED, _S.PUBLISHED, _S.PRESENTED, _S.PAID})
#: States that hold one of the places that a quota leaves.
CLAIMING = WITH_DECIDERS | EFFECTIVE
#: States in which Personnel may still edit a nomination.
EDITABLE = frozenset({_S.DRAFT, _S.RETURNED})
#: States that no longer claim an award for the achievement.
SPENT = frozenset({_S.REFUSED, _S.WITHDRAWN, _S.REVOKED})

#: From which states each state can be reached. A dossier that was held goes back to where it was.
STEPS: Mapping[NominationState, frozenset[NominationState]] = {
    _S.SUBMITTED: frozenset({_S.DRAFT, _S.RETURNED}),
    _S.COMPLETE: frozenset({_S.SUBMITTED}),
    _S.APPRAISED: frozenset({_S.COMPLETE}),
    _S.VOTED: frozenset({_S.APPRAISED}),
    _S.PROPOSED: frozenset({_S.APPRAISED, _S.VOTED}),
    _S.APPROVED: frozenset({_S.PROPOSED}),
    _S.DECIDED: frozenset({_S.APPROVED}),
    _S.PUBLISHED: frozenset({_S.DECIDED}),
    _S.PRESENTED: frozenset({_S.PUBLISHED}),
    _S.PAID: frozenset({_S.PRESENTED}),
    _S.RETURNED: WITH_APPRAISERS | WITH_DECIDERS,
    _S.HELD: WITH_APPRAISERS | WITH_DECIDERS,
    _S.REFUSED: frozenset({_S.APPRAISED, _S.PROPOSED}),
    _S.WITHDRAWN: EDITABLE | WITH_APPRAISERS | {_S.PROPOSED, _S.HELD},
    _S.REVOKED: EFFECTIVE,
}


def check_step(current: NominationState, target: NominationState) -> None:
    """Raise Conflict unless `target` may follow `current`."""
    if current not in STEPS[target]:
        text = Text(
            f"Đề nghị khen thưởng đang ở trạng thái {current}, không thể chuyển sang {target}.",
            f"The nomination is {current} and cannot become {target}.",
        )
        raise Conflict("STATE_FORBIDS", text)


def check_answer(current: NominationState, verdict: Verdict) -> None:
    """Raise Conflict unless those who decide may answer so: only what was put before them is theirs to answer."""
    if current not in WITH_DECIDERS:
        text = Text(
            f"Đề nghị khen thưởng đang ở trạng thái {current}, chưa hoặc không còn chờ quyết định.",
            f"The nomination is {current} and does not await a decision.",
        )
        raise Conflict("STATE_FORBIDS", text)
    check_step(current, NominationState(verdict))


def check_editable(state: NominationState) -> None:
    """Raise Conflict unless Personnel may still edit the nomination."""
    if state not in EDITABLE:
        text = Text(
            f"Đề nghị khen thưởng đang ở trạng thái {state}; chỉ sửa được bản thảo hoặc đề nghị bị trả lại.",
            f"The nomination is {state}; only a draft or a returned one can be edited.",
        )
        raise Conflict("NOMINATION_NOT_EDITABLE", text)


def check_held(state: NominationState, held_from: NominationState | None) -> NominationState:
    """Return the state that a held dossier goes back to. Raises Conflict for one that is not held."""
    if held_from is None:
        text = Text(f"Hồ sơ đang ở trạng thái {state}, không bị tạm giữ.", f"The dossier is {state}, it is not held.")
        raise Conflict("STATE_FORBIDS", text)
    return held_from


def unit_decides(level: AwardLevel, *, has_seal: bool, has_legal_personality: bool) -> bool:
    """Say whether the head of a unit decides on an award of its level: only with a seal and legal personality."""
    return level is AwardLevel.UNIT and has_seal and has_legal_personality


def counts_for_merit(form: MovementForm) -> bool:
    """Say whether rewards of a movement count towards rewards for merit: thematic ones do not (NĐ 98/2023, art. 4)."""
    return form is not MovementForm.THEMATIC


_DONE = {
    Hand.PROPOSE: Text("đã lập hoặc trình hồ sơ này", "prepared or proposed this dossier"),
    Hand.APPRAISE: Text("đã thẩm định hồ sơ này", "appraised this dossier"),
    Hand.VOTE: Text("đã bỏ phiếu về hồ sơ này trong Hội đồng", "voted on this dossier in the council"),
    Hand.DECIDE: Text("đã quyết định về hồ sơ này", "decided on this dossier"),
}


def refuse_second_hand(permission: Permission, taken: Hand) -> NotAllowed:
    """Say that whoever did one thing for a dossier does no other: propose, appraise, vote, decide."""
    done = _DONE[taken]
    text = Text(
        f"Bạn {done.vi} nên không được làm việc này: người đề xuất, thẩm định, bỏ phiếu và quyết định phải khác nhau.",
        f"You {done.en}: who proposes, appraises, votes and decides are different people.",
    )
    return NotAllowed(permission.value, text, "ONE_HAND_ONLY")


def check_rewarded(*, is_of_movement: bool, signer_id: UUID, nominee_id: UUID | None) -> None:
    """Raise Conflict unless a decision of the movement, signed by the signer, can reward the nominee."""
    if not is_of_movement:
        text = Text("Đề nghị thuộc phong trào khác.", "The nomination is of another movement.")
        raise Conflict("NOMINATION_OF_OTHER_MOVEMENT", text)
    if signer_id == nominee_id:
        text = Text("Không ai tự ký quyết định khen thưởng cho mình.", "Nobody signs their own award.")
        raise Conflict("SIGNER_IS_NOMINEE", text)


def refuse_unvoted(basis: str, clause: str) -> Conflict:
    """Say that the council has yet to vote on a dossier, and by which clause."""
    text = Text(
        f"Hồ sơ phải được Hội đồng bỏ phiếu thông qua trước khi trình ({clause}, {basis}).",
        f"The council must vote on the dossier before it is proposed ({clause}, {basis}).",
    )
    return Conflict("COUNCIL_VOTE_MISSING", text)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a delegation of signing covers: one movement or all, one form of reward or all, from a day to a day."""

    capacity: SigningCapacity
    movement_id: UUID | None
    form_id: UUID | None
    starts_on: date
    ends_on: date

    def covers(self, capacity: SigningCapacity, movement_id: UUID, form_id: UUID, signed_on: date) -> bool:
        """Say whether a decision on an award of a form, signed on a day in a capacity, is within the scope."""
        return (
            self.capacity is capacity
            and self.movement_id in (None, movement_id)
            and self.form_id in (None, form_id)
            and self.starts_on <= signed_on <= self.ends_on
        )


def check_days(starts_on: date, ends_on: date) -> None:
    """Raise Invalid when a delegation ends before it starts."""
    if ends_on < starts_on:
        text = Text("Ngày kết thúc không được trước ngày bắt đầu.", "The last day is before the first.")
        raise Invalid("PERIOD_ORDER", text, ("endsOn",), f">= {starts_on.isoformat()}")


def check_delegate(capacity: SigningCapacity, *, is_another: bool, is_leader: bool, leads_unit: bool) -> None:
    """Raise Invalid unless somebody can be let sign in a capacity (Decree 30/2020, art. 13).

    KT. is for deputies of the head, TL. and TUQ. for heads of units; the head signs without any delegation, and nobody
    delegates to themselves.
    """
    if capacity is SigningCapacity.HEAD:
        text = Text("Người đứng đầu ký không cần ủy quyền.", "The head signs without a delegation.")
        raise Invalid("CAPACITY_UNFIT", text, ("capacity",), "KT | TL | TUQ")
    if not is_another:
        text = Text("Không ai tự giao ký cho mình.", "Nobody delegates to themselves.")
        raise Invalid("DELEGATE_IS_SELF", text, ("delegateId",))
    if not (is_leader if capacity is SigningCapacity.KT else leads_unit):
        text = Text(
            "KT. dành cho lãnh đạo Bộ; TL. và TUQ. dành cho thủ trưởng đơn vị.",
            "KT. is for ministry leaders; TL. and TUQ. are for heads of units.",
        )
        raise Invalid("DELEGATE_UNFIT", text, ("delegateId",))


def check_unrevoked(*, is_revoked: bool) -> None:
    """Raise Conflict when a delegation was revoked already."""
    if is_revoked:
        raise Conflict("DELEGATION_REVOKED", Text("Đã thu hồi.", "It was revoked already."), ("delegationId",))


def refuse_signer() -> Invalid:
    """Say that somebody cannot sign for the head at all."""
    text = Text(
        "Người ký phải đang là lãnh đạo Bộ, hoặc là thủ trưởng đơn vị có thẩm quyền với mọi đối tượng.",
        "The signer must be a ministry leader at present, or head of the unit whose awards all of these are.",
    )
    return Invalid("SIGNER_NOT_LEADER", text, ("signerId",))


def refuse_undelegated(capacity: SigningCapacity) -> Conflict:
    """Say that nothing lets a signer sign in a capacity on that day."""
    text = Text(
        f"Không có ủy quyền, giao ký {capacity}. nào còn hiệu lực vào ngày ký cho phạm vi này.",
        f"No delegation to sign {capacity}. is in force on the day of signing for all of these.",
    )
    return Conflict("DELEGATION_MISSING", text, ("signingCapacity",))
