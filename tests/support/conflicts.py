"""Conflicts of interest for tests: what is declared, adopted and set aside, made directly; and what the view says."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain.conflicts.model import CONFLICTS, AdoptingUnit, ConflictWaiver, DeclaredConflict
from domain.conflicts.rules import ConflictKind, ConflictOrigin
from domain.initiatives.model import Initiative
from domain.people.model import Person
from domain.units.model import Unit
from tests.support.factories import NOW, Factory


async def declared(make: Factory, person_id: UUID | None, of: Initiative, **given: Any) -> DeclaredConflict:
    """A conflict that the person declared."""
    values = {
        "person_id": person_id,
        "initiative_id": of.id,
        "origin": ConflictOrigin.PERSON,
        "reason": "Là người thân của tác giả",
        "declared_at": NOW,
        "declared_by_id": person_id,
    }
    return await make.add(DeclaredConflict(**{**values, **given}))


async def adopted(make: Factory, unit: Unit, of: Initiative, **given: Any) -> AdoptingUnit:
    """That a unit uses an initiative."""
    return await make.add(AdoptingUnit(**{"unit_id": unit.id, "initiative_id": of.id, "declared_at": NOW, **given}))


async def waived(
    make: Factory, person_id: UUID | None, of: Initiative, *kinds: ConflictKind, **given: Any
) -> ConflictWaiver:
    """A waiver of these kinds of conflict (of all, unless told) that one new person asked for and another approved."""
    values = {
        "person_id": person_id,
        "initiative_id": of.id,
        "kinds": [kind.value for kind in kinds or ConflictKind],
        "reason": "Không còn ai khác đủ chuyên môn",
        "requested_at": NOW,
        **given,
    }
    if "requested_by_id" not in given:
        values["requested_by_id"] = (await make.person()).id
    if "approved_at" not in given:
        values |= {"approved_at": NOW, "approved_by_id": (await make.person()).id}
    return await make.add(ConflictWaiver(**values))


async def ended(make: Factory, row: Any) -> None:
    """End a declaration, an adoption or a waiver."""
    row.ended_at = NOW
    if hasattr(row, "ended_reason"):
        row.ended_reason = "Không còn nữa"
    await make.session.flush()


async def people_in_conflict(make: Factory, of: Initiative) -> dict[UUID, list[ConflictKind]]:
    """Who has which conflicts with an initiative, those set aside left out."""
    await make.session.flush()
    statement = (
        select(CONFLICTS.c.person_id, CONFLICTS.c.kind)
        .where(CONFLICTS.c.initiative_id == of.id, ~CONFLICTS.c.is_waived)
        .order_by(CONFLICTS.c.kind)
    )
    found: dict[UUID, list[ConflictKind]] = {}
    for person_id, kind in await make.session.execute(statement):
        found.setdefault(person_id, []).append(kind)
    return found


async def rows_of(make: Factory, of: Initiative, person: Person) -> list[Any]:
    """All rows of the view about a person and an initiative, by kind."""
    await make.session.flush()
    statement = (
        select(CONFLICTS)
        .where(CONFLICTS.c.initiative_id == of.id, CONFLICTS.c.person_id == person.id)
        .order_by(CONFLICTS.c.kind, CONFLICTS.c.since)
    )
    return list(await make.session.execute(statement))
