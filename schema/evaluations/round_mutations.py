"""Deeds on rounds, their entries and evaluators."""

from domain.evaluations import assigning, entries, rounds
from schema.evaluations.inputs import (
    AddRoundEntriesInput,
    AppointEvaluatorInput,
    AssignEvaluatorInput,
    AssignEvaluatorsInput,
    CloseRoundInput,
    DismissEvaluatorInput,
    OpenRoundInput,
    RemoveRoundEntryInput,
    UnassignInput,
)
from schema.evaluations.round_inputs import CreateRoundInput
from schema.mutation import Deed, Made, made, payload
from schema.refs import AssignmentRef, JobRef, RoleGrantRef, RoundRef
from schema.texts import T

ROUND = T("Vòng chấm; rỗng khi bị từ chối.", "The round; null when refused.")
JOB = T("Tác vụ tính kết quả; rỗng khi bị từ chối.", "The job that computes the result; null when refused.")
GRANT = T("Vai trò thành viên chấm; rỗng khi bị từ chối.", "The evaluator's grant; null when refused.")


@payload(T("Kết quả tạo vòng chấm.", "The answer of createRound."))
class CreateRoundPayload:
    """The round made."""

    round = made("Round", RoundRef, ROUND)


async def create_round(deed: Deed, input: CreateRoundInput) -> Made[CreateRoundPayload]:
    """Create a round."""
    round_ = await rounds.create_round(
        deed.session,
        deed.actor,
        movement_id=input.movement_id,
        rubric_id=input.rubric_id,
        name=input.name,
        opens_at=input.opens_at,
        closes_at=input.closes_at,
        rules=input.rules(),
        phases=None if input.phases is None else [phase.spec() for phase in input.phases],
        tiers=[tier.spec() for tier in input.tiers],
    )
    return Made(round=round_.id)


@payload(T("Kết quả đưa sáng kiến vào vòng.", "The answer of addRoundEntries."))
class AddRoundEntriesPayload:
    """The round changed."""

    round = made("Round", RoundRef, ROUND)


async def add_round_entries(deed: Deed, input: AddRoundEntriesInput) -> Made[AddRoundEntriesPayload]:
    """Put initiatives into a round."""
    round_ = await entries.add_round_entries(
        deed.session,
        deed.actor,
        round_id=input.round_id,
        expected_version=input.expected_version,
        initiative_ids=input.initiative_ids,
    )
    return Made(round=round_.id)


@payload(T("Kết quả đưa sáng kiến ra khỏi vòng.", "The answer of removeRoundEntry."))
class RemoveRoundEntryPayload:
    """The round changed."""

    round = made("Round", RoundRef, ROUND)


async def remove_round_entry(deed: Deed, input: RemoveRoundEntryInput) -> Made[RemoveRoundEntryPayload]:
    """Take an initiative out of a round."""
    round_ = await entries.remove_round_entry(
        deed.session, deed.actor, entry_id=input.entry_id, expected_version=input.expected_version
    )
    return Made(round=round_.id)


@payload(T("Kết quả mở vòng chấm.", "The answer of openRound."))
class OpenRoundPayload:
    """The round opened."""

    round = made("Round", RoundRef, ROUND)


async def open_round(deed: Deed, input: OpenRoundInput) -> Made[OpenRoundPayload]:
    """Open a round."""
    round_ = await rounds.open_round(
        deed.session, deed.actor, round_id=input.round_id, expected_version=input.expected_version
    )
    return Made(round=round_.id)


@payload(T("Kết quả đóng vòng chấm.", "The answer of closeRound."))
class CloseRoundPayload:
    """The round closed, and the job that computes its first result."""

    round = made("Round", RoundRef, ROUND)
    job = made("Job", JobRef, JOB)


async def close_round(deed: Deed, input: CloseRoundInput) -> Made[CloseRoundPayload]:
    """Close a round."""
    round_, job = await rounds.close_round(
        deed.session, deed.actor, round_id=input.round_id, expected_version=input.expected_version
    )
    return Made(round=round_.id, job=job.id)


@payload(T("Kết quả cử thành viên chấm.", "The answer of appointEvaluator."))
class AppointEvaluatorPayload:
    """The grant made."""

    role_grant = made("RoleGrant", RoleGrantRef, GRANT)


async def appoint_evaluator(deed: Deed, input: AppointEvaluatorInput) -> Made[AppointEvaluatorPayload]:
    """Appoint an evaluator."""
    grant = await assigning.appoint_evaluator(
        deed.session, deed.actor, round_id=input.round_id, person_id=input.person_id
    )
    return Made(role_grant=grant.id)


@payload(T("Kết quả thôi cử thành viên chấm.", "The answer of dismissEvaluator."))
class DismissEvaluatorPayload:
    """The grant ended."""

    role_grant = made("RoleGrant", RoleGrantRef, GRANT)


async def dismiss_evaluator(deed: Deed, input: DismissEvaluatorInput) -> Made[DismissEvaluatorPayload]:
    """Dismiss an evaluator."""
    grant = await assigning.dismiss_evaluator(deed.session, deed.actor, grant_id=input.grant_id, reason=input.reason)
    return Made(role_grant=grant.id)


@payload(T("Kết quả giao chấm.", "The answer of assignEvaluator."))
class AssignEvaluatorPayload:
    """The assignment made."""

    assignment = made(
        "Assignment", AssignmentRef, T("Phân công chấm; rỗng khi bị từ chối.", "The assignment; null when refused.")
    )


async def assign_evaluator(deed: Deed, input: AssignEvaluatorInput) -> Made[AssignEvaluatorPayload]:
    """Give an entry to an evaluator."""
    assignment = await assigning.assign_evaluator(
        deed.session,
        deed.actor,
        round_id=input.round_id,
        initiative_id=input.initiative_id,
        evaluator_id=input.evaluator_id,
    )
    return Made(assignment=assignment.id)


@payload(T("Kết quả giao chấm nhiều sáng kiến.", "The answer of assignEvaluators."))
class AssignEvaluatorsPayload:
    """The round, with the assignments made."""

    round = made("Round", RoundRef, ROUND)


async def assign_evaluators(deed: Deed, input: AssignEvaluatorsInput) -> Made[AssignEvaluatorsPayload]:
    """Give many entries to many evaluators."""
    pairs = [(pair.initiative_id, pair.evaluator_id) for pair in input.pairs]
    await assigning.assign_evaluators(deed.session, deed.actor, round_id=input.round_id, pairs=pairs)
    return Made(round=input.round_id)


@payload(T("Kết quả bỏ giao chấm.", "The answer of unassign."))
class UnassignPayload:
    """The round, without the assignment."""

    round = made("Round", RoundRef, ROUND)


async def unassign(deed: Deed, input: UnassignInput) -> Made[UnassignPayload]:
    """Take an entry back from an evaluator."""
    assignment = await assigning.unassign(
        deed.session, deed.actor, assignment_id=input.assignment_id, expected_version=input.expected_version
    )
    return Made(round=assignment.round_id)
