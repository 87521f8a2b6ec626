"""Numbers and rules of the law for all awards and for some, and days off: everybody may see them."""

from datetime import date

from domain.regulations.rules import DayKind, ParameterKind, RuleCode
from tests.support.plain_rows import Draft


def add_regulations(draft: Draft) -> None:
    """Give every award a coefficient, and all of them rules; every other legal text is somebody's source."""
    basis = [row["id"] for row in draft["legal_bases"]]
    of = {"legal_basis_id": basis[0]}
    draft.add("legal_parameters", kind=ParameterKind.BASE_SALARY, **of)
    for key, table in (("form_id", "award_forms"), ("title_id", "award_titles")):
        for row in draft[table]:
            draft.add("legal_parameters", kind=ParameterKind.PRIZE_COEFFICIENT, **of, **{key: row["id"]})
    for code in RuleCode:
        form_id = draft.any_of(None, draft["award_forms"][0]["id"])
        draft.add("award_rules", code=code, form_id=form_id, parameters={}, legal_basis_id=draft.any_of(*basis))
    for number in range(1, 5):
        draft.add("special_days", day=date(2024, 5, number), kind=draft.any_of(*DayKind))
