"""Deeds of evaluators in a round that judges pairs: ask for the next pair, answer it.

Both need what saving a score sheet needs: an open round within its time, an open phase of the movement, a phase of the
round in which evaluators judge, and assignments of one's own that were not given up and are in no conflict of interest.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.access import policy
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import Actor
from domain.audit.actions import record, snapshot
from domain.changes import UNCHANGED, Unchanged
from domain.clock import utc_now
from domain.comparisons import queries
from domain.comparisons.choosing import most_telling
from domain.comparisons.model import Comparison
from domain.comparisons.rules import WON, Preference, in_shown_order, open_pairs, refuse_pairs
from domain.evaluations import accepting, gates, loading
from domain.evaluations import queries as rounds
from domain.evaluations.model import Assignment, Round
from domain.evaluations.pairing import refusals_of_pairs
from domain.evaluations.rules import AssignmentState, RoundKind
from domain.ledger import actions as ledger
from domain.ledger.rules import EventKind
from domain.reading.locking import check_version


async def ask_next_pair(session: AsyncSession, actor: Actor, *, round_id: UUID) -> Comparison | None:
    """Put the pair whose answer tells most before an evaluator; None when they have compared all that they may.

    While a pair waits for its answer, it is that one. Raises NotFound, NotAllowed, Closed, Conflict (a round with
    score sheets).
    """
    seen = await rounds.get(session, actor, round_id)
    policy.require(actor, Permission.SHEET_SCORE, Subject(round_id=seen.id, evaluator_id=actor.person_id))
    round_ = await loading.round_for_scoring(session, seen.id)
    if round_.kind is not RoundKind.TIE_BREAK:
        raise refuse_pairs(("roundId",))
    given = await _own_assignments(session, actor, round_)
    await accepting.check_accepts(session, actor, round_)
    await accepting.check_phase(session, round_)
    free = await _free_of_conflicts(session, round_, given)
    there = await _own_comparisons(session, actor, round_)
    standing = {each.id for each in free.values()}
    for each in there:
        if each.preferred is None and {each.left_id, each.right_id} <= standing:
            return each
    done = (frozenset((str(each.left_initiative_id), str(each.right_initiative_id))) for each in there)
    pairs = open_pairs(free, done)
    if not pairs:
        return None

    entries = [str(entry.initiative_id) for entry in await loading.entries_of(session, round_.id)]
    chosen = await most_telling(entries, await queries.judgements_of(session, round_.id, counted=True), pairs)
    left, right = (free[key] for key in in_shown_order(given[0].evaluator_id, chosen))
    asked = Comparison(
        round_id=round_.id,
        evaluator_id=left.evaluator_id,
        left_id=left.id,
        left_initiative_id=left.initiative_id,
        right_id=right.id,
        right_initiative_id=right.initiative_id,
        asked_at=utc_now(),
    )
    session.add(asked)
    await session.flush()  # the audit entry needs the id, and the database's own guards must refuse here
    record(session, actor, "PAIR_ASKED", asked, after=snapshot(asked))
    return asked


async def answer_comparison(
    session: AsyncSession,
    actor: Actor,
    *,
    comparison_id: UUID,
    expected_version: int,
    preferred: Preference,
    comment: str | Unchanged | None = UNCHANGED,
) -> Comparison:
    """Say which of two entries is better, or say otherwise while the round takes answers; the last one counts.

    Raises NotFound, NotAllowed, Closed, StaleVersion, Conflict (an entry given up; of interest).
    """
    seen = await queries.get_comparison(session, actor, comparison_id)
    policy.require(actor, Permission.SHEET_SCORE, Subject(round_id=seen.round_id, evaluator_id=seen.evaluator_id))
    round_ = await loading.round_for_scoring(session, seen.round_id)
    given = await _own_assignments(session, actor, round_)
    await accepting.check_accepts(session, actor, round_)
    for each in (one for one in given if one.id in {seen.left_id, seen.right_id}):
        gates.check_assigned(each.state)
        await accepting.check_may_score(session, round_, each, "comparisonId")
    comparison = await queries.get_comparison_for_update(session, actor, comparison_id)
    check_version(comparison, expected_version)

    before = snapshot(comparison)
    comparison.preferred = preferred
    comparison.comment = comparison.comment if comment is UNCHANGED else comment
    comparison.answered_at = utc_now()
    await session.flush()  # the new version belongs in the audit entry
    record(session, actor, "PAIR_COMPARED", comparison, before=before, after=snapshot(comparison))
    said = {
        "comparison": comparison.id,
        "judge": comparison.evaluator_id,
        "first": comparison.left_initiative_id,
        "second": comparison.right_initiative_id,
        "won": WON[preferred],
    }
    ledger.append(session, comparison.round_id, EventKind.COMPARISON_GIVEN, said)
    return comparison


async def _own_assignments(session: AsyncSession, actor: Actor, round_: Round) -> Sequence[Assignment]:
    """Lock all that is given to an evaluator in a round, always in one order: two requests of theirs take turns."""
    mine = select(Assignment).where(Assignment.round_id == round_.id, Assignment.evaluator_id == actor.person_id)
    in_order = mine.order_by(Assignment.id).with_for_update()
    return (await session.scalars(in_order.execution_options(populate_existing=True))).all()


async def _own_comparisons(session: AsyncSession, actor: Actor, round_: Round) -> Sequence[Comparison]:
    mine = select(Comparison).where(Comparison.round_id == round_.id, Comparison.evaluator_id == actor.person_id)
    in_order = mine.order_by(Comparison.asked_at, Comparison.id)
    return (await session.scalars(in_order.execution_options(populate_existing=True))).all()


async def _free_of_conflicts(
    session: AsyncSession, round_: Round, given: Sequence[Assignment]
) -> dict[str, Assignment]:
    """Return the assignments that stand and that nothing has come between since, by initiative."""
    standing = [each for each in given if each.state is AssignmentState.ASSIGNED]
    pairs = [(each.initiative_id, each.evaluator_id) for each in standing]
    refused = await refusals_of_pairs(session, round_, pairs)
    return {str(each.initiative_id): each for each, why in zip(standing, refused, strict=True) if why is None}
