from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.actor import ANONYMOUS, Role
from domain.errors import Conflict, NotAllowed, NotFound, Refusals, StaleVersion
from domain.ids import new_id
from domain.movements import legal_bases
from domain.movements.model import LegalBasis, MovementLegalBasis
from domain.movements.rules import EDITABLE, MovementState
from schema.mutation import constraint_of
from tests.support.audit import entries, only_entry
from tests.support.factories import Factory
from tests.support.movements import citation, legal_basis, movement
from tests.support.roles import actor_of

NEW: dict[str, Any] = {
    "code": "ND-98-2023",
    "title": " Nghị định quy định chi tiết ",
    "number": "98/2023/NĐ-CP",
    "issued_on": date(2023, 12, 31),
    "valid_from": date(2024, 1, 1),
    "valid_to": date(2025, 6, 30),
    "source": "Công báo",
}


async def cited(session) -> list[MovementLegalBasis]:
    return list(await session.scalars(select(MovementLegalBasis)))


async def test_personnel_adds_a_legal_text(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)

    made = await legal_bases.create_legal_basis(session, personnel, **NEW)

    assert (made.code, made.title, made.number) == ("ND-98-2023", "Nghị định quy định chi tiết", "98/2023/NĐ-CP")
    assert (made.valid_from, made.valid_to, made.is_verified) == (date(2024, 1, 1), date(2025, 6, 30), False)
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == ("LEGAL_BASIS_CREATED", "LegalBasis", made.id)
    assert (entry.before, entry.after["valid_to"]) == (None, "2025-06-30")


async def test_personnel_changes_what_is_known_of_a_legal_text(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    basis = await legal_basis(make, is_verified=True)

    changed = await legal_bases.update_legal_basis(
        session,
        personnel,
        legal_basis_id=basis.id,
        expected_version=1,
        valid_to=date(2026, 9, 30),
        source=" Công báo số 571 ",
        is_verified=False,
    )

    assert (changed.title, changed.valid_to, changed.version) == ("Luật Thi đua, khen thưởng", date(2026, 9, 30), 2)
    entry = await only_entry(session)
    assert entry.deed == "LEGAL_BASIS_UPDATED"
    assert entry.before == {"valid_to": None, "source": "Công báo", "is_verified": True, "version": 1}
    assert entry.after == {
        "valid_to": "2026-09-30",
        "source": "Công báo số 571",
        "is_verified": False,
        "version": 2,
    }


async def test_a_legal_text_is_in_force_without_end_again(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    basis = await legal_basis(make, valid_to=date(2024, 12, 31))

    await legal_bases.update_legal_basis(
        session, personnel, legal_basis_id=basis.id, expected_version=1, valid_from=date(2025, 1, 1), valid_to=None
    )

    assert (basis.valid_from, basis.valid_to, basis.number) == (date(2025, 1, 1), None, "06/2022/QH15")
    entry = await only_entry(session)
    assert entry.before == {"valid_from": "2024-01-01", "valid_to": "2024-12-31", "version": 1}
    assert entry.after == {"valid_from": "2025-01-01", "valid_to": None, "version": 2}


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PERSONNEL])
async def test_nobody_else_keeps_the_catalogue(session, make: Factory, role: Role):
    basis = await legal_basis(make)
    actor = await actor_of(make, role)

    with pytest.raises(NotAllowed):
        await legal_bases.create_legal_basis(session, actor, **NEW)
    with pytest.raises(NotAllowed):
        await legal_bases.update_legal_basis(session, actor, legal_basis_id=basis.id, expected_version=1, title="X")

    await session.refresh(basis)
    assert (basis.title, basis.version) == ("Luật Thi đua, khen thưởng", 1)
    assert len(list(await session.scalars(select(LegalBasis)))) == 1
    assert await entries(session) == []


