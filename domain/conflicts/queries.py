"""What conflicts of interest there are, asked for a deed; who may see conflicts, declarations, waivers, adoptions."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Uuid, and_, any_, false, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor, Role
from domain.conflicts.model import CONFLICTS, ROUND_CONFLICTS, AdoptingUnit, ConflictWaiver, DeclaredConflict
from domain.conflicts.rules import ConflictKind
from domain.conflicts.visibility import not_in_conflict
from domain.initiatives import queries as initiatives
from domain.initiatives.model import Initiative
from domain.reading import locking, viewer
from domain.reading.source import Source

#: Who may see everybody's conflicts with initiatives that they see; everybody sees their own.
SEE_CONFLICTS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)
#: Who may read why others declared a conflict.
SEE_REASONS = (Role.PERSONNEL, Role.AUDITOR)
#: Which of several conflicts is told first.
_FIRST = list(ConflictKind)


def visible_conflicts(actor: Actor) -> ColumnElement[bool]:
    """Let conflicts with initiatives that the viewer sees be seen: all by those who watch over them, else one's own.

    What somebody declared of an entry without a name is not told them again with the name.
    """
    if actor.is_system:
        return true()
    own = and_(CONFLICTS.c.person_id == viewer.person, CONFLICTS.c.entry_id.is_(None))
    return and_(_of_visible(actor, CONFLICTS.c.initiative_id), _watched_or(actor, own))


def visible_round_conflicts(actor: Actor) -> ColumnElement[bool]:
    """Let those who watch over conflicts see the ones of a round, but not where they have one themselves.

    These rows tell who is to judge an initiative.
    """
    if actor.is_system:
        return true()
    initiative_id = ROUND_CONFLICTS.c.initiative_id
    return and_(_watched_or(actor, false()), _of_visible(actor, initiative_id), not_in_conflict(actor, initiative_id))


def visible_declarations(actor: Actor) -> ColumnElement[bool]:
    """Let declarations be seen by those who watch over conflicts, and one's own by oneself."""
    return _own_or_watched(actor, DeclaredConflict.person_id, DeclaredConflict.initiative_id)


def visible_waivers(actor: Actor) -> ColumnElement[bool]:
    """Let waivers be seen by those who watch over conflicts, and by the person concerned."""
    return _own_or_watched(actor, ConflictWaiver.person_id, ConflictWaiver.initiative_id)


def visible_adoptions(actor: Actor) -> ColumnElement[bool]:
    """Let it be seen who adopts an initiative by whoever sees the initiative, and by those who serve the unit."""
    if actor.is_system:
        return true()
    return viewer.any_of(
        _of_visible(actor, AdoptingUnit.initiative_id),
        viewer.among(AdoptingUnit.unit_id, viewer.served_units)
        if actor.units_as(Role.UNIT_LEADER, Role.FOCAL_OFFICER)
        else None,
    )


def reasons(actor: Actor) -> ColumnElement[bool]:
    """Let the reason of a conflict be read by Personnel, auditors and the person."""
    return _reasons(actor, CONFLICTS.c.person_id)


def declared_reasons(actor: Actor) -> ColumnElement[bool]:
    """Let the reasons of a declaration be read by Personnel, auditors and the person."""
    return _reasons(actor, DeclaredConflict.person_id)


def names_of_declaration(actor: Actor) -> ColumnElement[bool]:
    """Let the initiative be told by a declaration, but not to who declared it of an entry."""
    if viewer.sees_all(actor, *SEE_CONFLICTS):
        return true()
    return DeclaredConflict.entry_id.is_(None)


def _reasons(actor: Actor, person_id: Any) -> ColumnElement[bool]:
    if viewer.sees_all(actor, *SEE_REASONS):
        return true()
    return viewer.any_of(person_id == viewer.person if actor.person_id else None)


def _of_visible(actor: Actor, initiative_id: Any) -> ColumnElement[bool]:
    seen = select(Initiative.id).where(initiatives.INITIATIVES.visible(actor))
    return initiative_id.in_(seen)  # type: ignore[no-any-return]


