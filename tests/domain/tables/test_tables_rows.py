import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.documents import problem_document
from domain.engine.problem import Entry, Sheet
from domain.tables import findings, reading, workbook
from domain.tables.findings import Refused
from domain.tables.parsing import Parsed, parse
from domain.tables.reading import read_table
from domain.tables.rules_file import read_rules

ONE_ROUND = """
scale = "POINTS"
components = ["bonus"]
[[criteria]]
id = "new"
name = "Tính mới"
low = 0
high = 10
step = 0.5
[[criteria]]
id = "use"
low = -5
high = 5
component = "effect"
"""
TWO_ROUNDS = """
scale = "POINTS"
[[stages]]
id = "SP"
name = "Short program"
[[stages.criteria]]
id = "a"
low = 0
high = 10
[[stages]]
id = "FS"
[[stages.criteria]]
id = "b"
low = 0
high = 10
"""
HEAD = "entry,judge,row,group,submitted,amount,component,new,use"


marks = st.lists(
    st.tuples(st.sampled_from("ab"), st.sampled_from("JKL"), st.integers(0, 20)),
    min_size=1,
    unique_by=lambda row: row[:2],
)


def read(text: str | bytes, rules: str = ONE_ROUND, sheet: str | None = None) -> Parsed:
    content = text.encode() if isinstance(text, str) else text
    return parse(read_table(content, sheet), read_rules(rules.encode()))


def told(parsed: Parsed) -> list[tuple[int | None, str, str]]:
    assert all(each.text.vi and each.text.en for each in parsed.findings.told)
    return [(each.row, each.column, each.rule) for each in parsed.findings.told]


def refused_whole(
    text: str | bytes, rules: str = ONE_ROUND, sheet: str | None = None
) -> list[tuple[int | None, str, str]]:
    with pytest.raises(Refused) as refused:
        read(text, rules, sheet)
    return [(each.row, each.column, each.rule) for each in refused.value.findings]


def xlsx(*rows: list, title: str = "Marks") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_rows_become_sheets_factors_amounts_and_facts():
    parsed = read(
        f"{HEAD}\n"
        "e1,Ann,,North,2026-03-05,,,7.5,2\n"
        "e1,Bob,mark,,,,,8,\n"
        "e1,,factor,,,,,1.5,0.25\n"
        "e1,,amount,,,12.5,effect,,\n"
        "e1,,amount,,,-1,,,\n"
        "e1,,amount,,,-2,,,\n"
        "e2,,entry,South,,,,,\n"
        "e3,Ann,,,,,,,\n"
    )

    (stage,) = parsed.problem.stages
    assert (parsed.rows, parsed.rows_refused, told(parsed)) == (8, 0, [])
    assert stage.sheets == (
        Sheet("/1/e1/Ann", "Ann", "e1", {"new": Decimal("7.5"), "use": Decimal(2)}),
        Sheet("/1/e1/Bob", "Bob", "e1", {"new": Decimal(8)}),
    )
    assert stage.entries == (
        Entry(
            "e1", "North", "2026-03-04T17:00:00.000000+00:00",
            {"new": Decimal("1.5"), "use": Decimal("0.25")}, {"effect": Decimal("12.5"), "": Decimal(-3)},
        ),
        Entry("e2", "South"),
        Entry("e3"),
    )  # fmt: skip


