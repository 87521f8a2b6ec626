"""Deeds on legal parameters: base salaries, prize coefficients, collective factors, steps of rounding."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.changes import UNCHANGED, Unchanged, problems_of_nulls, values_after
from domain.errors import refuse_if_any
from domain.reading import locking
from domain.regulations import queries
from domain.regulations.model import LegalParameter
from domain.regulations.particulars import Validity, problems_of_parameter, problems_of_validity
from domain.regulations.rules import ParameterKind

_OPTIONAL = frozenset({"valid_to"})


async def create_legal_parameter(
    session: AsyncSession,
    actor: Actor,
    *,
    kind: ParameterKind,
    value: Decimal,
    legal_basis_id: UUID,
    clause: str,
    valid_from: date,
    form_id: UUID | None = None,
    title_id: UUID | None = None,
    valid_to: date | None = None,
    is_verified: bool = False,
) -> LegalParameter:
    """Add a number of the law, in force from a day to a day (its last, if known).

    Raises NotAllowed, NotFound (legal basis, award), Invalid, Conflict (such a one is in force in that time already).
    """
    policy.require(actor, Permission.CATALOGUE_MANAGE)
    basis = await queries.basis_kept(session, actor, legal_basis_id)
    refuse_if_any(
        [
            *problems_of_parameter(kind=kind, value=value, form_id=form_id, title_id=title_id),
            *problems_of_validity(Validity(valid_from, valid_to), basis, clause),
        ]
    )

    parameter = LegalParameter(
        kind=kind,
        form_id=form_id,
        title_id=title_id,
        value=value,
        legal_basis_id=legal_basis_id,
        clause=clause.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        is_verified=is_verified,
    )
    session.add(parameter)
    await session.flush()  # the audit entry needs the id, and an overlap must refuse here
    record(session, actor, "LEGAL_PARAMETER_CREATED", parameter, after=snapshot(parameter))
    return parameter


async def update_legal_parameter(
    session: AsyncSession,
    actor: Actor,
    *,
    parameter_id: UUID,
    expected_version: int,
    value: Decimal | Unchanged | None = UNCHANGED,
    legal_basis_id: UUID | Unchanged | None = UNCHANGED,
    clause: str | Unchanged | None = UNCHANGED,
    valid_from: date | Unchanged | None = UNCHANGED,
    valid_to: date | Unchanged | None = UNCHANGED,
    is_verified: bool | Unchanged | None = UNCHANGED,
) -> LegalParameter:
    """Change a legal parameter; what is not given stays, and always its kind and its award.

    Raises NotFound, NotAllowed, StaleVersion, Invalid, Conflict (another is in force in that time already).
    """
    path = ("parameterId",)
    parameter = await locking.get_for_update(session, actor, LegalParameter, queries.PARAMETERS, parameter_id, path)
    policy.require(actor, Permission.CATALOGUE_MANAGE)
    locking.check_version(parameter, expected_version)

    given = {
        "value": value,
        "legal_basis_id": legal_basis_id,
        "clause": clause,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "is_verified": is_verified,
    }
    wanted = values_after(parameter, given, _OPTIONAL)
    basis = await queries.basis_kept(session, actor, wanted["legal_basis_id"])
    kind, form_id, title_id = parameter.kind, parameter.form_id, parameter.title_id
    refuse_if_any(
        [
            *problems_of_nulls(given, _OPTIONAL),
            *problems_of_parameter(kind=kind, value=wanted["value"], form_id=form_id, title_id=title_id),
            *problems_of_validity(Validity(wanted["valid_from"], wanted["valid_to"]), basis, wanted["clause"]),
        ]
    )

    before = snapshot(parameter)
    for column, after in {**wanted, "clause": wanted["clause"].strip()}.items():
        setattr(parameter, column, after)
    await session.flush()  # the new version belongs in the audit entry, and an overlap must refuse here
    record(session, actor, "LEGAL_PARAMETER_UPDATED", parameter, before=before, after=snapshot(parameter))
    return parameter
