"""By what right somebody signs a document, and how the signature block calls them: from the data, never as they say.

The head signs as such: of the ministry what the ministry issues, of a unit what the unit issues. Whoever signs KT., TL.
or TUQ. needs a delegation in force on the day of signing. Minutes are signed by who presided; a document that tells an
issued award decision by who signed that, in the same capacity.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.awards.concluding_model import SigningDelegation
from domain.awards.model import AwardDecision
from domain.awards.rules import SigningCapacity
from domain.awards.signing import places_of
from domain.awards.signing_rules import SigningMatter, is_deputy, refuse_undelegated_document
from domain.clock import VIETNAM, utc_now
from domain.councils.model import CouncilSession
from domain.documents.model import OfficialDocument
from domain.documents.rules import DocumentKind, check_head, refuse_other_signer, refuse_signer
from domain.people.model import Person
from domain.units.model import Unit

_C = SigningCapacity


@dataclass(frozen=True, slots=True)
class Authority:
    """How a signature block reads: the signer's position, in whose name they sign, and by which document."""

    position: str
    #: The head's title, and what delegated; None for the head.
    title: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class _Signer:
    """Who signs a document, as they stand now: which of the heads and deputies of its issuer they are."""

    person_id: UUID
    position: str
    is_of_ministry: bool
    is_of_unit: bool
    #: They head a unit of whose documents, or of the ministry's, this is one.
    is_of_staff: bool

    @property
    def is_head(self) -> bool:
        return (self.is_of_ministry or self.is_of_unit) and not is_deputy(self.position)


async def delegated(
    session: AsyncSession, actor: Actor, document: OfficialDocument, capacity: SigningCapacity
) -> SigningDelegation | None:
    """Return the delegation that lets somebody sign a document in a capacity, locked so that nobody ends it meanwhile.

    Drafts of award decisions need one for award decisions of the form, all other documents one for documents.
    """
    if capacity is _C.HEAD or actor.person_id is None:
        return None
    day, moment = await _day_of(session, document)
    of = SigningDelegation
    is_decision = document.kind is DocumentKind.DECISION_DRAFT
    statement = (
        select(of)
        .where(
            of.delegate_id == actor.person_id,
            of.capacity == capacity,
            of.matter == (SigningMatter.AWARD_DECISIONS if is_decision else SigningMatter.DOCUMENTS),
            or_(of.unit_id.is_(None), of.unit_id == document.issuer_id),
            or_(of.movement_id.is_(None), of.movement_id == document.movement_id),
            or_(of.form_id.is_(None), of.form_id == document.form_id),
            of.starts_on <= day,
            of.ends_on >= day,
            or_(of.revoked_at.is_(None), of.revoked_at > moment),
        )
        .order_by(of.unit_id.is_(None), of.granted_at.desc(), of.id.desc())
        .limit(1)
        .with_for_update(read=True)
    )
    return (await session.scalars(statement)).one_or_none()


async def require_authority(
    session: AsyncSession,
    actor: Actor,
    document: OfficialDocument,
    capacity: SigningCapacity,
    delegation: SigningDelegation | None,
) -> Authority:
    """Return how the signature block calls the signer. Raises NotAllowed, Conflict, Invalid."""
    signer = await _signer_of(session, actor, document)
    if document.session_id is not None:
        sitting = await session.get_one(CouncilSession, document.session_id)
        if capacity is not _C.HEAD or sitting.chair_id != signer.person_id:
            raise refuse_other_signer(document.kind)
        return Authority(signer.position)
    if document.decision_id is not None:
        decision = await session.get_one(AwardDecision, document.decision_id)
        if (decision.signer_id, decision.signing_capacity) != (signer.person_id, capacity):
            raise refuse_other_signer(document.kind)
        if capacity is _C.HEAD:
            return Authority(signer.position)
    if capacity is _C.HEAD:
        check_head(is_head=signer.is_head, is_deputy=is_deputy(signer.position))
        return Authority(signer.position)
    if delegation is None:
        raise refuse_undelegated_document(capacity)
    if not _may_be_delegate(signer, capacity, delegation):
        raise refuse_signer()
    return Authority(signer.position, delegation.authority, delegation.document)


def _may_be_delegate(signer: _Signer, capacity: SigningCapacity, delegation: SigningDelegation) -> bool:
    """Hold for those whom the decree lets sign so: deputies KT. of their own head, heads of units TL. and TUQ."""
    if capacity is not _C.KT:
        return signer.is_of_staff and not is_deputy(signer.position)
    return signer.is_of_ministry if delegation.unit_id is None else signer.is_of_unit


async def _signer_of(session: AsyncSession, actor: Actor, document: OfficialDocument) -> _Signer:
    person = None if actor.person_id is None else await session.get(Person, actor.person_id)
    if person is None:
        raise refuse_signer()
    is_leader, led = await places_of(session, person.id)
    issuer = await session.get_one(Unit, document.issuer_id)
    return _Signer(
        person.id,
        person.position.strip(),
        is_of_ministry=is_leader and issuer.parent_id is None,
        is_of_unit=issuer.id in led,
        is_of_staff=issuer.id in led or (bool(led) and issuer.parent_id is None),
    )


async def _day_of(session: AsyncSession, document: OfficialDocument) -> tuple[date, datetime]:
    """Return the day on which a delegation must be in force, and the moment until which it must not have ended.

    What an issued decision says was signed with it: by a delegation that may have ended since.
    """
    now = utc_now()
    if document.decision_id is None:
        return now.astimezone(VIETNAM).date(), now
    decision = await session.get_one(AwardDecision, document.decision_id)
    return decision.signed_on, decision.created_at