def test_rounds_are_told_by_id_or_name_and_an_entry_without_a_round_is_in_the_first():
    parsed = read(
        "round,entry,judge,row,a,b\nshort program,x,J,,1,\nFS,x,J,,,2\n,y,,entry,,\n,x,,entry,,\n", TWO_ROUNDS
    )

    short, free = parsed.problem.stages
    assert told(parsed) == []
    assert [[entry.id for entry in stage.entries] for stage in (short, free)] == [["x", "y"], ["x"]]
    assert [sheet.id for stage in (short, free) for sheet in stage.sheets] == ["/SP/x/J", "/FS/x/J"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("e,Ann,,,,,,7.25,1", ("new", "MARK_OFF_STEP")),
        ("e,Ann,,,,,,10.5,1", ("new", "MARK_OUT_OF_RANGE")),
        ("e,Ann,,,,,,1,-6", ("use", "MARK_OUT_OF_RANGE")),
        ("e,Ann,,,,,,x,1", ("new", "NUMBER_UNREADABLE")),
        ("e,Ann,,,,,,1e1,1", ("new", "NUMBER_UNREADABLE")),
        ("e,Ann,,,,,,1,1.125", ("use", "NUMBER_AMBIGUOUS")),
        ("e,Ann,,,,,,٣,1", ("new", "NUMBER_UNREADABLE")),
        (",Ann,,,,,,1,1", ("entry", "CELL_MISSING")),
        ("e,,,,,,,1,1", ("judge", "CELL_MISSING")),
        (f"{'e' * 201},Ann,,,,,,1,1", ("entry", "NAME_WRONG")),
        ("e,A\x07nn,,,,,,1,1", ("judge", "NAME_WRONG")),
        ("e,Ann,bonus,,,,,1,1", ("row", "ROW_UNKNOWN")),
        ("e,Ann,,,yesterday,,,1,1", ("submitted", "MOMENT_WRONG")),
        ("e,Ann,,,31/02/2026,,,1,1", ("submitted", "MOMENT_WRONG")),
        ("e,Ann,,,,3,,1,1", ("amount", "CELL_MISPLACED")),
        ("e,Ann,,,,,effect,1,1", ("component", "CELL_MISPLACED")),
        ("e,Ann,factor,,,,,1,1", ("judge", "CELL_MISPLACED")),
        ("e,,factor,,,,,-1,1", ("new", "FACTOR_NEGATIVE")),
        ("e,,amount,,,3,,1,", ("new", "CELL_MISPLACED")),
        ("e,,amount,,,,,,", ("amount", "CELL_MISSING")),
        ("e,,amount,,,two,,,", ("amount", "NUMBER_UNREADABLE")),
        ("e,,amount,,,2,TSE,,", ("component", "COMPONENT_UNKNOWN")),
        ("e,,entry,,,,,5,", ("new", "CELL_MISPLACED")),
    ],
)
def test_each_rule_of_a_row_names_row_and_column(line, expected):
    parsed = read(f"{HEAD}\n{line}\n")

    assert told(parsed) == [(2, *expected)]
    assert (parsed.rows_refused, parsed.problem.stages[0].entries, parsed.problem.stages[0].sheets) == (1, (), ())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("e,Ann,,North,,,,1,1", ("judge", "SHEET_TWICE")),
        ("e,Bob,,South,,,,1,1", ("group", "FACT_CONTRADICTS")),
        ("e,Bob,,,2026-03-06,,,1,1", ("submitted", "FACT_CONTRADICTS")),
        ("e,,factor,,,,,2,1", ("new", "FACTOR_TWICE")),
    ],
)
def test_row_against_an_earlier_one_is_refused_and_names_it(line, expected):
    parsed = read(f"{HEAD}\ne,Ann,,North,2026-03-05,,,2,2\ne,,factor,,,,,3,\n\n{line}\n")

    assert told(parsed) == [(5, *expected)]
    assert any(f"row {row}" in parsed.findings.told[0].text.en for row in (2, 3))
    assert parsed.problem.stages[0].sheets == (Sheet("/1/e/Ann", "Ann", "e", {"new": Decimal(2), "use": Decimal(2)}),)
    assert parsed.problem.stages[0].entries[0].factors == {"new": Decimal(3)}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (",x,J,,1,", ("round", "CELL_MISSING")),
        ("GALA,x,J,,1,", ("round", "ROUND_UNKNOWN")),
        ("SP,x,J,,1,2", ("b", "CRITERION_NOT_IN_ROUND")),
    ],
)
def test_each_rule_of_rounds(line, expected):
    assert told(read(f"round,entry,judge,row,a,b\n{line}\n", TWO_ROUNDS)) == [(2, *expected)]


def test_every_error_is_told_in_the_order_of_rows_and_beyond_two_hundred_counted():
    bad = "".join(f"e{number},,,,,,,11,x\n" for number in range(70))

    parsed = read(f"{HEAD}\n{bad}fine,Ann,,,,,,1,1\n")

    assert (parsed.findings.count, len(parsed.findings.told), parsed.rows_refused) == (210, findings.MAX_TOLD, 70)
    assert told(parsed)[:4] == [
        (2, "new", "MARK_OUT_OF_RANGE"),
        (2, "use", "NUMBER_UNREADABLE"),
        (2, "judge", "CELL_MISSING"),
        (3, "new", "MARK_OUT_OF_RANGE"),
    ]
    assert [sheet.entry for sheet in parsed.problem.stages[0].sheets] == ["fine"]


