"""The deed of having a dossier checked by the rules in force."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record
from domain.awards import queries
from domain.awards.findings.judging import judge_and_store, told
from domain.awards.model import Nomination
from domain.awards.opening import subjects_of

#: Any of these rights lets somebody have a dossier checked.
PERMISSIONS = (Permission.NOMINATION_PREPARE, Permission.NOMINATION_APPRAISE, Permission.NOMINATION_DECIDE)


async def check_nomination(session: AsyncSession, actor: Actor, *, nomination_id: UUID) -> Nomination:
    """Judge a dossier anew, whatever its state, and keep what is found. Raises NotFound, NotAllowed."""
    nomination = await queries.get_for_update(session, actor, nomination_id)
    held = [each for each in PERMISSIONS if policy.could_hold(actor, each)]
    subjects = await subjects_of(session, [nomination])
    policy.require(actor, (held or PERMISSIONS)[0], subjects[nomination.id])

    found = await judge_and_store(session, [nomination])
    after = {"findings": told(found[nomination.id])}
    record(session, actor, "NOMINATION_CHECKED", nomination, after=after)
    return nomination
