"""The phases that a round of each kind goes through unless others are asked for."""

from collections.abc import Mapping, Sequence

from domain.evaluations.particulars import PhaseSpec
from domain.evaluations.rules import RoundKind, ScoresSeen

#: Experts score alone, then talk and may think again once their own sheet is in, then see everything.
_ALONE = PhaseSpec("Chấm điểm", "Scoring", can_score=True)
_TALK = PhaseSpec("Thảo luận", "Discussion", can_score=True, can_discuss=True, others_scores=ScoresSeen.AFTER_OWN)
_OPEN = PhaseSpec("Công khai trong hội đồng", "Open within the panel", others_scores=ScoresSeen.ALWAYS)

CUSTOMARY: Mapping[RoundKind, Sequence[PhaseSpec]] = {
    # Whether somebody is eligible is said by each for themselves.
    RoundKind.SCREENING: (PhaseSpec("Thẩm định", "Screening", can_score=True),),
    # A unit finds its own score together.
    RoundKind.SELF_SCORE: (
        PhaseSpec("Tự chấm", "Self-scoring", can_score=True, can_discuss=True, others_scores=ScoresSeen.ALWAYS),
    ),
    # Units of one block meet again next year: none learns who of the others gave what.
    RoundKind.CROSS_SCORE: (PhaseSpec("Chấm chéo", "Cross-scoring", can_score=True, hides_evaluators=True),),
    RoundKind.EXPERT: (_ALONE, _TALK, _OPEN),
    # A council sits together: first each with their own sheet, then openly.
    RoundKind.COUNCIL: (
        PhaseSpec("Xem xét", "Consideration", can_score=True, can_discuss=True, others_scores=ScoresSeen.AFTER_OWN),
        PhaseSpec(
            "Biểu quyết công khai", "Open vote", can_score=True, can_discuss=True, others_scores=ScoresSeen.ALWAYS
        ),
    ),
    # Who is better is said by each for themselves.
    RoundKind.TIE_BREAK: (PhaseSpec("So sánh từng cặp", "Comparison of pairs", can_score=True),),
}
