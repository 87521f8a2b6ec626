"""Every right on one page: which roles hold a permission, and which facts must hold besides.

The minimum matrix is section 9.1 of the domain study; the system administrator appears nowhere but in ROLE_GRANT,
so that running the system never gives a say in the business.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.access import predicates as fact
from domain.access.permissions import Permission
from domain.access.predicates import Fact, Subject
from domain.actor import Actor, Role
from domain.errors import NotAllowed, Text


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to hold a permission: any of the roles, and all of the facts about the subject."""

    roles: frozenset[Role]
    facts: tuple[Fact, ...] = ()


def allow(*roles: Role, when: Sequence[Fact] = ()) -> Rule:
    """Write a rule as a sentence: allow these roles, when these facts hold."""
    return Rule(frozenset(roles), tuple(when))


#: Whoever runs the system has no vote.
_BUSINESS = tuple(role for role in Role if role is not Role.SYSTEM_ADMINISTRATOR)

TABLE: Mapping[Permission, tuple[Rule, ...]] = {
    Permission.UNIT_MANAGE: (allow(Role.PERSONNEL),),
    Permission.PERSON_MANAGE: (allow(Role.PERSONNEL),),
    Permission.ROLE_GRANT: (
        allow(Role.PERSONNEL, when=[fact.role_is_business, fact.grantee_is_another]),
        allow(Role.SYSTEM_ADMINISTRATOR, when=[fact.role_is_technical, fact.grantee_is_another]),
    ),
    Permission.MOVEMENT_MANAGE: (allow(Role.INFORMATION_CENTER),),
    Permission.MOVEMENT_APPROVE: (allow(Role.MINISTRY_LEADER),),
    Permission.RUBRIC_MANAGE: (allow(Role.INFORMATION_CENTER, Role.PERSONNEL),),
    Permission.INITIATIVE_CREATE: (allow(Role.STAFF, Role.FOCAL_OFFICER, Role.UNIT_LEADER, when=[fact.unit_is_own]),),
    Permission.INITIATIVE_EDIT: (
        allow(Role.STAFF, Role.FOCAL_OFFICER, Role.UNIT_LEADER, when=[fact.actor_is_author]),
        allow(Role.FOCAL_OFFICER, when=[fact.actor_serves_unit]),
    ),
    Permission.INITIATIVE_SUBMIT: (allow(Role.UNIT_LEADER, when=[fact.actor_leads_unit]),),
    Permission.INITIATIVE_SCREEN: (allow(Role.INFORMATION_CENTER),),
    Permission.ROUND_MANAGE: (allow(Role.INFORMATION_CENTER, Role.PERSONNEL),),
    Permission.SHEET_SCORE: (allow(Role.EVALUATOR, when=[fact.round_is_own, fact.actor_is_assigned]),),
    Permission.SHEET_REOPEN: (allow(Role.INFORMATION_CENTER, Role.PERSONNEL, when=[fact.sheet_is_anothers]),),
    Permission.SHEET_ENTER: (allow(Role.INFORMATION_CENTER, Role.COUNCIL_SECRETARY, when=[fact.sheet_is_anothers]),),
    Permission.SHEET_EXCLUDE: (allow(Role.INFORMATION_CENTER, Role.PERSONNEL, when=[fact.sheet_is_anothers]),),
    Permission.REVISION_REDACT: (allow(Role.INFORMATION_CENTER, Role.PERSONNEL),),
    Permission.DISCUSSION_JOIN: (
        allow(Role.INFORMATION_CENTER, Role.PERSONNEL, Role.COUNCIL_SECRETARY),
        allow(Role.EVALUATOR, when=[fact.round_is_own]),
    ),
    Permission.CONFLICT_DECLARE: (allow(*Role, when=[fact.person_is_self]),),
    Permission.CONFLICT_MANAGE: (allow(Role.PERSONNEL, when=[fact.person_is_another]),),
    Permission.CONFLICT_WAIVE: (
        allow(Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, when=[fact.person_is_another]),
    ),
    Permission.ADOPTION_DECLARE: (allow(Role.UNIT_LEADER, when=[fact.actor_leads_unit]),),
    Permission.RESULT_COMPUTE: (allow(Role.INFORMATION_CENTER),),
    Permission.RESULT_VERIFY: (allow(Role.INFORMATION_CENTER, Role.PERSONNEL, when=[fact.computer_is_another]),),
    Permission.RESULT_PUBLISH: (allow(Role.INFORMATION_CENTER),),
    Permission.LEDGER_VERIFY: (allow(Role.AUDITOR, Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER),),
    Permission.TABLE_IMPORT: (allow(Role.INFORMATION_CENTER, Role.PERSONNEL),),
    Permission.INTEGRITY_MANAGE: (allow(Role.PERSONNEL, when=[fact.held_is_another]),),
    Permission.NOMINATION_PREPARE: (allow(Role.PERSONNEL),),
    Permission.NOMINATION_SUGGEST: (
        allow(Role.INFORMATION_CENTER),
        allow(Role.UNIT_LEADER, when=[fact.actor_leads_unit]),
        allow(Role.STAFF, when=[fact.nominee_is_self]),
    ),
    Permission.NOMINATION_DECIDE: (
        allow(Role.MINISTRY_LEADER, when=[fact.nominee_is_another]),
        allow(Role.UNIT_LEADER, when=[fact.award_is_units_to_give, fact.actor_leads_unit, fact.nominee_is_another]),
    ),
    Permission.NOMINATION_APPRAISE: (allow(Role.PERSONNEL, Role.INFORMATION_CENTER, when=[fact.nominee_is_another]),),
    Permission.COUNCIL_MANAGE: (allow(Role.PERSONNEL),),
    Permission.COUNCIL_RUN: (allow(Role.COUNCIL_SECRETARY),),
    Permission.COUNCIL_VOTE: (allow(*_BUSINESS, when=[fact.person_is_self]),),
    Permission.SIGNING_DELEGATE: (
        allow(Role.MINISTRY_LEADER),
        allow(Role.UNIT_LEADER, when=[fact.actor_leads_unit]),
    ),
    Permission.AWARD_CONCLUDE: (allow(Role.PERSONNEL),),
    Permission.PRIZE_PAY: (allow(Role.PERSONNEL),),
    Permission.AWARD_REVOKE: (allow(Role.MINISTRY_LEADER, when=[fact.nominee_is_another]),),
    Permission.DOCUMENT_MAKE: (
        allow(Role.INFORMATION_CENTER, Role.PERSONNEL, Role.COUNCIL_SECRETARY),
        allow(Role.UNIT_LEADER, Role.FOCAL_OFFICER, when=[fact.actor_serves_unit]),
    ),
    Permission.DOCUMENT_CHECK: (
        allow(Role.INFORMATION_CENTER, Role.PERSONNEL, when=[fact.person_is_another]),
        allow(Role.UNIT_LEADER, when=[fact.actor_leads_unit, fact.person_is_another]),
    ),
    Permission.DOCUMENT_SIGN: (
        allow(Role.MINISTRY_LEADER),
        allow(Role.UNIT_LEADER, when=[fact.actor_leads_unit]),
        allow(Role.UNIT_LEADER, when=[fact.actor_is_delegate]),
    ),
    Permission.DOCUMENT_ISSUE: (allow(Role.INFORMATION_CENTER, Role.PERSONNEL),),
    Permission.REPORT_SUBMIT: (allow(Role.UNIT_LEADER, Role.FOCAL_OFFICER, when=[fact.actor_serves_unit]),),
    Permission.REPORT_RECEIVE: (allow(Role.INFORMATION_CENTER),),
    Permission.EXEMPLAR_MANAGE: (allow(Role.INFORMATION_CENTER, Role.PERSONNEL),),
    Permission.EXEMPLAR_CONSENT: (allow(*Role, when=[fact.person_is_self]),),
    Permission.REPLICATION_REPORT: (allow(Role.UNIT_LEADER, Role.FOCAL_OFFICER, when=[fact.actor_serves_unit]),),
    Permission.PILOT_APPROVE: (allow(Role.MINISTRY_LEADER),),
    Permission.BENEFIT_RECORD: (allow(Role.UNIT_LEADER, Role.FOCAL_OFFICER, when=[fact.actor_serves_unit]),),
    Permission.BENEFIT_VERIFY: (allow(Role.UNIT_LEADER, Role.FOCAL_OFFICER, when=[fact.unit_is_anothers]),),
    Permission.NOMINATION_EXPORT: (allow(Role.PERSONNEL, Role.MINISTRY_LEADER, Role.COUNCIL_SECRETARY),),
    Permission.CATALOGUE_MANAGE: (allow(Role.PERSONNEL),),
    Permission.AUDIT_READ: (allow(Role.AUDITOR, Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER),),
}


