"""The types of evaluations: rounds, assignments, score sheets."""

from datetime import datetime
from decimal import Decimal

from domain.conflicts.model import ROUND_CONFLICTS
from domain.criteria.model import Criterion
from domain.criteria.queries import CRITERIA
from domain.discussions.model import DISPUTES, DiscussionPost
from domain.evaluations import model, queries
from domain.evaluations.conflicted import is_in_conflict
from domain.evaluations.queries import of_entry
from domain.initiatives.queries import latest_redaction
from domain.reading.pages import Through
from domain.results.model import Result
from schema.bindings import Node, column, entity
from schema.comparisons.rounds import RoundTieBreaks
from schema.conflicts.lists import ROUND_CONFLICT_ORDER, RoundConflictFilter
from schema.discussions.lists import (
    DISCUSSION_POST_ORDER,
    DISPUTED_ENTRY_ORDER,
    DiscussionPostFilter,
    DisputedEntryFilter,
)
from schema.evaluations import lists, texts
from schema.evaluations.enums import (
    AssignmentOrigin,
    AssignmentState,
    Method,
    RoundKind,
    RoundState,
    SheetState,
)
from schema.evaluations.lists import CLOSES_AT, CREATED_AT, EVALUATOR, INITIATIVE, MOVEMENT, OPENS_AT, ROUND
from schema.fields import connection, one, owned
from schema.ledger.rounds import RoundLedger
from schema.refs import (
    AssignmentRef,
    CriterionRef,
    DiscussionPostRef,
    DisputedEntryRef,
    InitiativeRef,
    InitiativeRevisionRef,
    MarkRef,
    MovementRef,
    PersonRef,
    RedactedRevisionRef,
    ResultRef,
    RoundConflictRef,
    RoundEntryRef,
    RoundPhaseRef,
    RoundRef,
    RoundTierRef,
    RubricRef,
    ScoreSheetRef,
)
from schema.results.lists import RESULT_ORDER, ResultFilter
from schema.texts import VERSION, T

REVISION = T("Bản sáng kiến được chấm.", "The revision that is scored.")
ENTRY = T("Sáng kiến trong vòng chấm, theo số.", "The entry of the round, by its number.")

#: The revision that an assignment is about is that of its round's entry.
_REVISION_OF_ASSIGNMENT = of_entry(model.RoundEntry.revision_id, model.Assignment)
#: What is read of an entry where authors are hidden.
_REDACTION_OF_ENTRY = latest_redaction(model.RoundEntry.revision_id).correlate(model.RoundEntry).scalar_subquery()
#: Marks stand in the order of their criteria.
_ORDINAL_OF_MARK = Through(model.Mark.criterion_id, CRITERIA, Criterion.ordinal)