async def test_a_bad_legal_text_is_refused(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    basis = await legal_basis(make)

    with pytest.raises(Refusals) as on_creating:
        await legal_bases.create_legal_basis(session, personnel, **{**NEW, "code": "nđ", "title": "", "source": ""})
    with pytest.raises(Refusals) as on_updating:
        await legal_bases.update_legal_basis(
            session, personnel, legal_basis_id=basis.id, expected_version=1, valid_to=date(2023, 1, 1)
        )
    with pytest.raises(StaleVersion):
        await legal_bases.update_legal_basis(
            session, personnel, legal_basis_id=basis.id, expected_version=2, valid_to=date(2025, 1, 1)
        )
    with pytest.raises(NotFound) as missing:
        await legal_bases.update_legal_basis(
            session, ANONYMOUS, legal_basis_id=basis.id, expected_version=1, valid_to=date(2025, 1, 1)
        )

    assert [error.rule for error in on_creating.value.errors] == ["CODE_FORM", "TITLE_EMPTY", "SOURCE_EMPTY"]
    assert [(error.rule, error.path) for error in on_updating.value.errors] == [("PERIOD_REVERSED", ("validTo",))]
    assert missing.value.path == ("legalBasisId",)
    await session.refresh(basis)
    assert (basis.valid_to, basis.version) == (None, 1)
    assert await entries(session) == []


async def test_a_taken_code_is_refused_by_the_database(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    await legal_basis(make, code="ND-98-2023")

    with pytest.raises(IntegrityError) as refused:
        async with session.begin_nested():
            await legal_bases.create_legal_basis(session, personnel, **NEW)

    assert constraint_of(refused.value) == "uq_legal_bases_code"


@pytest.mark.parametrize("state", sorted(EDITABLE))
async def test_a_movement_cites_a_text_and_drops_it_again(session, make: Factory, state: MovementState):
    center = await make.actor(Role.INFORMATION_CENTER)
    made, basis = await movement(make, state=state), await legal_basis(make)

    await legal_bases.cite_legal_basis(session, center, movement_id=made.id, legal_basis_id=basis.id)
    (link,) = await cited(session)
    await legal_bases.drop_legal_basis(session, center, movement_id=made.id, legal_basis_id=basis.id)

    assert await cited(session) == []
    said, unsaid = await entries(session)
    whole = {"id": str(link.id), "movement_id": str(made.id), "legal_basis_id": str(basis.id)}
    assert (said.deed, said.before, said.after) == ("LEGAL_BASIS_CITED", None, whole)
    assert (unsaid.deed, unsaid.before, unsaid.after) == ("LEGAL_BASIS_DROPPED", whole, None)


async def test_a_text_is_cited_once_and_only_a_cited_one_is_dropped(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    made, basis, other = (
        await movement(make, state=MovementState.DRAFT),
        await legal_basis(make),
        await legal_basis(make),
    )
    await citation(make, made, basis)
    arguments = {"movement_id": made.id}

    with pytest.raises(Conflict) as twice:
        await legal_bases.cite_legal_basis(session, center, **arguments, legal_basis_id=basis.id)
    with pytest.raises(NotFound) as unknown:
        await legal_bases.cite_legal_basis(session, center, **arguments, legal_basis_id=new_id())
    with pytest.raises(NotFound) as never:
        await legal_bases.drop_legal_basis(session, center, **arguments, legal_basis_id=other.id)

    assert (twice.value.rule, twice.value.path) == ("BASIS_CITED", ("legalBasisId",))
    assert (unknown.value.path, never.value.path) == (("legalBasisId",), ("legalBasisId",))
    assert [each.legal_basis_id for each in await cited(session)] == [basis.id]
    assert await entries(session) == []


@pytest.mark.parametrize("state", sorted(set(MovementState) - EDITABLE))
async def test_legal_bases_are_fixed_once_submitted(session, make: Factory, state: MovementState):
    center = await make.actor(Role.INFORMATION_CENTER)
    made, basis = await movement(make, state=state), await legal_basis(make)
    await citation(make, made, basis)

    for deed in (legal_bases.cite_legal_basis, legal_bases.drop_legal_basis):
        with pytest.raises(Conflict, match="MOVEMENT_NOT_EDITABLE"):
            await deed(session, center, movement_id=made.id, legal_basis_id=basis.id)

    assert len(await cited(session)) == 1
    assert await entries(session) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.INFORMATION_CENTER])
async def test_nobody_else_says_what_a_movement_rests_on(session, make: Factory, role: Role):
    made, basis, other = await movement(make), await legal_basis(make), await legal_basis(make)
    await citation(make, made, basis)
    actor = await actor_of(make, role)

    with pytest.raises(NotAllowed):
        await legal_bases.cite_legal_basis(session, actor, movement_id=made.id, legal_basis_id=other.id)
    with pytest.raises(NotAllowed):
        await legal_bases.drop_legal_basis(session, actor, movement_id=made.id, legal_basis_id=basis.id)

    assert [each.legal_basis_id for each in await cited(session)] == [basis.id]
    assert await entries(session) == []
