"""Who a post is for, who may say it when, and how long it may be."""

from enum import StrEnum

from domain.access.permissions import Permission
from domain.errors import Closed, Invalid, NotAllowed, Text
from domain.evaluations.rules import AssignmentState

#: How long a post may be, in characters.
MAX_POST = 5000


class Audience(StrEnum):
    """A post is for the evaluators of the entry and those who run the round, or for those who run it alone."""

    EVALUATORS = "EVALUATORS"
    ORGANISERS = "ORGANISERS"


def required_body(body: str) -> str:
    """Return what is said without blanks around it. Raises Invalid unless 1 to MAX_POST characters stay."""
    said = body.strip()
    if not 1 <= len(said) <= MAX_POST:
        text = Text(f"Nội dung phải có từ 1 đến {MAX_POST} ký tự.", f"A post has 1 to {MAX_POST} characters.")
        raise Invalid("POST_LENGTH", text, ("body",), f"1..{MAX_POST}")
    return said


def check_evaluator_may_post(state: AssignmentState | None, audience: Audience) -> None:
    """Raise NotAllowed unless the entry is given to the evaluator (None: it is not) and the post is for evaluators.

    Who abstained may still discuss; who was recused may not.
    """
    if state in (None, AssignmentState.RECUSED):
        text = Text("Sáng kiến này không được giao cho bạn.", "This entry is not assigned to you.")
        raise NotAllowed(Permission.DISCUSSION_JOIN, text, "ENTRY_NOT_OWN", ("entryId",))
    if audience is Audience.ORGANISERS:
        text = Text(
            "Chỉ người tổ chức vòng chấm mới viết riêng cho nhau.",
            "Only those who run the round write to one another alone.",
        )
        raise NotAllowed(Permission.DISCUSSION_JOIN, text, "AUDIENCE_NOT_OWN", ("audience",))


def check_phase_discusses(name: str, *, can_discuss: bool) -> None:
    """Raise Closed, naming the phase that the round is in, unless evaluators discuss in it."""
    if not can_discuss:
        text = Text(
            f"Giai đoạn “{name}” của vòng chấm không có thảo luận.", f"The round's phase “{name}” has no discussion."
        )
        raise Closed("PHASE_FORBIDS", text)
