"""When a deed of evaluation is possible: the states of rounds, entries, assignments and sheets, and the time."""

from collections.abc import Hashable, Sequence
from datetime import datetime

from domain.errors import Closed, Conflict, DomainError, Invalid, Text
from domain.evaluations.rules import AssignmentState, ResultState, RoundState, SheetState
from domain.initiatives.rules import InitiativeState

#: How many entries or assignments one deed may make, and how finely a score may be published.
MAX_AT_ONCE = 100
MAX_SCORE_PLACES = 6


def problems_of_round(*, name: str, opens_at: datetime, closes_at: datetime, score_places: int) -> list[DomainError]:
    """List what is wrong with a round's particulars."""
    problems: list[DomainError] = []
    if not name.strip():
        problems.append(Invalid("NAME_EMPTY", Text("Tên không được để trống.", "The name is empty."), ("name",)))
    if closes_at <= opens_at:
        text = Text("Thời điểm đóng phải sau thời điểm mở.", "A round closes after it opens.")
        problems.append(Invalid("PERIOD_REVERSED", text, ("closesAt",), f"> {opens_at.isoformat()}"))
    if not 0 <= score_places <= MAX_SCORE_PLACES:
        text = Text(
            f"Số chữ số thập phân từ 0 đến {MAX_SCORE_PLACES}.", f"A score has 0 to {MAX_SCORE_PLACES} decimals."
        )
        problems.append(Invalid("SCORE_PLACES_RANGE", text, ("scorePlaces",), f"0..{MAX_SCORE_PLACES}"))
    return problems


def check_count(count: int, field: str) -> None:
    """Raise Invalid unless a list given to a deed has 1 to 100 items."""
    if not 1 <= count <= MAX_AT_ONCE:
        text = Text(f"Mỗi lần từ 1 đến {MAX_AT_ONCE} mục.", f"There must be 1 to {MAX_AT_ONCE} items.")
        raise Invalid("ITEMS_COUNT", text, (field,), f"1..{MAX_AT_ONCE}")


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


def check_staged(state: ResultState) -> None:
    """Raise Conflict when a result is published already."""
    if state is not ResultState.STAGED:
        raise Conflict("RESULT_PUBLISHED", Text("Kết quả đã công bố.", "The result is published already."))


def problems_of_opening(*, has_entries: bool, has_evaluators: bool, has_criteria: bool) -> list[DomainError]:
    """List what a round still lacks before it can be opened."""
    wanted = {
        "ENTRIES": (has_entries, Text("Vòng chấm chưa có sáng kiến.", "The round has no entries.")),
        "EVALUATORS": (has_evaluators, Text("Vòng chấm chưa có thành viên chấm.", "The round has no evaluators.")),
        "CRITERIA": (has_criteria, Text("Bộ tiêu chí chưa có tiêu chí.", "The rubric has no criteria.")),
    }
    return [Conflict(f"ROUND_NEEDS_{name}", text) for name, (there, text) in wanted.items() if not there]


def can_be_scored(state: InitiativeState, *, is_later_round: bool, is_in_open_round: bool) -> bool:
    """Say whether an initiative can enter a round: screened ones can, and in a later round those of earlier ones.

    An initiative that no sheet scored is still SCORING after its round; a later round may take it up.
    """
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
