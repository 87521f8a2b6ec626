"""What a list costs in SQL statements does not depend on how many rows it has, nor on how many rows have such a list.

Compiled, it costs one; the table says what it costs the reference execution. Generated from the schema: a new list
without a line in the table fails.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import pytest

from domain.actor import Grant, Role
from domain.database import Database
from schema.bindings import BINDING, ENTITIES, Column, Computed, Owned, ToConnection, ToOne
from schema.root import Query
from tests.support import matrix_world
from tests.support.graphql import run
from tests.support.matrix_world import World
from tests.support.modes import WALKED

pytestmark = [pytest.mark.walks, pytest.mark.slow]

#: Who reads: the role that sees most.
READER = "personnel"


class Cost(NamedTuple):
    """How many statements of the reference execution: for `{ totalCount nodes { id } }`, and with all fields of rows.

    Lists of rows (`parents`) are asked of one row, the first, and of three.
    """

    plain: int
    whole: int
    parents: tuple[str, ...] = ()


COSTS: Mapping[str, Cost] = {
    "Query.units": Cost(2, 23),
    "Query.people": Cost(2, 13),
    "Query.roleGrants": Cost(2, 4),
    "Query.movements": Cost(2, 25),
    "Query.legalBases": Cost(2, 2),
    "Query.rubrics": Cost(2, 4),
    "Query.initiatives": Cost(2, 26),
    "Query.rounds": Cost(2, 25),
    "Query.assignments": Cost(2, 8),
    "Query.scoreSheets": Cost(2, 8),
    "Query.results": Cost(2, 12),
    "Query.resultEntries": Cost(2, 7),
    "Query.awardTitles": Cost(2, 4),
    "Query.awardForms": Cost(2, 4),
    "Query.legalParameters": Cost(2, 4),
    "Query.awardRules": Cost(2, 4),
    "Query.specialDays": Cost(2, 2),
    "AwardForm.legalParameters": Cost(3, 4, ("form", "form 2", "form 3")),
    "AwardTitle.legalParameters": Cost(3, 4, ("title", "title 2", "title 3")),
    "Query.nominations": Cost(2, 17),
    "Query.awardDecisions": Cost(2, 7),
    "Query.prizes": Cost(2, 5),
    "Query.revocations": Cost(2, 4),
    "Query.signingDelegations": Cost(2, 6),
    "Query.jobs": Cost(2, 7),
    "Query.scoreTables": Cost(2, 6),
    "Query.integrityHolds": Cost(2, 4),
    "Query.officialDocuments": Cost(2, 9),
    "Query.unitReports": Cost(2, 6),
    "Query.councils": Cost(2, 7),
    "Query.councilSessions": Cost(2, 7),
    "Query.benefits": Cost(2, 6),
    "Query.benefitTotals": Cost(2, 3),
    "Query.replications": Cost(2, 7),
    "Query.replicationLinks": Cost(2, 5),
    "Query.replicationCredits": Cost(2, 5),
    "Query.pilots": Cost(2, 4),
    "Query.exemplars": Cost(2, 12),
    "Query.auditEntries": Cost(2, 3),
    "Query.unitStandings": Cost(2, 4),
    # One statement more than above: it reads the rows whose lists they are.
    "Person.history": Cost(3, 4, ("staff", "focal_officer", "evaluator")),
    "Person.roleGrants": Cost(3, 4, ("evaluator", "juror", "evaluator_other")),
    "Unit.children": Cost(3, 23, ("ministry", "own", "other")),
    "Unit.initiatives": Cost(3, 26, ("own", "other", "third")),
    "Unit.people": Cost(3, 13, ("own", "other", "third")),
    "Movement.participations": Cost(3, 5, ("running", "draft", "approved")),
    "Movement.unitReports": Cost(3, 6, ("running", "draft", "approved")),
    "Movement.transitions": Cost(3, 4, ("running", "submitted", "approved")),
    "Movement.rubrics": Cost(3, 4, ("running", "draft", "approved")),
    "Movement.initiatives": Cost(3, 26, ("running", "approved", "archived")),
    "Movement.rounds": Cost(3, 25, ("running", "draft", "approved")),
    "Movement.unitStandings": Cost(3, 4, ("running", "draft", "approved")),
    "Initiative.revisions": Cost(3, 8, ("own SCORING", "other SCORING", "own SCORED")),
    "InitiativeRevision.redactions": Cost(3, 4, ("own SCORING", "other SCORING", "own SCREENED")),
    "Initiative.reviews": Cost(3, 5, ("own SCORING", "other SCORING", "own SUBMITTED")),
    "Initiative.scoreSheets": Cost(3, 8, ("other SCORING", "own SCORING", "own SCORED")),
    "Initiative.standings": Cost(3, 7, ("own SCORED", "other SCORED", "own SCORED 2")),
    "Round.entries": Cost(3, 8, ("closed", "open", "staged")),
    "Round.assignments": Cost(3, 8, ("open", "closed", "draft")),
    "Round.results": Cost(3, 12, ("closed", "staged", "again")),
    "Round.comparisons": Cost(3, 5, ("tie break", "tie break 2", "tie break 3")),
    "Round.tieBreaks": Cost(3, 5, ("closed", "staged", "again")),
    "Round.discussion": Cost(3, 5, ("open", "closed", "staged")),
    "Round.disputes": Cost(3, 4, ("disputed 0", "disputed 1", "disputed 2")),
    "RoundEntry.discussion": Cost(3, 5, ("open/own SCORING", "open/other SCORING", "closed/own SCORED")),
    "Query.sheetExclusions": Cost(2, 4),
    "Query.assignmentProposals": Cost(2, 7),
    "Result.judges": Cost(3, 4, ("published", "verified", "staged 3")),
    "Result.sheets": Cost(3, 4, ("published", "verified", "staged 3")),
    "Result.differences": Cost(3, 4, ("verified", "staged 3", "staged 4")),
    "AssignmentProposal.pairs": Cost(3, 5, ("open", "draft", "closed")),
    "Result.entries": Cost(3, 7, ("published", "staged", "again")),
    "Query.declaredConflicts": Cost(2, 5),
    "Query.conflictWaivers": Cost(2, 4),
    "Person.integrityHolds": Cost(3, 4, ("recruit", "juror", "leaver")),
    "Unit.integrityHolds": Cost(3, 4, ("third", "center", "personnel")),
    "Person.conflicts": Cost(3, 4, ("staff", "focal_officer", "author_other")),
    "Initiative.conflicts": Cost(3, 4, ("own SCORING", "other SCORING", "own SCREENED")),
    "Initiative.adoptingUnits": Cost(3, 4, ("own SCORED", "own SCREENED", "own SCORED 2")),
    "Round.conflicts": Cost(3, 5, ("open", "closed", "draft")),
    "Unit.adoptions": Cost(3, 4, ("third", "center", "other")),
    "Round.ledger": Cost(3, 3, ("closed", "staged", "open")),
    "Job.findings": Cost(3, 3, ("table", "third", "fourth")),
    "ScoreTable.standings": Cost(3, 3, ("table", "third", "fourth")),
    "Council.members": Cost(3, 4, ("ministry", "own", "third")),
    "Council.sessions": Cost(3, 7, ("ministry", "own", "third")),
    "Nomination.findings": Cost(3, 4, ("DRAFT", "PROPOSED", "RETURNED")),
    "Nomination.papers": Cost(3, 4, ("DRAFT", "PROPOSED", "RETURNED")),
    "Person.earlierAwards": Cost(3, 5, ("staff", "juror", "recruit")),
    "Unit.earlierAwards": Cost(3, 5, ("other", "own", "third")),
    "Initiative.benefits": Cost(3, 6, ("own SUBMITTED", "own SCREENED", "other SUBMITTED")),
    "Unit.benefits": Cost(3, 6, ("own", "center", "third")),
    "Unit.benefitTotals": Cost(3, 4, ("own", "center", "third")),
    "Benefit.measurements": Cost(3, 4, ("own SUBMITTED", "center", "third")),
    "Initiative.replications": Cost(3, 7, ("own SUBMITTED", "other SCORED", "other SUBMITTED")),
    "Initiative.pilots": Cost(3, 4, ("own SUBMITTED", "own of approved", "own of archived")),
    "Unit.replications": Cost(3, 7, ("own", "center", "third")),
    "Unit.replicationCredits": Cost(3, 5, ("own", "other", "third")),
    "Replication.history": Cost(3, 3, ("own: other SCORED", "center: other SUBMITTED", "third: own SUBMITTED")),
    "Movement.replicationLinks": Cost(3, 6, ("running", "approved", "archived")),
    "Movement.exemplars": Cost(3, 12, ("running", "approved", "archived")),
    "Exemplar.consents": Cost(3, 4, ("agreed", "published", "candidate")),
    "Exemplar.honours": Cost(3, 3, ("published", "agreed", "candidate")),
    "Exemplar.communications": Cost(3, 3, ("published", "agreed", "candidate")),
    "AwardDecision.nominations": Cost(3, 18, ("signed", "second", "third")),
    "Nomination.steps": Cost(3, 4, ("PAID", "HELD", "REVOKED")),
}
#: The bounded lists that belong to a row, with three such rows; they cost one statement besides that for the rows.
OWNED: Mapping[str, tuple[str, ...]] = {
    "OfficialDocument.files": ("submission checked", "report sent", "submission numbered"),
    "UnitReport.steps": ("running third", "running other", "approved own"),
    "OfficialDocument.events": ("submission checked", "report sent", "submission draft"),
    "Rubric.criteria": ("frozen", "draft", "planned"),
    "Criterion.bands": ("frozen C1", "draft C1", "planned C1"),
    "Movement.phases": ("running", "draft", "approved"),
    "Movement.blocks": ("running", "draft", "approved"),
    "Movement.legalBases": ("running", "draft", "approved"),
    "Block.units": ("running", "draft", "approved"),
    "Round.phases": ("closed", "open", "draft"),
    "Round.tiers": ("closed", "open", "draft"),
    "Phase.capabilities": ("running", "draft", "approved"),
    "InitiativeRevision.authors": ("own SCORED", "own SCORING", "other SCORING"),
    "InitiativeRevision.evidence": ("own SCORED", "own SCORING", "other SCORING"),
    "Result.charts": ("published", "verified", "staged 3"),
    "ResultEntry.chances": ("published/own SCORED", "verified/own SCORED", "staged 3/own SCORED"),
    "AssignmentProposal.findings": ("open", "draft", "closed"),
    "CouncilSession.members": ("voting", "open", "locked"),
    "CouncilSession.items": ("voting", "open", "locked"),
    "Nomination.votes": ("PROPOSED", "APPROVED", "to vote"),
    "ScoreSheet.marks": ("evaluator: own SCORED", "evaluator: other SCORING", "evaluator_other: own SCORING"),
}


@pytest.fixture(scope="module")
async def world(connection):
    return await matrix_world.furnish(connection, matrix_world.build_with_lists)


def camel(name: str) -> str:
    """A field's name in GraphQL."""
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def lists() -> dict[str, ToConnection]:
    """Every list of the schema by the type and the name of its field."""
    found = {}
    for field in Query.__strawberry_definition__.fields:
        found[f"Query.{camel(field.python_name)}"] = field.metadata.get(BINDING)
    for entity in ENTITIES.values():
        for name, binding in entity.bindings.items():
            found[f"{entity.name}.{camel(name)}"] = binding
    return {name: binding for name, binding in found.items() if isinstance(binding, ToConnection)}


