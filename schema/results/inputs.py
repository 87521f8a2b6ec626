"""What deeds on results are asked with."""

import strawberry

from schema.mutation import MutationInput, Ref, ref, value
from schema.results.enums import ResultMethod
from schema.results.lists import ROUND
from schema.texts import REASON, T, describe


@strawberry.input(description=describe(T("Tính lại kết quả.", "A result to compute again.")))
class ComputeResultInput(MutationInput):
    """Which closed round gets a further version of its result, and why; to compare, by another method."""

    round_id: Ref = ref("Round", ROUND)
    reason: str = value(REASON)
    method: ResultMethod | None = value(
        T(
            "Cách tính khác, chỉ để so sánh; bỏ trống thì theo cách của vòng.",
            "Another method, for comparison only; by default, the round's.",
        )
    )
    drop_high: int = value(
        T("Số điểm cao nhất bị bỏ, với TRIMMED.", "How many highest marks TRIMMED drops."), default=0
    )
    drop_low: int = value(T("Số điểm thấp nhất bị bỏ, với TRIMMED.", "How many lowest marks TRIMMED drops."), default=0)


@strawberry.input(description=describe(T("Công bố kết quả.", "A result to publish.")))
class PublishResultInput(MutationInput):
    """Which version is published."""

    result_id: Ref = ref("Result", T("Phiên bản kết quả.", "The version of the result."))


@strawberry.input(description=describe(T("Kiểm tra kết quả.", "A result to verify.")))
class VerifyResultInput(MutationInput):
    """Which version a second person has checked."""

    result_id: Ref = ref("Result", T("Phiên bản kết quả.", "The version of the result."))


@strawberry.input(description=describe(T("Kiểm chứng một vòng.", "A round to verify.")))
class VerifyRoundInput(MutationInput):
    """Which opened round has its ledger and its results verified."""

    round_id: Ref = ref("Round", ROUND)


@strawberry.input(description=describe(T("Loại phiếu chấm.", "A sheet to exclude.")))
class ExcludeSheetInput(MutationInput):
    """Which submitted sheet does not count, and why."""

    sheet_id: Ref = ref("ScoreSheet", T("Phiếu chấm.", "The score sheet."))
    reason: str = value(REASON)


@strawberry.input(description=describe(T("Khôi phục phiếu chấm.", "A sheet to restore.")))
class RestoreSheetInput(MutationInput):
    """Which exclusion ends, and why."""

    exclusion_id: Ref = ref("SheetExclusion", T("Quyết định loại phiếu.", "The exclusion."))
    reason: str = value(REASON)
