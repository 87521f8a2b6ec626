"""Judging dossiers by the rules in force, and keeping what was found: for the deeds that carry a dossier onwards."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from domain.awards.findings.engine import Finding, findings, refuse_blocking
from domain.awards.findings.gathering import facts_of
from domain.awards.findings.model import NominationFinding
from domain.awards.judged_by import day_of
from domain.awards.model import Nomination
from domain.clock import VIETNAM, utc_now
from domain.regulations.queries import rules_in_force
from domain.regulations.rules import RuleCode


async def judge(session: AsyncSession, nominations: Collection[Nomination]) -> dict[UUID, list[Finding]]:
    """Return what is found about dossiers, by their ids: by the rules in force on the day each was received.

    A dossier that was not received yet is judged by the rules of today. One statement for each such day besides those
    that gather the facts.
    """
    today = utc_now().astimezone(VIETNAM).date()
    facts = await facts_of(session, nominations)
    days = {each.id: day_of(each) for each in nominations}
    rules = {day: await rules_in_force(session, day) for day in sorted(set(days.values()))}
    return {key: findings(of, rules[days[key]], today) for key, of in facts.items()}


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


async def require_sound(session: AsyncSession, nomination: Nomination) -> None:
    """Judge a locked dossier and keep what was found. Raises Conflict (RULE_BLOCKS) when a finding blocks it."""
    found = await judge_and_store(session, [nomination])
    refuse_blocking(found[nomination.id])


def told(found: Sequence[Finding]) -> list[dict[str, str]]:
    """Return findings as the audit entry of a deed tells them: which rule, how severe; the words are in the table.

    Holds are left out: who is held may read the trail.
    """
    named = (each for each in found if each.code is not RuleCode.INTEGRITY_HOLD)
    return [{"code": each.code.value, "severity": each.severity.value} for each in named]
