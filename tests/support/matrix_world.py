"""One small, complete world for the role matrix: a running movement with everything in it, and one actor per role.

Every row has a label, unique within its type: `world.id("Initiative", "own DRAFT")`.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from domain.access.permissions import Permission
from domain.actor import ANONYMOUS, Actor, Role
from domain.audit.model import AuditEntry
from domain.awards.model import AwardDecision, Nomination
from domain.awards.rules import AwardSubject, NominationState, NomineeKind, SigningCapacity
from domain.criteria.model import Criterion, CriterionBand
from domain.criteria.rules import RubricState
from domain.discussions.model import DiscussionPost
from domain.discussions.rules import Audience
from domain.evaluations.model import Assignment, Mark, Round, RoundEntry, RoundPhase, RoundTier
from domain.evaluations.rules import AssignmentState
from domain.initiatives.model import (
    EvidenceLink,
    Initiative,
    InitiativeAuthor,
    InitiativeReview,
    InitiativeRevision,
    RedactedRevision,
)
from domain.initiatives.rules import InitiativeState, ReviewDecision, ReviewStage
from domain.movements.model import Block, BlockUnit, MovementTransition, PhaseCapability
from domain.movements.rules import MovementState
from domain.people.model import RoleGrant, UnitMembership
from domain.people.rules import LeadershipTier
from domain.results.model import ResultEntry
from domain.results.rules import ResultState
from schema import node_ids
from tests.support import (
    awards,
    evaluations,
    initiatives,
    matrix_conflicts,
    matrix_councils,
    matrix_dossiers,
    matrix_exemplars,
    matrix_findings,
    matrix_imports,
    matrix_integrity,
    matrix_ledger,
    matrix_papers,
    matrix_regulations,
    matrix_reports,
    matrix_results,
    matrix_tie_breaks,
    movements,
)
from tests.support.factories import LONG_AGO, NOW, Factory

#: Every actor with the unit they work in; each has the one role that the name says.
PLACES = {
    "staff": ("own", Role.STAFF),
    "staff_other": ("other", Role.STAFF),
    "focal_officer": ("own", Role.FOCAL_OFFICER),
    "unit_leader": ("own", Role.UNIT_LEADER),
    "unit_leader_other": ("other", Role.UNIT_LEADER),
    "evaluator": ("third", Role.EVALUATOR),
    "evaluator_other": ("third", Role.EVALUATOR),
    "information_center": ("center", Role.INFORMATION_CENTER),
    "personnel": ("personnel", Role.PERSONNEL),
    "ministry_leader": ("ministry", Role.MINISTRY_LEADER),
    "council_secretary": ("ministry", Role.COUNCIL_SECRETARY),
    "system_administrator": ("ministry", Role.SYSTEM_ADMINISTRATOR),
    "auditor": ("ministry", Role.AUDITOR),
}
ACTORS = ("anonymous", *PLACES)
#: People without a role, or with one in a round only: authors, a further evaluator, a newcomer, somebody who left.
OTHERS = {
    "coauthor": "own",
    "author_other": "other",
    "juror": "third",
    "recruit": "third",
    "leaver": "own",
}
UNITS = ("own", "other", "third", "center", "personnel")
#: What the phase of the running movement opens: every deed that waits for a phase, to every role that fits.
OPENED = (
    *((role, Permission.INITIATIVE_CREATE) for role in (Role.STAFF, Role.FOCAL_OFFICER, Role.UNIT_LEADER)),
    *((role, Permission.INITIATIVE_EDIT) for role in (Role.STAFF, Role.FOCAL_OFFICER, Role.UNIT_LEADER)),
    (Role.UNIT_LEADER, Permission.INITIATIVE_SUBMIT),
    (Role.INFORMATION_CENTER, Permission.INITIATIVE_SCREEN),
    (Role.EVALUATOR, Permission.SHEET_SCORE),
    *((role, Permission.NOMINATION_SUGGEST) for role in (Role.STAFF, Role.UNIT_LEADER, Role.INFORMATION_CENTER)),
    (Role.PERSONNEL, Permission.NOMINATION_PREPARE),
    *((role, Permission.NOMINATION_APPRAISE) for role in (Role.PERSONNEL, Role.INFORMATION_CENTER)),
    *((role, Permission.NOMINATION_DECIDE) for role in (Role.MINISTRY_LEADER, Role.UNIT_LEADER)),
)


@dataclass
class World:
    """The actors by name, and the rows by the name of their type and their label."""

    actors: dict[str, Actor] = field(default_factory=lambda: {"anonymous": ANONYMOUS})
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)

    def keep(self, label: str, row: Any) -> Any:
        """Give a row its label."""
        labels = self.rows.setdefault(type(row).__name__, {})
        assert label not in labels, (type(row).__name__, label)
        labels[label] = row
        return row

    def row(self, type_name: str, label: str) -> Any:
        """The row of a label."""
        return self.rows[type_name][label]

    def id(self, type_name: str, label: str) -> str:
        """The global id of a row."""
        return node_ids.encode(type_name, self.row(type_name, label).id)

    def ids(self, type_name: str) -> dict[str, str]:
        """The global ids of all rows of a type, by their labels."""
        return {label: node_ids.encode(type_name, row.id) for label, row in self.rows.get(type_name, {}).items()}

    def version(self, type_name: str, label: str) -> int:
        """The version of a row."""
        return int(self.row(type_name, label).version)

    def label(self, type_name: str, key: UUID) -> str:
        """The label of a row by its key."""
        return next(label for label, row in self.rows[type_name].items() if row.id == key)


async def build(make: Factory) -> World:
    """Make the whole world; everything is flushed, nothing committed."""
    world = World()
    await _organisation(make, world)
    await _movements(make, world)
    await _rubrics(make, world)
    await _initiatives(make, world)
    await redacted(make, world, "own SCORING", 1, 2)
    await _rounds(make, world)
    await matrix_tie_breaks.build_rounds(make, world)
    await _results(make, world)
    await matrix_tie_breaks.build(make, world)
    await matrix_results.build(make, world)
    await matrix_conflicts.build(make, world)
    await _awards(make, world)
    await matrix_regulations.build(make, world)
    await matrix_councils.build(make, world)
    await matrix_dossiers.build(make, world)
    await matrix_integrity.build(make, world)
    await matrix_findings.build(make, world)
    await matrix_exemplars.build(make, world)
    await matrix_imports.build(make, world)
    await matrix_ledger.build(make, world)
    await matrix_papers.build(make, world)
    await matrix_reports.build(make, world)
    await _trail(make, world)
    await name_all(make, world)
    await _discussions(make, world)
    return world


async def _organisation(make: Factory, world: World) -> None:
    top = world.keep("ministry", await make.unit(code="MINISTRY", name="Bộ"))
    for label in UNITS:
        world.keep(label, await make.unit(code=label.upper(), name=f"Đơn vị {label}", parent_id=top.id))
    for label, (unit, _role) in PLACES.items():
        world.keep(label, await make.person(world.row("Unit", unit), full_name=f"Người {label}"))
    for label, unit in OTHERS.items():
        left = {"left_on": date(2024, 5, 1)} if label == "leaver" else {}
        world.keep(label, await make.person(world.row("Unit", unit), full_name=f"Người {label}", **left))
    for label, (_unit, role) in PLACES.items():
        if role is not Role.EVALUATOR:
            world.actors[label] = await make.acting(world.row("Person", label), role)


async def _movements(make: Factory, world: World) -> None:
    law = world.keep("law", await movements.legal_basis(make))
    world.keep("unused", await movements.legal_basis(make))
    for label, state in (
        ("running", MovementState.RUNNING),
        ("draft", MovementState.DRAFT),
        ("submitted", MovementState.SUBMITTED),
        ("approved", MovementState.APPROVED),
        ("archived", MovementState.ARCHIVED),
    ):
        row = world.keep(label, await movements.movement(make, state=state))
        if label in ("submitted", "archived"):
            continue
        opened = OPENED if label == "running" else OPENED[:1]
        world.keep(label, await movements.phase(make, row, *opened))
        world.keep(label, await movements.citation(make, row, law))
        for unit in ("own", "other", "third") if label == "running" else ("own",):
            world.keep(f"{label} {unit}", await movements.participation(make, row, world.row("Unit", unit)))
        block = world.keep(label, await make.add(Block(movement_id=row.id, name="Khối I")))
        for unit in ("own", "other") if label == "running" else ("own",):
            place = {"block_id": block.id, "movement_id": row.id, "unit_id": world.row("Unit", unit).id}
            world.keep(f"{label} {unit}", await make.add(BlockUnit(**place)))
    await transition(make, world, "running", MovementState.APPROVED, MovementState.LAUNCHED)
    await transition(make, world, "submitted", MovementState.DRAFT, MovementState.SUBMITTED)


async def transition(
    make: Factory, world: World, movement: str, before: MovementState, after: MovementState
) -> MovementTransition:
    """A step of a movement, labelled by where it led."""
    of = world.row("Movement", movement)
    by_id = world.row("Person", "ministry_leader").id
    row = MovementTransition(movement_id=of.id, from_state=before, to_state=after, at=LONG_AGO, by_id=by_id)
    return world.keep(f"{movement} {after}", await make.add(row))


async def _rubrics(make: Factory, world: World) -> None:
    for label, movement in (("frozen", "running"), ("draft", "running"), ("planned", "draft"), ("waiting", "approved")):
        row = world.keep(label, await movements.rubric(make, world.row("Movement", movement), code=label.upper()))
        if movement == "running":
            first = await make.session.scalar(
                select(Criterion).where(Criterion.rubric_id == row.id, Criterion.ordinal == 1)
            )
            await _band(make, first)
    frozen = world.row("Rubric", "frozen")
    frozen.state, frozen.frozen_at = RubricState.FROZEN, LONG_AGO
    await make.session.flush()


async def _band(make: Factory, of: Criterion) -> None:
    values = {"ordinal": 1, "label": "Tốt", "mark_from": Decimal(0), "mark_to": Decimal(60)}
    await make.add(CriterionBand(criterion_id=of.id, **values))


async def _initiatives(make: Factory, world: World) -> None:
    """In every state in both units; some need a twin. Of the unit "own", staff wrote all but three.

    One was returned by the standing body, one was withdrawn before it was ever submitted.
    """
    twins = ("own SCORED 2", "own WITHDRAWN 2", "other SCORING 2")
    written = [f"{unit} {state}" for unit in ("own", "other") for state in InitiativeState]
    for label in (*written, *twins):
        unit, state = label.split()[:2]
        authors = ("author_other",) if unit == "other" else ("staff",)
        if label in ("own INELIGIBLE", "own WITHDRAWN", "own WITHDRAWN 2"):
            authors = ("coauthor",)
        if label == "own SCORED":
            authors = ("staff", "focal_officer", "coauthor")
        if label == "own RETURNED":
            authors = ("staff", "unit_leader_other")
        submitted = {"own RETURNED": {"first_submitted_at": NOW}, "own WITHDRAWN 2": {"first_submitted_at": None}}
        await _initiative(make, world, label, unit, InitiativeState(state), *authors, **submitted.get(label, {}))
    staff = world.row("Person", "staff")
    for label in ("own SCORING", "own RETURNED"):
        await initiatives.revise(make, world.row("Initiative", label), initiatives.content(staff, tool="Bản sau"))
    for label, stage, decision in (
        ("own RETURNED", ReviewStage.UNIT, ReviewDecision.RETURNED),
        ("own SUBMITTED", ReviewStage.UNIT, ReviewDecision.APPROVED),
        ("other SUBMITTED", ReviewStage.UNIT, ReviewDecision.APPROVED),
        ("own SCORING", ReviewStage.SCREENING, ReviewDecision.APPROVED),
        ("other SCORING", ReviewStage.SCREENING, ReviewDecision.APPROVED),
    ):
        world.keep(label, await review(make, world.row("Initiative", label), stage, decision))


async def _initiative(
    make: Factory, world: World, label: str, unit: str, state: InitiativeState, *authors: str, **given: Any
) -> Initiative:
    of, home = world.row("Movement", "running"), world.row("Unit", unit)
    people = [world.row("Person", author) for author in authors]
    row = await initiatives.initiative(make, of, home, *people, state=state, title=label, **given)
    return world.keep(label, row)


async def review(
    make: Factory, of: Initiative, stage: ReviewStage, decision: ReviewDecision, reviewer_id: UUID | None = None
) -> InitiativeReview:
    """A judgement on what an initiative says now."""
    return await make.add(
        InitiativeReview(
            initiative_id=of.id,
            revision_id=of.current_revision_id,
            stage=stage,
            decision=decision,
            reason="Chưa đủ" if decision is not ReviewDecision.APPROVED else None,
            reviewer_id=reviewer_id,
            at=NOW,
        )
    )


async def _rounds(make: Factory, world: World) -> None:
    """A closed round with a published result, an open one, a draft, and a closed one whose result is staged."""
    for ordinal, (label, rubric) in enumerate(
        (("closed", "frozen"), ("open", "frozen"), ("draft", "draft"), ("staged", "frozen")), start=1
    ):
        row = await evaluations.round_(
            make, world.row("Movement", "running"), world.row("Rubric", rubric), ordinal=ordinal, name=label
        )
        world.keep(label, row)
        world.keep(label, await make.add(RoundTier(round_id=row.id, ordinal=1, name="Nhất", seats=1)))
        if label == "open":
            await _discussed(make, row)
            await evaluations.round_phase(make, row, ordinal=2, name="Thảo luận", can_score=False)
    await _evaluators(make, world)
    await enter(make, world, "closed", "own SCORED", "other SCORED", "own SCORED 2")
    await enter(make, world, "open", "own SCORING", "other SCORING", "other SCORING 2")
    await enter(make, world, "draft", "own SCREENED")
    await enter(make, world, "staged", "own SCORED")
    given_up = {"state": AssignmentState.RECUSED, "reason": "Quen biết tác giả"}
    abstained = {"state": AssignmentState.ABSTAINED, "reason": "Không đủ chuyên môn"}
    await assign(make, world, "closed", "own SCORED", "evaluator")
    await assign(make, world, "closed", "other SCORED", "evaluator")
    await assign(make, world, "closed", "other SCORED", "juror")
    await assign(make, world, "open", "own SCORING", "evaluator")
    await assign(make, world, "open", "other SCORING", "evaluator")
    await assign(make, world, "open", "other SCORING 2", "evaluator", **given_up)
    await assign(make, world, "open", "own SCORING", "evaluator_other")
    await assign(make, world, "open", "other SCORING", "evaluator_other")
    await assign(make, world, "open", "other SCORING 2", "evaluator_other", **abstained)
    for label in ("closed", "open", "staged"):
        await evaluations.opened(make, world.row("Round", label))
    await _sheets(make, world)
    for label in ("closed", "staged"):
        await evaluations.closed(make, world.row("Round", label))


async def _discussed(make: Factory, of: Round) -> None:
    """Let the first phase of a round have discussion."""
    (phase,) = await make.session.scalars(select(RoundPhase).where(RoundPhase.round_id == of.id))
    phase.can_discuss = True
    await make.session.flush()


async def _evaluators(make: Factory, world: World) -> None:
    opened = world.row("Round", "open").id
    for label in ("evaluator", "evaluator_other"):
        world.actors[label] = await make.acting(world.row("Person", label), Role.EVALUATOR, round_id=opened)
    for label, round_ in (("juror", "open"), ("juror", "draft"), ("evaluator", "closed")):
        grant = await make.grant(world.row("Person", label), Role.EVALUATOR, round_id=world.row("Round", round_).id)
        if label == "evaluator":
            grant.revoked_at, grant.revoked_reason = NOW, "Hết nhiệm vụ"
    await make.session.flush()


async def _discussions(make: Factory, world: World) -> None:
    """An evaluator's post and those of who runs the round; and sheets of a closed round that lie 30 points apart."""
    for label, round_, author, audience in (
        ("by evaluator", "open/own SCORING", "evaluator", Audience.EVALUATORS),
        ("by evaluator_other", "open/other SCORING", "evaluator_other", Audience.EVALUATORS),
        ("to evaluators", "open/own SCORING", "information_center", Audience.EVALUATORS),
        ("to organisers", "open/own SCORING", "personnel", Audience.ORGANISERS),
    ):
        world.keep(label, await post(make, world.row("RoundEntry", round_), world.row("Person", author).id, audience))
    entry = world.row("RoundEntry", "closed/other SCORED")
    world.keep("closed/other SCORED", DisputedEntry(entry.id, entry.round_id))


