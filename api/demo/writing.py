"""The initiatives of the demonstration: written, revised, reviewed by their units, submitted, screened."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from api.demo.launching import CENTER
from api.demo.story import Story, data, moment
from domain.initiatives.actions import reviewing, writing
from domain.initiatives.content import Content, Evidence, Share
from domain.initiatives.model import Initiative
from domain.initiatives.rules import FieldOfWork, InitiativeKind

FIRST = moment("2024-03-04 08:30")
#: Initiatives of the first round are in before September, those of the second before 24 December.
SECOND = moment("2024-09-09 08:30")
LATE = moment("2024-12-26 10:00")
WITHDRAWING = timedelta(days=9)


async def write_initiatives(story: Story, movement_id: UUID) -> None:
    """Write all initiatives, in the order of the file, and bring each to the state that the file names."""
    leaders = {p["unit"]: p["key"] for p in data("people")["person"] if "UNIT_LEADER" in p["roles"]}
    for number, said in enumerate(data("initiatives")["initiative"]):
        begun = _begun(number, said)
        author = await story.actor(said["authors"][0]["person"])
        with story.at(begun):
            initiative = await writing.create_initiative(
                story.session,
                author,
                movement_id=movement_id,
                unit_id=story.units[said["unit"]],
                content=_content(story, said),
            )
            story.initiatives[said["key"]] = initiative.id
            story.step()
        if "second_revision" in said:
            with story.at(begun + timedelta(days=3)):
                await writing.revise_initiative(
                    story.session,
                    author,
                    **_at_hand(initiative),
                    content=_content(story, {**said, **said["second_revision"]}),
                )
                story.step()
        if said["state"] != "DRAFT":
            await _carry_on(story, said, initiative, begun, leaders[said["unit"]])


def _begun(number: int, said: Mapping[str, Any]) -> datetime:
    """Spread the beginnings over the months in which units wrote."""
    if said["late"]:
        return LATE - timedelta(days=14) + timedelta(hours=number % 7)
    start = FIRST if said["state"] in {"SCORED", "INELIGIBLE", "WITHDRAWN"} else SECOND
    return start + timedelta(days=(number * 37) % 90, minutes=(number * 53) % 420)


def _content(story: Story, said: Mapping[str, Any]) -> Content:
    return Content(
        title=said["title"],
        summary=said["summary"],
        kind=InitiativeKind(said["kind"]),
        field_of_work=FieldOfWork(said["field"]),
        task_relieved=said["task_relieved"],
        tool=said["tool"],
        hours_before=Decimal(said["hours_before"]),
        hours_after=Decimal(said["hours_after"]),
        people_affected=said["people_affected"],
        measurement=said["measurement"],
        authors=[Share(story.people[each["person"]], Decimal(each["share"])) for each in said["authors"]],
        evidence=[Evidence(each["label"], each["url"]) for each in said["evidence"]],
    )


def _at_hand(initiative: Initiative) -> dict[str, Any]:
    return {"initiative_id": initiative.id, "expected_version": initiative.version}


async def _carry_on(
    story: Story, said: Mapping[str, Any], initiative: Initiative, begun: datetime, leader_key: str
) -> None:
    """Send it to the unit, let the leader judge, let the Information Center screen: as far as the state says."""
    state, session = said["state"], story.session
    author, leader = await story.actor(said["authors"][0]["person"]), await story.actor(leader_key)
    center = await story.actor(CENTER)
    with story.at(begun + timedelta(days=5)):
        await writing.send_to_unit_review(session, author, **_at_hand(initiative))
        story.step()
    if state == "UNIT_REVIEW":
        return
    with story.at(LATE if said["late"] else begun + timedelta(days=7)):
        if state == "RETURNED":
            await reviewing.return_initiative(session, leader, **_at_hand(initiative), reason=said["reason"])
        else:
            await reviewing.submit_initiative(session, leader, **_at_hand(initiative))
        story.step()
    if state == "WITHDRAWN":
        with story.at(begun + WITHDRAWING):
            await writing.withdraw_initiative(session, author, **_at_hand(initiative), reason=said["reason"])
            story.step()
    if state in {"SCORED", "SCORING", "INELIGIBLE"}:
        with story.at(begun + timedelta(days=10)):
            eligible = state != "INELIGIBLE"
            await reviewing.screen_initiative(
                session, center, **_at_hand(initiative), eligible=eligible, reason=said.get("reason")
            )
            story.step()
