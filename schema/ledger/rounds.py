"""What a round shows of its ledger: the head, to be written down and compared, and the events."""

from datetime import datetime

import strawberry

from domain.ledger.model import ScoreEvent
from domain.results import opened
from schema.bindings import column
from schema.fields import connection
from schema.ledger.lists import SCORE_EVENT_ORDER, ScoreEventFilter
from schema.refs import ScoreEventRef
from schema.texts import T


@strawberry.type
class RoundLedger:
    """The fields of a round that tell of its ledger."""

    ledger_number: int | None = column(
        opened.of_head(ScoreEvent.number),
        T("Số sự kiện cuối của sổ cái; rỗng khi chưa đóng vòng.", "The number of the last event; null until closed."),
    )
    ledger_hash: str | None = column(
        opened.of_head(ScoreEvent.hash),
        T("Mã băm của sự kiện đó, để ghi lại và đối chiếu.", "The hash of that event, to be kept and compared."),
    )
    ledger_at: datetime | None = column(
        opened.of_head(ScoreEvent.at), T("Thời điểm của sự kiện đó.", "When that event happened.")
    )
    ledger = connection(
        "ScoreEvent",
        ScoreEventRef,
        T("Sổ cái: mọi sự kiện về điểm, theo thứ tự.", "The ledger: all that happened to scores, in its order."),
        filters=ScoreEventFilter,
        ordering=SCORE_EVENT_ORDER,
        parent=ScoreEvent.round_id,
    )
