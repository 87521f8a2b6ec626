"""Setting councils up, appointing and dismissing members, planning sessions: what is refused, and who sees what."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from domain.actor import ANONYMOUS, SYSTEM, Role
from domain.awards.rules import NominationState
from domain.clock import at
from domain.councils import appointing, convening, opening, queries
from domain.councils.minutes import minutes_of
from domain.councils.model import Council, CouncilSession, SessionItem
from domain.councils.rules import Attendance, CouncilKind, CouncilRole, SessionState
from domain.reading import viewer
from schema.mutation import constraint_of
from tests.support import awards, councils
from tests.support.evaluations import refusal, refusals
from tests.support.factories import NOW, Factory
from tests.support.movements import movement

ROLE = CouncilRole


async def test_a_council_is_set_up_and_renamed(session, make: Factory):
    personnel, of, unit = await make.actor(Role.PERSONNEL), await movement(make), await make.unit()

    made = await appointing.create_council(
        session, personnel, kind=CouncilKind.UNIT, name=" Hội đồng ", unit_id=unit.id, movement_id=of.id
    )
    changed = await appointing.update_council(
        session, personnel, council_id=made.id, expected_version=1, name="Hội đồng cơ sở", movement_id=None
    )

    assert (changed.name, changed.unit_id, changed.movement_id, changed.version) == ("Hội đồng cơ sở", unit.id, None, 2)
    back = await appointing.update_council(
        session, personnel, council_id=made.id, expected_version=2, movement_id=of.id, name_en="Council"
    )
    assert (back.name, back.name_en, back.movement_id) == ("Hội đồng cơ sở", "Council", of.id)
    nothing = appointing.update_council(session, personnel, council_id=made.id, expected_version=3, name=None)
    assert await refusal(make, nothing) == ("Invalid", "NULL_NOT_ALLOWED", ("name",))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"name": " "}, ("NAME_EMPTY", ("name",))),
        ({"kind": CouncilKind.UNIT}, ("COUNCIL_UNIT", ("unitId",))),
        ({"kind": CouncilKind.MINISTRY, "unit_id": SYSTEM}, ("COUNCIL_UNIT", ("unitId",))),
    ],
)
async def test_what_is_no_council(session, make: Factory, given, told):
    asked = {"kind": CouncilKind.INITIATIVE, "name": "Hội đồng", **given}

    errors = await refusals(make, appointing.create_council(session, await make.actor(Role.PERSONNEL), **asked))

    assert [(each.rule, each.path) for each in errors] == [told]


async def test_who_is_appointed_when_and_dismissed(session, make: Factory):
    of = await councils.scene(make, voters=1)
    person = await make.actor(Role.STAFF)

    async def told(**given):
        return (await refusal(make, councils.appoint(make, of.awards.personnel, of.council, person, **given)))[1:]

    assert await told(role=ROLE.MEMBER, ends_on=date(2023, 1, 1)) == ("PERIOD_ORDER", ("endsOn",))
    assert await told(role=ROLE.MEMBER, has_vote=False) == ("MEMBER_WITHOUT_VOTE", ("hasVote",))
    seat = await councils.appoint(make, of.awards.personnel, of.council, person, ROLE.SECRETARY, has_vote=False)
    for someone, role, refused_by in (
        (person, ROLE.MEMBER, "ex_council_members_seat"),
        (await make.actor(Role.STAFF), ROLE.CHAIR, "ex_council_members_chair"),
    ):
        nested = await session.begin_nested()
        with pytest.raises(IntegrityError) as refused:
            await councils.appoint(make, of.awards.personnel, of.council, someone, role)
        await nested.rollback()
        assert constraint_of(refused.value) == refused_by

    async def dismiss(**given):
        with at(NOW):
            return await appointing.dismiss_council_member(
                session, of.awards.personnel, member_id=seat.id, reason="Nghỉ hưu", **given
            )

    assert (await refusal(make, dismiss(ends_on=date(2023, 12, 31))))[1:] == ("PERIOD_ORDER", ("endsOn",))
    assert (await dismiss()).ends_on == date(2024, 6, 3)
    assert (await refusal(make, dismiss(ends_on=date(2024, 6, 4))))[1:] == ("PERIOD_ORDER", ("endsOn",))
    # From the day after somebody else can chair; today both still sit there.
    seats = await queries.seats_on(session, of.council.id, date(2024, 6, 3))
    later = await queries.seats_on(session, of.council.id, date(2024, 6, 4))
    assert (len(seats), len(later)) == (2, 1)


async def test_what_no_session_is_planned_with(session, make: Factory):
    of = await councils.scene(make, voters=3)
    other = await awards.scene(make)
    foreign = await councils.appraised(make, other, first=True)
    of.council.movement_id = of.awards.movement.id
    await session.flush()

    async def told(**given):
        asked = {"council_id": of.council.id, "movement_id": of.awards.movement.id, "name": "Phiên", **given}
        return (
            await refusal(make, convening.convene_council_session(session, of.secretary, scheduled_at=NOW, **asked))
        )[1:]

    assert await told(name=" ") == ("NAME_EMPTY", ("name",))
    assert await told(movement_id=other.movement.id) == ("COUNCIL_OF_OTHER_MOVEMENT", ("movementId",))

    async def adds(*ids):
        await convening.add_session_items(session, of.secretary, session_id=of.sitting.id, nomination_ids=ids)

    assert await refusal(make, adds(foreign.id)) == (
        *("Conflict", "NOMINATION_OF_OTHER_MOVEMENT"),
        ("nominationIds", "0"),
    )
    assert (await refusal(make, adds(of.council.id)))[0] == "NotFound"
    assert (await refusal(make, adds()))[1] == "ITEMS_COUNT"
    await convening.remove_session_item(session, of.secretary, item_id=of.item.id)
    assert (await refusal(make, councils.opened(make, of)))[1] == "AGENDA_SIZE"


async def test_a_council_and_an_agenda_have_room_for_so_many(session, make: Factory, monkeypatch):
    monkeypatch.setattr(appointing, "MAX_MEMBERS", 1)
    monkeypatch.setattr(convening, "MAX_ITEMS", 1)
    of = await councils.scene(make, voters=1)
    more = await councils.appraised(make, of.awards, first=False)

    full = councils.appoint(make, of.awards.personnel, of.council, await make.actor(Role.STAFF), ROLE.MEMBER)
    long = convening.add_session_items(session, of.secretary, session_id=of.sitting.id, nomination_ids=[more.id])

    assert [(await refusal(make, each))[1] for each in (full, long)] == ["COUNCIL_FULL", "AGENDA_SIZE"]


async def test_attendance_is_noted_while_the_session_is_open_alone(session, make: Factory):
    of = await councils.opened(make, await councils.scene(make, voters=3))
    with at(NOW):
        await convening.cancel_council_session(
            session, of.secretary, session_id=of.sitting.id, expected_version=2, reason="Hoãn"
        )

    late = opening.note_attendance(session, of.secretary, member_id=of.roster[0].id, attendance=Attendance.PRESENT)

    assert (await refusal(make, late))[:2] == ("Closed", "SESSION_NOT_OPEN")
    assert of.sitting.state is SessionState.CANCELLED


async def test_who_sees_councils_sessions_and_items(session, make: Factory):
    of = await councils.opened(make, await councils.scene(make, voters=3))
    nominee = await make.acting(of.awards.author, Role.PERSONNEL)

    async def seen(actor):
        found = []
        for table, source in (
            (Council, queries.COUNCILS),
            (CouncilSession, queries.SESSIONS),
            (SessionItem, queries.ITEMS),
        ):
            statement = select(table.id).where(source.visible(actor))
            found.append(len((await session.scalars(statement, viewer.values(actor))).all()))
        return found

    assert [await seen(each) for each in (SYSTEM, of.secretary, of.voters[0])] == [[1, 1, 1]] * 3
    assert [await seen(each) for each in (ANONYMOUS, await make.actor(Role.STAFF))] == [[0, 0, 0]] * 2
    assert await seen(nominee) == [1, 1, 0]
    assert (await refusal(make, minutes_of(session, of.council.id)))[0] == "NotFound"
    told = await minutes_of(session, of.sitting.id)
    assert (told.items[0].valid, told.items[0].is_passed, told.is_quorate) == (None, None, False)
    assert of.nominations[0].state is NominationState.APPRAISED
