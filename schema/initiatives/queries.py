"""Root fields that read initiatives."""

import strawberry

from schema.fields import connection, lookup
from schema.initiatives.lists import INITIATIVE_ORDER, InitiativeFilter
from schema.refs import InitiativeRef
from schema.texts import T


@strawberry.type
class InitiativeQueries:
    """Initiatives, one or many."""

    initiative = lookup("Initiative", InitiativeRef, T("Một sáng kiến.", "One initiative."))
    initiatives = connection(
        "Initiative",
        InitiativeRef,
        T("Các sáng kiến bạn được xem.", "The initiatives."),
        filters=InitiativeFilter,
        ordering=INITIATIVE_ORDER,
    )
