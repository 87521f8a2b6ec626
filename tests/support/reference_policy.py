"""Who may see which row and read which value: the rules in words, a second time, as plain Python over plain rows.

Nothing here knows SQL, and nothing is shared with the filters of the domain: a test compares the two over data that
were made to tell them apart. Rows are dictionaries by the names of their columns; a world holds them by type and key.
"""

import json
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any
from uuid import UUID

from domain.actor import Actor, Role
from tests.support import reference_conflicts

Row = Mapping[str, Any]
World = Mapping[str, Mapping[UUID, Row]]
Rule = Callable[["Eyes", Row], bool]

#: The standing body, Personnel and the ministry's leaders run the movement, auditors watch them.
RUNNERS = (Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER)
WATCHERS = (*RUNNERS, Role.AUDITOR)
#: The secretary of the council sees most of what they see, once it is more than a draft.
COUNCIL = Role.COUNCIL_SECRETARY

_KNOWN: dict[int, tuple[World, set[tuple[UUID, UUID]]]] = {}


def conflicts_in(world: World) -> set[tuple[UUID, UUID]]:
    """Return the conflicts of a world, found once."""
    if id(world) not in _KNOWN:
        _KNOWN[id(world)] = world, reference_conflicts.in_force(world)
    return _KNOWN[id(world)][1]


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
        sorts = SORTS.get((type_name, field), lambda eyes: eyes.is_one_of(*READ_OF_ALL[type_name]))
        return self.actor.is_system or not is_masked or sorts(self)

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
        """What the actor has to judge, as (round, initiative): being recused takes it out of their hands.

        A round that is in no phase yet entrusts nothing.
        """
        return {
            (each["round_id"], each["initiative_id"])
            for each in self.world["Assignment"].values()
            if each["evaluator_id"] == self.me and each["round_id"] in self.judged and each["state"] != "RECUSED"
            if self.phase_of(each["round_id"])
        }

    def phase_of(self, round_id: UUID) -> Row:
        """What the phase lets be seen that a round is in; empty when it is in none."""
        phase_id = self.world["Round"][round_id]["phase_id"]
        return self.world["RoundPhase"][phase_id] if phase_id else {}

    def shows_authors(self, round_id: UUID) -> bool:
        """Say whether the phase of a round shows who wrote what is scored."""
        return self.phase_of(round_id).get("hides_authors") is False

    @cached_property
    def entrusted_entries(self) -> list[Row]:
        """The entries that are scored, by name or blindly."""
        entries = self.world["RoundEntry"].values()
        return [each for each in entries if (each["round_id"], each["initiative_id"]) in self.entrusted]

    @cached_property
    def scored_by_name(self) -> set[UUID]:
        """The one revision of each entry that is scored by name."""
        return {each["revision_id"] for each in self.entrusted_entries if self.shows_authors(each["round_id"])}

    @cached_property
    def scored_blindly(self) -> set[UUID]:
        """The one revision of each entry that is scored without names."""
        entries = self.entrusted_entries
        return {each["revision_id"] for each in entries if self.phase_of(each["round_id"])["hides_authors"]}

    @cached_property
    def own_sent(self) -> set[tuple[UUID, UUID]]:
        """What the actor has scored and sent."""
        sheets = self.world["ScoreSheet"].values()
        mine = (each for each in sheets if each["evaluator_id"] == self.me and each["state"] == "SUBMITTED")
        return {(each["round_id"], each["initiative_id"]) for each in mine}

    @cached_property
    def sittings(self) -> set[UUID]:
        """The councils' sessions whose roster names the actor."""
        members = self.world["SessionMember"].values()
        return {each["session_id"] for each in members if each["person_id"] == self.me}

    @cached_property
    def summoned(self) -> set[UUID]:
        """The nominations that these sessions vote on."""
        items = self.world["SessionItem"].values()
        return {each["nomination_id"] for each in items if each["session_id"] in self.sittings}

    @cached_property
    def conflicts(self) -> set[UUID]:
        """The initiatives that the actor has to keep away from."""
        return {initiative for person, initiative in conflicts_in(self.world) if person == self.me}

    def is_in_conflict(self, initiative_id: UUID, round_id: UUID) -> bool:
        """Say whether a conflict of interest keeps the actor from what belongs to the scoring of an initiative."""
        return initiative_id in self.conflicts and self.world["Round"][round_id]["kind"] != "SELF_SCORE"

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
seen("Phase", "Participation", "Block", "BlockUnit", "MovementLegalBasis")(
    lambda eyes, row: eyes.sees("Movement", row["movement_id"])
)
seen("PhaseCapability")(lambda eyes, row: eyes.sees("Phase", row["phase_id"]))
seen("Criterion")(lambda eyes, row: eyes.sees("Rubric", row["rubric_id"]))
seen("CriterionBand")(lambda eyes, row: eyes.sees("Criterion", row["criterion_id"]))
seen("InitiativeAuthor", "EvidenceLink")(lambda eyes, row: eyes.sees("InitiativeRevision", row["revision_id"]))
seen("RoundPhase", "RoundTier")(lambda eyes, row: eyes.sees("Round", row["round_id"]))
seen("Mark", "SheetExclusion")(lambda eyes, row: eyes.sees("ScoreSheet", row["sheet_id"]))
seen("AwardChance")(lambda eyes, row: eyes.sees("ResultEntry", row["entry_id"]))
seen("ProposalFinding")(lambda eyes, row: eyes.sees("AssignmentProposal", row["proposal_id"]))
seen("ScoreTableEntry")(lambda eyes, row: eyes.sees("ScoreTable", row["table_id"]))


