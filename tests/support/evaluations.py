"""Rounds for tests, with entries, evaluators, assignments, sheets and results, made directly."""

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from domain.access.permissions import Permission
from domain.actor import Actor, Role
from domain.criteria.model import Criterion, Rubric
from domain.engine.problem import Method
from domain.errors import DomainError, Refusals
from domain.evaluations.model import Assignment, Mark, Round, RoundEntry, RoundPhase, ScoreSheet
from domain.evaluations.rules import AssignmentState, RoundState, ScoresSeen, SheetState
from domain.initiatives.model import Initiative
from domain.initiatives.rules import InitiativeState
from domain.movements.model import Movement
from domain.people.model import Person
from domain.results.model import Result, ResultEntry
from domain.results.rules import EntryStatus, ResultState
from domain.units.model import Unit
from tests.support.audit import entries
from tests.support.factories import LONG_AGO, NOW, Factory
from tests.support.initiatives import initiative
from tests.support.movements import CLOSES_AT, OPENS_AT, movement, phase, rubric

#: A moment after the round of a scene is over.
TOO_LATE = datetime(2030, 1, 1, tzinfo=UTC)


@dataclass
class Scene:
    """A movement whose phase lets evaluators score, and one round of it with what belongs to it."""

    movement: Movement
    rubric: Rubric
    criteria: list[Criterion]
    round: Round
    unit: Unit
    author: Person
    initiatives: list[Initiative]
    manager: Actor
    evaluators: list[Actor] = field(default_factory=list)
    assignments: list[Assignment] = field(default_factory=list)

    @property
    def initiative(self) -> Initiative:
        """The first initiative."""
        return self.initiatives[0]

    @property
    def evaluator(self) -> Actor:
        """The first evaluator."""
        return self.evaluators[0]

    @property
    def assignment(self) -> Assignment:
        """The first initiative's assignment to the first evaluator."""
        return self.assignments[0]

    def assignment_of(self, initiative: Initiative, evaluator: Actor) -> Assignment:
        """The assignment of one of the initiatives to one of the evaluators."""
        wanted = (initiative.id, evaluator.person_id)
        return next(each for each in self.assignments if (each.initiative_id, each.evaluator_id) == wanted)


async def scene(
    make: Factory,
    *,
    initiatives: int = 1,
    evaluators: int = 1,
    state: RoundState = RoundState.OPEN,
    criteria: Sequence[Any] | None = None,
    **given: Any,
) -> Scene:
    """A round in `state` whose evaluators, each of a unit of their own, are assigned every initiative of one unit."""
    of_movement = await movement(make)
    await phase(make, of_movement, (Role.EVALUATOR, Permission.SHEET_SCORE))
    by = await rubric(make, of_movement, frozen=state is not RoundState.DRAFT, criteria=criteria)
    unit = await make.unit()
    author = await make.person(unit)
    made = await round_(make, of_movement, by, **given)
    found = Scene(
        movement=of_movement,
        rubric=by,
        criteria=list(
            await make.session.scalars(
                select(Criterion).where(Criterion.rubric_id == by.id).order_by(Criterion.ordinal)
            )
        ),
        round=made,
        unit=unit,
        author=author,
        initiatives=[
            await initiative(make, of_movement, unit, author, title=f"Sáng kiến {number + 1}")
            for number in range(initiatives)
        ],
        manager=await make.actor(Role.INFORMATION_CENTER),
        evaluators=[await make.actor(Role.EVALUATOR, round_id=made.id) for _ in range(evaluators)],
    )
    for each in found.initiatives:
        await entry(make, made, each)
        for evaluator in found.evaluators:
            found.assignments.append(await assignment(make, made, each, evaluator.person_id))
    if state is not RoundState.DRAFT:
        await opened(make, made, *found.initiatives)
    if state is RoundState.CLOSED:
        await closed(make, made)
    return found


async def round_(make: Factory, of: Movement, by: Rubric, **given: Any) -> Round:
    """A round in preparation that takes scores from 2024 to 2030 and gives the plain mean, unless told otherwise."""
    values = {
        "movement_id": of.id,
        "rubric_id": by.id,
        "ordinal": 1,
        "name": "Vòng chấm",
        "opens_at": OPENS_AT,
        "closes_at": CLOSES_AT,
        "method": Method.MEAN,
        "created_at": LONG_AGO,
    }
    made = await make.add(Round(**{**values, **given}))
    await round_phase(make, made)
    return made


async def round_phase(make: Factory, of: Round, **given: Any) -> RoundPhase:
    """A phase of a round in preparation: names are shown, others' sheets are not, evaluators score."""
    values = {
        "round_id": of.id,
        "ordinal": 1,
        "name": "Chấm điểm",
        "can_score": True,
        "can_discuss": False,
        "others_scores": ScoresSeen.NEVER,
        "hides_authors": False,
        "hides_evaluators": False,
    }
    return await make.add(RoundPhase(**{**values, **given}))


