"""Conflicts of interest, found a second time, as plain Python over plain rows: nothing here knows SQL or the view."""

from collections.abc import Iterator, Mapping
from datetime import timedelta, timezone
from typing import Any
from uuid import UUID

Row = Mapping[str, Any]
World = Mapping[str, Mapping[UUID, Row]]
Pair = tuple[UUID, UUID]
VIET_NAM = timezone(timedelta(hours=7))


def in_force(world: World) -> set[Pair]:
    """Return the pairs of person and initiative between which a conflict stands that two people did not set aside."""
    waived = {
        (row["person_id"], row["initiative_id"], kind)
        for row in world["ConflictWaiver"].values()
        if row["approved_at"] is not None and row["ended_at"] is None
        for kind in row["kinds"]
    }
    found = {
        *((*pair, "OWN_INITIATIVE") for pair in _authors(world)),
        *((*pair, "OWN_UNIT") for pair in _of_unit(world)),
        *((*pair, "FORMER_UNIT") for pair in _of_former_unit(world)),
        *_above_and_below(world),
        *((*pair, "ADOPTING_UNIT") for pair in _adopting(world)),
        *((row["person_id"], row["initiative_id"], "DECLARED") for row in _standing(world["DeclaredConflict"])),
    }
    return {(person, initiative) for person, initiative, kind in found - waived}


def _standing(rows: Mapping[UUID, Row]) -> Iterator[Row]:
    return (row for row in rows.values() if row["ended_at"] is None)


def _authors(world: World) -> set[Pair]:
    revisions = world["InitiativeRevision"]
    return {
        (row["person_id"], revisions[row["revision_id"]]["initiative_id"]) for row in world["InitiativeAuthor"].values()
    }


def _of_unit(world: World) -> Iterator[Pair]:
    for person in world["Person"].values():
        for initiative in world["Initiative"].values():
            if person["unit_id"] == initiative["unit_id"]:
                yield person["id"], initiative["id"]


def _of_former_unit(world: World) -> Iterator[Pair]:
    for row in world["UnitMembership"].values():
        for initiative in world["Initiative"].values():
            was_there = row["unit_id"] == initiative["unit_id"] and row["ends_on"] is not None
            has_left = world["Person"][row["person_id"]]["unit_id"] != row["unit_id"]
            begun = initiative["created_at"].astimezone(VIET_NAM).date()
            if was_there and has_left and row["ends_on"] >= begun:
                yield row["person_id"], initiative["id"]


def _above_and_below(world: World) -> Iterator[tuple[UUID, UUID, str]]:
    """Who leads a unit is above everybody there and in the units below it, whatever end was planned."""
    people, units = world["Person"], world["Unit"]
    grants = world["RoleGrant"].values()
    leaders = [row for row in grants if row["role"] == "UNIT_LEADER" and row["revoked_at"] is None]
    for leader in leaders:
        led = {key for key, unit in units.items() if leader["unit_id"] in (key, unit["parent_id"])}
        for author, initiative in _authors(world):
            if people[author]["unit_id"] in led and author != leader["person_id"]:
                yield leader["person_id"], initiative, "SUPERIOR"
            if author == leader["person_id"]:
                for person in people.values():
                    if person["unit_id"] in led and person["id"] != author:
                        yield person["id"], initiative, "SUBORDINATE"


def _adopting(world: World) -> Iterator[Pair]:
    for row in _standing(world["AdoptingUnit"]):
        for person in world["Person"].values():
            if person["unit_id"] == row["unit_id"]:
                yield person["id"], row["initiative_id"]
