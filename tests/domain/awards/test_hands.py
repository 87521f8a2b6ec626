"""One person has one hand in a dossier: they propose, appraise, vote or decide, and do no other of these."""

import asyncio
from collections.abc import AsyncIterator
from itertools import permutations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from domain.access.permissions import Permission
from domain.actor import Role
from domain.awards import actions, appraising, deciding, hands
from domain.awards.model import NominationHand
from domain.awards.rules import Hand, NominationState
from domain.database import Database
from domain.errors import NotAllowed
from schema.mutation import constraint_of
from tests.conftest import migrated_database
from tests.support import awards
from tests.support.audit import entries
from tests.support.factories import Factory

S = NominationState
#: A deed of each hand that has one here, with the state that it starts from.
DEEDS = {
    Hand.PROPOSE: (actions.propose_nomination, S.APPRAISED, {}),
    Hand.APPRAISE: (appraising.accept_nomination, S.SUBMITTED, {}),
    Hand.DECIDE: (deciding.approve_nomination, S.PROPOSED, {}),
}
EVERYTHING = (Role.PERSONNEL, Role.INFORMATION_CENTER, Role.MINISTRY_LEADER)


async def test_no_two_hands_of_one_person_in_either_order(session, make: Factory):
    """With every role at once: what keeps them from it is what they did, and the same hand does not."""
    of = await awards.scene(make)
    everybody = await make.actor(*EVERYTHING)
    for first in Hand:
        for later, (deed, state, more) in DEEDS.items():
            dossier = await awards.nomination(make, await awards.another(make, of), state=state)
            await awards.hand(make, dossier, everybody.person_id, first)
            told = await awards.tried(make, deed, everybody, dossier, **more)
            assert (told == "ONE_HAND_ONLY") is (first is not later), (first, later, told)
    assert await entries(session) == []


async def test_hands_are_taken_by_the_deeds_themselves(session, make: Factory):
    """Each deed, then each deed of another hand, by the same person on the same dossier."""
    of = await awards.scene(make)
    everybody = await make.actor(*EVERYTHING)
    for first, later in permutations(DEEDS, 2):
        deed, state, more = DEEDS[first]
        dossier = await awards.nomination(make, await awards.another(make, of), state=state)
        await deed(session, everybody, nomination_id=dossier.id, expected_version=1, **more)
        deed, dossier.state, more = DEEDS[later]
        await session.flush()
        assert await awards.tried(make, deed, everybody, dossier, **more) == "ONE_HAND_ONLY", (first, later)


async def test_all_that_is_one_hand_may_be_done_by_one_person(session, make: Factory):
    of = await awards.scene(make)
    dossier = await awards.nomination(make, of, state=S.SUBMITTED)
    for deed, more in (
        (appraising.accept_nomination, {}),
        (appraising.appraise_nomination, {"opinion": "Đủ"}),
        (appraising.hold_nomination, {"reason": "Chờ"}),
        (appraising.release_nomination, {"reason": "Xong"}),
        (deciding.return_nomination, {"reason": "Bổ sung"}),
    ):
        await deed(session, of.center, nomination_id=dossier.id, expected_version=dossier.version, **more)

    taken = await session.scalars(select(NominationHand).where(NominationHand.person_id == of.center.person_id))
    assert [each.hand for each in taken] == [Hand.APPRAISE]
    assert dossier.state is S.RETURNED


async def test_nobody_takes_a_hand_by_a_deed_that_is_refused(session, make: Factory):
    of = await awards.scene(make)
    dossier = await awards.nomination(make, of, state=S.PROPOSED)

    assert await awards.tried(make, appraising.accept_nomination, of.center, dossier) == "STATE_FORBIDS"

    statement = select(NominationHand.person_id).where(NominationHand.nomination_id == dossier.id)
    assert list(await session.scalars(statement)) == [of.personnel.person_id]


async def test_the_system_has_no_hand(session, make: Factory):
    of = await awards.scene(make)
    dossier = await awards.nomination(make, of, created_by_id=None)

    assert await hands.take(session, [dossier], None, Hand.DECIDE) == {}
    assert await hands.take(session, [], of.leader.person_id, Hand.DECIDE) == {}
    assert list(await session.scalars(select(NominationHand.id))) == []


async def test_the_database_lets_nobody_have_two_hands(session, make: Factory):
    of = await awards.scene(make)
    dossier = await awards.nomination(make, of)

    with pytest.raises(IntegrityError) as refused:
        await awards.hand(make, dossier, of.personnel.person_id, Hand.VOTE)

    assert constraint_of(refused.value) == "uq_nomination_hands_nomination_id_person_id"


@pytest.fixture(scope="module")
def real_url(server_url: str, worker: str) -> str:
    """A database of its own: what a race commits stays."""
    return migrated_database(server_url, f"thidua_test_{worker}_hands")


@pytest.fixture(scope="module")
async def real(real_url: str) -> AsyncIterator[AsyncEngine]:
    engine = create_async_engine(real_url, poolclass=NullPool)
    yield engine
    await engine.dispose()


@pytest.mark.slow
async def test_of_two_hands_at_once_one_is_refused(real: AsyncEngine):
    """Taken side by side without the lock that deeds take before it: the key alone decides."""
    database = Database(real)
    async with database.writing() as session:
        make = Factory(session)
        of = await awards.scene(make)
        dossiers = [await awards.nomination(make, await awards.another(make, of)) for _ in range(8)]
    person = of.leader.person_id

    async def take(number: int, hand: Hand) -> Hand | None:
        async with database.writing() as session:
            taken = await hands.take(session, [dossiers[number]], person, hand)
            await asyncio.sleep(0.01)  # the other one meets a hand that is not committed yet
            try:
                hands.check(dossiers[number], taken, Permission.NOMINATION_DECIDE)
            except NotAllowed:
                return None
            return hand

    numbers = range(len(dossiers))
    outcomes = await asyncio.gather(*(take(n, hand) for n in numbers for hand in (Hand.APPRAISE, Hand.DECIDE)))

    for number, pair in zip(numbers, zip(outcomes[::2], outcomes[1::2], strict=True), strict=True):
        (won,) = [hand for hand in pair if hand is not None]
        async with database.reading() as connection:
            statement = select(NominationHand.hand).where(
                NominationHand.nomination_id == dossiers[number].id, NominationHand.person_id == person
            )
            assert list((await connection.execute(statement)).scalars()) == [won]
