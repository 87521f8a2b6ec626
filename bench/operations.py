"""What is asked: the same documents of every GraphQL contender, with arguments that vary from request to request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from bench import words
from schema.pagination import write_cursor

LIST = """
query List($first: Int!) {
  initiatives(first: $first) {
    nodes {
      id title state hoursSaved createdAt
      unit { id name }
      scoreSheets(first: 3) {
        nodes { id total state marks { value comment criterion { id name weight } } }
      }
    }
  }
}
"""
POINT = "query Point($id: ID!) { initiative(id: $id) { id title state hoursSaved createdAt unit { id code name } } }"
RANKING = """
query Ranking($id: ID!, $after: String) {
  result(id: $id) {
    id number
    entries(first: 50, after: $after) {
      nodes { place score isTied sheets initiative { id title } unit { id name } }
      pageInfo { hasNextPage endCursor }
    }
  }
}
"""
SEARCH = """
query Search($text: String!) {
  initiatives(first: 20, filter: {search: $text}) {
    nodes { id title state unit { name } }
    pageInfo { hasNextPage endCursor }
  }
}
"""
#: A page of the list far from its beginning; only our own server is asked this.
DEEP_LIST = LIST.replace("$first: Int!", "$first: Int!, $after: String").replace(
    "initiatives(first: $first)", "initiatives(first: $first, after: $after)"
)

POINTS, PAGES = 400, 20
PAGE = 50
#: Where deep pages begin, as a part of the whole list.
DEPTH = 0.9


@dataclass(frozen=True, slots=True)
class Operation:
    """A document and the sets of variables that are sent in turn."""

    name: str
    document: str
    variables: Sequence[Mapping[str, Any]]


async def operations(database_url: str) -> list[Operation]:
    """Return what every contender is asked, over the rows of a database."""
    connection = await asyncpg.connect(database_url)
    points = await connection.fetch(
        "SELECT id FROM initiatives WHERE state = 'SCORED' ORDER BY hashtextextended(id::text, 1) LIMIT $1", POINTS
    )
    result = await connection.fetchval("SELECT id FROM results")
    entries = await connection.fetchval("SELECT count(*) FROM result_entries")
    # Pages spread evenly over the first half of the ranking.
    pages = [None, *[await _place(connection, n * entries // PAGES // 2) for n in range(1, PAGES)]]
    await connection.close()
    return [
        Operation("list", LIST, [{"first": PAGE}]),
        Operation("point", POINT, [{"id": f"Initiative:{row['id']}"} for row in points]),
        Operation("ranking", RANKING, [{"id": f"Result:{result}", "after": after} for after in pages]),
        Operation("search", SEARCH, [{"text": words.COMMON}]),
        Operation("search_medium", SEARCH, [{"text": words.MEDIUM}]),
        Operation("search_rare", SEARCH, [{"text": words.RARE}]),
    ]


async def depths(database_url: str) -> dict[str, tuple[Operation, Operation]]:
    """Return, for each list, its first page and a page far from the first."""
    connection = await asyncpg.connect(database_url)
    result = await connection.fetchval("SELECT id FROM results")
    entries = await connection.fetchval("SELECT count(*) FROM result_entries")
    written = await connection.fetchval("SELECT count(*) FROM initiatives")
    row = await connection.fetchrow(
        "SELECT created_at, id FROM initiatives WHERE state = 'SCORED' ORDER BY created_at DESC, id DESC OFFSET $1",
        int(written * DEPTH),
    )
    place = await _place(connection, int(entries * DEPTH))
    await connection.close()
    cursor = write_cursor("CREATED_AT-", list(row))
    ranking = {"id": f"Result:{result}"}
    return {
        "list": (
            Operation("list", DEEP_LIST, [{"first": PAGE, "after": None}]),
            Operation("list_deep", DEEP_LIST, [{"first": PAGE, "after": cursor}]),
        ),
        "ranking": (
            Operation("ranking", RANKING, [ranking | {"after": None}]),
            Operation("ranking_deep", RANKING, [ranking | {"after": place}]),
        ),
    }


async def _place(connection: asyncpg.Connection, offset: int) -> str:
    """Return the cursor of a row of the ranking."""
    row = await connection.fetchrow("SELECT place, id FROM result_entries ORDER BY place, id OFFSET $1 LIMIT 1", offset)
    return write_cursor("PLACE+", list(row))
