"""Proposing who scores what, applying it, giving what was given up to another."""

from collections import Counter
from uuid import UUID

import pytest
from sqlalchemy import select

from domain.actor import Role
from domain.conflicts.model import DeclaredConflict
from domain.conflicts.rules import ConflictOrigin
from domain.evaluations.model import Assignment
from domain.evaluations.rules import AssignmentOrigin, AssignmentState, RoundState
from domain.jobs.model import Job
from domain.jobs.rules import JobState
from domain.proposals import actions
from domain.proposals.model import AssignmentProposal, ProposalFinding, ProposedAssignment
from domain.proposals.rules import ProposalState
from tests.support import audit, jobs
from tests.support import evaluations as make_
from tests.support.evaluations import Scene, refusal
from tests.support.factories import NOW, Factory
from tests.support.initiatives import initiative


async def unassigned(make: Factory, initiatives: int = 1, evaluators: int = 1, **given) -> Scene:
    """A round in preparation with entries of one unit and evaluators of other units, and no assignment."""
    there = await make_.scene(make, initiatives=0, evaluators=evaluators, state=RoundState.DRAFT, **given)
    for number in range(initiatives):
        each = await initiative(make, there.movement, there.unit, there.author, title=f"Sáng kiến {number + 1}")
        there.initiatives.append(each)
        await make_.entry(make, there.round, each)
    return there


async def proposed(session, database, there: Scene, **asked) -> AssignmentProposal:
    await actions.propose_assignment(session, there.manager, round_id=there.round.id, **asked)
    await session.flush()
    await jobs.run_jobs(database)
    latest = select(Job).order_by(Job.created_at.desc(), Job.id.desc()).limit(1)
    job = (await session.scalars(latest.execution_options(populate_existing=True))).one()
    assert (job.state, job.error) == (JobState.DONE, None)
    return await session.get_one(AssignmentProposal, job.outcome_id)


async def pairs_of(session, proposal: AssignmentProposal) -> list[tuple[UUID, UUID]]:
    found = await session.execute(
        select(ProposedAssignment.initiative_id, ProposedAssignment.evaluator_id).where(
            ProposedAssignment.proposal_id == proposal.id
        )
    )
    return [tuple(row) for row in found]


async def test_proposal_gives_every_entry_its_number_and_assigns_nothing(session, database, make: Factory):
    there = await unassigned(make, initiatives=6, evaluators=4)

    proposal = await proposed(session, database, there, per_entry=2)

    pairs = await pairs_of(session, proposal)
    assert Counter(entry for entry, _ in pairs) == {each.id: 2 for each in there.initiatives}
    assert Counter(judge for _, judge in pairs) == {each.person_id: 3 for each in there.evaluators}
    said = (proposal.state, proposal.kept, proposal.added, proposal.missing, proposal.components)
    assert said == (ProposalState.COMPUTED, 0, 12, 0, 1)
    assert (proposal.least_load, proposal.greatest_load) == (3, 3)
    assert (await session.scalars(select(Assignment))).all() == []


async def test_same_seed_gives_the_same_proposal_and_another_seed_may_not(session, database, make: Factory):
    there = await unassigned(make, initiatives=6, evaluators=4)

    first = await pairs_of(session, await proposed(session, database, there, per_entry=2, seed=1))
    again = await pairs_of(session, await proposed(session, database, there, per_entry=2, seed=1))

    assert sorted(first) == sorted(again)


async def test_proposal_applied_becomes_assignments_once(session, database, make: Factory):
    there = await unassigned(make, initiatives=2, evaluators=3)
    proposal = await proposed(session, database, there, per_entry=2)
    version = proposal.version

    await actions.apply_proposal(session, there.manager, proposal_id=proposal.id, expected_version=version)

    made = (await session.scalars(select(Assignment))).all()
    assert {(each.initiative_id, each.evaluator_id) for each in made} == set(await pairs_of(session, proposal))
    assert {each.origin for each in made} == {AssignmentOrigin.PROPOSED}
    assert proposal.state is ProposalState.APPLIED
    assert (await audit.entries(session))[-1].deed == "PROPOSAL_APPLIED"
    again = actions.apply_proposal(session, there.manager, proposal_id=proposal.id, expected_version=proposal.version)
    assert await refusal(make, again) == ("Conflict", "PROPOSAL_STATE_FORBIDS", ())


async def test_proposal_is_refused_when_a_conflict_arose_since(session, database, make: Factory):
    there = await unassigned(make, initiatives=1, evaluators=1)
    proposal = await proposed(session, database, there, per_entry=1)
    await make.add(
        DeclaredConflict(
            person_id=there.evaluator.person_id,
            initiative_id=there.initiative.id,
            origin=ConflictOrigin.PERSONNEL,
            reason="Người thân",
            declared_at=NOW,
        )
    )

    applied = actions.apply_proposal(session, there.manager, proposal_id=proposal.id, expected_version=proposal.version)

    assert await refusal(make, applied) == (
        "Conflict",
        "CONFLICT_OF_INTEREST_DECLARED",
        ("pairs", "0", "evaluatorId"),
    )


