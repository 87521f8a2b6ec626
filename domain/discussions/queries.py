"""Who may see posts and disputes. A conflict of interest hides both from whoever has it, whatever their roles."""

from sqlalchemy import ColumnElement, and_, or_, true

from domain.actor import Actor, Role
from domain.conflicts.visibility import not_in_conflict
from domain.discussions.model import DISPUTES, DiscussionPost
from domain.discussions.rules import Audience
from domain.evaluations.queries import SEE_ASSIGNMENTS, SEE_SHEETS, scores_shown
from domain.evaluations.rules import ScoresSeen
from domain.reading import entrusted, viewer
from domain.reading.entrusted import Entrusted
from domain.reading.source import Source


def visible_posts(actor: Actor) -> ColumnElement[bool]:
    """Let posts be seen by those who run the rounds, and one's own by everybody.

    What is said to evaluators is seen by those to whom the entry is given, when the phase shows them what the others
    gave to it: an argument tells of a mark as much as the mark does.
    """
    if actor.is_system:
        return true()
    post = DiscussionPost
    free = not_in_conflict(actor, post.initiative_id, post.round_id)
    said_to_evaluators = and_(post.audience == Audience.EVALUATORS, scores_shown(post.round_id, post.initiative_id))
    return viewer.any_of(
        None if actor.person_id is None else post.author_id == viewer.person,
        free if actor.has(*SEE_SHEETS) else None,
        and_(said_to_evaluators, free) if actor.has(Role.EVALUATOR) else None,
    )


def author(actor: Actor) -> ColumnElement[bool]:
    """Let it be told who wrote a post by those who see all assignments, to evaluators while the phase shows them."""
    if viewer.sees_all(actor, *SEE_ASSIGNMENTS):
        return true()
    own = DiscussionPost.author_id == viewer.person
    return or_(own, entrusted.shows_evaluators(DiscussionPost.round_id)) if actor.has(Role.EVALUATOR) else own


def visible_disputes(actor: Actor) -> ColumnElement[bool]:
    """Let disputes be seen by those who run the rounds.

    And by those to whom the entry is given, in phases that always show what the others gave: whoever may see that only
    after their own sheet would be told too much by the mere fact.
    """
    if actor.is_system:
        return true()
    columns = DISPUTES.c
    free = not_in_conflict(actor, columns.initiative_id, columns.round_id)
    mine = Entrusted()
    given = mine.told(mine.by_entry(mine.entry.c.id)).where(mine.phase.c.others_scores == ScoresSeen.ALWAYS.value)
    return viewer.any_of(
        free if actor.has(*SEE_SHEETS) else None,
        and_(viewer.one_of_few(columns.id, given), free) if actor.has(Role.EVALUATOR) else None,
    )


POSTS = Source(DiscussionPost, visible_posts)
DISPUTED = Source(DISPUTES, visible_disputes)
