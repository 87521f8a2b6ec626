"""The deeds of evaluators who compare pairs."""

import strawberry

from domain.access.permissions import Permission
from domain.comparisons import actions
from domain.comparisons.rules import Preference
from schema.comparisons.lists import PREFERRED
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import ComparisonRef
from schema.texts import READ_VERSION, T, describe


@strawberry.input(description=describe(T("Xin cặp tiếp theo.", "A next pair to ask for.")))
class AskNextPairInput(MutationInput):
    """In which tie-break."""

    round_id: Ref = ref("Round", T("Vòng phân định.", "The tie-break."))


@payload(T("Kết quả xin cặp tiếp theo.", "The answer of askNextPair."))
class AskNextPairPayload:
    """The pair that waits for an answer."""

    comparison = made(
        "Comparison",
        ComparisonRef,
        T("Cặp cần so sánh; rỗng khi đã so sánh hết hoặc bị từ chối.", "The pair; null when none is left or refused."),
    )


async def ask_next_pair(deed: Deed, input: AskNextPairInput) -> Made[AskNextPairPayload]:
    """Ask for the next pair."""
    asked = await actions.ask_next_pair(deed.session, deed.actor, round_id=input.round_id)
    return Made(comparison=asked.id) if asked is not None else Made()


@strawberry.input(description=describe(T("So sánh một cặp.", "A comparison to answer.")))
class AnswerComparisonInput(MutationInput):
    """Which of the two is better; while the round takes answers, the last one counts."""

    comparison_id: Ref = ref("Comparison", T("Cặp sáng kiến.", "The comparison."))
    expected_version: int = value(READ_VERSION)
    preferred: Preference = value(PREFERRED)
    comment: str | None = value(
        T("Nhận xét; không gửi thì giữ nguyên.", "The comment; absent stays, null clears."), default=strawberry.UNSET
    )


@payload(T("Kết quả so sánh một cặp.", "The answer of answerComparison."))
class AnswerComparisonPayload:
    """The comparison answered."""

    comparison = made(
        "Comparison", ComparisonRef, T("Phần so sánh; rỗng khi bị từ chối.", "The comparison; null when refused.")
    )


async def answer_comparison(deed: Deed, input: AnswerComparisonInput) -> Made[AnswerComparisonPayload]:
    """Answer a comparison."""
    answered = await actions.answer_comparison(
        deed.session,
        deed.actor,
        comparison_id=input.comparison_id,
        expected_version=input.expected_version,
        preferred=input.preferred,
        comment=input.comment,
    )
    return Made(comparison=answered.id)


@strawberry.type
class ComparisonMutations:
    """The deeds of evaluators who compare pairs."""

    ask_next_pair = mutation(
        ask_next_pair,
        Permission.SHEET_SCORE,
        T(
            "Nhận cặp sáng kiến nên so sánh tiếp theo trong vòng phân định.",
            "Be given the pair whose comparison tells most next.",
        ),
    )
    answer_comparison = mutation(
        answer_comparison,
        Permission.SHEET_SCORE,
        T("Cho biết sáng kiến nào trong cặp tốt hơn.", "Say which of two entries is better."),
    )
