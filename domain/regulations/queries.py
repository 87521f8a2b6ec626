"""Which rules are in force on a day, and who may see them: everybody who has signed in."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.movements.model import LegalBasis
from domain.reading import viewer
from domain.reading.source import Source
from domain.regulations.model import AwardRule, LegalParameter, SpecialDay
from domain.regulations.rules import RuleInForce

PARAMETERS = Source(LegalParameter, viewer.everyone_signed_in)
RULES = Source(AwardRule, viewer.everyone_signed_in)
SPECIAL_DAYS = Source(SpecialDay, viewer.everyone_signed_in)


def in_force(of: type[LegalParameter] | type[AwardRule], day: date) -> ColumnElement[bool]:
    """Let a row through that is in force on a day."""
    return and_(of.valid_from <= day, or_(of.valid_to.is_(None), of.valid_to >= day))


async def rules_in_force(session: AsyncSession, day: date) -> list[RuleInForce]:
    """Return every award rule that is in force on a day, in one statement."""
    statement = (
        select(AwardRule, LegalBasis.title)
        .join(LegalBasis, LegalBasis.id == AwardRule.legal_basis_id)
        .where(in_force(AwardRule, day))
        .order_by(AwardRule.code, AwardRule.id)
    )
    return [
        RuleInForce(rule.id, rule.code, rule.severity, rule.parameters, basis, rule.clause, rule.form_id)
        for rule, basis in await session.execute(statement)
    ]
