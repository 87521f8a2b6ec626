"""The deed of discussions."""

import strawberry

from domain.access.permissions import Permission
from domain.discussions import actions
from domain.discussions.rules import MAX_POST, Audience
from schema.discussions.lists import AUDIENCE, ENTRY
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import DiscussionPostRef
from schema.texts import T, describe


@strawberry.input(description=describe(T("Ý kiến về một sáng kiến.", "What to say about an entry.")))
class PostToDiscussionInput(MutationInput):
    """Which entry, for whom, and what."""

    entry_id: Ref = ref("RoundEntry", ENTRY)
    audience: Audience = value(AUDIENCE)
    body: str = value(T(f"Nội dung, 1-{MAX_POST} ký tự.", f"What is said, 1 to {MAX_POST} characters."))


@payload(T("Kết quả gửi ý kiến.", "The answer of postToDiscussion."))
class PostToDiscussionPayload:
    """The post made."""

    post = made("DiscussionPost", DiscussionPostRef, T("Ý kiến; rỗng khi bị từ chối.", "The post; null when refused."))


async def post_to_discussion(deed: Deed, input: PostToDiscussionInput) -> Made[PostToDiscussionPayload]:
    """Say something about an entry."""
    post = await actions.post_to_discussion(
        deed.session, deed.actor, entry_id=input.entry_id, audience=input.audience, body=input.body
    )
    return Made(post=post.id)


@strawberry.type
class DiscussionMutations:
    """The deed of discussions."""

    post_to_discussion = mutation(
        post_to_discussion,
        Permission.DISCUSSION_JOIN,
        T(
            "Nêu ý kiến về một sáng kiến: người tổ chức khi vòng đã mở, thành viên chấm trong giai đoạn thảo luận.",
            "Say something about an entry: who runs the round once it is open, evaluators in phases with discussion.",
        ),
    )
