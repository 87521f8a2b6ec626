"""The movement of the demonstration: legal bases, plan, criteria, approval, launch."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from api.demo.legislating import enter_legal_basis, enter_regulations
from api.demo.organisation import REGISTRAR
from api.demo.story import Story, data, moment
from domain.access.permissions import Permission
from domain.actor import Role
from domain.awards import catalogue
from domain.awards.rules import AwardLevel, AwardSubject
from domain.criteria import actions as criteria
from domain.criteria.rules import Band, CriterionSpec
from domain.movements import actions as movements
from domain.movements import legal_bases, participations, phases, steps
from domain.movements.model import Movement
from domain.movements.particulars import PhaseSpec
from domain.movements.rules import MovementForm, MovementScope, MovementState, basis_is_valid, start_of

CENTER = "le-anh-dung"
LEADER = "phan-tam"
DRAFTED = moment("2024-01-10 09:00")
APPROVED = moment("2024-01-25 15:00")
LAUNCHED = moment("2024-01-31 08:00")


async def launch(story: Story) -> tuple[UUID, UUID]:
    """Carry the movement from its draft to RUNNING; returns its id and its rubric's."""
    plan = data("movement")
    with story.at(DRAFTED):
        await _catalogues(story)
        bases = await _legal_bases(story, plan)
        await enter_regulations(story)
        movement = await _draft(story, plan)
        rubric = await _rubric(story, movement.id)
        center = await story.actor(CENTER)
        for basis_id in bases:
            await legal_bases.cite_legal_basis(story.session, center, movement_id=movement.id, legal_basis_id=basis_id)
        await steps.submit_movement(story.session, center, movement_id=movement.id, expected_version=movement.version)
    leader = await story.actor(LEADER)
    with story.at(APPROVED):
        await steps.approve_movement(story.session, leader, movement_id=movement.id, expected_version=movement.version)
    with story.at(LAUNCHED):
        # The seed letter leaves its number and date blank; only the signer is printed.
        await steps.launch_movement(
            story.session,
            leader,
            movement_id=movement.id,
            expected_version=movement.version,
            document_signer="Thứ trưởng Phan Tâm",
        )
    with story.at(LAUNCHED, minutes=60):
        await advance(story, movement, MovementState.RUNNING)
    return movement.id, rubric


async def advance(story: Story, movement: Movement, state: MovementState) -> None:
    """Let the Information Center carry the movement to its next state."""
    await steps.advance_movement(
        story.session,
        await story.actor(CENTER),
        movement_id=movement.id,
        expected_version=movement.version,
        to_state=state,
    )
    story.step()


async def _draft(story: Story, plan: dict[str, Any]) -> Movement:
    center, said = await story.actor(CENTER), plan["movement"]
    movement = await movements.create_movement(
        story.session,
        center,
        code=said["code"],
        name=said["name"],
        theme=said["theme"],
        goal=said["goal"],
        content=said["content"],
        subjects=said["subjects"],
        starts_on=said["starts_on"],
        ends_on=said["ends_on"],
        report_due_before=said["report_due_before"],
        form=MovementForm(said["form"]),
        scope=MovementScope(said["scope"]),
    )
    for unit in data("units")["unit"]:
        if unit["in_movement"]:
            await participations.add_participation(
                story.session,
                center,
                movement_id=movement.id,
                unit_id=story.units[unit["code"]],
                is_standing_body=unit["code"] in said["standing_bodies"],
                block=unit.get("block"),
            )
            story.step()
    await phases.set_phases(
        story.session,
        center,
        movement_id=movement.id,
        expected_version=movement.version,
        phases=[_phase(phase) for phase in plan["phase"]],
    )
    return movement


def _phase(phase: dict[str, Any]) -> PhaseSpec:
    pairs = [entry.split(":") for entry in phase["capabilities"]]
    return PhaseSpec(
        code=phase["code"],
        name=phase["name"],
        name_en=phase["name_en"],
        opens_at=start_of(phase["opens_on"]),
        closes_at=start_of(phase["closes_before"]),
        capabilities=[(Role(role), Permission(permission)) for role, permission in pairs],
    )


async def _legal_bases(story: Story, plan: dict[str, Any]) -> list[UUID]:
    """Enter the legal texts; return those that the movement can rest on."""
    starts_on = plan["movement"]["starts_on"]
    made = {basis["code"]: await enter_legal_basis(story, basis) for basis in plan["legal_basis"]}
    return [
        made[basis["code"]]
        for basis in plan["legal_basis"]
        if basis_is_valid(basis["valid_from"], basis.get("valid_to"), starts_on)
    ]


async def _rubric(story: Story, movement_id: UUID) -> UUID:
    said = data("rubric")
    rubric = await criteria.create_rubric(
        story.session,
        await story.actor(CENTER),
        movement_id=movement_id,
        code=said["rubric"]["code"],
        name=said["rubric"]["name"],
        pass_total=Decimal(50),
        criteria=[_criterion(criterion) for criterion in said["criterion"]],
    )
    story.step()
    return rubric.id


def _criterion(said: dict[str, Any]) -> CriterionSpec:
    return CriterionSpec(
        code=said["code"],
        name=said["name"],
        name_en=said["name_en"],
        description=said["description"],
        weight=Decimal(said["weight"]),
        scale_min=Decimal(0),
        scale_max=Decimal(said["max"]),
        step=Decimal(said["step"]),
        minimum=Decimal(said["minimum"]) if "minimum" in said else None,
        bands=[Band(band["label"], Decimal(band["from"]), Decimal(band["to"])) for band in said["band"]],
    )


async def _catalogues(story: Story) -> None:
    registrar, said = await story.actor(REGISTRAR), data("awards")
    for create, entries in ((catalogue.create_award_title, said["title"]), (catalogue.create_award_form, said["form"])):
        for award in entries:
            await create(
                story.session,
                registrar,
                code=award["code"],
                name=award["name"],
                name_en=award["name_en"],
                subject=AwardSubject(award["subject"]),
                level=AwardLevel(award["level"]),
                decided_by=award["decided_by"],
                is_verified=award["verified"],
            )
            story.step()
