"""Refused deeds as data: every payload carries `userErrors`, typed so that a client can act on each."""

import enum
from datetime import datetime
from typing import Any

import strawberry

from domain.errors import Closed, Conflict, DomainError, Invalid, NotAllowed, NotFound, StaleVersion, Text
from schema import node_ids
from schema.texts import describe


@strawberry.enum(description=describe(Text("Loại từ chối.", "The kind of a refusal.")))
class ErrorCode(enum.Enum):
    """Stable codes; a client must have a default branch."""

    NOT_FOUND = strawberry.enum_value(
        "NOT_FOUND", description=describe(Text("Không có, hoặc bạn không được xem.", "Missing, or not for you to see."))
    )
    NOT_ALLOWED = strawberry.enum_value(
        "NOT_ALLOWED", description=describe(Text("Không có quyền.", "You may not do this."))
    )
    INVALID_VALUE = strawberry.enum_value(
        "INVALID_VALUE", description=describe(Text("Giá trị sai quy tắc.", "A value breaks a rule."))
    )
    CLOSED = strawberry.enum_value(
        "CLOSED", description=describe(Text("Chưa đến hoặc đã quá thời hạn.", "It is not the time for this."))
    )
    CONFLICT = strawberry.enum_value(
        "CONFLICT", description=describe(Text("Mâu thuẫn với dữ liệu đang có.", "It contradicts what is there."))
    )
    STALE_VERSION = strawberry.enum_value(
        "STALE_VERSION", description=describe(Text("Dữ liệu đã bị người khác sửa.", "Somebody else changed it."))
    )


@strawberry.interface(description=describe(Text("Một lý do từ chối.", "A reason why a deed was refused.")))
class UserError:
    """What every refusal says."""

    code: ErrorCode = strawberry.field(description=describe(Text("Loại từ chối.", "The kind.")))
    rule: str = strawberry.field(
        description=describe(Text("Tên quy tắc, ổn định.", "The rule, a stable SCREAMING_SNAKE name."))
    )
    message: str = strawberry.field(
        description=describe(Text("Thông báo theo ngôn ngữ của bạn.", "The message in your language."))
    )
    path: list[str] | None = strawberry.field(
        description=describe(Text("Đường dẫn tới trường trong `input`.", "The path to the field within `input`."))
    )


@strawberry.type(description=describe(Text("Không tìm thấy.", "There is no such object for you.")))
class NotFoundError(UserError):
    """The same for missing and for invisible."""


@strawberry.type(description=describe(Text("Không có quyền.", "You may not do this.")))
class NotAllowedError(UserError):
    """Names the permission that is missing."""

    permission: str = strawberry.field(description=describe(Text("Quyền còn thiếu.", "The missing permission.")))


@strawberry.type(description=describe(Text("Giá trị sai quy tắc.", "A value breaks a rule.")))
class InvalidValueError(UserError):
    """Says what would pass."""

    allowed: str | None = strawberry.field(description=describe(Text("Giá trị hợp lệ.", "What would pass.")))


@strawberry.type(description=describe(Text("Ngoài thời hạn.", "It is not the time for this.")))
class ClosedError(UserError):
    """Says when it was last possible."""

    closed_at: datetime | None = strawberry.field(description=describe(Text("Thời điểm đóng.", "When it closed.")))


@strawberry.type(description=describe(Text("Mâu thuẫn với dữ liệu đang có.", "It contradicts what is there.")))
class ConflictError(UserError):
    """A duplicate, a wrong state, a conflict of interest."""


@strawberry.type(description=describe(Text("Phiên bản đã cũ.", "Somebody else changed it.")))
class StaleVersionError(UserError):
    """Tells which version is current, of which object."""

    current_version: int = strawberry.field(description=describe(Text("Phiên bản hiện tại.", "The current version.")))
    node_id: strawberry.ID = strawberry.field(description=describe(Text("Đối tượng đã đổi.", "The changed object.")))


ERROR_TYPES = (NotFoundError, NotAllowedError, InvalidValueError, ClosedError, ConflictError, StaleVersionError)


def user_error(error: DomainError, language: str) -> UserError:
    """Turn a refusal of the domain into its GraphQL type, in the caller's language."""
    said: dict[str, Any] = {
        "rule": error.rule,
        "message": error.text.in_language(language),
        "path": list(error.path) or None,
    }
    match error:
        case NotFound():
            return NotFoundError(code=ErrorCode.NOT_FOUND, **said)
        case NotAllowed():
            return NotAllowedError(code=ErrorCode.NOT_ALLOWED, permission=error.permission, **said)
        case Invalid():
            return InvalidValueError(code=ErrorCode.INVALID_VALUE, allowed=error.allowed, **said)
        case Closed():
            return ClosedError(code=ErrorCode.CLOSED, closed_at=error.closed_at, **said)
        case StaleVersion():
            return StaleVersionError(
                code=ErrorCode.STALE_VERSION,
                current_version=error.current,
                node_id=strawberry.ID(node_ids.encode(error.subject, error.subject_id)),
                **said,
            )
        case Conflict():
            return ConflictError(code=ErrorCode.CONFLICT, **said)
        case _:
            raise AssertionError(f"no user error for {type(error).__name__}") from error
