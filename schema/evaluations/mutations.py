"""The deeds of evaluation, each with the permission that it needs."""

import strawberry

from domain.access.permissions import Permission
from schema.evaluations import round_mutations as rounds
from schema.evaluations import sheet_mutations as sheets
from schema.evaluations.setting_mutations import RoundSettingMutations
from schema.mutation import mutation
from schema.texts import T


@strawberry.type
class EvaluationMutations(RoundSettingMutations):
    """Deeds on rounds, evaluators and score sheets."""

    create_round = mutation(rounds.create_round, Permission.ROUND_MANAGE, T("Tạo vòng chấm.", "Create a round."))
    add_round_entries = mutation(
        rounds.add_round_entries,
        Permission.ROUND_MANAGE,
        T("Đưa sáng kiến vào vòng đang chuẩn bị.", "Put initiatives into a round in preparation."),
    )
    remove_round_entry = mutation(
        rounds.remove_round_entry,
        Permission.ROUND_MANAGE,
        T("Đưa sáng kiến ra khỏi vòng đang chuẩn bị.", "Take an initiative out of a round in preparation."),
    )
    open_round = mutation(
        rounds.open_round,
        Permission.ROUND_MANAGE,
        T("Mở vòng chấm; khóa danh sách và bộ tiêu chí.", "Open a round; its entries and its rubric are frozen."),
    )
    close_round = mutation(
        rounds.close_round,
        Permission.ROUND_MANAGE,
        T("Đóng vòng chấm và tính kết quả lần đầu.", "Close a round for good; its first result is computed."),
    )
    appoint_evaluator = mutation(
        rounds.appoint_evaluator,
        Permission.ROUND_MANAGE,
        T("Cử thành viên chấm của một vòng.", "Appoint an evaluator of a round."),
    )
    dismiss_evaluator = mutation(
        rounds.dismiss_evaluator,
        Permission.ROUND_MANAGE,
        T("Thôi cử thành viên chấm, có hiệu lực ngay.", "Dismiss an evaluator, at once."),
    )
    assign_evaluator = mutation(
        rounds.assign_evaluator,
        Permission.ROUND_MANAGE,
        T("Giao một sáng kiến cho một thành viên chấm.", "Give an entry to an evaluator."),
    )
    assign_evaluators = mutation(
        rounds.assign_evaluators,
        Permission.ROUND_MANAGE,
        T("Giao nhiều sáng kiến một lần, tất cả hoặc không.", "Give many entries at once, all or none."),
    )
    unassign = mutation(
        rounds.unassign,
        Permission.ROUND_MANAGE,
        T("Bỏ giao khi chưa lập phiếu.", "Take an entry back before a sheet is begun."),
    )
    save_score_sheet = mutation(
        sheets.save_score_sheet,
        Permission.SHEET_SCORE,
        T("Lưu nháp phiếu chấm.", "Save a draft of a score sheet."),
    )
    submit_score_sheet = mutation(
        sheets.submit_score_sheet,
        Permission.SHEET_SCORE,
        T("Gửi và khóa phiếu chấm.", "Submit and lock a score sheet."),
    )
    reopen_score_sheet = mutation(
        sheets.reopen_score_sheet,
        Permission.SHEET_REOPEN,
        T("Mở lại phiếu chấm của người khác, có lý do.", "Reopen another person's sheet, with a reason."),
    )
    enter_score_sheets = mutation(
        sheets.enter_score_sheets,
        Permission.SHEET_ENTER,
        T("Nhập phiếu chấm giấy, tất cả hoặc không.", "Type in sheets filled in on paper, all or none."),
    )
    abstain = mutation(
        sheets.abstain, Permission.SHEET_SCORE, T("Không chấm sáng kiến được giao.", "Decline to score an entry.")
    )
    recuse = mutation(
        sheets.recuse,
        Permission.SHEET_SCORE,
        T("Từ chối chấm vì xung đột lợi ích.", "Withdraw from an entry for a conflict of interest."),
    )
