from itertools import product
from uuid import UUID

import pytest

from domain.access import policy
from domain.access import predicates as fact
from domain.access.permissions import Permission
from domain.access.predicates import Subject
from domain.actor import ANONYMOUS, SYSTEM, Actor, Grant, Role
from domain.errors import NotAllowed

ME, ANOTHER = UUID(int=1), UUID(int=2)
MY_UNIT, OTHER_UNIT = UUID(int=11), UUID(int=12)
MY_ROUND, OTHER_ROUND = UUID(int=21), UUID(int=22)
P = Permission

#: Section 9.1 of the domain study, and what follows from it for the roles that the matrix leaves out.
COULD_HOLD: dict[Role, set[Permission]] = {
    # TTTT creates the movement, manages criteria and rounds, screens, contributes to award proposals, reads the audit.
    Role.INFORMATION_CENTER: {
        P.MOVEMENT_MANAGE,
        P.RUBRIC_MANAGE,
        P.INITIATIVE_SCREEN,
        P.ROUND_MANAGE,
        P.SHEET_REOPEN,
        P.SHEET_ENTER,
        P.SHEET_EXCLUDE,
        P.REVISION_REDACT,
        P.DISCUSSION_JOIN,
        P.CONFLICT_DECLARE,
        P.CONFLICT_WAIVE,
        P.RESULT_COMPUTE,
        P.RESULT_VERIFY,
        P.RESULT_PUBLISH,
        P.LEDGER_VERIFY,
        P.TABLE_IMPORT,
        P.NOMINATION_SUGGEST,
        P.NOMINATION_APPRAISE,
        P.COUNCIL_VOTE,
        P.DOCUMENT_MAKE,
        P.DOCUMENT_CHECK,
        P.DOCUMENT_ISSUE,
        P.REPORT_RECEIVE,
        P.EXEMPLAR_MANAGE,
        P.EXEMPLAR_CONSENT,
        P.AUDIT_READ,
    },
    # TCCB co-manages criteria and rounds, prepares award proposals, manages person master data, reads the audit.
    Role.PERSONNEL: {
        P.UNIT_MANAGE,
        P.PERSON_MANAGE,
        P.ROLE_GRANT,
        P.RUBRIC_MANAGE,
        P.ROUND_MANAGE,
        P.SHEET_REOPEN,
        P.SHEET_EXCLUDE,
        P.REVISION_REDACT,
        P.DISCUSSION_JOIN,
        P.CONFLICT_DECLARE,
        P.CONFLICT_MANAGE,
        P.CONFLICT_WAIVE,
        P.RESULT_VERIFY,
        P.LEDGER_VERIFY,
        P.TABLE_IMPORT,
        P.INTEGRITY_MANAGE,
        P.NOMINATION_PREPARE,
        P.NOMINATION_APPRAISE,
        P.NOMINATION_EXPORT,
        P.COUNCIL_MANAGE,
        P.COUNCIL_VOTE,
        P.AWARD_CONCLUDE,
        P.PRIZE_PAY,
        P.DOCUMENT_MAKE,
        P.DOCUMENT_CHECK,
        P.DOCUMENT_ISSUE,
        P.EXEMPLAR_MANAGE,
        P.EXEMPLAR_CONSENT,
        P.CATALOGUE_MANAGE,
        P.AUDIT_READ,
    },
    # ML launches, sets conflicts aside, checks results, decides on awards, reads the audit.
    Role.MINISTRY_LEADER: {
        P.MOVEMENT_APPROVE,
        P.CONFLICT_DECLARE,
        P.CONFLICT_WAIVE,
        P.LEDGER_VERIFY,
        P.NOMINATION_DECIDE,
        P.NOMINATION_EXPORT,
        P.COUNCIL_VOTE,
        P.SIGNING_DELEGATE,
        P.AWARD_REVOKE,
        P.DOCUMENT_SIGN,
        P.EXEMPLAR_CONSENT,
        P.PILOT_APPROVE,
        P.AUDIT_READ,
    },
    # UL submits the unit's own, nominates the unit's own, gives what is the unit's to give, says what it adopts.
    Role.UNIT_LEADER: {
        P.INITIATIVE_CREATE,
        P.INITIATIVE_EDIT,
        P.INITIATIVE_SUBMIT,
        P.CONFLICT_DECLARE,
        P.ADOPTION_DECLARE,
        P.NOMINATION_SUGGEST,
        P.NOMINATION_DECIDE,
        P.COUNCIL_VOTE,
        P.DOCUMENT_MAKE,
        P.DOCUMENT_CHECK,
        P.DOCUMENT_SIGN,
        P.REPORT_SUBMIT,
        P.SIGNING_DELEGATE,
        P.EXEMPLAR_CONSENT,
        P.REPLICATION_REPORT,
        P.BENEFIT_RECORD,
        P.BENEFIT_VERIFY,
    },
    Role.FOCAL_OFFICER: {
        P.INITIATIVE_CREATE,
        P.INITIATIVE_EDIT,
        P.CONFLICT_DECLARE,
        P.COUNCIL_VOTE,
        P.DOCUMENT_MAKE,
        P.REPORT_SUBMIT,
        P.EXEMPLAR_CONSENT,
        P.REPLICATION_REPORT,
        P.BENEFIT_RECORD,
        P.BENEFIT_VERIFY,
    },
    # EV fills in their own sheets, talks about them, and nothing else.
    Role.EVALUATOR: {P.SHEET_SCORE, P.DISCUSSION_JOIN, P.CONFLICT_DECLARE, P.COUNCIL_VOTE, P.EXEMPLAR_CONSENT},
    Role.COUNCIL_SECRETARY: {
        P.SHEET_ENTER,
        P.DISCUSSION_JOIN,
        P.CONFLICT_DECLARE,
        P.NOMINATION_EXPORT,
        P.COUNCIL_RUN,
        P.COUNCIL_VOTE,
        P.DOCUMENT_MAKE,
        P.EXEMPLAR_CONSENT,
    },
    # ST writes initiatives and nominates themselves.
    Role.STAFF: {
        P.INITIATIVE_CREATE,
        P.INITIATIVE_EDIT,
        P.CONFLICT_DECLARE,
        P.NOMINATION_SUGGEST,
        P.COUNCIL_VOTE,
        P.EXEMPLAR_CONSENT,
    },
    # The administrator of the system has no business rights: no scoring, no voting, no deciding.
    Role.SYSTEM_ADMINISTRATOR: {P.ROLE_GRANT, P.CONFLICT_DECLARE, P.EXEMPLAR_CONSENT},
    Role.AUDITOR: {
        P.CONFLICT_DECLARE,
        P.LEDGER_VERIFY,
        P.COUNCIL_VOTE,
        P.EXEMPLAR_CONSENT,
        P.AUDIT_READ,
    },
}

