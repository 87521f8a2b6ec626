"""Root fields that read units."""

import strawberry

from schema.fields import connection, lookup
from schema.refs import UnitRef
from schema.texts import T
from schema.units.types import UNIT_ORDER, UnitFilter


@strawberry.type
class UnitQueries:
    """Units, one or many."""

    unit = lookup("Unit", UnitRef, T("Một đơn vị.", "One unit."))
    units = connection("Unit", UnitRef, T("Các đơn vị.", "The units."), filters=UnitFilter, ordering=UNIT_ORDER)
