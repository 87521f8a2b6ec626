"""A round as a file: it is verified with nothing but the file, and whatever is changed in it is found and named."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy.ext.asyncio import AsyncSession

from api.commands.verifying import command
from domain.actor import SYSTEM, Role
from domain.errors import Conflict, NotAllowed
from domain.results import exporting
from tests.conftest import TransactionDatabase, rolled_back
from tests.support import evaluations as make_
from tests.support.audit import entries
from tests.support.factories import Factory
from tests.support.verified import computed_round

ROOT = Path(__file__).parent.parent.parent.parent
Line = dict[str, Any]


@pytest.fixture(scope="module")
async def lines(engine) -> list[Line]:
    """The lines of the file of a computed round."""
    async with rolled_back(engine) as connection:
        database = TransactionDatabase(connection)
        async with AsyncSession(
            connection, expire_on_commit=False, join_transaction_mode="create_savepoint"
        ) as session:
            done = await computed_round(session, database, Factory(session))
            export = await exporting.export_ledger(session, SYSTEM, round_id=done.round_id)
            await session.commit()
        return [json.loads(line) async for some in exporting.lines(database, export) for line in some.splitlines()]


@pytest.fixture
def written(lines, tmp_path) -> Callable[..., Path]:
    """Writes the lines to a file, changed."""

    def write(change: Callable[[list[Line]], Any] = lambda _lines: None) -> Path:
        copy = json.loads(json.dumps(lines))
        change(copy)
        path = tmp_path / "ledger.jsonl"
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in copy), encoding="utf-8")
        return path

    return write


def verified(*arguments: str | Path) -> tuple[int, str]:
    """The exit code and the words of `thidua verify`, without the line breaks of its table."""
    done = CliRunner(env={"COLUMNS": "400"}).invoke(command, [str(each) for each in arguments])
    return done.exit_code, done.output


def events(lines: list[Line], kind: str) -> list[int]:
    return [at for at, line in enumerate(lines) if line.get("kind") == kind]


def test_file_holds_events_results_and_standings_and_the_head(lines):
    header, *rest = lines
    types = [line["type"] for line in rest]

    assert types == ["event"] * 10 + ["result"] + ["standing"] * 3
    assert header["head"] == {"number": 10, "hash": rest[9]["hash"]}
    assert header["name"] == "Vòng chấm"
    assert rest[10]["printed"] == {**json.loads(rest[9]["body"]), "reason": None}


@pytest.mark.slow
def test_sound_file_is_verified_in_a_process_that_has_nothing_else(written, lines, tmp_path):
    head = lines[0]["head"]
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}

    done = subprocess.run(
        [sys.executable, "-m", "api.cli", "verify", str(written()), "--head", f"{head['number']}:{head['hash']}"],
        cwd=tmp_path,
        env={**environment, "PYTHONPATH": str(ROOT), "THIDUA_DATA": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "10 sự kiện / events, 1 kết quả / results" in done.stdout
    assert "Nguyên vẹn. / Sound." in done.stdout
    assert not (tmp_path / "none").exists()


def _figure(name: str, value: Any) -> Callable[[list[Line]], None]:
    def change(lines: list[Line]) -> None:
        lines[-1]["figures"][name] = value

    return change


def _body(lines: list[Line]) -> None:
    at = events(lines, "SHEET_SUBMITTED")[0]
    lines[at]["body"] = lines[at]["body"].replace('"50"', '"10"')


def _move(lines: list[Line]) -> None:
    at = events(lines, "SHEET_SUBMITTED")[0]
    lines.insert(at + 2, lines.pop(at))


def _insert(lines: list[Line]) -> None:
    at = events(lines, "SHEET_SUBMITTED")[0]
    lines.insert(at, lines[at])


CHANGES = [
    (_body, ["EDITED", "event:3", "INPUTS_DIFFER"]),
    (lambda lines: lines.pop(3), ["DELETED", "event:3"]),
    (_insert, ["INSERTED", "event:3"]),
    (_move, ["REORDERED", "event:3"]),
    (lambda lines: lines.pop(10), ["CUT_OFF", "event:10", "RESULT_UNKNOWN"]),
    (lambda lines: lines.pop(), ["FIGURES_MISSING", "result:1/entry:"]),
    (lambda lines: lines.__delitem__(slice(11, None)), ["RESULT_MISSING", "result:1"]),
    (_figure("place", 1), ["FIGURE_DIFFERS", "/place"]),
    (_figure("score", "99"), ["FIGURE_DIFFERS", "/score"]),
    (_figure("score_low", "1"), ["FIGURE_DIFFERS", "/score_low"]),
    (_figure("unheard_of", [1, None, {}]), ["FIGURE_DIFFERS", "/unheard_of"]),
    (lambda lines: lines[11]["printed"].update(outputs_hash="0" * 64), ["RESULT_DIFFERS", "result:1/outputs_hash"]),
    (lambda lines: lines[11].update(state="PUBLISHED"), ["RESULT_DIFFERS", "result:1/state"]),
]


@pytest.mark.parametrize(("change", "said"), CHANGES)
def test_changed_file_is_found_out(written, change, said):
    code, output = verified(written(change))

    assert code == 1
    assert "Có sai lệch. / Not sound." in output
    assert [word for word in said if word not in output] == []


def test_file_that_was_exchanged_as_a_whole_is_found_by_a_head_from_outside(written, lines):
    elsewhere = f"{lines[0]['head']['number']}:{'0' * 64}"

    code, output = verified(written(), "--head", elsewhere)

    assert code == 1
    assert "REWRITTEN" in output


UNUSABLE = [
    lambda lines: lines[0].update(format="other"),
    lambda lines: lines[11].update(number="1"),
    lambda lines: lines.append(lines[11]),
    lambda lines: lines.append(lines[12]),
    lambda lines: lines[12].update(figures=[]),
]


@pytest.mark.parametrize("change", UNUSABLE)
def test_file_of_another_form_is_refused_with_its_line(written, change):
    code, output = verified(written(change))

    assert code == 2
    assert "Line " in output


@pytest.mark.parametrize(
    "arguments",
    [("--head", f"1:{'0' * 64}"), ("--head", "1:2", "FILE"), ("FILE", "--round", "Round:1"), ("no-such-file",)],
)
def test_wrong_command_is_refused(written, arguments):
    path = written()

    code, _output = verified(*(path if each == "FILE" else each for each in arguments))

    assert code == 2


async def test_only_a_closed_round_is_exported_and_that_is_recorded(session, database, make: Factory):
    there = await make_.scene(make)
    auditor = await make.actor(Role.AUDITOR)
    with pytest.raises(Conflict):
        await exporting.export_ledger(session, auditor, round_id=there.round.id)
    await make_.closed(make, there.round)

    await exporting.export_ledger(session, auditor, round_id=there.round.id)

    entry = (await entries(session))[-1]
    assert (entry.deed, entry.actor_id, entry.subject_id) == ("LEDGER_EXPORTED", auditor.person_id, there.round.id)


async def test_export_is_bound_by_conflicts_until_publication_and_by_rights_always(session, make: Factory):
    there = await make_.scene(make)
    await make_.closed(make, there.round)
    colleague = await make.actor(Role.AUDITOR, unit=there.unit)
    with pytest.raises(Conflict) as refused:
        await exporting.export_ledger(session, colleague, round_id=there.round.id)
    assert refused.value.rule == "CONFLICT_OF_INTEREST_OWN_UNIT"
    with pytest.raises(NotAllowed):
        await exporting.export_ledger(session, there.evaluator, round_id=there.round.id)

    await make_.result(make, there.round, state=make_.ResultState.PUBLISHED)

    assert (await exporting.export_ledger(session, colleague, round_id=there.round.id)).header.head is None
