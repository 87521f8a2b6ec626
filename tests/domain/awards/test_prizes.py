"""Prizes come of the law on the day of the decision: exact amounts, what they were made of, what brings none."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from domain.awards import issuing
from domain.awards.concluding_model import Prize
from domain.awards.model import AwardDecision, AwardForm
from domain.awards.rules import AwardSubject, NominationState, SigningCapacity
from domain.clock import at
from domain.errors import Conflict
from domain.regulations.rules import ParameterKind
from schema.mutation import constraint_of
from tests.support import awards, regulations
from tests.support.audit import entries
from tests.support.factories import NOW, Factory, days

S = NominationState
K = ParameterKind
LAST_OF_OLD, FIRST_OF_NEW = date(2024, 6, 30), date(2024, 7, 1)
#: By name: the coefficient of an individual, and what a collective's is multiplied by, where not by 2.
FORMS = {"LĐTT": ("0.3", None), "TTLĐTT": ("0.8", "1"), "Bằng khen": ("1.5", None)}


async def law(make: Factory) -> dict[str, AwardForm]:
    """The base salary of before and from July 2024, rounding to 10 000, twice as much for collectives."""
    await regulations.parameter(make, K.BASE_SALARY, "1800000", valid_from=date(2023, 7, 1), valid_to=LAST_OF_OLD)
    await regulations.parameter(make, K.BASE_SALARY, "2340000", valid_from=FIRST_OF_NEW)
    await regulations.parameter(make, K.PRIZE_ROUNDING, "10000")
    await regulations.parameter(make, K.COLLECTIVE_FACTOR, "2")
    forms = {}
    for name, (coefficient, factor) in FORMS.items():
        forms[name] = await awards.form(make, name=name, subject=AwardSubject.BOTH)
        await regulations.parameter(make, K.PRIZE_COEFFICIENT, coefficient, form_id=forms[name].id)
        if factor:
            await regulations.parameter(make, K.COLLECTIVE_FACTOR, factor, form_id=forms[name].id)
    return forms


async def issue(session, of: awards.Scene, *nominations: Any, on: date, number: str = "12/QĐ-BTTTT") -> AwardDecision:
    """Decide on approved dossiers, two months later at the latest."""
    with at(NOW + days(60)):
        return await issuing.issue_award_decision(
            session,
            of.leader,
            movement_id=of.movement.id,
            number=number,
            signed_on=on,
            signer_id=of.leader.person_id,
            signing_capacity=SigningCapacity.HEAD,
            nomination_ids=[each.id for each in nominations],
        )


@pytest.fixture
async def of(make: Factory) -> awards.Scene:
    """A scene that is still being awarded two months later."""
    return await awards.scene(make)


@pytest.mark.parametrize(
    ("day", "amounts"),
    [
        (LAST_OF_OLD, {"LĐTT": (540_000, 1_080_000), "TTLĐTT": (1_440_000,) * 2, "Bằng khen": (2_700_000, 5_400_000)}),
        (FIRST_OF_NEW, {"LĐTT": (710_000, 1_410_000), "TTLĐTT": (1_880_000,) * 2, "Bằng khen": (3_510_000, 7_020_000)}),
    ],
)
async def test_prizes_are_those_of_the_day_of_signing(session, make: Factory, of: awards.Scene, day, amounts):
    forms, expected = await law(make), {}
    for name, (person, unit) in amounts.items():
        for person_id, amount in ((of.author.id, person), (None, unit)):
            scene = await awards.another(make, of)
            nominee = {"person_id": person_id and scene.author.id, "form_id": forms[name].id}
            expected[(await awards.nomination(make, scene, state=S.APPROVED, **nominee)).id] = Decimal(amount)
    dossiers = [await session.get_one(awards.Nomination, key) for key in expected]

    await issue(session, of, *dossiers, on=day)

    prizes = {each.nomination_id: each for each in await session.scalars(select(Prize))}
    assert {key: each.amount for key, each in prizes.items()} == expected
    first, second = (prizes[each.id] for each in dossiers[:2])
    salary = Decimal(1_800_000 if day == LAST_OF_OLD else 2_340_000)
    assert (first.coefficient, first.base_salary, first.factor, first.rounding) == (Decimal("0.3"), salary, 1, 10_000)
    assert (first.factor_id, first.paid_on, first.version) == (None, None, 1)
    assert (second.factor, second.factor_id is None) == (2, False)
    assert {each.base_salary_id for each in prizes.values()} == {first.base_salary_id}


async def test_a_form_without_a_coefficient_brings_no_prize(session, make: Factory, of: awards.Scene):
    forms = await law(make)
    with_prize = await awards.nomination(make, of, state=S.APPROVED, form_id=forms["LĐTT"].id)
    without = await awards.nomination(make, await awards.another(make, of), state=S.APPROVED)

    await issue(session, of, with_prize, without, on=FIRST_OF_NEW)

    assert list(await session.scalars(select(Prize.nomination_id))) == [with_prize.id]
    assert without.state is S.DECIDED


@pytest.mark.parametrize(
    ("kind", "change", "on"),
    [
        (K.BASE_SALARY, "valid_from = '2024-08-01'", FIRST_OF_NEW),
        (K.PRIZE_ROUNDING, "valid_from = '2024-07-02'", FIRST_OF_NEW),
        (K.PRIZE_COEFFICIENT, "valid_to = '2024-06-30'", FIRST_OF_NEW),
        (K.COLLECTIVE_FACTOR, "valid_to = '2024-06-30'", FIRST_OF_NEW),
    ],
)
async def test_a_missing_parameter_stops_the_decision(session, make: Factory, of: awards.Scene, kind, change, on):
    forms = await law(make)
    of_unit = await awards.nomination(make, of, state=S.APPROVED, person_id=None, form_id=forms["Bằng khen"].id)
    fine = await awards.nomination(make, await awards.another(make, of), state=S.APPROVED)
    only = "AND valid_to IS NULL AND (form_id IS NULL OR kind = 'PRIZE_COEFFICIENT')"
    await session.execute(text(f"UPDATE legal_parameters SET {change} WHERE kind = '{kind}' {only}"))

    with pytest.raises(Conflict, match="PRIZE_PARAMETER_MISSING") as refused:
        async with session.begin_nested():
            await issue(session, of, fine, of_unit, on=on)

    assert kind in refused.value.text.en
    assert "2024-07-01" in refused.value.text.en
    assert await session.scalar(select(func.count()).select_from(AwardDecision)) == 0
    for dossier in (fine, of_unit):
        await session.refresh(dossier)
        assert (dossier.state, dossier.decision_id, dossier.version) == (S.APPROVED, None, 1)
    assert await entries(session) == []


async def test_what_was_computed_never_changes_and_a_prize_is_paid_once(session, make: Factory, of: awards.Scene):
    forms = await law(make)
    dossier = await awards.nomination(make, of, state=S.APPROVED, form_id=forms["LĐTT"].id)
    await issue(session, of, dossier, on=LAST_OF_OLD)
    paid = "UPDATE prizes SET paid_on = '2024-07-02', payment_reference = 'PC 1'"
    refused = []
    for statement in ("UPDATE prizes SET amount = 1", "DELETE FROM prizes", paid, paid):
        try:
            async with session.begin_nested():
                await session.execute(text(statement))
        except IntegrityError as error:
            refused.append(constraint_of(error))
        else:
            refused.append(None)

    assert refused == ["tg_prizes_kept", "tg_prizes_kept", None, "tg_prizes_kept"]


async def test_issuing_costs_the_same_reads_for_one_and_three(session, make: Factory, of: awards.Scene, statements):
    forms = await law(make)
    costs = []
    for count in (1, 3):
        dossiers = [
            await awards.nomination(
                make, await awards.another(make, of), state=S.APPROVED, form_id=forms["Bằng khen"].id
            )
            for _ in range(count)
        ]
        statements.clear()
        await issue(session, of, *dossiers, on=FIRST_OF_NEW, number=f"{count}/QĐ-BTTTT")
        kinds = [each.split()[0] for each in statements.statements]
        costs.append((kinds.count("SELECT"), kinds.count("INSERT")))

    assert costs[0] == costs[1]
    # Twelve of them gather what the rules of findings are about.
    assert costs[0] <= (29, 6)