def test_vietnamese_heading_below_a_title_is_read_and_errors_name_it():
    head = "Phiếu chấm, đợt 1;;;;\nSáng kiến;Thành viên chấm;TINH MOI;use;Đơn vị\n"

    parsed = read(f"{head}s1;Ông An;7,5;2;Vụ A\ns2;Bà Bình;x;;Vụ B\n")

    assert told(parsed) == [(4, "TINH MOI", "NUMBER_UNREADABLE")]
    assert parsed.problem.stages[0].entries == (Entry("s1", "Vụ A"),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b\n1,2\n", [(None, "", "HEADING_MISSING")]),
        ("entry,judge,new,use,colour\n", [(1, "colour", "COLUMN_UNKNOWN")]),
        ("entry,judge,new\n", [(1, "use", "CRITERION_COLUMN_MISSING")]),
        ("entry,judge,new,use,Tính mới\n", [(1, "Tính mới", "COLUMN_TWICE")]),
        ("entry,judge,juror,new,use\n", [(1, "juror", "COLUMN_TWICE")]),
        ("entry,judge,new,use\n,,,\n", [(None, "", "ROWS_NONE")]),
    ],
)
def test_each_rule_of_the_heading(text, expected):
    assert refused_whole(text) == expected


def test_columns_that_people_keep_beside_the_marks_are_not_read():
    parsed = read(
        "STT,entry,judge,,new,use,Ghi chú,City\n1,e,J,?,1,1,x,Huế\n", f"table = {{ ignore = ['city'] }}\n{ONE_ROUND}"
    )

    assert (told(parsed), parsed.rows) == ([], 1)


@pytest.mark.parametrize(
    ("cells", "stated", "values"),
    [
        (["1.5", "1.125"], "", ["1.5", "1.125"]),
        (['"1,5"', '"1,125"'], "", ["1.5", "1.125"]),
        (["0.125", "2"], "", ["0.125", "2"]),
        (["1.125", "2"], "", ["NUMBER_AMBIGUOUS", "2"]),
        (["1.125", "2"], "point", ["1.125", "2"]),
        (["1.5", '"1,5"'], "", ["1.5", "1.5"]),
        (["1.5", '"1,125"'], "", ["1.5", "NUMBER_AMBIGUOUS"]),
        (["1.5", '"1,5"'], "point", ["1.5", "NUMBER_UNREADABLE"]),
        (["1.5", '"1,5"'], "comma", ["NUMBER_UNREADABLE", "1.5"]),
        (["−2", "+3"], "", ["-2", "3"]),
    ],
)
def test_decimal_mark_is_never_guessed(cells, stated, values):
    table = f"table = {{ decimal = '{stated}' }}\n" if stated else ""
    rows = "".join(f"e,J{number},,,,,,,{cell}\n" for number, cell in enumerate(cells))

    parsed = read(f"{HEAD}\n{rows}", table + ONE_ROUND)

    found = {sheet.judge: str(sheet.marks["use"]).removesuffix(".0") for sheet in parsed.problem.stages[0].sheets}
    found |= {f"J{each.row - 2}": each.rule for each in parsed.findings.told}
    assert [found[f"J{number}"] for number in range(2)] == values


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-03-05", "2026-03-04T17:00:00.000000+00:00"),
        ("05/03/2026 08:30", "2026-03-05T01:30:00.000000+00:00"),
        ("5.3.2026 8:30", "2026-03-05T01:30:00.000000+00:00"),
        ("2026-03-05T08:30:00Z", "2026-03-05T08:30:00.000000+00:00"),
    ],
)
def test_moment_is_kept_as_text_that_sorts(text, moment):
    assert read(f"{HEAD}\ne,J,,,{text},,,1,1\n").problem.stages[0].entries[0].submitted == moment


@given(marks)
@settings(max_examples=25)
def test_separator_decimal_mark_byte_order_mark_and_row_order_do_not_matter(rows):
    cells = [[entry, judge, "", str(Decimal(half) / 2), "1"] for entry, judge, half in rows]
    head = ["entry", "judge", "group", "new", "use"]
    plain = read("\n".join(",".join(row) for row in [head, *cells]))
    comma = [[cell.replace(".", ",") for cell in row] for row in reversed(cells)]

    for separator in ";\t":
        text = "\r\n".join(separator.join(row) for row in [head, *comma])
        assert problem_document(read("\ufeff" + text).problem) == problem_document(plain.problem)
    assert plain.findings.count == 0
    assert len(plain.problem.stages[0].sheets) == len(rows)


@given(marks)
@settings(max_examples=15)
def test_xlsx_and_csv_of_the_same_rows_are_one_problem(rows):
    head = ["entry", "judge", "new", "use"]
    text = "\n".join(",".join(map(str, row)) for row in [head, *((e, j, h / 2, 0.1) for e, j, h in rows)])

    book = read(xlsx(head, *([e, j, h / 2, 0.1] for e, j, h in rows)))

    assert problem_document(book.problem) == problem_document(read(text).problem)


