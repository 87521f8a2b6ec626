"""Councils whose members are anybody, with sessions in every state about nominations of anybody, even of members."""

from decimal import Decimal

from domain.councils.rules import CouncilKind, CouncilRole, SessionState
from tests.support.factories import NOW
from tests.support.plain_rows import Draft, Row

#: The moments that a session in each state has behind it.
BEHIND = {
    SessionState.PLANNED: (),
    SessionState.OPEN: ("opened_at",),
    SessionState.VOTING: ("opened_at", "voting_at"),
    SessionState.LOCKED: ("opened_at", "voting_at", "locked_at"),
    SessionState.CONCLUDED: ("opened_at", "voting_at", "locked_at", "concluded_at"),
    SessionState.CANCELLED: ("opened_at",),
}


def add_councils(draft: Draft) -> None:
    """Let everybody who is nominated sit in a session about others, or about themselves."""
    for kind in CouncilKind:
        unit = draft.any_of(*draft["units"])["id"] if kind is CouncilKind.UNIT else None
        council = draft.add("councils", kind=kind, unit_id=unit)
        for person in draft.some(draft["people"], 1, 3):
            _seat(draft, council, person, {"role": CouncilRole.MEMBER, "has_vote": True})
    for state in SessionState:
        for _ in range(2):
            _sitting(draft, draft.any_of(*draft["councils"]), state)


def _seat(draft: Draft, council: Row, person: Row, role: Row) -> None:
    draft.add("council_members", council_id=council["id"], person_id=person["id"], **role)


def _sitting(draft: Draft, council: Row, state: SessionState) -> None:
    of = {"council_id": council["id"], "movement_id": draft.any_of(*draft["movements"])["id"], "state": state}
    moments = dict.fromkeys(BEHIND[state], NOW)
    is_open = bool(moments)
    frozen = {"total_members": 3, "quorum": Decimal("0.5"), "quorum_needed": 2, "chair_id": draft.anybody()}
    ended = {"cancelled_at": NOW, "cancelled_reason": "Hoãn"} if state is SessionState.CANCELLED else {}
    sitting = draft.add("council_sessions", **of, **moments, **(frozen if is_open else {}), **ended)
    nominations = draft.some(draft["nominations"], 2, 5)
    for ordinal, nomination in enumerate(nominations, 1):
        rule = {"threshold": Decimal("0.5"), "votes_needed": 2, "is_secret": True, "issued": 3} if is_open else {}
        counted = {"votes_for": 2, "votes_against": 0, "votes_blank": 0, "share": Decimal("0.6667"), "is_passed": True}
        result = {"collected": 2, **counted} if "locked_at" in moments else {"collected": 0}
        on = {"session_id": sitting["id"], "nomination_id": nomination["id"], "ordinal": ordinal}
        draft.add("session_items", **on, **rule, **result)
    # Nominees of the agenda sit on the roster, although no paper about themselves is theirs.
    nominees = {each["person_id"] for each in nominations[:2] if each["person_id"]}
    people = {*nominees, *(each["id"] for each in draft.some(draft["people"], 1, 3))} if is_open else set()
    for ordinal, person in enumerate(sorted(people), 1):
        role = {"role": CouncilRole.MEMBER, "has_vote": True, "ordinal": ordinal}
        draft.add("session_members", session_id=sitting["id"], person_id=person, **role)
