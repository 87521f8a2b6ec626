import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from api.cli import COMMANDS, cli
from api.standings import bar
from domain.engine.documents import digest, evaluation_document, problem_document
from domain.engine.evaluate import evaluate
from domain.tables.parsing import parse
from domain.tables.reading import read_table
from domain.tables.rules_file import read_rules

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples" / "tables"
RULES = 'scale = "POINTS"\n[[criteria]]\nid = "c"\nlow = 0\nhigh = 10\n'
GOOD = "entry,judge,c\na,J,9\na,K,8\nb,J,5\nb,K,7\n"
#: Of each example: place, entry, score, award, and the key that decided, worked out by hand from the files.
EXPECTED = {
    "skating": [(1, "Anna", "138.5", None, None), (2, "Bea", "130.21", None, None)],
    "diving": [
        (1, "Lê Hà", "201.3", None, None),
        (2, "Đỗ Mai", "198.9", None, None),
        (3, "Trần Vy", "194", None, None),
    ],
    "song-contest": [
        (1, "Song A", "40", None, "count_of_top_marks"),
        (2, "Song B", "40", None, "count_of_top_marks"),
        (3, "Song C", "20", None, None),
        (3, "Song D", "20", None, None),
        (5, "Song E", "0", None, None),
    ],
    "sang-kien": [
        (1, "SK-01", "85.33", "A", None),
        (2, "SK-03", "75.33", "B", "earlier_submission"),
        (3, "SK-02", "75.33", None, "earlier_submission"),
        (4, "SK-04", "63.75", "B", None),
    ],
}


def compute(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["compute", *map(str, arguments)])


@pytest.fixture
def files(tmp_path: Path):
    def write(table: str, rules: str = RULES) -> tuple[Path, ...]:
        (tmp_path / "t.csv").write_text(table, encoding="utf-8")
        (tmp_path / "r.toml").write_text(rules, encoding="utf-8")
        return tmp_path / "t.csv", "--rules", tmp_path / "r.toml", "--out", tmp_path / "out.json"

    return write