#: A subject about which every fact is true for `acting`, whatever the permission (grants and awards go to another).
FITTING = Subject(
    unit_id=MY_UNIT,
    round_id=MY_ROUND,
    author_ids=frozenset({ME}),
    evaluator_id=ME,
    grantee_id=ANOTHER,
    role=Role.STAFF,
    nominee_id=ANOTHER,
)


def acting(*roles: Role) -> Actor:
    """Me, of my unit, with roles for my unit and my round."""
    grants = {
        Grant(
            role,
            MY_UNIT if role in (Role.UNIT_LEADER, Role.FOCAL_OFFICER) else None,
            MY_ROUND if role is Role.EVALUATOR else None,
        )
        for role in roles
    }
    return Actor(person_id=ME, name="Tôi", unit_id=MY_UNIT, grants=frozenset(grants))


def refusal(actor: Actor, permission: Permission, subject: Subject | None = None) -> str | None:
    """The rule by which a permission is refused, None where it is granted."""
    try:
        policy.require(actor, permission, subject)
    except NotAllowed as error:
        return error.rule
    return None


def test_every_role_could_hold_exactly_what_the_matrix_says():
    assert {role: set(policy.allowed_deeds(acting(role))) for role in Role} == COULD_HOLD


def test_every_permission_stands_in_the_table():
    assert set(policy.TABLE) == set(Permission)


def test_roles_holding_is_the_matrix_read_by_column():
    assert {permission: policy.roles_holding(permission) for permission in Permission} == {
        permission: {role for role, held in COULD_HOLD.items() if permission in held} for permission in Permission
    }


def test_allowed_deeds_follow_the_enumeration():
    both = policy.allowed_deeds(acting(Role.MINISTRY_LEADER, Role.EVALUATOR))

    assert both == [
        P.MOVEMENT_APPROVE,
        P.SHEET_SCORE,
        P.DISCUSSION_JOIN,
        P.CONFLICT_DECLARE,
        P.CONFLICT_WAIVE,
        P.LEDGER_VERIFY,
        P.NOMINATION_DECIDE,
        P.NOMINATION_EXPORT,
        P.COUNCIL_VOTE,
        P.SIGNING_DELEGATE,
        P.AWARD_REVOKE,
        P.DOCUMENT_SIGN,
        P.EXEMPLAR_CONSENT,
        P.PILOT_APPROVE,
        P.AUDIT_READ,
    ]


