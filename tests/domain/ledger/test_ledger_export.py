"""The file of a ledger: what is written is read and checked, what is not a ledger is refused by its line."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Invalid
from domain.ledger import parsing
from domain.ledger.export import Further, Header, check_file, event_line, further_line, header_line, read
from domain.ledger.rules import Event, Head
from tests.support.ledger import BEGAN, ROUND, chain, head_of, named, rehashed

THREE = chain(['{"tên":"Vòng 1"}', '{"line":"a\\nb\u2028"}', "{}"])
HEADER = Header(ROUND, BEGAN, head_of(THREE), {"name": "Vòng 1"})


def lines() -> list[bytes]:
    return [
        header_line(HEADER),
        *(event_line(each) for each in THREE),
        further_line("result", {"number": 1, "score": "80.5"}),
    ]


@pytest.fixture
def file(tmp_path):
    def write(content: list[bytes]):
        path = tmp_path / "ledger.jsonl"
        path.write_bytes(b"".join(content))
        return path

    return write


def test_lines_are_what_the_format_says():
    head = f'{{"hash":"{THREE[2].hash}","number":3}}'

    assert lines()[0].decode() == (
        f'{{"exported_at":"2026-11-22T03:04:05.000006Z","format":"thidua-ledger-1","head":{head},'
        '"name":"Vòng 1","round":"01900000-0000-7000-8000-000000000001"}\n'
    )
    assert lines()[1].decode() == (
        '{"at":"2026-11-22T03:04:06.000006Z","body":"{\\"tên\\":\\"Vòng 1\\"}",'
        f'"hash":"{THREE[0].hash}","kind":"SHEET_SUBMITTED","number":1,"previous_hash":"{"0" * 64}","type":"event"}}\n'
    )
    assert lines()[4] == b'{"number":1,"score":"80.5","type":"result"}\n'


def test_what_was_written_is_read(file):
    header, rest = read(file(lines()))

    assert header == HEADER
    assert list(rest) == [*THREE, Further("result", {"number": 1, "score": "80.5"}, 5)]


def test_whole_file_has_no_findings(file):
    checked = check_file(file(lines()), [head_of(THREE[:2])])

    assert checked.header == HEADER
    assert (checked.events, checked.last, checked.findings) == (3, head_of(THREE), [])
    assert checked.further == [Further("result", {"number": 1, "score": "80.5"}, 5)]


def test_file_of_a_round_without_events(file):
    checked = check_file(file([header_line(Header(ROUND, BEGAN, None))]))

    assert (checked.header.head, checked.events, checked.last, checked.findings) == (None, 0, None, [])


def test_header_that_promises_more_than_the_file_holds_is_found(file):
    assert named(check_file(file(lines()[:3])).findings) == [("CUT_OFF", 3)]


def test_file_rewritten_with_its_header_is_found_by_a_head_from_elsewhere_alone(file):
    forged = rehashed([THREE[0]._replace(body="{}"), *THREE[1:]])
    path = file([header_line(HEADER._replace(head=head_of(forged))), *(event_line(each) for each in forged)])

    assert check_file(path).findings == []
    assert named(check_file(path, [head_of(THREE)]).findings) == [("REWRITTEN", 3)]


def test_edited_line_is_found_not_refused(file):
    content = lines()
    content[2] = content[2].replace(b"a\\\\nb", b"a\\\\nc")

    assert named(check_file(file(content)).findings) == [("EDITED", 2)]


def changed(line: bytes, **members: object) -> bytes:
    return json.dumps({**json.loads(line), **members}, ensure_ascii=False).encode() + b"\n"


def without(line: bytes, name: str) -> bytes:
    return json.dumps({key: value for key, value in json.loads(line).items() if key != name}).encode() + b"\n"


BROKEN = [
    (1, lambda _line: b"", "this is no thidua-ledger-1 file"),
    (1, lambda line: changed(line, format="thidua-ledger-2"), "this is no thidua-ledger-1 file"),
    (1, lambda line: without(line, "head"), "head is missing or does not belong here"),
    (1, lambda line: changed(line, head=7), "head is not valid"),
    (1, lambda line: changed(line, head={"number": 3}), "head is not valid"),
    (1, lambda line: changed(line, head={"number": 0, "hash": "0" * 64}), "head is not valid"),
    (1, lambda line: changed(line, round=str(ROUND).upper().replace("-", "")), "round is not valid"),
    (1, lambda line: changed(line, round=None), "round is not valid"),
    (1, lambda line: changed(line, exported_at="2026-11-22T03:04:05Z"), "exported_at is not valid"),
    (1, lambda line: b"\xef\xbb\xbf" + line, "this is not the JSON of a ledger"),
    (2, lambda line: without(line, "body"), "body is missing or does not belong here"),
    (2, lambda line: changed(line, more=1), "more is missing or does not belong here"),
    (2, lambda line: changed(line, number=0), "number is not valid"),
    (2, lambda line: changed(line, number=True), "number is not valid"),
    (2, lambda line: changed(line, number="1"), "number is not valid"),
    (2, lambda line: changed(line, number=2**31), "number is not valid"),
    (2, lambda line: changed(line, at="2026-11-22T03:04:06.000006+00:00"), "at is not valid"),
    (2, lambda line: changed(line, at="2026-02-30T03:04:06.000006Z"), "at is not valid"),
    (2, lambda line: changed(line, at="2026-11-22T03:04:06.000006"), "at is not valid"),
    (2, lambda line: changed(line, at=5), "at is not valid"),
    (2, lambda line: changed(line, kind="A\nB"), "kind is not valid"),
    (2, lambda line: changed(line, hash="A" * 64), "hash is not valid"),
    (2, lambda line: changed(line, previous_hash="0" * 63), "previous_hash is not valid"),
    (2, lambda line: changed(line, body={}), "body is not valid"),
    (2, lambda line: without(line, "type"), "the type of the line is missing"),
    (3, lambda _line: b"\n", "this is not the JSON of a ledger"),
    (3, lambda _line: b"[" * 100_000 + b"\n", "this is not the JSON of a ledger"),
    (3, lambda _line: b"[1]\n", "this is no JSON object"),
    (3, lambda line: b"\xff" + line, "this is not the JSON of a ledger"),
    (3, lambda line: line.replace(b"{", b'{"number":2,', 1), "this is not the JSON of a ledger"),
    (4, lambda line: line + further_line("note", {}) + line, "an event stands after lines of other kinds"),
    (5, lambda line: line.replace(b'"80.5"', b"80.5"), "this is not the JSON of a ledger"),
    (5, lambda line: line.replace(b'"80.5"', b"NaN"), "this is not the JSON of a ledger"),
    (5, lambda line: line[:-1], "the line is not whole"),
]


@pytest.mark.parametrize(("number", "broken", "why"), BROKEN)
def test_what_is_no_ledger_is_refused_by_its_line(file, number, broken, why):
    content = lines()
    content[number - 1] = broken(content[number - 1])
    refused_at = 6 if "other kinds" in why else number

    with pytest.raises(Invalid) as refused:
        check_file(file(content))

    assert refused.value.rule == "LEDGER_FILE"
    assert refused.value.path == ("lines", str(refused_at))
    assert refused.value.text.en == f"Line {refused_at}: {why}."
    assert refused.value.text.vi.startswith(f"Dòng {refused_at}: ")


def test_empty_file_is_refused(file):
    with pytest.raises(Invalid, match="Line 1: the file is empty"):
        read(file([]))


def test_too_long_a_line_is_refused(file, monkeypatch):
    monkeypatch.setattr(parsing, "MAX_LINE", max(len(line) for line in lines()))
    content = lines()
    assert check_file(file(content)).findings == []
    content[3] = changed(content[3], body="x" * parsing.MAX_LINE)

    with pytest.raises(Invalid, match="Line 4: the line is longer than"):
        check_file(file(content))


def test_too_many_lines_are_refused(file, monkeypatch):
    monkeypatch.setattr(parsing, "MAX_LINES", 4)

    with pytest.raises(Invalid, match="Line 5: the file has more than 4 lines"):
        check_file(file(lines()))


def test_writing_refuses_what_could_not_be_read():
    with pytest.raises(ValueError, match="given twice"):
        header_line(HEADER._replace(about={"head": 1}))
    with pytest.raises(ValueError, match="no event"):
        further_line("event", {})
    with pytest.raises(ValueError, match="no event"):
        further_line("result", {"type": "x"})


@given(
    st.builds(
        Event,
        st.integers(1, 2**31 - 1),
        st.datetimes(timezones=st.just(UTC)),
        st.from_regex(r"[A-Z_]{1,60}", fullmatch=True),
        st.text(st.characters(codec="utf-8")),
        st.just("0" * 64),
        st.just("f" * 64),
    )
)
@settings(max_examples=80)
def test_any_event_is_read_as_it_was_written(tmp_path_factory, event):
    path = tmp_path_factory.mktemp("ledger") / "one.jsonl"
    path.write_bytes(
        header_line(Header(ROUND, datetime(2026, 1, 1, tzinfo=UTC), Head(1, "a" * 64))) + event_line(event)
    )

    assert list(read(path)[1]) == [event]