@entity(queries.ROUNDS, T("Vòng chấm của một phong trào.", "An evaluation round of a movement."))
class Round(RoundTieBreaks, RoundLedger, Node):
    """A round."""

    version: int = column(model.Round.version, VERSION)
    ordinal: int = column(model.Round.ordinal, lists.ORDINAL)
    name: str = column(model.Round.name, T("Tên vòng.", "The name."))
    state: RoundState = column(model.Round.state, T("Trạng thái.", "The state."))
    opens_at: datetime = column(model.Round.opens_at, OPENS_AT)
    closes_at: datetime = column(model.Round.closes_at, CLOSES_AT)
    kind: RoundKind = column(model.Round.kind, texts.KIND)
    method: Method = column(model.Round.method, texts.METHOD)
    score_places: int = column(model.Round.score_places, texts.SCORE_PLACES)
    drop_high: int = column(model.Round.drop_high, texts.DROP_HIGH)
    drop_low: int = column(model.Round.drop_low, texts.DROP_LOW)
    ties: list[str] = column(model.Round.ties, texts.TIES)
    quorum: int | None = column(model.Round.quorum, texts.QUORUM)
    pass_share: Decimal | None = column(model.Round.pass_share, texts.PASS_SHARE)
    per_entry: int | None = column(model.Round.per_entry, texts.PER_ENTRY)
    dispute_spread: Decimal = column(model.Round.dispute_spread, texts.DISPUTE_SPREAD)
    opened_at: datetime | None = column(model.Round.opened_at, T("Thời điểm mở.", "When it was opened."))
    closed_at: datetime | None = column(model.Round.closed_at, T("Thời điểm đóng.", "When it was closed."))
    created_at: datetime = column(model.Round.created_at, CREATED_AT)
    movement = one("Movement", MovementRef, model.Round.movement_id, MOVEMENT)
    rubric = one(
        "Rubric", RubricRef, model.Round.rubric_id, T("Bộ tiêu chí, khóa khi mở vòng.", "Its rubric, frozen once open.")
    )
    phase = one(
        "RoundPhase",
        RoundPhaseRef,
        model.Round.phase_id,
        T("Giai đoạn hiện tại; rỗng khi đang chuẩn bị.", "The phase that it is in; null in preparation."),
    )
    phases = owned(
        "RoundPhase",
        RoundPhaseRef,
        model.RoundPhase.round_id,
        T("Các giai đoạn theo thứ tự.", "Its phases in their order."),
        order=[(model.RoundPhase.ordinal, False)],
    )
    tiers = owned(
        "RoundTier", RoundTierRef, model.RoundTier.round_id, texts.TIERS, order=[(model.RoundTier.ordinal, False)]
    )
    entries = connection(
        "RoundEntry",
        RoundEntryRef,
        T("Các sáng kiến được chấm.", "The initiatives that are scored."),
        filters=lists.RoundEntryFilter,
        ordering=lists.ROUND_ENTRY_ORDER,
        parent=model.RoundEntry.round_id,
    )
    assignments = connection(
        "Assignment",
        AssignmentRef,
        T("Phân công chấm.", "Who scores what."),
        filters=lists.AssignmentFilter,
        ordering=lists.ASSIGNMENT_ORDER,
        parent=model.Assignment.round_id,
    )
    discussion = connection(
        "DiscussionPost",
        DiscussionPostRef,
        T("Thảo luận trong vòng chấm.", "What is said about its entries."),
        filters=DiscussionPostFilter,
        ordering=DISCUSSION_POST_ORDER,
        parent=DiscussionPost.round_id,
    )
    disputes = connection(
        "DisputedEntry",
        DisputedEntryRef,
        T("Sáng kiến có điểm chênh lệch, nhiều nhất trước.", "Entries on which evaluators differ, the most first."),
        filters=DisputedEntryFilter,
        ordering=DISPUTED_ENTRY_ORDER,
        parent=DISPUTES.c.round_id,
    )
    results = connection(
        "Result",
        ResultRef,
        T("Các phiên bản kết quả, mới nhất trước.", "The versions of its result, the latest first."),
        filters=ResultFilter,
        ordering=RESULT_ORDER,
        parent=Result.round_id,
    )
    conflicts = connection(
        "RoundConflict",
        RoundConflictRef,
        T(
            "Xung đột giữa sáng kiến và thành viên chấm của vòng.",
            "Conflicts between its entries and evaluators of now.",
        ),
        filters=RoundConflictFilter,
        ordering=ROUND_CONFLICT_ORDER,
        parent=ROUND_CONFLICTS.c.round_id,
    )


@entity(queries.ENTRIES, T("Sáng kiến trong một vòng chấm.", "An initiative in a round."))
class RoundEntry(Node):
    """An initiative in a round."""

    number: int = column(model.RoundEntry.number, texts.ENTRY_NUMBER)
    is_anchor: bool = column(model.RoundEntry.is_anchor, texts.IS_ANCHOR)
    round = one("Round", RoundRef, model.RoundEntry.round_id, ROUND)
    initiative = one(
        "Initiative", InitiativeRef, model.RoundEntry.initiative_id, INITIATIVE, mask=queries.names_of_entry
    )
    revision = one(
        "InitiativeRevision", InitiativeRevisionRef, model.RoundEntry.revision_id, REVISION, mask=queries.names_of_entry
    )
    redaction = one(
        "RedactedRevision",
        RedactedRevisionRef,
        _REDACTION_OF_ENTRY,
        T("Bản ẩn danh mới nhất, khi chấm kín.", "Its latest redaction: what evaluators read in blind review."),
        mask=queries.redaction_of_entry,
    )
    discussion = connection(
        "DiscussionPost",
        DiscussionPostRef,
        T("Thảo luận về sáng kiến này.", "What is said about it."),
        filters=DiscussionPostFilter,
        ordering=DISCUSSION_POST_ORDER,
        parent=DiscussionPost.entry_id,
    )