@dataclass(frozen=True, slots=True)
class DisputedEntry:
    """A row of the view of disputes."""

    id: UUID
    round_id: UUID


async def post(make: Factory, of: RoundEntry, author_id: UUID, audience: Audience) -> DiscussionPost:
    """Something said about an entry."""
    keys = {"entry_id": of.id, "round_id": of.round_id, "initiative_id": of.initiative_id}
    said = {"author_id": author_id, "audience": audience, "body": "Minh chứng còn thiếu", "created_at": NOW}
    return await make.add(DiscussionPost(**keys, **said))


async def enter(make: Factory, world: World, round_: str, *labels: str) -> None:
    """Put initiatives into a round with the first thing that they said."""
    of = world.row("Round", round_)
    for number, label in enumerate(labels, start=1):
        initiative = world.row("Initiative", label)
        first = await make.session.scalar(
            select(InitiativeRevision.id).where(
                InitiativeRevision.initiative_id == initiative.id, InitiativeRevision.number == 1
            )
        )
        await make.add(RoundEntry(round_id=of.id, initiative_id=initiative.id, revision_id=first, number=number))


async def assign(make: Factory, world: World, round_: str, initiative: str, evaluator: str, **given: Any) -> Assignment:
    """Give an entry to an evaluator."""
    row = await evaluations.assignment(
        make,
        world.row("Round", round_),
        world.row("Initiative", initiative),
        world.row("Person", evaluator).id,
        **given,
    )
    return world.keep(f"{evaluator}: {initiative}", row)


