"""Exemplars: chosen with a reason, a person told of only as they agreed, honoured and made known while published."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from domain.actor import Actor, Role
from domain.awards.rules import NominationState
from domain.clock import at
from domain.errors import Conflict
from domain.evaluations.model import Round
from domain.exemplars import actions, consenting, following_up
from domain.exemplars.deserving import Subject
from domain.exemplars.model import Exemplar, ExemplarConsent
from domain.exemplars.queries import EXEMPLARS
from domain.exemplars.rules import Channel, ExemplarKind, ExemplarState, Scope, check_consent
from domain.initiatives.rules import InitiativeState
from domain.integrity.model import IntegrityHold
from domain.integrity.rules import HoldGround
from domain.people.model import Person
from domain.reading import viewer
from domain.results.model import Result
from domain.results.rules import ResultState
from schema.mutation import constraint_of
from tests.support import audit, awards, exemplars, movements
from tests.support.evaluations import refusal, refusals
from tests.support.factories import NOW, Factory

S = ExemplarState
FULL = Scope(name=True, photo=False, story=True)
WORDS = {"title": " Gương sáng ", "story": "Giảm 30 giờ.", "reason": "Lan tỏa tốt"}


async def proposed(session, by: Actor, movement_id: Any, subject: Subject, **given: Any) -> Exemplar:
    """A candidate."""
    with at(NOW):
        return await actions.propose_exemplar(
            session, by, movement_id=movement_id, subject=subject, **{**WORDS, **given}
        )


async def stepped(session, by: Actor, row: Exemplar, deed: Any, **given: Any) -> Exemplar:
    """The same after a deed."""
    with at(NOW):
        return await deed(session, by, exemplar_id=row.id, expected_version=row.version, **given)


async def agreed(session, by: Actor, row: Exemplar, scope: Scope = FULL) -> ExemplarConsent:
    """The person's consent."""
    with at(NOW):
        ask = {"exemplar_id": row.id, "expected_version": row.version}
        return await consenting.give_exemplar_consent(session, by, **ask, scope=scope)


@given_by(
    st.sampled_from(ExemplarKind),
    st.none() | st.builds(Scope, st.booleans(), st.booleans(), st.booleans()),
    st.booleans(),
)
def test_a_person_is_told_of_as_they_agreed_and_no_further(kind, scope, has_photo):
    is_covered = scope is not None and scope.name and scope.story and (scope.photo or not has_photo)
    if kind is not ExemplarKind.PERSON or is_covered:
        check_consent(kind, scope, has_photo=has_photo)
    else:
        with pytest.raises(Conflict):
            check_consent(kind, scope, has_photo=has_photo)


async def test_from_a_candidate_to_what_everybody_sees_and_back(session, make: Factory):
    center, person = await make.actor(Role.INFORMATION_CENTER), await make.actor(Role.STAFF)
    movement = await movements.movement(make)
    row = await proposed(session, center, movement.id, Subject(person_id=person.person_id))
    assert (row.kind, row.state, row.title, row.proposed_at) == (ExemplarKind.PERSON, S.CANDIDATE, "Gương sáng", NOW)

    assert (await refusal(make, stepped(session, center, row, actions.publish_exemplar)))[1] == "STATE_FORBIDS"
    await stepped(session, center, row, actions.select_exemplar)
    # Silence is no consent, and neither is one to less than is told.
    assert (await refusal(make, stepped(session, center, row, actions.publish_exemplar)))[1] == "CONSENT_MISSING"
    partly = await agreed(session, person, row, Scope(name=True, photo=True, story=False))
    assert (await refusal(make, stepped(session, center, row, actions.publish_exemplar)))[1] == "CONSENT_MISSING"
    await consenting.withdraw_exemplar_consent(session, person, consent_id=partly.id)
    assert (row.state, row.version) == (S.SELECTED, 2)
    given = await agreed(session, person, row)
    await stepped(session, center, row, actions.publish_exemplar)
    assert (row.state, row.published_at) == (S.PUBLISHED, NOW)
    changed = stepped(session, center, row, actions.update_exemplar, given={"story": "Khác"})
    assert (await refusal(make, changed))[1] == "STATE_FORBIDS"

    await consenting.withdraw_exemplar_consent(session, person, consent_id=given.id)

    assert (row.state, row.withdrawn_reason) == (S.WITHDRAWN, consenting.WITHDRAWN_BY_PERSON)
    assert [entry.deed for entry in await audit.entries(session)][-2:] == [
        "EXEMPLAR_WITHDRAWN",
        "EXEMPLAR_CONSENT_WITHDRAWN",
    ]
    again = consenting.withdraw_exemplar_consent(session, person, consent_id=given.id)
    assert (await refusal(make, again))[1] == "ENDED_ALREADY"
    assert (await refusal(make, agreed(session, person, row)))[1] == "EXEMPLAR_WITHDRAWN"


