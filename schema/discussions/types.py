"""The types of discussions: posts, and entries on which evaluators differ.

Neither leads to the initiative by itself: the entry does, where the phase lets it.
"""

from datetime import datetime
from decimal import Decimal

from domain.discussions import queries
from domain.discussions.model import DISPUTES
from domain.discussions.model import DiscussionPost as Post
from domain.discussions.rules import Audience
from schema.bindings import Node, column, entity
from schema.discussions.lists import AUDIENCE, CREATED_AT, ENTRY, SPREAD
from schema.fields import one
from schema.refs import PersonRef, RoundEntryRef, RoundRef
from schema.texts import T

ROUND = T("Vòng chấm.", "The round.")
AUTHOR = T(
    "Người viết; rỗng khi giai đoạn ẩn tên thành viên chấm.", "Who wrote it; null where the phase hides evaluators."
)


@entity(queries.POSTS, T("Ý kiến về một sáng kiến trong vòng chấm.", "What somebody said about an entry."))
class DiscussionPost(Node):
    """What somebody said about an entry."""

    audience: Audience = column(Post.audience, AUDIENCE)
    body: str = column(Post.body, T("Nội dung.", "What is said."))
    created_at: datetime = column(Post.created_at, CREATED_AT)
    round = one("Round", RoundRef, Post.round_id, ROUND)
    entry = one("RoundEntry", RoundEntryRef, Post.entry_id, ENTRY)
    author = one("Person", PersonRef, Post.author_id, AUTHOR, mask=queries.author)


@entity(
    queries.DISPUTED,
    T("Sáng kiến có các phiếu chấm chênh lệch nhiều.", "An entry whose sheets lie further apart than is tolerated."),
)
class DisputedEntry(Node):
    """An entry whose evaluators differ."""

    sheets: int = column(DISPUTES.c.sheets, T("Số phiếu được tính.", "How many sheets count."))
    lowest: Decimal = column(DISPUTES.c.lowest, T("Tổng điểm thấp nhất.", "The lowest total."))
    highest: Decimal = column(DISPUTES.c.highest, T("Tổng điểm cao nhất.", "The highest total."))
    spread: Decimal = column(DISPUTES.c.spread, SPREAD)
    round = one("Round", RoundRef, DISPUTES.c.round_id, ROUND)
    entry = one("RoundEntry", RoundEntryRef, DISPUTES.c.id, ENTRY)
