"""Root fields that read replications, pilots and the graph of how initiatives spread."""

import strawberry

from schema.fields import connection, lookup
from schema.refs import PilotRef, ReplicationCreditRef, ReplicationLinkRef, ReplicationRef
from schema.replications import lists
from schema.texts import T


@strawberry.type
class ReplicationQueries:
    """How initiatives spread."""

    replication = lookup("Replication", ReplicationRef, T("Một việc nhân rộng.", "One replication."))
    replications = connection(
        "Replication",
        ReplicationRef,
        T("Các việc nhân rộng bạn được xem, mới nhất trước.", "The replications that you may see, the latest first."),
        filters=lists.ReplicationFilter,
        ordering=lists.REPLICATION_ORDER,
    )
    replication_links = connection(
        "ReplicationLink",
        ReplicationLinkRef,
        T(
            "Đồ thị nhân rộng: mỗi dòng là một cạnh, hai đầu là hai đơn vị.",
            "The graph of replications: every row is an edge, its ends are units.",
        ),
        filters=lists.ReplicationLinkFilter,
        ordering=lists.REPLICATION_LINK_ORDER,
    )
    replication_credits = connection(
        "ReplicationCredit",
        ReplicationCreditRef,
        T("Ghi nhận cho các sáng kiến bạn được xem.", "The credit of the initiatives that you may see."),
        filters=lists.ReplicationCreditFilter,
        ordering=lists.REPLICATION_CREDIT_ORDER,
    )
    pilot = lookup("Pilot", PilotRef, T("Một thí điểm.", "One pilot."))
    pilots = connection(
        "Pilot",
        PilotRef,
        T("Các thí điểm bạn được xem, mới nhất trước.", "The pilots that you may see, the latest first."),
        filters=lists.PilotFilter,
        ordering=lists.PILOT_ORDER,
    )
