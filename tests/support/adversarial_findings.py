"""Findings of every kind about dossiers in every state, their papers, and awards that everybody was given before."""

from domain.awards.papers.rules import PaperKind
from domain.regulations.rules import RuleCode
from tests.support.factories import NOW
from tests.support.plain_rows import Draft


def add_findings(draft: Draft) -> None:
    """Let every rule find something about every dossier, and give papers to every other one."""
    basis = {"legal_basis_id": draft["legal_bases"][0]["id"], "parameters": {}}
    rule = draft["award_rules"][0] if draft["award_rules"] else draft.add("award_rules", **basis)
    for number, dossier in enumerate(draft["nominations"]):
        for ordinal, code in enumerate(RuleCode):
            of = {"nomination_id": dossier["id"], "rule_id": rule["id"]}
            draft.add("nomination_findings", ordinal=ordinal, code=code, **of)
        if number % 2:
            kind = draft.any_of(*PaperKind)
            draft.add("dossier_papers", nomination_id=dossier["id"], kind=kind, content_hash=None)
    held = [("person_id", row) for row in draft["people"]] + [("unit_id", row) for row in draft["units"]]
    for number, (name, row) in enumerate(held):
        withdrawn = {"withdrawn_at": NOW, "withdrawn_reason": "Nhầm"} if number % 2 == 0 else {}
        of = {"person_id": None, "unit_id": None, name: row["id"]}
        form, title = draft["award_forms"][0]["id"], draft["award_titles"][0]["id"]
        which = ({"award": "Bằng khen"}, {"form_id": form}, {"title_id": title})[number % 3]
        known = {"award": None, "form_id": None, "title_id": None, **which, **of}
        draft.add("award_records", year=2000 + number, **known, **withdrawn)
    for number, person in enumerate(draft["people"]):
        person["gender"] = (None, "FEMALE", "MALE")[number % 3]
