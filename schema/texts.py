"""Descriptions: every one in Vietnamese and English, Vietnamese first."""

from domain.errors import Text

T = Text


def describe(text: Text) -> str:
    """Write a description for the schema: the Vietnamese sentence, then the English one."""
    return f"{text.vi}\n\n{text.en}"


VERSION = Text("Phiên bản, tăng sau mỗi lần sửa.", "Counts the edits; send it back when you change something.")
READ_VERSION = Text("Phiên bản bạn đã đọc; sai thì bị từ chối.", "The version that you read; a stale one is refused.")
REASON = Text("Lý do, bắt buộc.", "The reason, required.")