async def _sheets(make: Factory, world: World) -> None:
    rubric = world.row("Rubric", "frozen").id
    found = await make.session.scalars(select(Criterion).where(Criterion.rubric_id == rubric).order_by("ordinal"))
    first, second = found.all()
    for label, fill in (
        ("evaluator: own SCORED", evaluations.submitted),
        ("evaluator: own SCORING", evaluations.sheet),
        ("evaluator: other SCORING", evaluations.submitted),
        ("evaluator_other: own SCORING", evaluations.submitted),
    ):
        row = await fill(make, world.row("Assignment", label), (first, "40"), (second, "30"))
        world.keep(label, row)
    for label, mark in (("evaluator: other SCORED", "60"), ("juror: other SCORED", "30")):
        row = await evaluations.submitted(make, world.row("Assignment", label), (first, mark), (second, "30"))
        world.keep(label, row)


async def _results(make: Factory, world: World) -> None:
    one, two, twin = (world.row("Initiative", label) for label in ("own SCORED", "other SCORED", "own SCORED 2"))
    published = await evaluations.result(
        make,
        world.row("Round", "closed"),
        (one, "90", 1),
        (two, "80", 2),
        (twin, "70", 3),
        state=ResultState.PUBLISHED,
    )
    world.keep("published", published)
    world.keep("staged", await evaluations.result(make, world.row("Round", "staged"), (one, "95", 1)))
    await _name(
        make, world, ResultEntry, lambda row: _joined(world, Result=row.result_id, Initiative=row.initiative_id)
    )