def _watched_or(actor: Actor, own: ColumnElement[bool]) -> ColumnElement[bool]:
    return true() if actor.has(*SEE_CONFLICTS) else viewer.any_of(own if actor.person_id else None)


def _own_or_watched(actor: Actor, person_id: Any, initiative_id: Any) -> ColumnElement[bool]:
    if actor.is_system:
        return true()
    return viewer.any_of(
        viewer.few(person_id == viewer.person) if actor.person_id else None,
        _of_visible(actor, initiative_id) if actor.has(*SEE_CONFLICTS) else None,
    )


#: Over views: rows are read in lists of a person, of an initiative or of a round, and never by their own key.
ALL_CONFLICTS = Source(CONFLICTS, visible_conflicts)
OF_ROUNDS = Source(ROUND_CONFLICTS, visible_round_conflicts)
DECLARATIONS = Source(DeclaredConflict, visible_declarations)
WAIVERS = Source(ConflictWaiver, visible_waivers)
ADOPTIONS = Source(AdoptingUnit, visible_adoptions)


async def get_declaration_for_update(session: AsyncSession, actor: Actor, conflict_id: UUID) -> DeclaredConflict:
    """Fetch and lock a declaration. Raises NotFound."""
    path = ("conflictId",)
    return await locking.get_for_update(session, actor, DeclaredConflict, DECLARATIONS, conflict_id, path)


async def get_waiver_for_update(session: AsyncSession, actor: Actor, waiver_id: UUID) -> ConflictWaiver:
    """Fetch and lock a waiver. Raises NotFound."""
    return await locking.get_for_update(session, actor, ConflictWaiver, WAIVERS, waiver_id, ("waiverId",))


async def get_adoption_for_update(session: AsyncSession, actor: Actor, adoption_id: UUID) -> AdoptingUnit:
    """Fetch and lock an adoption. Raises NotFound."""
    return await locking.get_for_update(session, actor, AdoptingUnit, ADOPTIONS, adoption_id, ("adoptionId",))


async def adoption_in_force(session: AsyncSession, initiative_id: UUID, unit_id: UUID) -> AdoptingUnit | None:
    """Return the adoption by which a unit uses another unit's initiative now, whoever may see it; None without one.

    It is kept from being ended until this deed is done.
    """
    statement = select(AdoptingUnit).where(
        AdoptingUnit.initiative_id == initiative_id, AdoptingUnit.unit_id == unit_id, AdoptingUnit.ended_at.is_(None)
    )
    return (await session.scalars(statement.with_for_update(read=True))).one_or_none()


async def conflicts_between(session: AsyncSession, pairs: Sequence[tuple[UUID, UUID]]) -> list[ConflictKind | None]:
    """Say for each pair of initiative and person which conflict stands between them, None where none does.

    Conflicts that two people set aside do not count.
    """
    initiative_ids, person_ids = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    found: dict[tuple[UUID, UUID], list[ConflictKind]] = {}
    for row in await session.execute(_among(initiative_ids, person_ids).where(~CONFLICTS.c.is_waived)):
        found.setdefault((row.initiative_id, row.person_id), []).append(row.kind)
    return [min(found[pair], key=_FIRST.index) if pair in found else None for pair in pairs]


async def kinds_between(session: AsyncSession, initiative_id: UUID, person_id: UUID) -> list[ConflictKind]:
    """Return every kind of conflict that a person has with an initiative, in order, those set aside included."""
    kinds = {row.kind for row in await session.execute(_among({initiative_id}, {person_id}))}
    return sorted(kinds, key=_FIRST.index)


def _among(initiative_ids: Collection[UUID], person_ids: Collection[UUID]) -> Select[Any]:
    """Select the conflicts between any of the initiatives and any of the people; both go down into the view."""
    return select(CONFLICTS.c.initiative_id, CONFLICTS.c.person_id, CONFLICTS.c.kind).where(
        CONFLICTS.c.initiative_id == any_(literal(sorted(initiative_ids), ARRAY(Uuid()))),
        CONFLICTS.c.person_id == any_(literal(sorted(person_ids), ARRAY(Uuid()))),
    )
