"""Looking for changes over a connection that is lost in ways that a server's own end does not show every time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest

from api.changes import Changes

#: A server's farewell: `E`, how long it is, then its severity, code and message.
SAID = b"SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0"
FAREWELL = b"E" + (len(SAID) + 4).to_bytes(4, "big") + SAID
STROKE = 0.05
PATIENCE = 20

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Between:
    """Stands between a client and PostgreSQL, and passes on what both say."""

    def __init__(self, connect: Callable[[], Awaitable[Streams]]) -> None:
        self.connect = connect
        self.clients: list[asyncio.StreamWriter] = []
        self.passing: set[asyncio.Task[None]] = set()

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Give a client a connection of its own."""
        self.clients.append(writer)
        from_server, to_server = await self.connect()
        for one, other in ((reader, to_server), (from_server, writer)):
            task = asyncio.create_task(self.pass_on(one, other))
            self.passing.add(task)
            task.add_done_callback(self.passing.discard)

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Pass on what one side says to the other until it ends."""
        while said := await reader.read(65536):
            writer.write(said)
        writer.close()


@pytest.fixture
async def between(database_url: str) -> AsyncIterator[tuple[Between, str]]:
    """Somebody between, and the address to ask them at."""
    parts = urlsplit(database_url)
    port = parts.port or 5432
    match parse_qs(parts.query).get("host"):
        case [directory]:
            connect = partial(asyncio.open_unix_connection, f"{directory}/.s.PGSQL.{port}")
        case _:
            connect = partial(asyncio.open_connection, parts.hostname, port)
    there = Between(connect)
    server = await asyncio.start_server(there.meet, "127.0.0.1", 0)
    who, _, _ = parts.netloc.rpartition("@")
    own = server.sockets[0].getsockname()[1]
    yield there, f"postgresql://{who}@127.0.0.1:{own}{parts.path}"
    server.close()
    await asyncio.gather(*there.passing)


async def test_farewell_before_the_end_of_the_connection_ends_only_the_connection(between):
    there, url = between
    changes = Changes(url, STROKE)
    await changes.listen()
    with changes.heard() as changed:
        async with asyncio.timeout(PATIENCE):
            await changed.wait()
        changed.clear()

        there.clients[0].write(FAREWELL)

        # Whoever connects again says at once that something may have happened.
        async with asyncio.timeout(PATIENCE):
            await changed.wait()
    assert len(there.clients) == 2
    await changes.close()
