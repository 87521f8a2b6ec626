"""The connections of reads: never more than their number, given in turn, replaced when they fail."""

import asyncio

import asyncpg
import pytest

from api.connections import Connections


@pytest.fixture
async def connections(database_url):
    address = database_url.replace("+asyncpg", "", 1)
    made = Connections(lambda: asyncpg.connect(address), 2)
    yield made
    await made.close()


async def test_no_more_are_open_than_allowed(connections):
    backends = await asyncio.gather(*(connections.value("SELECT pg_backend_pid()", []) for _ in range(20)))

    assert len(set(backends)) == 2


async def test_who_waits_longest_is_served_first(connections):
    first, second = await connections.take(), await connections.take()
    served = []

    async def wait(name):
        connection = await connections.take()
        served.append(name)
        connections.give_back(connection)

    waiting = [asyncio.create_task(wait(name)) for name in range(4)]
    await asyncio.sleep(0)
    connections.give_back(first)
    connections.give_back(second)
    await asyncio.gather(*waiting)

    assert served == [0, 1, 2, 3]


async def test_an_error_of_the_statement_keeps_the_connection(connections):
    backend = await connections.value("SELECT pg_backend_pid()", [])
    with pytest.raises(asyncpg.DivisionByZeroError):
        await connections.value("SELECT 1 / $1::int", [0])

    assert await connections.value("SELECT pg_backend_pid()", []) == backend


async def test_a_statement_that_is_cut_off_leaves_no_broken_connection(connections):
    before = await connections.value("SELECT pg_backend_pid()", [])
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await connections.value("SELECT pg_sleep(5)", [])

    after = [await connections.value("SELECT pg_backend_pid()", []) for _ in range(3)]
    assert before not in after
    assert len(set(after)) == 1


async def test_who_gives_up_waiting_loses_nothing(connections):
    taken = [await connections.take(), await connections.take()]
    waiting = asyncio.create_task(connections.take())
    await asyncio.sleep(0)
    # The connection is handed on and the waiter cancelled in the same turn of the loop.
    connections.give_back(taken[0])
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert await asyncio.wait_for(connections.take(), 1) is taken[0]
    connections.give_back(taken[0])
    connections.give_back(taken[1])


async def test_a_connection_that_was_closed_makes_room(connections):
    first, second = await connections.take(), await connections.take()
    waiting = asyncio.create_task(connections.value("SELECT pg_backend_pid()", []))
    await asyncio.sleep(0)
    first.terminate()
    connections.give_back(first)

    assert isinstance(await asyncio.wait_for(waiting, 2), int)
    connections.give_back(second)


async def test_what_cannot_be_opened_does_not_take_a_place():
    attempts = []

    async def refuse():
        attempts.append(1)
        raise ConnectionRefusedError

    connections = Connections(refuse, 1)
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            await connections.value("SELECT 1", [])

    assert len(attempts) == 3
