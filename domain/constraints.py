"""What each named constraint means to a person, so that a race or a gap in our rules still answers with a refusal."""

from collections.abc import Callable, Mapping
from functools import partial

from domain.comparisons.rules import refuse_pairs
from domain.conflicts.rules import ConflictKind, refuse_conflict
from domain.errors import Closed, Conflict, DomainError, Invalid, NotFound, Text
from domain.evaluations.gates import refuse_other_block, refuse_other_unit, refuse_sheets
from domain.exemplars.rules import refuse_other_words, refuse_without_consent
from domain.replications.rules import refuse_spread


def _taken(field: str, vi: str, en: str) -> Callable[[], DomainError]:
    return lambda: Conflict(f"{field.upper()}_TAKEN", Text(vi, en), (field,))


def _conflict(rule: str, vi: str, en: str) -> Callable[[], DomainError]:
    return lambda: Conflict(rule, Text(vi, en))


_REFUSALS: Mapping[str, Callable[[], DomainError]] = {
    "uq_units_code": _taken("code", "Mã đơn vị đã có.", "The unit code is taken."),
    "uq_people_email": _taken("email", "Địa chỉ thư đã có.", "The e-mail address is taken."),
    "uq_people_subject": _taken("subject", "Tài khoản đã gắn với người khác.", "The account belongs to another."),
    "ex_unit_memberships_overlap": _conflict(
        "PERIODS_OVERLAP", "Thời gian công tác bị chồng lấn.", "Periods of employment overlap."
    ),
    "ex_role_grants_in_force": _conflict(
        "ROLE_HELD", "Người này đang giữ vai trò đó.", "The person already holds the role."
    ),
    "uq_movements_code": _taken("code", "Mã phong trào đã có.", "The movement code is taken."),
    "uq_legal_bases_code": _taken("code", "Mã văn bản đã có.", "The code is taken."),
    "uq_participations_movement_id_unit_id": _conflict(
        "UNIT_TAKES_PART", "Đơn vị đã tham gia phong trào.", "The unit already takes part."
    ),
    "uq_phases_movement_id_code": _taken("phases", "Mã giai đoạn bị lặp.", "A phase code stands twice."),
    "uq_movement_legal_bases_movement_id_legal_basis_id": _conflict(
        "BASIS_CITED", "Căn cứ đã được viện dẫn.", "The legal basis is cited already."
    ),
    "uq_rubrics_movement_id_code_number": _taken("code", "Bộ tiêu chí đã có.", "The rubric exists."),
    "uq_rounds_movement_id_ordinal": _taken("ordinal", "Số thứ tự vòng đã có.", "The ordinal is taken."),
    "uq_round_entries_round_id_initiative_id": _conflict(
        "ENTRY_TWICE", "Sáng kiến đã có trong vòng chấm.", "The initiative is in the round already."
    ),
    "uq_assignments_once": _conflict(
        "ASSIGNED_ALREADY", "Đã giao sáng kiến này cho thành viên chấm.", "The evaluator has this initiative already."
    ),
    "uq_score_sheets_assignment_id": _conflict("SHEET_EXISTS", "Phiếu chấm đã có.", "There is a score sheet already."),
    "uq_award_titles_code": _taken("code", "Mã danh hiệu đã có.", "The code is taken."),
    "uq_award_forms_code": _taken("code", "Mã hình thức khen thưởng đã có.", "The code is taken."),
    "uq_award_decisions_number_signed_on": _taken(
        "number", "Số quyết định đã có trong ngày này.", "A decision of that day bears this number."
    ),
    "uq_nominations_person_achievement": _conflict(
        "ACHIEVEMENT_REWARDED",
        "Một thành tích chỉ được khen thưởng một lần: người này đã được đề nghị cho sáng kiến này.",
        "One achievement is rewarded once: this person is already nominated for this initiative.",
    ),
    "uq_nominations_unit_achievement": _conflict(
        "ACHIEVEMENT_REWARDED",
        "Một thành tích chỉ được khen thưởng một lần: đơn vị này đã được đề nghị cho sáng kiến này.",
        "One achievement is rewarded once: this unit is already nominated for this initiative.",
    ),
    "tg_rubrics_frozen": _conflict("RUBRIC_FROZEN", "Bộ tiêu chí đã khóa.", "The rubric is frozen."),
    "tg_initiative_authors_shares": lambda: Invalid(
        "SHARES_NOT_100",
        Text("Tổng tỷ lệ đóng góp phải bằng 100 %.", "The authors' shares must add up to 100 %."),
        ("authors",),
        "100",
    ),
    **{f"tg_conflict_{kind.lower()}": partial(refuse_conflict, kind) for kind in ConflictKind},
    "uq_declared_conflicts_in_force": _conflict(
        "CONFLICT_DECLARED", "Xung đột này đã được khai báo.", "This conflict is declared already."
    ),
    "uq_adopting_units_in_force": _conflict(
        "ADOPTED_ALREADY", "Đơn vị đã khai báo áp dụng sáng kiến này.", "The unit adopts this initiative already."
    ),
    "uq_conflict_waivers_in_force": _conflict(
        "WAIVER_REQUESTED", "Việc gác lại đã được đề nghị hoặc duyệt.", "A waiver is asked for or approved already."
    ),
    "tg_conflicts_kept": _conflict(
        "CONFLICT_RECORD_KEPT", "Khai báo đã lưu chỉ được chấm dứt.", "What was declared is only ever ended."
    ),
    "tg_self_score_own_unit": refuse_other_unit,
    "tg_cross_score_block": refuse_other_block,
    "tg_rounds_rules_frozen": _conflict(
        "ROUND_OPENED", "Vòng đã mở, không đổi quy tắc.", "The round is open; its rules are frozen."
    ),
    "uq_round_entries_round_id_number": _conflict(
        "CHANGED_MEANWHILE", "Dữ liệu vừa bị người khác sửa. Hãy thử lại.", "Somebody changed this just now. Try again."
    ),
    "uq_blocks_movement_id_name": _taken("blocks", "Tên khối bị lặp.", "A block's name stands twice."),
    "uq_block_units_movement_id_unit_id": _conflict(
        "UNIT_IN_TWO_BLOCKS", "Mỗi đơn vị chỉ thuộc một khối.", "A unit is in one block."
    ),
    "tg_rounds_closed": lambda: Closed("ROUND_NOT_OPEN", Text("Vòng chấm không mở.", "The round is not open.")),
    "tg_assignments_given_up": _conflict(
        "ASSIGNMENT_GIVEN_UP", "Bạn đã từ chối chấm sáng kiến này.", "You abstained or recused yourself here."
    ),
    "tg_score_sheets_locked": _conflict("SHEET_LOCKED", "Phiếu chấm đã khóa.", "The score sheet is locked."),
    "tg_marks_off_scale": lambda: Invalid(
        "MARK_OFF_SCALE", Text("Điểm không nằm trên thang điểm.", "A mark is not on its scale."), ("marks",)
    ),
    "tg_round_entries_frozen": _conflict(
        "ROUND_OPENED", "Vòng đã mở, không đổi danh sách sáng kiến.", "The round is open; its entries are frozen."
    ),
    "tg_results_immutable": _conflict(
        "RESULT_IMMUTABLE",
        "Kết quả không sửa được, chỉ kiểm tra rồi công bố.",
        "A result is immutable; it is verified, then published.",
    ),
    "uq_comparisons_pair": _conflict(
        "CHANGED_MEANWHILE", "Dữ liệu vừa bị người khác sửa. Hãy thử lại.", "Somebody changed this just now. Try again."
    ),
    **{
        f"fk_comparisons_{side}": _conflict(
            "COMPARISON_EXISTS", "Thành viên chấm đã nhận cặp để so sánh.", "The evaluator was given a pair to compare."
        )
        for side in ("left", "right")
    },
    "tg_rounds_take_sheets": refuse_pairs,
    "tg_rounds_judge_pairs": refuse_sheets,
    "tg_comparisons_kept": _conflict(
        "COMPARISON_KEPT", "Phần so sánh đã lưu không xóa được.", "Comparisons are never deleted."
    ),
    "uq_integrity_holds_in_force": _conflict(
        "HELD_ALREADY", "Đã tạm dừng xét khen thưởng vì lý do này.", "There is a hold on this ground already."
    ),
    "tg_integrity_holds_kept": _conflict("HOLD_KEPT", "Việc tạm dừng chỉ được gỡ.", "A hold is only ever lifted."),
    "ex_council_members_seat": _conflict(
        "SEAT_TAKEN", "Người này đã là thành viên Hội đồng.", "The person is a member of the council already."
    ),
    "ex_council_members_chair": _conflict(
        "CHAIR_TAKEN", "Hội đồng đã có Chủ tịch trong thời gian này.", "The council has a chair in this time already."
    ),
    "uq_session_items_session_id_nomination_id": _conflict(
        "NOMINATION_ON_AGENDA", "Đề nghị đã có trong nội dung phiên họp.", "The nomination is on the agenda already."
    ),
    "tg_council_sessions_ended": _conflict(
        "SESSION_ENDED", "Phiên họp đã kết thúc, không sửa được.", "The session has ended; it is immutable."
    ),
    "tg_council_sessions_opened": _conflict(
        "SESSION_OPENED",
        "Phiên họp đã mở, không đổi thành phần và thể lệ.",
        "The session is open; its rules are frozen.",
    ),
    "tg_session_members_frozen": _conflict(
        "ROSTER_FROZEN", "Phiên họp đã mở, không đổi thành viên.", "The session was opened; its roster is frozen."
    ),
    "tg_session_items_frozen": _conflict(
        "AGENDA_FROZEN", "Phiên họp đã mở, không đổi nội dung.", "The session was opened; its agenda is frozen."
    ),
    "tg_ballot_papers_kept": _conflict(
        "BALLOT_CAST", "Phiếu đã nộp không rút lại hay thay được.", "A paper that was handed in is never changed."
    ),
    "tg_sealed_tallies_kept": _conflict("BALLOTS_LOCKED", "Hòm phiếu đã khóa.", "The ballots are locked."),
    "tg_award_records_kept": _conflict(
        "AWARD_RECORD_KEPT", "Bản ghi khen thưởng chỉ được rút.", "A record of an award is only ever withdrawn."
    ),
    "uq_nomination_findings_nomination_id_ordinal": _conflict(
        "CHANGED_MEANWHILE", "Dữ liệu vừa bị người khác sửa. Hãy thử lại.", "Somebody changed this just now. Try again."
    ),
    "uq_decision_publications_decision_id": _conflict(
        "DECISION_PUBLISHED", "Quyết định đã được công khai.", "The decision was published already."
    ),
    "uq_revocations_nomination_id": _conflict("AWARD_REVOKED", "Đã hủy bỏ.", "The award was revoked already."),
    "tg_signing_delegations_kept": _conflict(
        "DELEGATION_KEPT", "Việc giao ký, ủy quyền chỉ được thu hồi.", "A delegation is only ever revoked."
    ),
    "tg_prizes_kept": _conflict(
        "PRIZE_KEPT", "Tiền thưởng đã tính chỉ được chi, một lần.", "A prize is only ever paid, once."
    ),
    "tg_revocations_kept": _conflict(
        "REVOCATION_KEPT", "Chỉ ghi thêm được phần đã thu hồi.", "Only what is recovered changes."
    ),
    "uq_official_documents_number": _taken(
        "number", "Số và ký hiệu văn bản đã có trong năm.", "A document bears this number and symbol that year."
    ),
    "uq_official_documents_edition": _conflict(
        "CHANGED_MEANWHILE", "Dữ liệu vừa bị người khác sửa. Hãy thử lại.", "Somebody changed this just now. Try again."
    ),
    "tg_official_documents_kept": _conflict(
        "DOCUMENT_KEPT", "Nội dung văn bản đã lập không sửa được.", "What a document says never changes."
    ),
    "tg_unit_reports_kept": _conflict(
        "REPORT_KEPT", "Lần gửi báo cáo đầu tiên không sửa được.", "When a report first came never changes."
    ),
    "ex_legal_parameters_in_force": lambda: Conflict(
        "PARAMETER_IN_FORCE",
        Text("Trong thời gian này đã có tham số như vậy.", "Such a parameter is in force in that time already."),
        ("validFrom",),
    ),
    "ex_award_rules_in_force": lambda: Conflict(
        "RULE_IN_FORCE",
        Text("Trong thời gian này đã có quy tắc như vậy.", "Such a rule is in force in that time already."),
        ("validFrom",),
    ),
    # Awards are seen by whoever may name them: one that is not there is not found.
    **dict.fromkeys(("fk_legal_parameters_form_id", "fk_award_rules_form_id"), lambda: NotFound(("formId",))),
    "fk_legal_parameters_title_id": lambda: NotFound(("titleId",)),
    "uq_special_days_day": _taken("day", "Ngày này đã được ghi nhận.", "Something is said of this day already."),
    "tg_regulations_kept": _conflict(
        "REGULATION_KEPT",
        "Tham số, quy tắc, ngày nghỉ đã ghi không xóa và không đổi đối tượng.",
        "Parameters, rules and days off are never deleted, and what they are of never changes.",
    ),
    "tg_legal_bases_carry": lambda: Conflict(
        "BASIS_CARRIES",
        Text(
            "Còn tham số hoặc quy tắc dựa trên văn bản ngoài thời gian này; hãy sửa hiệu lực của chúng trước.",
            "Parameters or rules rest on this text outside that time; change their periods first.",
        ),
        ("validTo",),
    ),
    "uq_benefits_hours": _conflict(
        "HOURS_MEASURED",
        "Giờ công của sáng kiến tại đơn vị này đã được đo.",
        "The initiative's hours are measured at this unit already.",
    ),
    "tg_benefits_kept": _conflict(
        "BASELINE_LOCKED", "Mức nền đã khóa, không sửa được.", "The baseline is locked; what it is measured by stays."
    ),
    "tg_benefit_measurements_unlocked": _conflict(
        "BASELINE_OPEN", "Phải khóa mức nền trước khi đo.", "Lock the baseline before measuring."
    ),
    "uq_benefit_measurements_benefit_id_month_number": _conflict(
        "CHANGED_MEANWHILE", "Dữ liệu vừa bị người khác sửa. Hãy thử lại.", "Somebody changed this just now. Try again."
    ),
    "uq_benefit_verifications_measurement_id": _conflict(
        "VERIFIED_ALREADY", "Số đo này đã được thẩm tra.", "This measurement was verified already."
    ),
    "uq_replications_running": _conflict(
        "REPLICATED_ALREADY", "Đơn vị đang nhân rộng sáng kiến này.", "The unit is taking this initiative over already."
    ),
    "tg_replications_kept": _conflict("REPLICATION_ENDED", "Việc nhân rộng đã kết thúc.", "The replication has ended."),
    "tg_pilot_not_approved": refuse_spread,
    "tg_adoption_of_replication": _conflict(
        "ADOPTION_OF_REPLICATION",
        "Đơn vị đang nhân rộng sáng kiến này; hãy kết thúc việc nhân rộng.",
        "A replication rests on this adoption: end the replication instead.",
    ),
    "uq_pilots_in_force": _conflict(
        "PILOTED_ALREADY", "Sáng kiến đã được giao thí điểm.", "The initiative is under pilot already."
    ),
    "tg_pilots_kept": _conflict("PILOT_DECIDED", "Thí điểm đã được quyết định.", "The pilot was decided on."),
    "uq_exemplar_consents_in_force": _conflict(
        "CONSENT_GIVEN", "Bạn đã đồng ý trước đó.", "You have agreed already; withdraw that first to change it."
    ),
    "tg_exemplar_consent": refuse_without_consent,
    "tg_exemplar_consented_words": refuse_other_words,
    "tg_exemplar_consents_kept": _conflict(
        "CONSENT_KEPT", "Sự đồng ý đã lưu chỉ được rút.", "A consent is only ever withdrawn."
    ),
    "uq_tie_breaks_result_id": _conflict(
        "TIE_BREAK_APPLIED", "Kết quả phân định này đã được áp dụng.", "This result was applied already."
    ),
    "uq_jobs_pending": _conflict(
        "JOB_PENDING", "Một tác vụ như vậy đang chờ hoặc đang chạy.", "Such a job is waiting or running already."
    ),
    "uq_sheet_exclusions_in_force": _conflict(
        "SHEET_EXCLUDED", "Phiếu chấm đã bị loại.", "The score sheet is excluded already."
    ),
    "tg_sheet_exclusions_kept": _conflict(
        "EXCLUSION_KEPT", "Quyết định loại phiếu chỉ được khôi phục.", "An exclusion is only ever taken back."
    ),
}


def refusal_for(constraint: str | None) -> DomainError | None:
    """Return the refusal that a violated constraint stands for; None means that the violation is a bug of ours."""
    make = _REFUSALS.get(constraint or "")
    return make() if make else None