@seen(
    "Unit",
    "LegalBasis",
    "LegalParameter",
    "AwardRule",
    "SpecialDay",
    "AwardTitle",
    "AwardForm",
    "AwardDecision",
    "DecisionPublication",
)
def _by_everyone_signed_in(_eyes: Eyes, _row: Row) -> bool:
    return True


@seen("Person")
def _person(eyes: Eyes, row: Row) -> bool:
    everybodys = eyes.is_one_of(*WATCHERS, COUNCIL, Role.SYSTEM_ADMINISTRATOR)
    return everybodys or row["id"] == eyes.me or row["unit_id"] in eyes.served or _is_fellow(eyes, row["id"])


def _is_fellow(eyes: Eyes, person_id: UUID) -> bool:
    return any(
        (each["round_id"], each["initiative_id"]) in eyes.entrusted
        and not eyes.phase_of(each["round_id"])["hides_evaluators"]
        for each in eyes.world["Assignment"].values()
        if each["evaluator_id"] == person_id and each["state"] == "ASSIGNED"
    )


#: Who reads a masked value of everybody; only they may filter or sort by it.
READ_OF_ALL = {
    "Person": (Role.PERSONNEL, Role.MINISTRY_LEADER),
    "AuditEntry": (),
    "Initiative": (),
    "Participation": (*WATCHERS, COUNCIL),
    "Nomination": (*WATCHERS, COUNCIL),
    "ResultJudge": (),
    "ScoreSheet": (*WATCHERS, COUNCIL),
    "UnitStanding": (*WATCHERS, COUNCIL),
}


@read("Person", "email", "employment_type", "gender", "leadership_tier", "left_on")
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
def _initiative_as_it_is_scored(eyes: Eyes, row: Row) -> bool:
    return eyes.knows(row) or row["current_revision_id"] in eyes.scored_by_name


@read("Initiative", "state_reason")
def _reviewers_words(eyes: Eyes, row: Row) -> bool:
    return eyes.knows(row)


@seen("InitiativeRevision")
def _revision(eyes: Eyes, row: Row) -> bool:
    return eyes.knows(eyes.world["Initiative"][row["initiative_id"]]) or row["id"] in eyes.scored_by_name


@seen("InitiativeReview")
def _review_but_not_by_evaluators(eyes: Eyes, row: Row) -> bool:
    return eyes.knows(eyes.world["Initiative"][row["initiative_id"]])


@seen("Round")
def _round_once_opened(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS) or row["state"] != "DRAFT"


@seen("RedactedRevision")
def _redaction_of_what_is_scored_blindly(eyes: Eyes, row: Row) -> bool:
    same = [each for each in eyes.world["RedactedRevision"].values() if each["revision_id"] == row["revision_id"]]
    is_latest = row["number"] == max(each["number"] for each in same)
    return eyes.is_one_of(*WATCHERS) or (is_latest and row["revision_id"] in eyes.scored_blindly)


@read("RedactedRevision", "revision")
def _what_was_redacted(eyes: Eyes, _row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS)


@seen("RoundEntry")
def _with_its_round_and_its_initiative_or_to_score_it(eyes: Eyes, row: Row) -> bool:
    is_known = eyes.knows(eyes.world["Initiative"][row["initiative_id"]])
    return eyes.sees("Round", row["round_id"]) and (is_known or row in eyes.entrusted_entries)


