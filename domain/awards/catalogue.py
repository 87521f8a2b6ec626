"""Deeds on the two award catalogues. Titles and forms of reward are never mixed: each has its table and its deeds."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.awards import queries
from domain.awards.model import AwardForm, AwardTitle
from domain.awards.particulars import problems_of_award
from domain.awards.rules import AwardLevel, AwardSubject
from domain.changes import UNCHANGED, Unchanged, problems_of_nulls, values_after
from domain.errors import DomainError, refuse_if_any
from domain.reading import locking

Award = TypeVar("Award", AwardTitle, AwardForm)
_OPTIONAL = frozenset({"name_en"})


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
        is_verified=is_verified,
    )
    return await _add(session, actor, form, "AWARD_FORM_CREATED")


async def update_award_title(
    session: AsyncSession,
    actor: Actor,
    *,
    title_id: UUID,
    expected_version: int,
    name: str | Unchanged | None = UNCHANGED,
    name_en: str | Unchanged | None = UNCHANGED,
    level: AwardLevel | Unchanged | None = UNCHANGED,
    decided_by: str | Unchanged | None = UNCHANGED,
    is_verified: bool | Unchanged | None = UNCHANGED,
) -> AwardTitle:
    """Change a title; what is not given stays, and its code and subject. Raises NotFound, NotAllowed, ..."""
    title = await locking.get_for_update(session, actor, AwardTitle, queries.TITLES, title_id, ("titleId",))
    given = {
        "name": name,
        "name_en": name_en,
        "level": level,
        "decided_by": decided_by,
        "is_verified": is_verified,
    }
    return await _change(session, actor, title, "AWARD_TITLE_UPDATED", expected_version, given)


async def update_award_form(
    session: AsyncSession,
    actor: Actor,
    *,
    form_id: UUID,
    expected_version: int,
    name: str | Unchanged | None = UNCHANGED,
    name_en: str | Unchanged | None = UNCHANGED,
    level: AwardLevel | Unchanged | None = UNCHANGED,
    decided_by: str | Unchanged | None = UNCHANGED,
    is_verified: bool | Unchanged | None = UNCHANGED,
) -> AwardForm:
    """Change a form of reward; what is not given stays, and its code and subject. Raises NotFound, NotAllowed, ..."""
    form = await locking.get_for_update(session, actor, AwardForm, queries.FORMS, form_id, ("formId",))
    given = {
        "name": name,
        "name_en": name_en,
        "level": level,
        "decided_by": decided_by,
        "is_verified": is_verified,
    }
    return await _change(session, actor, form, "AWARD_FORM_UPDATED", expected_version, given)


async def _add(session: AsyncSession, actor: Actor, award: Award, deed: str) -> Award:
    policy.require(actor, Permission.CATALOGUE_MANAGE)
    refuse_if_any(_problems_of(award, {}))
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
    wanted: dict[str, Any] = values_after(award, given, _OPTIONAL)
    refuse_if_any([*problems_of_nulls(given, _OPTIONAL), *_problems_of(award, wanted)])

    before = snapshot(award)
    for column, value in wanted.items():
        setattr(award, column, value.strip() if type(value) is str else value)  # a level is no text, though a str
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, deed, award, before=before, after=snapshot(award))
    return award


def _problems_of(award: Award, wanted: Mapping[str, Any]) -> list[DomainError]:
    judged = ("code", "name", "decided_by")
    return problems_of_award(**{column: wanted.get(column, getattr(award, column)) for column in judged})
