"""The type of comparisons. It leads to initiatives by the two assignments, which tell names where the phase does."""

from datetime import datetime

from domain.comparisons import model, queries
from domain.comparisons.rules import Preference
from schema.bindings import Node, column, entity
from schema.comparisons.lists import ASKED_AT, EVALUATOR
from schema.fields import one
from schema.refs import AssignmentRef, PersonRef, RoundRef
from schema.texts import VERSION, T


@entity(queries.COMPARISONS, T("Một cặp sáng kiến được so sánh.", "Two entries put before an evaluator."))
class Comparison(Node):
    """Two entries put before an evaluator, and the answer once there is one."""

    version: int = column(model.Comparison.version, VERSION)
    preferred: Preference | None = column(
        model.Comparison.preferred, T("Câu trả lời; rỗng khi chưa trả lời.", "The answer; null before there is one.")
    )
    comment: str | None = column(model.Comparison.comment, T("Nhận xét.", "The comment."))
    asked_at: datetime = column(model.Comparison.asked_at, ASKED_AT)
    answered_at: datetime | None = column(
        model.Comparison.answered_at, T("Thời điểm trả lời gần nhất.", "When it was last answered.")
    )
    round = one("Round", RoundRef, model.Comparison.round_id, T("Vòng phân định.", "The tie-break."))
    evaluator = one("Person", PersonRef, model.Comparison.evaluator_id, EVALUATOR)
    left = one(
        "Assignment", AssignmentRef, model.Comparison.left_id, T("Bên trái, theo phân công.", "What is on the left.")
    )
    right = one(
        "Assignment", AssignmentRef, model.Comparison.right_id, T("Bên phải, theo phân công.", "What is on the right.")
    )