async def test_who_agreed_to_other_words_has_not_agreed(session, make: Factory):
    """A consent is to what one read: it ends with those words, and is not given to words that one did not read."""
    center, person = await make.actor(Role.INFORMATION_CENTER), await make.actor(Role.STAFF)
    told = await session.get_one(Person, person.person_id)
    row = await exemplars.exemplar(make, await movements.movement(make), told, state=S.SELECTED)
    full = Scope(name=True, photo=True, story=True)
    for changed in ({"story": "Bịa thêm"}, {"title": "Khác"}, {"photo_url": "https://thidua.example/anh.jpg"}):
        given = await agreed(session, person, row, full)
        await stepped(session, center, row, actions.update_exemplar, given=changed)
        assert given.withdrawn_at == NOW
        assert (await refusal(make, stepped(session, center, row, actions.publish_exemplar)))[1] == "CONSENT_MISSING"
    lapsed, changed = [entry.deed for entry in await audit.entries(session)][-2:]
    assert (lapsed, changed) == ("EXEMPLAR_CONSENT_LAPSED", "EXEMPLAR_UPDATED")

    ask = {"exemplar_id": row.id, "expected_version": row.version - 1, "scope": full}
    assert (await refusal(make, consenting.give_exemplar_consent(session, person, **ask)))[0] == "StaleVersion"
    given = await agreed(session, person, row, full)
    # The same words, written again, are the same words.
    await stepped(session, center, row, actions.update_exemplar, given={"story": " Bịa thêm "})
    assert given.withdrawn_at is None
    assert (await stepped(session, center, row, actions.publish_exemplar)).state is S.PUBLISHED


async def test_whose_award_was_revoked_is_not_held_up(session, make: Factory):
    of = await awards.scene(make)
    decision = await awards.decision(make, of)
    revoked = {"state": NominationState.REVOKED, "decision_id": decision.id}
    await awards.nomination(make, of, **revoked)
    await awards.nomination(make, of, **revoked, person_id=None)
    of_initiative = {"initiative_id": of.initiative.id}
    colleague = await make.person()
    subjects = [
        (of.author, {}),
        (of.author, of_initiative),
        (None, {"unit_id": of.unit.id}),
        (None, of_initiative),
        (colleague, of_initiative),
    ]
    rows = [await exemplars.exemplar(make, of.movement, who, state=S.CANDIDATE, **given) for who, given in subjects]
    ready = await exemplars.exemplar(make, of.movement, of.author, state=S.SELECTED)
    await exemplars.consent(make, ready)

    async def told(row: Exemplar, deed: Any = actions.select_exemplar) -> str:
        try:
            async with session.begin_nested():
                await stepped(session, of.center, row, deed)
        except Conflict as refused:
            return refused.rule
        return row.state

    expected = ["AWARD_REVOKED"] * 4 + [S.SELECTED]
    assert [await told(row) for row in rows] == expected
    assert await told(ready, actions.publish_exemplar) == "AWARD_REVOKED"
    # What was done over properly stands.
    await awards.nomination(make, of, state=NominationState.DECIDED, decision_id=decision.id)
    of.initiative.state = InitiativeState.WITHDRAWN
    await session.flush()
    assert await told(rows[1]) == "INITIATIVE_WITHDRAWN"
    assert await told(ready, actions.publish_exemplar) == S.PUBLISHED


