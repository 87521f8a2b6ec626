"""Deeds on rubrics: draft, rewrite while a draft, copy into a new version, freeze for good."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.changes import UNCHANGED, Unchanged, problems_of_nulls, values_after
from domain.clock import utc_now
from domain.criteria import queries
from domain.criteria.model import Criterion, CriterionBand, Rubric
from domain.criteria.rules import (
    Band,
    CriterionSpec,
    RubricState,
    check_draft,
    problems_of_heading,
    problems_of_rubric,
)
from domain.errors import refuse_if_any
from domain.movements import queries as movements
from domain.movements.rules import check_not_archived
from domain.reading.locking import check_version

_OPTIONAL = frozenset({"pass_total"})


async def create_rubric(
    session: AsyncSession,
    actor: Actor,
    *,
    movement_id: UUID,
    code: str,
    name: str,
    criteria: Sequence[CriterionSpec],
    pass_total: Decimal | None = None,
) -> Rubric:
    """Draft a rubric of a movement; a code used before gives its next number. Raises NotFound, NotAllowed, ..."""
    movement = await movements.get_for_update(session, actor, movement_id)
    policy.require(actor, Permission.RUBRIC_MANAGE)
    check_not_archived(movement.state)
    refuse_if_any([*problems_of_heading(code=code, name=name, pass_total=pass_total), *problems_of_rubric(criteria)])

    rubric = await _add_rubric(session, movement.id, code, name.strip(), pass_total, criteria)
    record(session, actor, "RUBRIC_CREATED", rubric, after=await _whole(session, rubric))
    return rubric


async def replace_criteria(
    session: AsyncSession,
    actor: Actor,
    *,
    rubric_id: UUID,
    expected_version: int,
    criteria: Sequence[CriterionSpec],
    name: str | Unchanged | None = UNCHANGED,
    pass_total: Decimal | Unchanged | None = UNCHANGED,
) -> Rubric:
    """Rewrite a draft rubric; a heading not given stays. Raises NotFound, NotAllowed, StaleVersion, Conflict, ..."""
    rubric = await _rubric_for_change(session, actor, rubric_id)
    check_version(rubric, expected_version)
    check_draft(rubric.state)
    given = {"name": name, "pass_total": pass_total}
    wanted = values_after(rubric, given, _OPTIONAL)
    problems = [*problems_of_nulls(given, _OPTIONAL), *problems_of_heading(code=rubric.code, **wanted)]
    refuse_if_any([*problems, *problems_of_rubric(criteria)])

    before = await _whole(session, rubric)
    await session.execute(delete(Criterion).where(Criterion.rubric_id == rubric.id))
    await _add_criteria(session, rubric, criteria)
    rubric.name, rubric.pass_total = wanted["name"].strip(), wanted["pass_total"]
    flag_modified(rubric, "name")  # criteria are part of the rubric: replacing them makes a new version of it
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "CRITERIA_REPLACED", rubric, before=before, after=await _whole(session, rubric))
    return rubric


async def new_rubric_version(session: AsyncSession, actor: Actor, *, rubric_id: UUID) -> Rubric:
    """Copy a rubric, frozen or not, into a draft with the next number. Raises NotFound, NotAllowed, Conflict."""
    rubric = await _rubric_for_change(session, actor, rubric_id)
    bands = await queries.bands_of(session, rubric.id)
    criteria = [_spec_of(each, bands.get(each.id, [])) for each in await queries.criteria_of(session, rubric.id)]

    made = await _add_rubric(session, rubric.movement_id, rubric.code, rubric.name, rubric.pass_total, criteria)
    after = {**await _whole(session, made), "copied_from": rubric.id}
    record(session, actor, "RUBRIC_VERSION_CREATED", made, after=after)
    return made


def freeze_rubric(rubric: Rubric) -> bool:
    """Freeze a locked rubric for good and say whether it was not frozen yet.

    A part of opening a round: that deed has judged who may, and its audit entry names the rubric.
    """
    if rubric.state is RubricState.FROZEN:
        return False
    rubric.state, rubric.frozen_at = RubricState.FROZEN, utc_now()
    return True


async def _rubric_for_change(session: AsyncSession, actor: Actor, rubric_id: UUID) -> Rubric:
    """Fetch a rubric with its movement, both locked, the movement first."""
    found = await queries.get(session, actor, rubric_id)
    movement = await movements.get_for_update(session, actor, found.movement_id, "rubricId")
    rubric = await queries.get_for_update(session, actor, rubric_id)
    policy.require(actor, Permission.RUBRIC_MANAGE)
    check_not_archived(movement.state)
    return rubric


async def _add_rubric(
    session: AsyncSession,
    movement_id: UUID,
    code: str,
    name: str,
    pass_total: Decimal | None,
    criteria: Sequence[CriterionSpec],
) -> Rubric:
    """Add a draft with the number after the highest of its code; the movement is locked, so nobody takes it first."""
    highest = await session.scalar(
        select(func.max(Rubric.number)).where(Rubric.movement_id == movement_id, Rubric.code == code)
    )
    rubric = Rubric(
        movement_id=movement_id,
        code=code,
        number=1 + (highest or 0),
        name=name,
        pass_total=pass_total,
        created_at=utc_now(),
    )
    session.add(rubric)
    await session.flush()  # its criteria need the id
    await _add_criteria(session, rubric, criteria)
    return rubric


async def _add_criteria(session: AsyncSession, rubric: Rubric, criteria: Sequence[CriterionSpec]) -> None:
    for ordinal, wanted in enumerate(criteria, start=1):
        criterion = Criterion(
            rubric_id=rubric.id,
            ordinal=ordinal,
            code=wanted.code,
            name=wanted.name.strip(),
            name_en=wanted.name_en,
            description=wanted.description,
            weight=wanted.weight,
            scale_min=wanted.scale_min,
            scale_max=wanted.scale_max,
            step=wanted.step,
            minimum=wanted.minimum,
        )
        session.add(criterion)
        await session.flush()  # its bands need the id
        in_order = sorted(wanted.bands, key=lambda band: band.mark_from)
        session.add_all(
            CriterionBand(
                criterion_id=criterion.id,
                ordinal=place,
                label=band.label.strip(),
                mark_from=band.mark_from,
                mark_to=band.mark_to,
            )
            for place, band in enumerate(in_order, start=1)
        )


def _spec_of(criterion: Criterion, bands: Sequence[CriterionBand]) -> CriterionSpec:
    return CriterionSpec(
        code=criterion.code,
        name=criterion.name,
        name_en=criterion.name_en,
        description=criterion.description,
        weight=criterion.weight,
        scale_min=criterion.scale_min,
        scale_max=criterion.scale_max,
        step=criterion.step,
        minimum=criterion.minimum,
        bands=[Band(band.label, band.mark_from, band.mark_to) for band in bands],
    )


async def _whole(session: AsyncSession, rubric: Rubric) -> dict[str, Any]:
    """Return a rubric with its criteria and bands as the audit trail keeps them: one text for one number."""
    bands = await queries.bands_of(session, rubric.id)
    kept = ("code", "name", "name_en", "description", "weight", "scale_min", "scale_max", "step", "minimum")
    criteria = [
        {
            **{column: _exact(getattr(criterion, column)) for column in kept},
            "bands": [
                f"{_exact(band.mark_from)}-{_exact(band.mark_to)}: {band.label}" for band in bands.get(criterion.id, [])
            ],
        }
        for criterion in await queries.criteria_of(session, rubric.id)
    ]
    return {**snapshot(rubric), "pass_total": _exact(rubric.pass_total), "criteria": criteria}


def _exact(value: Any) -> Any:
    """Write a number without trailing zeros, whether it comes from the caller or from the database."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else value