async def test_proposal_keeps_what_is_assigned_and_replaces_the_recused(session, database, make: Factory):
    there = await unassigned(make, initiatives=2, evaluators=3)
    first, second = there.initiatives
    one, two, three = there.evaluators
    kept = [
        await make_.assignment(make, there.round, first, one.person_id),
        await make_.assignment(make, there.round, second, two.person_id),
    ]
    given_up = await make_.assignment(make, there.round, first, two.person_id)
    await make_.given_up(make, given_up)

    proposal = await proposed(session, database, there, per_entry=2)

    pairs = set(await pairs_of(session, proposal))
    assert (first.id, three.person_id) in pairs
    assert len(pairs) == 2
    assert not pairs & {(each.initiative_id, each.evaluator_id) for each in [*kept, given_up]}
    assert (proposal.kept, proposal.added) == (2, 2)


async def test_what_cannot_be_assigned_is_explained_by_the_tight_constraint(session, database, make: Factory):
    there = await unassigned(make, initiatives=3, evaluators=2)

    proposal = await proposed(session, database, there, per_entry=2, max_load=2)

    assert (proposal.added, proposal.missing) == (4, 2)
    (finding,) = await session.scalars(select(ProposalFinding).where(ProposalFinding.proposal_id == proposal.id))
    assert (finding.rule, finding.missing) == ("MAXIMUM_LOAD", 2)
    assert set(finding.initiative_ids) == {each.id for each in there.initiatives}
    assert set(finding.evaluator_ids) == {each.person_id for each in there.evaluators}
    assert "6" in finding.message
    assert "6" in finding.message_en


@pytest.mark.parametrize(
    ("asked", "rule", "path"),
    [
        ({}, "PER_ENTRY_MISSING", ("perEntry",)),
        ({"per_entry": 0}, "NUMBER_RANGE", ("perEntry",)),
        ({"per_entry": 2, "min_load": -1}, "NUMBER_RANGE", ("minLoad",)),
        ({"per_entry": 2, "min_load": 5, "max_load": 4}, "NUMBER_RANGE", ("maxLoad",)),
        ({"per_entry": 2, "max_same_unit": 0}, "NUMBER_RANGE", ("maxSameUnit",)),
        ({"per_entry": 2, "seed": -1}, "NUMBER_RANGE", ("seed",)),
    ],
)
async def test_proposal_needs_sensible_numbers(session, make: Factory, asked, rule, path):
    there = await unassigned(make)

    refused = actions.propose_assignment(session, there.manager, round_id=there.round.id, **asked)

    assert await refusal(make, refused) == ("Invalid", rule, path)


async def test_one_proposal_is_worked_out_at_a_time(session, make: Factory):
    there = await unassigned(make)
    await actions.propose_assignment(session, there.manager, round_id=there.round.id, per_entry=1)

    again = actions.propose_assignment(session, there.manager, round_id=there.round.id, per_entry=1)

    with pytest.raises(Exception, match="uq_jobs_pending"):
        await again


async def test_given_up_entry_goes_to_the_evaluator_with_the_fewest_entries(session, make: Factory):
    there = await unassigned(make, initiatives=2, evaluators=3)
    first, second = there.initiatives
    one, two, three = there.evaluators
    given_up = await make_.assignment(make, there.round, first, one.person_id)
    await make_.assignment(make, there.round, second, two.person_id)

    early = actions.replace_evaluator(session, there.manager, assignment_id=given_up.id)
    assert await refusal(make, early) == ("Conflict", "ASSIGNMENT_NOT_GIVEN_UP", ("assignmentId",))
    await make_.given_up(make, given_up, AssignmentState.RECUSED)
    made = await actions.replace_evaluator(session, there.manager, assignment_id=given_up.id)

    assert (made.initiative_id, made.evaluator_id) == (first.id, three.person_id)
    assert made.origin is AssignmentOrigin.REPLACEMENT
    entry = (await audit.entries(session))[-1]
    assert (entry.deed, entry.after["instead_of"]) == ("EVALUATOR_REPLACED", str(given_up.id))


async def test_nobody_left_is_said(session, make: Factory):
    there = await unassigned(make)
    given_up = await make_.assignment(make, there.round, there.initiative, there.evaluator.person_id)
    await make_.given_up(make, given_up)

    refused = actions.replace_evaluator(session, there.manager, assignment_id=given_up.id)

    assert await refusal(make, refused) == ("Conflict", "NO_REPLACEMENT", ("assignmentId",))


async def test_discarded_proposal_is_not_applied(session, database, make: Factory):
    there = await unassigned(make)
    proposal = await proposed(session, database, there, per_entry=1)

    await actions.discard_proposal(session, there.manager, proposal_id=proposal.id, expected_version=proposal.version)

    applied = actions.apply_proposal(session, there.manager, proposal_id=proposal.id, expected_version=proposal.version)
    assert await refusal(make, applied) == ("Conflict", "PROPOSAL_STATE_FORBIDS", ())
    staff = await make.actor(Role.STAFF)
    hidden = actions.discard_proposal(session, staff, proposal_id=proposal.id, expected_version=1)
    assert (await refusal(make, hidden))[0] == "NotFound"
