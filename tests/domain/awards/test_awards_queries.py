import pytest
from sqlalchemy import select

from domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from domain.awards import queries
from domain.awards.model import AwardDecision, AwardForm, AwardTitle, Nomination
from domain.awards.rules import NominationState
from domain.errors import NotFound
from domain.reading import viewer
from tests.support import awards
from tests.support.factories import Factory
from tests.support.roles import actor_of

S = NominationState
ALL = set(NominationState)
BUT_DRAFTS = ALL - {S.DRAFT}
#: In which states each role sees a nomination of the unit it works in, leads or serves, and of another unit.
SEES: dict[Role, tuple[set[NominationState], set[NominationState]]] = {
    Role.INFORMATION_CENTER: (BUT_DRAFTS, BUT_DRAFTS),
    Role.PERSONNEL: (ALL, ALL),
    Role.MINISTRY_LEADER: (BUT_DRAFTS, BUT_DRAFTS),
    Role.UNIT_LEADER: (BUT_DRAFTS, set()),
    Role.FOCAL_OFFICER: (set(), set()),
    Role.EVALUATOR: (set(), set()),
    Role.COUNCIL_SECRETARY: (BUT_DRAFTS, BUT_DRAFTS),
    Role.STAFF: (set(), set()),
    Role.SYSTEM_ADMINISTRATOR: (set(), set()),
    Role.AUDITOR: (ALL, ALL),
}


async def in_every_state(make: Factory, of: awards.Scene, **given: object) -> None:
    """A nomination of one more initiative of the scene's unit for each state."""
    for place, state in enumerate(NominationState, 2):
        entrant = await awards.another(make, of, unit=of.unit, place=place)
        await awards.nomination(make, entrant, **{"state": state, **given})


async def seen(session, actor: Actor) -> dict[object, set[NominationState]]:
    statement = select(Nomination.unit_id, Nomination.state).where(queries.visible_nominations(actor))
    found: dict[object, set[NominationState]] = {}
    for unit_id, state in await session.execute(statement, viewer.values(actor)):
        found.setdefault(unit_id, set()).add(state)
    return found


@pytest.mark.parametrize("role", Role)
async def test_who_sees_nominations_in_which_states(session, make: Factory, role: Role):
    of, other = await awards.scene(make), await awards.scene(make)
    for each in (of, other):
        await in_every_state(make, each)
    own, elsewhere = SEES[role]

    found = await seen(session, await actor_of(make, role, of.unit))

    assert found == {unit: states for unit, states in ((of.unit.id, own), (other.unit.id, elsewhere)) if states}


async def test_a_nominee_sees_theirs_once_decided_and_who_suggested_sees_it_always(session, make: Factory):
    of = await awards.scene(make)
    nominee, suggester = await make.actor(Role.STAFF), await make.actor(Role.STAFF)
    await in_every_state(make, of, person_id=nominee.person_id, created_by_id=suggester.person_id)

    assert await seen(session, nominee) == {of.unit.id: {S.DECIDED, S.PUBLISHED, S.PRESENTED, S.PAID, S.REVOKED}}
    assert await seen(session, suggester) == {of.unit.id: ALL}
    assert await seen(session, ANONYMOUS) == {}
    assert await seen(session, SYSTEM) == {of.unit.id: ALL}


async def test_nobody_is_mistaken_for_a_creator_that_is_not_there(session, make: Factory):
    of = await awards.scene(make)
    await in_every_state(make, of, created_by_id=None)

    assert await seen(session, ANONYMOUS) == {}


@pytest.mark.parametrize("source", [queries.TITLES, queries.FORMS, queries.DECISIONS])
async def test_catalogues_and_decisions_are_open_to_everyone_signed_in(session, make: Factory, source):
    of = await awards.scene(make)
    rows = {
        AwardTitle: await awards.title(make),
        AwardForm: of.form,
        AwardDecision: await awards.decision(make, of),
    }

    for role in Role:
        actor = await actor_of(make, role)
        assert list(await session.scalars(select(source.key).where(source.visible(actor)))) == [rows[source.table].id]
    assert list(await session.scalars(select(source.key).where(source.visible(ANONYMOUS)))) == []


async def test_fetching_is_filtered_like_reading(session, make: Factory):
    of = await awards.scene(make)
    draft = await awards.nomination(make, of)
    proposed = await awards.nomination(make, await awards.another(make, of), state=S.PROPOSED)

    with pytest.raises(NotFound):
        await queries.get_for_update(session, of.leader, draft.id)
    assert (await queries.get_for_update(session, of.leader, proposed.id)).id == proposed.id
    assert set(await queries.many_for_update(session, of.leader, [draft.id, proposed.id])) == {proposed.id}
    with pytest.raises(NotFound):
        await queries.get_form(session, ANONYMOUS, of.form.id)
