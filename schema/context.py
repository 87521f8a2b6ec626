"""What a resolver knows of the request: who asks, in which language, and how to read and write."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import strawberry
from graphql.pyutils import Path

from domain.actor import Actor
from domain.councils.ballot_box import BallotBox
from domain.database import Database
from schema.bindings import Row
from schema.reads import Reads

if TYPE_CHECKING:
    from schema.planning.payloads import PayloadReader


@dataclass(frozen=True, slots=True)
class Context:
    """One per operation; loaders in `reads` never outlive it.

    With `payloads`, what deeds made is read by statements that are planned already. Without a `ballot_box` no council
    votes in secret.
    """

    actor: Actor
    database: Database
    language: str
    reads: Reads
    is_compiled: bool = True
    payloads: "PayloadReader | None" = None
    ballot_box: BallotBox | None = None

    async def objects(self, path: Path, target: str, keys: Sequence[UUID]) -> list[Row]:
        """Read the objects that a deed made, as the payload's field at `path` shows them; those hidden are left out."""
        if self.payloads is not None:
            # What was selected of them is put in place at the end; until then they only have to be there.
            return [Row(target, {}) for _ in await self.payloads.read(path, target, keys)]
        found = await asyncio.gather(*(self.reads.by_key(target, key) for key in keys))
        return [row for row in found if row is not None]


Info = strawberry.Info[Context, Any]


def context_for(
    actor: Actor,
    database: Database,
    language: str = "vi",
    *,
    is_compiled: bool = True,
    ballot_box: BallotBox | None = None,
) -> Context:
    """Make the context of one operation; `is_compiled` chooses the execution of its reads."""
    return Context(actor, database, language, Reads(database, actor), is_compiled, ballot_box=ballot_box)