LISTS = lists()


def everything_of(type_name: str) -> str:
    """A selection of all fields of a type, one step deep."""
    steps = {
        Column: "",
        ToOne: " { id }",
        Owned: " { id }",
        ToConnection: " { totalCount nodes { id } }",
        Computed: " { __typename }",
    }
    return " ".join(camel(name) + steps[type(binding)] for name, binding in ENTITIES[type_name].bindings.items())


def cost_of(reads: str, reference: int) -> int:
    """How many statements an execution may need."""
    return 1 if reads == "compiled" else reference


def costs(reads: str, size: int, needed: int, expected: int) -> bool:
    """Say whether a list cost what it may: relations by which a lone row leads nowhere cost the reference nothing."""
    return needed == expected or (reads == "reference" and size == 1 and needed < expected)


def rows_of(type_name: str, *, whole: bool) -> str:
    """A selection of a list's rows."""
    return f"totalCount nodes {{ id {everything_of(type_name) if whole else ''} }}"


def test_every_list_has_a_line():
    assert set(COSTS) == set(LISTS)
    assert set(OWNED) == {
        f"{entity.name}.{camel(name)}"
        for entity in ENTITIES.values()
        for name, binding in entity.bindings.items()
        if isinstance(binding, Owned) and entity.is_node
    }


