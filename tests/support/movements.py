"""Movements with what belongs to them, made directly for tests: a running movement of 2024, unless told otherwise."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from domain.access.permissions import Permission
from domain.actor import Role
from domain.criteria.model import Criterion, Rubric
from domain.criteria.rules import RubricState
from domain.movements.model import (
    LegalBasis,
    Movement,
    MovementLegalBasis,
    Participation,
    Phase,
    PhaseCapability,
)
from domain.movements.rules import ACTIVE, MovementForm, MovementScope, MovementState
from domain.units.model import Unit
from tests.support.factories import LONG_AGO, Factory

OPENS_AT = datetime(2024, 1, 1, tzinfo=UTC)
CLOSES_AT = datetime(2030, 1, 1, tzinfo=UTC)

#: Two criteria that add up to 100; an initiative with less than 20 for C1 is not met.
CRITERIA: Sequence[Mapping[str, Any]] = (
    {"code": "C1", "name": "Giảm tải công việc", "weight": 60, "scale_max": 60, "minimum": 20},
    {"code": "C2", "name": "Tính mới", "weight": 40, "scale_max": 40},
)


async def movement(make: Factory, **given: Any) -> Movement:
    """A movement: running, of 2024, with reports due before 25 December."""
    state = given.get("state", MovementState.RUNNING)
    values = {
        "code": f"PT-{await _next(make, select(func.count()).select_from(Movement))}",
        "name": "Ứng dụng công nghệ số, trí tuệ nhân tạo để làm việc tốt hơn",
        "goal": "Giảm tải công việc",
        "content": "Sử dụng các giải pháp công nghệ số, ứng dụng AI",
        "subjects": "Toàn thể cán bộ, công chức, viên chức, người lao động",
        "starts_on": date(2024, 1, 1),
        "ends_on": date(2024, 12, 31),
        "report_due_before": date(2024, 12, 25),
        "form": MovementForm.THEMATIC,
        "scope": MovementScope.MINISTRY,
        "state": state,
        "launched_at": LONG_AGO if state in ACTIVE else None,
        "created_at": LONG_AGO,
    }
    return await make.add(Movement(**{**values, **given}))


async def phase(
    make: Factory,
    movement: Movement,
    *capabilities: tuple[Role, Permission],
    opens_at: datetime = OPENS_AT,
    closes_at: datetime = CLOSES_AT,
    code: str | None = None,
) -> Phase:
    """A phase that lets roles do things; open from 2024 to 2030 unless told otherwise."""
    ordinal = await _next(make, select(func.count()).where(Phase.movement_id == movement.id))
    made = await make.add(
        Phase(
            movement_id=movement.id,
            ordinal=ordinal,
            code=code or f"GD-{ordinal}",
            name=f"Giai đoạn {ordinal}",
            opens_at=opens_at,
            closes_at=closes_at,
        )
    )
    for role, permission in capabilities:
        await make.add(PhaseCapability(phase_id=made.id, role=role, permission=permission))
    return made


async def participation(make: Factory, movement: Movement, unit: Unit, **given: Any) -> Participation:
    """A unit's part in a movement."""
    return await make.add(
        Participation(**{"movement_id": movement.id, "unit_id": unit.id, "joined_at": LONG_AGO, **given})
    )


async def legal_basis(make: Factory, **given: Any) -> LegalBasis:
    """A legal text in force from 2024 on."""
    values = {
        "code": f"VB-{await _next(make, select(func.count()).select_from(LegalBasis))}",
        "title": "Luật Thi đua, khen thưởng",
        "number": "06/2022/QH15",
        "issued_on": date(2022, 6, 15),
        "valid_from": date(2024, 1, 1),
        "is_verified": True,
        "source": "Công báo",
    }
    return await make.add(LegalBasis(**{**values, **given}))


async def citation(make: Factory, movement: Movement, basis: LegalBasis) -> MovementLegalBasis:
    """That a movement rests on a legal text."""
    return await make.add(MovementLegalBasis(movement_id=movement.id, legal_basis_id=basis.id))


async def rubric(
    make: Factory,
    movement: Movement,
    *,
    frozen: bool = False,
    criteria: Sequence[Mapping[str, Any]] | None = None,
    **given: Any,
) -> Rubric:
    """A rubric with criteria C1 (60, at least 20) and C2 (40); each criterion given needs code, weight, scale_max."""
    code = given.get("code", "BTC")
    same = select(func.count()).where(Rubric.movement_id == movement.id, Rubric.code == code)
    values = {
        "movement_id": movement.id,
        "code": code,
        "number": await _next(make, same),
        "name": "Bộ tiêu chí chấm sáng kiến",
        "created_at": LONG_AGO,
    }
    made: Rubric = await make.add(Rubric(**{**values, **given}))
    for ordinal, criterion in enumerate(CRITERIA if criteria is None else criteria, start=1):
        defaults = {"name": criterion["code"], "scale_min": Decimal(0), "step": Decimal("0.5")}
        await make.add(Criterion(rubric_id=made.id, ordinal=ordinal, **{**defaults, **criterion}))
    if frozen:
        made.state, made.frozen_at = RubricState.FROZEN, LONG_AGO
        await make.session.flush()
    return made


async def _next(make: Factory, how_many: Any) -> int:
    return 1 + (await make.session.scalar(how_many) or 0)
