"""The whole schema: what exists is listed here and nowhere else."""

from typing import Any

import strawberry
from graphql import GraphQLSchema
from strawberry.schema.config import StrawberryConfig

from domain.errors import Text
from schema.bindings import Node, value_of
from schema.context import Info
from schema.errors import bad_input
from schema.fields import argument, find_node
from schema.people.queries import PersonQueries
from schema.people.mutations import PersonMutations
from schema.people.types import Person
from schema.scalars import SCALARS
from schema.texts import describe
from schema.units.mutations import UnitMutations
from schema.units.queries import UnitQueries
from schema.units.types import Unit
from schema.user_errors import ERROR_TYPES

MAX_NODES = 100

_IDS = describe(Text("Các mã định danh, tối đa 100.", "The ids, at most 100."))
_ONE_ID = describe(Text("Mã định danh.", "The id."))


async def _node(info: Any, id: Any) -> Any:
    return await find_node(info, id)


_node.__annotations__ = {"info": Info, "id": argument(strawberry.ID, _ONE_ID), "return": Node | None}


async def _nodes(info: Any, ids: Any) -> Any:
    if len(ids) > MAX_NODES:
        raise bad_input(f"Tối đa {MAX_NODES} mã định danh.", f"At most {MAX_NODES} ids.")
    return [await find_node(info, each) for each in ids]


_nodes.__annotations__ = {"info": Info, "ids": argument(list[strawberry.ID], _IDS), "return": list[Node | None]}


@strawberry.type(description=describe(Text("Các truy vấn.", "What can be read.")))
class Query(UnitQueries, PersonQueries):
    """All root fields that read."""

    node = strawberry.field(
        resolver=_node,
        description=describe(
            Text("Đối tượng theo mã; rỗng khi không có hoặc không được xem.", "The object with this id, or null.")
        ),
    )
    nodes = strawberry.field(
        resolver=_nodes, description=describe(Text("Nhiều đối tượng theo mã.", "The objects with these ids, or nulls."))
    )


@strawberry.type(description=describe(Text("Các thao tác.", "What can be done.")))
class Mutation(UnitMutations, PersonMutations):
    """All deeds."""


strawberry_schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    types=[Unit, Person, *ERROR_TYPES],
    config=StrawberryConfig(
        default_resolver=value_of,
        scalar_map=SCALARS,
        disable_field_suggestions=True,
    ),
)
graphql_schema: GraphQLSchema = strawberry_schema._schema  # noqa: SLF001 -- Strawberry has no public name for it
