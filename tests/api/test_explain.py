"""`thidua explain`: how an operation is read for a reader, and what is said where it is not read so."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from api.cli import cli
from domain.actor import Role
from tests.conftest import migrated_database
from tests.support.factories import Factory

Explain = Callable[..., Result]

SEARCH = """query Found($search: String!, $n: Int = 7) { units(first: $n, filter: {search: $search}) {
  totalCount pageInfo { hasNextPage }
  nodes { id name parent { code } people(first: 3) { nodes { fullName email } } } } }"""


PLAN = """query
└── units: page of units by CODE+
    ├── totalCount: count
    ├── pageInfo: hasNextPage
    └── nodes: each row
        ├── id: key
        ├── name: Unit.name
        ├── parent: one of units
        │   └── code: Unit.code
        └── people: page of people by FULL_NAME+
            └── nodes: each row
                ├── fullName: Person.full_name
                └── email: Person.email (masked)"""
PARAMETERS = {
    "request_0_0": "7",
    "request_0_1": "'%đơn vị%'",
    "request_1_0": "3",
    "viewer_person": "UUID('",
    "viewer_led_units": "[UUID('",
    "viewer_served_units": "[UUID('",
}


@pytest.fixture(scope="module")
def url(server_url: str, worker: str) -> str:
    """A database of this module's own, with an auditor and a leader."""
    made = migrated_database(server_url, f"thidua_explain_{worker}")
    asyncio.run(furnish(made))
    return made


async def furnish(url: str) -> None:
    engine = create_async_engine(url, poolclass=NullPool)
    async with AsyncSession(engine, expire_on_commit=False) as session:
        make = Factory(session)
        for role in (Role.AUDITOR, Role.UNIT_LEADER):
            await make.acting(await make.person(subject=f"the-{role.lower()}"), role)
        await session.commit()
    await engine.dispose()


@pytest.fixture
def explain(url: str, tmp_path: Path) -> Explain:
    """Run the command as somebody would, on a document or on what comes from standard input."""

    def run(document: str, *options: str, piped: bool = False) -> Result:
        path = tmp_path / "operation.graphql"
        path.write_text(document, encoding="utf-8")
        arguments = ["explain", "-" if piped else str(path), *options]
        environment = {"DATABASE_URL": url, "THIDUA_DATA": str(tmp_path), "COLUMNS": "4000"}
        return CliRunner().invoke(cli, arguments, input=document if piped else None, env=environment)

    return run


def said(result: Result) -> str:
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


def refused(result: Result) -> str:
    """One line or a few, no traceback."""
    assert (result.exit_code, type(result.exception)) == (1, SystemExit), result.exception
    assert result.stdout == ""
    return result.stderr.removeprefix("Error: ").strip()


def test_plan_statement_parameters_and_what_postgresql_makes_of_it(explain):
    text = said(explain(SEARCH, "--role", "unit_leader", "--variables", '{"search": "đơn vị"}'))

    drawn, _, rest = text.partition("SELECT convert_to(")
    statement, _, rest = rest.partition("\n  $1 ")
    parameters = dict(re.findall(r"^ *(?:\$\d+ )?(\w+) = (.*)$", rest, re.MULTILINE))
    assert drawn.rstrip() == PLAN
    assert re.findall(r"\$\d+", rest) == [f"${number}" for number in range(2, 7)]
    assert set(re.findall(r"\$\d+", statement)) == {f"${number}" for number in range(1, 7)}
    assert "đơn vị" not in statement
    for name, value in PARAMETERS.items():
        assert parameters[name].startswith(value), name
    assert len(parameters) == len(PARAMETERS)
    assert "\nResult  (cost=" in rest
    assert "actual time" not in rest


