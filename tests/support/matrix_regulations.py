"""What the law asks, of the role matrix: numbers of the law for all awards and for one, a rule, a day off."""

from datetime import date
from typing import TYPE_CHECKING

from domain.regulations.rules import DayKind, ParameterKind, RuleCode, Severity
from tests.support import awards
from tests.support.factories import Factory
from tests.support.regulations import parameter, rule, special_day

if TYPE_CHECKING:
    from tests.support.matrix_world import World


async def build(make: Factory, world: "World") -> None:
    """A base salary, a coefficient of the form, a rule for all forms, a public holiday."""
    of = {"legal_basis_id": world.row("LegalBasis", "law").id}
    form_id = world.row("AwardForm", "form").id
    world.keep("salary", await parameter(make, ParameterKind.BASE_SALARY, "2340000", **of))
    world.keep("form", await parameter(make, ParameterKind.PRIZE_COEFFICIENT, "1.5", form_id=form_id, **of))
    world.keep("direct", await rule(make, RuleCode.DIRECT_WORKERS, parameters={"min_share": "0.50"}, **of))
    world.keep("may day", await special_day(make, date(2024, 5, 1)))


async def more(make: Factory, world: "World") -> None:
    """Three rows of each kind, and three forms and titles with three numbers of their own."""
    of = {"legal_basis_id": world.row("LegalBasis", "law").id}
    for number in (2, 3):
        world.keep(f"form {number}", await awards.form(make))
        world.keep(f"title {number}", await awards.title(make))
    kinds = (("form", "AwardForm"), ("title", "AwardTitle"))
    for (key, type_name), label in ((kind, label) for kind in kinds for label in ("", " 2", " 3")):
        own = {f"{key}_id": world.row(type_name, f"{key}{label}").id, **of}
        await parameter(make, ParameterKind.COLLECTIVE_FACTOR, "2", **own)
        for year in (2025, 2026):
            period = {"valid_from": date(year, 1, 1), "valid_to": date(year, 12, 31)}
            if (key, label) != ("form", ""):
                await parameter(make, ParameterKind.PRIZE_COEFFICIENT, "1.5", **own, **period)
    await parameter(make, ParameterKind.COLLECTIVE_FACTOR, "2", **of)
    own_form = {"form_id": world.row("AwardForm", "form").id, **of}
    await parameter(
        make, ParameterKind.COLLECTIVE_FACTOR, "3", valid_from=date(2023, 1, 1), valid_to=date(2023, 12, 31), **own_form
    )
    await rule(make, RuleCode.INTEGRITY_HOLD, **of)
    await rule(make, RuleCode.QUOTA, severity=Severity.NOTE, parameters={"max_count": 5, "per": "UNIT"}, **own_form)
    for day, kind in ((date(2024, 4, 30), DayKind.HOLIDAY), (date(2024, 5, 4), DayKind.WORKING)):
        await special_day(make, day, kind=kind)
