"""What a resolver knows of the request: who asks, in which language, and how to read and write."""

from dataclasses import dataclass
from typing import Any

import strawberry

from domain.actor import Actor
from domain.database import Database
from schema.reads import Reads


@dataclass(frozen=True, slots=True)
class Context:
    """One per operation; loaders in `reads` never outlive it."""

    actor: Actor
    database: Database
    language: str
    reads: Reads


Info = strawberry.Info[Context, Any]


def context_for(actor: Actor, database: Database, language: str = "vi") -> Context:
    """Make the context of one operation."""
    return Context(actor, database, language, Reads(database, actor))