async def _awards(make: Factory, world: World) -> None:
    world.keep("title", await awards.title(make))
    world.keep("form", await awards.form(make, subject=AwardSubject.BOTH))
    world.keep("signed", await decision(make, world, "12/QĐ-BTTTT"))
    state = NominationState
    for label, standing, person, creator in (
        (state.DRAFT, "published/other SCORED", "author_other", "unit_leader_other"),
        (state.PROPOSED, "published/own SCORED", None, "personnel"),
        ("PROPOSED 2", "published/own SCORED", "coauthor", "personnel"),
        (state.RETURNED, "published/other SCORED", None, "personnel"),
        (state.APPROVED, "published/own SCORED", "focal_officer", "personnel"),
        (state.REFUSED, "published/own SCORED", "staff", "personnel"),
        (state.WITHDRAWN, "published/other SCORED", "author_other", "personnel"),
        (state.DECIDED, "published/own SCORED", "staff", "personnel"),
    ):
        decided = {"decision_id": world.row("AwardDecision", "signed").id} if label is state.DECIDED else {}
        of_state = state(str(label).split()[0])
        world.keep(str(label), await nominate(make, world, standing, person, creator, state=of_state, **decided))


async def nominate(
    make: Factory, world: World, standing: str, person: str | None, creator: str, **given: Any
) -> Nomination:
    """A nomination of an author, or (None) of the initiative's unit."""
    entry = world.row("ResultEntry", standing)
    has_reason = given["state"] in (NominationState.RETURNED, NominationState.REFUSED)
    values = {
        "movement_id": world.row("Movement", "running").id,
        "result_entry_id": entry.id,
        "initiative_id": entry.initiative_id,
        "nominee_kind": NomineeKind.INDIVIDUAL if person else NomineeKind.COLLECTIVE,
        "person_id": world.row("Person", person).id if person else None,
        "leadership_tier": LeadershipTier.DIRECT_WORKER if person else None,
        "unit_id": entry.unit_id,
        "form_id": world.row("AwardForm", "form").id,
        "summary": "Giảm 30 giờ tra cứu mỗi tháng",
        "reason": "Chưa đủ minh chứng" if has_reason else None,
        "created_at": NOW,
        "created_by_id": world.row("Person", creator).id,
    }
    return await make.add(Nomination(**{**values, **given}))