@read("RoundEntry", "initiative", "revision")
@read("Assignment", "initiative", "revision")
@read("ScoreSheet", "initiative")
def _what_is_scored(eyes: Eyes, row: Row) -> bool:
    is_known = eyes.knows(eyes.world["Initiative"][row["initiative_id"]])
    return _is_no_mere_evaluator(eyes) or is_known or eyes.shows_authors(row["round_id"])


def _is_no_mere_evaluator(eyes: Eyes) -> bool:
    return eyes.is_one_of(*WATCHERS, COUNCIL) or not eyes.is_one_of(Role.EVALUATOR)


@read("RoundEntry", "redaction")
def _redaction_where_it_is_read(eyes: Eyes, row: Row) -> bool:
    is_blind = eyes.phase_of(row["round_id"]).get("hides_authors") is True
    return eyes.is_one_of(*WATCHERS) or (is_blind and eyes.is_one_of(Role.EVALUATOR))


@seen("Assignment")
def _assignment(eyes: Eyes, row: Row) -> bool:
    is_free = not eyes.is_in_conflict(row["initiative_id"], row["round_id"])
    return (is_free and eyes.is_one_of(*WATCHERS, COUNCIL)) or _is_evaluators_own(eyes, row)


def _is_evaluators_own(eyes: Eyes, row: Row) -> bool:
    return row["evaluator_id"] == eyes.me and row["round_id"] in eyes.judged


@seen("ScoreSheet")
def _sheet_but_not_by_auditors(eyes: Eyes, row: Row) -> bool:
    is_shown = row["state"] == "SUBMITTED" and not eyes.is_in_conflict(row["initiative_id"], row["round_id"])
    others = eyes.is_one_of(*RUNNERS, COUNCIL) or _is_shown_to_fellows(eyes, row)
    return (is_shown and others) or _is_evaluators_own(eyes, row)


def _is_shown_to_fellows(eyes: Eyes, row: Row) -> bool:
    """Whoever scores the same entry sees what stands in it, as the phase says."""
    of = row["round_id"], row["initiative_id"]
    when = eyes.phase_of(row["round_id"]).get("others_scores")
    is_given_up = eyes.world["Assignment"][row["assignment_id"]]["state"] != "ASSIGNED"
    is_due = when == "ALWAYS" or (when == "AFTER_OWN" and of in eyes.own_sent)
    return of in eyes.entrusted and is_due and not is_given_up


@read("ScoreSheet", "evaluator")
def _whose_sheet(eyes: Eyes, row: Row) -> bool:
    is_shown = eyes.phase_of(row["round_id"]).get("hides_evaluators") is False
    return _of_own_sheet(eyes, row) or (is_shown and eyes.is_one_of(Role.EVALUATOR))


@read("ScoreSheet", "reopened_reason", "entered_by")
def _of_own_sheet(eyes: Eyes, row: Row) -> bool:
    is_own = row["evaluator_id"] == eyes.me and eyes.is_one_of(Role.EVALUATOR)
    return eyes.is_one_of(*WATCHERS, COUNCIL) or is_own


#: Who may sort by a value that is masked in some rows, where that is not for those who read all of it alone.
SORTS: Mapping[tuple[str, str], Callable[[Eyes], bool]] = {("RoundEntry", "initiative"): _is_no_mere_evaluator}


@seen("DiscussionPost")
def _post(eyes: Eyes, row: Row) -> bool:
    """One's own; else what is said of an entry is told as its scores are, by those who run the round to one another."""
    is_free = not eyes.is_in_conflict(row["initiative_id"], row["round_id"])
    to_evaluators = row["audience"] == "EVALUATORS" and _scores_are_shown(eyes, row)
    return row["author_id"] == eyes.me or (is_free and (eyes.is_one_of(*RUNNERS, COUNCIL) or to_evaluators))


def _scores_are_shown(eyes: Eyes, row: Row) -> bool:
    of = row["round_id"], row["initiative_id"]
    when = eyes.phase_of(row["round_id"]).get("others_scores")
    return of in eyes.entrusted and (when == "ALWAYS" or (when == "AFTER_OWN" and of in eyes.own_sent))


@read("DiscussionPost", "author")
def _who_said_it(eyes: Eyes, row: Row) -> bool:
    is_shown = eyes.phase_of(row["round_id"]).get("hides_evaluators") is False and eyes.is_one_of(Role.EVALUATOR)
    return eyes.is_one_of(*WATCHERS, COUNCIL) or row["author_id"] == eyes.me or is_shown