@pytest.mark.parametrize("reads", WALKED)
@pytest.mark.parametrize("name", [name for name in COSTS if name.startswith("Query.")])
async def test_a_list_costs_the_same_whatever_its_rows(database, world, statements, name, reads):
    field, target = name.partition(".")[2], LISTS[name].target
    for whole in (False, True):
        for size in (1, 3):
            statements.clear()
            selection = rows_of(target, whole=whole)
            document = f"query($size: Int) {{ {field}(first: $size) {{ {selection} }} }}"
            page = await answered(database, world, document, {"size": size}, reads)
            assert len(page[field]["nodes"]) == size, f"{name} has {len(page[field]['nodes'])} rows, not {size}"
            expected = cost_of(reads, COSTS[name].whole if whole else COSTS[name].plain)
            assert costs(reads, size, len(statements), expected), told(name, size, whole, statements)


@pytest.mark.parametrize("reads", WALKED)
@pytest.mark.parametrize("name", [name for name in COSTS if not name.startswith("Query.")])
async def test_a_list_of_a_row_costs_the_same_whatever_its_rows_and_parents(database, world, statements, name, reads):
    owner, field = name.split(".")
    first, *others = COSTS[name].parents
    for whole in (False, True):
        for size, labels in ((1, [first]), (3, [first]), (3, [first, *others])):
            statements.clear()
            selection = f"{field}(first: {size}) {{ {rows_of(LISTS[name].target, whole=whole)} }}"
            found = await rows_with(database, world, owner, labels, selection, reads)
            sizes = [len(row[field]["nodes"]) for row in found]
            assert sizes[0] == size, f"{name}: the first parent has {sizes} rows, not {size}"
            assert 0 not in sizes, f"{name}: the parents have {sizes} rows"
            expected = cost_of(reads, COSTS[name].whole if whole else COSTS[name].plain)
            assert costs(reads, size, len(statements), expected), told(f"{name} of {labels}", size, whole, statements)


