from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from domain.actor import ANONYMOUS, Role
from domain.awards import catalogue
from domain.awards.model import AwardForm, AwardTitle
from domain.awards.rules import AwardLevel, AwardSubject
from domain.errors import NotAllowed, NotFound, Refusals, StaleVersion
from domain.ids import new_id
from schema.mutation import constraint_of
from tests.support import awards
from tests.support.audit import entries, only_entry
from tests.support.factories import Factory
from tests.support.roles import actor_of

NEW: dict[str, Any] = {
    "code": "CSTĐ-BO",
    "name": " Chiến sĩ thi đua Bộ ",
    "name_en": "Emulation fighter",
    "subject": AwardSubject.INDIVIDUAL,
    "level": AwardLevel.MINISTRY,
    "decided_by": " Bộ trưởng ",
}
#: Create, update, the table, the factory of a row, the name of the id, the deeds' names.
CATALOGUES = [
    pytest.param(
        catalogue.create_award_title, catalogue.update_award_title, AwardTitle, awards.title, "title_id", "AWARD_TITLE"
    ),
    pytest.param(
        catalogue.create_award_form, catalogue.update_award_form, AwardForm, awards.form, "form_id", "AWARD_FORM"
    ),
]
each_catalogue = pytest.mark.parametrize(("create", "update", "table", "row", "key", "deed"), CATALOGUES)


@each_catalogue
async def test_personnel_adds_to_a_catalogue(session, make: Factory, create, update, table, row, key, deed):
    personnel = await make.actor(Role.PERSONNEL)

    award = await create(session, personnel, **NEW)

    assert isinstance(award, table)
    assert (award.code, award.name, award.name_en) == ("CSTĐ-BO", "Chiến sĩ thi đua Bộ", "Emulation fighter")
    assert (award.subject, award.level) == (AwardSubject.INDIVIDUAL, AwardLevel.MINISTRY)
    assert (award.decided_by, award.is_verified) == ("Bộ trưởng", False)
    assert award.version == 1
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_type, entry.subject_id) == (f"{deed}_CREATED", table.__name__, award.id)
    assert (entry.actor_id, entry.before) == (personnel.person_id, None)
    assert entry.after["name"] == "Chiến sĩ thi đua Bộ"


@each_catalogue
async def test_an_update_keeps_what_is_not_given(session, make: Factory, create, update, table, row, key, deed):
    personnel = await make.actor(Role.PERSONNEL)
    award = await row(make, name="Cũ", decided_by="Bộ trưởng")

    await update(
        session,
        personnel,
        **{key: award.id},
        expected_version=1,
        name=" Mới ",
        level=AwardLevel.UNIT,
        is_verified=False,
        decided_by="Bộ trưởng",
    )

    assert (award.name, award.level, award.is_verified) == ("Mới", AwardLevel.UNIT, False)
    assert (award.decided_by, award.subject, award.version) == ("Bộ trưởng", AwardSubject.INDIVIDUAL, 2)
    entry = await only_entry(session)
    assert (entry.deed, entry.subject_id) == (f"{deed}_UPDATED", award.id)
    assert entry.before == {"name": "Cũ", "level": "MINISTRY", "is_verified": True, "version": 1}
    assert entry.after == {"name": "Mới", "level": "UNIT", "is_verified": False, "version": 2}


@each_catalogue
async def test_an_update_clears_what_is_optional_and_nothing_else(
    session, make: Factory, create, update, table, row, key, deed
):
    personnel = await make.actor(Role.PERSONNEL)
    award = await row(make, name="Cũ", name_en="Old")
    ask = {key: award.id, "expected_version": 1, "name_en": None}

    with pytest.raises(Refusals) as refused:
        await update(session, personnel, **ask, name=None, is_verified=None)
    assert [(each.rule, each.path) for each in refused.value.errors] == [
        ("NULL_NOT_ALLOWED", ("name",)),
        ("NULL_NOT_ALLOWED", ("isVerified",)),
    ]
    assert (award.name, award.name_en, award.version) == ("Cũ", "Old", 1)
    assert await entries(session) == []
    await update(session, personnel, **ask)

    assert (award.name, award.name_en, award.version) == ("Cũ", None, 2)
    assert award.level is AwardLevel.MINISTRY
    entry = await only_entry(session)
    assert entry.before == {"name_en": "Old", "version": 1}
    assert entry.after == {"name_en": None, "version": 2}


@each_catalogue
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PERSONNEL])
async def test_nobody_else_maintains_a_catalogue(
    session, make: Factory, create, update, table, row, key, deed, role: Role
):
    award = await row(make, name="Cũ")
    actor = await actor_of(make, role)

    with pytest.raises(NotAllowed):
        await create(session, actor, **NEW)
    with pytest.raises(NotAllowed):
        await update(session, actor, **{key: award.id}, expected_version=1, name="Mới")

    assert award.name == "Cũ"
    assert await session.scalar(select(func.count()).select_from(table)) == 1
    assert await entries(session) == []


@each_catalogue
async def test_refusals_of_a_catalogue(session, make: Factory, create, update, table, row, key, deed):
    personnel = await make.actor(Role.PERSONNEL)
    award = await row(make, name="Cũ")

    with pytest.raises(Refusals) as wrong:
        await create(session, personnel, **{**NEW, "code": "x", "name": " "})
    with pytest.raises(StaleVersion) as stale:
        await update(session, personnel, **{key: award.id}, expected_version=7, name="Mới")
    with pytest.raises(Refusals) as empty:
        await update(session, personnel, **{key: award.id}, expected_version=1, name="", decided_by="")
    with pytest.raises(NotFound) as missing:
        await update(session, personnel, **{key: new_id()}, expected_version=1, name="Mới")
    with pytest.raises(NotFound):
        await update(session, ANONYMOUS, **{key: award.id}, expected_version=1, name="Mới")

    assert [each.rule for each in wrong.value.errors] == ["CODE_FORM", "NAME_EMPTY"]
    assert stale.value.current == 1
    assert [each.rule for each in empty.value.errors] == ["NAME_EMPTY", "DECIDED_BY_EMPTY"]
    assert missing.value.path == ("titleId" if key == "title_id" else "formId",)
    assert (award.name, award.version) == ("Cũ", 1)
    assert await entries(session) == []


@each_catalogue
async def test_a_code_is_unique_in_its_catalogue_only(session, make: Factory, create, update, table, row, key, deed):
    personnel = await make.actor(Role.PERSONNEL)
    other = awards.form if table is AwardTitle else awards.title
    await other(make, code="CSTĐ-BO")
    await create(session, personnel, **NEW)

    with pytest.raises(IntegrityError) as taken:
        async with session.begin_nested():
            await create(session, personnel, **NEW)

    assert constraint_of(taken.value) == f"uq_{table.__tablename__}_code"
    assert len(await entries(session)) == 1
