"""What a viewer is told of themselves: their own roles and deeds, and nobody else's; it is no row and has no id."""

from dataclasses import replace

import pytest

from domain.access import policy
from domain.actor import ROUND_ROLES, UNIT_ROLES, Actor, Grant, Role
from domain.ids import new_id
from schema import node_ids
from schema.bindings import ENTITIES
from tests.support.graphql import run
from tests.support.matrix_world import ACTORS, PLACES

MODES = ("compiled", "reference")
DOCUMENT = """{ viewer { allowedDeeds person { id fullName unit { id } }
  roles { role unit { id code } round { id name } } } }"""

pytestmark = pytest.mark.parametrize("reads", MODES)


@pytest.mark.parametrize("name", [name for name in ACTORS if name != "anonymous"])
async def test_each_actor_is_told_their_own_role_and_deeds(database, world, reads, name):
    actor, (unit, role) = world.actors[name], PLACES[name]
    code = world.row("Unit", unit).code
    rounds = sorted((grant.round_id for grant in actor.grants if grant.round_id is not None), key=str)

    body = await run(database, actor, DOCUMENT, reads=reads)

    assert body == {
        "data": {
            "viewer": {
                "allowedDeeds": [deed.name for deed in policy.allowed_deeds(actor)],
                "person": {
                    "id": world.id("Person", name),
                    "fullName": f"Người {name}",
                    "unit": {"id": world.id("Unit", unit)},
                },
                "roles": [
                    {
                        "role": role.name,
                        "unit": {"id": world.id("Unit", unit), "code": code} if role in UNIT_ROLES else None,
                        "round": {"id": world.id("Round", label), "name": label} if label else None,
                    }
                    for label in ([world.label("Round", key) for key in rounds] if role in ROUND_ROLES else [None])
                ],
            }
        }
    }


async def test_roles_come_in_the_order_of_the_enumeration(database, world, reads):
    one = world.actors["staff"]
    units = sorted((world.row("Unit", label).id for label in ("own", "other")), key=str)
    limits = {Role.UNIT_LEADER: [{"unit_id": unit} for unit in units]}
    limits |= {Role.EVALUATOR: [{"round_id": world.row("Round", "open").id}]}
    grants = [Grant(role, **limit) for role in reversed(Role) for limit in limits.get(role, [{}])]
    actor = replace(one, grants=frozenset(grants))

    roles = (await run(database, actor, DOCUMENT, reads=reads))["data"]["viewer"]["roles"]

    told = [
        (each["role"], each["unit"] and each["unit"]["id"], each["round"] and each["round"]["id"]) for each in roles
    ]
    ids = [node_ids.encode("Unit", unit) for unit in units]
    in_round = world.id("Round", "open")
    assert told == [
        ("INFORMATION_CENTER", None, None),
        ("PERSONNEL", None, None),
        ("MINISTRY_LEADER", None, None),
        ("UNIT_LEADER", ids[0], None),
        ("UNIT_LEADER", ids[1], None),
        ("FOCAL_OFFICER", None, None),
        ("EVALUATOR", None, in_round),
        ("COUNCIL_SECRETARY", None, None),
        ("STAFF", None, None),
        ("SYSTEM_ADMINISTRATOR", None, None),
        ("AUDITOR", None, None),
    ]


async def test_a_role_leads_to_no_round_that_its_holder_may_not_see(database, world, reads):
    draft = world.row("Round", "draft").id
    actor = replace(world.actors["evaluator"], grants=frozenset({Grant(Role.EVALUATOR, round_id=draft)}))

    roles = (await run(database, actor, DOCUMENT, reads=reads))["data"]["viewer"]["roles"]

    assert roles == [{"role": "EVALUATOR", "unit": None, "round": None}]


async def test_a_stranger_without_roles_is_told_so(database, world, reads):
    actor = Actor(person_id=new_id())

    body = await run(database, actor, DOCUMENT, reads=reads)

    assert body == {"data": {"viewer": {"allowedDeeds": [], "person": None, "roles": []}}}


async def test_nobody_is_no_viewer(database, world, reads):
    assert await run(database, world.actors["anonymous"], DOCUMENT, reads=reads) == {"data": {"viewer": None}}


@pytest.mark.parametrize("type_name", ["Viewer", "ViewerRole"])
async def test_what_is_said_of_the_viewer_has_no_id(database, world, reads, type_name):
    actor = world.actors["staff"]
    key = node_ids.encode(type_name, actor.person_id)
    document = "query($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } }"

    assert not ENTITIES[type_name].is_node
    assert await run(database, actor, document, {"id": key}, reads=reads) == {"data": {"node": None, "nodes": [None]}}
