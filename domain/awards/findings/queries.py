"""Who may see what was found about dossiers, and how many of a movement's nominees work directly."""

from sqlalchemy import ColumnElement, and_, false, or_, select, true

from domain.actor import Actor
from domain.awards.findings.model import MOVEMENT_NOMINEES, NominationFinding
from domain.awards.model import Nomination
from domain.awards.queries import SEE_ALL, SEE_PROPOSED, visible_nominations
from domain.awards.rules import EFFECTIVE, NominationState
from domain.integrity.queries import SEE_HOLDS
from domain.reading import viewer
from domain.reading.source import Source
from domain.regulations.rules import RuleCode

#: What a finding of these tells is about others, too, or about the council: only who works on all dossiers is told.
OF_OTHERS = (
    RuleCode.ONE_REWARD,
    RuleCode.SIMILAR_ACHIEVEMENT,
    RuleCode.QUOTA,
    RuleCode.DIRECT_WORKERS,
    RuleCode.GENDER_PREFERENCE,
    RuleCode.COUNCIL_VOTE,
)
#: Those who work on all dossiers, or watch over them.
SEE_OF_OTHERS = (*SEE_ALL, *SEE_PROPOSED)


def visible_findings(actor: Actor) -> ColumnElement[bool]:
    """Let findings be seen with their dossier, but not by the nominee before it is decided.

    That somebody is held is told to those who see holds, and never to who is held. What is found about other dossiers
    is not for the unit or for who suggested one.
    """
    if actor.is_system:
        return true()
    if actor.is_anonymous:
        return false()
    anothers = Nomination.person_id.is_distinct_from(viewer.person)
    told = or_(anothers, Nomination.state.in_(sorted({*EFFECTIVE, NominationState.REVOKED})))
    dossiers = select(Nomination.id).where(visible_nominations(actor), told)
    ways: list[ColumnElement[bool]] = [NominationFinding.code.not_in([RuleCode.INTEGRITY_HOLD, *OF_OTHERS])]
    of_another = NominationFinding.nomination_id.in_(select(Nomination.id).where(anothers))
    if actor.has(*SEE_OF_OTHERS):
        ways.append(and_(NominationFinding.code.in_(OF_OTHERS), of_another))
    if actor.has(*SEE_HOLDS):
        ways.append(and_(NominationFinding.code == RuleCode.INTEGRITY_HOLD, of_another))
    return and_(NominationFinding.nomination_id.in_(dossiers), or_(*ways))


def may_read(actor: Actor, nomination: Nomination, code: RuleCode) -> bool:
    """Say whether a refusal tells in words what a rule found about an undecided dossier, as `visible_findings` would.

    Holds never refuse by a finding, and are left out here.
    """
    if actor.is_system:
        return True
    is_own = nomination.person_id is not None and nomination.person_id == actor.person_id
    return not is_own and (code not in OF_OTHERS or actor.has(*SEE_OF_OTHERS))


def visible_nominees(actor: Actor) -> ColumnElement[bool]:
    """Let the figures of a movement's nominees be seen by those who see all that is proposed."""
    return true() if viewer.sees_all(actor, *SEE_OF_OTHERS) else false()


FINDINGS = Source(NominationFinding, visible_findings)
NOMINEES = Source(MOVEMENT_NOMINEES, visible_nominees)
