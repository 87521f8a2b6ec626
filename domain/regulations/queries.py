"""Which rules, parameters and days off hold on a day, and who may see them: everybody who has signed in."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.errors import NotFound
from domain.movements.model import LegalBasis
from domain.movements.queries import LEGAL_BASES
from domain.reading import viewer
from domain.reading.source import Source
from domain.regulations.model import AwardRule, LegalParameter, SpecialDay
from domain.regulations.particulars import Validity
from domain.regulations.prizes import ParameterInForce, PrizeTerms, terms_of
from domain.regulations.rules import DayKind, RuleInForce

PARAMETERS = Source(LegalParameter, viewer.everyone_signed_in)
RULES = Source(AwardRule, viewer.everyone_signed_in)
SPECIAL_DAYS = Source(SpecialDay, viewer.everyone_signed_in)


def in_force(of: type[LegalParameter] | type[AwardRule], day: date) -> ColumnElement[bool]:
    """Let a row through that is in force on a day."""
    return and_(of.valid_from <= day, or_(of.valid_to.is_(None), of.valid_to >= day))


async def basis_kept(session: AsyncSession, actor: Actor, legal_basis_id: UUID) -> Validity:
    """Return when a legal text is in force; nobody changes it until this deed is done. Raises NotFound."""
    statement = (
        select(LegalBasis.valid_from, LegalBasis.valid_to)
        .where(LegalBasis.id == legal_basis_id, LEGAL_BASES.visible(actor))
        .with_for_update(read=True)
    )
    found = (await session.execute(statement, viewer.values(actor))).one_or_none()
    if found is None:
        raise NotFound(("legalBasisId",))
    return Validity(found.valid_from, found.valid_to)


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


async def prize_terms(
    session: AsyncSession, *, form_id: UUID | None = None, title_id: UUID | None = None, is_collective: bool, day: date
) -> PrizeTerms:
    """Return what the prize of one form or one title is made of by the parameters in force on a decision's day.

    One statement. Raises Conflict (PRIZE_PARAMETER_MISSING) naming what is not in force on that day.
    """
    award_id = func.coalesce(LegalParameter.form_id, LegalParameter.title_id)
    applies = or_(award_id.is_(None), award_id == (form_id or title_id))
    statement = select(LegalParameter).where(in_force(LegalParameter, day), applies)
    parameters = [
        ParameterInForce(each.id, each.kind, each.value, is_own=bool(each.form_id or each.title_id))
        for each in await session.scalars(statement)
    ]
    return terms_of(parameters, is_collective=is_collective, day=day)


async def special_days(session: AsyncSession, first: date, last: date | None = None) -> dict[date, DayKind]:
    """Return the days that differ from their weekday, from `first` to `last` (or to the last one known)."""
    statement = select(SpecialDay.day, SpecialDay.kind).where(SpecialDay.day >= first)
    if last is not None:
        statement = statement.where(SpecialDay.day <= last)
    return dict((await session.execute(statement)).all())
