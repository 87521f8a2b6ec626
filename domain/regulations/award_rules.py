"""Deeds on award rules: what dossiers are judged by, from when to when, and how strictly."""

from datetime import date
from typing import Any
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
from domain.regulations.model import AwardRule
from domain.regulations.parameters import problems_of_parameters
from domain.regulations.particulars import Validity, problems_of_validity
from domain.regulations.rules import RuleCode, Severity

_OPTIONAL = frozenset({"valid_to"})


async def create_award_rule(
    session: AsyncSession,
    actor: Actor,
    *,
    code: RuleCode,
    severity: Severity,
    parameters: Any,
    legal_basis_id: UUID,
    clause: str,
    valid_from: date,
    form_id: UUID | None = None,
    valid_to: date | None = None,
    is_verified: bool = False,
) -> AwardRule:
    """Add a rule for all forms of reward or for one, in force from a day to a day (its last, if known).

    `parameters` are what a JSON text may hold; they are judged by `domain.regulations.parameters`.

    Raises NotAllowed, NotFound (legal basis, form), Invalid, Conflict (such a one is in force in that time already).
    """
    policy.require(actor, Permission.CATALOGUE_MANAGE)
    basis = await queries.basis_kept(session, actor, legal_basis_id)
    refuse_if_any(
        [
            *problems_of_parameters(code, parameters),
            *problems_of_validity(Validity(valid_from, valid_to), basis, clause),
        ]
    )

    rule = AwardRule(
        code=code,
        form_id=form_id,
        severity=severity,
        parameters=parameters,
        legal_basis_id=legal_basis_id,
        clause=clause.strip(),
        valid_from=valid_from,
        valid_to=valid_to,
        is_verified=is_verified,
    )
    session.add(rule)
    await session.flush()  # the audit entry needs the id, and an overlap must refuse here
    record(session, actor, "AWARD_RULE_CREATED", rule, after=snapshot(rule))
    return rule


async def update_award_rule(
    session: AsyncSession,
    actor: Actor,
    *,
    rule_id: UUID,
    expected_version: int,
    severity: Severity | Unchanged | None = UNCHANGED,
    parameters: Any = UNCHANGED,
    legal_basis_id: UUID | Unchanged | None = UNCHANGED,
    clause: str | Unchanged | None = UNCHANGED,
    valid_from: date | Unchanged | None = UNCHANGED,
    valid_to: date | Unchanged | None = UNCHANGED,
    is_verified: bool | Unchanged | None = UNCHANGED,
) -> AwardRule:
    """Change a rule; what is not given stays, and always its code and its form. Parameters are replaced whole.

    Raises NotFound, NotAllowed, StaleVersion, Invalid, Conflict (another is in force in that time already).
    """
    rule = await locking.get_for_update(session, actor, AwardRule, queries.RULES, rule_id, ("ruleId",))
    policy.require(actor, Permission.CATALOGUE_MANAGE)
    locking.check_version(rule, expected_version)

    given = {
        "severity": severity,
        "parameters": parameters,
        "legal_basis_id": legal_basis_id,
        "clause": clause,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "is_verified": is_verified,
    }
    wanted = values_after(rule, given, _OPTIONAL)
    basis = await queries.basis_kept(session, actor, wanted["legal_basis_id"])
    refuse_if_any(
        [
            *problems_of_nulls(given, _OPTIONAL),
            *problems_of_parameters(rule.code, wanted["parameters"]),
            *problems_of_validity(Validity(wanted["valid_from"], wanted["valid_to"]), basis, wanted["clause"]),
        ]
    )

    before = snapshot(rule)
    for column, after in {**wanted, "clause": wanted["clause"].strip()}.items():
        setattr(rule, column, after)
    await session.flush()  # the new version belongs in the audit entry, and an overlap must refuse here
    record(session, actor, "AWARD_RULE_UPDATED", rule, before=before, after=snapshot(rule))
    return rule