@pytest.mark.parametrize("permission", Permission)
def test_nobody_signed_in_holds_nothing_and_the_system_everything(permission: Permission):
    assert not policy.could_hold(ANONYMOUS, permission)
    assert refusal(ANONYMOUS, permission, FITTING) == "NOT_SIGNED_IN"
    assert policy.could_hold(SYSTEM, permission)
    assert refusal(SYSTEM, permission) is None


WITHOUT_ROLE = [
    (role, permission) for role, permission in product(Role, Permission) if permission not in COULD_HOLD[role]
]


@pytest.mark.parametrize(("role", "permission"), WITHOUT_ROLE)
def test_a_role_outside_the_matrix_is_refused_whatever_the_subject(role: Role, permission: Permission):
    assert refusal(acting(role), permission, FITTING) == "ROLE_LACKS_PERMISSION"


#: Permissions that depend on more than the role: role, subject, the rule that refuses (None: allowed).
CASES = [
    (Role.STAFF, P.INITIATIVE_CREATE, Subject(unit_id=MY_UNIT), None),
    (Role.FOCAL_OFFICER, P.INITIATIVE_CREATE, Subject(unit_id=MY_UNIT), None),
    (Role.UNIT_LEADER, P.INITIATIVE_CREATE, Subject(unit_id=OTHER_UNIT), "UNIT_IS_OWN"),
    (Role.STAFF, P.INITIATIVE_CREATE, None, "UNIT_IS_OWN"),
    (Role.STAFF, P.INITIATIVE_EDIT, Subject(unit_id=MY_UNIT, author_ids=frozenset({ANOTHER, ME})), None),
    (Role.STAFF, P.INITIATIVE_EDIT, Subject(unit_id=MY_UNIT, author_ids=frozenset({ANOTHER})), "ACTOR_IS_AUTHOR"),
    (Role.FOCAL_OFFICER, P.INITIATIVE_EDIT, Subject(unit_id=MY_UNIT, author_ids=frozenset({ANOTHER})), None),
    (Role.FOCAL_OFFICER, P.INITIATIVE_EDIT, Subject(unit_id=OTHER_UNIT), "ACTOR_IS_AUTHOR"),
    (Role.UNIT_LEADER, P.INITIATIVE_EDIT, Subject(unit_id=MY_UNIT), "ACTOR_IS_AUTHOR"),
    (Role.UNIT_LEADER, P.INITIATIVE_SUBMIT, Subject(unit_id=MY_UNIT), None),
    (Role.UNIT_LEADER, P.INITIATIVE_SUBMIT, Subject(unit_id=OTHER_UNIT), "ACTOR_LEADS_UNIT"),
    (Role.UNIT_LEADER, P.INITIATIVE_SUBMIT, None, "ACTOR_LEADS_UNIT"),
    (Role.EVALUATOR, P.SHEET_SCORE, Subject(round_id=MY_ROUND, evaluator_id=ME), None),
    (Role.EVALUATOR, P.SHEET_SCORE, Subject(round_id=MY_ROUND, evaluator_id=ANOTHER), "ACTOR_IS_ASSIGNED"),
    (Role.EVALUATOR, P.SHEET_SCORE, Subject(round_id=OTHER_ROUND, evaluator_id=ME), "ROUND_IS_OWN"),
    (Role.EVALUATOR, P.SHEET_SCORE, None, "ROUND_IS_OWN"),
    (Role.INFORMATION_CENTER, P.SHEET_REOPEN, Subject(evaluator_id=ANOTHER), None),
    (Role.PERSONNEL, P.SHEET_REOPEN, Subject(evaluator_id=ME), "SHEET_IS_ANOTHERS"),
    (Role.PERSONNEL, P.SHEET_REOPEN, None, "SHEET_IS_ANOTHERS"),
    (Role.COUNCIL_SECRETARY, P.SHEET_ENTER, Subject(evaluator_id=ANOTHER), None),
    (Role.INFORMATION_CENTER, P.SHEET_ENTER, Subject(evaluator_id=ME), "SHEET_IS_ANOTHERS"),
    (Role.PERSONNEL, P.SHEET_EXCLUDE, Subject(evaluator_id=ANOTHER), None),
    (Role.INFORMATION_CENTER, P.SHEET_EXCLUDE, Subject(evaluator_id=ME), "SHEET_IS_ANOTHERS"),
    (Role.EVALUATOR, P.DISCUSSION_JOIN, Subject(round_id=MY_ROUND), None),
    (Role.EVALUATOR, P.DISCUSSION_JOIN, Subject(round_id=OTHER_ROUND), "ROUND_IS_OWN"),
    (Role.COUNCIL_SECRETARY, P.DISCUSSION_JOIN, Subject(round_id=OTHER_ROUND), None),
    (Role.STAFF, P.CONFLICT_DECLARE, Subject(person_id=ME), None),
    (Role.STAFF, P.CONFLICT_DECLARE, Subject(person_id=ANOTHER), "PERSON_IS_SELF"),
    (Role.PERSONNEL, P.CONFLICT_MANAGE, Subject(person_id=ANOTHER), None),
    (Role.PERSONNEL, P.CONFLICT_MANAGE, Subject(person_id=ME), "PERSON_IS_ANOTHER"),
    (Role.MINISTRY_LEADER, P.CONFLICT_WAIVE, Subject(person_id=ANOTHER), None),
    (Role.INFORMATION_CENTER, P.CONFLICT_WAIVE, Subject(person_id=ME), "PERSON_IS_ANOTHER"),
    (Role.UNIT_LEADER, P.ADOPTION_DECLARE, Subject(unit_id=MY_UNIT), None),
    (Role.UNIT_LEADER, P.ADOPTION_DECLARE, Subject(unit_id=OTHER_UNIT), "ACTOR_LEADS_UNIT"),
    (Role.PERSONNEL, P.INTEGRITY_MANAGE, Subject(person_id=ANOTHER), None),
    (Role.PERSONNEL, P.INTEGRITY_MANAGE, Subject(), None),
    (Role.PERSONNEL, P.INTEGRITY_MANAGE, Subject(person_id=ME), "HELD_IS_ANOTHER"),
    (Role.PERSONNEL, P.RESULT_VERIFY, Subject(computed_by_id=ANOTHER), None),
    (Role.INFORMATION_CENTER, P.RESULT_VERIFY, Subject(computed_by_id=ME), "COMPUTER_IS_ANOTHER"),
    (Role.PERSONNEL, P.ROLE_GRANT, Subject(role=Role.STAFF, grantee_id=ANOTHER), None),
    (Role.PERSONNEL, P.ROLE_GRANT, Subject(role=Role.STAFF, grantee_id=ME), "GRANTEE_IS_ANOTHER"),
    (Role.PERSONNEL, P.ROLE_GRANT, None, "ROLE_IS_BUSINESS"),
    (Role.INFORMATION_CENTER, P.NOMINATION_SUGGEST, Subject(unit_id=OTHER_UNIT, nominee_id=ANOTHER), None),
    (Role.UNIT_LEADER, P.NOMINATION_SUGGEST, Subject(unit_id=MY_UNIT), None),
    (Role.UNIT_LEADER, P.NOMINATION_SUGGEST, Subject(unit_id=MY_UNIT, nominee_id=ANOTHER), None),
    (Role.UNIT_LEADER, P.NOMINATION_SUGGEST, Subject(unit_id=OTHER_UNIT, nominee_id=ME), "ACTOR_LEADS_UNIT"),
    (Role.STAFF, P.NOMINATION_SUGGEST, Subject(unit_id=MY_UNIT, nominee_id=ME), None),
    (Role.STAFF, P.NOMINATION_SUGGEST, Subject(unit_id=MY_UNIT, nominee_id=ANOTHER), "NOMINEE_IS_SELF"),
    (Role.STAFF, P.NOMINATION_SUGGEST, Subject(unit_id=MY_UNIT), "NOMINEE_IS_SELF"),
    (Role.MINISTRY_LEADER, P.NOMINATION_DECIDE, Subject(nominee_id=ANOTHER), None),
    (Role.MINISTRY_LEADER, P.NOMINATION_DECIDE, Subject(unit_id=MY_UNIT), None),
    (Role.MINISTRY_LEADER, P.NOMINATION_DECIDE, Subject(nominee_id=ME), "NOMINEE_IS_ANOTHER"),
    (Role.UNIT_LEADER, P.NOMINATION_DECIDE, Subject(unit_id=MY_UNIT, unit_decides=True), None),
    (Role.UNIT_LEADER, P.NOMINATION_DECIDE, Subject(unit_id=MY_UNIT), "AWARD_IS_UNITS_TO_GIVE"),
    (Role.UNIT_LEADER, P.NOMINATION_DECIDE, Subject(unit_id=OTHER_UNIT, unit_decides=True), "ACTOR_LEADS_UNIT"),
    (
        Role.UNIT_LEADER,
        P.NOMINATION_DECIDE,
        Subject(unit_id=MY_UNIT, unit_decides=True, nominee_id=ME),
        "NOMINEE_IS_ANOTHER",
    ),
    (Role.PERSONNEL, P.NOMINATION_APPRAISE, Subject(nominee_id=ANOTHER), None),
    (Role.INFORMATION_CENTER, P.NOMINATION_APPRAISE, Subject(nominee_id=ME), "NOMINEE_IS_ANOTHER"),
    (Role.STAFF, P.COUNCIL_VOTE, Subject(person_id=ME), None),
    (Role.UNIT_LEADER, P.COUNCIL_VOTE, Subject(person_id=ANOTHER), "PERSON_IS_SELF"),
    (Role.MINISTRY_LEADER, P.AWARD_REVOKE, Subject(nominee_id=ANOTHER), None),
    (Role.MINISTRY_LEADER, P.AWARD_REVOKE, Subject(nominee_id=ME), "NOMINEE_IS_ANOTHER"),
    (Role.PERSONNEL, P.DOCUMENT_MAKE, None, None),
    (Role.FOCAL_OFFICER, P.DOCUMENT_MAKE, Subject(unit_id=MY_UNIT), None),
    (Role.UNIT_LEADER, P.DOCUMENT_MAKE, Subject(unit_id=OTHER_UNIT), "ACTOR_SERVES_UNIT"),
    (Role.INFORMATION_CENTER, P.DOCUMENT_CHECK, Subject(person_id=ANOTHER), None),
    (Role.PERSONNEL, P.DOCUMENT_CHECK, Subject(person_id=ME), "PERSON_IS_ANOTHER"),
    (Role.UNIT_LEADER, P.DOCUMENT_CHECK, Subject(unit_id=MY_UNIT, person_id=ANOTHER), None),
    (Role.UNIT_LEADER, P.DOCUMENT_CHECK, Subject(unit_id=OTHER_UNIT, person_id=ANOTHER), "ACTOR_LEADS_UNIT"),
    (Role.MINISTRY_LEADER, P.DOCUMENT_SIGN, None, None),
    (Role.UNIT_LEADER, P.DOCUMENT_SIGN, Subject(unit_id=MY_UNIT), None),
    (Role.UNIT_LEADER, P.DOCUMENT_SIGN, Subject(unit_id=OTHER_UNIT), "ACTOR_LEADS_UNIT"),
    (Role.FOCAL_OFFICER, P.REPORT_SUBMIT, Subject(unit_id=MY_UNIT), None),
    (Role.UNIT_LEADER, P.REPORT_SUBMIT, Subject(unit_id=OTHER_UNIT), "ACTOR_SERVES_UNIT"),
    (Role.UNIT_LEADER, P.DOCUMENT_SIGN, Subject(unit_id=OTHER_UNIT, delegate_id=ME), None),
    (Role.UNIT_LEADER, P.DOCUMENT_SIGN, Subject(unit_id=OTHER_UNIT, delegate_id=ANOTHER), "ACTOR_LEADS_UNIT"),
    (Role.MINISTRY_LEADER, P.SIGNING_DELEGATE, None, None),
    (Role.UNIT_LEADER, P.SIGNING_DELEGATE, Subject(unit_id=MY_UNIT), None),
    (Role.UNIT_LEADER, P.SIGNING_DELEGATE, None, "ACTOR_LEADS_UNIT"),
    (Role.STAFF, P.EXEMPLAR_CONSENT, Subject(person_id=ME), None),
    (Role.PERSONNEL, P.EXEMPLAR_CONSENT, Subject(person_id=ANOTHER), "PERSON_IS_SELF"),
    (Role.FOCAL_OFFICER, P.REPLICATION_REPORT, Subject(unit_id=MY_UNIT), None),
    (Role.UNIT_LEADER, P.REPLICATION_REPORT, Subject(unit_id=OTHER_UNIT), "ACTOR_SERVES_UNIT"),
    (Role.FOCAL_OFFICER, P.BENEFIT_RECORD, Subject(unit_id=MY_UNIT), None),
    (Role.UNIT_LEADER, P.BENEFIT_RECORD, Subject(unit_id=OTHER_UNIT), "ACTOR_SERVES_UNIT"),
    (Role.UNIT_LEADER, P.BENEFIT_VERIFY, Subject(unit_id=OTHER_UNIT), None),
    (Role.FOCAL_OFFICER, P.BENEFIT_VERIFY, Subject(unit_id=MY_UNIT), "UNIT_IS_ANOTHERS"),
    (Role.UNIT_LEADER, P.BENEFIT_VERIFY, None, "UNIT_IS_ANOTHERS"),
]


