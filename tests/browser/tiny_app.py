"""A small server with the explorer: enough schema to run an operation as somebody."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import strawberry
from starlette.applications import Starlette
from starlette.routing import Route
from strawberry.asgi import GraphQL
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL

from api.explorer.examples import ROLE_LABELS, Example, RoleOption, Text, load_examples
from api.explorer.routes import explorer_routes

GRAPHQL_PATH = "/graphql"
PEOPLE = {
    "token-of-lan": ("personnel", "Nguyễn Thị Lan"),
    "token-of-minh": ("staff", "Trần Văn Minh"),
}


@strawberry.type
class Query:
    """Reads."""

    @strawberry.field
    def who_am_i(self, info: strawberry.Info) -> str | None:
        """Return the name of the person whose token came with the request."""
        authorization: str = info.context["request"].headers.get("authorization", "")
        _, name = PEOPLE.get(authorization.removeprefix("Bearer "), (None, None))
        return name

    @strawberry.field
    def greeting(self, name: str) -> str:
        """Greet someone by name."""
        return f"Xin chào, {name}!"


@strawberry.type
class Subscription:
    """Streams."""

    @strawberry.subscription
    async def count(self, to: int) -> AsyncIterator[int]:
        """Count from one."""
        for number in range(1, to + 1):
            yield number
            await asyncio.sleep(0.05)


async def roles() -> list[RoleOption]:
    """Return the two people of this server."""
    return [RoleOption(role, ROLE_LABELS[role], name, token) for token, (role, name) in PEOPLE.items()]


EXAMPLES = (
    Example("personnel", Text("Tôi là ai?", "Who am I?"), "query WhoAmI {\n  whoAmI\n}"),
    Example(
        "personnel",
        Text("Gửi lời chào", "Send a greeting"),
        "query Greeting($name: String!) {\n  greeting(name: $name)\n}",
        {"name": "Đặng Hữu Phước"},
    ),
    Example("staff", Text("Tên của tôi", "My name"), "query MyName {\n  whoAmI\n}"),
    Example("everyone", Text("Đếm đến ba", "Count to three"), "subscription Count {\n  count(to: 3)\n}"),
    *load_examples(),
)

graphql: GraphQL[Any, None] = GraphQL(
    strawberry.Schema(query=Query, subscription=Subscription),
    graphql_ide=None,
    subscription_protocols=(GRAPHQL_SSE_PROTOCOL,),
)
app = Starlette(routes=[Route(GRAPHQL_PATH, graphql), *explorer_routes(GRAPHQL_PATH, roles, EXAMPLES)])