def test_another_role_is_another_statement(explain):
    of = {role: said(explain("{ people { nodes { email } } }", "--role", role)) for role in ("unit_leader", "auditor")}
    of["system"] = said(explain("{ people { nodes { email } } }"))

    assert "viewer_served_units" in of["unit_leader"]
    assert "viewer_person" in of["auditor"]
    assert "viewer_" not in of["system"]


def test_a_reader_can_be_named_by_subject(explain):
    by_role = said(explain(SEARCH, "--role", "auditor", "--variables", '{"search": "x"}'))
    by_subject = said(explain(SEARCH, "--subject", "the-auditor", "--variables", '{"search": "x"}'))

    assert without_costs(by_subject) == without_costs(by_role)


def without_costs(text: str) -> list[str]:
    return [line for line in text.splitlines() if "(cost=" not in line]


def test_a_document_comes_from_standard_input_too(explain):
    assert "units: page of units" in said(explain("{ units { totalCount } }", piped=True))


def test_an_operation_is_chosen_by_name(explain):
    both = "query A { units { totalCount } } query B { people { totalCount } }"

    assert "people: page of people" in said(explain(both, "--operation", "B"))
    assert refused(explain(both)) == "Tài liệu có nhiều thao tác: hãy nêu operationName."
    assert refused(explain(both, "--operation", "C")) == "Tài liệu không có thao tác này."


def test_a_statement_can_be_run_and_measured(explain):
    text = said(explain("{ units { totalCount } }", "--role", "auditor", "--analyze"))

    assert "actual time" in text
    assert "Execution Time" in text


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{ nope }", "Cannot query field 'nope' on type 'Query'."),
        ("{", "Syntax Error: Expected Name, found <EOF>."),
        ("query($n: Int!) { units(first: $n) { totalCount } }", "Variable '$n' has invalid value: Expected a value of"),
        ("{ __schema { queryType { name } } }", "Chạy theo cách đối chiếu / reference execution: introspection"),
        (
            "query($ids: [ID!] = []) { nodes(ids: $ids) { id } }",
            "Chạy theo cách đối chiếu / reference execution: a refused argument of a field that cannot be null",
        ),
    ],
)
def test_what_cannot_be_explained_is_said_in_a_line(explain, document, message):
    options = ("--variables", '{"ids": null}') if "ids" in document else ()

    assert refused(explain(document, *options)).startswith(message)


def test_every_error_of_a_document_is_told(explain):
    assert refused(explain("{ one two }")).splitlines() == [
        "Cannot query field 'one' on type 'Query'.",
        "Cannot query field 'two' on type 'Query'.",
    ]


@pytest.mark.parametrize("variables", ["{", "x", "[1]", "3", '"x"'])
def test_variables_that_are_no_json_object_are_refused(explain, variables):
    for document in ("{ units { totalCount } }", SEARCH):
        assert refused(explain(document, "--variables", variables)).startswith("--variables ")


def test_what_a_deed_is_read_by_is_not_explained(explain):
    document = 'mutation { closeUnit(input: {unitId: "x", expectedVersion: 1, validTo: "2024-01-01"}) { unit { id } } }'

    assert refused(explain(document)) != ""


def test_a_role_that_nobody_holds(explain):
    assert refused(explain("{ units { totalCount } }", "--role", "personnel")) == (
        "Không ai giữ vai trò này. / Nobody holds this role: personnel"
    )


def test_a_subject_that_nobody_has(explain):
    assert refused(explain("{ units { totalCount } }", "--subject", "nobody")) == (
        "Không có người này. / There is nobody with this subject: nobody"
    )


def test_wrong_options_are_refused_by_name(explain):
    result = explain("{ units { totalCount } }", "--role", "king")

    assert (result.exit_code, "'king'" in result.stderr) == (2, True)


def test_what_a_viewer_is_told_of_themselves_has_a_name_in_the_plan(explain):
    text = said(explain("{ viewer { allowedDeeds roles { role } } }", "--role", "auditor"))

    assert "viewer: sole of viewers" in text
    assert "roles: many of viewer_roles" in text
