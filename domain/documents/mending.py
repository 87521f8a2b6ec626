"""Deeds on an issued document that is wrong: correct it by a letter, replace it by an equal form, recall it.

Decree 30/2020/NĐ-CP, art. 18: an error of content is replaced, an error of format is corrected by an official letter.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.documents import queries
from domain.documents.model import SUBJECT, OfficialDocument
from domain.documents.particulars import check_reference
from domain.documents.rules import DocumentState, check_replacement, check_step
from domain.documents.stepping import step
from domain.initiatives.rules import require_reason
from domain.reading.locking import check_version


async def correct_document(
    session: AsyncSession, actor: Actor, *, document_id: UUID, expected_version: int, reason: str, letter: str
) -> OfficialDocument:
    """Note that a letter corrects the format of an issued document. Raises NotFound, NotAllowed, Conflict, Invalid."""
    document = await _mendable(session, actor, document_id, expected_version, DocumentState.CORRECTED)
    why, named = require_reason(reason), check_reference(letter)
    target = DocumentState.CORRECTED
    await step(session, actor, document, target, "DOCUMENT_CORRECTED", reason=why, reference=named)
    return document


async def replace_document(
    session: AsyncSession, actor: Actor, *, document_id: UUID, expected_version: int, replacement_id: UUID, reason: str
) -> OfficialDocument:
    """Let another issued document, of the kind about the same, stand in for one whose content is wrong.

    Raises NotFound, NotAllowed, StaleVersion, Conflict (state, the replacement is another thing), Invalid.
    """
    document = await _mendable(session, actor, document_id, expected_version, DocumentState.REPLACED)
    other = await queries.get_for_update(session, actor, replacement_id, "replacementId")
    is_equal = all(getattr(other, name) == getattr(document, name) for name in SUBJECT if name != "result_id")
    check_replacement(is_equal=is_equal, is_later=other.made_at > document.made_at, state=other.state)
    why = require_reason(reason)
    target = DocumentState.REPLACED
    await step(session, actor, document, target, "DOCUMENT_REPLACED", reason=why, replaced_by_id=other.id)
    return document


async def recall_document(
    session: AsyncSession, actor: Actor, *, document_id: UUID, expected_version: int, reason: str
) -> OfficialDocument:
    """Take an issued document back. Raises NotFound, NotAllowed, StaleVersion, Conflict, Invalid."""
    document = await _mendable(session, actor, document_id, expected_version, DocumentState.RECALLED)
    why = require_reason(reason)
    await step(session, actor, document, DocumentState.RECALLED, "DOCUMENT_RECALLED", reason=why)
    return document


async def _mendable(
    session: AsyncSession, actor: Actor, document_id: UUID, expected_version: int, target: DocumentState
) -> OfficialDocument:
    document = await queries.get_for_update(session, actor, document_id)
    policy.require(actor, Permission.DOCUMENT_ISSUE)
    check_version(document, expected_version)
    check_step(document.state, target)
    return document
