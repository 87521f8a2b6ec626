"""Filters and orders of the lists of comparisons."""

import strawberry

from domain.comparisons.model import Comparison
from domain.comparisons.rules import Preference
from schema.bindings import OrderField
from schema.enums import expose
from schema.filters import is_one_of, ordering, refers_to
from schema.texts import T, describe

PREFERRED = T("Sáng kiến nào tốt hơn.", "Which of the two is better.")
EVALUATOR = T("Thành viên so sánh.", "The evaluator who compares.")
SETTLES = T("Vòng có điểm bằng nhau mà vòng này phân định.", "The round whose equal scores a tie-break settles.")
ASKED_AT = T("Thời điểm nhận cặp.", "When the pair was put before them.")

expose(
    Preference,
    PREFERRED,
    {
        "LEFT": ("Sáng kiến bên trái.", "The one on the left."),
        "RIGHT": ("Sáng kiến bên phải.", "The one on the right."),
        "NEITHER": ("Ngang nhau.", "Neither: they are equal."),
    },
)


@strawberry.input(description=describe(T("Lọc phần so sánh.", "What comparisons to keep.")))
class ComparisonFilter:
    """Filters of lists of comparisons."""

    evaluator_id: strawberry.ID | None = refers_to(Comparison.evaluator_id, "Person", EVALUATOR)
    preferred: list[Preference] | None = is_one_of(Comparison.preferred, PREFERRED)


COMPARISON_ORDER = ordering("Comparison", {"ASKED_AT": OrderField(Comparison.asked_at, ASKED_AT)}, default="ASKED_AT")