async def test_nobody_agrees_for_another(session, make: Factory):
    center, person = await make.actor(Role.INFORMATION_CENTER), await make.actor(Role.STAFF)
    row = await exemplars.exemplar(
        make, await movements.movement(make), await session.get_one(Person, person.person_id), state=S.SELECTED
    )

    assert (await refusal(make, agreed(session, center, row)))[1] == "PERSON_IS_SELF"
    assert (await refusal(make, agreed(session, await make.actor(Role.STAFF), row)))[0] == "NotFound"
    nothing = Scope(name=False, photo=False, story=False)
    assert (await refusal(make, agreed(session, person, row, nothing)))[1] == "CONSENT_EMPTY"
    given = await agreed(session, person, row)
    nested = await session.begin_nested()
    with pytest.raises(IntegrityError) as refused:
        await agreed(session, person, row)
    await nested.rollback()
    assert constraint_of(refused.value) == "uq_exemplar_consents_in_force"
    taken = consenting.withdraw_exemplar_consent(session, center, consent_id=given.id)
    assert (await refusal(make, taken))[1] == "PERSON_IS_SELF"


async def test_what_no_exemplar_is_proposed_with(session, make: Factory):
    personnel = await make.actor(Role.PERSONNEL)
    of = await awards.scene(make)
    other = await awards.another(make, of)
    movement_id = of.movement.id

    def told(subject: Subject, **given: Any) -> Any:
        return refusal(make, proposed(session, personnel, movement_id, subject, **given))

    assert (await told(Subject()))[1] == "SUBJECT_MISSING"
    assert (await told(Subject(of.author.id, of.unit.id)))[1] == "SUBJECT_ONE_OF"
    assert (await told(Subject(unit_id=of.unit.id), reason=" "))[1] == "REASON_MISSING"
    off = {"title": " ", "story": "x" * 10_001, "photo_url": "javascript:alert(1)"}
    subject = Subject(unit_id=of.unit.id)
    errors = await refusals(make, proposed(session, personnel, movement_id, subject, **off))
    assert [(each.rule, each.path) for each in errors] == [
        ("TEXT_LENGTH", ("title",)),
        ("TEXT_LENGTH", ("story",)),
        ("LINK_FORM", ("photoUrl",)),
    ]
    entry = {"result_entry_id": of.entry.id}
    for subject in (
        Subject(person_id=other.author.id),
        Subject(unit_id=other.unit.id),
        Subject(unit_id=of.unit.id, initiative_id=other.initiative.id),
    ):
        assert await told(subject, **entry) == ("Conflict", "ENTRY_OF_ANOTHER", ("resultEntryId",))
    elsewhere = (await movements.movement(make)).id
    strayed = Subject(initiative_id=of.initiative.id)
    assert (await refusal(make, proposed(session, personnel, elsewhere, strayed)))[1] == "INITIATIVE_OF_OTHER_MOVEMENT"
    of_person = Subject(of.author.id)
    assert (await refusal(make, proposed(session, personnel, elsewhere, of_person, **entry)))[1] == "ENTRY_OF_ANOTHER"
    for subject in (Subject(of.author.id, initiative_id=of.initiative.id), Subject(initiative_id=of.initiative.id)):
        row = await proposed(session, personnel, movement_id, subject, **entry)
        assert row.result_entry_id == of.entry.id
    judged = await session.get_one(Round, (await session.get_one(Result, of.entry.result_id)).round_id)
    await awards.result(make, of.movement, on=judged, number=2)
    assert (await told(Subject(of.author.id), **entry))[1] == "RESULT_SUPERSEDED"
    staged = await awards.result(make, of.movement, state=ResultState.STAGED)
    unpublished = {"result_entry_id": (await awards.standing(make, staged, of.initiative)).id}
    assert (await told(Subject(unit_id=of.unit.id), **unpublished))[1] == "RESULT_UNPUBLISHED"