async def decision(make: Factory, world: World, number: str) -> AwardDecision:
    """A decision of the running movement, signed by the ministry leader."""
    return await make.add(
        AwardDecision(
            movement_id=world.row("Movement", "running").id,
            number=number,
            signed_on=date(2024, 6, 1),
            signer_id=world.row("Person", "ministry_leader").id,
            signing_capacity=SigningCapacity.HEAD,
            created_at=NOW,
        )
    )


async def _trail(make: Factory, world: World) -> None:
    for deed, actor, type_name, subject in (
        ("UNIT_CREATED", "personnel", "Unit", "own"),
        ("SHEET_SAVED", "evaluator", "ScoreSheet", "evaluator: own SCORING"),
        ("SHEET_SUBMITTED", "evaluator", "ScoreSheet", "evaluator: other SCORING"),
        ("PERSON_MOVED", "personnel", "Person", "staff"),
        ("NOMINATION_SUGGESTED", "unit_leader_other", "Nomination", "DRAFT"),
        ("INITIATIVE_CREATED", "staff", "Initiative", "own DRAFT"),
    ):
        row = AuditEntry(
            at=NOW,
            actor_id=world.row("Person", actor).id,
            actor_roles=[str(PLACES[actor][1])],
            deed=deed,
            subject_type=type_name,
            subject_id=world.row(type_name, subject).id,
            before={"note": "cũ"},
            after={"note": "mới"},
        )
        world.keep(deed, await make.add(row))