@entity(queries.ASSIGNMENTS, T("Phân công một sáng kiến cho một thành viên.", "An entry given to an evaluator."))
class Assignment(Node):
    """An entry given to an evaluator."""

    version: int = column(model.Assignment.version, VERSION)
    state: AssignmentState = column(model.Assignment.state, T("Trạng thái.", "The state."))
    origin: AssignmentOrigin = column(model.Assignment.origin, T("Phân công từ đâu mà có.", "How it came to be."))
    reason: str | None = column(
        model.Assignment.reason, T("Lý do không chấm hoặc từ chối.", "Why the evaluator gave it up.")
    )
    is_in_conflict: bool = column(
        is_in_conflict(),
        T(
            "Nay có xung đột lợi ích, cần giao người khác.",
            "Whether it is in conflict now and wants another evaluator.",
        ),
    )
    created_at: datetime = column(model.Assignment.created_at, CREATED_AT)
    round = one("Round", RoundRef, model.Assignment.round_id, ROUND)
    initiative = one(
        "Initiative", InitiativeRef, model.Assignment.initiative_id, INITIATIVE, mask=queries.names_of_assignment
    )
    evaluator = one("Person", PersonRef, model.Assignment.evaluator_id, EVALUATOR)
    revision = one(
        "InitiativeRevision",
        InitiativeRevisionRef,
        _REVISION_OF_ASSIGNMENT,
        REVISION,
        mask=queries.names_of_assignment,
    )
    entry = one("RoundEntry", RoundEntryRef, of_entry(model.RoundEntry.id, model.Assignment), ENTRY)
    sheet = one(
        "ScoreSheet",
        ScoreSheetRef,
        model.Assignment.id,
        T("Phiếu chấm; rỗng khi chưa lập hoặc bạn không được xem.", "Its sheet; null before the first save."),
        to=model.ScoreSheet.assignment_id,
    )


@entity(queries.SHEETS, T("Phiếu chấm.", "A score sheet."))
class ScoreSheet(Node):
    """One evaluator's marks for one entry."""

    version: int = column(model.ScoreSheet.version, VERSION)
    state: SheetState = column(model.ScoreSheet.state, T("Trạng thái.", "The state."))
    comment: str | None = column(model.ScoreSheet.comment, T("Nhận xét chung.", "The comment on the whole."))
    total: Decimal | None = column(model.ScoreSheet.total, lists.TOTAL)
    created_at: datetime = column(model.ScoreSheet.created_at, CREATED_AT)
    updated_at: datetime = column(model.ScoreSheet.updated_at, T("Lần sửa cuối.", "When it was last changed."))
    submitted_at: datetime | None = column(model.ScoreSheet.submitted_at, T("Thời điểm gửi.", "When it was submitted."))
    reopened_reason: str | None = column(
        model.ScoreSheet.reopened_reason,
        T("Lý do mở lại gần nhất.", "Why it was last reopened."),
        mask=queries.own_sheet,
    )
    assignment = one(
        "Assignment", AssignmentRef, model.ScoreSheet.assignment_id, T("Phân công chấm.", "Its assignment.")
    )
    round = one("Round", RoundRef, model.ScoreSheet.round_id, ROUND)
    initiative = one(
        "Initiative", InitiativeRef, model.ScoreSheet.initiative_id, INITIATIVE, mask=queries.names_of_sheet
    )
    entry = one("RoundEntry", RoundEntryRef, of_entry(model.RoundEntry.id, model.ScoreSheet), ENTRY)
    evaluator = one("Person", PersonRef, model.ScoreSheet.evaluator_id, EVALUATOR, mask=queries.identity)
    entered_by = one(
        "Person",
        PersonRef,
        model.ScoreSheet.entered_by_id,
        T("Người nhập phiếu giấy; rỗng khi chấm trực tiếp.", "Who typed it in from paper; null otherwise."),
        mask=queries.own_sheet,
    )
    marks = owned(
        "Mark",
        MarkRef,
        model.Mark.sheet_id,
        T("Điểm theo thứ tự tiêu chí.", "The marks in the order of the criteria."),
        order=[(_ORDINAL_OF_MARK, False), (model.Mark.id, False)],
    )


@entity(queries.MARKS, T("Điểm của một tiêu chí.", "The mark for one criterion."))
class Mark(Node):
    """The mark for one criterion."""

    value: Decimal = column(model.Mark.value, T("Điểm trên thang của tiêu chí.", "The mark, on the criterion's scale."))
    comment: str | None = column(model.Mark.comment, T("Nhận xét.", "The comment."))
    criterion = one("Criterion", CriterionRef, model.Mark.criterion_id, T("Tiêu chí.", "The criterion."))
