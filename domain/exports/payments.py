"""The list by which prizes are paid: each with what it was computed from and the clauses that say so, and the total."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import record
from domain.awards.concluding_model import Prize
from domain.awards.model import AwardDecision, AwardForm, Nomination
from domain.awards.queries import visible_nominations
from domain.awards.rules import EFFECTIVE
from domain.documents.numbering import money_in_words
from domain.errors import Text
from domain.movements import queries as movements
from domain.movements.model import LegalBasis
from domain.people.model import Person
from domain.reading import viewer
from domain.regulations.model import LegalParameter
from domain.tables.report import Column, Kind, Report, Value
from domain.units.heading import headed
from domain.units.model import Unit

_NAME = Text("Chi thưởng", "Payments")
_TITLE = Text("DANH SÁCH CHI TIỀN THƯỞNG", "PRIZES TO BE PAID")
COLUMNS = (
    Column(Text("STT", "No."), 6, Kind.NUMBER),
    Column(Text("Cá nhân, tập thể", "Nominee"), 28),
    Column(Text("Đơn vị", "Unit"), 28),
    Column(Text("Hình thức khen thưởng", "Form of reward"), 24),
    Column(Text("Số quyết định", "Decision number"), 18),
    Column(Text("Ngày ký", "Signed on"), 12, Kind.DAY),
    Column(Text("Hệ số", "Coefficient"), 9, Kind.NUMBER),
    Column(Text("Lương cơ sở (đồng)", "Base salary (VND)"), 13, Kind.MONEY),
    Column(Text("Hệ số tập thể", "Factor"), 9, Kind.NUMBER),
    Column(Text("Tiền thưởng (đồng)", "Prize (VND)"), 14, Kind.MONEY),
    Column(Text("Căn cứ hệ số", "Clause of the coefficient"), 28),
    Column(Text("Căn cứ lương cơ sở", "Clause of the base salary"), 28),
    Column(Text("Ngày chi", "Paid on"), 12, Kind.DAY),
    Column(Text("Chứng từ", "Payment reference"), 16),
    Column(Text("Ký nhận", "Signature"), 16),
)
_AMOUNT = 9
_TOTAL = Text("Tổng cộng", "Total")
#: Who signs such a list, and under which columns.
_SIGNERS = (
    (1, Text("Người lập", "Prepared by")),
    (4, Text("Kế toán", "Accountant")),
    (10, Text("Thủ trưởng đơn vị", "Head of the unit")),
)


async def payments_report(session: AsyncSession, actor: Actor, *, movement_id: UUID) -> Report:
    """Return the prizes of a movement's awards in force, by decision and unit. Raises NotFound, NotAllowed."""
    movement = await movements.get(session, actor, movement_id)
    if not policy.could_hold(actor, Permission.PRIZE_PAY):
        policy.require(actor, Permission.NOMINATION_EXPORT)
    found = await session.execute(_prizes(actor, movement.id), viewer.values(actor))
    rows: list[Sequence[Value]] = [(order, *values, None) for order, values in enumerate(found, 1)]
    record(session, actor, "PAYMENTS_EXPORTED", movement, after={"rows": len(rows)})
    titles = [_TITLE, movements.title_of(movement)]
    return await headed(session, _NAME, titles, COLUMNS, rows, notes_of(rows))


def notes_of(rows: Sequence[Sequence[Value]]) -> list[Sequence[Value]]:
    """Return what stands below: the total in đồng, in figures and in words, and the places of the signatures."""
    total = sum((amount for row in rows if isinstance(amount := row[_AMOUNT], Decimal)), Decimal(0))
    signers = dict(_SIGNERS)
    words = money_in_words(int(total))
    return [
        [None, _TOTAL, *[None] * (_AMOUNT - 2), total],
        [None, Text(f"Bằng chữ: {words}.", f"In words, in Vietnamese: {words}.")],
        [],
        [signers.get(at) for at in range(len(COLUMNS))],
    ]


def _prizes(actor: Actor, movement_id: UUID) -> Select[*tuple[Any, ...]]:
    """One statement whatever the number of rows; columns in the order of the table."""
    name = func.coalesce(Person.full_name, Unit.name)
    coefficient, salary = aliased(LegalParameter), aliased(LegalParameter)
    of_coefficient, of_salary = aliased(LegalBasis), aliased(LegalBasis)
    return (
        select(
            name,
            Unit.name,
            AwardForm.name,
            AwardDecision.number,
            AwardDecision.signed_on,
            Prize.coefficient,
            Prize.base_salary,
            Prize.factor,
            Prize.amount,
            _clause(coefficient, of_coefficient),
            _clause(salary, of_salary),
            Prize.paid_on,
            Prize.payment_reference,
        )
        .select_from(Prize)
        .join(Nomination, Nomination.id == Prize.nomination_id)
        .join(Unit, Unit.id == Nomination.unit_id)
        .join(AwardForm, AwardForm.id == Nomination.form_id)
        .join(AwardDecision, AwardDecision.id == Nomination.decision_id)
        .join(coefficient, coefficient.id == Prize.coefficient_id)
        .join(of_coefficient, of_coefficient.id == coefficient.legal_basis_id)
        .join(salary, salary.id == Prize.base_salary_id)
        .join(of_salary, of_salary.id == salary.legal_basis_id)
        .outerjoin(Person, Person.id == Nomination.person_id)
        .where(
            Nomination.movement_id == movement_id,
            Nomination.state.in_(sorted(EFFECTIVE)),
            visible_nominations(actor),
        )
        .order_by(AwardDecision.signed_on, AwardDecision.number, Unit.code, name, Nomination.id)
    )


def _clause(parameter: Any, basis: Any) -> ColumnElement[str]:
    """Name a parameter's clause and its legal text."""
    return parameter.clause + ", " + func.coalesce(basis.number, basis.title)  # type: ignore[no-any-return]
