"""How initiatives of the demonstration are measured, tried as a model, and taken over by other units."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from operator import itemgetter
from typing import Any

from api.demo.launching import CENTER, LEADER
from api.demo.story import Story, data, moment
from domain.benefits import measuring, planning
from domain.benefits.model import Benefit, BenefitMeasurement
from domain.benefits.rules import BenefitKind, Grade, Measure, Reading, Verdict
from domain.replications import actions as replications
from domain.replications import piloting
from domain.replications.model import Pilot, Replication
from domain.replications.rules import FailureReason, ReplicationState

Said = Mapping[str, Any]
#: Something that is done at a moment of the story.
Deed = tuple[datetime, Callable[[], Awaitable[None]]]


@dataclass(slots=True)
class Ledger:
    """What was planned so far, by the keys of the file."""

    benefits: dict[str, Benefit] = field(default_factory=dict)


async def spread(story: Story) -> None:
    """Units measure, one tries what is to be a model, others take it over once it is approved; two spread freely."""
    said, ledger = data("spreading"), Ledger()
    deeds: list[Deed] = []
    for each in said["benefit"]:
        deeds += _of_benefit(story, each, ledger)
    for each in said["pilot"]:
        deeds += _of_pilot(story, each, ledger)
    for each in said["replication"]:
        deeds += _of_replication(story, each, ledger)
    await tell(story, deeds)


async def tell(story: Story, deeds: Iterable[Deed]) -> None:
    """Do each deed at its moment, in the order of moments: what rests on another deed comes after it."""
    for when, do in sorted(deeds, key=itemgetter(0)):
        with story.at(when):
            await do()
            story.step()


def _of_benefit(story: Story, said: Said, ledger: Ledger) -> Iterator[Deed]:
    yield moment(said["planned"]), partial(_plan, story, said, ledger)
    if "locked" in said:
        yield moment(said["locked"]), partial(_lock, story, said, ledger)
    for each in said.get("measurement", ()):
        made: list[BenefitMeasurement] = []
        yield moment(each["at"]), partial(_measure, story, said, each, ledger, made)
        if "verified" in each:
            yield moment(each["verified"]["at"]), partial(_verify, story, each["verified"], made)


async def _plan(story: Story, said: Said, ledger: Ledger) -> None:
    ledger.benefits[said["key"]] = await planning.plan_benefit(
        story.session,
        await story.actor(said["by"]),
        initiative_id=story.initiatives[said["initiative"]],
        unit_id=story.units[said["unit"]],
        measure=Measure(
            kind=BenefitKind(said.get("kind", "HOURS")),
            name=said["name"],
            unit_of_measure=said["unit_of_measure"],
            more_is_better=said.get("more_is_better", False),
            method=said["method"],
            people_affected=said["people_affected"],
            baseline=Decimal(said["baseline"]),
            target=Decimal(said["target"]),
            forecast=Decimal(said["forecast"]),
        ),
        measuring_from=said["measuring_from"],
        verifier_unit_id=story.units[said["verifier"]],
    )


async def _lock(story: Story, said: Said, ledger: Ledger) -> None:
    benefit = ledger.benefits[said["key"]]
    await planning.lock_benefit_baseline(
        story.session, await story.actor(said["by"]), benefit_id=benefit.id, expected_version=benefit.version
    )


async def _measure(story: Story, of: Said, said: Said, ledger: Ledger, made: list[BenefitMeasurement]) -> None:
    measurement = await measuring.record_benefit_measurement(
        story.session,
        await story.actor(of["by"]),
        benefit_id=ledger.benefits[of["key"]].id,
        month=said["month"],
        reading=Reading(Decimal(said["actual"]), said["cases"], Decimal(said["low"]), Decimal(said["high"])),
        grade=Grade(said["grade"]),
        note=said.get("note"),
    )
    made.append(measurement)


async def _verify(story: Story, said: Said, made: list[BenefitMeasurement]) -> None:
    (measurement,) = made
    await measuring.verify_benefit(
        story.session,
        await story.actor(said["by"]),
        measurement_id=measurement.id,
        verdict=Verdict(said["verdict"]),
        method=said["method"],
        value=Decimal(said["value"]) if "value" in said else None,
        reason=said.get("reason"),
    )


def _of_pilot(story: Story, said: Said, ledger: Ledger) -> Iterator[Deed]:
    made: list[Pilot] = []
    yield moment(said["marked"]), partial(_mark, story, said, made)
    yield moment(said["decided"]), partial(_decide, story, said, ledger, made)


async def _mark(story: Story, said: Said, made: list[Pilot]) -> None:
    pilot = await piloting.mark_pilot(
        story.session,
        await story.actor(CENTER),
        initiative_id=story.initiatives[said["initiative"]],
        unit_id=story.units[said["unit"]],
        asked=piloting.Directive(
            said["directive"], said["goal"], said["success_criteria"], said["starts_on"], said["ends_on"]
        ),
    )
    made.append(pilot)


async def _decide(story: Story, said: Said, ledger: Ledger, made: list[Pilot]) -> None:
    """The leader approves what a verified measure speaks for, and sends back what none speaks for."""
    (pilot,) = made
    leader = await story.actor(LEADER)
    given: dict[str, Any] = {"pilot_id": pilot.id, "expected_version": pilot.version, "reason": said["reason"]}
    if "benefit" in said:
        await piloting.approve_pilot(story.session, leader, **given, benefit_id=ledger.benefits[said["benefit"]].id)
    else:
        await piloting.return_pilot(story.session, leader, **given)


def _of_replication(story: Story, said: Said, ledger: Ledger) -> Iterator[Deed]:
    made: list[Replication] = []
    yield moment(said["at"]), partial(_propose, story, said, made)
    for each in said.get("step", ()):
        yield moment(each["at"]), partial(_go_on, story, said["by"], each, made)
    if "measured" in said:
        yield moment(said["measured"]["at"]), partial(_name_measure, story, said, ledger, made)
    if "end" in said:
        yield moment(said["end"]["at"]), partial(_end, story, said["by"], said["end"], made)


async def _propose(story: Story, said: Said, made: list[Replication]) -> None:
    replication = await replications.propose_replication(
        story.session,
        await story.actor(said["by"]),
        initiative_id=story.initiatives[said["initiative"]],
        unit_id=story.units[said["unit"]],
        reason=said["reason"],
        planned_from=said.get("planned_from"),
        planned_to=said.get("planned_to"),
    )
    made.append(replication)


async def _go_on(story: Story, by: str, said: Said, made: list[Replication]) -> None:
    await replications.advance_replication(
        story.session, await story.actor(by), **_at_hand(made), reason=said["reason"]
    )


async def _name_measure(story: Story, said: Said, ledger: Ledger, made: list[Replication]) -> None:
    given = {"benefit_id": ledger.benefits[said["measured"]["benefit"]].id}
    await replications.update_replication(story.session, await story.actor(said["by"]), **_at_hand(made), given=given)


async def _end(story: Story, by: str, said: Said, made: list[Replication]) -> None:
    await replications.end_replication(
        story.session,
        await story.actor(by),
        **_at_hand(made),
        outcome=ReplicationState(said["outcome"]),
        failure=FailureReason(said["failure"]),
        reason=said["reason"],
    )


def _at_hand(made: list[Replication]) -> dict[str, Any]:
    """Name a replication as it was read just now."""
    (replication,) = made
    return {"replication_id": replication.id, "expected_version": replication.version}
