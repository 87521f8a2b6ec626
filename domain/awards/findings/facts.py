"""What is known of a dossier when the rules are applied to it: plain values, gathered from the database or made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.awards.papers.rules import PaperKind
from domain.awards.rules import AwardLevel
from domain.integrity.rules import HoldGround
from domain.movements.rules import MovementForm
from domain.regulations.rules import DayKind


@dataclass(frozen=True, slots=True)
class Asked:
    """The form of reward that a dossier asks for."""

    form_id: UUID
    code: str
    level: AwardLevel


@dataclass(frozen=True, slots=True)
class OfUnit:
    """The unit nominated, or the nominee's: whether it can decide itself, whether it takes part in the movement."""

    code: str
    is_legal_person: bool
    has_seal: bool
    takes_part: bool


@dataclass(frozen=True, slots=True)
class OfMovement:
    """The movement that a dossier is of."""

    code: str
    form: MovementForm
    starts_on: date


@dataclass(frozen=True, slots=True)
class Held:
    """A hold that is in force on the nominee."""

    ground: HoldGround
    clause: str


@dataclass(frozen=True, slots=True)
class Other:
    """Another dossier: of the same nominee for the same achievement, or with much the same summary.

    `decision` is the number of the decision that rewards it, None while it is on its way. `similarity` is 0 to 1.
    """

    nominee: str
    form_code: str
    movement_code: str
    created_on: date
    decision: str | None = None
    similarity: Decimal = Decimal(1)
    is_same_nominee: bool = True


@dataclass(frozen=True, slots=True)
class Earlier:
    """An award that the nominee was given before; `code` is that of a form or of a title."""

    code: str
    year: int
    counts_for_merit: bool
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """A time in one unit, from a day to a day (`ends_on` is the last day, None while it lasts)."""

    unit_code: str
    starts_on: date
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What a quota is reckoned from, in the movement or in one unit of it.

    `of_form` counts the dossiers for the form asked for that claim a place (proposed, approved, decided), and this one.
    `nominees` are all who were nominated, those refused included; `headcount` is of the people of the participating
    units, or of the unit.
    """

    of_form: int = 0
    nominees: int = 0
    headcount: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """How many of how many."""

    some: int
    of: int

    @property
    def share(self) -> Decimal:
        """Return the share, 0 to 1; of nobody it is 0."""
        return Decimal(self.some) / self.of if self.of else Decimal(0)


@dataclass(frozen=True, slots=True)
class Course:
    """On which days a dossier was received, appraised, answered (returned, refused, decided), signed and published."""

    received_on: date | None = None
    appraised_on: date | None = None
    answered_on: date | None = None
    signed_on: date | None = None
    published_on: date | None = None
    has_passed_council: bool = False


@dataclass(frozen=True, slots=True)
class DossierFacts:
    """All that the rules ask about. `direct_workers` counts among the movement's individual nominees.

    `women` counts the nominee alone, or the people of the unit nominated. `first_received_on` stays when a dossier is
    returned and sent in anew, as the rules do that it is judged by; None while it was never sent in.
    """

    asked: Asked
    is_collective: bool
    unit: OfUnit
    movement: OfMovement
    direct_workers: Part
    women: Part
    in_movement: Tally = Tally()
    in_unit: Tally = Tally()
    course: Course = Course()
    holds: tuple[Held, ...] = ()
    same_achievement: tuple[Other, ...] = ()
    alike: tuple[Other, ...] = ()
    earlier: tuple[Earlier, ...] = ()
    stays: tuple[Stay, ...] = ()
    papers: frozenset[PaperKind] = frozenset()
    special_days: Mapping[date, DayKind] | None = None
    first_received_on: date | None = None