@seen("DisputedEntry")
def _dispute(eyes: Eyes, row: Row) -> bool:
    """That evaluators differ tells of all their sheets at once."""
    is_free = not eyes.is_in_conflict(row["initiative_id"], row["round_id"])
    is_entrusted = (row["round_id"], row["initiative_id"]) in eyes.entrusted
    shows_all = is_entrusted and eyes.phase_of(row["round_id"])["others_scores"] == "ALWAYS"
    return is_free and (eyes.is_one_of(*RUNNERS, COUNCIL) or shows_all)


@seen("Result")
def _result_once_published(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS) or row["state"] == "PUBLISHED"


@seen("ResultEntry")
def _standing(eyes: Eyes, row: Row) -> bool:
    is_concerned = row["unit_id"] in eyes.served or row["initiative_id"] in eyes.written
    result = eyes.world["Result"][row["result_id"]]
    is_free = result["state"] == "PUBLISHED" or not eyes.is_in_conflict(row["initiative_id"], result["round_id"])
    is_for_them = eyes.is_one_of(*WATCHERS, COUNCIL) or is_concerned
    return eyes.sees("Result", row["result_id"]) and is_for_them and is_free


@seen("ResultDifference")
def _difference_by_who_sees_both_versions(eyes: Eyes, row: Row) -> bool:
    return eyes.sees("ResultEntry", row["id"]) and eyes.sees("Result", row["previous_id"])


@seen("ResultJudge")
def _own_figures_once_published(eyes: Eyes, row: Row) -> bool:
    is_published = eyes.world["Result"][row["result_id"]]["state"] == "PUBLISHED"
    return eyes.is_one_of(*WATCHERS) or (is_published and row["evaluator_id"] == eyes.me)


@read("ResultJudge", "halo", "minutes", "anchor_offset")
def _coaching_is_private(eyes: Eyes, row: Row) -> bool:
    return row["evaluator_id"] == eyes.me


@seen("ResultSheet")
def _what_was_expected_of_others_sheets(eyes: Eyes, row: Row) -> bool:
    is_own = eyes.world["ScoreSheet"][row["sheet_id"]]["evaluator_id"] == eyes.me
    return eyes.is_one_of(*RUNNERS, COUNCIL) and eyes.sees("ScoreSheet", row["sheet_id"]) and not is_own


@seen("ResultChart")
def _chart_by_who_sees_all_that_it_shows(eyes: Eyes, row: Row) -> bool:
    result, entries = eyes.world["Result"][row["result_id"]], eyes.world["RoundEntry"].values()
    drawn = (each for each in entries if each["round_id"] == result["round_id"])
    is_bound = any(eyes.is_in_conflict(each["initiative_id"], result["round_id"]) for each in drawn)
    if result["state"] == "PUBLISHED":
        return eyes.is_one_of(*WATCHERS) or (eyes.is_one_of(COUNCIL) and row["kind"] == "RANKING")
    return eyes.is_one_of(*WATCHERS) and not is_bound


@seen("AssignmentProposal")
def _proposal_by_who_assigns(eyes: Eyes, _row: Row) -> bool:
    return eyes.is_one_of(Role.INFORMATION_CENTER, Role.PERSONNEL, Role.AUDITOR)


@seen("ProposedAssignment")
def _pair_unless_in_conflict(eyes: Eyes, row: Row) -> bool:
    return eyes.sees("AssignmentProposal", row["proposal_id"]) and row["initiative_id"] not in eyes.conflicts


@seen("DeclaredConflict", "ConflictWaiver")
def _own_or_of_what_is_watched(eyes: Eyes, row: Row) -> bool:
    return row["person_id"] == eyes.me or (eyes.is_one_of(*WATCHERS) and eyes.sees("Initiative", row["initiative_id"]))


@seen("Conflict")
def _conflict_but_not_what_it_was_declared_blindly_of(eyes: Eyes, row: Row) -> bool:
    is_told = eyes.is_one_of(*WATCHERS) or (row["person_id"] == eyes.me and row["entry_id"] is None)
    return is_told and eyes.sees("Initiative", row["initiative_id"])


@seen("RoundConflict")
def _conflict_of_a_round_by_who_has_none(eyes: Eyes, row: Row) -> bool:
    is_free = row["initiative_id"] not in eyes.conflicts
    return is_free and eyes.is_one_of(*WATCHERS) and eyes.sees("Initiative", row["initiative_id"])


