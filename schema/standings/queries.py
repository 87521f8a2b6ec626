"""The root field that reads what units achieved."""

import strawberry

from schema.fields import connection
from schema.refs import UnitStandingRef
from schema.standings.lists import UNIT_STANDING_ORDER, UnitStandingFilter
from schema.texts import T


@strawberry.type
class StandingQueries:
    """What units achieved in movements."""

    unit_standings = connection(
        "UnitStanding",
        UnitStandingRef,
        T("Kết quả phong trào của các đơn vị bạn được xem.", "What the units that you may see achieved in movements."),
        filters=UnitStandingFilter,
        ordering=UNIT_STANDING_ORDER,
    )
