"""Declaring conflicts, setting them aside, adopting: who may, what is refused, and what the trail says of it."""

import pytest
from sqlalchemy.exc import IntegrityError

from domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from domain.conflicts import adopting, declaring, waiving
from domain.conflicts.rules import ConflictKind, ConflictOrigin
from domain.constraints import refusal_for
from domain.evaluations import loading
from domain.evaluations.declaring import declare_entry_conflict
from domain.evaluations.rules import RoundState
from domain.ids import new_id
from domain.initiatives.rules import InitiativeState
from domain.units.model import Unit
from schema.mutation import constraint_of
from tests.support import evaluations, initiatives, movements
from tests.support.audit import entries, only_entry
from tests.support.conflicts import adopted, declared, ended, people_in_conflict, waived
from tests.support.evaluations import refusal

KIND = ConflictKind
REASON = "Là anh em với tác giả"
NOT_FOUND = ("NotFound", "NOT_FOUND", ("initiativeId",))
NO_REASON = ("Invalid", "REASON_MISSING", ("reason",))


@pytest.fixture
async def unit(make):
    return await make.unit()


@pytest.fixture
async def of(make, unit):
    """A screened initiative of the unit."""
    return await initiatives.initiative(make, await movements.movement(make), unit)


@pytest.fixture
async def personnel(make):
    return await make.actor(Role.PERSONNEL)


@pytest.fixture
async def center(make):
    return await make.actor(Role.INFORMATION_CENTER)


@pytest.fixture
async def leader(make):
    return await make.actor(Role.MINISTRY_LEADER)


@pytest.fixture
async def person(make):
    return await make.person()


async def refused_at_flush(make, deed):
    """The rule that the database refuses a deed by."""
    with pytest.raises(IntegrityError) as refused:
        async with make.session.begin_nested():
            await deed
    return refusal_for(constraint_of(refused.value)).rule


class TestOwn:
    async def test_is_declared_with_a_reason_and_recorded(self, make, of, center):
        made = await declaring.declare_conflict(make.session, center, initiative_id=of.id, reason=f" {REASON} ")

        assert (made.person_id, made.initiative_id, made.entry_id) == (center.person_id, of.id, None)
        assert (made.origin, made.reason, made.declared_by_id) == (ConflictOrigin.PERSON, REASON, center.person_id)
        entry = await only_entry(make.session)
        assert (entry.deed, entry.subject_id, entry.reason) == ("CONFLICT_DECLARED", made.id, REASON)
        assert entry.after["initiative_id"] == str(of.id)

    async def test_needs_an_initiative_that_one_sees_a_reason_and_a_person(self, make, of, center):
        stranger = await make.actor(Role.STAFF)
        for actor, key, reason, expected in (
            (stranger, of.id, REASON, NOT_FOUND),
            (center, new_id(), REASON, NOT_FOUND),
            (center, of.id, "  ", NO_REASON),
            (SYSTEM, of.id, REASON, ("NotAllowed", "NOT_ALLOWED", ())),
        ):
            deed = declaring.declare_conflict(make.session, actor, initiative_id=key, reason=reason)
            assert await refusal(make, deed) == expected
        deed = declaring.declare_own(make.session, ANONYMOUS, initiative_id=of.id, reason=REASON)
        assert await refusal(make, deed) == ("NotAllowed", "NOT_SIGNED_IN", ())

    async def test_is_declared_once_whatever_facts_say(self, make, of, unit):
        colleague = await make.actor(Role.INFORMATION_CENTER, unit=unit)
        given = {"initiative_id": of.id, "reason": REASON}
        await declaring.declare_conflict(make.session, colleague, **given)

        deed = declaring.declare_conflict(make.session, colleague, **given)
        assert await refused_at_flush(make, deed) == "CONFLICT_DECLARED"

    async def test_can_be_declared_again_after_its_end(self, make, of, center):
        await ended(make, await declared(make, center.person_id, of))
        await declaring.declare_conflict(make.session, center, initiative_id=of.id, reason=REASON)
        assert (await people_in_conflict(make, of))[center.person_id] == [KIND.DECLARED]


