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
from domain.documents.authority import delegated, require_authority
from domain.documents.model import OfficialDocument
from domain.documents.particulars import check_serial
from domain.documents.rules import DocumentState, check_current, check_signed_file, check_step
from domain.documents.stepping import step
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
    capacity: SigningCapacity = SigningCapacity.HEAD,
    certificate_serial: str | None = None,
) -> OfficialDocument:
    """Sign a checked document: `signed_hash` is the SHA-256 of the file that was signed, unsigned as it was.

    Its files are made anew with the signer's name and titles, which come from their place and their delegation.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (state, no delegation, another's to sign, a later result),
    Invalid (not the head, file, serial).
    """
    document = await queries.get_for_update(session, actor, document_id)
    delegation = await delegated(session, actor, document, capacity)
    subject = Subject(unit_id=document.issuer_id, delegate_id=None if delegation is None else delegation.delegate_id)
    policy.require(actor, Permission.DOCUMENT_SIGN, subject)
    check_version(document, expected_version)
    check_step(document.state, DocumentState.SIGNED)
    serial = check_serial(certificate_serial)
    authority = await require_authority(session, actor, document, capacity, delegation)
    check_current(is_superseded=await queries.is_result_superseded(session, document))
    check_signed_file(signed_hash, await queries.hashes_of(session, document.id, DocumentState.DRAFT))
    now: datetime = utc_now()
    await step(
        session,
        actor,
        document,
        DocumentState.SIGNED,
        "DOCUMENT_SIGNED",
        reference=authority.document,
        signed_at=now,
        signed_by_id=actor.person_id,
        signed_name=actor.name,
        signed_position=authority.position,
        signing_capacity=capacity,
        signing_authority=authority.title,
        certificate_serial=serial,
        signed_hash=signed_hash,
    )
    await print_anew(session, actor, document)
    return document