def result_of(files: tuple[Path, ...]) -> dict:
    return json.loads(files[-1].read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_example_comes_to_what_was_worked_out_by_hand(name, tmp_path):
    out = tmp_path / "result.json"

    ran = compute(EXAMPLES / f"{name}.csv", "--rules", EXAMPLES / f"{name}.toml", "--out", out)

    result = json.loads(out.read_text(encoding="utf-8"))
    keys = ("place", "entry", "score", "tier", "decided_by")
    assert (ran.exit_code, result["refused"], result["refused_count"]) == (0, [], 0)
    assert [tuple(entry[key] for key in keys) for entry in result["evaluation"]["entries"]] == EXPECTED[name]


def test_grant_panel_is_adjusted_and_says_how_sure_it_is():
    ran = compute(EXAMPLES / "grant.csv", "--rules", EXAMPLES / "grant.toml", "--format", "json")

    found = json.loads(ran.stdout)["evaluation"]
    raw = {entry["entry"]: entry["raw"] for entry in found["entries"]}
    assert [entry["entry"] for entry in found["entries"]] == ["P1", "P3", "P2", "P4"]
    # (2 * 7 + 6 + 2 * 6 + 6 + 2 * 7 + 7) / 72 and so on, marks counted from 1 to 9.
    assert (raw["P1"], raw["P2"], raw["P4"]) == ("84.72", "54.17", "38.89")
    assert [entry["tier"] for entry in found["entries"]] == ["funded", "funded", None, None]
    severity = {judge["judge"]: float(judge["severity"]) for judge in found["judges"]}
    assert severity["Ben"] > severity["Ada"] > severity["Cai"]
    assert all(float(e["low"]) < float(e["score"]) < float(e["high"]) for e in found["entries"])
    assert ["PARTIAL"] in [sheet["flags"] for sheet in found["sheets"] if sheet["sheet"] == "/1/P3/Cai"]


def test_hashes_are_those_of_the_canonical_documents(files):
    given = files(GOOD, f"seed = 5\n{RULES}")

    compute(*given)

    problem = parse(read_table(given[0].read_bytes()), read_rules(given[2].read_bytes())).problem
    result = result_of(given)
    assert (result["format"], result["engine_version"], result["seed"]) == ("thidua-result/1", "1", 5)
    assert result["inputs_hash"] == digest(problem_document(problem))
    assert result["outputs_hash"] == digest(evaluation_document(evaluate(problem)))
    assert result["evaluation"] == json.loads(evaluation_document(evaluate(problem)))["evaluation"]


def test_csv_and_xlsx_in_any_order_of_rows_have_the_same_hashes(files, tmp_path):
    given = files(GOOD)
    book = openpyxl.Workbook()
    page = book.create_sheet("Vòng 1")
    for row in (["entry", "judge", "c"], ["b", "K", 7], ["b", "J", 5], ["a", "K", 8], ["a", "J", 9]):
        page.append(row)
    book.save(tmp_path / "t.xlsx")

    compute(*given)
    first = result_of(given)
    ran = compute(tmp_path / "t.xlsx", *given[1:], "--sheet", "Vòng 1")

    second = result_of(given)
    assert (ran.exit_code, second["table"]["sheet"]) == (0, "Vòng 1")
    assert [first[key] == second[key] for key in ("inputs_hash", "outputs_hash", "table")] == [True, True, False]


def test_refused_row_ends_with_one_and_nothing_is_computed(files):
    given = files(f"{GOOD}c,J,11\n")

    ran = compute(*given)

    result = result_of(given)
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "MARK_OUT_OF_RANGE" in ran.stderr
    assert "Điểm phải từ 0 đến 10; đã nhận 11." in ran.stderr
    assert (result["evaluation"], result["inputs_hash"], result["outputs_hash"]) == (None, None, None)
    assert (result["table"]["rows"], result["table"]["rows_refused"], result["refused_count"]) == (5, 1, 1)
    assert result["refused"] == [
        {
            "row": 6,
            "column": "c",
            "rule": "MARK_OUT_OF_RANGE",
            "text": {"vi": "Điểm phải từ 0 đến 10; đã nhận 11.", "en": "A mark is from 0 to 10; 11 came."},
        }
    ]


def test_refused_rows_are_left_out_on_demand_and_still_said(files):
    given = files(f"{GOOD}a,L,x\n")

    ran = compute(*given, "--skip-refused")

    result = result_of(given)
    assert ran.exit_code == 1
    assert [(entry["entry"], entry["score"]) for entry in result["evaluation"]["entries"]] == [("a", "8.5"), ("b", "6")]
    assert [each["row"] for each in result["refused"]] == [6]


@pytest.mark.parametrize(
    ("table", "rules", "said"),
    [
        (GOOD, "metod = 1\n" + RULES, "Is method meant?"),
        (GOOD, 'ties = ["coin"]\n' + RULES, "TIE_KEY_UNKNOWN"),
        ("a,b\n", RULES, "HEADING_MISSING"),
        ("entry,judge,c,d\n", RULES, "COLUMN_UNKNOWN"),
    ],
)
def test_unusable_rules_or_file_end_with_two_and_write_nothing(table, rules, said, files):
    given = files(table, rules)

    ran = compute(*given)

    assert (ran.exit_code, ran.stdout, given[-1].exists()) == (2, "", False)
    assert said in ran.stderr


def test_wrong_usage_ends_with_two(tmp_path):
    example = (EXAMPLES / "diving.csv", "--rules", EXAMPLES / "diving.toml")

    assert compute(tmp_path / "nowhere.csv", "--rules", tmp_path / "nothing.toml").exit_code == 2
    assert compute(*example, "--out", tmp_path / "nowhere" / "result.json").exit_code == 2


def test_person_reads_places_scores_and_bars(files):
    given = files(GOOD, f'title = "Chung kết"\nmethod = "ADJUSTED"\n{RULES}')

    lines = compute(*given).stdout.splitlines()

    assert "Chung kết" in lines[0]
    (first,) = [line for line in lines if " a " in line]
    assert first.split()[:4] == ["1", "a", "8.50", "8.50"]
    assert "●" in first


def test_person_reads_what_to_know_of_the_whole(files):
    many = "".join(f"e{number:03},J,5\n" for number in range(203))
    rules = f'method = "ADJUSTED"\n{RULES}[[tiers]]\nid = "gold"\nseats = 1\n'

    shown = " ".join(compute(*files(f"entry,judge,c\n{many}", rules)).stdout.split())

    assert "Không hiệu chỉnh / Not adjusted: NO_REPLICATION" in shown
    assert "Cảnh báo / Warnings: NO_REPLICATION" in shown
    assert "Đồng hạng ở suất cuối / Tied at the cut: gold: e000, e001" in shown
    assert "… còn 3 bài nữa trong tệp kết quả / 3 more in the result file" in shown


def test_refusals_beyond_two_hundred_are_counted(files):
    ran = compute(*files("entry,judge,c\n" + "a,J,x\n" * 203))

    assert "Refused: 203" in ran.stderr
    assert "và 3 lỗi nữa / and 3 more" in ran.stderr


@pytest.mark.parametrize(
    ("low", "score", "high", "drawn"),
    [
        ("0", "5", "13", "─────●────────"),
        ("4", "6", "8", "    ──●──     "),
        ("0", "0", "0", "●             "),
        (None, "5", None, ""),
    ],
)
def test_bar_stands_where_the_interval_is(low, score, high, drawn):
    numbers = [None if each is None else Decimal(each) for each in (low, score, high)]

    assert bar(*numbers, (Decimal(0), Decimal(13))) == drawn


@pytest.mark.slow
def test_serving_and_help_do_not_load_the_engine():
    code = (
        "import sys, api.cli, api.commands.serving;"
        "api.cli.cli.main(['--help'], standalone_mode=False);"
        "print([name for name in ('numpy', 'scipy', 'ortools', 'openpyxl') if name in sys.modules])"
    )

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)

    assert ran.stdout.splitlines()[-1] == "[]"
    assert "compute" in ran.stdout
    assert "compute" in COMMANDS
