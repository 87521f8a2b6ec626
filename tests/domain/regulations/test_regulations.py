"""Deeds on legal parameters, award rules and days off: dated, resting on a legal text, kept by Personnel."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.errors import NotAllowed
from domain.ids import new_id
from domain.movements.legal_bases import update_legal_basis
from domain.regulations import award_rules, legal_parameters, queries, special_days
from domain.regulations.model import AwardRule, LegalParameter, SpecialDay
from domain.regulations.rules import DayKind, ParameterKind, RuleCode, Severity
from schema.mutation import constraint_of
from schema.node_ids import encode
from tests.support import awards, movements
from tests.support.audit import entries, only_entry
from tests.support.evaluations import refusal
from tests.support.factories import Factory
from tests.support.graphql import data, deed
from tests.support.regulations import parameter, rule, special_day

K, C, S = ParameterKind, RuleCode, Severity
FIRST, LAST = date(2024, 1, 1), date(2025, 6, 30)


async def a_basis(make: Factory, last: date | None = LAST) -> Any:
    """A legal text in force from 2024 on, up to a day if there is one."""
    return await movements.legal_basis(make, valid_from=FIRST, valid_to=last)


def salary(basis_id: Any, **given: Any) -> dict[str, Any]:
    """A base salary for the first half of 2024."""
    asked = {"kind": K.BASE_SALARY, "value": Decimal(1_800_000), "legal_basis_id": basis_id, "clause": " Điều 3 "}
    return {**asked, "valid_from": FIRST, "valid_to": date(2024, 6, 30), **given}


def hold_rule(basis_id: Any, **given: Any) -> dict[str, Any]:
    """The rule against rewarding who is held, while its text is in force."""
    asked = {"code": C.INTEGRITY_HOLD, "severity": S.BLOCKING, "parameters": {}, "legal_basis_id": basis_id}
    return {**asked, "clause": " Điều 4 ", "valid_from": FIRST, "valid_to": LAST, **given}


async def test_a_parameter_and_a_rule_are_kept_with_text_clause_and_period(session, make: Factory):
    personnel, basis, form = await make.actor(Role.PERSONNEL), await a_basis(make), await awards.form(make)

    made = await legal_parameters.create_legal_parameter(session, personnel, **salary(basis.id))
    ruled = await award_rules.create_award_rule(session, personnel, **hold_rule(basis.id, form_id=form.id))

    assert (made.value, made.clause, made.form_id, made.is_verified) == (Decimal(1_800_000), "Điều 3", None, False)
    assert (ruled.clause, ruled.form_id, ruled.parameters, ruled.version) == ("Điều 4", form.id, {}, 1)
    assert [(each.deed, each.subject_id, each.after["clause"]) for each in await entries(session)] == [
        ("LEGAL_PARAMETER_CREATED", made.id, "Điều 3"),
        ("AWARD_RULE_CREATED", ruled.id, "Điều 4"),
    ]
    assert [each.clause for each in await queries.rules_in_force(session, LAST)] == ["Điều 4"]
    assert await queries.rules_in_force(session, LAST + timedelta(1)) == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"clause": " "}, ("CLAUSE_LENGTH", ("clause",))),
        ({"clause": "x" * 201}, ("CLAUSE_LENGTH", ("clause",))),
        ({"valid_from": date(2024, 7, 1)}, ("PERIOD_REVERSED", ("validTo",))),
        ({"valid_from": date(2023, 12, 31)}, ("BASIS_NOT_IN_FORCE", ("validFrom",))),
        ({"valid_from": LAST + timedelta(1), "valid_to": None}, ("BASIS_NOT_IN_FORCE", ("validFrom",))),
        ({"valid_to": LAST + timedelta(1)}, ("OUTLIVES_BASIS", ("validTo",))),
        ({"valid_to": None}, ("OUTLIVES_BASIS", ("validTo",))),
    ],
)
async def test_a_period_lies_within_the_one_of_its_legal_text(session, make: Factory, given, told):
    personnel, basis = await make.actor(Role.PERSONNEL), await a_basis(make)
    made = await parameter(make, K.PRIZE_ROUNDING, "10000", valid_to=date(2024, 6, 30), legal_basis_id=basis.id)
    on = {"parameter_id": made.id, "expected_version": 1}

    new = legal_parameters.create_legal_parameter(session, personnel, **salary(basis.id, **given))
    assert await refusal(make, new) == ("Invalid", *told)
    changed = legal_parameters.update_legal_parameter(session, personnel, **on, **given)
    assert await refusal(make, changed) == ("Invalid", *told)
    ruled = award_rules.create_award_rule(
        session, personnel, **hold_rule(basis.id, **{"valid_to": date(2024, 6, 30), **given})
    )
    assert await refusal(make, ruled) == ("Invalid", *told)


@pytest.mark.parametrize(
    ("kind", "of", "value", "told"),
    [
        (K.PRIZE_COEFFICIENT, (), "1.5", ("PARAMETER_OF", ("formId",))),
        (K.PRIZE_COEFFICIENT, ("form_id", "title_id"), "1.5", ("PARAMETER_OF", ("formId",))),
        (K.COLLECTIVE_FACTOR, ("form_id", "title_id"), "2", ("PARAMETER_OF", ("formId",))),
        (K.BASE_SALARY, ("title_id",), "2340000", ("PARAMETER_OF", ("formId",))),
        (K.PRIZE_ROUNDING, ("form_id",), "10000", ("PARAMETER_OF", ("formId",))),
        (K.BASE_SALARY, (), "0", ("PARAMETER_RANGE", ("value",))),
        (K.BASE_SALARY, (), "1000000001", ("PARAMETER_RANGE", ("value",))),
        (K.COLLECTIVE_FACTOR, (), "2.005", ("PARAMETER_RANGE", ("value",))),
        (K.PRIZE_ROUNDING, (), "-10000", ("PARAMETER_RANGE", ("value",))),
    ],
)
async def test_what_no_number_of_the_law_is(session, make: Factory, kind, of, value, told):
    personnel, basis = await make.actor(Role.PERSONNEL), await a_basis(make)
    awards_named = {key: new_id() for key in of}

    asked = salary(basis.id, kind=kind, value=Decimal(value), **awards_named)

    assert await refusal(make, legal_parameters.create_legal_parameter(session, personnel, **asked)) == (
        "Invalid",
        *told,
    )


async def test_an_update_keeps_what_is_not_given(session, make: Factory):
    personnel, basis = await make.actor(Role.PERSONNEL), await a_basis(make)
    made = await rule(make, C.DIRECT_WORKERS, parameters={"min_share": "0.50"}, legal_basis_id=basis.id, valid_to=LAST)

    async def change(version: int, **given: Any) -> AwardRule:
        return await award_rules.update_award_rule(
            session, personnel, rule_id=made.id, expected_version=version, **given
        )

    assert (await refusal(make, change(7, severity=S.NOTE)))[0] == "StaleVersion"
    assert await refusal(make, change(1, parameters={"min_share": "2"})) == (
        "Invalid",
        "PARAMETER_VALUE",
        ("parameters", "min_share"),
    )
    assert await refusal(make, change(1, legal_basis_id=new_id())) == ("NotFound", "NOT_FOUND", ("legalBasisId",))
    changed = await change(1, severity=S.WARNING, parameters={"min_share": "0.60"})

    assert (changed.code, changed.severity, changed.valid_to, changed.version) == (C.DIRECT_WORKERS, S.WARNING, LAST, 2)
    entry = await only_entry(session)
    assert entry.before == {"severity": "BLOCKING", "parameters": {"min_share": "0.50"}, "version": 1}
    assert entry.after == {"severity": "WARNING", "parameters": {"min_share": "0.60"}, "version": 2}


async def test_a_legal_text_is_not_cut_short_under_what_rests_on_it(session, make: Factory):
    personnel, basis = await make.actor(Role.PERSONNEL), await a_basis(make, last=None)
    made = await rule(make, C.ONE_REWARD, legal_basis_id=basis.id, valid_to=LAST)
    version = 1

    async def until(last: date) -> str | None:
        nested = await session.begin_nested()
        try:
            asked = {"legal_basis_id": basis.id, "expected_version": version, "valid_to": last}
            await update_legal_basis(session, personnel, **asked)
        except IntegrityError as error:
            await nested.rollback()
            return constraint_of(error)
        return None

    assert await until(LAST - timedelta(1)) == "tg_legal_bases_carry"
    await session.refresh(basis)
    assert await until(LAST) is None
    await session.refresh(basis)
    version = basis.version
    shorter = {"rule_id": made.id, "expected_version": 1, "valid_to": LAST - timedelta(1)}
    await award_rules.update_award_rule(session, personnel, **shorter)
    assert await until(LAST - timedelta(1)) is None


async def test_two_of_a_kind_are_never_in_force_at_once_and_none_is_deleted(database, session, make: Factory):
    personnel, basis, form = await make.actor(Role.PERSONNEL), await a_basis(make, last=None), await awards.form(make)
    dated = {"legalBasisId": encode("LegalBasis", basis.id), "clause": "Điều 54", "validFrom": "2024-07-01"}
    number = {**dated, "kind": "BASE_SALARY", "value": "2340000"}
    ask = {**dated, "code": "QUOTA", "severity": "WARNING", "parameters": {"max_count": 5, "per": "UNIT"}}
    day = {"day": "2024-05-01", "kind": "HOLIDAY", "name": "Quốc tế Lao động", "source": "Bộ luật Lao động"}

    async def told(name: str, asked: dict[str, Any]) -> list[tuple[str, list[str]]]:
        answer = await deed(database, personnel, name, asked)
        return [(each["rule"], each["path"]) for each in answer["userErrors"]]

    assert await told("createLegalParameter", {**number, "validFrom": "2024-01-01", "validTo": "2024-06-30"}) == []
    assert await told("createLegalParameter", number) == []
    assert await told("createLegalParameter", {**number, "validFrom": "2030-01-01"}) == [
        ("PARAMETER_IN_FORCE", ["validFrom"])
    ]
    assert await told("createAwardRule", ask) == []
    assert await told("createAwardRule", {**ask, "formId": encode("AwardForm", form.id)}) == []
    assert await told("createAwardRule", ask) == [("RULE_IN_FORCE", ["validFrom"])]
    assert await told("createAwardRule", {**ask, "formId": encode("AwardForm", new_id())}) == [
        ("NOT_FOUND", ["formId"])
    ]
    coefficient = {**number, "kind": "PRIZE_COEFFICIENT", "value": "1.5"}
    assert await told("createLegalParameter", {**coefficient, "titleId": encode("AwardTitle", new_id())}) == [
        ("NOT_FOUND", ["titleId"])
    ]
    assert await told("createSpecialDay", day) == []
    assert await told("createSpecialDay", day) == [("DAY_TAKEN", ["day"])]
    assert await told("createSpecialDay", {**day, "day": "2024-05-02", "name": " ", "source": ""}) == [
        ("NAME_EMPTY", ["name"]),
        ("SOURCE_EMPTY", ["source"]),
    ]
    for change in (
        delete(LegalParameter),
        delete(AwardRule),
        delete(SpecialDay),
        update(LegalParameter).values(kind=K.PRIZE_ROUNDING, valid_from=LAST),
        update(AwardRule).values(form_id=form.id),
        update(SpecialDay).values(day=FIRST),
    ):
        nested = await session.begin_nested()
        with pytest.raises(IntegrityError) as kept:
            await session.execute(change)
        await nested.rollback()
        assert constraint_of(kept.value) == "tg_regulations_kept"


async def test_a_day_entered_by_mistake_is_said_to_be_worked(session, make: Factory):
    personnel, day = await make.actor(Role.PERSONNEL), date(2024, 5, 2)
    entered = await special_day(make, day, name="Nghỉ bù")

    await special_days.update_special_day(
        session, personnel, special_day_id=entered.id, expected_version=1, kind=DayKind.WORKING, name=" Ngày thường "
    )

    assert await queries.special_days(session, day, day) == {day: DayKind.WORKING}
    assert (await only_entry(session)).before == {"kind": "HOLIDAY", "name": "Nghỉ bù", "version": 1}


async def test_nobody_but_personnel_keeps_them(session, make: Factory):
    leader, basis = await make.actor(Role.MINISTRY_LEADER), await a_basis(make)
    made = await parameter(make, K.BASE_SALARY, "1800000", legal_basis_id=basis.id)
    ruled, day = await rule(make, C.ONE_REWARD, legal_basis_id=basis.id), await special_day(make, FIRST)

    deeds = (
        legal_parameters.create_legal_parameter(session, leader, **salary(basis.id)),
        legal_parameters.update_legal_parameter(session, leader, parameter_id=made.id, expected_version=1),
        award_rules.create_award_rule(session, leader, **hold_rule(basis.id)),
        award_rules.update_award_rule(session, leader, rule_id=ruled.id, expected_version=1),
        special_days.create_special_day(session, leader, day=LAST, kind=DayKind.HOLIDAY, name="X", source="Y"),
        special_days.update_special_day(session, leader, special_day_id=day.id, expected_version=1),
    )

    for each in deeds:
        with pytest.raises(NotAllowed):
            await each
    assert await entries(session) == []


async def test_what_is_in_force_on_a_day_is_read_with_its_legal_text(database, make: Factory):
    staff, basis = await make.actor(Role.STAFF), await a_basis(make)
    form, of = await awards.form(make, code="BK-BO"), {"legal_basis_id": basis.id}
    await parameter(make, K.BASE_SALARY, "1800000", valid_to=date(2024, 6, 30), **of)
    await parameter(make, K.BASE_SALARY, "2340000", valid_from=date(2024, 7, 1), **of)
    await parameter(make, K.PRIZE_COEFFICIENT, "1.50", form_id=form.id, **of)
    await rule(make, C.PAPERS, parameters={"papers": ["EVIDENCE"]}, form_id=form.id, valid_to=LAST, **of)
    await special_day(make, date(2024, 5, 4), kind=DayKind.WORKING)
    document = """query($day: Date, $form: ID) {
      legalParameters(filter: {inForceOn: $day, kind: [BASE_SALARY]}) { nodes { value validTo legalBasis { code } } }
      awardForms { nodes { legalParameters(filter: {inForceOn: $day}) { nodes { kind value form { code } } } } }
      awardRules(filter: {inForceOn: $day, formId: $form}) { nodes { code severity parameters clause } }
      specialDays(filter: {dayFrom: "2024-05-01", dayBefore: "2024-06-01"}) { nodes { day kind } } }"""

    async def read(day: str) -> Any:
        return await data(database, staff, document, {"day": day, "form": encode("AwardForm", form.id)})

    before, after = await read("2024-06-30"), await read("2025-07-01")

    text = {"legalBasis": {"code": basis.code}}
    assert before["legalParameters"]["nodes"] == [{"value": "1800000", "validTo": "2024-06-30", **text}]
    assert after["legalParameters"]["nodes"] == [{"value": "2340000", "validTo": None, **text}]
    own = {"kind": "PRIZE_COEFFICIENT", "value": "1.5", "form": {"code": "BK-BO"}}
    assert before["awardForms"]["nodes"] == [{"legalParameters": {"nodes": [own]}}]
    papers = {"code": "PAPERS", "severity": "BLOCKING", "parameters": {"papers": ["EVIDENCE"]}, "clause": "Điều 54"}
    assert (before["awardRules"]["nodes"], after["awardRules"]["nodes"]) == ([papers], [])
    assert before["specialDays"]["nodes"] == [{"day": "2024-05-04", "kind": "WORKING"}]


async def test_parameters_are_read_from_a_document_as_from_variables_and_refused_by_their_path(database, make: Factory):
    personnel, basis = await make.actor(Role.PERSONNEL), await a_basis(make)
    document = """mutation($basis: ID!, $share: JSON!, $whole: JSON!) {
      written: createAwardRule(input: {code: DIRECT_WORKERS, severity: NOTE, parameters: {min_share: $share},
        legalBasisId: $basis, clause: "Điều 5", validFrom: "2024-01-01", validTo: "2024-12-31"})
        { awardRule { parameters isVerified } userErrors { rule path } }
      wrong: createAwardRule(input: {code: COUNCIL_VOTE, severity: NOTE, parameters: $whole,
        legalBasisId: $basis, clause: " ", validFrom: "2024-01-01", validTo: "2024-12-31"})
        { awardRule { id } userErrors { rule path } } }"""
    values = {"basis": encode("LegalBasis", basis.id), "share": "0.50", "whole": {"threshold": 0.8, "secret": True}}

    answer = await data(database, personnel, document, values)

    kept = {"parameters": {"min_share": "0.50"}, "isVerified": False}
    assert answer["written"] == {"awardRule": kept, "userErrors": []}
    assert (answer["wrong"]["awardRule"], [(e["rule"], e["path"]) for e in answer["wrong"]["userErrors"]]) == (
        None,
        [
            ("PARAMETER_VALUE", ["parameters", "threshold"]),
            ("PARAMETER_MISSING", ["parameters", "quorum"]),
            ("CLAUSE_LENGTH", ["clause"]),
        ],
    )
