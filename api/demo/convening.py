"""How a round of the demonstration comes about: rules, entries, evaluators, an assignment worked out by the engine."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from api.demo.launching import CENTER
from api.demo.organisation import REGISTRAR
from api.demo.story import Story, data, moment
from domain.conflicts import declaring
from domain.criteria.model import Criterion
from domain.criteria.queries import criteria_of
from domain.evaluations import assigning, entries, rounds
from domain.evaluations.model import Assignment, Round
from domain.evaluations.particulars import PhaseSpec, RoundRules, TierSpec
from domain.evaluations.rules import ScoresSeen
from domain.initiatives.actions.redacting import redact_revision
from domain.initiatives.model import Initiative, InitiativeRevision
from domain.initiatives.redaction import RedactedContent
from domain.proposals import actions as proposals
from domain.proposals.model import AssignmentProposal
from domain.units.model import Unit

PER_ENTRY = 4
SEED = 2024


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What a round of the demonstration is: the initiatives in a state of the data, when, and by which phases."""

    name: str
    state: str
    period: tuple[datetime, datetime]
    phases: Sequence[PhaseSpec] | None = None
    tiers: Sequence[TierSpec] = ()
    is_blind: bool = False
    score_places: int = 2
    ties: Sequence[str] = ("criterion:C1", "earlier_submission")


@dataclass(frozen=True, slots=True)
class Panel:
    """A round with those who score in it; `keys` are their keys in the order of the data."""

    plan: RoundPlan
    round_id: UUID
    keys: Sequence[str]
    criteria: Sequence[Criterion] = field(repr=False)


FIRST = RoundPlan(
    "Vòng chấm sơ kết",
    "SCORED",
    (moment("2024-09-03 08:00"), moment("2024-10-16 00:00")),
    tiers=(
        TierSpec("Bằng khen của Bộ trưởng", "Minister's certificate of merit", seats=5, per_unit=1),
        TierSpec("Giấy khen", "Letter of commendation", seats=14, per_unit=2),
    ),
    # With one decimal some scores are equal; what shares the best place is compared pair by pair.
    score_places=1,
    ties=(),
)
SECOND = RoundPlan(
    "Vòng chấm cuối năm",
    "SCORING",
    (moment("2024-12-25 00:00"), moment("2025-01-11 00:00")),
    phases=(
        PhaseSpec("Chấm ẩn danh", "Blind scoring", can_score=True, hides_authors=True, hides_evaluators=True),
        PhaseSpec("Thảo luận", "Discussion", can_score=True, can_discuss=True, others_scores=ScoresSeen.AFTER_OWN),
        PhaseSpec("Công khai trong hội đồng", "Open within the panel", others_scores=ScoresSeen.ALWAYS),
    ),
    tiers=(TierSpec("Đề nghị khen thưởng", "Proposed for an award", percent=Decimal(20)),),
    is_blind=True,
)


async def convene(story: Story, movement_id: UUID, rubric_id: UUID, plan: RoundPlan) -> tuple[Panel, list[Assignment]]:
    """Create the round, appoint, let the engine propose who scores what, apply it, open."""
    center = await story.actor(CENTER)
    judges = [person["key"] for person in data("people")["person"] if person["evaluator"]]
    chosen = [said["key"] for said in data("initiatives")["initiative"] if said["state"] == plan.state]
    with story.at(plan.period[0] - timedelta(days=5)):
        round_ = await rounds.create_round(
            story.session,
            center,
            movement_id=movement_id,
            rubric_id=rubric_id,
            name=plan.name,
            opens_at=plan.period[0],
            closes_at=plan.period[1],
            rules=RoundRules(per_entry=PER_ENTRY, score_places=plan.score_places, ties=plan.ties),
            phases=plan.phases,
            tiers=plan.tiers,
        )
        keys = [story.initiatives[key] for key in chosen]
        await entries.add_round_entries(
            story.session, center, round_id=round_.id, expected_version=round_.version, initiative_ids=keys
        )
        story.step()
        for key in judges:
            await assigning.appoint_evaluator(story.session, center, round_id=round_.id, person_id=story.people[key])
            story.step()
        if plan.is_blind:
            for key in keys:
                await _redact(story, key)
        else:
            await _declare(story, judges[3], keys[2])
    await _assign(story, round_, plan)
    with story.at(plan.period[0]):
        await rounds.open_round(story.session, center, round_id=round_.id, expected_version=round_.version)
        story.step()
    story.roles_changed()
    in_order = select(Assignment).where(Assignment.round_id == round_.id)
    given = await story.session.scalars(in_order.order_by(Assignment.initiative_id, Assignment.evaluator_id))
    return Panel(plan, round_.id, judges, await criteria_of(story.session, rubric_id)), list(given)


async def _assign(story: Story, round_: Round, plan: RoundPlan) -> None:
    """Have the assignment worked out, look at it, apply it."""
    center = await story.actor(CENTER)
    with story.at(plan.period[0] - timedelta(days=2)):
        job = await proposals.propose_assignment(story.session, center, round_id=round_.id, max_load=16, seed=SEED)
        story.step()
        await story.do_jobs()
        proposal = await story.session.get_one(AssignmentProposal, job.outcome_id)
        await proposals.apply_proposal(
            story.session, center, proposal_id=proposal.id, expected_version=proposal.version
        )
        story.step()


async def _declare(story: Story, judge: str, initiative_id: UUID) -> None:
    """The Personnel Department declares a conflict that no fact in the system shows."""
    await declaring.declare_conflict_of(
        story.session,
        await story.actor(REGISTRAR),
        person_id=story.people[judge],
        initiative_id=initiative_id,
        reason="Đã hướng dẫn nhóm tác giả lập đề cương giải pháp.",
    )
    story.step()


async def _redact(story: Story, initiative_id: UUID) -> None:
    """Write what an initiative says without the names in it."""
    initiative = await story.session.get_one(Initiative, initiative_id)
    revision = await story.session.get_one(InitiativeRevision, initiative.current_revision_id)
    unit = await story.session.get_one(Unit, initiative.unit_id)

    def nameless(words: str) -> str:
        return re.sub(re.escape(unit.name), "đơn vị", words, flags=re.IGNORECASE)

    await redact_revision(
        story.session,
        await story.actor(CENTER),
        revision_id=revision.id,
        content=RedactedContent(
            title=nameless(revision.title),
            summary=nameless(revision.summary),
            task_relieved=nameless(revision.task_relieved),
            tool=nameless(revision.tool),
            measurement=nameless(revision.measurement),
        ),
    )
    story.step()