def roles_holding(permission: Permission) -> frozenset[Role]:
    """Return every role that can hold `permission` about some subject."""
    return frozenset().union(*(rule.roles for rule in TABLE[permission]))


def could_hold(actor: Actor, permission: Permission) -> bool:
    """Answer gate one: could the actor hold the permission about any subject at all."""
    return actor.is_system or actor.has(*roles_holding(permission))


def allowed_deeds(actor: Actor) -> list[Permission]:
    """Return the permissions that the actor could hold, in the order of the enumeration."""
    return [permission for permission in Permission if could_hold(actor, permission)]


def require(actor: Actor, permission: Permission, subject: Subject | None = None) -> None:
    """Raise NotAllowed, with the facts that are missing, unless a rule of the table lets the actor through."""
    if actor.is_system:
        return
    if actor.is_anonymous:
        raise NotAllowed(permission.value, Text("Hãy đăng nhập.", "Please sign in."), "NOT_SIGNED_IN")
    missing: list[Fact] = []
    for rule in TABLE[permission]:
        if not actor.has(*rule.roles):
            continue
        failed = [check for check in rule.facts if not check(actor, subject or Subject())]
        if not failed:
            return
        missing = missing or failed
    raise NotAllowed(permission.value, _reason(missing), _rule_name(missing))


def _reason(missing: Sequence[Fact]) -> Text:
    if not missing:
        return Text("Vai trò của bạn không có quyền làm việc này.", "None of your roles holds this permission.")
    said = [fact.EXPLANATIONS[check] for check in missing]
    return Text(" ".join(text.vi for text in said), " ".join(text.en for text in said))


def _rule_name(missing: Sequence[Fact]) -> str:
    return missing[0].__name__.upper() if missing else "ROLE_LACKS_PERMISSION"
