"""Deeds of the secretary that open a session: membership, rules and papers are frozen; then who is present is noted."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.awards.model import Nomination
from domain.clock import VIETNAM, utc_now
from domain.councils import dossiers, queries
from domain.councils.ballot_box import BallotBox, Place, require_box
from domain.councils.counting import (
    Tally,
    VotingRule,
    check_papers,
    problems_of_rule,
    rule_given,
    total_of,
    votes_needed,
    voting_rule,
)
from domain.councils.model import BallotPaper, CouncilSession, SealedTally, SessionItem, SessionMember
from domain.councils.rules import (
    Attendance,
    CouncilRole,
    SessionState,
    Withholding,
    chair_of,
    check_agenda,
    check_attendance,
    check_meeting,
    check_step,
    withholding_of,
)
from domain.errors import refuse_if_any
from domain.reading.locking import check_version


async def open_council_session(
    session: AsyncSession,
    actor: Actor,
    *,
    box: BallotBox | None,
    session_id: UUID,
    expected_version: int,
    chair_id: UUID | None = None,
    threshold: Decimal | None = None,
    quorum: Decimal | None = None,
    is_secret: bool | None = None,
) -> CouncilSession:
    """Open a planned session: from now on neither its members nor its agenda nor the rules of its votes change.

    `threshold`, `quorum` and `is_secret` hold for items whose dossier is judged by no voting rule.
    Without `chair_id` the council's chair presides.

    Raises NotFound, NotAllowed, StaleVersion, Invalid (a rule is missing, shares), Conflict (state, empty agenda,
    nobody to preside, a dossier that does not wait any more, too few papers for a secret vote, no key).
    """
    sitting = await queries.get_session_for_update(session, actor, session_id)
    policy.require(actor, Permission.COUNCIL_RUN)
    check_version(sitting, expected_version)
    check_step(sitting.state, SessionState.OPEN)
    items = await queries.agenda_for_update(session, sitting.id)
    check_agenda(len(items))
    nominations = await dossiers.of_items(session, items)
    dossiers.check_waiting([nominations[item.nomination_id] for item in items])
    now = utc_now()
    rules = await _rules(session, items, nominations, (threshold, quorum, is_secret))
    roster = await _roster(session, sitting, now)
    presiding = chair_of({member.person_id: member.role for member in roster}, chair_id)
    total = total_of([member.has_vote for member in roster])
    withheld = await _withheld(session, items, nominations, roster)
    voters = [member for member in roster if member.has_vote]
    issued = [sum(member.person_id not in withheld[item.id] for member in voters) for item in items]
    for position, (papers, rule) in enumerate(zip(issued, rules, strict=True)):
        check_papers(papers, is_secret=rule.is_secret, path=("items", str(position)))
    box_of_all = require_box(box) if any(rule.is_secret for rule in rules) else None

    session.add_all(roster)
    for item, rule, papers in zip(items, rules, issued, strict=True):
        _freeze(item, rule, total, issued=papers)
    await session.flush()  # papers refer to members, and to items as they are frozen
    for item in items:
        _hand_out(session, item, voters, withheld[item.id])
        if item.is_secret and box_of_all is not None:
            sealed = box_of_all.seal(Tally(), Place(sitting.id, item.id))
            session.add(SealedTally(item_id=item.id, sealed=sealed))
    await session.flush()  # papers are made while the session is still planned

    before = snapshot(sitting)
    quorum_of_all = max(rule.quorum for rule in rules)
    sitting.chair_id, sitting.total_members = presiding, total
    sitting.quorum, sitting.quorum_needed = quorum_of_all, votes_needed(quorum_of_all, total)
    sitting.state, sitting.opened_at = SessionState.OPEN, now
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "COUNCIL_SESSION_OPENED", sitting, before=before, after=snapshot(sitting))
    return sitting


async def _rules(
    session: AsyncSession,
    items: Sequence[SessionItem],
    nominations: Mapping[UUID, Nomination],
    given: tuple[Decimal | None, Decimal | None, bool | None],
) -> list[VotingRule]:
    """Return the voting rule of each item: the one that its dossier is judged by, or what the secretary gives."""
    by_law, found = await dossiers.rules_of(session, nominations.values()), []
    for item in items:
        rule = by_law[item.nomination_id]
        if rule is None:
            chosen = rule_given(*given)
            refuse_if_any(problems_of_rule(chosen))
        else:
            chosen = voting_rule(rule.parameters, f"{rule.clause}, {rule.basis}")
        found.append(chosen)
    return found


async def _roster(session: AsyncSession, sitting: CouncilSession, now: datetime) -> list[SessionMember]:
    """Copy who sits in the council today, in the order of roles, then of names."""
    ranks = list(CouncilRole)
    seats = await queries.seats_on(session, sitting.council_id, now.astimezone(VIETNAM).date())
    ordered = sorted(seats, key=lambda pair: (ranks.index(pair[0].role), pair[1].full_name, str(pair[1].id)))
    return [
        SessionMember(
            session_id=sitting.id,
            ordinal=ordinal,
            person_id=person.id,
            role=seat.role,
            position=person.position,
            has_vote=seat.has_vote,
        )
        for ordinal, (seat, person) in enumerate(ordered, 1)
    ]


async def _withheld(
    session: AsyncSession,
    items: Sequence[SessionItem],
    nominations: Mapping[UUID, Nomination],
    roster: Collection[SessionMember],
) -> dict[UUID, dict[UUID, Withholding]]:
    """Return for each item who of the roster gets no paper, and why."""
    hands = await dossiers.hands_in(session, nominations.values())
    found: dict[UUID, dict[UUID, Withholding]] = {}
    for item in items:
        nomination = nominations[item.nomination_id]
        reasons = {
            member.person_id: withholding_of(member.person_id, nomination.person_id, hands[nomination.id])
            for member in roster
        }
        found[item.id] = {person: why for person, why in reasons.items() if why is not None}
    return found


def _freeze(item: SessionItem, rule: VotingRule, total: int, *, issued: int) -> None:
    item.threshold, item.is_secret, item.clause = rule.threshold, rule.is_secret, rule.clause
    item.votes_needed, item.issued = votes_needed(rule.threshold, total), issued


def _hand_out(
    session: AsyncSession, item: SessionItem, voters: Collection[SessionMember], withheld: Mapping[UUID, Withholding]
) -> None:
    """Make a paper of an item for each member with a vote, those that are withheld among them."""
    session.add_all(
        BallotPaper(
            session_id=item.session_id,
            item_id=item.id,
            member_id=member.id,
            is_secret=item.is_secret,
            withheld=withheld.get(member.person_id),
        )
        for member in voters
    )


async def note_attendance(
    session: AsyncSession, actor: Actor, *, member_id: UUID, attendance: Attendance, arrived_at: datetime | None = None
) -> SessionMember:
    """Note whether a member is present; without `arrived_at` a present one came just now.

    Whoever voted in person was there, and stays noted so.

    Raises NotFound, NotAllowed, Closed (before the opening, after the lock), Conflict (voted in person), Invalid (an
    arrival still to come).
    """
    member = await queries.get_member_for_update(session, actor, member_id)
    policy.require(actor, Permission.COUNCIL_RUN)
    sitting = await queries.get_session_for_update(session, actor, member.session_id)
    check_meeting(sitting.state)
    now = utc_now()
    voted = await queries.has_voted_in_person(session, member.id)
    check_attendance(attendance, voted_in_person=voted, arrived_at=arrived_at, now=now)
    before = snapshot(member)
    member.attendance = attendance
    is_present = attendance is Attendance.PRESENT
    member.arrived_at = (arrived_at or member.arrived_at or now) if is_present else None
    record(session, actor, "ATTENDANCE_NOTED", member, before=before, after=snapshot(member))
    return member
