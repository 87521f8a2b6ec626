from datetime import date
from decimal import Decimal

import pytest
from domain.awards.csv_table import ExportRow

from domain.actor import ANONYMOUS, Role
from domain.awards.export import nominations_for_export
from domain.awards.rules import NominationState, NomineeKind
from domain.errors import NotAllowed, NotFound
from domain.ids import new_id
from domain.movements.rules import MovementState
from domain.people.rules import LeadershipTier
from tests.support import awards
from tests.support.audit import entries, only_entry
from tests.support.factories import Factory
from tests.support.movements import movement
from tests.support.roles import actor_of

S = NominationState
MAY_EXPORT = (Role.PERSONNEL, Role.MINISTRY_LEADER, Role.COUNCIL_SECRETARY)


async def test_every_column_of_a_person_and_of_a_unit(session, make: Factory):
    of = await awards.scene(make)
    decision = await awards.decision(make, of)
    await awards.nomination(make, of, state=S.DECIDED, decision_id=decision.id)
    later = await awards.another(make, of, place=2)
    await awards.nomination(make, later, person_id=None, summary="Cả đơn vị")

    rows = await nominations_for_export(session, of.personnel, movement_id=of.movement.id)

    assert rows == [
        ExportRow(
            order=1,
            nominee_name=of.author.full_name,
            kind=NomineeKind.INDIVIDUAL,
            position="Phó phòng",
            unit_code=of.unit.code,
            unit_name=of.unit.name,
            leadership_tier=LeadershipTier.DIRECT_WORKER,
            form_name="Bằng khen của Bộ trưởng",
            initiative_title=of.initiative.title,
            place=1,
            score=Decimal("91.5"),
            summary="Giảm 30 giờ tra cứu mỗi tháng",
            state=S.DECIDED,
            decision_number="1234/QĐ-BTTTT",
            signed_on=date(2024, 6, 1),
        ),
        ExportRow(
            order=2,
            nominee_name=later.unit.name,
            kind=NomineeKind.COLLECTIVE,
            position=None,
            unit_code=later.unit.code,
            unit_name=later.unit.name,
            leadership_tier=None,
            form_name="Bằng khen của Bộ trưởng",
            initiative_title=later.initiative.title,
            place=2,
            score=Decimal(80),
            summary="Cả đơn vị",
            state=S.DRAFT,
            decision_number=None,
            signed_on=None,
        ),
    ]


@pytest.mark.parametrize("role", MAY_EXPORT)
async def test_rows_are_those_that_the_actor_may_see(session, make: Factory, role: Role):
    of = await awards.scene(make)
    await awards.nomination(make, of)
    await awards.nomination(make, await awards.another(make, of), state=S.PROPOSED)
    elsewhere = await awards.scene(make)
    await awards.nomination(make, elsewhere, state=S.PROPOSED)
    actor = await make.actor(role)

    rows = await nominations_for_export(session, actor, movement_id=of.movement.id)

    assert [row.state for row in rows] == ([S.DRAFT, S.PROPOSED] if role is Role.PERSONNEL else [S.PROPOSED])
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == (
        "NOMINATIONS_EXPORTED",
        "Movement",
        of.movement.id,
    )
    assert (entry.actor_id, entry.before, entry.after) == (actor.person_id, None, {"rows": len(rows)})


@pytest.mark.parametrize("role", [role for role in Role if role not in MAY_EXPORT])
async def test_nobody_else_exports(session, make: Factory, role: Role):
    of = await awards.scene(make)
    await awards.nomination(make, of, state=S.PROPOSED)

    with pytest.raises(NotAllowed):
        await nominations_for_export(session, await actor_of(make, role, of.unit), movement_id=of.movement.id)

    assert await entries(session) == []


async def test_a_movement_that_one_may_not_see_is_not_found(session, make: Factory):
    draft = await movement(make, state=MovementState.DRAFT)
    secretary, personnel = await make.actor(Role.COUNCIL_SECRETARY), await make.actor(Role.PERSONNEL)

    with pytest.raises(NotFound):
        await nominations_for_export(session, secretary, movement_id=draft.id)
    with pytest.raises(NotFound):
        await nominations_for_export(session, ANONYMOUS, movement_id=draft.id)
    with pytest.raises(NotFound) as missing:
        await nominations_for_export(session, personnel, movement_id=new_id())

    assert missing.value.path == ("movementId",)
    assert await entries(session) == []
    assert await nominations_for_export(session, personnel, movement_id=draft.id) == []


async def test_an_export_costs_the_same_statements_for_one_row_and_three(session, make: Factory, statements):
    of = await awards.scene(make)
    costs = []
    for _ in range(2):
        await awards.nomination(make, await awards.another(make, of), state=S.PROPOSED)
        statements.clear()
        await nominations_for_export(session, of.personnel, movement_id=of.movement.id)
        await session.flush()
        costs.append(len(statements))
        await awards.nomination(make, await awards.another(make, of), state=S.PROPOSED)

    # The movement, the nominations, the audit entry.
    assert costs == [3, 3]
