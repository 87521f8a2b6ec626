"""The viewer: the person who asks, with the roles in force and what they could be allowed to do."""

from typing import Any
from uuid import UUID

import strawberry

from domain.access import policy
from schema.context import Info
from schema.enums import Permission, Role
from schema.refs import PersonRef, RoundRef, UnitRef
from schema.texts import T, describe


@strawberry.type(description=describe(T("Một vai trò đang có hiệu lực.", "A role in force.")))
class ViewerRole:
    """A role of the viewer, with what it is limited to."""

    role: Role = strawberry.field(description=describe(T("Vai trò.", "The role.")))
    unit_id: strawberry.Private[UUID | None]
    round_id: strawberry.Private[UUID | None]

    @strawberry.field(description=describe(T("Đơn vị mà vai trò gắn với.", "The unit it is limited to.")))
    async def unit(self, info: Info) -> UnitRef | None:
        """Read the unit like any other."""
        found: Any = None if self.unit_id is None else await info.context.reads.by_key("Unit", self.unit_id)
        return found  # type: ignore[no-any-return]

    @strawberry.field(description=describe(T("Vòng chấm mà vai trò gắn với.", "The round it is limited to.")))
    async def round(self, info: Info) -> RoundRef | None:
        """Read the round like any other."""
        found: Any = None if self.round_id is None else await info.context.reads.by_key("Round", self.round_id)
        return found  # type: ignore[no-any-return]


@strawberry.type(description=describe(T("Người đang truy cập.", "Who asks.")))
class Viewer:
    """Computed from the actor of the request."""

    @strawberry.field(description=describe(T("Hồ sơ của bạn.", "Your own record.")))
    async def person(self, info: Info) -> PersonRef | None:
        """Read the viewer's own person."""
        key = info.context.actor.person_id
        found: Any = None if key is None else await info.context.reads.by_key("Person", key)
        return found  # type: ignore[no-any-return]

    @strawberry.field(description=describe(T("Các vai trò đang có hiệu lực.", "Your roles in force.")))
    def roles(self, info: Info) -> list[ViewerRole]:
        """List roles in the order of the enumeration."""
        order = list(Role)
        grants = sorted(info.context.actor.grants, key=lambda each: (order.index(each.role), str(each)))
        return [ViewerRole(role=each.role, unit_id=each.unit_id, round_id=each.round_id) for each in grants]

    @strawberry.field(
        description=describe(
            T(
                "Những việc vai trò của bạn cho phép; từng việc còn tùy đối tượng và giai đoạn.",
                "What your roles let you do; each deed also depends on its object and on the phase.",
            )
        )
    )
    def allowed_deeds(self, info: Info) -> list[Permission]:
        """List permissions in the order of the enumeration."""
        return policy.allowed_deeds(info.context.actor)