def _joined(world: World, **keys: UUID | None) -> str:
    return "/".join(world.label(type_name, key) for type_name, key in keys.items() if key is not None)


async def _name_standings(make: Factory, world: World) -> None:
    await _name(
        make, world, ResultEntry, lambda row: _joined(world, Result=row.result_id, Initiative=row.initiative_id)
    )


async def _name(make: Factory, world: World, table: type[Any], label: Callable[[Any], str]) -> None:
    there = {id(row) for row in world.rows.get(table.__name__, {}).values()}
    for row in await make.session.scalars(select(table).order_by(*table.__mapper__.primary_key)):
        if id(row) not in there:
            world.keep(label(row), row)


async def name_all(make: Factory, world: World) -> None:
    """Give labels to rows that came with others, so that every row of every table has one."""
    names: dict[type[Any], Callable[[Any], str]] = {
        UnitMembership: lambda row: world.label("Person", row.person_id),
        RoleGrant: lambda row: _joined(world, Person=row.person_id, Round=row.round_id),
        PhaseCapability: lambda row: f"{world.label('Phase', row.phase_id)} {row.role} {row.permission}",
        Criterion: lambda row: f"{world.label('Rubric', row.rubric_id)} {row.code}",
        CriterionBand: lambda row: f"{world.label('Criterion', row.criterion_id)} {row.label}",
        InitiativeRevision: lambda row: _numbered(world.label("Initiative", row.initiative_id), row.number),
        InitiativeAuthor: lambda row: _numbered(
            world.label("InitiativeRevision", row.revision_id), row.ordinal, "author"
        ),
        EvidenceLink: lambda row: world.label("InitiativeRevision", row.revision_id),
        RoundPhase: lambda row: _numbered(world.label("Round", row.round_id), row.ordinal, "phase"),
        RoundEntry: lambda row: _joined(world, Round=row.round_id, Initiative=row.initiative_id),
        Mark: lambda row: (
            f"{world.label('ScoreSheet', row.sheet_id)} {world.label('Criterion', row.criterion_id)[-2:]}"
        ),
    }
    for table, label in names.items():
        await _name(make, world, table, label)
    await _name_standings(make, world)


