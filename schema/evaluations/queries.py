"""Root fields that read rounds, assignments and score sheets."""

import strawberry

from schema.evaluations import lists
from schema.fields import connection, lookup
from schema.refs import AssignmentRef, RoundRef, ScoreSheetRef
from schema.texts import T


@strawberry.type
class EvaluationQueries:
    """Rounds and who scores what."""

    round = lookup("Round", RoundRef, T("Một vòng chấm.", "One round."))
    rounds = connection(
        "Round", RoundRef, T("Các vòng chấm.", "The rounds."), filters=lists.RoundFilter, ordering=lists.ROUND_ORDER
    )
    assignment = lookup("Assignment", AssignmentRef, T("Một phân công chấm.", "One assignment."))
    assignments = connection(
        "Assignment",
        AssignmentRef,
        T("Các phân công chấm bạn được xem; thành viên chấm thấy của mình.", "The assignments that you may see."),
        filters=lists.AssignmentFilter,
        ordering=lists.ASSIGNMENT_ORDER,
    )
    score_sheet = lookup("ScoreSheet", ScoreSheetRef, T("Một phiếu chấm.", "One score sheet."))
    score_sheets = connection(
        "ScoreSheet",
        ScoreSheetRef,
        T("Các phiếu chấm bạn được xem.", "The score sheets that you may see."),
        filters=lists.ScoreSheetFilter,
        ordering=lists.SCORE_SHEET_ORDER,
    )
