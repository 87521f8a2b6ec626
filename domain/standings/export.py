"""Taking what units achieved in a movement out of the system: a factor of their yearly review, not its decision."""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record
from domain.awards.rules import counts_for_merit
from domain.errors import Text
from domain.movements import queries as movements
from domain.reading import viewer
from domain.standings.model import STANDINGS
from domain.standings.queries import UNIT_STANDINGS
from domain.tables.report import Column, Kind, Report, Value
from domain.units.heading import headed
from domain.units.model import Unit

_NAME = Text("Kết quả đơn vị", "Units")
_TITLE = Text("KẾT QUẢ PHONG TRÀO CỦA CÁC ĐƠN VỊ", "WHAT UNITS ACHIEVED IN THE MOVEMENT")
_FACTOR = Text(
    "Một yếu tố để bình xét thi đua cuối năm; không thay cho quyết định của Hội đồng.",
    "One factor of the review at the end of the year; it takes the place of no decision.",
)
_THEMATIC = Text(
    "Phong trào theo chuyên đề: kết quả khen thưởng không dùng làm căn cứ khen thưởng công trạng (NĐ 98/2023, Điều 4).",
    "A thematic movement: its rewards are no ground for rewards of merit (Decree 98/2023, article 4).",
)
_YES, _NO = Text("Có", "Yes"), Text("Không", "No")
COLUMNS = (
    Column(Text("STT", "No."), 6, Kind.NUMBER),
    Column(Text("Mã đơn vị", "Unit code"), 12),
    Column(Text("Đơn vị", "Unit"), 34),
    Column(Text("Sáng kiến đã gửi", "Initiatives submitted"), 11, Kind.NUMBER),
    Column(Text("Hợp lệ", "Eligible"), 11, Kind.NUMBER),
    Column(Text("Được xếp hạng", "Ranked"), 11, Kind.NUMBER),
    Column(Text("Hạng cao nhất", "Best place"), 11, Kind.NUMBER),
    Column(Text("Điểm trung bình", "Mean score"), 11, Kind.NUMBER),
    Column(Text("Hồ sơ đề nghị", "Nominations sent in"), 11, Kind.NUMBER),
    Column(Text("Đã có quyết định", "Nominations decided"), 11, Kind.NUMBER),
    Column(Text("Khen thưởng còn hiệu lực", "Awards in force"), 11, Kind.NUMBER),
    Column(Text("Áp dụng của đơn vị khác", "Adoptions given"), 11, Kind.NUMBER),
    Column(Text("Được đơn vị khác áp dụng", "Adoptions received"), 11, Kind.NUMBER),
    Column(Text("Theo chuyên đề", "Thematic"), 11),
    Column(Text("Tính khen thưởng công trạng", "Counts for merit"), 11),
)


async def standings_report(session: AsyncSession, actor: Actor, *, movement_id: UUID) -> Report:
    """Return the figures of a movement's units, by their codes. Raises NotFound, NotAllowed."""
    movement = await movements.get(session, actor, movement_id)
    policy.require(actor, Permission.NOMINATION_EXPORT)
    found = await session.execute(_standings(actor, movement.id), viewer.values(actor))
    rows = [_cells(order, values) for order, values in enumerate(found, 1)]
    record(session, actor, "UNIT_STANDINGS_EXPORTED", movement, after={"rows": len(rows)})
    said = [_FACTOR] if counts_for_merit(movement.form) else [_FACTOR, _THEMATIC]
    return await headed(session, _NAME, [_TITLE, movements.title_of(movement), *said], COLUMNS, rows)


def _standings(actor: Actor, movement_id: UUID) -> Select[*tuple[Any, ...]]:
    """One statement whatever the number of rows; columns in the order of the table."""
    of = STANDINGS.c
    return (
        select(
            of.unit_code,
            Unit.name,
            of.submitted,
            of.eligible,
            of.ranked,
            of.best_place,
            of.mean_score,
            of.nominations_proposed,
            of.nominations_decided,
            of.awards_effective,
            of.adoptions_given,
            of.adoptions_received,
            of.is_thematic,
            of.counts_for_merit,
        )
        .join(Unit, Unit.id == of.unit_id)
        .where(of.movement_id == movement_id, UNIT_STANDINGS.visible(actor))
        .order_by(of.unit_code)
    )


def _cells(order: int, values: Any) -> tuple[Value, ...]:
    *figures, thematic, counts = values
    return (order, *figures, _YES if thematic else _NO, _YES if counts else _NO)
