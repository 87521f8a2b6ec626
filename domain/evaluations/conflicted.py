"""Which assignments stand although their evaluator has come into a conflict of interest."""

from sqlalchemy import ColumnElement, and_, func, select

from domain.conflicts.model import CONFLICTS
from domain.evaluations.model import Assignment, Round
from domain.evaluations.rules import AssignmentState, RoundKind


def is_in_conflict() -> ColumnElement[bool]:
    """Say of an assignment whether it is in conflict now: it takes no more scores, and wants another evaluator.

    In rounds in which units score themselves nothing is. Conflicts are counted for the row at hand: an EXISTS might be
    answered by computing all conflicts that there are.
    """
    conflicts = (
        select(func.count())
        .where(
            CONFLICTS.c.person_id == Assignment.evaluator_id,
            CONFLICTS.c.initiative_id == Assignment.initiative_id,
            ~CONFLICTS.c.is_waived,
        )
        .correlate(Assignment)
        .scalar_subquery()
    )
    kind = select(Round.kind).where(Round.id == Assignment.round_id).correlate(Assignment).scalar_subquery()
    return and_(Assignment.state == AssignmentState.ASSIGNED, kind != RoundKind.SELF_SCORE, conflicts > 0)
