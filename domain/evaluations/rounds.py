"""Deeds on rounds: create, open, close. Opening freezes what is scored and how; closing asks for the result."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.clock import utc_now
from domain.criteria import actions as rubrics
from domain.criteria import queries as criteria
from domain.engine.documents import problem_document
from domain.errors import Conflict, DomainError, Text, refuse_if_any
from domain.evaluations import assigning, gates, loading, particulars, queries, setting_up
from domain.evaluations.customary import CUSTOMARY
from domain.evaluations.model import Round, RoundPhase
from domain.evaluations.particulars import PhaseSpec, RoundRules, TierSpec
from domain.evaluations.phases import tell_entered
from domain.evaluations.rules import RoundKind, RoundState
from domain.evaluations.skeleton import skeleton_of
from domain.initiatives.actions.scoring import enter_scoring
from domain.initiatives.model import Initiative
from domain.initiatives.rules import InitiativeState
from domain.jobs import actions as jobs
from domain.jobs.model import Job
from domain.jobs.rules import JobKind
from domain.ledger import actions as ledger
from domain.ledger.rules import EventKind
from domain.movements import queries as movements
from domain.movements.rules import check_not_archived
from domain.reading.locking import check_version

#: Experts score; severity is adjusted for.
PLAIN = RoundRules()


async def create_round(
    session: AsyncSession,
    actor: Actor,
    *,
    movement_id: UUID,
    rubric_id: UUID,
    name: str,
    opens_at: datetime,
    closes_at: datetime,
    rules: RoundRules = PLAIN,
    phases: Sequence[PhaseSpec] | None = None,
    tiers: Sequence[TierSpec] = (),
) -> Round:
    """Add the next round of a movement, scored by one of its rubrics; phases not given are those of its kind.

    Raises NotFound, NotAllowed, Invalid, Conflict (archived, a rubric of another movement).
    """
    movement = await movements.get_for_update(session, actor, movement_id)
    policy.require(actor, Permission.ROUND_MANAGE)
    check_not_archived(movement.state)
    rubric = await criteria.get(session, actor, rubric_id)
    if rubric.movement_id != movement.id:
        text = Text("Bộ tiêu chí thuộc phong trào khác.", "The rubric is of another movement.")
        raise Conflict("RUBRIC_OF_OTHER_MOVEMENT", text, ("rubricId",))
    codes = [each.code for each in await criteria.criteria_of(session, rubric.id)]
    wanted = CUSTOMARY[rules.kind] if phases is None else phases
    refuse_if_any(
        [
            *particulars.problems_of_round(name=name, opens_at=opens_at, closes_at=closes_at),
            *particulars.problems_of_rules(rules, codes),
            *particulars.problems_of_phases(wanted),
            *particulars.problems_of_tiers(tiers),
        ]
    )

    round_ = Round(
        movement_id=movement.id,
        rubric_id=rubric.id,
        name=name.strip(),
        opens_at=opens_at,
        closes_at=closes_at,
        **{**asdict(rules), "ties": list(rules.ties)},
    )
    return await add_round(session, actor, round_, wanted, tiers)


async def add_round(
    session: AsyncSession, actor: Actor, round_: Round, phases: Sequence[PhaseSpec], tiers: Sequence[TierSpec]
) -> Round:
    """Add a round to its locked movement, as the last one: part of a deed, which requires and checks."""
    last = await session.scalar(select(func.max(Round.ordinal)).where(Round.movement_id == round_.movement_id))
    round_.ordinal = (last or 0) + 1
    round_.created_at = utc_now()
    session.add(round_)
    await session.flush()  # what belongs to it and the audit entry need the id
    setting_up.add_phases(session, round_, phases)
    setting_up.add_tiers(session, round_, tiers)
    await session.flush()  # the audit entry reads them
    said = {
        "phases": await setting_up.phases_said(session, round_.id),
        "tiers": await setting_up.tiers_said(session, round_.id),
    }
    record(session, actor, "ROUND_CREATED", round_, after={**snapshot(round_), **said})
    return round_


async def open_round(session: AsyncSession, actor: Actor, *, round_id: UUID, expected_version: int) -> Round:
    """Open a round, in its first phase: its entries, its rubric and its rules are frozen.

    What a screening looks at stays submitted, what a tie-break compares stays scored; anything else is being scored
    from now on. In a tie-break everybody is given every entry that nothing keeps from them. Raises NotFound,
    NotAllowed, StaleVersion, Conflict (not in preparation, something is missing).
    """
    round_, initiatives = await _locked(session, actor, round_id, expected_version, RoundState.DRAFT)
    rubric = await criteria.get_for_update(session, actor, round_.rubric_id)
    phases = await loading.phases_of(session, round_.id)
    refuse_if_any(await _problems_of_opening(session, round_, phases, initiatives))
    if round_.kind is RoundKind.TIE_BREAK:
        await assigning.assign_everybody(session, actor, round_)

    before = snapshot(round_)
    frozen = {"rubric_frozen": rubric.id} if rubrics.freeze_rubric(rubric) else {}
    if round_.kind not in {RoundKind.SCREENING, RoundKind.TIE_BREAK}:
        for each in initiatives.values():
            # What no sheet scored in an earlier round is still waiting for its score and needs no step.
            if each.state is not InitiativeState.SCORING:
                await enter_scoring(session, each)
    round_.state = RoundState.OPEN
    round_.opened_at = utc_now()
    round_.phase_id = phases[0].id
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "ROUND_OPENED", round_, before=before, after={**snapshot(round_), **frozen})
    problem = problem_document(await skeleton_of(session, round_))
    ledger.append(session, round_.id, EventKind.ROUND_OPENED, {"problem": json.loads(problem)})
    tell_entered(session, round_, phases[0])
    return round_


async def _problems_of_opening(
    session: AsyncSession, round_: Round, phases: Sequence[RoundPhase], initiatives: Mapping[UUID, Initiative]
) -> list[DomainError]:
    """List what a round lacks: something to score, by whom and by what; words without names; blocks to cross-score."""
    codes = [each.code for each in await criteria.criteria_of(session, round_.rubric_id)]
    problems: list[DomainError] = [
        *gates.problems_of_opening(
            has_entries=bool(initiatives),
            has_evaluators=bool(await loading.evaluators_of(session, round_.id)),
            has_criteria=bool(codes),
            has_phases=bool(phases),
        ),
        # The rubric may have changed since the chain was written.
        *particulars.problems_of_ties(round_.ties, codes),
    ]
    being_scored = await loading.in_open_rounds(session, list(initiatives))
    for each in initiatives.values():
        is_being_scored = each.id in being_scored
        if not gates.can_be_scored(round_.kind, each.state, is_later_round=True, is_in_open_round=is_being_scored):
            problems.append(gates.refuse_entry(each.title, each.state))
    if any(phase.hides_authors for phase in phases):
        entries = await loading.entries_of(session, round_.id)
        redacted = await loading.redacted_among(session, [entry.revision_id for entry in entries])
        problems += [gates.refuse_unredacted(entry.number) for entry in entries if entry.revision_id not in redacted]
    if round_.kind is RoundKind.TIE_BREAK and len(initiatives) == 1:
        text = Text("Phải có ít nhất hai sáng kiến để so sánh.", "It takes two entries to compare.")
        problems.append(Conflict("PAIR_NEEDS_TWO", text))
    if round_.kind is RoundKind.CROSS_SCORE:
        blocks = await loading.blocks_of(session, round_.movement_id)
        problems += [
            gates.refuse_outside_blocks(each.title) for each in initiatives.values() if each.unit_id not in blocks
        ]
    return problems


async def close_round(
    session: AsyncSession, actor: Actor, *, round_id: UUID, expected_version: int
) -> tuple[Round, Job]:
    """Close a round for good and have its first result computed from the submitted sheets; drafts do not count.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (not open). Who submits at this moment comes before or too late.
    """
    round_, _initiatives = await _locked(session, actor, round_id, expected_version, RoundState.OPEN)

    before = snapshot(round_)
    round_.state = RoundState.CLOSED
    round_.closed_at = utc_now()
    await session.flush()  # the new version belongs in the audit entry
    job = await jobs.enqueue(session, actor, kind=JobKind.COMPUTE_RESULT, round_id=round_.id, parameters={})
    record(session, actor, "ROUND_CLOSED", round_, before=before, after={**snapshot(round_), "job_id": job.id})
    ledger.append(session, round_.id, EventKind.ROUND_CLOSED, {})
    return round_, job


async def _locked(
    session: AsyncSession, actor: Actor, round_id: UUID, expected_version: int, state: RoundState
) -> tuple[Round, dict[UUID, Initiative]]:
    """Lock a round and, before it, its initiatives. Each change of its entries is a new version of the round."""
    round_ = await queries.get(session, actor, round_id)
    policy.require(actor, Permission.ROUND_MANAGE)
    check_version(round_, expected_version)
    initiatives = await loading.initiatives_of_round_for_update(session, round_id)
    round_ = await queries.get_for_update(session, actor, round_id)
    check_version(round_, expected_version)
    gates.check_round_state(round_.state, state)
    return round_, initiatives
