"""When a deed of evaluation is possible: the states of rounds, entries, assignments and sheets, and the time."""

from collections.abc import Hashable, Sequence
from datetime import datetime

from domain.errors import Closed, Conflict, DomainError, Invalid, Text
from domain.evaluations.rules import AssignmentState, RoundKind, RoundState, SheetState
from domain.initiatives.rules import InitiativeState

#: How many entries or assignments one deed may make.
MAX_AT_ONCE = 100


def check_count(count: int, field: str, most: int = MAX_AT_ONCE) -> None:
    """Raise Invalid unless a list given to a deed has 1 to `most` items."""
    if not 1 <= count <= most:
        text = Text(f"Mỗi lần từ 1 đến {most} mục.", f"There must be 1 to {most} items.")
        raise Invalid("ITEMS_COUNT", text, (field,), f"1..{most}")


def require_reason(reason: str) -> str:
    """Return the reason, or raise Invalid when there is none."""
    if not reason.strip():
        raise Invalid("REASON_MISSING", Text("Phải nêu lý do.", "A reason is needed."), ("reason",))
    return reason.strip()


def check_round_state(current: RoundState, *wanted: RoundState) -> None:
    """Raise Conflict unless the round is in a state that a deed needs."""
    if current not in wanted:
        needed = ", ".join(wanted)
        text = Text(
            f"Vòng chấm đang ở trạng thái {current}, cần {needed}.", f"The round is {current}; it must be {needed}."
        )
        raise Conflict("ROUND_STATE_FORBIDS", text)


def check_scoring_time(
    state: RoundState, *, opens_at: datetime, closes_at: datetime, closed_at: datetime | None, now: datetime
) -> None:
    """Raise Closed, telling when it closed, unless an open round takes scores now (`closes_at` is past its last)."""
    if state is RoundState.OPEN and opens_at <= now < closes_at:
        return
    if closed_at is not None or now >= closes_at:
        ended = min(closed_at or closes_at, closes_at)
        text = Text("Vòng chấm đã đóng.", "The round is closed.")
        raise Closed("ROUND_NOT_OPEN", text, closed_at=ended)
    raise Closed("ROUND_NOT_OPEN", Text("Vòng chấm chưa mở.", "The round is not open yet."))


def check_phase_scores(name: str, *, can_score: bool) -> None:
    """Raise Closed, naming the phase that the round is in, unless evaluators score in it."""
    if not can_score:
        text = Text(
            f"Giai đoạn “{name}” của vòng chấm không nhận điểm.", f"The round's phase “{name}” takes no scores."
        )
        raise Closed("PHASE_FORBIDS", text)


def check_takes_sheets(kind: RoundKind) -> None:
    """Raise Conflict in a round that judges pairs."""
    if kind is RoundKind.TIE_BREAK:
        raise refuse_sheets()


def check_assigned(state: AssignmentState) -> None:
    """Raise Conflict when the evaluator has given the assignment up."""
    if state is not AssignmentState.ASSIGNED:
        text = Text("Bạn đã từ chối chấm sáng kiến này.", "You abstained or recused yourself here.")
        raise Conflict("ASSIGNMENT_GIVEN_UP", text)


def check_draft_sheet(state: SheetState) -> None:
    """Raise Conflict when a sheet is submitted, hence locked."""
    if state is not SheetState.DRAFT:
        text = Text("Phiếu chấm đã gửi và đã khóa.", "The score sheet is submitted, hence locked.")
        raise Conflict("SHEET_LOCKED", text)


def check_submitted_sheet(state: SheetState) -> None:
    """Raise Conflict when there is nothing to reopen."""
    if state is not SheetState.SUBMITTED:
        raise Conflict("SHEET_NOT_SUBMITTED", Text("Phiếu chấm chưa gửi.", "The score sheet is not submitted."))


def check_can_give_up(state: SheetState | None) -> None:
    """Raise Conflict when a submitted sheet stands in the way: it counts until somebody else reopens it."""
    if state is SheetState.SUBMITTED:
        text = Text(
            "Phiếu chấm đã gửi; phải được mở lại trước khi từ chối chấm.",
            "The score sheet is submitted; it must be reopened before you abstain or recuse yourself.",
        )
        raise Conflict("SHEET_SUBMITTED", text)


def problems_of_opening(
    *, has_entries: bool, has_evaluators: bool, has_criteria: bool, has_phases: bool
) -> list[DomainError]:
    """List what a round still lacks before it can be opened."""
    wanted = {
        "ENTRIES": (has_entries, Text("Vòng chấm chưa có sáng kiến.", "The round has no entries.")),
        "EVALUATORS": (has_evaluators, Text("Vòng chấm chưa có thành viên chấm.", "The round has no evaluators.")),
        "CRITERIA": (has_criteria, Text("Bộ tiêu chí chưa có tiêu chí.", "The rubric has no criteria.")),
        "PHASES": (has_phases, Text("Vòng chấm chưa có giai đoạn.", "The round has no phases.")),
    }
    return [Conflict(f"ROUND_NEEDS_{name}", text) for name, (there, text) in wanted.items() if not there]