@pytest.mark.parametrize("reads", WALKED)
@pytest.mark.parametrize("name", OWNED)
async def test_what_belongs_to_a_row_costs_at_most_one_statement_for_all_rows(database, world, statements, name, reads):
    owner, field = name.split(".")
    for labels in (OWNED[name][:1], OWNED[name]):
        statements.clear()
        found = await rows_with(database, world, owner, labels, f"{field} {{ id }}", reads)
        assert [row for row in found if not row[field]] == [], f"{name}: a parent has no rows"
        assert len(statements) == cost_of(reads, 2), told(f"{name} of {labels}", len(found), False, statements)


@pytest.mark.parametrize("reads", WALKED)
async def test_a_viewer_costs_the_same_whatever_their_roles(database, world, statements, reads):
    document = "{ viewer { allowedDeeds person { id } roles { role unit { id } round { id } } } }"
    one = world.actors["unit_leader"]
    more = {Grant(Role.FOCAL_OFFICER, unit_id=world.row("Unit", "other").id), Grant(Role.STAFF)}
    for actor, size in ((one, 1), (replace(one, grants=one.grants | more), 3)):
        statements.clear()
        body = await run(database, actor, document, reads=reads)
        assert [len(body["data"]["viewer"]["roles"]), body.get("errors")] == [size, None]
        assert len(statements) == cost_of(reads, 4), told("Query.viewer", size, True, statements)


async def rows_with(
    database: Database, world: World, owner: str, labels: Sequence[str], selection: str, reads: Any
) -> list[dict[str, Any]]:
    """Rows by their labels, with a selection."""
    document = f"query($ids: [ID!]!) {{ nodes(ids: $ids) {{ ... on {owner} {{ {selection} }} }} }}"
    ids = [world.id(owner, label) for label in labels]
    rows: list[dict[str, Any]] = (await answered(database, world, document, {"ids": ids}, reads))["nodes"]
    assert len(rows) == len(labels)
    return rows


async def answered(database: Database, world: World, document: str, variables: dict[str, Any], reads: Any) -> Any:
    """The data of an answer without errors."""
    body = await run(database, world.actors[READER], document, variables, reads=reads)
    assert "errors" not in body, body["errors"]
    return body["data"]


def told(name: str, size: int, whole: bool, statements: Any) -> str:
    """A failure: what was asked and what it cost."""
    said = "\n".join(statements.statements)
    return f"{name}, {size} rows, {'all fields' if whole else 'ids'}: {len(statements)} statements\n{said}"