@pytest.mark.parametrize(("role", "permission", "subject", "expected"), CASES)
def test_a_right_that_depends_on_the_subject(
    role: Role, permission: Permission, subject: Subject | None, expected: str | None
):
    assert refusal(acting(role), permission, subject) == expected


def test_cases_cover_every_rule_with_facts():
    judged = {(role, permission) for role, permission, _, _ in CASES}

    assert not [
        permission
        for permission, rules in policy.TABLE.items()
        for rule in rules
        if rule.facts and not any((role, permission) in judged for role in rule.roles)
        if permission is not P.ROLE_GRANT
    ]


@pytest.mark.parametrize("role", Role)
def test_each_role_is_granted_by_one_side_only(role: Role):
    subject = Subject(role=role, grantee_id=ANOTHER)
    technical = role in (Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR)

    assert refusal(acting(Role.SYSTEM_ADMINISTRATOR), P.ROLE_GRANT, subject) == (
        None if technical else "ROLE_IS_TECHNICAL"
    )
    assert refusal(acting(Role.PERSONNEL), P.ROLE_GRANT, subject) == ("ROLE_IS_BUSINESS" if technical else None)


@pytest.mark.parametrize("role", Role)
def test_nobody_grants_themselves_even_with_both_granting_roles(role: Role):
    both = acting(Role.PERSONNEL, Role.SYSTEM_ADMINISTRATOR)

    assert refusal(both, P.ROLE_GRANT, Subject(role=role, grantee_id=ME)) is not None
    assert refusal(both, P.ROLE_GRANT, Subject(role=role, grantee_id=ANOTHER)) is None


