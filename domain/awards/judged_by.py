"""By which rules a dossier is judged: those in force on the day it was first sent in, or today while it was not."""

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from domain.awards.model import Nomination
from domain.awards.rules import NominationState, refuse_unvoted
from domain.clock import VIETNAM, utc_now
from domain.regulations.queries import rules_in_force
from domain.regulations.rules import RuleCode, Severity, rule_for


def day_of(nomination: Nomination) -> date:
    """Return the day in Viet Nam that chooses the law for a dossier; new law leaves those received alone."""
    return (nomination.submitted_at or utc_now()).astimezone(VIETNAM).date()


async def require_vote(session: AsyncSession, nomination: Nomination) -> None:
    """Raise Conflict, naming the clause, unless the council voted on a dossier where a rule in force asks for it."""
    if nomination.state is NominationState.VOTED:
        return
    rule = rule_for(await rules_in_force(session, day_of(nomination)), RuleCode.COUNCIL_VOTE, nomination.form_id)
    if rule is not None and rule.severity is Severity.BLOCKING:
        raise refuse_unvoted(rule.basis, rule.clause)
