from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.initiatives.content import (
    FULL_SHARE,
    MAX_AUTHORS,
    MAX_EVIDENCE,
    MAX_HOURS,
    Content,
    Evidence,
    Share,
    problems_of_content,
    problems_of_shares,
)
from domain.initiatives.rules import FieldOfWork, InitiativeKind
from tests.support.initiatives import content

ANN, BINH = UUID(int=1), UUID(int=2)
SOUND = content(authors=(Share(ANN, Decimal(60)), Share(BINH, Decimal(40))))

#: For every field, a value that the sound content does not have.
OTHERWISE: dict[str, Any] = {
    "title": "Khác",
    "summary": "Khác",
    "kind": InitiativeKind.AI,
    "field_of_work": FieldOfWork.QUAN_LY,
    "task_relieved": "Khác",
    "tool": "Khác",
    "hours_before": Decimal("40.01"),
    "hours_after": Decimal("10.01"),
    "people_affected": 13,
    "measurement": "Khác",
    "authors": (Share(ANN, Decimal("60.01")), Share(BINH, Decimal("39.99"))),
    "evidence": (Evidence("Báo cáo thử nghiệm", "https://thidua.example/khac.pdf"),),
}


def rules_of(said: Content) -> list[tuple[str, tuple[str, ...]]]:
    return [(problem.rule, problem.path) for problem in problems_of_content(said)]


def split(cents: list[int]) -> list[Share]:
    """Shares that add up to exactly 100, from cuts between 0 and 10000 hundredths of a percent."""
    cuts = [0, *sorted(cents), 10_000]
    return [Share(UUID(int=at), Decimal(end - start) / 100) for at, (start, end) in enumerate(pairwise(cuts))]


CUTS = st.lists(st.integers(1, 9_999), max_size=MAX_AUTHORS - 1, unique=True)


@given(CUTS)
@settings(max_examples=100)
def test_shares_that_add_up_to_100_are_sound(cuts: list[int]):
    assert problems_of_shares(split(cuts)) == []


@given(CUTS, st.integers(-9_999, 9_999).filter(bool))
@settings(max_examples=100)
def test_shares_that_add_up_to_anything_else_are_refused(cuts: list[int], off: int):
    shares = split(cuts)
    shares[0] = replace(shares[0], percent=shares[0].percent + Decimal(off) / 100)

    assert ("SHARES_NOT_100", ("authors",)) in [(each.rule, each.path) for each in problems_of_shares(shares)]


@given(CUTS)
@settings(max_examples=50)
def test_an_author_named_twice_is_refused(cuts: list[int]):
    shares = [Share(ANN, share.percent) for share in split(cuts)]

    assert [each.path for each in problems_of_shares(shares)] == [
        ("authors", str(at), "personId") for at in range(1, len(shares))
    ]


@pytest.mark.parametrize("percent", [Decimal(0), Decimal(-1), Decimal("100.01"), Decimal("33.333")])
def test_a_share_out_of_range_is_refused(percent: Decimal):
    shares = [Share(ANN, percent), Share(BINH, FULL_SHARE - percent)]

    assert ("SHARE_RANGE", ("authors", "0", "percent")) in [
        (each.rule, each.path) for each in problems_of_shares(shares)
    ]


@pytest.mark.parametrize("number", [0, MAX_AUTHORS + 1])
def test_authors_too_few_or_too_many_are_refused(number: int):
    shares = [Share(UUID(int=at), Decimal(5)) for at in range(number)]

    assert problems_of_shares(shares)[0].rule == "AUTHORS_COUNT"


def test_twenty_authors_are_enough():
    assert problems_of_shares([Share(UUID(int=at), Decimal(5)) for at in range(MAX_AUTHORS)]) == []


def test_sound_content_has_no_problems():
    assert problems_of_content(SOUND) == []
    assert problems_of_content(replace(SOUND, hours_before=Decimal(0), hours_after=MAX_HOURS, evidence=())) == []


