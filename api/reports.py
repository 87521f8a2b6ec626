"""Tables for Personnel to take along: nominations, payments, units' figures, state statistics; as XLSX and as CSV."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.downloads import attached, download
from api.identity import Identity
from domain.actor import Actor
from domain.awards.rules import NominationState
from domain.database import Database
from domain.errors import Invalid, NotFound, Text
from domain.exports.nominations import nominations_report
from domain.exports.payments import payments_report
from domain.standings.export import standings_report
from domain.statistics.export import form_0601, form_0603
from domain.tables.report import Report, write_csv
from schema import node_ids

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LANGUAGES = ("vi", "en")

#: Makes a report of what the query of a request asks for. Raises DomainError.
Make = Callable[[AsyncSession, Actor, Request], Awaitable[Report]]


def report_routes(database: Database, identity: Identity) -> list[Route]:
    """Offer each report at `GET /exports/<name>.xlsx` and `.csv`, in the language of `?language=` or of the client."""

    def offer(name: str, make: Make, form: str) -> Route:
        async def report(request: Request, actor: Actor, language: str) -> Response:
            language = _language(request, language)
            # The download leaves an audit entry, so it runs in a write transaction.
            async with database.writing() as session:
                made = await make(session, actor, request)
            return await _answer(made, f"{name}.{form}", language)

        return Route(f"/exports/{name}.{form}", download(identity, report), methods=["GET"])

    return [offer(name, make, form) for name, make in REPORTS.items() for form in ("csv", "xlsx")]


async def _answer(report: Report, name: str, language: str) -> Response:
    if name.endswith(".csv"):
        body = write_csv(report, language).encode()
        return Response(body, media_type="text/csv; charset=utf-8", headers=attached(name))
    # Thousands of cells take seconds: other requests go on meanwhile.
    content = await asyncio.to_thread(_workbook, report, language)
    return Response(content, media_type=WORKBOOK, headers=attached(name))


def _workbook(report: Report, language: str) -> bytes:
    from domain.tables.book import write_workbook  # noqa: PLC0415 -- serving processes must not load openpyxl

    return write_workbook(report, language)


async def _nominations(session: AsyncSession, actor: Actor, request: Request) -> Report:
    """`?movement=<id>&state=DECIDED&state=…`: the nominations of a movement, in these states or in all."""
    return await nominations_report(session, actor, movement_id=_movement(request), states=_states(request))


async def _payments(session: AsyncSession, actor: Actor, request: Request) -> Report:
    """`?movement=<id>`: the prizes of a movement's awards."""
    return await payments_report(session, actor, movement_id=_movement(request))


async def _standings(session: AsyncSession, actor: Actor, request: Request) -> Report:
    """`?movement=<id>`: what each unit achieved in a movement."""
    return await standings_report(session, actor, movement_id=_movement(request))


async def _form_0601(session: AsyncSession, actor: Actor, request: Request) -> Report:
    """`?year=<year>`: state statistics of movements."""
    return await form_0601(session, actor, year=_year(request))


async def _form_0603(session: AsyncSession, actor: Actor, request: Request) -> Report:
    """`?year=<year>`: state statistics of the ministry's awards."""
    return await form_0603(session, actor, year=_year(request))


REPORTS: Mapping[str, Make] = {
    "nominations": _nominations,
    "payments": _payments,
    "unit-standings": _standings,
    "0601": _form_0601,
    "0603": _form_0603,
}


def _movement(request: Request) -> UUID:
    movement_id: UUID | None = node_ids.decode_as(request.query_params.get("movement", ""), "Movement")
    if movement_id is None:
        raise NotFound(("movement",))
    return movement_id


def _states(request: Request) -> list[NominationState]:
    asked = request.query_params.getlist("state")
    unknown = sorted(set(asked).difference(NominationState))
    if unknown:
        text = Text(f"Không có trạng thái {unknown[0]}.", f"There is no state {unknown[0]}.")
        raise Invalid("STATE_UNKNOWN", text, ("state",), ", ".join(NominationState))
    return [NominationState(state) for state in asked]


def _year(request: Request) -> int:
    asked = request.query_params.get("year", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) <= len("2024")):
        raise Invalid("YEAR_FORM", Text("Năm gồm bốn chữ số.", "A year has four digits."), ("year",))
    return int(asked)


def _language(request: Request, language: str) -> str:
    asked = request.query_params.get("language", language)
    if asked not in LANGUAGES:
        text = Text("Ngôn ngữ là vi hoặc en.", "The language is vi or en.")
        raise Invalid("LANGUAGE_UNKNOWN", text, ("language",), " | ".join(LANGUAGES))
    return asked
