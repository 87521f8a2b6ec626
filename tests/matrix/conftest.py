"""One world for all tests of a module, in a transaction that is rolled back; a test leaves it as it found it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from domain.database import Database
from tests.conftest import TransactionDatabase, rolled_back
from tests.support import matrix_world
from tests.support.matrix_world import World


@pytest.fixture(scope="module")
async def connection(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    async with rolled_back(engine) as connection:
        yield connection


@pytest.fixture(scope="module")
def database(connection: AsyncConnection) -> Database:
    return TransactionDatabase(connection)


@pytest.fixture(scope="module")
async def world(connection: AsyncConnection) -> World:
    return await matrix_world.furnish(connection, matrix_world.build)