def test_every_problem_of_content_is_told_at_once():
    said = replace(
        SOUND,
        title=" ",
        summary="",
        task_relieved="\t",
        tool="",
        measurement="\n",
        hours_before=Decimal("-0.01"),
        hours_after=Decimal("1.005"),
        people_affected=0,
        authors=(),
        evidence=(Evidence("", "https://a.example"), Evidence("B", "ftp://b.example")),
    )

    assert rules_of(said) == [
        ("TEXT_EMPTY", ("title",)),
        ("TEXT_EMPTY", ("summary",)),
        ("TEXT_EMPTY", ("taskRelieved",)),
        ("TEXT_EMPTY", ("tool",)),
        ("TEXT_EMPTY", ("measurement",)),
        ("HOURS_RANGE", ("hoursBefore",)),
        ("HOURS_RANGE", ("hoursAfter",)),
        ("PEOPLE_RANGE", ("peopleAffected",)),
        ("AUTHORS_COUNT", ("authors",)),
        ("EVIDENCE_FORM", ("evidence", "0", "url")),
        ("EVIDENCE_FORM", ("evidence", "1", "url")),
    ]


def test_hours_beyond_what_is_kept_are_refused():
    assert rules_of(replace(SOUND, hours_before=MAX_HOURS + Decimal("0.01"))) == [("HOURS_RANGE", ("hoursBefore",))]


@pytest.mark.parametrize("url", ["", "thidua.example", "javascript:alert(1)", "https://", "http://[", "https://a b.vn"])
def test_evidence_without_a_web_address_is_refused(url: str):
    assert rules_of(replace(SOUND, evidence=(Evidence("A", url),))) == [("EVIDENCE_FORM", ("evidence", "0", "url"))]


def test_evidence_is_limited():
    links = tuple(Evidence("A", f"https://a.example/{number}") for number in range(MAX_EVIDENCE + 1))

    assert rules_of(replace(SOUND, evidence=links)) == [("EVIDENCE_COUNT", ("evidence",))]
    assert rules_of(replace(SOUND, evidence=links[1:])) == []


def test_the_digest_is_of_canonical_json():
    canonical = (
        '{"authors":[["00000000-0000-0000-0000-000000000001","60"],["00000000-0000-0000-0000-000000000002","40"]],'
        '"evidence":[["Báo cáo thử nghiệm","https://thidua.example/bao-cao.pdf"]],"field_of_work":"CHUYEN_MON",'
        '"hours_after":"10","hours_before":"40","kind":"VIRTUAL_ASSISTANT",'
        '"measurement":"Đo thời gian xử lý 50 hồ sơ trước và sau","people_affected":12,'
        '"summary":"Hỏi đáp bằng tiếng Việt trên kho văn bản của đơn vị.",'
        '"task_relieved":"Tra cứu văn bản quy phạm pháp luật","title":"Trợ lý ảo tra cứu văn bản",'
        '"tool":"Trợ lý ảo nội bộ"}'
    )

    assert SOUND.digest() == sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize("field", OTHERWISE)
def test_the_digest_tells_each_field(field: str):
    assert replace(SOUND, **{field: OTHERWISE[field]}).digest() != SOUND.digest()


def test_every_field_is_tried():
    assert set(OTHERWISE) == set(Content.__slots__)


@given(st.decimals(0, 10_000, places=2), st.integers(0, 4))
@settings(max_examples=100)
def test_the_digest_tells_numbers_and_not_how_they_are_written(hours: Decimal, zeros: int):
    longer = hours.quantize(Decimal(1).scaleb(-2 - zeros))

    assert replace(SOUND, hours_before=hours).digest() == replace(SOUND, hours_before=longer).digest()
    assert replace(SOUND, hours_after=Decimal("-0")).digest() == replace(SOUND, hours_after=Decimal(0)).digest()


@given(st.text(), st.text())
@settings(max_examples=100)
def test_the_digest_does_not_confuse_neighbouring_texts(first: str, second: str):
    one = replace(SOUND, title=first, summary=second).digest()
    other = replace(SOUND, title=first + second, summary="").digest()

    assert (one == other) == (second == "")


def test_the_digest_tells_the_order_of_authors():
    turned = replace(SOUND, authors=tuple(reversed(SOUND.authors)))

    assert turned.digest() != SOUND.digest()


def test_content_is_tidied_before_it_is_kept():
    loose = replace(
        SOUND, title=f" {SOUND.title}\n", evidence=(replace(SOUND.evidence[0], label=" Báo cáo thử nghiệm "),)
    )

    assert loose.tidy() == SOUND
    assert SOUND.hours_saved == Decimal(30)
