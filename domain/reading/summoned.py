"""What a member of a council may see through the sessions whose roster names them: the nominations on the agenda.

Councils are the highest context, which awards must not import; yet nominations have one row filter and it must be
complete. So the tables are named here, once, by their columns only.
"""

from typing import Any

from sqlalchemy import Select, Uuid, column, select, table

from domain.reading import viewer

_MEMBERS = table("session_members", column("session_id", Uuid()), column("person_id", Uuid()))
_ITEMS = table("session_items", column("session_id", Uuid()), column("nomination_id", Uuid()))


def nominations() -> Select[Any]:
    """Select what is voted on in sessions of which the viewer is a member; rosters are made at the opening."""
    member, item = _MEMBERS.alias(), _ITEMS.alias()
    same = item.c.session_id == member.c.session_id
    return select(item.c.nomination_id).join_from(member, item, same).where(member.c.person_id == viewer.person)