def test_odd_cells_of_a_workbook_are_refused_by_row():
    day = dt.datetime(2026, 5, 7)  # noqa: DTZ001 -- spreadsheets know no zones
    head = ["entry", "judge", "submitted", "new", "use"]
    rows = [["=1+1", 2], ["#DIV/0!", 2], [day, 2], [True, 2], [day.time(), 2], ["7,5", 0.1 + 0.2]]

    parsed = read(xlsx(["Panel"], head, *([f"e{at}", 5, day, *row] for at, row in enumerate(rows))))

    assert told(parsed) == [
        (3, "new", "FORMULA_UNCOMPUTED"),
        (4, "new", "FORMULA_FAILED"),
        (5, "new", "CELL_IS_DATE"),
        (6, "new", "CELL_IS_TRUTH"),
        (7, "new", "CELL_IS_TIME"),
    ]
    (stage,) = parsed.problem.stages
    assert stage.sheets == (Sheet("/1/e5/5", "5", "e5", {"new": Decimal("7.5"), "use": Decimal("0.3")}),)
    assert stage.entries[0].submitted == "2026-05-06T17:00:00.000000+00:00"


@pytest.mark.parametrize("odd", [12.5, True, dt.datetime(2026, 5, 7)])  # noqa: DTZ001 -- spreadsheets know no zones
def test_word_of_a_workbook_that_is_no_text_is_shown_as_it_reads(odd):
    parsed = read(xlsx(["entry", "judge", "row", "new", "use"], ["e", "J", odd, 1, 1]))

    shown = {12.5: "12.5", True: "true or false"}.get(odd, "2026-05-07 00:00")
    assert told(parsed) == [(2, "row", "ROW_UNKNOWN")]
    assert parsed.findings.told[0].text.en == f"“{shown}” is unknown; known are: mark, factor, amount, entry."


def test_name_that_is_a_date_is_refused():
    day = dt.date(2026, 5, 7)

    assert told(read(xlsx(["entry", "judge", "new", "use"], [day, "J", 1, 1]))) == [(2, "entry", "NAME_WRONG")]


def test_progress_is_told_while_rows_are_read():
    shares: list[float] = []
    table = read_table(b"entry,judge,new,use\n" + b"e,,,\n" * 10_001)

    parse(table, read_rules(ONE_ROUND.encode()), shares.append)

    assert shares == [0.0, 10_000 / 10_001]


def test_sheet_of_a_workbook_is_chosen_by_name():
    content = xlsx(["entry", "judge", "new", "use"], ["e", "J", 1, 1], title="Vòng 1")

    assert read(content, sheet="Vòng 1").rows == 1
    assert refused_whole(content, sheet="Vòng 2") == [(None, "", "SHEET_UNKNOWN")]
    assert refused_whole("entry,judge,new,use\n", sheet="Vòng 1") == [(None, "", "SHEET_UNKNOWN")]


def test_limits_and_broken_files_are_refused_before_they_are_parsed(monkeypatch):
    good = xlsx(["entry", "judge", "new", "use"], ["e", "J", 1, 1])
    bomb, entity = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * (workbook.MAX_PART + 1))
    with zipfile.ZipFile(entity, "w") as archive:
        archive.writestr("xl/workbook.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')

    torn = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as whole, zipfile.ZipFile(torn, "w") as archive:
        for part in whole.namelist():
            archive.writestr(part, whole.read(part)[: -20 if "sheet1" in part else None])
        archive.writestr("xl/media/logo.png", b"no XML")

    assert refused_whole(torn.getvalue()) == [(None, "", "FILE_UNREADABLE")]
    assert refused_whole(bomb.getvalue()) == [(None, "", "FILE_UNPACKS_TOO_LARGE")]
    assert refused_whole(entity.getvalue()) == [(None, "", "FILE_UNREADABLE")]
    assert refused_whole(good[:-40]) == [(None, "", "FILE_UNREADABLE")]
    assert refused_whole(b"\xd0\xcf\x11\xe0 old") == [(None, "", "FILE_FORMAT")]
    assert refused_whole("entry,judge,new,use\nSáng".encode("utf-16")) == [(1, "", "FILE_ENCODING")]
    assert refused_whole("entry,judge\nSáng".encode("cp1258", "replace") + b"\xff") == [(2, "", "FILE_ENCODING")]
    assert refused_whole('entry,judge,new,use\n"e,J,1,1\n') == [(2, "", "FILE_UNREADABLE")]
    assert refused_whole("entry,judge" + "," * 299 + "x\n") == [(1, "", "TOO_MANY_COLUMNS")]
    assert refused_whole(b"x" * (reading.MAX_BYTES + 1)) == [(None, "", "FILE_TOO_LARGE")]
    with pytest.raises(Refused, match="more than 1 rows"):
        read_table(good, max_rows=1)


def test_row_that_spreadsheets_write_first_names_the_separator():
    assert read("sep=;\r\nentry;judge;new;use\r\ne;J;1;1\r\n").rows == 1
