"""The organisation of the demonstration: units, people, roles."""

from datetime import date
from typing import Any

from api.demo.story import Story, data, moment, subject_of
from domain.actor import SYSTEM, UNIT_ROLES, Role
from domain.people import actions as people
from domain.people import roles
from domain.people.rules import EmploymentType, Gender, LeadershipTier
from domain.units import actions as units
from domain.units.rules import UnitType

#: The Personnel officer who enters everybody else, and the administrator who appoints the auditor.
REGISTRAR = "tran-thi-thuy-hang"
ADMINISTRATOR = "dinh-quoc-khanh"
#: Who has been staff for longest and so stands for staff: an author with a score and an award.
SHOWN = "to-minh-triet"
BEGINNING = moment("2024-01-02 08:00")
STARTED_ON = date(2023, 1, 3)


async def found_organisation(story: Story) -> None:
    """Enter units, people and roles: first the root and the registrar, then the registrar enters the rest."""
    everyone = {person["key"]: person for person in data("people")["person"]}
    every_unit = {unit["code"]: unit for unit in data("units")["unit"]}
    with story.at(BEGINNING):
        await _add_unit(story, SYSTEM, every_unit["BTTTT"])
        await _add_unit(story, SYSTEM, every_unit[everyone[REGISTRAR]["unit"]])
        await _add_person(story, SYSTEM, everyone[REGISTRAR])
        await _grant(story, SYSTEM, REGISTRAR, Role.PERSONNEL)
    with story.at(BEGINNING, minutes=30):
        registrar = await story.actor(REGISTRAR)
        for code, unit in every_unit.items():
            if code not in story.units:
                await _add_unit(story, registrar, unit)
        for key, person in everyone.items():
            if key not in story.people:
                await _add_person(story, registrar, person)
    with story.at(BEGINNING, minutes=45):
        await _grant_all(story, everyone[SHOWN])
    with story.at(BEGINNING, minutes=60):
        await _grant(story, SYSTEM, ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR)
        story.roles_changed()
        for key, person in everyone.items():
            if key != SHOWN:
                await _grant_all(story, person)
    story.roles_changed()


async def _add_unit(story: Story, actor: Any, unit: dict[str, Any]) -> None:
    row = await units.create_unit(
        story.session,
        actor,
        code=unit["code"],
        name=unit["name"],
        name_en=unit["name_en"],
        type=UnitType(unit["type"]),
        parent_id=story.units.get("BTTTT"),
        has_seal=unit["has_seal"],
        has_legal_personality=unit["has_legal_personality"],
        to_be_confirmed=unit["to_be_confirmed"],
        valid_from=unit["valid_from"],
    )
    story.units[unit["code"]] = row.id
    story.step()


async def _add_person(story: Story, actor: Any, person: dict[str, Any]) -> None:
    row = await people.register_person(
        story.session,
        actor,
        full_name=person["full_name"],
        email=person["email"],
        subject=subject_of(person["key"]),
        unit_id=story.units[person["unit"]],
        position=person["position"],
        employment_type=EmploymentType(person["employment_type"]),
        leadership_tier=LeadershipTier(person["leadership_tier"]),
        starts_on=STARTED_ON,
        gender=Gender(person["gender"]),
    )
    story.people[person["key"]] = row.id
    story.step()


async def _grant_all(story: Story, person: dict[str, Any]) -> None:
    """Grant what the data say, and STAFF to everybody who is not a leader of the ministry."""
    registrar, administrator = await story.actor(REGISTRAR), await story.actor(ADMINISTRATOR)
    wanted = [Role(name) for name in person["roles"]]
    if Role.MINISTRY_LEADER not in wanted and Role.STAFF not in wanted:
        wanted.append(Role.STAFF)
    for role in wanted:
        if role is Role.SYSTEM_ADMINISTRATOR or (role is Role.PERSONNEL and person["key"] == REGISTRAR):
            continue  # granted at the very beginning
        actor = administrator if role is Role.AUDITOR else registrar
        own = person["key"] == REGISTRAR
        unit = person["unit"] if role in UNIT_ROLES else None
        await _grant(story, SYSTEM if own else actor, person["key"], role, unit)


async def _grant(story: Story, actor: Any, key: str, role: Role, unit: str | None = None) -> None:
    unit_id = story.units[unit] if unit is not None else None
    await roles.grant_role(story.session, actor, person_id=story.people[key], role=role, unit_id=unit_id)
    story.step()
