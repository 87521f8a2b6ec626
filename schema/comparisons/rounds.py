"""What a round shows of tie-breaks: which round it settles, what was compared in it, what settled its own ties."""

import strawberry

from domain.comparisons.model import Comparison
from domain.evaluations.model import Round
from domain.results.model import TieBreak
from schema.comparisons.lists import COMPARISON_ORDER, SETTLES, ComparisonFilter
from schema.fields import connection, one
from schema.refs import ComparisonRef, RoundRef, TieBreakRef
from schema.results.lists import TIE_BREAK_ORDER, TieBreakFilter
from schema.texts import T


@strawberry.type
class RoundTieBreaks:
    """The fields of a round that tell of tie-breaks."""

    settles = one("Round", RoundRef, Round.settles_id, SETTLES)
    comparisons = connection(
        "Comparison",
        ComparisonRef,
        T("So sánh từng cặp, trong vòng phân định.", "What was compared, in a tie-break."),
        filters=ComparisonFilter,
        ordering=COMPARISON_ORDER,
        parent=Comparison.round_id,
    )
    tie_breaks = connection(
        "TieBreak",
        TieBreakRef,
        T("Các kết quả phân định đã áp dụng cho vòng này.", "The tie-breaks' results that were applied to it."),
        filters=TieBreakFilter,
        ordering=TIE_BREAK_ORDER,
        parent=TieBreak.round_id,
    )
