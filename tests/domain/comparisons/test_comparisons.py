"""Comparing pairs: which pair comes next, answering it, what keeps an evaluator from it."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import or_, select, text
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.clock import at
from domain.comparisons import actions as comparing
from domain.comparisons import queries
from domain.comparisons.model import Comparison
from domain.comparisons.rules import Preference, in_shown_order, open_pairs
from domain.conflicts import declaring
from domain.errors import Closed
from domain.evaluations import assigning, entering, rounds, scoring
from domain.evaluations.entering import PaperSheet
from domain.evaluations.model import Assignment
from domain.ledger import queries as ledger
from domain.reading import viewer
from schema.mutation import constraint_of
from tests.support import audit
from tests.support.evaluations import refusal, scene
from tests.support.factories import Factory
from tests.support.movements import CLOSES_AT
from tests.support.tie_breaks import answered, asked, compared, created, tie_break, tied_result

#: Each computes results, and draws their charts.
pytestmark = pytest.mark.slow


def pair_of(comparison: Comparison) -> set:
    return {comparison.left_initiative_id, comparison.right_initiative_id}


async def test_opening_gives_everybody_every_entry_and_leaves_initiatives_scored(session, database, make: Factory):
    of = await tie_break(session, database, make)

    given = (await session.scalars(select(Assignment).where(Assignment.round_id == of.round.id))).all()
    first, second, third = of.there.initiatives
    wanted = {(each.id, judge.person_id) for each in (first, second) for judge in of.evaluators}
    assert {(each.initiative_id, each.evaluator_id) for each in given} == wanted
    for each in (first, second, third):
        await session.refresh(each)
        assert each.state.value == "SCORED"


async def test_whoever_has_a_conflict_is_given_nothing_of_it(session, database, make: Factory):
    there, result = await tied_result(session, database, make)
    round_ = await created(session, there, result)
    free = await make.actor(Role.EVALUATOR, round_id=round_.id)
    await make.actor(Role.EVALUATOR, round_id=round_.id, unit=there.unit)

    await rounds.open_round(session, there.manager, round_id=round_.id, expected_version=round_.version)

    given = await session.scalars(select(Assignment.evaluator_id).where(Assignment.round_id == round_.id))
    assert set(given) == {free.person_id}


async def test_a_tie_break_that_nobody_may_judge_does_not_open(session, database, make: Factory):
    there, result = await tied_result(session, database, make)
    round_ = await created(session, there, result)
    await make.actor(Role.EVALUATOR, round_id=round_.id, unit=there.unit)

    opening = rounds.open_round(session, there.manager, round_id=round_.id, expected_version=round_.version)

    assert (await refusal(make, opening))[1] == "NOBODY_MAY_COMPARE"


async def test_a_tie_break_needs_two_entries(session, database, make: Factory):
    there, result = await tied_result(session, database, make)
    round_ = await created(session, there, result, initiative_ids=[there.initiative.id])
    await make.actor(Role.EVALUATOR, round_id=round_.id)

    opening = rounds.open_round(session, there.manager, round_id=round_.id, expected_version=round_.version)

    assert (await refusal(make, opening))[1] == "PAIR_NEEDS_TWO"


async def test_the_pair_asked_for_waits_until_it_is_answered(session, database, make: Factory):
    of = await tie_break(session, database, make, entries=3)
    judge = of.evaluators[0]

    first = await asked(session, of, judge)

    assert (first.preferred, first.answered_at, first.version) == (None, None, 1)
    assert (await asked(session, of, judge)).id == first.id
    entry = (await audit.entries(session))[-1]
    assert (entry.deed, entry.subject_id) == ("PAIR_ASKED", first.id)
    await answered(session, judge, first, None)
    second = await asked(session, of, judge)
    assert pair_of(second) != pair_of(first)


async def test_everybody_is_asked_every_pair_once(session, database, make: Factory):
    of = await tie_break(session, database, make, evaluators=2, entries=3)

    await compared(session, of, of.there.initiatives)

    made = (await session.scalars(select(Comparison).where(Comparison.round_id == of.round.id))).all()
    assert len(made) == 2 * 3
    for judge in of.evaluators:
        pairs = {frozenset(pair_of(each)) for each in made if each.evaluator_id == judge.person_id}
        assert len(pairs) == 3
        assert await comparing.ask_next_pair(session, judge, round_id=of.round.id) is None


async def test_the_pair_that_tells_most_comes_next(session, database, make: Factory):
    """After a beats b and b beats c nobody is surprised by a beating c; two equals tell more."""
    of = await tie_break(session, database, make, evaluators=2, entries=3)
    first, second = of.evaluators
    a, b, c = sorted(of.there.initiatives, key=lambda each: str(each.id))
    for _ in range(3):
        pair = await asked(session, of, first)
        better = a if a.id in pair_of(pair) else None
        await answered(session, first, pair, better)

    next_ = await asked(session, of, second)

    assert pair_of(next_) == {b.id, c.id}


async def test_an_answer_is_told_to_the_ledger_and_the_last_one_counts(session, database, make: Factory):
    of = await tie_break(session, database, make, evaluators=1)
    (judge,) = of.evaluators
    first, second, _third = of.there.initiatives
    pair = await asked(session, of, judge)

    await answered(session, judge, pair, first)
    again = await answered(session, judge, pair, second)

    assert again.version == 3
    entry = (await audit.entries(session))[-1]
    assert (entry.deed, entry.subject_id) == ("PAIR_COMPARED", pair.id)
    events = [event async for event in ledger.events(session, of.round.id)]
    assert [event.kind for event in events] == ["ROUND_OPENED", "PHASE_ENTERED", "COMPARISON_GIVEN", "COMPARISON_GIVEN"]
    (judgement,) = await queries.judgements_of(session, of.round.id, counted=True)
    worth = {judgement.first: judgement.won, judgement.second: 1 - judgement.won}
    assert worth == {str(first.id): 0, str(second.id): 1}


async def test_a_comment_stays_until_another_or_none_is_given(session, database, make: Factory):
    of = await tie_break(session, database, make, evaluators=1)
    (judge,) = of.evaluators
    pair = await asked(session, of, judge)

    async def said(**given) -> str | None:
        answer = comparing.answer_comparison(
            session,
            judge,
            comparison_id=pair.id,
            expected_version=pair.version,
            preferred=Preference.LEFT,
            **given,
        )
        return (await answer).comment

    assert [await said(), await said(comment="Rõ hơn"), await said(), await said(comment=None)] == [
        None,
        "Rõ hơn",
        "Rõ hơn",
        None,
    ]


async def test_what_was_given_up_does_not_count_and_is_asked_no_more(session, database, make: Factory):
    of = await tie_break(session, database, make, evaluators=1, entries=3)
    (judge,) = of.evaluators
    await compared(session, of, of.there.initiatives)
    given = select(Assignment).where(
        Assignment.round_id == of.round.id, Assignment.initiative_id == of.there.initiative.id
    )
    mine = (await session.scalars(given)).one()

    await scoring.recuse(session, judge, assignment_id=mine.id, expected_version=mine.version, reason="Quen tác giả")

    (left,) = await queries.judgements_of(session, of.round.id, counted=True)
    assert {left.first, left.second} == {str(each.id) for each in of.there.initiatives[1:]}
    assert len(await queries.judgements_of(session, of.round.id, counted=False)) == 3
    about = select(Comparison).where(or_(Comparison.left_id == mine.id, Comparison.right_id == mine.id))
    made = (await session.scalars(about)).first()
    answer = comparing.answer_comparison(
        session, judge, comparison_id=made.id, expected_version=made.version, preferred=Preference.LEFT
    )
    assert (await refusal(make, answer))[1] == "ASSIGNMENT_GIVEN_UP"


async def test_a_conflict_that_comes_later_ends_comparing(session, database, make: Factory):
    of = await tie_break(session, database, make, evaluators=1)
    (judge,) = of.evaluators
    pair = await asked(session, of, judge)
    await declaring.declare_conflict_of(
        session,
        await make.actor(Role.PERSONNEL),
        person_id=judge.person_id,
        initiative_id=of.there.initiative.id,
        reason="Hướng dẫn tác giả",
    )

    answer = comparing.answer_comparison(
        session, judge, comparison_id=pair.id, expected_version=pair.version, preferred=Preference.LEFT
    )

    assert await refusal(make, answer) == ("Conflict", "CONFLICT_OF_INTEREST_DECLARED", ("comparisonId",))
    assert await comparing.ask_next_pair(session, judge, round_id=of.round.id) is None


async def test_others_may_neither_ask_nor_answer(session, database, make: Factory):
    of = await tie_break(session, database, make, evaluators=1)
    pair = await asked(session, of, of.evaluators[0])
    stranger = await make.actor(Role.EVALUATOR, round_id=of.there.round.id)

    assert (await refusal(make, comparing.ask_next_pair(session, stranger, round_id=of.round.id)))[0] == "NotAllowed"
    for actor, kind in ((stranger, "NotFound"), (of.there.manager, "NotFound")):
        answer = comparing.answer_comparison(
            session, actor, comparison_id=pair.id, expected_version=1, preferred=Preference.LEFT
        )
        assert (await refusal(make, answer))[0] == kind
    answered_now = await answered(session, of.evaluators[0], pair, None)
    answer = comparing.answer_comparison(
        session, of.there.manager, comparison_id=pair.id, expected_version=2, preferred=Preference.LEFT
    )
    assert answered_now.version == 2
    assert (await refusal(make, answer))[0] == "NotAllowed"


async def test_a_stale_version_and_a_time_that_is_over_are_refused(session, database, make: Factory):
    of = await tie_break(session, database, make, evaluators=1)
    (judge,) = of.evaluators
    pair = await asked(session, of, judge)

    def answer(version: int):
        return comparing.answer_comparison(
            session, judge, comparison_id=pair.id, expected_version=version, preferred=Preference.RIGHT
        )

    assert (await refusal(make, answer(2)))[0] == "StaleVersion"
    with at(CLOSES_AT + timedelta(seconds=1)):
        with pytest.raises(Closed):
            await answer(1)
        with pytest.raises(Closed):
            await comparing.ask_next_pair(session, judge, round_id=of.round.id)


async def test_sheets_and_pairs_do_not_mix(session, database, make: Factory):
    of = await tie_break(session, database, make, evaluators=1)
    (judge,) = of.evaluators
    given = (await session.scalars(select(Assignment).where(Assignment.round_id == of.round.id))).first()
    scored = await scene(make, ordinal=9)

    save = scoring.save_score_sheet(session, judge, assignment_id=given.id)
    assert (await refusal(make, save))[1] == "ROUND_JUDGES_PAIRS"
    clerk = await make.actor(Role.COUNCIL_SECRETARY)
    rows = [PaperSheet(judge.person_id, [], initiative_id=given.initiative_id)]
    enter = entering.enter_sheets(session, clerk, round_id=of.round.id, rows=rows)
    assert (await refusal(make, enter))[1] == "ROUND_JUDGES_PAIRS"
    ask = comparing.ask_next_pair(session, scored.evaluator, round_id=scored.round.id)
    assert await refusal(make, ask) == ("Conflict", "ROUND_TAKES_SHEETS", ("roundId",))


async def refused_by_database(session, statement: str, **values) -> str:
    nested = await session.begin_nested()
    with pytest.raises(IntegrityError) as refused:
        await session.execute(text(statement), values)
    await nested.rollback()
    return constraint_of(refused.value)


async def test_the_database_refuses_whoever_writes(session, database, make: Factory):
    of = await tie_break(session, database, make, evaluators=1)
    (judge,) = of.evaluators
    pair = await asked(session, of, judge)
    await session.flush()
    answer = "UPDATE comparisons SET preferred = 'LEFT', answered_at = now() WHERE id = :id"

    assert await refused_by_database(session, "DELETE FROM comparisons WHERE id = :id", id=pair.id) == (
        "tg_comparisons_kept"
    )
    turned = "UPDATE comparisons SET left_id = right_id, left_initiative_id = right_initiative_id WHERE id = :id"
    assert await refused_by_database(session, turned, id=pair.id) == "tg_comparisons_kept"
    sheet = """
        INSERT INTO score_sheets (id, assignment_id, round_id, initiative_id, evaluator_id, state, created_at,
            updated_at, version)
        SELECT gen_random_uuid(), id, round_id, initiative_id, evaluator_id, 'DRAFT', now(), now(), 1
        FROM assignments WHERE id = :id
    """
    assert await refused_by_database(session, sheet, id=pair.left_id) == "tg_rounds_judge_pairs"
    await session.execute(
        text("UPDATE people SET unit_id = :unit WHERE id = :id"), {"unit": of.there.unit.id, "id": judge.person_id}
    )
    assert await refused_by_database(session, answer, id=pair.id) == "tg_conflict_own_unit"


async def test_what_was_asked_cannot_be_unassigned(session, database, make: Factory):
    of = await tie_break(session, database, make, evaluators=1)
    pair = await asked(session, of, of.evaluators[0])
    given = await session.get_one(Assignment, pair.left_id)

    take_back = assigning.unassign(session, of.there.manager, assignment_id=given.id, expected_version=given.version)

    with pytest.raises(IntegrityError) as refused:
        await take_back
    assert constraint_of(refused.value) == "fk_comparisons_left"


async def test_who_sees_comparisons(session, database, make: Factory):
    of = await tie_break(session, database, make, evaluators=2)
    first, second = of.evaluators
    pair = await asked(session, of, first)

    async def seen(actor) -> int:
        statement = select(Comparison.id).where(queries.COMPARISONS.visible(actor))
        return len((await session.scalars(statement, viewer.values(actor))).all())

    personnel, auditor = await make.actor(Role.PERSONNEL), await make.actor(Role.AUDITOR)
    bound = await make.actor(Role.PERSONNEL, unit=of.there.unit)
    everybody = (first, second, personnel, auditor, bound, await make.actor(Role.STAFF))
    assert [await seen(each) for each in everybody] == [1, 0, 0, 0, 0, 0]
    await answered(session, first, pair, None)
    assert [await seen(each) for each in everybody] == [1, 0, 1, 0, 0, 0]


def test_pairs_are_left_until_they_are_done():
    assert open_pairs({"b", "a", "c"}, [frozenset("ac")]) == [("a", "b"), ("b", "c")]
    assert open_pairs({"a"}, []) == []


def test_a_lot_decides_which_is_shown_first():
    shown = {in_shown_order(UUID(int=number), ("a", "b")) for number in range(20)}
    assert shown == {("a", "b"), ("b", "a")}
    assert in_shown_order(UUID(int=1), ("a", "b")) == in_shown_order(UUID(int=1), ("b", "a"))
