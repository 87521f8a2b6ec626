"""Deeds that ask for imports. What is wrong with the request is said at once, what is wrong with the file by the job.

Files are read by workers only: that takes time, and libraries that a serving process does without.
"""

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.errors import Conflict, DomainError, Text, refuse_if_any
from domain.evaluations import gates
from domain.evaluations import queries as rounds
from domain.evaluations.rules import RoundState
from domain.imports import queries
from domain.imports.model import ImportFile
from domain.imports.rules import (
    MAX_RULES,
    problems_of_content,
    problems_of_name,
    problems_of_rules,
    refuse_long_rules,
)
from domain.jobs import actions as jobs
from domain.jobs.model import Job
from domain.jobs.rules import PENDING, JobKind
from domain.movements import queries as movements
from domain.tables.findings import Refused
from domain.tables.rules_file import read_rules

KNOWN = Text(
    "Bảng điểm này đã được nhập với đúng quy tắc này.", "This table was imported under these very rules already."
)


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file as it came, CSV or XLSX."""

    name: str
    content: bytes


async def import_score_table(
    session: AsyncSession,
    actor: Actor,
    *,
    name: str,
    file: GivenFile,
    rules: str,
    movement_id: UUID | None = None,
    sheet: str | None = None,
    dry_run: bool = False,
) -> Job:
    """Have a score table of a competition held elsewhere read, computed and kept; with `dry_run` only read.

    `sheet` names one of a workbook, the first without it. Raises NotFound, NotAllowed, Invalid (also each thing that is
    wrong with the rules), Conflict (imported before).
    """
    policy.require(actor, Permission.TABLE_IMPORT)
    if movement_id is not None:
        await movements.get(session, actor, movement_id)
    wrong = [*problems_of_name(name, ("name",)), *_problems_of_file(file, sheet)]
    # A thread of its own: what TOML may say takes time to read.
    refuse_if_any([*wrong, *await asyncio.to_thread(_problems_of_rules, rules)])
    hashes = {"content_hash": _digest(file.content), "rules_hash": _digest(rules.encode())}
    if await queries.is_known(session, **hashes, sheet=sheet or ""):
        raise Conflict("TABLE_KNOWN", KNOWN, ("file",))

    said = {"name": name.strip(), "movement_id": movement_id, "sheet": sheet, "dry_run": dry_run, **hashes}
    job = await _ask(session, actor, JobKind.IMPORT_TABLE, None, file, said, rules)
    record(session, actor, "TABLE_IMPORT_ASKED_FOR", job, after=snapshot(job))
    return job


async def import_score_sheets(
    session: AsyncSession,
    actor: Actor,
    *,
    round_id: UUID,
    file: GivenFile,
    sheet: str | None = None,
    dry_run: bool = False,
) -> Job:
    """Have the sheets of a jury that worked on paper read and submitted in its name, all or none.

    Raises NotFound, NotAllowed, Invalid, Conflict (the round is not open, judges pairs, another file of it waits).
    """
    round_ = await rounds.get(session, actor, round_id)
    if not policy.could_hold(actor, Permission.SHEET_ENTER):
        policy.require(actor, Permission.SHEET_ENTER)
    refuse_if_any(_problems_of_file(file, sheet))
    gates.check_takes_sheets(round_.kind)
    gates.check_round_state(round_.state, RoundState.OPEN)

    said = {"sheet": sheet, "dry_run": dry_run, "content_hash": _digest(file.content)}
    job = await _ask(session, actor, JobKind.IMPORT_SHEETS, round_.id, file, said)
    record(session, actor, "SHEETS_IMPORT_ASKED_FOR", job, after=snapshot(job))
    return job


def _problems_of_file(file: GivenFile, sheet: str | None) -> list[DomainError]:
    of_sheet = [] if sheet is None else problems_of_name(sheet, ("sheet",))
    return [*problems_of_name(file.name, ("file", "name")), *problems_of_content(file.content), *of_sheet]


def _problems_of_rules(rules: str) -> list[DomainError]:
    content = rules.encode()
    if len(content) > MAX_RULES:
        return [refuse_long_rules()]
    try:
        read_rules(content)
    except Refused as refused:
        return problems_of_rules(refused.findings)
    return []


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


async def _ask(
    session: AsyncSession,
    actor: Actor,
    kind: JobKind,
    round_id: UUID | None,
    file: GivenFile,
    said: Mapping[str, Any],
    rules: str | None = None,
) -> Job:
    """Enqueue a job with its file. Files of jobs that failed or were cancelled make room."""
    over = select(Job.id).where(Job.id == ImportFile.job_id, Job.state.not_in(PENDING)).exists()
    await session.execute(delete(ImportFile).where(over))
    parameters = {"file_name": file.name.strip(), **said}
    job = await jobs.enqueue(session, actor, kind=kind, round_id=round_id, parameters=parameters)
    session.add(ImportFile(job_id=job.id, content=file.content, rules=rules))
    await session.flush()  # refused here rather than at commit
    return job
