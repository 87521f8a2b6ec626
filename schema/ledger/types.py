"""The type of a ledger's events."""

from datetime import datetime

from domain.ledger import model
from domain.ledger.rules import EventKind
from domain.results import opened
from schema.bindings import Node, column, entity
from schema.enums import expose
from schema.fields import one
from schema.ledger.lists import NUMBER
from schema.refs import RoundRef
from schema.texts import T

expose(
    EventKind,
    T("Loại sự kiện của sổ cái.", "What an event of a ledger tells."),
    {
        "ROUND_OPENED": ("Mở vòng: tiêu chí, sáng kiến, quy tắc.", "The round opened, with all that it is judged by."),
        "SHEET_SUBMITTED": ("Gửi phiếu, với mọi điểm.", "A sheet was submitted, with its marks."),
        "SHEET_REOPENED": ("Mở lại phiếu, có lý do.", "A sheet was reopened, with a reason."),
        "ABSTAINED": ("Không chấm.", "An evaluator abstained."),
        "RECUSED": ("Từ chối vì xung đột lợi ích.", "An evaluator was recused."),
        "SHEET_EXCLUDED": ("Loại phiếu.", "A sheet was excluded."),
        "SHEET_RESTORED": ("Khôi phục phiếu.", "A sheet was restored."),
        "PHASE_ENTERED": ("Vào giai đoạn.", "The round entered a phase."),
        "ROUND_CLOSED": ("Đóng vòng.", "The round was closed."),
        "RESULT_COMPUTED": ("Tính một phiên bản kết quả.", "A version of the result was computed."),
        "RESULT_VERIFIED": ("Người thứ hai kiểm tra kết quả.", "A second person verified a version."),
        "RESULT_PUBLISHED": ("Công bố kết quả.", "A version was published."),
        "COMPARISON_GIVEN": ("So sánh hai sáng kiến.", "Two entries were compared."),
        "TIE_BROKEN": ("Áp dụng kết quả phân định.", "A tie-break's result was applied."),
    },
    name="ScoreEventKind",
)


@entity(opened.EVENTS, T("Một sự kiện của sổ cái, không ai sửa được.", "An event of a ledger; nobody can change it."))
class ScoreEvent(Node):
    """An event of a round's ledger."""

    number: int = column(model.ScoreEvent.number, NUMBER)
    at: datetime = column(model.ScoreEvent.at, T("Thời điểm.", "When it happened."))
    kind: EventKind = column(model.ScoreEvent.kind, T("Loại.", "What it tells."))
    body: str | None = column(
        model.ScoreEvent.body,
        T("Nội dung đúng như đã băm; hạn chế người xem.", "The text that was hashed, a JSON object; restricted."),
        mask=opened.event_body,
    )
    previous_hash: str = column(
        model.ScoreEvent.previous_hash, T("Mã băm của sự kiện trước.", "The hash of the event before it.")
    )
    hash: str = column(model.ScoreEvent.hash, T("Mã băm SHA-256.", "Its hash, SHA-256."))
    round = one("Round", RoundRef, model.ScoreEvent.round_id, T("Vòng chấm.", "The round."))