def _numbered(label: str, number: int, what: str = "revision") -> str:
    return label if number == 1 else f"{label} {what} {number}"


async def furnish(connection: AsyncConnection, build: Callable[[Factory], Awaitable[World]]) -> World:
    """Write a world into the connection's transaction, deferred constraints checked."""
    async with AsyncSession(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as session:
        world = await build(Factory(session))
        await session.commit()
    await connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    await connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))
    # Whatever autovacuum thought of the empty tables: plans are made for the rows that are there.
    await connection.execute(text("ANALYZE"))
    return world


@asynccontextmanager
async def undone(connection: AsyncConnection) -> AsyncIterator[None]:
    """Let the block happen in a savepoint and undo it."""
    savepoint = await connection.begin_nested()
    try:
        yield
    finally:
        await savepoint.rollback()


async def build_with_lists(make: Factory) -> World:
    """The world with at least three rows in every list of the schema, and three parents for every list of a row."""
    world = await build(make)
    await _more_people(make, world)
    await _more_of_movements(make, world)
    await _more_of_initiatives(make, world)
    await _more_rounds(make, world)
    await matrix_results.more(make, world)
    await matrix_tie_breaks.more(make, world)
    await matrix_conflicts.more(make, world)
    await _more_awards(make, world)
    await matrix_regulations.more(make, world)
    await matrix_councils.more(make, world)
    await matrix_dossiers.more(make, world)
    await matrix_integrity.more(make, world)
    await matrix_findings.more(make, world)
    await matrix_exemplars.more(make, world)
    await matrix_imports.more(make, world)
    await matrix_ledger.more(make, world)
    await matrix_papers.more(make, world)
    await matrix_reports.more(make, world)
    return world


async def _more_people(make: Factory, world: World) -> None:
    for label in ("own", "other"):
        await make.unit(parent_id=world.row("Unit", label).id)
    staff = world.row("Person", "staff")
    for year in (2021, 2022):
        membership = UnitMembership(
            person_id=staff.id,
            unit_id=staff.unit_id,
            position="Chuyên viên",
            employment_type=staff.employment_type,
            leadership_tier=staff.leadership_tier,
            starts_on=date(year, 1, 1),
            ends_on=date(year, 12, 31),
        )
        await make.add(membership)
    await make.grant(world.row("Person", "evaluator"), Role.EVALUATOR, round_id=world.row("Round", "draft").id)
    entry = AuditEntry(
        at=NOW,
        actor_id=world.row("Person", "evaluator").id,
        actor_roles=[],
        deed="UNIT_UPDATED",
        subject_type="Unit",
        subject_id=world.row("Unit", "own").id,
    )
    await make.add(entry)


async def _more_of_movements(make: Factory, world: World) -> None:
    state = MovementState
    await movements.legal_basis(make)
    await transition(make, world, "running", state.LAUNCHED, state.RUNNING)
    await transition(make, world, "running", state.SUBMITTED, state.APPROVED)
    await transition(make, world, "approved", state.SUBMITTED, state.APPROVED)
    await movements.rubric(make, world.row("Movement", "running"), code="THIRD")
    await _band(make, world.row("Criterion", "planned C1"))