def can_be_scored(kind: RoundKind, state: InitiativeState, *, is_later_round: bool, is_in_open_round: bool) -> bool:
    """Say whether an initiative can enter a round: screened ones can, and in a later round those of earlier ones.

    An initiative that no sheet scored is still SCORING after its round; a later round may take it up. A screening
    takes what was submitted and waits to be found eligible, a tie-break what has its score.
    """
    if kind is RoundKind.SCREENING:
        return state is InitiativeState.SUBMITTED and not is_in_open_round
    if kind is RoundKind.TIE_BREAK:
        return state is InitiativeState.SCORED
    if state is InitiativeState.SCREENED:
        return True
    waits = state is InitiativeState.SCORING and not is_in_open_round
    return is_later_round and (waits or state is InitiativeState.SCORED)


def refuse_entry(title: str, state: InitiativeState, path: Sequence[str] = ()) -> Conflict:
    """Say which initiative cannot be scored in a round, and in which state it is."""
    text = Text(
        f"Sáng kiến “{title}” đang ở trạng thái {state}, không vào được vòng chấm này.",
        f"The initiative “{title}” is {state} and cannot enter this round.",
    )
    return Conflict("STATE_FORBIDS", text, path)


def refuse_other_movement(path: Sequence[str]) -> Conflict:
    """Say that an initiative is of another movement than the round."""
    text = Text("Sáng kiến thuộc phong trào khác.", "The initiative is of another movement.")
    return Conflict("INITIATIVE_OF_OTHER_MOVEMENT", text, path)


def refuse_unredacted(number: int) -> Conflict:
    """Say which entry has no words without names, in a round that hides authors."""
    text = Text(f"Sáng kiến số {number} chưa có bản ẩn danh.", f"Entry {number} has no redacted revision.")
    return Conflict("REDACTION_MISSING", text)


def refuse_outside_blocks(title: str) -> Conflict:
    """Say that nobody can cross-score an initiative, for its unit is in no block."""
    text = Text(
        f"Đơn vị của sáng kiến “{title}” chưa thuộc khối nào.", f"The unit of the initiative “{title}” is in no block."
    )
    return Conflict("ENTRY_OUTSIDE_BLOCKS", text)


def refuse_other_unit(path: Sequence[str] = ("evaluatorId",)) -> Conflict:
    """Say that a unit scores its own initiatives in a round of this kind; the database says the same by trigger."""
    text = Text("Vòng tự chấm: người chấm phải thuộc đơn vị có sáng kiến.", "A unit scores its own initiatives here.")
    return Conflict("SELF_SCORE_OWN_UNIT", text, path)


def refuse_other_block(path: Sequence[str] = ("evaluatorId",)) -> Conflict:
    """Say that units of one block score one another; the database says the same by trigger."""
    text = Text(
        "Vòng chấm chéo: đơn vị của người chấm phải cùng khối với đơn vị có sáng kiến.",
        "Units of one block score one another here.",
    )
    return Conflict("CROSS_SCORE_BLOCK", text, path)


def refuse_sheets() -> Conflict:
    """Say that nobody fills in sheets in a round that judges pairs; the database says the same by trigger."""
    text = Text("Vòng này so sánh từng cặp, không có phiếu chấm.", "This round judges pairs; it has no sheets.")
    return Conflict("ROUND_JUDGES_PAIRS", text)


def refuse_blindly(path: Sequence[str]) -> Conflict:
    """Say that an evaluator may not score, and not why: where authors are hidden the reason would name them."""
    text = Text("Bạn không được chấm sáng kiến này.", "You may not score this initiative.")
    return Conflict("CONFLICT_OF_INTEREST", text, path)


def refuse_repeat(path: Sequence[str]) -> Conflict:
    """Say that an initiative stands in the round already, or twice in the request."""
    text = Text("Sáng kiến đã có trong vòng chấm.", "The initiative is in the round already.")
    return Conflict("ENTRY_TWICE", text, path)


def problems_of_pair(*, is_entry: bool, is_evaluator: bool, is_there: bool) -> list[DomainError]:
    """List what keeps an initiative from being given to an evaluator, conflicts of interest apart."""
    problems: list[DomainError] = []
    if not is_entry:
        text = Text("Sáng kiến không có trong vòng chấm.", "The initiative is not in the round.")
        problems.append(Conflict("NOT_IN_ROUND", text, ("initiativeId",)))
    if not is_evaluator:
        text = Text("Người này không phải thành viên chấm của vòng.", "This person is no evaluator of the round.")
        problems.append(Conflict("NOT_EVALUATOR", text, ("evaluatorId",)))
    if is_there:
        text = Text("Đã giao sáng kiến này cho thành viên chấm.", "The evaluator has this initiative already.")
        problems.append(Conflict("ASSIGNED_ALREADY", text, ("evaluatorId",)))
    return problems


def positions_of_repeats(items: Sequence[Hashable]) -> list[int]:
    """Return the positions at which something stands again that stood before."""
    first: dict[Hashable, int] = {}
    return [at for at, item in enumerate(items) if first.setdefault(item, at) != at]
