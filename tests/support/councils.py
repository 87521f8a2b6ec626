"""Councils with members, and sessions brought to a state by the deeds themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from domain.actor import Actor, Role
from domain.awards.model import Nomination
from domain.awards.rules import NominationState
from domain.clock import at
from domain.councils import appointing, convening, opening, voting
from domain.councils.ballot_box import BallotBox
from domain.councils.model import Council, CouncilSession, SessionItem, SessionMember
from domain.councils.queries import agenda_for_update, roster_of
from domain.councils.rules import Attendance, BallotChoice, CouncilKind, CouncilRole
from tests.support import awards
from tests.support.factories import NOW, Factory
from tests.support.graphql import BOX

RULE: dict[str, Any] = {"threshold": Decimal("0.8"), "quorum": Decimal("0.5"), "is_secret": True}
FOR, AGAINST, BLANK = BallotChoice.FOR, BallotChoice.AGAINST, BallotChoice.BLANK


@dataclass
class Scene:
    """A ministry's council of voters, who have no other role, and a session about appraised nominations."""

    awards: awards.Scene
    secretary: Actor
    council: Council
    voters: list[Actor]
    nominations: list[Nomination]
    sitting: CouncilSession
    items: list[SessionItem] = field(default_factory=list)
    roster: list[SessionMember] = field(default_factory=list)

    @property
    def item(self) -> SessionItem:
        """The first item."""
        return self.items[0]


async def scene(make: Factory, *, voters: int = 5, items: int = 1) -> Scene:
    """A planned session with its agenda; the first voter is the chair."""
    of = await awards.scene(make)
    secretary = await make.actor(Role.COUNCIL_SECRETARY)
    people = [await make.actor(Role.STAFF) for _ in range(voters)]
    with at(NOW):
        council = await appointing.create_council(
            make.session, of.personnel, kind=CouncilKind.MINISTRY, name=" Hội đồng TĐKT Bộ "
        )
        for number, person in enumerate(people):
            role = CouncilRole.MEMBER if number else CouncilRole.CHAIR
            await appoint(make, of.personnel, council, person, role)
        sitting = await convening.convene_council_session(
            make.session,
            secretary,
            council_id=council.id,
            movement_id=of.movement.id,
            name=" Phiên 1 ",
            scheduled_at=NOW,
            place="Phòng họp A",
        )
        nominations = [await appraised(make, of, first=number == 0) for number in range(items)]
        await convening.add_session_items(
            make.session, secretary, session_id=sitting.id, nomination_ids=[each.id for each in nominations]
        )
    made = Scene(of, secretary, council, people, nominations, sitting)
    made.items = list(await agenda_for_update(make.session, sitting.id))
    return made


async def appoint(make: Factory, by: Actor, council: Council, person: Actor, role: CouncilRole, **given: Any) -> Any:
    """Give somebody a seat since the beginning of the year."""
    asked = {"council_id": council.id, "person_id": person.person_id, "role": role, "starts_on": date(2024, 1, 1)}
    return await appointing.appoint_council_member(make.session, by, **{**asked, **given})


async def appraised(make: Factory, of: awards.Scene, *, first: bool) -> Nomination:
    """A nomination that waits for the council: of the scene's author, or of one more."""
    scene_of = of if first else await awards.another(make, of)
    return await awards.nomination(
        make, scene_of, state=NominationState.APPRAISED, submitted_at=NOW, person_id=scene_of.author.id
    )


async def opened(make: Factory, of: Scene, **given: Any) -> Scene:
    """Open the session by the usual rule."""
    with at(NOW):
        await opening.open_council_session(
            make.session,
            of.secretary,
            **{"box": BOX, "session_id": of.sitting.id, "expected_version": of.sitting.version, **RULE, **given},
        )
    of.items = list(await agenda_for_update(make.session, of.sitting.id))
    of.roster = list(await roster_of(make.session, of.sitting.id))
    return of


async def in_session(make: Factory, of: Scene, *, present: int, **given: Any) -> Scene:
    """Open the session, note the first so many voters present, and let them vote."""
    await opened(make, of, **given)
    await arrive(make, of, of.voters[:present])
    with at(NOW):
        await voting.begin_voting(
            make.session, of.secretary, session_id=of.sitting.id, expected_version=of.sitting.version
        )
    return of


async def arrive(make: Factory, of: Scene, people: Sequence[Actor]) -> None:
    """Note people present."""
    members = {member.person_id: member for member in of.roster}
    with at(NOW):
        for person in people:
            await opening.note_attendance(
                make.session,
                of.secretary,
                member_id=members[person.person_id].id,
                attendance=Attendance.PRESENT,
            )


async def cast(make: Factory, of: Scene, voter: Actor, *choices: BallotChoice, box: BallotBox | None = BOX) -> None:
    """Hand in a voter's papers for the first items, in their order."""
    ballots = [(item.id, choice) for item, choice in zip(of.items, choices, strict=False)]
    with at(NOW):
        await voting.cast_ballots(make.session, voter, box=box, session_id=of.sitting.id, ballots=ballots)


async def locked(make: Factory, of: Scene, box: BallotBox | None = BOX) -> Scene:
    """Lock the ballots."""
    with at(NOW):
        await voting.lock_ballots(
            make.session, of.secretary, box=box, session_id=of.sitting.id, expected_version=of.sitting.version
        )
    return of
