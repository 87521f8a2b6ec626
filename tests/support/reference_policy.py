"""Who may see which row and read which value: the rules in words, a second time, as plain Python over plain rows.

Nothing here knows SQL, and nothing is shared with the filters of the domain: a test compares the two over data that
were made to tell them apart. Rows are dictionaries by the names of their columns; a world holds them by type and key.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from domain.actor import Actor, Role

Row = Mapping[str, Any]
World = Mapping[str, Mapping[UUID, Row]]
Rule = Callable[["Eyes", Row], bool]

#: The standing body, Personnel and the ministry's leaders run the movement, auditors watch them.
RUNNERS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER)
WATCHERS = (*RUNNERS, Role.AUDITOR)
#: The secretary of the council sees most of what they see, once it is more than a draft.
COUNCIL = Role.COUNCIL_SECRETARY

#: One rule per type; for masked values, one rule more per type and field. A value without a rule is read with its row.
SEES: dict[str, Rule] = {}
READS: dict[tuple[str, str], Rule] = {}


class Eyes:
    """One actor before one world."""

    def __init__(self, world: World, actor: Actor) -> None:
        self.world = world
        self.actor = actor
        self.me = actor.person_id

    def may_see(self, type_name: str, row: Row) -> bool:
        """Say whether the actor may know that the row exists."""
        return self.actor.is_system or (self.me is not None and SEES[type_name](self, row))

    def may_read(self, type_name: str, field: str, row: Row) -> bool:
        """Say whether the actor may read one value of a row; nobody reads of what they do not see."""
        rule = READS.get((type_name, field))
        return self.may_see(type_name, row) and (self.actor.is_system or rule is None or rule(self, row))

    def may_sort_by(self, type_name: str, field: str) -> bool:
        """Say whether the actor may filter and sort by a value."""
        is_masked = (type_name, field) in READS
        return self.actor.is_system or not is_masked or self.is_one_of(*READ_OF_ALL[type_name])

    def sees(self, type_name: str, key: UUID) -> bool:
        """Say whether the actor may see the row that another one belongs to."""
        return SEES[type_name](self, self.world[type_name][key])

    def is_one_of(self, *roles: Role) -> bool:
        """Say whether one of the roles is in force."""
        return any(grant.role in roles for grant in self.actor.grants)

    def units_as(self, *roles: Role) -> set[UUID | None]:
        """Return the units for which one of the roles is in force."""
        return {grant.unit_id for grant in self.actor.grants if grant.role in roles}

    @cached_property
    def led(self) -> set[UUID | None]:
        """The units that the actor leads."""
        return self.units_as(Role.UNIT_LEADER)

    @cached_property
    def served(self) -> set[UUID | None]:
        """The units that the actor leads or is the focal officer of."""
        return self.units_as(Role.UNIT_LEADER, Role.FOCAL_OFFICER)

    @cached_property
    def judged(self) -> set[UUID | None]:
        """The rounds that the actor is an evaluator of, now."""
        return {grant.round_id for grant in self.actor.grants if grant.role == Role.EVALUATOR}

    @cached_property
    def written(self) -> set[UUID]:
        """The initiatives that name the actor as an author, in whatever revision."""
        revisions = self.world["InitiativeRevision"]
        mine = (each for each in self.world["InitiativeAuthor"].values() if each["person_id"] == self.me)
        return {revisions[each["revision_id"]]["initiative_id"] for each in mine}

    @cached_property
    def entrusted(self) -> set[tuple[UUID, UUID]]:
        """What the actor has to judge, as (round, initiative): being recused takes it out of their hands."""
        return {
            (each["round_id"], each["initiative_id"])
            for each in self.world["Assignment"].values()
            if each["evaluator_id"] == self.me and each["round_id"] in self.judged and each["state"] != "RECUSED"
        }

    @cached_property
    def entrusted_revisions(self) -> set[UUID]:
        """The one revision of each that is scored."""
        entries = self.world["RoundEntry"].values()
        return {each["revision_id"] for each in entries if (each["round_id"], each["initiative_id"]) in self.entrusted}

    def knows(self, initiative: Row) -> bool:
        """Say whether the actor sees an initiative otherwise than as its evaluator.

        The ministry's bodies see what has left the unit; what was withdrawn before that stays the unit's own business.
        """
        has_left = initiative["first_submitted_at"] is not None
        is_back_home = initiative["state"] in {"DRAFT", "UNIT_REVIEW", "RETURNED"}
        return (
            initiative["unit_id"] in self.served
            or initiative["created_by_id"] == self.me
            or initiative["id"] in self.written
            or (self.is_one_of(*WATCHERS, COUNCIL) and has_left and not is_back_home)
        )


def seen(*type_names: str) -> Callable[[Rule], Rule]:
    """Make a function the rule of types."""
    return lambda rule: SEES.update(dict.fromkeys(type_names, rule)) or rule


def read(type_name: str, *fields: str) -> Callable[[Rule], Rule]:
    """Make a function the rule of fields."""
    return lambda rule: READS.update({(type_name, field): rule for field in fields}) or rule


# What belongs to another row and is seen with it, no more and no less.
seen("Phase", "Participation", "MovementLegalBasis")(lambda eyes, row: eyes.sees("Movement", row["movement_id"]))
seen("PhaseCapability")(lambda eyes, row: eyes.sees("Phase", row["phase_id"]))
seen("Criterion")(lambda eyes, row: eyes.sees("Rubric", row["rubric_id"]))
seen("CriterionBand")(lambda eyes, row: eyes.sees("Criterion", row["criterion_id"]))
seen("InitiativeAuthor", "EvidenceLink")(lambda eyes, row: eyes.sees("InitiativeRevision", row["revision_id"]))
seen("Mark")(lambda eyes, row: eyes.sees("ScoreSheet", row["sheet_id"]))


@seen("Unit", "LegalBasis", "AwardTitle", "AwardForm", "AwardDecision")
def _by_everyone_signed_in(_eyes: Eyes, _row: Row) -> bool:
    return True


@seen("Person")
def _person(eyes: Eyes, row: Row) -> bool:
    everybodys = eyes.is_one_of(*WATCHERS, COUNCIL, Role.SYSTEM_ADMINISTRATOR)
    return everybodys or row["id"] == eyes.me or row["unit_id"] in eyes.served


#: Who reads a masked value of everybody; only they may filter or sort by it.
READ_OF_ALL = {"Person": (Role.PERSONNEL, Role.MINISTRY_LEADER), "AuditEntry": (Role.AUDITOR,), "Initiative": ()}


@read("Person", "email", "employment_type", "leadership_tier", "left_on")
def _particulars(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*READ_OF_ALL["Person"]) or row["id"] == eyes.me or row["unit_id"] in eyes.led


@seen("UnitMembership")
def _history_is_a_particular(eyes: Eyes, row: Row) -> bool:
    return _particulars(eyes, eyes.world["Person"][row["person_id"]])


@seen("RoleGrant")
def _grant(eyes: Eyes, row: Row) -> bool:
    return _sees_all_grants(eyes) or row["person_id"] == eyes.me


def _sees_all_grants(eyes: Eyes) -> bool:
    return eyes.is_one_of(Role.PERSONNEL, Role.INFORMATION_CENTER, Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR)


@seen("Movement")
def _movement_once_launched(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS) or row["state"] not in {"DRAFT", "SUBMITTED", "RETURNED", "APPROVED"}


@seen("MovementTransition")
def _by_watchers(eyes: Eyes, _row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS)


@seen("Rubric")
def _rubric_once_frozen(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS) or row["state"] == "FROZEN"


@seen("Initiative")
def _initiative(eyes: Eyes, row: Row) -> bool:
    return eyes.knows(row) or any(initiative == row["id"] for _round, initiative in eyes.entrusted)


@read("Initiative", "state_reason")
def _reviewers_words(eyes: Eyes, row: Row) -> bool:
    return eyes.knows(row)


@seen("InitiativeRevision")
def _revision(eyes: Eyes, row: Row) -> bool:
    return eyes.knows(eyes.world["Initiative"][row["initiative_id"]]) or row["id"] in eyes.entrusted_revisions


@seen("InitiativeReview")
def _review_but_not_by_evaluators(eyes: Eyes, row: Row) -> bool:
    return eyes.knows(eyes.world["Initiative"][row["initiative_id"]])


@seen("Round")
def _round_once_opened(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS) or row["state"] != "DRAFT"


@seen("RoundEntry")
def _with_its_round_and_its_initiative(eyes: Eyes, row: Row) -> bool:
    return eyes.sees("Round", row["round_id"]) and eyes.sees("Initiative", row["initiative_id"])


@seen("Assignment")
def _assignment(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS, COUNCIL) or _is_evaluators_own(eyes, row)


def _is_evaluators_own(eyes: Eyes, row: Row) -> bool:
    return row["evaluator_id"] == eyes.me and row["round_id"] in eyes.judged


@seen("ScoreSheet")
def _sheet_but_not_by_auditors(eyes: Eyes, row: Row) -> bool:
    is_submitted = row["state"] == "SUBMITTED"
    return (is_submitted and eyes.is_one_of(*RUNNERS, COUNCIL)) or _is_evaluators_own(eyes, row)


@seen("Result")
def _result_once_published(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS) or row["state"] == "PUBLISHED"


@seen("ResultEntry")
def _standing(eyes: Eyes, row: Row) -> bool:
    is_concerned = row["unit_id"] in eyes.served or row["initiative_id"] in eyes.written
    return eyes.sees("Result", row["result_id"]) and (eyes.is_one_of(*WATCHERS, COUNCIL) or is_concerned)


@seen("Nomination")
def _nomination(eyes: Eyes, row: Row) -> bool:
    is_proposed, is_decided = row["state"] != "DRAFT", row["state"] == "DECIDED"
    return (
        eyes.is_one_of(Role.PERSONNEL, Role.AUDITOR)
        or (is_proposed and (eyes.is_one_of(*RUNNERS, COUNCIL) or row["unit_id"] in eyes.led))
        or row["created_by_id"] == eyes.me
        or (is_decided and row["person_id"] == eyes.me)
    )


@seen("AuditEntry")
def _trail(eyes: Eyes, row: Row) -> bool:
    is_of_draft_marks = row["deed"] == "SHEET_SAVED"
    return eyes.is_one_of(Role.AUDITOR) or (eyes.is_one_of(*RUNNERS) and not is_of_draft_marks)


#: Of which types the trail tells what changed, and who sees all of such a type without the trail. Of other types it
#: tells auditors only: a unit's drafts, score sheets and people's particulars must not leak through another door.
TOLD: Mapping[str, Callable[[Eyes], bool]] = {
    **dict.fromkeys(("Unit", "LegalBasis", "AwardTitle", "AwardForm", "AwardDecision"), lambda _eyes: True),
    **dict.fromkeys(
        ("Movement", "Phase", "Participation", "Rubric", "Round", "Result"), lambda eyes: eyes.is_one_of(*WATCHERS)
    ),
    "Person": lambda eyes: eyes.is_one_of(Role.PERSONNEL, Role.MINISTRY_LEADER),
    "RoleGrant": _sees_all_grants,
    "Nomination": lambda eyes: eyes.is_one_of(Role.PERSONNEL),
}


@read("AuditEntry", "before", "after", "reason")
def _what_changed(eyes: Eyes, row: Row) -> bool:
    told = TOLD.get(row["subject_type"])
    return eyes.is_one_of(*READ_OF_ALL["AuditEntry"]) or (told is not None and told(eyes))
