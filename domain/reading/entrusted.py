"""What an evaluator may see through an assignment: what is given to them, and what the phase of its round shows.

Assignments, rounds and conflicts belong to high contexts, which the lower ones must not import; yet an aggregate has
one row filter and it must be complete. So their tables are named here, once, by their columns only.

The phase that a round is in governs all of it, and is looked up by every statement anew. Through the assignments of a
round without a phase nothing is seen.
"""

from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Select,
    Text,
    Uuid,
    and_,
    column,
    func,
    literal_column,
    select,
    table,
    union_all,
)
from sqlalchemy.sql.selectable import LateralFromClause

from domain.reading import viewer

_ASSIGNMENTS = table(
    "assignments",
    column("id", Uuid()),
    column("round_id", Uuid()),
    column("initiative_id", Uuid()),
    column("evaluator_id", Uuid()),
    column("state", Text()),
)
_ENTRIES = table(
    "round_entries",
    column("id", Uuid()),
    column("round_id", Uuid()),
    column("initiative_id", Uuid()),
    column("revision_id", Uuid()),
)
_ROUNDS = table("rounds", column("id", Uuid()), column("kind", Text()), column("phase_id", Uuid()))
_PHASES = table(
    "round_phases",
    column("id", Uuid()),
    column("others_scores", Text()),
    column("hides_authors", Boolean()),
    column("hides_evaluators", Boolean()),
)
_SHEETS = table("score_sheets", column("id", Uuid()), column("round_id", Uuid()), column("initiative_id", Uuid()))
_EXCLUSIONS = table("sheet_exclusions", column("id", Uuid()), column("sheet_id", Uuid()))
_COMPARISONS = table(
    "comparisons",
    column("id", Uuid()),
    column("round_id", Uuid()),
    column("left_initiative_id", Uuid()),
    column("right_initiative_id", Uuid()),
)
_POSTS = table("discussion_posts", column("id", Uuid()), column("round_id", Uuid()), column("initiative_id", Uuid()))


class Entrusted:
    """The viewer's assignments, unless they were recused, in rounds that they evaluate now and that are in a phase.

    Tables stand under names of their own, so that a statement about the same table keeps its own. The assignments of
    one person are few: what hangs on them is looked up for each by its index, never joined the other way round.
    """

    def __init__(self) -> None:
        self.given = _ASSIGNMENTS.alias()
        self.entry = _ENTRIES.alias()
        self.fellow = _ASSIGNMENTS.alias()
        self.phase = _PHASES.alias()
        self._round = _ROUNDS.alias()

    def told(self, *values: Any) -> Select[Any]:
        """Select values of each assignment and of the phase of its round."""
        given, of = self.given.c, self._round.c
        return (
            select(*values)
            .select_from(self.given)
            .join(self._round, of.id == given.round_id)
            .join(self.phase, self.phase.c.id == of.phase_id)
            .where(
                given.evaluator_id == viewer.person,
                given.state != "RECUSED",
                viewer.among(given.round_id, viewer.rounds),
            )
        )

    def by_entry(self, value: Any, *conditions: ColumnElement[bool]) -> ColumnElement[Any]:
        """Look up a value of the entry that an assignment is about; conditions may name further tables."""
        given, entry = self.given.c, self.entry.c
        same = and_(entry.round_id == given.round_id, entry.initiative_id == given.initiative_id)
        return select(value).where(same, *conditions).correlate(self.given).scalar_subquery()

    def by_fellow(self, value: Any, *conditions: ColumnElement[bool]) -> LateralFromClause:
        """Look up a value of each standing assignment of the same entry to somebody else (`fellow` names it)."""
        given, theirs = self.given.c, self.fellow.c
        shared = and_(
            theirs.round_id == given.round_id,
            theirs.initiative_id == given.initiative_id,
            theirs.evaluator_id != given.evaluator_id,
            theirs.state == "ASSIGNED",
        )
        # OFFSET keeps the planner from joining all assignments there are.
        found = select(value.label("value")).select_from(self.fellow).where(shared, *conditions).correlate(self.given)
        return found.offset(literal_column("0")).lateral()


def shows_authors(round_id: Any) -> ColumnElement[bool]:
    """Hold where the phase of a row's round shows who wrote what is scored."""
    return _in_phase(round_id, ~_PHASES.c.hides_authors)


def hides_authors(round_id: Any) -> ColumnElement[bool]:
    """Hold where the phase of a row's round hides who wrote what is scored."""
    return _in_phase(round_id, _PHASES.c.hides_authors)


def shows_evaluators(round_id: Any) -> ColumnElement[bool]:
    """Hold where the phase of a row's round lets evaluators know one another."""
    return _in_phase(round_id, ~_PHASES.c.hides_evaluators)


def in_conflict() -> Select[Any]:
    """Select the initiatives with which the viewer has a conflict of interest that two people did not set aside.

    By a function of the database, which plans the view of conflicts by itself: within a statement all its branches
    would be planned and set up each time, although most answers never come to ask it.
    """
    found = func.thidua_conflicts_of(viewer.person, type_=Uuid()).table_valued("initiative_id").render_derived()
    return select(found.c.initiative_id)


def is_of_self_score(round_id: Any) -> ColumnElement[bool]:
    """Hold where a row's round is one in which units score themselves: there, conflicts of interest do not count."""
    return round_id.in_(select(_ROUNDS.c.id).where(_ROUNDS.c.kind == "SELF_SCORE"))  # type: ignore[no-any-return]


def scoring_in_conflict() -> Select[Any]:
    """Select all that belongs to the scoring of initiatives with which the viewer has a conflict of interest.

    These are the keys of assignments, sheets, exclusions of sheets, posts and comparisons.
    """
    entry, of, conflicts = _ENTRIES.alias(), _ROUNDS.alias(), in_conflict().subquery()
    compared = _COMPARISONS.c
    excluded = select(_EXCLUSIONS.c.id, _SHEETS.c.round_id, _SHEETS.c.initiative_id)
    rows = union_all(
        *(select(each.c.id, each.c.round_id, each.c.initiative_id) for each in (_ASSIGNMENTS, _SHEETS, _POSTS)),
        excluded.join_from(_EXCLUSIONS, _SHEETS, _SHEETS.c.id == _EXCLUSIONS.c.sheet_id),
        *(
            select(compared.id, compared.round_id, of)
            for of in (compared.left_initiative_id, compared.right_initiative_id)
        ),
    ).subquery()
    return (
        select(rows.c.id)
        .select_from(conflicts)
        .join(entry, entry.c.initiative_id == conflicts.c.initiative_id)
        .join(of, and_(of.c.id == entry.c.round_id, of.c.kind != "SELF_SCORE"))
        .join(rows, and_(rows.c.round_id == entry.c.round_id, rows.c.initiative_id == entry.c.initiative_id))
    )


def _in_phase(round_id: Any, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    found = select(_ROUNDS.c.id).join(_PHASES, _PHASES.c.id == _ROUNDS.c.phase_id).where(condition)
    return round_id.in_(found)  # type: ignore[no-any-return]
