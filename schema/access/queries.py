"""The root field about the viewer."""

import strawberry

from schema.fields import sole
from schema.refs import ViewerRef
from schema.texts import T


@strawberry.type
class AccessQueries:
    """Who asks."""

    viewer = sole("Viewer", ViewerRef, T("Người đang truy cập; rỗng khi chưa đăng nhập.", "Who asks; null for nobody."))
