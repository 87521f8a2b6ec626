"""Records of earlier awards, and changes of a person's name and gender."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.awards.records import actions
from domain.awards.records.rules import EarlierAward, problems_of_record
from domain.clock import at
from domain.ids import new_id
from domain.people.actions import update_person
from domain.people.rules import Gender
from schema.mutation import constraint_of
from tests.support import audit, awards
from tests.support.evaluations import refusal
from tests.support.factories import NOW, Factory

TODAY = date(2024, 6, 3)
SOMEBODY, SOMETHING = new_id(), new_id()


def award(**given: Any) -> EarlierAward:
    """What can be recorded, unless told otherwise."""
    values = {"year": 2022, "counts_for_merit": True, "source": "Hồ sơ", "person_id": SOMEBODY, "form_id": SOMETHING}
    return EarlierAward(**{**values, **given})


@pytest.mark.parametrize(
    ("given", "rules"),
    [
        ({}, []),
        ({"year": 1945, "signed_on": TODAY, "form_id": None, "award": "Bằng khen của tỉnh"}, []),
        ({"year": 1944}, ["YEAR_RANGE"]),
        ({"year": 2025, "signed_on": date(2024, 6, 4)}, ["YEAR_RANGE", "SIGNED_IN_FUTURE"]),
        ({"unit_id": SOMEBODY, "title_id": SOMETHING}, ["REWARDED_ONE_OF", "AWARD_ONE_OF"]),
        ({"person_id": None, "form_id": None}, ["REWARDED_ONE_OF", "AWARD_ONE_OF"]),
        ({"form_id": None, "award": " ", "source": " "}, ["AWARD_LENGTH", "SOURCE_LENGTH"]),
    ],
)
def test_what_can_be_recorded(given, rules):
    assert [each.rule for each in problems_of_record(award(**given), TODAY)] == rules


async def test_a_record_is_made_and_only_ever_withdrawn(session, make: Factory):
    personnel, unit, title = await make.actor(Role.PERSONNEL), await make.unit(), await awards.title(make)
    of = {"person_id": None, "unit_id": unit.id, "form_id": None, "title_id": title.id}

    with at(NOW):
        row = await actions.record_earlier_award(session, personnel, award(**of, decision_number=" ", source=" Tệp "))

    assert (row.unit_id, row.title_id, row.source, row.decision_number) == (unit.id, title.id, "Tệp", None)
    assert (row.recorded_at, row.recorded_by_id) == (NOW, personnel.person_id)
    missing = actions.record_earlier_award(session, personnel, award(**{**of, "title_id": new_id()}))
    assert (await refusal(make, missing))[0] == "NotFound"

    async def withdraw(version: int) -> Any:
        asked = {"record_id": row.id, "expected_version": version, "reason": "Nhầm người"}
        return await actions.withdraw_earlier_award(session, personnel, **asked)

    assert (await refusal(make, withdraw(2)))[0] == "StaleVersion"
    assert (await withdraw(1)).withdrawn_reason == "Nhầm người"
    assert (await refusal(make, withdraw(2)))[1] == "RECORD_WITHDRAWN"
    assert [each.deed for each in await audit.entries(session)] == ["EARLIER_AWARD_RECORDED", "EARLIER_AWARD_WITHDRAWN"]
    for change in ("UPDATE award_records SET withdrawn_reason = 'Khác'", "DELETE FROM award_records"):
        with pytest.raises(IntegrityError) as caught:
            async with session.begin_nested():
                await session.execute(text(change))
        assert constraint_of(caught.value) == "tg_award_records_kept"


async def test_a_name_and_a_gender_are_changed_each_by_itself(session, make: Factory):
    personnel, person = await make.actor(Role.PERSONNEL), await make.person()

    async def update(version: int, **given: Any) -> Any:
        return await update_person(session, personnel, person_id=person.id, expected_version=version, **given)

    assert (await refusal(make, update(1, full_name=" ")))[1] == "NAME_EMPTY"
    await update(1, full_name=" Lê An ")
    await update(2, gender=Gender.FEMALE)
    assert (person.full_name, person.gender) == ("Lê An", Gender.FEMALE)
    assert [(each.deed, each.after) for each in await audit.entries(session)] == [
        ("PERSON_UPDATED", {"full_name": "Lê An", "version": 2}),
        ("PERSON_UPDATED", {"gender": "FEMALE", "version": 3}),
    ]
