"""Root fields that read councils and their sessions."""

import strawberry

from schema.councils import lists
from schema.fields import connection, lookup
from schema.refs import CouncilRef, CouncilSessionRef
from schema.texts import T


@strawberry.type
class CouncilQueries:
    """Councils and their sessions: all for those who prepare, run, decide and watch; their own for members."""

    council = lookup("Council", CouncilRef, T("Một Hội đồng.", "One council."))
    councils = connection(
        "Council",
        CouncilRef,
        T("Các Hội đồng bạn được xem.", "The councils that you may see."),
        filters=lists.CouncilFilter,
        ordering=lists.COUNCIL_ORDER,
    )
    council_session = lookup("CouncilSession", CouncilSessionRef, T("Một phiên họp.", "One session."))
    council_sessions = connection(
        "CouncilSession",
        CouncilSessionRef,
        T(
            "Các phiên họp bạn được xem, mới nhất trước; thành viên xem phiên có tên mình.",
            "The sessions that you may see, the latest first; members see those whose roster names them.",
        ),
        filters=lists.CouncilSessionFilter,
        ordering=lists.COUNCIL_SESSION_ORDER,
    )
