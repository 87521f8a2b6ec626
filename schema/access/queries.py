"""The root field about the viewer."""

from typing import Any

import strawberry

from schema.access.types import Viewer
from schema.bindings import BINDING, Computed
from schema.context import Info
from schema.texts import T, describe


@strawberry.type
class AccessQueries:
    """Who asks."""

    @strawberry.field(
        description=describe(T("Người đang truy cập; rỗng khi chưa đăng nhập.", "Who asks; null for nobody.")),
        metadata={BINDING: Computed()},
    )
    def viewer(self, info: Info) -> Viewer | None:
        """Answer with the actor of the request."""
        anonymous: Any = info.context.actor.is_anonymous
        return None if anonymous else Viewer()
