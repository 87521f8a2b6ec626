"""Deeds on evaluators: appoint to a round and dismiss, assign entries and take them back."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import EXPLANATIONS, Subject, grantee_is_another
from domain.actor import Actor, Role
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.errors import Conflict, DomainError, NotAllowed, NotFound, Text, refuse_if_any
from domain.evaluations import gates, loading, queries
from domain.evaluations.model import Assignment, Round
from domain.evaluations.pairing import Pair, refusals_of_pairs
from domain.evaluations.rules import AssignmentOrigin, RoundState
from domain.people import queries as people
from domain.people import roles
from domain.people.model import RoleGrant
from domain.reading import locking
from domain.reading.locking import check_version

#: States of a round in which evaluators and assignments may change.
CHANGEABLE = (RoundState.DRAFT, RoundState.OPEN)


async def appoint_evaluator(session: AsyncSession, actor: Actor, *, round_id: UUID, person_id: UUID) -> RoleGrant:
    """Make a person an evaluator of a round, at once. Raises NotFound, NotAllowed (oneself), Conflict (held)."""
    round_ = await queries.get_for_update(session, actor, round_id)
    _require_another(actor, person_id, "personId")
    gates.check_round_state(round_.state, *CHANGEABLE)
    person = await people.get(session, actor, person_id)
    if person.left_on is not None:
        raise NotFound(("personId",))
    return await roles.add_grant(session, actor, person_id=person.id, role=Role.EVALUATOR, round_id=round_.id)


async def dismiss_evaluator(session: AsyncSession, actor: Actor, *, grant_id: UUID, reason: str) -> RoleGrant:
    """Dismiss an evaluator; they lose their rights at once, and what they submitted stays and counts.

    Raises NotFound (also for a grant of another role), NotAllowed (oneself), Invalid (no reason), Conflict (revoked).
    """
    grant = await locking.get_for_update(session, actor, RoleGrant, people.GRANTS, grant_id, ("grantId",))
    if grant.role is not Role.EVALUATOR:
        raise NotFound(("grantId",))
    _require_another(actor, grant.person_id, "grantId")
    return await roles.end_grant(session, actor, grant, reason)


def _require_another(actor: Actor, person_id: UUID, field: str) -> None:
    policy.require(actor, Permission.ROUND_MANAGE)
    if not grantee_is_another(actor, Subject(grantee_id=person_id)):
        permission, text = Permission.ROUND_MANAGE.value, EXPLANATIONS[grantee_is_another]
        raise NotAllowed(permission, text, grantee_is_another.__name__.upper(), (field,))


async def assign_evaluator(
    session: AsyncSession, actor: Actor, *, round_id: UUID, initiative_id: UUID, evaluator_id: UUID
) -> Assignment:
    """Give an entry of a round to one of its evaluators. Raises NotFound, NotAllowed, Conflict (of interest, twice)."""
    round_ = await _changeable_round(session, actor, round_id)
    problems = await _problems(session, round_, [(initiative_id, evaluator_id)])
    refuse_if_any([problem for _at, problem in problems])

    pairs = [(initiative_id, evaluator_id)]
    (assignment,) = await _assign(session, round_, pairs, AssignmentOrigin.BY_HAND)
    record(session, actor, "ASSIGNED", assignment, after=snapshot(assignment))
    return assignment


async def assign_evaluators(
    session: AsyncSession, actor: Actor, *, round_id: UUID, pairs: Sequence[Pair]
) -> list[Assignment]:
    """Give many entries to many evaluators, all or none. Refusals name the pair, at ("pairs", position, field)."""
    round_ = await _changeable_round(session, actor, round_id)
    gates.check_count(len(pairs), "pairs")
    assignments = await assign_pairs(session, round_, pairs, AssignmentOrigin.BY_HAND)
    named = [{"initiative_id": initiative, "evaluator_id": evaluator} for initiative, evaluator in pairs]
    record(session, actor, "ASSIGNED", round_, after={"pairs": named})
    return assignments


async def assign_pairs(
    session: AsyncSession, round_: Round, pairs: Sequence[Pair], origin: AssignmentOrigin
) -> list[Assignment]:
    """Give entries of a locked round to evaluators, all or none: part of a deed, which requires, checks and records.

    Refusals name the pair, at ("pairs", position, field).
    """
    problems = await _problems(session, round_, pairs)
    for at, problem in problems:
        problem.path = ("pairs", str(at), *problem.path)
    refuse_if_any([problem for _at, problem in problems])
    return await _assign(session, round_, pairs, origin)


async def assign_everybody(session: AsyncSession, actor: Actor, round_: Round) -> None:
    """Give every evaluator of a locked round every entry that nothing keeps from them: part of a deed.

    Raises Conflict where nobody would have two entries to compare.
    """
    entries = await loading.entries_of(session, round_.id)
    evaluators = sorted(await loading.evaluators_of(session, round_.id))
    there = await loading.assigned_pairs(session, round_.id)
    pairs = [
        (entry.initiative_id, evaluator_id)
        for entry in entries
        for evaluator_id in evaluators
        if (entry.initiative_id, evaluator_id) not in there
    ]
    refused = await refusals_of_pairs(session, round_, pairs)
    free = [pair for pair, why in zip(pairs, refused, strict=True) if why is None]
    given = Counter(evaluator_id for _initiative, evaluator_id in [*there, *free])
    if max(given.values(), default=0) <= 1:
        text = Text("Không ai được phép so sánh hai sáng kiến nào.", "Nobody may compare any two of the entries.")
        raise Conflict("NOBODY_MAY_COMPARE", text)
    await _assign(session, round_, free, AssignmentOrigin.PROPOSED)
    named = [{"initiative_id": initiative, "evaluator_id": evaluator} for initiative, evaluator in free]
    record(session, actor, "ASSIGNED", round_, after={"pairs": named})


async def unassign(session: AsyncSession, actor: Actor, *, assignment_id: UUID, expected_version: int) -> Assignment:
    """Take an entry back from an evaluator who has not begun. Raises NotFound, NotAllowed, StaleVersion, Conflict."""
    seen = await queries.get_assignment(session, actor, assignment_id)
    await _changeable_round(session, actor, seen.round_id)
    assignment = await queries.get_assignment_for_update(session, actor, assignment_id)
    check_version(assignment, expected_version)
    gates.check_assigned(assignment.state)
    if await loading.sheet_of(session, assignment.id) is not None:
        text = Text("Thành viên chấm đã lập phiếu.", "The evaluator has begun a score sheet.")
        raise Conflict("SHEET_EXISTS", text)

    before = snapshot(assignment)
    await session.delete(assignment)
    await session.flush()  # refused here rather than at commit
    record(session, actor, "UNASSIGNED", assignment, before=before)
    return assignment


async def _changeable_round(session: AsyncSession, actor: Actor, round_id: UUID) -> Round:
    round_ = await queries.get_for_update(session, actor, round_id)
    policy.require(actor, Permission.ROUND_MANAGE)
    gates.check_round_state(round_.state, *CHANGEABLE)
    return round_


async def _problems(session: AsyncSession, round_: Round, pairs: Sequence[Pair]) -> list[tuple[int, DomainError]]:
    """List what is wrong, with the position of the pair: not in the round, no evaluator of it, twice, may not score."""
    entries = {entry.initiative_id for entry in await loading.entries_of(session, round_.id)}
    evaluators = await loading.evaluators_of(session, round_.id)
    there = await loading.assigned_pairs(session, round_.id)
    repeats = set(gates.positions_of_repeats(pairs))
    problems: list[tuple[int, DomainError]] = []
    sound: list[tuple[int, Pair]] = []
    for at, (initiative_id, evaluator_id) in enumerate(pairs):
        found = gates.problems_of_pair(
            is_entry=initiative_id in entries,
            is_evaluator=evaluator_id in evaluators,
            is_there=(initiative_id, evaluator_id) in there or at in repeats,
        )
        problems += [(at, problem) for problem in found]
        sound += [] if found else [(at, (initiative_id, evaluator_id))]
    refused = await refusals_of_pairs(session, round_, [pair for _at, pair in sound])
    problems += [(at, problem) for (at, _pair), problem in zip(sound, refused, strict=True) if problem is not None]
    return sorted(problems, key=lambda one: one[0])


async def _assign(
    session: AsyncSession, round_: Round, pairs: Sequence[Pair], origin: AssignmentOrigin
) -> list[Assignment]:
    now = utc_now()
    assignments = [
        Assignment(
            round_id=round_.id,
            initiative_id=initiative_id,
            evaluator_id=evaluator_id,
            origin=origin,
            created_at=now,
        )
        for initiative_id, evaluator_id in pairs
    ]
    session.add_all(assignments)
    await session.flush()  # the audit entry needs the ids, and the database's own guards must refuse here
    return assignments