class TestOfAnEntry:
    """Declared in a blind round: the evaluator sees an entry and its number, and learns nothing more."""

    @pytest.fixture
    async def scene(self, make):
        scene = await evaluations.scene(make, state=RoundState.DRAFT)
        await evaluations.round_phase(make, scene.round, ordinal=2, hides_authors=True)
        return scene

    @pytest.fixture
    async def entry(self, make, scene):
        (entry,) = await loading.entries_of(make.session, scene.round.id)
        return entry

    @pytest.fixture
    async def blind(self, make, scene):
        """The round is in its blind phase."""
        await evaluations.opened(make, scene.round, scene.initiative)
        await evaluations.entered(make, scene.round, 2)

    @pytest.mark.usefixtures("blind")
    async def test_is_declared_of_what_cannot_be_named(self, make, scene, entry):
        evaluator, of = scene.evaluator, scene.initiative
        by_name = declaring.declare_conflict(make.session, evaluator, initiative_id=of.id, reason=REASON)
        assert await refusal(make, by_name) == NOT_FOUND

        made = await declare_entry_conflict(make.session, evaluator, entry_id=entry.id, reason=REASON)

        assert (made.initiative_id, made.entry_id, made.origin) == (of.id, entry.id, ConflictOrigin.PERSON)
        assert (await people_in_conflict(make, of))[evaluator.person_id] == [KIND.DECLARED]
        assert (await only_entry(make.session)).after["entry_id"] == str(entry.id)

    @pytest.mark.usefixtures("blind")
    async def test_no_refusal_tells_that_the_same_was_declared_by_name(self, make, scene, entry):
        evaluator = scene.evaluator
        await declared(make, evaluator.person_id, scene.initiative)
        given = {"entry_id": entry.id, "reason": REASON}

        await declare_entry_conflict(make.session, evaluator, **given)

        assert (await people_in_conflict(make, scene.initiative))[evaluator.person_id] == [KIND.DECLARED] * 2
        again = declare_entry_conflict(make.session, evaluator, **given)
        assert await refused_at_flush(make, again) == "CONFLICT_DECLARED"

    async def test_needs_an_entry_that_one_sees_of_an_opened_round(self, make, scene, entry):
        deed = declare_entry_conflict(make.session, scene.evaluator, entry_id=entry.id, reason=REASON)
        assert await refusal(make, deed) == ("NotFound", "NOT_FOUND", ("entryId",))
        deed = declare_entry_conflict(make.session, scene.manager, entry_id=entry.id, reason=REASON)
        assert await refusal(make, deed) == ("Conflict", "ROUND_STATE_FORBIDS", ())
        deed = declare_entry_conflict(make.session, scene.manager, entry_id=new_id(), reason=REASON)
        assert await refusal(make, deed) == ("NotFound", "NOT_FOUND", ("entryId",))

    @pytest.mark.usefixtures("blind")
    async def test_needs_a_reason(self, make, scene, entry):
        deed = declare_entry_conflict(make.session, scene.evaluator, entry_id=entry.id, reason=" ")
        assert await refusal(make, deed) == NO_REASON


class TestOfAnother:
    async def test_is_declared_by_personnel(self, make, of, personnel, person):
        given = {"person_id": person.id, "initiative_id": of.id, "reason": REASON}
        made = await declaring.declare_conflict_of(make.session, personnel, **given)

        assert (made.person_id, made.origin, made.declared_by_id) == (
            person.id,
            ConflictOrigin.PERSONNEL,
            personnel.person_id,
        )
        again = declaring.declare_conflict_of(make.session, personnel, **given)
        assert await refused_at_flush(make, again) == "CONFLICT_DECLARED"

    async def test_is_not_for_oneself_nor_for_others(self, make, of, personnel, center, person):
        for actor, key, expected in (
            (personnel, personnel.person_id, ("NotAllowed", "PERSON_IS_ANOTHER", ())),
            (center, person.id, ("NotAllowed", "ROLE_LACKS_PERMISSION", ())),
            (personnel, new_id(), ("NotFound", "NOT_FOUND", ("personId",))),
        ):
            given = {"person_id": key, "initiative_id": of.id, "reason": REASON}
            assert await refusal(make, declaring.declare_conflict_of(make.session, actor, **given)) == expected

    async def test_ends_by_personnel_with_a_reason_once(self, make, of, personnel, person):
        row = await declared(make, person.id, of)
        given = {"conflict_id": row.id, "reason": "Khai nhầm"}
        blank = declaring.end_conflict(make.session, personnel, conflict_id=row.id, reason="")
        assert await refusal(make, blank) == NO_REASON

        made = await declaring.end_conflict(make.session, personnel, **given)

        assert (made.ended_by_id, made.ended_reason) == (personnel.person_id, "Khai nhầm")
        assert person.id not in await people_in_conflict(make, of)
        entry = await only_entry(make.session)
        assert (entry.deed, entry.reason, entry.before["ended_at"]) == ("CONFLICT_ENDED", "Khai nhầm", None)
        again = declaring.end_conflict(make.session, personnel, **given)
        assert await refusal(make, again) == ("Conflict", "ENDED_ALREADY", ())

    async def test_is_never_ended_by_the_person(self, make, of, personnel, center):
        for actor, origin, expected in (
            (personnel, ConflictOrigin.PERSON, "PERSON_IS_ANOTHER"),
            (personnel, ConflictOrigin.PERSONNEL, "PERSON_IS_ANOTHER"),
            (center, ConflictOrigin.PERSON, "ROLE_LACKS_PERMISSION"),
        ):
            row = await declared(make, actor.person_id, of, origin=origin)
            deed = declaring.end_conflict(make.session, actor, conflict_id=row.id, reason="Thôi")
            assert await refusal(make, deed) == ("NotAllowed", expected, ())
            await ended(make, row)
        missing = declaring.end_conflict(make.session, personnel, conflict_id=new_id(), reason="Thôi")
        assert await refusal(make, missing) == ("NotFound", "NOT_FOUND", ("conflictId",))


