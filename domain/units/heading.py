"""What stands above every table that leaves the system: whose it is, what it shows, and as of which moment."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.clock import VIETNAM, utc_now
from domain.errors import Text
from domain.tables.report import Column, Report, Value
from domain.units.model import Unit
from domain.units.rules import UnitType


async def headed(
    session: AsyncSession,
    name: Text,
    titles: Sequence[Text],
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
    notes: Sequence[Sequence[Value]] = (),
) -> Report:
    """Return a report of this moment under the name of the ministry, where one is known."""
    made_at = utc_now().astimezone(VIETNAM)
    as_of = Text(
        f"Số liệu đến {made_at:%H:%M} ngày {made_at:%d/%m/%Y}", f"As of {made_at:%Y-%m-%d %H:%M}, Viet Nam time"
    )
    return Report(name, [*await _ministry(session), *titles, as_of], columns, rows, made_at, notes)


async def _ministry(session: AsyncSession) -> list[Text]:
    """Return the name of the ministry as units stand now."""
    statement = (
        select(Unit.name, Unit.name_en)
        .where(Unit.type == UnitType.BO, Unit.valid_to.is_(None))
        .order_by(Unit.valid_from, Unit.id)
        .limit(1)
    )
    return [Text(name.upper(), (name_en or name).upper()) for name, name_en in await session.execute(statement)]
