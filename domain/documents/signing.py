"""Deeds on the way to a signed document: another person checks what was drafted, then it is signed.

The signature itself is made elsewhere; what is kept is who signed which file, when, and with which certificate.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.awards.rules import SigningCapacity
from domain.clock import utc_now
from domain.documents import queries
from domain.documents.asking import print_anew
from domain.documents.model import OfficialDocument
from domain.documents.particulars import problems_of_signing
from domain.documents.rules import DocumentState, check_signed_file, check_step
from domain.documents.stepping import step
from domain.errors import refuse_if_any
from domain.reading.locking import check_version


async def check_document(
    session: AsyncSession, actor: Actor, *, document_id: UUID, expected_version: int
) -> OfficialDocument:
    """Find a draft right that another person had made. Raises NotFound, NotAllowed, StaleVersion, Conflict."""
    document = await queries.get_for_update(session, actor, document_id)
    subject = Subject(unit_id=document.issuer_id, person_id=document.made_by_id)
    policy.require(actor, Permission.DOCUMENT_CHECK, subject)
    check_version(document, expected_version)
    check_step(document.state, DocumentState.CHECKED)
    await step(
        session,
        actor,
        document,
        DocumentState.CHECKED,
        "DOCUMENT_CHECKED",
        checked_at=utc_now(),
        checked_by_id=actor.person_id,
    )
    return document


async def sign_document(
    session: AsyncSession,
    actor: Actor,
    *,
    document_id: UUID,
    expected_version: int,
    signed_hash: str,
    position: str,
    capacity: SigningCapacity = SigningCapacity.HEAD,
    authority: str | None = None,
    certificate_serial: str | None = None,
) -> OfficialDocument:
    """Sign a checked document: `signed_hash` is the SHA-256 of the file that was signed, unsigned as it was.

    Its files are made anew with the signer's name. Raises NotFound, NotAllowed, StaleVersion, Conflict, Invalid.
    """
    document = await queries.get_for_update(session, actor, document_id)
    policy.require(actor, Permission.DOCUMENT_SIGN, Subject(unit_id=document.issuer_id))
    check_version(document, expected_version)
    check_step(document.state, DocumentState.SIGNED)
    is_head = capacity is SigningCapacity.HEAD
    refuse_if_any(
        problems_of_signing(position=position, authority=authority, is_head=is_head, serial=certificate_serial)
    )
    check_signed_file(signed_hash, await queries.hashes_of(session, document.id, DocumentState.DRAFT))
    now: datetime = utc_now()
    await step(
        session,
        actor,
        document,
        DocumentState.SIGNED,
        "DOCUMENT_SIGNED",
        signed_at=now,
        signed_by_id=actor.person_id,
        signed_name=actor.name,
        signed_position=position.strip(),
        signing_capacity=capacity,
        signing_authority=authority and authority.strip(),
        certificate_serial=certificate_serial and certificate_serial.strip(),
        signed_hash=signed_hash,
    )
    await print_anew(session, actor, document)
    return document
