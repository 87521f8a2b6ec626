"""Deeds on legal texts: keep the catalogue, and say which texts a movement rests on."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.changes import UNCHANGED, Unchanged, problems_of_nulls, values_after
from domain.errors import Conflict, NotFound, Text, refuse_if_any
from domain.movements import queries
from domain.movements.model import LegalBasis, Movement, MovementLegalBasis
from domain.movements.particulars import problems_of_legal_basis
from domain.movements.rules import check_editable
from domain.reading import locking
from domain.reading.locking import check_version

_PATH = ("legalBasisId",)
_OPTIONAL = frozenset({"number", "issued_on", "valid_to"})


async def create_legal_basis(
    session: AsyncSession,
    actor: Actor,
    *,
    code: str,
    title: str,
    valid_from: date,
    source: str,
    number: str | None = None,
    issued_on: date | None = None,
    valid_to: date | None = None,
    is_verified: bool = False,
) -> LegalBasis:
    """Add a legal text to the catalogue. Raises NotAllowed, Invalid, Conflict (code taken)."""
    policy.require(actor, Permission.CATALOGUE_MANAGE)
    refuse_if_any(
        problems_of_legal_basis(code=code, title=title, source=source, valid_from=valid_from, valid_to=valid_to)
    )

    basis = LegalBasis(
        code=code,
        title=title.strip(),
        number=number,
        issued_on=issued_on,
        valid_from=valid_from,
        valid_to=valid_to,
        is_verified=is_verified,
        source=source.strip(),
    )
    session.add(basis)
    await session.flush()  # the audit entry needs the id, and a taken code must refuse here
    record(session, actor, "LEGAL_BASIS_CREATED", basis, after=snapshot(basis))
    return basis


async def update_legal_basis(
    session: AsyncSession,
    actor: Actor,
    *,
    legal_basis_id: UUID,
    expected_version: int,
    title: str | Unchanged | None = UNCHANGED,
    number: str | Unchanged | None = UNCHANGED,
    issued_on: date | Unchanged | None = UNCHANGED,
    valid_from: date | Unchanged | None = UNCHANGED,
    valid_to: date | Unchanged | None = UNCHANGED,
    is_verified: bool | Unchanged | None = UNCHANGED,
    source: str | Unchanged | None = UNCHANGED,
) -> LegalBasis:
    """Change a legal text's particulars; what is not given stays. Raises NotFound, NotAllowed, StaleVersion, ..."""
    basis = await locking.get_for_update(session, actor, LegalBasis, queries.LEGAL_BASES, legal_basis_id, _PATH)
    policy.require(actor, Permission.CATALOGUE_MANAGE)
    check_version(basis, expected_version)

    given = {
        "title": title,
        "number": number,
        "issued_on": issued_on,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "is_verified": is_verified,
        "source": source,
    }
    wanted = values_after(basis, given, _OPTIONAL)
    wanted["title"], wanted["source"] = wanted["title"].strip(), wanted["source"].strip()
    judged = {column: wanted[column] for column in ("title", "source", "valid_from", "valid_to")}
    refuse_if_any([*problems_of_nulls(given, _OPTIONAL), *problems_of_legal_basis(code=basis.code, **judged)])

    before = snapshot(basis)
    for column, value in wanted.items():
        setattr(basis, column, value)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "LEGAL_BASIS_UPDATED", basis, before=before, after=snapshot(basis))
    return basis


async def cite_legal_basis(session: AsyncSession, actor: Actor, *, movement_id: UUID, legal_basis_id: UUID) -> Movement:
    """Say that a movement that may be edited rests on a legal text. Raises NotFound, NotAllowed, Conflict."""
    movement = await _editable(session, actor, movement_id)
    basis = await locking.get(session, actor, LegalBasis, queries.LEGAL_BASES, legal_basis_id, _PATH)
    if await _citation(session, movement.id, basis.id) is not None:
        raise Conflict("BASIS_CITED", Text("Văn bản đã là căn cứ của phong trào.", "It is cited already."), _PATH)

    citation = MovementLegalBasis(movement_id=movement.id, legal_basis_id=basis.id)
    session.add(citation)
    await session.flush()  # the audit entry needs the id
    record(session, actor, "LEGAL_BASIS_CITED", citation, after=snapshot(citation))
    return movement


async def drop_legal_basis(session: AsyncSession, actor: Actor, *, movement_id: UUID, legal_basis_id: UUID) -> Movement:
    """Say that a movement that may be edited no longer rests on a text. Raises NotFound, NotAllowed, Conflict."""
    movement = await _editable(session, actor, movement_id)
    citation = await _citation(session, movement.id, legal_basis_id)
    if citation is None:
        raise NotFound(_PATH)

    record(session, actor, "LEGAL_BASIS_DROPPED", citation, before=snapshot(citation))
    await session.delete(citation)
    return movement


async def _editable(session: AsyncSession, actor: Actor, movement_id: UUID) -> Movement:
    movement = await queries.get_for_update(session, actor, movement_id)
    policy.require(actor, Permission.MOVEMENT_MANAGE)
    check_editable(movement.state)
    return movement


async def _citation(session: AsyncSession, movement_id: UUID, legal_basis_id: UUID) -> MovementLegalBasis | None:
    found: MovementLegalBasis | None = await session.scalar(
        select(MovementLegalBasis).where(
            MovementLegalBasis.movement_id == movement_id, MovementLegalBasis.legal_basis_id == legal_basis_id
        )
    )
    return found
