"""Taking the yearly forms of state statistics out of the system, and the trace that it leaves."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record
from domain.errors import Text
from domain.people.model import Person
from domain.statistics import queries
from domain.statistics.form_columns import COLUMNS_0601, COLUMNS_0603, cells_of_0601, cells_of_0603
from domain.statistics.rules import check_year, count_awards, count_movements
from domain.tables.report import Column, Report, Value
from domain.units.heading import headed

_TITLE_0601 = Text("SỐ PHONG TRÀO THI ĐUA", "EMULATION MOVEMENTS")
_TITLE_0603 = Text("SỐ LƯỢNG KHEN THƯỞNG CẤP BỘ", "REWARDS OF THE MINISTRY")


async def form_0601(session: AsyncSession, actor: Actor, *, year: int) -> Report:
    """Return form 0601.N: the movements launched in a year, by who launched them. Raises Invalid, NotAllowed."""
    _check(actor, year)
    lines = count_movements(await queries.launched_movements(session, actor, year))
    rows = [cells_of_0601(each) for each in lines]
    return await _form(session, actor, "0601.N", year, _TITLE_0601, COLUMNS_0601, rows)


async def form_0603(session: AsyncSession, actor: Actor, *, year: int) -> Report:
    """Return form 0603.N: the ministry's awards signed in a year, by form. Raises Invalid, NotAllowed."""
    _check(actor, year)
    lines = count_awards(await queries.given_awards(session, actor, year))
    rows = [cells_of_0603(each) for each in lines]
    return await _form(session, actor, "0603.N", year, _TITLE_0603, COLUMNS_0603, rows)


def _check(actor: Actor, year: int) -> None:
    policy.require(actor, Permission.NOMINATION_EXPORT)
    check_year(year)


async def _form(
    session: AsyncSession,
    actor: Actor,
    code: str,
    year: int,
    title: Text,
    columns: Sequence[Column],
    rows: Sequence[Sequence[Value]],
) -> Report:
    """Give the form its heading; the audit trail tells it of who took it, since it is about no row."""
    taker = await session.get_one(Person, actor.person_id)
    record(session, actor, "STATISTICS_EXPORTED", taker, after={"form": code, "year": year})
    heads = [title, Text(f"Biểu số {code}, năm {year}", f"Form {code}, {year}")]
    return await headed(session, Text(f"Biểu {code}", f"Form {code}"), heads, columns, rows)
