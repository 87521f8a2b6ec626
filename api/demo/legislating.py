"""The regulations of the demonstration: the numbers of the law, the award rules, the days off."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.demo.organisation import REGISTRAR
from api.demo.story import Story, data
from domain.awards.model import AwardForm, AwardTitle
from domain.movements import legal_bases
from domain.movements.model import LegalBasis
from domain.regulations import award_rules, legal_parameters, special_days
from domain.regulations.rules import DayKind, ParameterKind, RuleCode, Severity

_DATED = ("clause", "valid_from", "valid_to")


async def enter_regulations(story: Story) -> None:
    """Let Personnel enter everything, once legal texts and award catalogues are there."""
    said = data("regulations")
    registrar = await story.actor(REGISTRAR)
    for basis in said["legal_basis"]:
        await enter_legal_basis(story, basis)
    bases = await _by_code(story, LegalBasis)
    titles, forms = await _by_code(story, AwardTitle), await _by_code(story, AwardForm)
    for number in _numbers(said):
        await legal_parameters.create_legal_parameter(
            story.session,
            registrar,
            kind=ParameterKind(number["kind"]),
            value=Decimal(number["value"]),
            title_id=titles[number["title"]] if "title" in number else None,
            form_id=forms[number["form"]] if "form" in number else None,
            **_dated(number, bases),
        )
        story.step()
    for rule in said["rule"]:
        await award_rules.create_award_rule(
            story.session,
            registrar,
            code=RuleCode(rule["code"]),
            form_id=forms[rule["form"]] if "form" in rule else None,
            severity=Severity(rule["severity"]),
            parameters=rule.get("parameters", {}),
            **_dated(rule, bases),
        )
        story.step()
    for days in said["days"]:
        await _enter_days(story, days)


async def enter_legal_basis(story: Story, basis: dict[str, Any]) -> UUID:
    """Let Personnel enter a legal text."""
    row = await legal_bases.create_legal_basis(
        story.session,
        await story.actor(REGISTRAR),
        code=basis["code"],
        title=basis["title"],
        number=basis.get("number"),
        issued_on=basis.get("issued_on"),
        valid_from=basis["valid_from"],
        valid_to=basis.get("valid_to"),
        is_verified=basis["verified"],
        source=basis["source"],
    )
    story.step()
    return row.id


async def _by_code(story: Story, table: type[LegalBasis | AwardTitle | AwardForm]) -> dict[str, UUID]:
    return dict((await story.session.execute(select(table.code, table.id))).all())


def _numbers(said: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield each number by itself; those of awards stand together in the file where they share all else."""
    yield from said["parameter"]
    for group in said["coefficients"]:
        for key in ("title", "form"):
            for code, value in group.get(f"{key}s", {}).items():
                yield {**group, key: code, "value": value}


def _dated(said: dict[str, Any], bases: dict[str, UUID]) -> dict[str, Any]:
    """Return what it rests on, and from when to when it holds."""
    dated = {name: said.get(name) for name in _DATED}
    return {**dated, "legal_basis_id": bases[said["basis"]], "is_verified": said["verified"]}


async def _enter_days(story: Story, days: dict[str, Any]) -> None:
    registrar = await story.actor(REGISTRAR)
    for number in range((days["last"] - days["first"]).days + 1):
        await special_days.create_special_day(
            story.session,
            registrar,
            day=days["first"] + timedelta(days=number),
            kind=DayKind(days.get("kind", "HOLIDAY")),
            name=days["name"],
            name_en=days["name_en"],
            source=days["source"],
            is_verified=days["verified"],
        )
        story.step()
