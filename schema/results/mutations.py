"""The deeds on results, each with the permission that it needs."""

import strawberry

from domain.access.permissions import Permission
from schema.mutation import mutation
from schema.results import deeds
from schema.texts import T


@strawberry.type
class ResultMutations:
    """Deeds on results."""

    compute_result = mutation(
        deeds.compute_result,
        Permission.RESULT_COMPUTE,
        T("Tính thêm một phiên bản kết quả, có lý do.", "Have a further version of a result computed, with a reason."),
    )
    verify_result = mutation(
        deeds.verify_result,
        Permission.RESULT_VERIFY,
        T("Người thứ hai xác nhận kết quả đúng.", "Say as a second person that a result is right."),
    )
    publish_result = mutation(
        deeds.publish_result,
        Permission.RESULT_PUBLISH,
        T("Công bố kết quả đã kiểm tra.", "Publish a verified result."),
    )
    verify_round = mutation(
        deeds.verify_round,
        Permission.LEDGER_VERIFY,
        T(
            "Kiểm chứng sổ cái và mọi kết quả của một vòng bằng một tác vụ.",
            "Have a round's ledger and all its results verified by a job.",
        ),
    )
    exclude_sheet = mutation(
        deeds.exclude_sheet,
        Permission.SHEET_EXCLUDE,
        T("Không tính một phiếu đã gửi, có lý do.", "Decide that a submitted sheet does not count, with a reason."),
    )
    restore_sheet = mutation(
        deeds.restore_sheet,
        Permission.SHEET_EXCLUDE,
        T("Người thứ hai khôi phục phiếu, có lý do.", "Decide as a second person that it counts after all."),
    )
