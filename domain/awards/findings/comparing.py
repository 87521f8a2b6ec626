"""Other dossiers beside one: those for the same achievement, and those that tell it in much the same words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from domain.awards.findings.facts import Other
from domain.awards.findings.similarity import similarity, trigrams
from domain.awards.model import Nomination
from domain.clock import VIETNAM

#: Below this nothing is told as similar, whatever a rule's threshold; and no more than so many for one dossier.
LEAST_SIMILARITY = Decimal("0.3")
MOST_ALIKE = 5


class Others:
    """The live dossiers that others are compared with; the trigrams of each summary are made once."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.named: Mapping[Nomination, Other] = {row[0]: _other(row) for row in rows}
        self.trigrams = cache(trigrams)

    def same_achievement(self, of: Nomination) -> tuple[Other, ...]:
        """Return those of the same nominee for the same achievement.

        That is the same initiative; where one of the two names none, it is what was achieved in the movement.
        """
        return tuple(
            other
            for row, other in self.named.items()
            if row.id != of.id and _is_same_nominee(row, of) and _is_same_achievement(row, of)
        )

    def alike(self, of: Nomination) -> tuple[Other, ...]:
        """Return those whose summaries are most alike, the most alike first: the nominee's, and the movement's."""
        mine, near = self.trigrams(of.summary), []
        for row, other in self.named.items():
            is_own = _is_same_nominee(row, of)
            if row.id != of.id and (is_own or row.movement_id == of.movement_id):
                share = similarity(mine, self.trigrams(row.summary), LEAST_SIMILARITY)
                if share >= LEAST_SIMILARITY:
                    near.append((share, is_own, other))
        near.sort(key=lambda each: -each[0])
        return tuple(
            replace(other, similarity=share, is_same_nominee=is_own) for share, is_own, other in near[:MOST_ALIKE]
        )


def _is_same_nominee(one: Nomination, other: Nomination) -> bool:
    return one.person_id == other.person_id and (one.person_id is not None or one.unit_id == other.unit_id)


def _is_same_achievement(one: Nomination, other: Nomination) -> bool:
    if one.initiative_id is None or other.initiative_id is None:
        return one.movement_id == other.movement_id
    return one.initiative_id == other.initiative_id


def _other(row: Any) -> Other:
    created_on = row[0].created_at.astimezone(VIETNAM).date()
    return Other(row.nominee, row.form_code, row.movement_code, created_on, row.decision)