async def redacted(make: Factory, world: World, label: str, *numbers: int) -> None:
    """Redactions of what an initiative said first."""
    first = select(InitiativeRevision.id).where(
        InitiativeRevision.initiative_id == world.row("Initiative", label).id, InitiativeRevision.number == 1
    )
    said = dict.fromkeys(("title", "summary", "task_relieved", "tool", "measurement"), "Không nêu tên")
    by = {"created_at": NOW, "created_by_id": world.row("Person", "information_center").id}
    for number in numbers:
        of = {"revision_id": await make.session.scalar(first), "number": number}
        world.keep(label if number == 1 else f"{label} {number}", await make.add(RedactedRevision(**of, **said, **by)))


async def _more_of_initiatives(make: Factory, world: World) -> None:
    await redacted(make, world, "own SCORING", 3)
    await redacted(make, world, "own SCORED", 1)
    for label in ("other SCORING", "own SCREENED"):
        await redacted(make, world, label, 1, 2, 3)
    of, author = world.row("Initiative", "own SCORING"), world.row("Person", "coauthor")
    await initiatives.revise(make, of, initiatives.content(author), number=3)
    for _ in range(2):
        await review(make, of, ReviewStage.SCREENING, ReviewDecision.APPROVED, author.id)
    for unit, movement in (("third", "approved"), ("center", "archived")):
        where = world.row("Movement", movement), world.row("Unit", unit)
        await initiatives.initiative(make, *where, state=InitiativeState.SUBMITTED)


async def _more_rounds(make: Factory, world: World) -> None:
    await assign(make, world, "draft", "own SCREENED", "juror")
    for label in ("draft", "approved"):
        await evaluations.round_(make, world.row("Movement", label), world.row("Rubric", "planned"))
    scored_too = await assign(make, world, "open", "other SCORING", "juror")
    for given in (scored_too, world.row("Assignment", "evaluator_other: other SCORING")):
        await evaluations.submitted(make, given)
    again = await evaluations.round_(
        make, world.row("Movement", "running"), world.row("Rubric", "frozen"), ordinal=5, name="again"
    )
    world.keep("again", again)
    await enter(make, world, "again", "own SCORED")
    await evaluations.opened(make, again)
    await evaluations.closed(make, again)
    await _more_discussions(make, world)
    scored = (world.row("Initiative", "own SCORED"), "60", 1)
    world.keep("again", await evaluations.result(make, again, scored))
    for number in (2, 3):
        await evaluations.result(make, world.row("Round", "closed"), number=number, reason="Kiểm tra lại")


async def _more_discussions(make: Factory, world: World) -> None:
    """Posts in three rounds, and three rounds with disputes, one of them about three entries."""
    by = world.row("Person", "personnel").id
    entries = list(await make.session.scalars(select(RoundEntry)))
    for label in ("closed", "staged"):
        first = next(row for row in entries if row.round_id == world.row("Round", label).id)
        await post(make, first, by, Audience.EVALUATORS)
    labels = ("own SCORED", "other SCORED", "own SCORED 2")
    for number in range(3):
        row = await evaluations.round_(
            make, world.row("Movement", "running"), world.row("Rubric", "frozen"), ordinal=10 + number, name="disputed"
        )
        world.keep(f"disputed {number}", row)
        await enter(make, world, f"disputed {number}", *labels)
        judges = [(world.row("Person", label).id, mark) for label, mark in (("evaluator", "60"), ("juror", "30"))]
        initiatives_ = [world.row("Initiative", label) for label in labels[: 1 if number else 3]]
        given = [
            (await evaluations.assignment(make, row, each, judge), mark)
            for each in initiatives_
            for judge, mark in judges
        ]
        await evaluations.opened(make, row)
        first = world.row("Criterion", "frozen C1")
        for assignment, mark in given:
            await evaluations.submitted(make, assignment, (first, mark))


async def _more_awards(make: Factory, world: World) -> None:
    for _ in range(2):
        await awards.title(make)
        await awards.form(make)
    people = iter(("evaluator", "juror", "recruit", "auditor"))
    for label, number in (("signed", 2), ("second", 1), ("third", 1)):
        if label != "signed":
            world.keep(label, await decision(make, world, f"{label}/QĐ-BTTTT"))
        for _ in range(number):
            decided = {"state": NominationState.DECIDED, "decision_id": world.row("AwardDecision", label).id}
            await nominate(make, world, "published/own SCORED 2", next(people), "personnel", **decided)
