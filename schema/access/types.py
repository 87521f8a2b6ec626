"""The viewer: the person who asks, with the roles in force and what they could be allowed to do."""

from domain.reading import oneself, viewer
from schema.bindings import column, entity
from schema.enums import Permission, Role
from schema.fields import one, owned
from schema.refs import PersonRef, RoundRef, UnitRef, ViewerRoleRef
from schema.texts import T


@entity(oneself.VIEWER_ROLES, T("Một vai trò đang có hiệu lực.", "A role in force."))
class ViewerRole:
    """A role of the viewer, with what it is limited to."""

    role: Role = column(oneself.ROLES.c.role, T("Vai trò.", "The role."))
    unit = one("Unit", UnitRef, oneself.ROLES.c.unit_id, T("Đơn vị mà vai trò gắn với.", "The unit it is limited to."))
    round = one(
        "Round", RoundRef, oneself.ROLES.c.round_id, T("Vòng chấm mà vai trò gắn với.", "The round it is limited to.")
    )


@entity(oneself.VIEWERS, T("Người đang truy cập.", "Who asks."))
class Viewer:
    """What the request itself says of who sent it."""

    allowed_deeds: list[Permission] = column(
        viewer.deeds,
        T(
            "Những việc vai trò của bạn cho phép; từng việc còn tùy đối tượng và giai đoạn.",
            "What your roles let you do; each deed also depends on its object and on the phase.",
        ),
    )
    person = one("Person", PersonRef, oneself.VIEWER.c.id, T("Hồ sơ của bạn.", "Your own record."))
    roles = owned(
        "ViewerRole",
        ViewerRoleRef,
        None,
        T("Các vai trò đang có hiệu lực.", "Your roles in force."),
        order=[(oneself.ROLES.c.id, False)],
    )
