"""Score tables sent as files, which may be larger than what GraphQL takes; the deed and its rights are the same.

Only a bearer token opens the way in, so a form on another site can send nothing in anybody's name.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.downloads import download, refusal
from api.identity import Identity
from api.multipart import Part, boundary_of, read_parts
from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.database import Database
from domain.errors import Invalid, NotFound, Text, refuse_if_any
from domain.imports.asking import GivenFile, import_score_table
from domain.imports.rules import MAX_BYTES
from schema import node_ids

#: What the rules and the other parts of a form may add to the file.
MAX_BODY = MAX_BYTES + 2_000_000
#: The parts of a form, and those that must be there.
PARTS = frozenset({"file", "rules", "name", "movement", "sheet", "dryRun"})
NEEDED = frozenset({"file", "rules", "name"})
FLAGS = {"": False, "false": False, "true": True}

TOO_LARGE = Text("Thân yêu cầu quá lớn.", "The body is too large.")
NO_FORM = Text("Hãy gửi multipart/form-data đúng chuẩn.", "Send a well-formed multipart/form-data.")


def upload_route(database: Database, identity: Identity) -> Route:
    """Make the route that takes score tables."""

    async def send(request: Request, actor: Actor, language: str) -> Response:
        """`POST /imports/score-tables`: a form with `file`, `rules`, `name`; answers 202 with the id of the job."""
        policy.require(actor, Permission.TABLE_IMPORT)  # before anything is read
        body = await _body(request)
        if body is None:
            return refusal(413, "BODY_TOO_LARGE", TOO_LARGE.in_language(language), {"Connection": "close"})
        try:
            parts = await asyncio.to_thread(_parts, body, request.headers.get("content-type", ""))
            asked = _asked(parts)
            async with database.writing() as session:
                job = await import_score_table(session, actor, **asked)
        except ValueError:
            return refusal(415, "UNSUPPORTED_MEDIA_TYPE", NO_FORM.in_language(language))
        return JSONResponse({"job": node_ids.encode("Job", job.id)}, 202)

    return Route("/imports/score-tables", download(identity, send), methods=["POST"])


async def _body(request: Request) -> bytes | None:
    """Read the body, whatever Content-Length says; None for one that is too large, the rest of which stays unread."""
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MAX_BODY:
            return None
        chunks.append(chunk)
    return b"".join(chunks)


def _parts(body: bytes, content_type: str) -> Mapping[str, Part]:
    """Return the parts of a form. Raises ValueError for any other body, Refusals for parts unknown or missing."""
    boundary = boundary_of(content_type)
    if boundary is None:
        raise ValueError(content_type)
    parts = read_parts(body, boundary)
    unknown = [
        _wrong("PART_UNKNOWN", name, "Không có phần này.", "There is no such part.") for name in parts.keys() - PARTS
    ]
    missing = [
        _wrong("PART_MISSING", name, "Thiếu phần này.", "This part is missing.") for name in NEEDED - parts.keys()
    ]
    refuse_if_any([*unknown, *missing])
    return parts


def _wrong(rule: str, name: str, vi: str, en: str) -> Invalid:
    return Invalid(rule, Text(f"{name}: {vi}", f"{name}: {en}"), (name,))


def _asked(parts: Mapping[str, Part]) -> dict[str, Any]:
    """Return what a form asks the deed for. Raises ValueError (no text), NotFound (the movement), Invalid."""
    said = {name: _text(part) for name, part in parts.items() if name != "file"}
    movement = said.get("movement")
    movement_id = node_ids.decode_as(movement, "Movement") if movement else None
    if movement and movement_id is None:
        raise NotFound(("movement",))
    dry_run = FLAGS.get(said.get("dryRun", ""))
    if dry_run is None:
        raise _wrong("FLAG_WRONG", "dryRun", "cần true hoặc false.", "true or false is wanted.")
    return {
        "name": said["name"],
        "file": GivenFile(parts["file"].file_name or "table", parts["file"].content),
        "rules": said["rules"],
        "movement_id": movement_id,
        "sheet": said.get("sheet") or None,
        "dry_run": dry_run,
    }


def _text(part: Part) -> str:
    """Return the text of a part; a NUL is no text for the database."""
    text = part.content.decode()
    if "\0" in text:
        raise ValueError("NUL")
    return text
