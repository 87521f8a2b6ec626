"""Filters and orders of the lists of posts and of disputes."""

import strawberry

from domain.discussions.model import DISPUTES, DiscussionPost
from domain.discussions.rules import Audience
from schema.bindings import OrderField
from schema.enums import expose
from schema.filters import is_one_of, ordering, refers_to
from schema.texts import T, describe

AUDIENCE = T("Dành cho ai.", "Who it is for.")
ENTRY = T("Sáng kiến trong vòng chấm.", "The entry.")
CREATED_AT = T("Thời điểm viết.", "When it was written.")
SPREAD = T("Khoảng cách giữa điểm cao nhất và thấp nhất.", "How far the highest lies above the lowest.")

expose(
    Audience,
    AUDIENCE,
    {
        "EVALUATORS": (
            "Thành viên chấm của sáng kiến và người tổ chức.",
            "The entry's evaluators and who runs the round.",
        ),
        "ORGANISERS": ("Chỉ người tổ chức vòng chấm.", "Only those who run the round."),
    },
)


@strawberry.input(description=describe(T("Lọc ý kiến.", "What posts to keep.")))
class DiscussionPostFilter:
    """Filters of lists of posts."""

    entry_id: strawberry.ID | None = refers_to(DiscussionPost.entry_id, "RoundEntry", ENTRY)
    audience: list[Audience] | None = is_one_of(DiscussionPost.audience, AUDIENCE)


DISCUSSION_POST_ORDER = ordering(
    "DiscussionPost", {"CREATED_AT": OrderField(DiscussionPost.created_at, CREATED_AT)}, default="CREATED_AT"
)


@strawberry.input(description=describe(T("Lọc sáng kiến có điểm chênh lệch.", "What disputes to keep.")))
class DisputedEntryFilter:
    """Filters of lists of disputes."""

    entry_id: strawberry.ID | None = refers_to(DISPUTES.c.id, "RoundEntry", ENTRY)


DISPUTED_ENTRY_ORDER = ordering(
    "DisputedEntry", {"SPREAD": OrderField(DISPUTES.c.spread, SPREAD)}, default="SPREAD", descending=True
)
