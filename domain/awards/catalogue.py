"""Deeds on the two award catalogues. Titles and forms of reward are never mixed: each has its table and its deeds."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.awards import queries
from domain.awards.model import AwardForm, AwardTitle
from domain.awards.rules import AwardLevel, AwardSubject, problems_of_award
from domain.errors import refuse_if_any
from domain.reading import locking

Award = TypeVar("Award", AwardTitle, AwardForm)


async def create_award_title(
    session: AsyncSession,
    actor: Actor,
    *,
    code: str,
    name: str,
    subject: AwardSubject,
    level: AwardLevel,
    decided_by: str,
    name_en: str | None = None,
    coefficient: Decimal | None = None,
    is_verified: bool = False,
) -> AwardTitle:
    """Add a title (danh hiệu thi đua). Raises NotAllowed, Invalid, Conflict (code taken)."""
    title = AwardTitle(
        code=code,
        name=name,
        name_en=name_en,
        subject=subject,
        level=level,
        decided_by=decided_by,
        coefficient=coefficient,
        is_verified=is_verified,
    )
    return await _add(session, actor, title, "AWARD_TITLE_CREATED")


async def create_award_form(
    session: AsyncSession,
    actor: Actor,
    *,
    code: str,
    name: str,
    subject: AwardSubject,
    level: AwardLevel,
    decided_by: str,
    name_en: str | None = None,
    coefficient: Decimal | None = None,
    is_verified: bool = False,
) -> AwardForm:
    """Add a form of reward (hình thức khen thưởng). Raises NotAllowed, Invalid, Conflict (code taken)."""
    form = AwardForm(
        code=code,
        name=name,
        name_en=name_en,
        subject=subject,
        level=level,
        decided_by=decided_by,
        coefficient=coefficient,
        is_verified=is_verified,
    )
    return await _add(session, actor, form, "AWARD_FORM_CREATED")


async def update_award_title(
    session: AsyncSession,
    actor: Actor,
    *,
    title_id: UUID,
    expected_version: int,
    name: str | None = None,
    name_en: str | None = None,
    level: AwardLevel | None = None,
    decided_by: str | None = None,
    coefficient: Decimal | None = None,
    is_verified: bool | None = None,
) -> AwardTitle:
    """Change a title; what is None stays, as do its code and subject. Raises NotFound, NotAllowed, StaleVersion, ..."""
    title = await locking.get_for_update(session, actor, AwardTitle, queries.TITLES, title_id, ("titleId",))
    given = {
        "name": name,
        "name_en": name_en,
        "level": level,
        "decided_by": decided_by,
        "coefficient": coefficient,
        "is_verified": is_verified,
    }
    return await _change(session, actor, title, "AWARD_TITLE_UPDATED", expected_version, given)


async def update_award_form(
    session: AsyncSession,
    actor: Actor,
    *,
    form_id: UUID,
    expected_version: int,
    name: str | None = None,
    name_en: str | None = None,
    level: AwardLevel | None = None,
    decided_by: str | None = None,
    coefficient: Decimal | None = None,
    is_verified: bool | None = None,
) -> AwardForm:
    """Change a form of reward; what is None stays, as do its code and subject. Raises NotFound, NotAllowed, ..."""
    form = await locking.get_for_update(session, actor, AwardForm, queries.FORMS, form_id, ("formId",))
    given = {
        "name": name,
        "name_en": name_en,
        "level": level,
        "decided_by": decided_by,
        "coefficient": coefficient,
        "is_verified": is_verified,
    }
    return await _change(session, actor, form, "AWARD_FORM_UPDATED", expected_version, given)


async def _add(session: AsyncSession, actor: Actor, award: Award, deed: str) -> Award:
    policy.require(actor, Permission.CATALOGUE_MANAGE)
    _check(award, {})
    award.name, award.decided_by = award.name.strip(), award.decided_by.strip()
    session.add(award)
    await session.flush()  # the audit entry needs the id, and a taken code must refuse here
    record(session, actor, deed, award, after=snapshot(award))
    return award


async def _change(
    session: AsyncSession, actor: Actor, award: Award, deed: str, expected_version: int, given: Mapping[str, Any]
) -> Award:
    policy.require(actor, Permission.CATALOGUE_MANAGE)
    locking.check_version(award, expected_version)
    changes = {column: value for column, value in given.items() if value not in (None, getattr(award, column))}
    _check(award, changes)

    before = snapshot(award)
    for column, value in changes.items():
        setattr(award, column, value.strip() if isinstance(value, str) else value)
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, deed, award, before=before, after=snapshot(award))
    return award


def _check(award: Award, changes: Mapping[str, Any]) -> None:
    judged = ("code", "name", "decided_by", "coefficient")
    refuse_if_any(problems_of_award(**{column: changes.get(column, getattr(award, column)) for column in judged}))