async def entry(make: Factory, of: Round, each: Initiative) -> RoundEntry:
    """An initiative in a round, with its current revision."""
    there = await make.session.scalar(select(func.count()).where(RoundEntry.round_id == of.id))
    return await make.add(
        RoundEntry(round_id=of.id, initiative_id=each.id, revision_id=each.current_revision_id, number=(there or 0) + 1)
    )


async def opened(make: Factory, of: Round, *initiatives: Initiative) -> None:
    """Open a round, its initiatives being scored from then on."""
    of.state, of.opened_at = RoundState.OPEN, LONG_AGO
    await entered(make, of)
    for each in initiatives:
        each.state = InitiativeState.SCORING
    await make.session.flush()


async def entered(make: Factory, of: Round, ordinal: int = 1) -> None:
    """Let a round be in one of its phases."""
    phase_of = select(RoundPhase.id).where(RoundPhase.round_id == of.id, RoundPhase.ordinal == ordinal)
    of.phase_id = await make.session.scalar(phase_of)
    await make.session.flush()


async def closed(make: Factory, of: Round) -> None:
    """Close a round, without a result."""
    of.state, of.closed_at = RoundState.CLOSED, NOW
    await make.session.flush()


async def assignment(make: Factory, of: Round, each: Initiative, evaluator_id: UUID | None, **given: Any) -> Assignment:
    """An entry given to an evaluator."""
    values = {"round_id": of.id, "initiative_id": each.id, "evaluator_id": evaluator_id, "created_at": NOW}
    return await make.add(Assignment(**{**values, **given}))


async def given_up(make: Factory, of: Assignment, state: AssignmentState = AssignmentState.RECUSED) -> None:
    """Let an evaluator have given an assignment up."""
    of.state, of.reason = state, "Quen biết tác giả"
    await make.session.flush()


async def sheet(make: Factory, of: Assignment, *marks: tuple[Criterion, str], **given: Any) -> ScoreSheet:
    """A draft with these marks."""
    values = {
        "assignment_id": of.id,
        "round_id": of.round_id,
        "initiative_id": of.initiative_id,
        "evaluator_id": of.evaluator_id,
        "created_at": NOW,
        "updated_at": NOW,
    }
    made = await make.add(ScoreSheet(**{**values, **given}))
    for criterion, value in marks:
        await make.add(Mark(sheet_id=made.id, criterion_id=criterion.id, value=Decimal(value)))
    return made


async def submitted(make: Factory, of: Assignment, *marks: tuple[Criterion, str], **given: Any) -> ScoreSheet:
    """A submitted sheet; its total is that of marks on scales whose ends are their weights, as the default ones are."""
    made = await sheet(make, of, *marks, **given)
    made.state, made.submitted_at = SheetState.SUBMITTED, NOW
    made.total = sum((Decimal(value) for _criterion, value in marks), Decimal())
    await make.session.flush()
    return made


async def result(
    make: Factory, of: Round, *standings: tuple[Initiative, str | None, int | None], **given: Any
) -> Result:
    """A staged result with (initiative, score, place) as told; published where `state` says so."""
    state = given.get("state", ResultState.STAGED)
    values = {
        "round_id": of.id,
        "number": 1,
        "method": Method.MEAN,
        "score_places": of.score_places,
        "engine_version": "1",
        "seed": 0,
        "inputs_hash": "0" * 64,
        "outputs_hash": "0" * 64,
        "components": 1,
        "bridges_needed": 0,
        "verified_at": None if state is ResultState.STAGED else NOW,
        "computed_at": NOW,
        "published_at": NOW if state is ResultState.PUBLISHED else None,
    }
    made = await make.add(Result(**{**values, **given}))
    for each, score, place in standings:
        await result_entry(make, made, each, score=score, place=place)
    return made


async def result_entry(
    make: Factory, of: Result, each: Initiative, *, score: str | None = "80", place: int | None = 1, **given: Any
) -> ResultEntry:
    """Where an initiative stands in a result."""
    values = {
        "result_id": of.id,
        "initiative_id": each.id,
        "revision_id": each.current_revision_id,
        "unit_id": each.unit_id,
        "status": EntryStatus.UNSCORED if score is None else EntryStatus.RANKED,
        "score": None if score is None else Decimal(score),
        "place": place,
        "is_tied": False,
        "sheets": 0 if score is None else 1,
    }
    return await make.add(ResultEntry(**{**values, **given}))


async def refusals(make: Factory, deed: Awaitable[Any]) -> list[DomainError]:
    """The refusals of a deed that must be refused, leaving nothing changed and no audit entry."""
    before = len(await entries(make.session))
    try:
        await deed
    except Refusals as refused:
        errors = refused.errors
    except DomainError as refused:
        errors = [refused]
    else:
        raise AssertionError("the deed was not refused")
    assert not [*make.session.new, *make.session.dirty, *make.session.deleted]
    assert len(await entries(make.session)) == before
    return errors


async def refusal(make: Factory, deed: Awaitable[Any]) -> tuple[str, str, tuple[str, ...]]:
    """The kind, rule and path of the one refusal of a deed."""
    (error,) = await refusals(make, deed)
    return type(error).__name__, error.rule, error.path
