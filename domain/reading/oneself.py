"""What a viewer is told of themselves: one row for the viewer, and one for each of their roles in force.

They come from the actor of the request, not from tables: the viewer reads the roles by which the request is judged.
"""

from sqlalchemy import Uuid, column, func
from sqlalchemy.dialects.postgresql import array

from domain.actor import Role
from domain.orm import text_enum
from domain.reading import viewer
from domain.reading.source import Source

VIEWER = func.unnest(array([viewer.person])).table_valued(column("id", Uuid)).render_derived(name="viewers")
ROLES = (
    func.unnest(viewer.grant_roles, viewer.grant_units, viewer.grant_rounds)
    .table_valued(
        column("role", text_enum(Role)),
        column("unit_id", Uuid),
        column("round_id", Uuid),
        with_ordinality="id",
    )
    .render_derived(name="viewer_roles")
)

VIEWERS = Source(VIEWER, viewer.everyone_signed_in)
VIEWER_ROLES = Source(ROLES, viewer.everyone_signed_in)
