"""The deed that asks for a document. What is wrong with the request is said at once; a worker gathers and writes."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.documents import queries
from domain.documents.gathering.frame import Asked
from domain.documents.model import OfficialDocument
from domain.documents.particulars import About, Texts, problems_of_about, problems_of_texts
from domain.documents.rules import DocumentKind, check_unprinted, printed_as
from domain.errors import refuse_if_any
from domain.jobs import actions as jobs
from domain.jobs.model import Job
from domain.jobs.rules import JobKind
from domain.movements import queries as movements
from domain.units import queries as units


async def make_document(
    session: AsyncSession, actor: Actor, *, kind: DocumentKind, movement_id: UUID, about: About, texts: Texts
) -> Job:
    """Have a document drafted of what the actor may see. Raises NotFound, NotAllowed, Invalid.

    Another one of the kind about the same is its next edition.
    """
    require_making(actor, kind, about)
    refuse_if_any([*problems_of_about(kind, about), *problems_of_texts(texts)])
    movement = await movements.get(session, actor, movement_id)
    if about.unit_id is not None:
        await units.get(session, actor, about.unit_id)
    parameters = parameters_of(Asked(kind, movement.id, about, texts))
    job = await jobs.enqueue(session, actor, kind=JobKind.MAKE_DOCUMENT, round_id=None, parameters=parameters)
    record(session, actor, "DOCUMENT_ASKED_FOR", job, after=snapshot(job))
    return job


def require_making(actor: Actor, kind: DocumentKind, about: About) -> None:
    """Raise NotAllowed unless the actor may have such a document drafted; units draft what they issue themselves."""
    is_units_own = kind in (DocumentKind.UNIT_REPORT, DocumentKind.DECISION_DRAFT)
    policy.require(actor, Permission.DOCUMENT_MAKE, Subject(unit_id=about.unit_id if is_units_own else None))


async def reprint_document(session: AsyncSession, actor: Actor, *, document_id: UUID) -> Job:
    """Have the files of a document made that are missing because their job failed or was cancelled.

    Raises NotFound, NotAllowed, Conflict (they are there, or still being made).
    """
    document = await queries.get_for_update(session, actor, document_id)
    policy.require(actor, Permission.DOCUMENT_ISSUE)
    state = printed_as(document.state, has_number=document.number is not None)
    is_printed = bool(await queries.hashes_of(session, document.id, state))
    check_unprinted(is_printed=is_printed, is_pending=await queries.is_being_printed(session, document.id))
    job = await print_anew(session, actor, document)
    record(session, actor, "DOCUMENT_ASKED_FOR", job, after=snapshot(job))
    return job


async def print_anew(session: AsyncSession, actor: Actor, document: OfficialDocument) -> Job:
    """Have the files of a document made again, since what stands on its pages has changed."""
    parameters = {"document_id": document.id}
    return await jobs.enqueue(session, actor, kind=JobKind.MAKE_DOCUMENT, round_id=None, parameters=parameters)


def parameters_of(asked: Asked) -> dict[str, Any]:
    """Return what a job is asked with."""
    return {
        "kind": asked.kind,
        "movement_id": asked.movement_id,
        "about": {name: getattr(asked.about, name) for name in asked.about.given()},
        "texts": {name: list(getattr(asked.texts, name)) for name in Texts.__slots__},
    }


def asked_by(parameters: dict[str, Any]) -> Asked:
    """Return what a job was asked with."""
    return Asked(
        DocumentKind(parameters["kind"]),
        UUID(parameters["movement_id"]),
        About(**{name: UUID(key) for name, key in parameters["about"].items()}),
        Texts(**{name: tuple(said) for name, said in parameters["texts"].items()}),
    )
