"""The charts: well-formed drawings that say what they must, the same for the same result."""

from collections.abc import Sequence
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from domain.engine.problem import Method
from domain.results.charting import MOST_LINES, ranking_chart, severity_chart, shortened
from tests.support.outcomes import entry, evaluation, judge

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    """What is written in a drawing; it must be XML, run nothing and load nothing."""
    root = ET.fromstring(svg)  # noqa: S314 -- our own drawing
    assert root.tag == f"{SVG}svg"
    names = {each.tag.removeprefix(SVG) for each in root.iter()}
    assert not names & {"script", "image", "foreignObject"}
    assert not [each for each in root.iter() for name, value in each.items() if "href" in name and value[0] != "#"]
    return [" ".join("".join(each.itertext()).split()) for each in root.iter(f"{SVG}text")]


def titles(of: Sequence[str]) -> dict[str, str]:
    return {name: f"Sáng kiến {name}" for name in of}


THREE = evaluation(
    [
        entry("A", 1, "91", raw="90", low="88", high="94", p_top="0.98"),
        entry("B", 2, "85", raw="85", low="80", high="90", p_top="0.62"),
        entry("C", 3, "82", p_top="0.4"),
        entry("D", None, None),
    ],
    places=2,
)


def test_the_ranking_names_entries_with_their_chances_and_the_cut():
    vi, en = (texts(ranking_chart(THREE, titles("ABCD"), language)) for language in ("vi", "en"))

    lines = ["1. Sáng kiến A", "2. Sáng kiến B", "3. Sáng kiến C"]
    assert [each for each in vi if "Sáng kiến" in each] == [each for each in en if "Sáng kiến" in each] == lines
    assert [each for each in vi if each.startswith("P ")] == ["P 98%", "P 62%", "P 40%"]
    assert {"Xếp hạng và khoảng tin cậy 90 %", "điểm", "ranh giới 2 vị trí", "trung bình thô"} <= set(vi)
    assert {"Ranking with 90 % intervals", "score", "cut of 2 places", "plain mean"} <= set(en)


def test_a_ranking_of_pairs_says_what_its_numbers_are():
    pairs = replace(THREE, summary=replace(THREE.summary, method=Method.PAIRWISE))
    vi, en = (texts(ranking_chart(pairs, titles("ABCD"), language)) for language in ("vi", "en"))

    assert {"xác suất được coi là tốt hơn trung bình, %", "tỷ lệ so sánh thắng"} <= set(vi)
    assert {"chance to be preferred to the average, %", "share of comparisons won"} <= set(en)
    assert "trung bình thô" not in vi


@pytest.mark.parametrize("places", [None, 3])
def test_no_cut_is_drawn_where_none_parts_anything(places):
    of = evaluation(THREE.entries, places=places)

    assert [each for each in texts(ranking_chart(of, titles("ABCD"), "en")) if each.startswith("cut")] == []


def test_the_same_result_gives_the_same_drawing():
    one, other = (ranking_chart(THREE, titles("ABCD"), "vi") for _ in range(2))

    assert one == other
    assert one != ranking_chart(evaluation(THREE.entries[:2], places=2), titles("ABCD"), "vi")


def test_titles_are_text_whatever_stands_in_them():
    odd = {"A": 'Bớt <b> & "giấy" $x^ và $y', "B": "hai\ndòng \x01\x1f\ud800", "C": "dài " * 30}

    said = texts(ranking_chart(THREE, odd, "vi"))

    assert '1. Bớt <b> & "giấy" $x^ và $y' in said
    assert "2. hai dòng" in said
    assert f"3. {shortened(odd['C'])}" in said


def test_titles_are_cut_to_forty_characters():
    assert shortened("x" * 40) == "x" * 40
    assert shortened("x" * 41) == "x" * 39 + "…"
    assert shortened("x" * 38 + " " + "y" * 9) == "x" * 38 + "…"


def many(number: int) -> list[str]:
    """How the lines of a ranking of so many entries, with the cut at the hundredth place, are named."""
    names = [f"E{at:03d}" for at in range(1, number + 1)]
    of = evaluation([entry(name, at, "80", low="70", high="90") for at, name in enumerate(names, 1)], places=100)
    return texts(ranking_chart(of, dict(zip(names, names, strict=True)), "en"))


def test_of_many_entries_the_best_and_those_around_the_cut_are_drawn():
    said = many(200)

    drawn = [int(each.split("E")[1]) for each in said if ". E" in each]
    assert drawn == [*range(1, 31), *range(86, 116)]
    assert len(drawn) == MOST_LINES
    assert [each for each in said if "not drawn" in each] == ["… 55 entries not drawn", "… 85 entries not drawn"]
    assert "cut of 100 places" in said


def test_severity_names_evaluators_the_strictest_first():
    judges = [judge("M", "-2", "0.5", 3), judge("S", "4", None, 12), judge("N", None), judge("K", "-2", "0.5", 4)]
    names = {"M": "Trần Thị M & $1^", "S": "Nguyễn Văn S", "N": "Không rõ", "K": "Lê K\x02"}

    said = texts(severity_chart(judges, names, "vi"))

    assert [each for each in said if each in {"Trần Thị M & $1^", "Nguyễn Văn S", "Không rõ", "Lê K"}] == [
        "Nguyễn Văn S",
        "Lê K",
        "Trần Thị M & $1^",
    ]
    assert [each for each in said if "phiếu" in each] == ["12 phiếu", "4 phiếu", "3 phiếu"]
    assert "Độ nghiêm của thành viên chấm" in said


def test_a_chart_without_anything_says_so():
    unscored = evaluation([entry("A", None, None)])

    assert "Chưa có số liệu" in texts(ranking_chart(unscored, titles("A"), "vi"))
    assert "Nothing to show" in texts(severity_chart([judge("J", None)], {"J": "J"}, "en"))
    assert "Nothing to show" not in texts(severity_chart([judge("J", "0")], {"J": "J"}, "en"))
