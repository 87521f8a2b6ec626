"""What units achieved in movements, counted a second time as plain Python over plain rows: nothing here knows SQL."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

Row = Mapping[str, Any]
World = Mapping[str, Mapping[UUID, Row]]
Pair = tuple[UUID, UUID]

BEFORE_THE_MINISTRY = {"SUBMITTED", "SCREENED", "INELIGIBLE", "SCORING", "SCORED"}
FIGURES = (
    "submitted",
    "eligible",
    "ranked",
    "best_place",
    "mean_score",
    "nominations_proposed",
    "nominations_decided",
    "awards_effective",
    "adoptions_given",
    "adoptions_received",
    "is_thematic",
    "counts_for_merit",
)


def recount(world: World) -> dict[Pair, tuple[Any, ...]]:
    """Return the figures of every movement and unit that there are figures of, in the order of `FIGURES`."""
    initiatives = world["Initiative"]
    entered = [row for row in initiatives.values() if row["state"] in BEFORE_THE_MINISTRY]
    dossiers = [row for row in world["Nomination"].values() if row["state"] not in {"DRAFT", "WITHDRAWN"}]
    uses = [
        (initiatives[row["initiative_id"]], row["unit_id"])
        for row in world["AdoptingUnit"].values()
        if row["ended_at"] is None
    ]
    ranked = list(_ranked(world))
    pairs = {
        *(_of(row) for row in [*world["Participation"].values(), *entered, *dossiers]),
        *(pair for pair, _entry in ranked),
        *((of["movement_id"], unit) for of, unit in uses),
        *(_of(of) for of, _unit in uses),
    }

    def figures(pair: Pair) -> tuple[Any, ...]:
        own = [row for row in entered if _of(row) == pair]
        entries = [entry for of, entry in ranked if of == pair]
        proposed = [row for row in dossiers if _of(row) == pair]
        decided = [row for row in proposed if row["decision_id"] is not None]
        thematic = world["Movement"][pair[0]]["form"] == "THEMATIC"
        return (
            len(own),
            sum(row["state"] in {"SCREENED", "SCORING", "SCORED"} for row in own),
            len(entries),
            min((entry["place"] for entry in entries), default=None),
            _mean([entry["score"] for entry in entries]),
            len(proposed),
            len(decided),
            sum(row["state"] != "REVOKED" for row in decided),
            sum((of["movement_id"], unit) == pair for of, unit in uses),
            sum(_of(of) == pair for of, _unit in uses),
            thematic,
            not thematic,
        )

    return {pair: figures(pair) for pair in pairs}


def _of(row: Row) -> Pair:
    return row["movement_id"], row["unit_id"]


def _mean(scores: list[Decimal]) -> Decimal | None:
    return (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.000001"), "ROUND_HALF_UP") if scores else None


def _ranked(world: World) -> Iterator[tuple[Pair, Row]]:
    """Return what is ranked in the latest published version of each movement's last round of judging."""
    last: dict[UUID, tuple[int, int, UUID]] = {}
    for result in world["Result"].values():
        round_ = world["Round"][result["round_id"]]
        if result["state"] == "PUBLISHED" and round_["kind"] in {"CROSS_SCORE", "EXPERT", "COUNCIL"}:
            told = round_["ordinal"], result["number"], result["id"]
            movement = round_["movement_id"]
            last[movement] = max(last.get(movement, told), told)
    for movement, (_ordinal, _number, result_id) in last.items():
        for entry in world["ResultEntry"].values():
            if entry["result_id"] == result_id and entry["status"] == "RANKED":
                yield (movement, entry["unit_id"]), entry