async def test_who_is_held_is_not_held_up(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    unit = await make.unit()
    row = await exemplars.exemplar(make, await movements.movement(make), state=S.CANDIDATE, unit_id=unit.id)
    said = {"ground": HoldGround.VERIFICATION, "clause": "Điều 4", "reason": "Đơn", "placed_at": NOW}
    await make.add(IntegrityHold(unit_id=unit.id, **said))

    # Who sees no holds is not told of one.
    assert (await refusal(make, stepped(session, center, row, actions.select_exemplar)))[1] == "NOT_TAKEN_UP_NOW"
    personnel = await make.actor(Role.PERSONNEL)
    assert (await refusal(make, stepped(session, personnel, row, actions.select_exemplar)))[1] == "INTEGRITY_HOLD"


async def test_what_follows_a_publication(session, make: Factory):
    center = await make.actor(Role.INFORMATION_CENTER)
    unit = await make.unit()
    row = await exemplars.exemplar(make, await movements.movement(make), state=S.SELECTED, unit_id=unit.id)

    def honoured(**given: Any) -> Any:
        asked = {"honoured_on": date(2024, 6, 1), "place": " Hội trường ", "occasion": "Tổng kết", **given}
        return following_up.record_exemplar_honour(session, center, exemplar_id=row.id, **asked)

    asked = {"exemplar_id": row.id, "channel": Channel.VIDEO, "title": "Phim", "planned_on": date(2024, 7, 1)}
    item = await following_up.plan_communication(session, center, **asked)

    def update(**given: Any) -> Any:
        ask = {"communication_id": item.id, "expected_version": item.version, "given": given}
        return following_up.update_communication(session, center, **ask)

    done = {"done_on": date(2024, 7, 2), "link": "https://thidua.example/phim", "reach": 1200}
    assert (await refusal(make, honoured()))[1] == "EXEMPLAR_UNPUBLISHED"
    assert (await refusal(make, update(**done)))[1] == "EXEMPLAR_UNPUBLISHED"
    await stepped(session, center, row, actions.publish_exemplar)
    assert (await honoured()).place == "Hội trường"
    assert await refusal(make, honoured(occasion=" ")) == ("Invalid", "TEXT_LENGTH", ("occasion",))
    assert (await refusal(make, update(reach=5)))[1] == "REACH"
    with at(datetime(2024, 7, 1, 16, 59, tzinfo=UTC)):  # a minute before 2 July in Viet Nam
        assert await refusal(make, update(**done)) == ("Invalid", "DAY_TO_COME", ("doneOn",))
        late = honoured(honoured_on=date(2024, 7, 2))
        assert await refusal(make, late) == ("Invalid", "DAY_TO_COME", ("honouredOn",))
    assert (await refusal(make, update(**{**done, "link": "ftp://x"})))[1] == "LINK_FORM"
    assert (await refusal(make, update(title=None)))[1] == "NULL_NOT_ALLOWED"
    changed = await update(**done)
    assert (changed.done_on, changed.reach, changed.title, changed.version) == (date(2024, 7, 2), 1200, "Phim", 2)
    await stepped(session, center, row, actions.withdraw_exemplar, reason="Không còn phù hợp")
    assert (await refusal(make, following_up.plan_communication(session, center, **asked)))[1] == "EXEMPLAR_WITHDRAWN"


async def test_who_sees_exemplars(session, make: Factory):
    person, stranger = await make.actor(Role.STAFF), await make.actor(Role.UNIT_LEADER)
    movement, told = await movements.movement(make), await session.get_one(Person, person.person_id)
    for state in S:
        await exemplars.exemplar(make, movement, told, state=state)

    seen = {}
    for name, actor in (("person", person), ("stranger", stranger), ("auditor", await make.actor(Role.AUDITOR))):
        statement = select(Exemplar.state).where(EXEMPLARS.visible(actor))
        seen[name] = set((await session.scalars(statement, viewer.values(actor))).all())

    assert seen == {"person": set(S), "stranger": {S.PUBLISHED}, "auditor": set(S)}


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE exemplars SET state = 'PUBLISHED', published_at = now()", "tg_exemplar_consent"),
        ("UPDATE exemplars SET photo_url = 'https://x' WHERE state = 'PUBLISHED'", "tg_exemplar_consent"),
        ("UPDATE exemplars SET story = 'khác' WHERE state = 'PUBLISHED'", "tg_exemplar_consented_words"),
        ("UPDATE exemplar_consents SET withdrawn_at = now()", "tg_exemplar_consent"),
        ("UPDATE exemplar_consents SET covers_photo = true", "tg_exemplar_consents_kept"),
        ("DELETE FROM exemplar_consents", "tg_exemplar_consents_kept"),
        ("DELETE FROM exemplars", "tg_exemplars_kept"),
        ("UPDATE exemplar_honours SET place = 'khác'", "tg_exemplar_honours_append_only"),
    ],
)
async def test_the_database_lets_nobody_be_told_of_without_consent(session, make: Factory, statement, constraint):
    movement = await movements.movement(make)
    published = await exemplars.exemplar(make, movement, await make.person(), state=S.PUBLISHED)
    await exemplars.exemplar(make, movement, await make.person(), state=S.SELECTED)
    await exemplars.honour(make, published)

    with pytest.raises(IntegrityError) as refused:
        await session.execute(text(statement))

    assert constraint_of(refused.value) == constraint