class TestWaivers:
    """Break-glass: one asks, another approves, and neither is concerned."""

    @pytest.fixture
    async def colleague(self, make, unit):
        return await make.person(unit)

    def ask(self, make, actor, person, of, reason="Không còn ai khác đủ chuyên môn"):
        given = {"person_id": person.id, "initiative_id": of.id, "reason": reason}
        return waiving.request_conflict_waiver(make.session, actor, **given)

    def approve(self, make, actor, row, version=None):
        given = {"waiver_id": row.id, "expected_version": row.version if version is None else version}
        return waiving.approve_conflict_waiver(make.session, actor, **given)

    def end(self, make, actor, row, reason="Đã có người khác"):
        given = {"waiver_id": row.id, "expected_version": row.version, "reason": reason}
        return waiving.end_conflict_waiver(make.session, actor, **given)

    async def test_take_two_people_and_leave_a_trail(self, make, of, colleague, center, personnel, leader):
        await declared(make, colleague.id, of)
        row = await self.ask(make, center, colleague, of)
        assert (row.kinds, row.requested_by_id) == ([KIND.OWN_UNIT, KIND.DECLARED], center.person_id)
        assert colleague.id in await people_in_conflict(make, of)

        await self.approve(make, personnel, row)
        assert (row.approved_by_id, row.version) == (personnel.person_id, 2)
        assert colleague.id not in await people_in_conflict(make, of)

        await self.end(make, leader, row)
        assert (row.ended_by_id, row.ended_reason) == (leader.person_id, "Đã có người khác")
        assert (await people_in_conflict(make, of))[colleague.id] == [KIND.DECLARED, KIND.OWN_UNIT]

        said = [(each.deed, each.actor_id, each.reason) for each in await entries(make.session)]
        assert said == [
            ("CONFLICT_WAIVER_REQUESTED", center.person_id, "Không còn ai khác đủ chuyên môn"),
            ("CONFLICT_WAIVER_APPROVED", personnel.person_id, None),
            ("CONFLICT_WAIVER_ENDED", leader.person_id, "Đã có người khác"),
        ]

    async def test_are_asked_for_by_others_about_a_conflict_that_there_is(self, make, of, colleague, center, person):
        concerned = await make.acting(colleague, Role.PERSONNEL)
        auditor = await make.actor(Role.AUDITOR)
        for deed, expected in (
            (self.ask(make, concerned, colleague, of), ("NotAllowed", "PERSON_IS_ANOTHER", ())),
            (self.ask(make, auditor, colleague, of), ("NotAllowed", "ROLE_LACKS_PERMISSION", ())),
            (self.ask(make, center, person, of), ("Conflict", "NO_CONFLICT", ())),
            (self.ask(make, center, colleague, of, " "), NO_REASON),
        ):
            assert await refusal(make, deed) == expected
        await self.ask(make, center, colleague, of)
        assert await refused_at_flush(make, self.ask(make, center, colleague, of)) == "WAIVER_REQUESTED"

    @pytest.mark.parametrize("is_waived", [False, True])
    async def test_are_not_for_who_is_in_conflict_themselves(self, make, of, unit, colleague, center, is_waived):
        """Not even where theirs was set aside: nobody lets friends in."""
        partial = await make.actor(Role.MINISTRY_LEADER, unit=unit)
        if is_waived:
            await waived(make, partial.person_id, of)
        expected = ("NotAllowed", "OWN_CONFLICT", ())
        assert await refusal(make, self.ask(make, partial, colleague, of)) == expected

        row = await self.ask(make, center, colleague, of)
        assert await refusal(make, self.approve(make, partial, row)) == expected
        assert await refusal(make, self.end(make, partial, row)) == expected

    async def test_are_not_approved_by_who_asked_nor_by_the_person_nor_by_nobody(self, make, of, colleague, center):
        row = await self.ask(make, center, colleague, of)
        concerned = await make.acting(colleague, Role.PERSONNEL)

        for actor, expected in ((center, "SECOND_PERSON"), (SYSTEM, "SECOND_PERSON"), (concerned, "PERSON_IS_ANOTHER")):
            assert await refusal(make, self.approve(make, actor, row)) == ("NotAllowed", expected, ())

    async def test_are_approved_once_while_they_stand_by_who_saw_the_last_version(
        self, make, of, colleague, center, personnel, leader
    ):
        row = await self.ask(make, center, colleague, of)
        stale = self.approve(make, personnel, row, version=7)
        assert await refusal(make, stale) == ("StaleVersion", "STALE_VERSION", ("expectedVersion",))

        await self.approve(make, personnel, row)
        assert await refusal(make, self.approve(make, leader, row)) == ("Conflict", "WAIVER_APPROVED", ())

        await self.end(make, center, row)
        assert await refusal(make, self.approve(make, leader, row)) == ("Conflict", "ENDED_ALREADY", ())
        assert await refusal(make, self.end(make, leader, row)) == ("Conflict", "ENDED_ALREADY", ())

    async def test_are_turned_down_with_a_reason_and_can_be_asked_for_again(self, make, of, colleague, center, leader):
        row = await self.ask(make, center, colleague, of)
        assert await refusal(make, self.end(make, leader, row, "")) == NO_REASON
        await self.end(make, leader, row)
        await self.ask(make, center, colleague, of)

    async def test_cover_no_kind_that_came_after_they_were_asked_for(self, make, of, colleague, center, personnel):
        row = await self.ask(make, center, colleague, of)
        await declared(make, colleague.id, of)
        await self.approve(make, personnel, row)

        assert (await people_in_conflict(make, of))[colleague.id] == [KIND.DECLARED]


