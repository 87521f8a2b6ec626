"""Judging dossiers by the rules in force, and keeping what was found: for the deeds that carry a dossier onwards."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.actor import Actor
from domain.awards.findings.engine import Finding, findings, refuse_blocking
from domain.awards.findings.gathering import facts_of
from domain.awards.findings.model import NominationFinding
from domain.awards.findings.queries import may_read
from domain.awards.judged_by import day_of
from domain.awards.model import AwardForm, Nomination
from domain.clock import VIETNAM, utc_now
from domain.regulations.queries import rules_in_force
from domain.regulations.rules import RuleCode, RuleInForce, Severity, rule_for


async def judge(session: AsyncSession, nominations: Collection[Nomination]) -> dict[UUID, list[Finding]]:
    """Return what is found about dossiers, by their ids: by the rules in force on the day each was received.

    A dossier that was not received yet is judged by the rules of today. One statement for each such day besides those
    that gather the facts, and one where a quota blocks.
    """
    today = utc_now().astimezone(VIETNAM).date()
    days = {each.id: day_of(each) for each in nominations}
    rules = {day: await rules_in_force(session, day) for day in sorted(set(days.values()))}
    await _await_turn(session, nominations, {key: rules[day] for key, day in days.items()})
    facts = await facts_of(session, nominations)
    return {key: findings(of, rules[days[key]], today) for key, of in facts.items()}


async def _await_turn(
    session: AsyncSession, nominations: Collection[Nomination], rules: Mapping[UUID, Sequence[RuleInForce]]
) -> None:
    """Let deeds that a quota may stop reckon its places one after another, by locking the forms of reward it counts.

    The later one reckons with what the earlier one did. Forms are locked after dossiers and nominees, by their ids.
    """
    quotas = ((each.form_id, rule_for(rules[each.id], RuleCode.QUOTA, each.form_id)) for each in nominations)
    forms = {form_id for form_id, rule in quotas if rule and rule.severity is Severity.BLOCKING}
    if forms:
        locked = select(AwardForm.id).where(AwardForm.id.in_(forms)).order_by(AwardForm.id)
        await session.execute(locked.with_for_update(key_share=True))


async def store_findings(session: AsyncSession, found: Mapping[UUID, Sequence[Finding]]) -> None:
    """Keep what was found about dossiers (locked by the deed) in place of what was found before."""
    await session.execute(delete(NominationFinding).where(NominationFinding.nomination_id.in_(found)))
    now = utc_now()
    session.add_all(
        NominationFinding(
            nomination_id=nomination_id,
            ordinal=ordinal,
            rule_id=each.rule_id,
            code=each.code,
            severity=each.severity,
            clause=each.clause,
            basis=each.basis,
            message=each.message.vi,
            message_en=each.message.en,
            found_at=now,
        )
        for nomination_id, several in found.items()
        for ordinal, each in enumerate(several, start=1)
    )
    await session.flush()  # refused here rather than at commit


async def judge_and_store(session: AsyncSession, nominations: Collection[Nomination]) -> dict[UUID, list[Finding]]:
    """Judge locked dossiers and keep what was found; a refusal that follows undoes the keeping, too."""
    found = await judge(session, nominations)
    await store_findings(session, found)
    return found


async def require_sound(session: AsyncSession, actor: Actor, nomination: Nomination) -> None:
    """Judge a locked dossier and keep what was found. Raises Conflict (RULE_BLOCKS) when a finding blocks it."""
    found = await judge_and_store(session, [nomination])
    check_sound(actor, nomination, found[nomination.id])


def check_sound(actor: Actor, nomination: Nomination, found: Sequence[Finding]) -> None:
    """Raise Conflict (RULE_BLOCKS) when a finding blocks the dossier, in the words that the actor may read of it."""
    refuse_blocking(found, lambda code: may_read(actor, nomination, code))


def told(found: Sequence[Finding]) -> list[dict[str, str]]:
    """Return findings as the audit entry of a deed tells them: which rule, how severe; the words are in the table.

    Holds are left out: who is held may read the trail.
    """
    named = (each for each in found if each.code is not RuleCode.INTEGRITY_HOLD)
    return [{"code": each.code.value, "severity": each.severity.value} for each in named]
