"""`thidua serve`: database, migrations, demo data where asked for, then the API until Ctrl-C."""

import asyncio
import gc
import signal
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from socket import socket
from types import FrameType

import click
import uvicorn
from rich.console import Console
from sqlalchemy import exists, select, text

from api.app import GRAPHQL_PATH, create_app
from api.commands.seeding import seed_beside
from api.database import serving_engine, tool_engine
from api.demo.story import SUBJECT_PREFIX
from api.identity import ready_tokens
from api.issuer import DevelopmentIssuer, LocalKeys
from api.settings import Settings, read_settings
from api.starting import ensure_database, needs_migration, running_database, upgrade
from api.worker_process import worker_beside
from domain import clock
from domain.actor import Role
from domain.database import Database
from domain.people.model import Person

#: The demonstration lives in the first days of 2025: a round is open, nominations are being prepared.
DEMO_START = datetime(2025, 1, 6, 2, 0, tzinfo=UTC)


@click.command(help="Phục vụ API cho đến khi bấm Ctrl-C. / Serve the API until Ctrl-C.")
@click.option("--demo", is_flag=True, help="Nạp dữ liệu trình diễn, sống ở đầu năm 2025. / Demo data and demo time.")
@click.option("--host", help="Địa chỉ phục vụ. / Address to serve on.")
@click.option("--port", type=click.IntRange(0, 65535), help="Cổng. / Port.")
def command(demo: bool, host: str | None, port: int | None) -> None:
    """Bring everything up in order, and take it down in the opposite order."""
    settings = read_settings()
    console = Console(stderr=True)
    signal.signal(signal.SIGTERM, _interrupt)
    # A running server ends by returning; the exception means that it was asked to stop while starting.
    with suppress(KeyboardInterrupt), running_database(settings) as url:
        asyncio.run(ensure_database(url))
        if asyncio.run(needs_migration(url)):
            upgrade(url)
        if demo:
            seed_beside(url)
            asyncio.run(_live_in_demo_time(url))
        with worker_beside(url) if settings.worker else nullcontext():
            _serve(settings, url, host or settings.host, settings.port if port is None else port)
    console.print("Đã dừng; dữ liệu được giữ. / Stopped; the data stay.")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Unwind on SIGTERM as on Ctrl-C, so that the embedded database is stopped."""
    raise KeyboardInterrupt


async def _live_in_demo_time(url: str) -> None:
    """Go on from the last deed: time never runs backwards from one start to the next. Refuses real data."""
    engine = tool_engine(url)
    async with engine.connect() as connection:
        latest = await connection.scalar(text("SELECT max(at) FROM audit_entries"))
        is_demo = select(exists().where(Person.subject.startswith(SUBJECT_PREFIX, autoescape=True)))
        invented = await connection.scalar(is_demo)
    await engine.dispose()
    if not invented:
        raise click.ClickException(
            "--demo chỉ dùng khi cơ sở dữ liệu rỗng hoặc là dữ liệu trình diễn. / "
            "--demo is for a database that is empty or holds the demo."
        )
    clock.run_from(max(DEMO_START, latest or DEMO_START))


def _serve(settings: Settings, url: str, host: str, port: int) -> None:
    issuer = None
    if settings.development:
        issuer = DevelopmentIssuer(settings.data_directory / "keys", settings.issuer, settings.audience)
    keys = issuer.keys if issuer is not None else LocalKeys()
    engine = serving_engine(url, settings.pool_size)
    app = create_app(settings, engine, keys, issuer=issuer)
    tokens = asyncio.run(_tokens(url, issuer)) if issuer is not None else []
    # What is there now stays: the collector need not look through it again at every turn.
    gc.collect()
    gc.freeze()
    config = uvicorn.Config(
        app, host=host, port=port, log_level="warning", access_log=False, server_header=False, proxy_headers=False
    )
    Announced(config, tokens, app.end_streams).run()


async def _tokens(url: str, issuer: DevelopmentIssuer) -> list[tuple[Role, str, str]]:
    engine = tool_engine(url)
    try:
        return await ready_tokens(Database(engine), issuer)
    finally:
        await engine.dispose()


class Announced(uvicorn.Server):
    """A server that says where it is once it listens, and ends streams when it stops."""

    def __init__(
        self, config: uvicorn.Config, tokens: Sequence[tuple[Role, str, str]], end_streams: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._tokens = tokens
        self._end_streams = end_streams

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        """Stop; requests under way are waited for, so those that never end are ended first."""
        self._end_streams()
        await super().shutdown(sockets)

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]  # same shape
        """Listen, then print addresses and ready tokens."""
        await super().startup(sockets)  # type: ignore[arg-type]  # handed through
        if not self.started:
            return
        port = self.servers[0].sockets[0].getsockname()[1]
        base = f"http://{self.config.host}:{port}"
        for role, name, token in self._tokens:
            click.echo(f"\n{role} ({name})\n  {token}")
        click.echo(
            f"\nThidua\n  API       {base}{GRAPHQL_PATH}\n  Explorer  {base}/explorer\n  Ctrl-C để dừng / to stop\n"
        )
