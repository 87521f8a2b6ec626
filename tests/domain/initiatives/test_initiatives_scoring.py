import pytest

from domain.errors import Conflict
from domain.initiatives.actions.scoring import enter_scoring, leave_scoring
from domain.initiatives.rules import InitiativeState
from tests.support.audit import entries
from tests.support.factories import Factory
from tests.support.initiatives import scene

S = InitiativeState


async def test_an_initiative_is_scored_and_may_be_scored_again(session, make: Factory):
    stage = await scene(make)
    made = await stage.initiative(make, state=S.SCREENED)

    states = []
    for step in (enter_scoring, leave_scoring, enter_scoring, leave_scoring):
        await step(session, made)
        await session.refresh(made)
        states.append((made.state, made.version))

    assert states == [(S.SCORING, 2), (S.SCORED, 3), (S.SCORING, 4), (S.SCORED, 5)]
    assert await entries(session) == []  # the round's own deed records it


@pytest.mark.parametrize("state", [state for state in S if state not in {S.SCREENED, S.SCORED}])
async def test_only_what_is_eligible_is_scored(session, make: Factory, state: S):
    stage = await scene(make)
    made = await stage.initiative(make, state=state)

    with pytest.raises(Conflict) as refused:
        await enter_scoring(session, made)

    assert (refused.value.rule, made.state) == ("STATE_FORBIDS", state)


@pytest.mark.parametrize("state", [state for state in S if state is not S.SCORING])
async def test_scoring_ends_only_once_begun(session, make: Factory, state: S):
    stage = await scene(make)
    made = await stage.initiative(make, state=state)

    with pytest.raises(Conflict) as refused:
        await leave_scoring(session, made)

    assert (refused.value.rule, made.state) == ("STATE_FORBIDS", state)
