"""Awards: the two catalogues, who can be nominated for what, and the way to a decision."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.access.permissions import Permission
from domain.errors import Conflict, NotAllowed, Text
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


#: Levels at which the ministry proposes and does not decide.
ABOVE_MINISTRY = frozenset({AwardLevel.STATE, AwardLevel.GOVERNMENT})


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
#: States whose reason answers whoever sent the dossier in.
ANSWERED = frozenset({_S.RETURNED, _S.REFUSED, _S.WITHDRAWN, _S.REVOKED})
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


def check_level(level: AwardLevel) -> None:
    """Raise Conflict for an award of the State or the Government: the ministry proposes it and decides nothing."""
    if level in ABOVE_MINISTRY:
        text = Text(
            "Hình thức này do Nhà nước hoặc Chính phủ quyết định; Bộ chỉ trình.",
            "The State or the Government decides on this award; the ministry only proposes it.",
        )
        raise Conflict("AWARD_ABOVE_MINISTRY", text)


def check_signed_after(approved_on: date | None, signed_on: date) -> None:
    """Raise Conflict when a decision was signed before the day on which the dossier was approved."""
    if approved_on is not None and signed_on < approved_on:
        text = Text(
            f"Hồ sơ được duyệt ngày {approved_on:%d/%m/%Y}, sau ngày ký.",
            f"The dossier was approved on {approved_on.isoformat()}, after the day of signing.",
        )
        raise Conflict("SIGNED_BEFORE_APPROVAL", text)


def check_after_signing(day: date, signed_on: date) -> None:
    """Raise Conflict when what follows from a decision is dated before the decision was signed."""
    if day < signed_on:
        text = Text(
            f"Quyết định được ký ngày {signed_on:%d/%m/%Y}; không thể thực hiện trước ngày đó.",
            f"The decision was signed on {signed_on.isoformat()}; nothing follows from it before that day.",
        )
        raise Conflict("BEFORE_SIGNING", text)


def check_held(state: NominationState, held_from: NominationState | None) -> NominationState:
    """Return the state that a held dossier goes back to. Raises Conflict for one that is not held."""
    if held_from is None:
        text = Text(f"Hồ sơ đang ở trạng thái {state}, không bị tạm giữ.", f"The dossier is {state}, it is not held.")
        raise Conflict("STATE_FORBIDS", text)
    return held_from


def unit_decides(level: AwardLevel, *, has_seal: bool, has_legal_personality: bool, is_collective: bool) -> bool:
    """Say whether the head of a unit decides on an award of its level: only with a seal and legal personality.

    A unit does not reward itself: when it is the nominee, the ministry decides.
    """
    return level is AwardLevel.UNIT and has_seal and has_legal_personality and not is_collective


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
