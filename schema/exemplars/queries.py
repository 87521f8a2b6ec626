"""Root fields that read exemplars."""

import strawberry

from schema.exemplars import lists
from schema.fields import connection, lookup
from schema.refs import ExemplarRef
from schema.texts import T


@strawberry.type
class ExemplarQueries:
    """Whom and what the movement holds up."""

    exemplar = lookup("Exemplar", ExemplarRef, T("Một điển hình.", "One exemplar."))
    exemplars = connection(
        "Exemplar",
        ExemplarRef,
        T(
            "Các điển hình bạn được xem: đã công bố, của mình, hoặc mọi trạng thái khi có quyền.",
            "The exemplars that you may see: what is published, your own, or all by right.",
        ),
        filters=lists.ExemplarFilter,
        ordering=lists.EXEMPLAR_ORDER,
    )
