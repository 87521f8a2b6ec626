"""Councils of the role matrix: the ministry's with a session in each state, and a unit's.

The roster is the same in all: a ministry leader presides, three people of no body vote besides, and the secretary has
no vote. One of them is nominated in the session that votes.
"""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from domain.awards.rules import NominationState
from domain.councils.ballot_box import Place
from domain.councils.counting import Tally
from domain.councils.model import (
    BallotPaper,
    Council,
    CouncilMember,
    CouncilSession,
    SealedTally,
    SessionItem,
    SessionMember,
)
from domain.councils.rules import (
    Attendance,
    BallotChoice,
    BallotMeans,
    CouncilKind,
    CouncilRole,
    SessionState,
    Withholding,
)
from tests.support import matrix_world
from tests.support.factories import NOW, Factory
from tests.support.graphql import BOX

if TYPE_CHECKING:
    from tests.support.matrix_world import World

ROSTER = {
    "ministry_leader": CouncilRole.CHAIR,
    "staff_other": CouncilRole.MEMBER,
    "focal_officer": CouncilRole.MEMBER,
    "evaluator_other": CouncilRole.MEMBER,
    "council_secretary": CouncilRole.SECRETARY,
}
#: What each session votes on, whether in secret, and how far it came.
SESSIONS = {
    "planned": (("to vote",), True, ()),
    "open": (("PROPOSED",), True, (SessionState.OPEN,)),
    "voting": (("PROPOSED", "APPROVED"), True, (SessionState.OPEN, SessionState.VOTING)),
    "counting": (("PROPOSED",), False, (SessionState.OPEN, SessionState.VOTING)),
    "locked": (("PROPOSED",), False, (SessionState.OPEN, SessionState.VOTING, SessionState.LOCKED)),
}
MOMENTS = {SessionState.OPEN: "opened_at", SessionState.VOTING: "voting_at", SessionState.LOCKED: "locked_at"}


async def build(make: Factory, world: "World") -> None:
    """Two nominations that wait for the council, two councils, and a session of the ministry's in each state."""
    for label, person in (("to vote", "juror"), ("waiting", "recruit")):
        appraised = {"state": NominationState.APPRAISED, "submitted_at": NOW}
        row = await matrix_world.nominate(make, world, "published/other SCORED", person, "personnel", **appraised)
        world.keep(label, row)
    await council(make, world, "ministry", kind=CouncilKind.MINISTRY)
    await council(make, world, "own", kind=CouncilKind.UNIT, unit_id=world.row("Unit", "own").id)
    for person, role in ROSTER.items():
        await seat(make, world, "ministry", person, role=role, has_vote=role is not CouncilRole.SECRETARY)
    await seat(make, world, "own", "unit_leader", role=CouncilRole.CHAIR)
    for label in SESSIONS:
        await sitting(make, world, label)


async def more(make: Factory, world: "World") -> None:
    """Three councils with members and sessions, and three sessions with items."""
    await council(make, world, "third", kind=CouncilKind.INITIATIVE)
    await seat(make, world, "third", "juror")
    for label in ("own", "third"):
        await plan(make, world, label, f"of {label}")


async def council(make: Factory, world: "World", label: str, **given: Any) -> None:
    """A council."""
    world.keep(label, await make.add(Council(name=f"Hội đồng {label}", created_at=NOW, **given)))


async def seat(make: Factory, world: "World", council_: str, person: str, **given: Any) -> None:
    """A person's seat in a council."""
    values = {
        "council_id": world.row("Council", council_).id,
        "person_id": world.row("Person", person).id,
        "role": CouncilRole.MEMBER,
        "has_vote": True,
        "starts_on": date(2024, 1, 1),
        "appointed_at": NOW,
    }
    world.keep(f"{council_}: {person}", await make.add(CouncilMember(**{**values, **given})))


async def plan(make: Factory, world: "World", of: str, label: str) -> CouncilSession:
    """A planned session of a council."""
    values = {
        "council_id": world.row("Council", of).id,
        "movement_id": world.row("Movement", "running").id,
        "name": f"Phiên {label}",
        "scheduled_at": NOW,
        "created_at": NOW,
        "secretary_id": world.row("Person", "council_secretary").id,
    }
    return world.keep(label, await make.add(CouncilSession(**values)))


async def sitting(make: Factory, world: "World", label: str) -> None:
    """A session of the ministry's council, brought to its state past the deeds: they would leave entries in the trail.

    Its quorum is one member, which stands for those who are present.
    """
    nominations, is_secret, steps = SESSIONS[label]
    row = await plan(make, world, "ministry", label)
    items = []
    for ordinal, nomination in enumerate(nominations, 1):
        of = {"session_id": row.id, "nomination_id": world.row("Nomination", nomination).id, "ordinal": ordinal}
        items.append(world.keep(f"{label}: {nomination}", await make.add(SessionItem(**of))))
    if not steps:
        return
    members = [await member(make, world, row, label, person) for person in ROSTER]
    for item in items:
        await hand_out(make, world, item, members, is_secret=is_secret)
    row.chair_id = world.row("Person", "ministry_leader").id
    row.total_members, row.quorum, row.quorum_needed = 4, Decimal("0.25"), 1
    for step in steps:
        if step is SessionState.LOCKED:
            for item in items:
                item.votes_for, item.votes_against, item.votes_blank = 1, 0, 0
                item.share, item.is_passed = Decimal("0.25"), False
            await make.session.flush()
        row.state = step
        setattr(row, MOMENTS[step], NOW)
        await make.session.flush()


async def member(make: Factory, world: "World", of: CouncilSession, label: str, person: str) -> SessionMember:
    """A member on a roster; the chair alone is present."""
    is_chair = person == "ministry_leader"
    values = {
        "session_id": of.id,
        "ordinal": list(ROSTER).index(person),
        "person_id": world.row("Person", person).id,
        "role": ROSTER[person],
        "position": "Chuyên viên",
        "has_vote": person != "council_secretary",
        "attendance": Attendance.PRESENT if is_chair else Attendance.ABSENT,
        "arrived_at": NOW if is_chair else None,
    }
    return world.keep(f"{label}: {person}", await make.add(SessionMember(**values)))


async def hand_out(
    make: Factory, world: "World", item: SessionItem, members: list[SessionMember], *, is_secret: bool
) -> None:
    """Papers for an item; where the vote is open, the chair has handed theirs in."""
    nominee = world.row("Nomination", world.label("Nomination", item.nomination_id)).person_id
    voters = [each for each in members if each.has_vote]
    item.threshold, item.votes_needed, item.is_secret = Decimal("0.8"), 4, is_secret
    item.issued = sum(each.person_id != nominee for each in voters)
    item.collected = 0 if is_secret else 1
    await make.session.flush()
    for number, voter in enumerate(voters):
        is_in = not is_secret and number == 0
        values = {
            "withheld": Withholding.NOMINEE if voter.person_id == nominee else None,
            "means": BallotMeans.IN_PERSON if is_in else None,
            "choice": BallotChoice.FOR if is_in else None,
        }
        of = {"session_id": item.session_id, "item_id": item.id, "member_id": voter.id, "is_secret": is_secret}
        await make.add(BallotPaper(**of, **values))
    if is_secret:
        await make.add(SealedTally(item_id=item.id, sealed=BOX.seal(Tally(), Place(item.session_id, item.id))))