@read("DeclaredConflict", "reason", "ended_reason")
@read("Conflict", "reason")
def _why_somebody_keeps_away(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(Role.PERSONNEL, Role.AUDITOR) or row["person_id"] == eyes.me


@read("DeclaredConflict", "initiative")
def _of_what_it_was_declared(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS) or row["entry_id"] is None


@seen("AdoptingUnit")
def _adoption(eyes: Eyes, row: Row) -> bool:
    return row["unit_id"] in eyes.served or eyes.sees("Initiative", row["initiative_id"])


@seen("UnitStanding")
def _figures_of_a_unit(eyes: Eyes, row: Row) -> bool:
    is_for_them = eyes.is_one_of(*WATCHERS, COUNCIL) or row["unit_id"] in eyes.served
    return eyes.sees("Movement", row["movement_id"]) and is_for_them


@read("UnitStanding", "nominations_proposed")
def _how_many_are_proposed_by_who_sees_which(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS, COUNCIL) or row["unit_id"] in eyes.led


@seen("Nomination")
def _nomination(eyes: Eyes, row: Row) -> bool:
    is_proposed = row["state"] != "DRAFT"
    is_decided = row["state"] in {"DECIDED", "PUBLISHED", "PRESENTED", "PAID", "REVOKED"}
    return (
        eyes.is_one_of(Role.PERSONNEL, Role.AUDITOR)
        or (is_proposed and (eyes.is_one_of(*RUNNERS, COUNCIL) or row["unit_id"] in eyes.led))
        or row["created_by_id"] == eyes.me
        or (is_decided and row["person_id"] == eyes.me)
        or (row["person_id"] != eyes.me and row["id"] in eyes.summoned)
    )


@seen("Council")
def _council_by_its_members(eyes: Eyes, row: Row) -> bool:
    seats = eyes.world["CouncilMember"].values()
    is_own = any(each["council_id"] == row["id"] and each["person_id"] == eyes.me for each in seats)
    return eyes.is_one_of(*WATCHERS, COUNCIL) or is_own


seen("CouncilMember")(lambda eyes, row: eyes.sees("Council", row["council_id"]))


@seen("CouncilSession")
def _session_by_its_roster(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS, COUNCIL) or row["id"] in eyes.sittings


seen("SessionMember")(lambda eyes, row: eyes.sees("CouncilSession", row["session_id"]))


@seen("SessionItem")
def _item_unless_it_is_about_oneself(eyes: Eyes, row: Row) -> bool:
    nomination = eyes.world["Nomination"][row["nomination_id"]]
    is_decided = nomination["state"] in {"DECIDED", "PUBLISHED", "PRESENTED", "PAID", "REVOKED"}
    is_own = nomination["person_id"] == eyes.me and not is_decided
    return eyes.sees("CouncilSession", row["session_id"]) and not is_own


@read("Nomination", "opinion")
def _what_appraisers_say(eyes: Eyes, row: Row) -> bool:
    """Among themselves: of their own they read it once it is decided."""
    is_decided = row["state"] in {"DECIDED", "PUBLISHED", "PRESENTED", "PAID", "REVOKED"}
    return eyes.is_one_of(*READ_OF_ALL["Nomination"]) and (is_decided or row["person_id"] != eyes.me)


@read("Nomination", "reason")
def _why_unless_it_is_held_or_was_let_go_on(eyes: Eyes, row: Row) -> bool:
    return row["state"] in {"RETURNED", "REFUSED", "WITHDRAWN", "REVOKED"} or _what_appraisers_say(eyes, row)


@seen("NominationStep")
def _history_of_a_dossier_by_who_runs_the_road(eyes: Eyes, row: Row) -> bool:
    dossier = eyes.world["Nomination"][row["nomination_id"]]
    return eyes.sees("Nomination", dossier["id"]) and _what_appraisers_say(eyes, dossier)


seen("Prize", "Revocation")(lambda eyes, row: eyes.sees("Nomination", row["nomination_id"]))


@seen("SigningDelegation")
def _delegation_by_who_runs_the_road_and_the_delegate(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS, COUNCIL) or row["delegate_id"] == eyes.me or row["unit_id"] in eyes.led


@seen("Job")
def _job_by_watchers_and_who_asked(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS) or row["requested_by_id"] == eyes.me


@seen("JobFinding")
def _finding_unless_it_tells_marks(eyes: Eyes, row: Row) -> bool:
    job = eyes.world["Job"][row["job_id"]]
    return eyes.sees("Job", job["id"]) and (job["kind"] != "IMPORT_SHEETS" or job["requested_by_id"] == eyes.me)


@read("JobFinding", "message", "message_en")
def _words_unless_a_conflict_stands_between(eyes: Eyes, row: Row) -> bool:
    job = eyes.world["Job"][row["job_id"]]
    if job["kind"] != "VERIFY_ROUND" or eyes.world["Round"][job["round_id"]]["kind"] == "SELF_SCORE":
        return True
    results, entries = (eyes.world[name].values() for name in ("Result", "RoundEntry"))
    is_published = any(each["round_id"] == job["round_id"] and each["state"] == "PUBLISHED" for each in results)
    judged = {each["initiative_id"] for each in entries if each["round_id"] == job["round_id"]}
    return is_published or not judged & eyes.conflicts


@seen("ScoreEvent")
def _event_by_watchers(eyes: Eyes, _row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS)


@read("ScoreEvent", "body")
def _what_an_event_says(eyes: Eyes, row: Row) -> bool:
    body, results = json.loads(row["body"]), eyes.world["Result"].values()
    is_published = any(each["round_id"] == row["round_id"] and each["state"] == "PUBLISHED" for each in results)
    about = [body.get("entry")] if row["kind"] in {"SHEET_SUBMITTED", "ABSTAINED", "RECUSED"} else []
    if row["kind"] in {"SHEET_REOPENED", "SHEET_EXCLUDED", "SHEET_RESTORED"}:
        sheets = (each for each in eyes.world["ScoreSheet"].values() if str(each["id"]) == body["sheet"])
        about = [each["initiative_id"] for each in sheets]
    if row["kind"] == "COMPARISON_GIVEN":
        about = [body["first"], body["second"]]
    named = {str(each) for each in about}
    is_bound = any(str(each) in named and eyes.is_in_conflict(each, row["round_id"]) for each in eyes.conflicts)
    return not is_bound and (eyes.is_one_of(Role.AUDITOR) or (is_published and eyes.is_one_of(*RUNNERS, COUNCIL)))


@seen("IntegrityHold")
def _hold_by_who_must_act_on_it(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR) and row["person_id"] != eyes.me


#: A document that has been given out, whatever became of it since.
GIVEN_OUT = ("ISSUED", "CORRECTED", "REPLACED", "RECALLED")


@seen("OfficialDocument")
def _document(eyes: Eyes, row: Row) -> bool:
    drafts_too = eyes.is_one_of(Role.INFORMATION_CENTER, Role.PERSONNEL, COUNCIL)
    is_theirs = row["kind"] != "UNIT_REPORT" or row["made_by_id"] == eyes.me
    is_known = row["state"] != "DRAFT" or (drafts_too and is_theirs)
    if row["kind"] == "SCORE_SHEET":
        return is_known and _reads_sheet_by_name(eyes, row["sheet_id"])
    return (
        (is_known and eyes.is_one_of(*WATCHERS, COUNCIL) and not _tells_hidden(eyes, row))
        or _is_document_of_own_unit(eyes, row)
        or (row["kind"] == "REMINDER" and row["state"] in GIVEN_OUT and row["unit_id"] in eyes.served)
    )


def _tells_hidden(eyes: Eyes, row: Row) -> bool:
    """Say whether it tells votes on oneself, or exemplars before they are made known."""
    if row["kind"] == "SYNTHESIS_REPORT":
        return not eyes.is_one_of(*WATCHERS) and row["made_by_id"] != eyes.me
    hidden = [each for each in eyes.world["SessionItem"].values() if not eyes.may_see("SessionItem", each)]
    if row["kind"] in ("SUBMISSION", "NOMINATION_LIST"):
        voted_on = [eyes.world["Nomination"][each["nomination_id"]] for each in hidden]
        own = any(each["movement_id"] == row["movement_id"] and each["person_id"] == eyes.me for each in voted_on)
        return own and row["made_by_id"] != eyes.me
    return row["kind"] == "COUNCIL_MINUTES" and row["session_id"] in {each["session_id"] for each in hidden}


def _reads_sheet_by_name(eyes: Eyes, key: UUID) -> bool:
    """Say whether the viewer sees a sheet, whose it is, and what it is about."""
    sheet = eyes.world["ScoreSheet"][key]
    return all(
        (
            eyes.may_see("ScoreSheet", sheet),
            eyes.may_read("ScoreSheet", "evaluator", sheet),
            eyes.may_read("ScoreSheet", "initiative", sheet),
        )
    )


def _is_document_of_own_unit(eyes: Eyes, row: Row) -> bool:
    officer = eyes.units_as(Role.FOCAL_OFFICER)
    if row["kind"] == "UNIT_REPORT":
        return row["issuer_id"] in eyes.led or (row["issuer_id"] in officer and not row["tells_nominations"])
    is_of_unit = row["kind"] == "DECISION_DRAFT" and row["unit_id"] == row["issuer_id"]
    return is_of_unit and row["state"] != "DRAFT" and row["issuer_id"] in eyes.led


@seen("UnitReport")
def _report_of_a_unit(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS, COUNCIL) or row["unit_id"] in eyes.served


seen("UnitReportStep")(lambda eyes, row: eyes.sees("UnitReport", row["report_id"]))


@read("Participation", "report_standing")
def _standing_like_the_report(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS, COUNCIL) or row["unit_id"] in eyes.served


seen("DocumentFile")(lambda eyes, row: eyes.sees("OfficialDocument", row["document_id"]))
seen("DocumentEvent")(lambda eyes, row: eyes.sees("OfficialDocument", row["document_id"]))


seen("DossierPaper")(lambda eyes, row: eyes.sees("Nomination", row["nomination_id"]))


@seen("NominationFinding")
def _finding_but_not_by_the_nominee(eyes: Eyes, row: Row) -> bool:
    """Who is nominated is told what concerns them alone, once it is decided; who works on dossiers, of others, too."""
    dossier, code = eyes.world["Nomination"][row["nomination_id"]], row["code"]
    is_own = dossier["person_id"] == eyes.me
    is_over = dossier["state"] in {"DECIDED", "PUBLISHED", "PRESENTED", "PAID", "REVOKED"}
    is_told = eyes.sees("Nomination", dossier["id"]) and (is_over or not is_own)
    if code == "INTEGRITY_HOLD":
        return is_told and not is_own and eyes.is_one_of(Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR)
    if code in {"ONE_REWARD", "SIMILAR_ACHIEVEMENT", "QUOTA", "DIRECT_WORKERS", "GENDER_PREFERENCE", "COUNCIL_VOTE"}:
        return is_told and not is_own and eyes.is_one_of(*WATCHERS, COUNCIL)
    return is_told


@seen("AwardRecord")
def _earlier_award(eyes: Eyes, row: Row) -> bool:
    """What a person was given is a particular, to auditors as well; what a unit was given, its people know."""
    if eyes.is_one_of(Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR):
        return True
    if row["unit_id"] is not None:
        is_own = row["unit_id"] == eyes.actor.unit_id or row["unit_id"] in eyes.served
        return is_own or eyes.is_one_of(Role.INFORMATION_CENTER, COUNCIL)
    return _particulars(eyes, eyes.world["Person"][row["person_id"]])


@seen("MovementNominees")
def _figures_by_who_sees_all_dossiers(eyes: Eyes, _row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS, COUNCIL)


@seen("Benefit")
def _measure_with_its_initiative_or_by_who_measures_and_verifies(eyes: Eyes, row: Row) -> bool:
    serves = bool({row["unit_id"], row["verifier_unit_id"]} & (eyes.served - {None}))
    return eyes.is_one_of(*WATCHERS) or serves or eyes.sees("Initiative", row["initiative_id"])


seen("BenefitMeasurement")(lambda eyes, row: eyes.sees("Benefit", row["benefit_id"]))
seen("BenefitVerification")(lambda eyes, row: eyes.sees("BenefitMeasurement", row["measurement_id"]))


@seen("BenefitTotal")
def _total_with_what_it_is_of(eyes: Eyes, row: Row) -> bool:
    of = {
        "MOVEMENT": lambda: eyes.sees("Movement", row["movement_id"]),
        "INITIATIVE": lambda: eyes.sees("Initiative", row["initiative_id"]),
        "UNIT": lambda: row["unit_id"] in eyes.served,
    }
    return eyes.is_one_of(*WATCHERS) or of[row["scope"]]()


@seen("Replication", "Pilot")
def _spreading_with_the_initiative_or_by_who_does_it(eyes: Eyes, row: Row) -> bool:
    by_right = eyes.is_one_of(*WATCHERS) or row["unit_id"] in eyes.served
    return by_right or eyes.sees("Initiative", row["initiative_id"])


seen("ReplicationEvent")(lambda eyes, row: eyes.sees("Replication", row["replication_id"]))
seen("ReplicationLink")(lambda eyes, row: eyes.sees("Replication", row["id"]))
seen("ReplicationCredit")(lambda eyes, row: eyes.sees("Initiative", row["id"]))


@seen("Exemplar")
def _exemplar_once_published(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS) or row["state"] == "PUBLISHED" or row["person_id"] == eyes.me


@read("Exemplar", "reason", "withdrawn_reason")
def _why_somebody_is_held_up(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS) or row["person_id"] == eyes.me


@seen("ExemplarConsent")
def _consent_by_who_gave_it_and_who_rests_on_it(eyes: Eyes, row: Row) -> bool:
    return eyes.is_one_of(Role.INFORMATION_CENTER, Role.PERSONNEL, Role.AUDITOR) or row["person_id"] == eyes.me


seen("ExemplarHonour", "Communication")(lambda eyes, row: eyes.sees("Exemplar", row["exemplar_id"]))


@seen("Comparison")
def _answer_but_not_to_fellows(eyes: Eyes, row: Row) -> bool:
    is_free = not {row["left_initiative_id"], row["right_initiative_id"]} & eyes.conflicts
    is_answer = row["preferred"] is not None and is_free
    return (is_answer and eyes.is_one_of(*RUNNERS, COUNCIL)) or _is_evaluators_own(eyes, row)


seen("TieBreak")(lambda eyes, row: eyes.sees("Result", row["result_id"]))


@seen("ScoreTable")
def _table_by_watchers(eyes: Eyes, _row: Row) -> bool:
    return eyes.is_one_of(*WATCHERS)


@seen("AuditEntry")
def _trail(eyes: Eyes, row: Row) -> bool:
    is_of_draft_marks = row["deed"] == "SHEET_SAVED"
    by_role = eyes.is_one_of(Role.AUDITOR) or (eyes.is_one_of(*RUNNERS) and not is_of_draft_marks)
    return by_role and not _is_of_scoring_in_conflict(eyes, row["subject_id"])


def _is_of_scoring_in_conflict(eyes: Eyes, key: UUID) -> bool:
    exclusion = eyes.world["SheetExclusion"].get(key, {})
    rows = (eyes.world[of].get(key) for of in ("Assignment", "ScoreSheet", "DiscussionPost"))
    about = [*rows, eyes.world["ScoreSheet"].get(exclusion.get("sheet_id"))]
    compared = eyes.world["Comparison"].get(key)
    if compared and {compared["left_initiative_id"], compared["right_initiative_id"]} & eyes.conflicts:
        return True
    return any(each and eyes.is_in_conflict(each["initiative_id"], each["round_id"]) for each in about)


#: Of which types the trail tells what changed, and who sees all of such a type without the trail. Of other types it
#: tells auditors only: a unit's drafts, score sheets and people's particulars must not leak through another door.
TOLD: Mapping[str, Callable[[Eyes], bool]] = {
    **dict.fromkeys(("Unit", "LegalBasis", "LegalParameter", "AwardRule", "SpecialDay"), lambda _eyes: True),
    **dict.fromkeys(("AwardTitle", "AwardForm", "AwardDecision"), lambda _eyes: True),
    **dict.fromkeys(
        ("Movement", "Phase", "Participation", "Rubric", "Round", "Result", "RedactedRevision"),
        lambda eyes: eyes.is_one_of(*WATCHERS),
    ),
    "Person": lambda eyes: eyes.is_one_of(Role.PERSONNEL, Role.MINISTRY_LEADER),
    "RoleGrant": _sees_all_grants,
    "Nomination": lambda eyes: eyes.is_one_of(Role.PERSONNEL),
}


@read("AuditEntry", "before", "after", "reason")
def _what_changed(eyes: Eyes, row: Row) -> bool:
    told = TOLD.get(row["subject_type"])
    by_role = eyes.is_one_of(Role.AUDITOR) or (told is not None and told(eyes))
    if row["deed"] == "BALLOTS_LOCKED" and row["subject_id"] in _sessions_about_oneself(eyes):
        return False
    return by_role and not (row["subject_type"] in OF_ASSIGNMENTS and named_in(row) & eyes.conflicts)


def _sessions_about_oneself(eyes: Eyes) -> set[UUID]:
    """Return the sessions that voted on a dossier of the viewer's own of which they are not told yet."""
    told = ("DECIDED", "PUBLISHED", "PRESENTED", "PAID", "REVOKED")
    mine = {
        key
        for key, row in eyes.world["Nomination"].items()
        if eyes.me is not None and row["person_id"] == eyes.me and row["state"] not in told
    }
    return {row["session_id"] for row in eyes.world["SessionItem"].values() if row["nomination_id"] in mine}


#: Entries about these say who was to score what.
OF_ASSIGNMENTS = ("Assignment", "AssignmentProposal", "Round")


def named_in(value: Any) -> set[UUID]:
    """Return the initiatives that what an entry tells names, however deep."""
    if isinstance(value, Mapping):
        here = {UUID(value["initiative_id"])} if isinstance(value.get("initiative_id"), str) else set()
        told = [each for name, each in value.items() if isinstance(each, Mapping | list)]
        return here.union(*map(named_in, told))
    return set().union(*map(named_in, value)) if isinstance(value, list) else set()
