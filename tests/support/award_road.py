"""The road of awards where its test begins: the people on it, and what they have at hand of its dossiers."""

from typing import Any

from domain.actor import UNIT_ROLES, Role
from domain.database import Database
from domain.initiatives.rules import InitiativeState
from domain.people.rules import LeadershipTier
from schema import node_ids
from tests.support import awards, initiatives, movements
from tests.support.factories import Factory
from tests.support.jobs import run_jobs
from tests.support.served import Caller

#: Everybody's unit and role.
PEOPLE: dict[str, tuple[str, Role]] = {
    "bo-truong": ("BO", Role.MINISTRY_LEADER),
    "thu-truong": ("BO", Role.MINISTRY_LEADER),
    "thu-truong-ky": ("BO", Role.MINISTRY_LEADER),
    "to-chuc-1": ("TCCB", Role.PERSONNEL),
    "to-chuc-2": ("TCCB", Role.PERSONNEL),
    "trung-tam": ("TTTT", Role.INFORMATION_CENTER),
    "thu-ky": ("TCCB", Role.COUNCIL_SECRETARY),
    "cuc-truong": ("D3", Role.UNIT_LEADER),
    "tac-gia-1": ("D1", Role.STAFF),
    "tac-gia-2": ("D2", Role.STAFF),
    "tac-gia-3": ("D3", Role.STAFF),
    **{f"uy-vien-{number}": ("TTTT", Role.STAFF) for number in range(1, 7)},
}
#: Authors who lead a division.
LEADERS = {"tac-gia-1", "tac-gia-2"}
ENTRIES = ("D1", "D2", "D3")
DOSSIER = "query($id: ID!) { nomination(id: $id) { version state } }"
JOB = "query($id: ID!) { job(id: $id) { state error officialDocument { id } } }"


class Road:
    """The people on the road, the keys of what they made, and the versions of the dossiers that were last read."""

    def __init__(self, database: Database, callers: dict[str, Caller]) -> None:
        self.database = database
        self.by = callers
        self.ids: dict[str, str] = {}
        self.versions: dict[str, int] = {}

    def __getitem__(self, key: str) -> Caller:
        return self.by[key]

    def at_hand(self, dossier: str) -> dict[str, Any]:
        """A dossier as it was last read."""
        return {"nominationId": self.ids[dossier], "expectedVersion": self.versions[dossier]}

    async def move(self, who: str, deed: str, dossier: str, **more: Any) -> str:
        """Do a deed on a dossier; returns its state."""
        selection = "nomination { id version state }"
        made = await self[who].do(deed, selection, **self.at_hand(dossier), **more)
        self.versions[dossier] = made["version"]
        return str(made["state"])

    async def refused(self, who: str, deed: str, dossier: str, **more: Any) -> list[str]:
        """Do a deed on a dossier that must be refused; returns the rules."""
        return await self[who].refused(deed, "nomination { id }", **self.at_hand(dossier), **more)

    async def reread(self, *dossiers: str) -> dict[str, str]:
        """Read dossiers anew after a deed on many of them; returns their states."""
        found = {}
        for key in dossiers:
            node = (await self["to-chuc-1"].post(DOSSIER, id=self.ids[key]))["nomination"]
            self.versions[key], found[key] = node["version"], node["state"]
        return found

    async def document(self, who: str, kind: str, **about: str) -> str:
        """Have a document drafted by the worker; returns its key."""
        asked = await self[who].do("makeDocument", "job { id }", kind=kind, movementId=self.ids["movement"], **about)
        await run_jobs(self.database)
        job = (await self[who].post(JOB, id=asked["id"]))["job"]
        assert (job["state"], job["error"]) == ("DONE", None)
        return str(job["officialDocument"]["id"])


#: Who heads the ministry, and who signs for them; the others are specialists.
POSITIONS = {"bo-truong": "Bộ trưởng", "thu-truong": "Thứ trưởng", "thu-truong-ky": "Thứ trưởng"}


async def publish_result(road: Road, make: Factory) -> None:
    """Make a movement in its phase of awarding, with a published result of three initiatives, and all the people."""
    ministry = await make.unit(code="BO", name="Bộ Thông tin và Truyền thông")
    units = {"BO": ministry}
    for code in ("TCCB", "TTTT", *ENTRIES):
        units[code] = await make.unit(code=code, name=f"Đơn vị {code}", parent_id=ministry.id)
    people = {}
    for key, (unit, role) in PEOPLE.items():
        tier = LeadershipTier.DIVISION_LEADER if key in LEADERS else LeadershipTier.DIRECT_WORKER
        given = {"full_name": f"Người {key}", "email": f"{key}@thidua.example", "subject": key}
        given |= {"position": POSITIONS[key]} if key in POSITIONS else {}
        people[key] = await make.person(units[unit], leadership_tier=tier, **given)
        await make.grant(people[key], role, unit_id=units[unit].id if role in UNIT_ROLES else None)
        road.ids[key] = node_ids.encode("Person", people[key].id)
    of = await movements.movement(make, code="PT-1")
    await movements.phase(make, of, *awards.AWARDING)
    result = await awards.result(make, of)
    for place, code in enumerate(ENTRIES, 1):
        author = people[f"tac-gia-{place}"]
        state = InitiativeState.SCORED
        entrant = await initiatives.initiative(make, of, units[code], author, state=state, title=f"Sáng kiến {code}")
        entry = await awards.standing(make, result, entrant, place=place, score=100 - place)
        road.ids[code] = node_ids.encode("Unit", units[code].id)
        road.ids[f"entry-{code}"] = node_ids.encode("ResultEntry", entry.id)
    road.ids["movement"] = node_ids.encode("Movement", of.id)
