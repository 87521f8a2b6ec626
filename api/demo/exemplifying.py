"""Exemplars of the demonstration: who is held up, with their consent, and how they are made known."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.demo.launching import CENTER
from api.demo.spreading import Deed, tell
from api.demo.story import Story, data, moment
from domain.exemplars import actions, consenting, following_up
from domain.exemplars.deserving import Subject
from domain.exemplars.model import Communication, Exemplar, ExemplarConsent
from domain.exemplars.rules import Channel, Scope
from domain.results.model import Result, ResultEntry

Said = Mapping[str, Any]


async def exemplify(story: Story, movement_id: UUID) -> None:
    """The Information Center proposes, selects, publishes; people agree or do not, and one takes it back."""
    deeds: list[Deed] = []
    for said in data("exemplars")["exemplar"]:
        deeds += _of_exemplar(story, said, movement_id)
    await tell(story, deeds)


def _of_exemplar(story: Story, said: Said, movement_id: UUID) -> Iterator[Deed]:
    made: list[Exemplar] = []
    consents: list[ExemplarConsent] = []
    yield moment(said["proposed"]), partial(_propose, story, said, movement_id, made)
    if "selected" in said:
        yield moment(said["selected"]), partial(_select, story, made)
    if "consent" in said:
        yield moment(said["consent"]["at"]), partial(_agree, story, said, made, consents)
    if "published" in said:
        yield moment(said["published"]), partial(_publish, story, made)
    for each in said.get("honour", ()):
        yield moment(each["at"]), partial(_honour, story, each, made)
    for each in said.get("communication", ()):
        planned: list[Communication] = []
        yield moment(each["planned"]), partial(_plan, story, each, made, planned)
        if "done" in each:
            yield moment(each["done"]), partial(_note_done, story, each, planned)
    if "consent_withdrawn" in said:
        yield moment(said["consent_withdrawn"]), partial(_take_back, story, said, consents)


async def _propose(story: Story, said: Said, movement_id: UUID, made: list[Exemplar]) -> None:
    initiative_id = story.initiatives[said["initiative"]]
    entry_id = await story.session.scalar(
        select(ResultEntry.id)
        .join(Result, Result.id == ResultEntry.result_id)
        .where(ResultEntry.initiative_id == initiative_id, Result.published_at.is_not(None))
    )
    exemplar = await actions.propose_exemplar(
        story.session,
        await story.actor(CENTER),
        movement_id=movement_id,
        subject=Subject(
            person_id=story.people[said["person"]] if "person" in said else None,
            unit_id=story.units[said["unit"]] if "unit" in said else None,
            initiative_id=initiative_id,
        ),
        title=said["title"],
        story=said["story"],
        reason=said["reason"],
        photo_url=said.get("photo"),
        result_entry_id=entry_id,
    )
    made.append(exemplar)


async def _select(story: Story, made: list[Exemplar]) -> None:
    await actions.select_exemplar(story.session, await story.actor(CENTER), **_at_hand(made))


async def _agree(story: Story, said: Said, made: list[Exemplar], consents: list[ExemplarConsent]) -> None:
    (exemplar,) = made
    covers = said["consent"]["covers"]
    consent = await consenting.give_exemplar_consent(
        story.session,
        await story.actor(said["person"]),
        exemplar_id=exemplar.id,
        expected_version=exemplar.version,
        scope=Scope(name="name" in covers, photo="photo" in covers, story="story" in covers),
    )
    consents.append(consent)


async def _publish(story: Story, made: list[Exemplar]) -> None:
    await actions.publish_exemplar(story.session, await story.actor(CENTER), **_at_hand(made))


async def _honour(story: Story, said: Said, made: list[Exemplar]) -> None:
    (exemplar,) = made
    await following_up.record_exemplar_honour(
        story.session,
        await story.actor(CENTER),
        exemplar_id=exemplar.id,
        honoured_on=said["honoured_on"],
        place=said["place"],
        occasion=said["occasion"],
    )


async def _plan(story: Story, said: Said, made: list[Exemplar], planned: list[Communication]) -> None:
    (exemplar,) = made
    communication = await following_up.plan_communication(
        story.session,
        await story.actor(CENTER),
        exemplar_id=exemplar.id,
        channel=Channel(said["channel"]),
        title=said["title"],
        planned_on=said["planned_on"],
    )
    planned.append(communication)


async def _note_done(story: Story, said: Said, planned: list[Communication]) -> None:
    (communication,) = planned
    await following_up.update_communication(
        story.session,
        await story.actor(CENTER),
        communication_id=communication.id,
        expected_version=communication.version,
        given={"done_on": moment(said["done"]).date(), "link": said.get("link"), "reach": said["reach"]},
    )


async def _take_back(story: Story, said: Said, consents: list[ExemplarConsent]) -> None:
    (consent,) = consents
    await consenting.withdraw_exemplar_consent(story.session, await story.actor(said["person"]), consent_id=consent.id)


def _at_hand(made: list[Exemplar]) -> dict[str, Any]:
    """Name an exemplar as it was read just now."""
    (exemplar,) = made
    return {"exemplar_id": exemplar.id, "expected_version": exemplar.version}