def test_rights_without_facts_need_no_subject():
    free = {permission for permission, rules in policy.TABLE.items() if not any(rule.facts for rule in rules)}

    assert free == {
        P.UNIT_MANAGE,
        P.PERSON_MANAGE,
        P.MOVEMENT_MANAGE,
        P.MOVEMENT_APPROVE,
        P.RUBRIC_MANAGE,
        P.INITIATIVE_SCREEN,
        P.ROUND_MANAGE,
        P.REVISION_REDACT,
        P.RESULT_COMPUTE,
        P.RESULT_PUBLISH,
        P.LEDGER_VERIFY,
        P.TABLE_IMPORT,
        P.NOMINATION_PREPARE,
        P.NOMINATION_EXPORT,
        P.COUNCIL_MANAGE,
        P.COUNCIL_RUN,
        P.AWARD_CONCLUDE,
        P.PRIZE_PAY,
        P.DOCUMENT_ISSUE,
        P.REPORT_RECEIVE,
        P.EXEMPLAR_MANAGE,
        P.PILOT_APPROVE,
        P.CATALOGUE_MANAGE,
        P.AUDIT_READ,
    }


def test_a_refusal_names_every_missing_fact_in_both_languages():
    actor = acting(Role.EVALUATOR)

    with pytest.raises(NotAllowed) as refused:
        policy.require(actor, P.SHEET_SCORE, Subject())

    assert refused.value.permission == "SHEET_SCORE"
    assert refused.value.text.vi == (
        "Bạn không phải là thành viên chấm của vòng này. Phiếu chấm này không được giao cho bạn."
    )
    assert refused.value.text.en == ("You are not an evaluator of this round. This score sheet is not assigned to you.")


def test_every_fact_of_the_table_is_explained():
    used = {check for rules in policy.TABLE.values() for rule in rules for check in rule.facts}

    assert used <= set(fact.EXPLANATIONS)


def test_absent_facts_are_never_true_but_for_the_decider_and_the_second_person():
    """A unit is nobody who decides on themselves; what the system computed, nobody computed for themselves."""
    everybody = acting(*Role)

    true_of_nothing = [check for check in fact.EXPLANATIONS if check(everybody, Subject())]

    assert true_of_nothing == [fact.held_is_another, fact.computer_is_another, fact.nominee_is_another]
    assert not any(check(Actor(), Subject()) for check in fact.EXPLANATIONS if check is not fact.nominee_is_another)