class TestAdoptions:
    @pytest.fixture
    async def head(self, make) -> Actor:
        """Who leads another unit than the initiative's."""
        return await make.actor(Role.UNIT_LEADER)

    def declare(self, make, actor, unit_id, of):
        return adopting.declare_adoption(make.session, actor, unit_id=unit_id, initiative_id=of.id)

    async def test_are_declared_and_ended_by_the_leader_of_the_unit(self, make, of, head):
        made = await self.declare(make, head, head.unit_id, of)
        assert (made.unit_id, made.initiative_id, made.declared_by_id) == (head.unit_id, of.id, head.person_id)
        assert (await people_in_conflict(make, of))[head.person_id] == [KIND.ADOPTING_UNIT]
        again = self.declare(make, head, head.unit_id, of)
        assert await refused_at_flush(make, again) == "ADOPTED_ALREADY"

        await adopting.end_adoption(make.session, head, adoption_id=made.id)
        assert head.person_id not in await people_in_conflict(make, of)
        repeated = adopting.end_adoption(make.session, head, adoption_id=made.id)
        assert await refusal(make, repeated) == ("Conflict", "ENDED_ALREADY", ())
        assert [each.deed for each in await entries(make.session)] == ["ADOPTION_DECLARED", "ADOPTION_ENDED"]

    async def test_are_of_units_that_one_leads_and_of_other_units_initiatives(self, make, of, unit, head, center):
        own_leader = await make.actor(Role.UNIT_LEADER, unit=unit)
        officer = await make.actor(Role.FOCAL_OFFICER)
        for actor, unit_id, expected in (
            (own_leader, unit.id, ("Conflict", "OWN_INITIATIVE_OF_UNIT", ("initiativeId",))),
            (head, unit.id, ("NotAllowed", "ACTOR_LEADS_UNIT", ())),
            (officer, officer.unit_id, ("NotAllowed", "ROLE_LACKS_PERMISSION", ())),
            (center, head.unit_id, ("NotAllowed", "ROLE_LACKS_PERMISSION", ())),
            (head, new_id(), ("NotFound", "NOT_FOUND", ("unitId",))),
        ):
            assert await refusal(make, self.declare(make, actor, unit_id, of)) == expected

    @pytest.mark.parametrize("state", [InitiativeState.DRAFT, InitiativeState.RETURNED])
    async def test_are_not_of_what_the_unit_keeps_to_itself(self, make, unit, head, state):
        movement = await movements.movement(make)
        kept = await initiatives.initiative(make, movement, unit, state=state)
        assert await refusal(make, self.declare(make, head, head.unit_id, kept)) == NOT_FOUND

    async def test_are_not_ended_by_others(self, make, of, head, center):
        row = await adopted(make, await make.session.get(Unit, head.unit_id), of)
        for actor, expected in (
            (center, ("NotAllowed", "ROLE_LACKS_PERMISSION", ())),
            (await make.actor(Role.UNIT_LEADER), ("NotFound", "NOT_FOUND", ("adoptionId",))),
        ):
            deed = adopting.end_adoption(make.session, actor, adoption_id=row.id)
            assert await refusal(make, deed) == expected
