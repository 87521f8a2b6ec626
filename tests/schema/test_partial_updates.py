"""Every partial update: what is left out stays, null clears what is optional and is refused for the rest."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import strawberry
from graphql import GraphQLInputObjectType, GraphQLNonNull, get_named_type, print_type
from sqlalchemy.inspection import inspect
from strawberry import UNSET

from domain.actor import Actor, Role
from domain.awards.concluding_model import Revocation
from domain.awards.rules import NominationState, RevocationGround, SigningCapacity
from domain.changes import UNCHANGED
from domain.councils.model import Council
from domain.councils.rules import CouncilKind
from domain.errors import Refusals, Text
from domain.exemplars.rules import ExemplarState
from domain.ids import new_id
from domain.movements.rules import MovementState
from domain.orm import Base
from domain.people.rules import Gender
from domain.regulations.rules import ParameterKind, RuleCode
from schema.mutation import MutationInput, Ref, decoded, ref, value
from schema.node_ids import encode
from schema.root import graphql_schema, strawberry_schema
from tests.support import awards, benefits, exemplars, regulations, replications
from tests.support.audit import entries, only_entry
from tests.support.factories import NOW, Factory
from tests.support.graphql import data, deed
from tests.support.movements import legal_basis, movement, phase, rubric

CRITERION = {"code": "C1", "name": "C1", "weight": "100", "scaleMin": "0", "scaleMax": "60", "step": "0.5"}


@strawberry.input
class Inner:
    unit_id: Ref | None = ref("Unit", Text("Đơn vị.", "The unit."), default=UNSET)
    note: str | None = value(Text("Ghi chú.", "The note."), default=UNSET)


@strawberry.input
class Outer(MutationInput):
    inner: list[Inner] = value(Text("Bên trong.", "What is inside."))
    others: list[Ref] | None = ref("Unit", Text("Các đơn vị.", "The units."), default=UNSET)


@dataclass(frozen=True)
class Update:
    """A row with a value in every column that the update can change, and what the update must be given besides."""

    actor: Actor
    row: Base
    needs: dict[str, Any]


async def a_unit(make: Factory) -> Update:
    row = await make.unit(name_en="Y")
    return Update(await make.actor(Role.PERSONNEL), row, {"unitId": encode("Unit", row.id), "expectedVersion": 1})


async def a_person(make: Factory) -> Update:
    row = await make.person(gender=Gender.FEMALE)
    return Update(await make.actor(Role.PERSONNEL), row, {"personId": encode("Person", row.id), "expectedVersion": 1})


async def a_movement(make: Factory) -> Update:
    row = await movement(make, state=MovementState.DRAFT, theme="Phổ cập hạ tầng số")
    needs = {"movementId": encode("Movement", row.id), "expectedVersion": 1}
    return Update(await make.actor(Role.INFORMATION_CENTER), row, needs)


async def a_legal_basis(make: Factory) -> Update:
    row = await legal_basis(make, valid_to=date(2025, 12, 31))
    needs = {"legalBasisId": encode("LegalBasis", row.id), "expectedVersion": 1}
    return Update(await make.actor(Role.PERSONNEL), row, needs)


async def a_phase(make: Factory) -> Update:
    row = await phase(make, await movement(make))
    needs = {"phaseId": encode("Phase", row.id), "expectedVersion": 1, "reason": "Gia hạn"}
    return Update(await make.actor(Role.INFORMATION_CENTER), row, needs)


async def a_rubric(make: Factory) -> Update:
    row = await rubric(make, await movement(make), pass_total=Decimal(50))
    needs = {"rubricId": encode("Rubric", row.id), "expectedVersion": 1, "criteria": [CRITERION]}
    return Update(await make.actor(Role.PERSONNEL), row, needs)


async def a_title(make: Factory) -> Update:
    row = await awards.title(make, name_en="Emulation fighter")
    needs = {"titleId": encode("AwardTitle", row.id), "expectedVersion": 1}
    return Update(await make.actor(Role.PERSONNEL), row, needs)


async def a_form(make: Factory) -> Update:
    row = await awards.form(make, name_en="Certificate of merit")
    needs = {"formId": encode("AwardForm", row.id), "expectedVersion": 1}
    return Update(await make.actor(Role.PERSONNEL), row, needs)


async def a_parameter(make: Factory) -> Update:
    row = await regulations.parameter(make, ParameterKind.BASE_SALARY, "2340000", valid_to=date(2025, 12, 31))
    needs = {"parameterId": encode("LegalParameter", row.id), "expectedVersion": 1}
    return Update(await make.actor(Role.PERSONNEL), row, needs)


async def a_rule(make: Factory) -> Update:
    row = await regulations.rule(make, RuleCode.ONE_REWARD, valid_to=date(2025, 12, 31))
    return Update(await make.actor(Role.PERSONNEL), row, {"ruleId": encode("AwardRule", row.id), "expectedVersion": 1})


async def a_special_day(make: Factory) -> Update:
    row = await regulations.special_day(make, date(2024, 5, 1), name_en="Labour Day")
    needs = {"specialDayId": encode("SpecialDay", row.id), "expectedVersion": 1}
    return Update(await make.actor(Role.PERSONNEL), row, needs)


async def a_nomination(make: Factory) -> Update:
    of = await awards.scene(make)
    row = await awards.nomination(make, of)
    return Update(of.personnel, row, {"nominationId": encode("Nomination", row.id), "expectedVersion": 1})


async def a_council(make: Factory) -> Update:
    of = (await movement(make)).id
    council = Council(kind=CouncilKind.MINISTRY, name="Hội đồng", name_en="Council", movement_id=of, created_at=NOW)
    row = await make.add(council)
    return Update(await make.actor(Role.PERSONNEL), row, {"councilId": encode("Council", row.id), "expectedVersion": 1})


async def a_benefit(make: Factory) -> Update:
    of = await benefits.place(make)
    planned = {"baseline_locked_at": None, "target": Decimal(5), "forecast": Decimal(6)}
    row = await benefits.benefit(make, of.initiative, of.unit, **planned, verifier_unit_id=(await make.unit()).id)
    return Update(of.officer, row, {"benefitId": encode("Benefit", row.id), "expectedVersion": 1})


async def a_replication(make: Factory) -> Update:
    origin, adopter = await benefits.place(make), await benefits.place(make)
    measure = await benefits.benefit(make, origin.initiative, adopter.unit)
    planned = {"planned_from": date(2024, 6, 1), "planned_to": date(2024, 9, 1), "benefit_id": measure.id}
    row = await replications.replication(make, origin.initiative, adopter.unit, **planned)
    return Update(adopter.officer, row, {"replicationId": encode("Replication", row.id), "expectedVersion": 1})


async def an_exemplar(make: Factory) -> Update:
    of, person = await movement(make), await make.person()
    photo = "https://example.vn/anh.jpg"
    row = await exemplars.exemplar(make, of, person, state=ExemplarState.CANDIDATE, photo_url=photo)
    return Update(
        await make.actor(Role.PERSONNEL), row, {"exemplarId": encode("Exemplar", row.id), "expectedVersion": 1}
    )


async def a_communication(make: Factory) -> Update:
    of = await exemplars.exemplar(make, await movement(make), await make.person(), state=ExemplarState.PUBLISHED)
    done = {"done_on": date(2024, 6, 2), "link": "https://example.vn/bai-viet", "reach": 1200}
    row = await exemplars.communication(make, of, **done)
    needs = {"communicationId": encode("Communication", row.id), "expectedVersion": 1}
    return Update(await make.actor(Role.PERSONNEL), row, needs)


async def a_revocation(make: Factory) -> Update:
    of = await awards.scene(make)
    revoked = await awards.nomination(make, of, state=NominationState.REVOKED)
    row = await make.add(
        Revocation(
            nomination_id=revoked.id,
            ground=RevocationGround.FALSE_DECLARATION,
            reason="Khai sai",
            number="9/QĐ-BTTTT",
            signed_on=date(2024, 6, 3),
            signer_id=of.leader.person_id,
            signing_capacity=SigningCapacity.HEAD,
            revoked_at=NOW,
            amount_due=Decimal(540_000),
            amount_recovered=Decimal(0),
            object_returned_on=date(2024, 6, 3),
            recovery_note="Đã nộp lại bằng",
        )
    )
    return Update(of.personnel, row, {"revocationId": encode("Revocation", row.id), "expectedVersion": 1})


#: Each update with the columns that null clears; every other field that may be left out must have a value.
UPDATES: dict[str, tuple[Callable[[Factory], Awaitable[Update]], dict[str, str]]] = {
    "updateUnit": (a_unit, {"nameEn": "name_en"}),
    "updatePerson": (a_person, {"gender": "gender"}),
    "updateMovement": (a_movement, {"theme": "theme"}),
    "updateLegalBasis": (a_legal_basis, {"number": "number", "issuedOn": "issued_on", "validTo": "valid_to"}),
    "changePhase": (a_phase, {}),
    "replaceCriteria": (a_rubric, {"passTotal": "pass_total"}),
    "updateAwardTitle": (a_title, {"nameEn": "name_en"}),
    "updateAwardForm": (a_form, {"nameEn": "name_en"}),
    "updateLegalParameter": (a_parameter, {"validTo": "valid_to"}),
    "updateAwardRule": (a_rule, {"validTo": "valid_to"}),
    "updateSpecialDay": (a_special_day, {"nameEn": "name_en"}),
    "updateNomination": (a_nomination, {}),
    "recordRecovery": (a_revocation, {"objectReturnedOn": "object_returned_on", "recoveryNote": "recovery_note"}),
    "updateCouncil": (a_council, {"nameEn": "name_en", "movementId": "movement_id"}),
    "updateBenefit": (
        a_benefit,
        {"baseline": "baseline", "target": "target", "forecast": "forecast", "verifierUnitId": "verifier_unit_id"},
    ),
    "updateReplication": (
        a_replication,
        {"plannedFrom": "planned_from", "plannedTo": "planned_to", "benefitId": "benefit_id"},
    ),
    "updateExemplar": (an_exemplar, {"photoUrl": "photo_url"}),
    "updateCommunication": (a_communication, {"doneOn": "done_on", "link": "link", "reach": "reach"}),
}
each_update = pytest.mark.parametrize("name", UPDATES)
clearing_update = pytest.mark.parametrize("name", [name for name, (_row, clears) in UPDATES.items() if clears])


def input_of(name: str) -> GraphQLInputObjectType:
    return get_named_type(graphql_schema.mutation_type.fields[name].args["input"].type)


def may_be_left_out(name: str) -> set[str]:
    nullable = {key for key, field in input_of(name).fields.items() if not isinstance(field.type, GraphQLNonNull)}
    return nullable - {"idempotencyKey"}


#: Updates of which something must have a value.
demanding_update = pytest.mark.parametrize(
    "name", [name for name, (_row, clears) in UPDATES.items() if may_be_left_out(name) - set(clears)]
)


def columns(row: Base) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in inspect(type(row)).columns}


def test_every_partial_update_is_examined_here():
    partial = {
        name
        for name in graphql_schema.mutation_type.fields
        if any(field.default is UNSET for field in strawberry_schema.get_type_by_name(input_of(name).name).fields)
    }

    # The comments of sheets and comparisons and the dates of phases are kept and cleared like these in their own tests.
    assert partial == {*UPDATES, "saveScoreSheet", "answerComparison", "moveRoundPhaseDates"}


@clearing_update
async def test_null_clears_what_is_optional(database, session, make: Factory, name: str):
    prepare, clears = UPDATES[name]
    update = await prepare(make)
    before = columns(update.row)

    answer = await deed(database, update.actor, name, {**update.needs, **dict.fromkeys(clears)})

    assert answer["userErrors"] == []
    await session.refresh(update.row)
    assert None not in [before[column] for column in clears.values()]
    assert columns(update.row) == {**before, **dict.fromkeys(clears.values()), "version": 2}
    entry = await only_entry(session)
    assert {column: entry.after[column] for column in clears.values()} == dict.fromkeys(clears.values())
    assert None not in [entry.before[column] for column in clears.values()]


@demanding_update
async def test_null_is_refused_where_there_must_be_a_value(database, session, make: Factory, name: str):
    prepare, clears = UPDATES[name]
    update = await prepare(make)
    before, needed = columns(update.row), may_be_left_out(name) - set(clears)

    answer = await deed(database, update.actor, name, {**update.needs, **dict.fromkeys(needed | set(clears))})

    assert sorted((error["rule"], *error["path"]) for error in answer["userErrors"]) == [
        ("NULL_NOT_ALLOWED", field) for field in sorted(needed)
    ]
    assert {(error["__typename"], error["code"]) for error in answer["userErrors"]} == {
        ("InvalidValueError", "INVALID_VALUE")
    }
    await session.refresh(update.row)
    assert columns(update.row) == before
    assert await entries(session) == []


@each_update
async def test_what_is_left_out_stays(database, session, make: Factory, name: str):
    update = await UPDATES[name][0](make)
    before = columns(update.row)

    answer = await deed(database, update.actor, name, update.needs)

    assert answer["userErrors"] == []
    await session.refresh(update.row)
    assert {**columns(update.row), "version": 1} == {**before, "version": 1}


async def test_a_variable_that_is_not_given_leaves_its_field_out(database, session, make: Factory):
    update = await a_unit(make)
    document = """mutation($input: ID!, $nameEn: String) {
      updateUnit(input: {unitId: $input, expectedVersion: 1, name: "Mới", nameEn: $nameEn}) {
        unit { name nameEn } userErrors { rule } } }"""

    answer = await data(database, update.actor, document, {"input": update.needs["unitId"]})

    assert answer["updateUnit"] == {"unit": {"name": "Mới", "nameEn": "Y"}, "userErrors": []}


async def test_null_and_nothing_are_two_requests_to_an_idempotency_key(database, session, make: Factory):
    update = await a_unit(make)
    asked = {**update.needs, "name": "Mới", "idempotencyKey": "0198c0de-0000-7000-8000-000000000000"}

    first = await deed(database, update.actor, "updateUnit", asked, "unit { nameEn version }")
    again = await deed(database, update.actor, "updateUnit", asked, "unit { nameEn version }")
    other = await deed(database, update.actor, "updateUnit", {**asked, "nameEn": None})

    assert first == again == {"unit": {"nameEn": "Y", "version": 2}, "userErrors": []}
    assert [(error["rule"], error["path"]) for error in other["userErrors"]] == [
        ("IDEMPOTENCY_KEY_REUSED", ["idempotencyKey"])
    ]
    assert len(await entries(session)) == 1


def test_no_input_of_a_mutation_fills_in_null_by_itself():
    waiting, seen = [input_of(name) for name in graphql_schema.mutation_type.fields], {}
    while waiting:
        kind = waiting.pop()
        if kind.name not in seen:
            seen[kind.name] = print_type(kind)
            inner = [get_named_type(field.type) for field in kind.fields.values()]
            waiting += [each for each in inner if isinstance(each, GraphQLInputObjectType)]

    assert [name for name, text in seen.items() if "= null" in text] == []


def test_what_is_left_out_is_unchanged_in_nested_inputs_and_references_too():
    key = new_id()
    asked = Outer(
        idempotency_key=None, inner=[Inner(), Inner(unit_id=None, note=None), Inner(unit_id=encode("Unit", key))]
    )

    arguments = decoded(asked)

    assert [(each.unit_id, each.note) for each in arguments.inner] == [
        (UNCHANGED, UNCHANGED),
        (None, None),
        (key, UNCHANGED),
    ]
    assert arguments.others is UNCHANGED
    with pytest.raises(Refusals) as refused:
        decoded(Outer(idempotency_key=None, inner=[Inner(), Inner(unit_id="Person:1")], others=["?"]))
    assert [(error.rule, error.path) for error in refused.value.errors] == [
        ("ID_TYPE", ("inner", "1", "unitId")),
        ("ID_TYPE", ("others", "0")),
    ]
