import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.engine.graph import Design, design_of, graph_of, laplacian, strength
from domain.engine.pairs import DENSE, _by_pairs, _by_product, panel_sums


def design(*sheets: tuple[int, int]) -> Design:
    entry, judge = np.array(sheets, np.int64).reshape(-1, 2).T
    return design_of(entry, judge)[0]


@st.composite
def designs(draw: st.DrawFn) -> Design:
    entries, judges = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    pairs = st.tuples(st.integers(0, entries - 1), st.integers(0, judges - 1))
    sheets = np.array(sorted(draw(st.sets(pairs, min_size=1, max_size=25))))
    return design_of(*(np.unique(side, return_inverse=True)[1] for side in sheets.T))[0]


def test_sheets_are_sorted_by_entry_and_judge_and_the_order_is_told() -> None:
    found, order = design_of(np.array([1, 0, 1, 0]), np.array([1, 1, 0, 0]))
    assert found.entry.tolist() == [0, 0, 1, 1]
    assert found.judge.tolist() == [0, 1, 0, 1]
    assert order.tolist() == [3, 1, 2, 0]
    assert found.is_complete


@pytest.mark.parametrize(
    ("sheets", "is_complete"),
    [
        ([(0, 0), (0, 1), (1, 0), (1, 1)], True),
        ([(0, 0), (0, 1), (1, 0)], False),
        ([(0, 0), (0, 0), (1, 1), (1, 1)], False),
        ([(0, 0)], True),
    ],
)
def test_a_panel_is_complete_when_everyone_scored_everything_once(
    sheets: list[tuple[int, int]], is_complete: bool
) -> None:
    assert design(*sheets).is_complete is is_complete


def test_parts_are_numbered_by_their_first_entry_and_need_one_bridge_less_than_there_are() -> None:
    found = graph_of(design((0, 2), (1, 0), (2, 2), (3, 1)))
    assert found.components == 3
    assert found.bridges_needed == 2
    assert found.entry_component.tolist() == [1, 2, 1, 3]
    assert found.judge_component.tolist() == [2, 3, 1]


def test_nothing_has_no_parts() -> None:
    found = graph_of(design())
    assert (found.components, found.bridges_needed) == (0, 0)


def test_the_laplacian_of_two_judges_who_share_two_of_three_entries() -> None:
    shared = design((0, 0), (0, 1), (1, 0), (1, 1), (2, 0))
    assert laplacian(shared).toarray().tolist() == [[1, -1], [-1, 1]]
    assert strength(shared, graph_of(shared)) == pytest.approx(2, abs=1e-12)


def test_a_complete_panel_has_the_strength_of_its_entries() -> None:
    complete = design(*((entry, judge) for entry in range(7) for judge in range(4)))
    assert strength(complete, graph_of(complete)) == pytest.approx(7, abs=1e-12)


def test_judges_who_share_no_entry_have_no_strength() -> None:
    apart = design((0, 0), (1, 1))
    assert strength(apart, graph_of(apart)) is None


@given(designs())
@settings(max_examples=60)
def test_the_laplacian_has_as_many_zeros_as_there_are_parts(found: Design) -> None:
    matrix = laplacian(found).toarray()
    assert np.allclose(matrix.sum(axis=0), 0, atol=1e-12)
    values = np.linalg.eigvalsh(matrix)
    graph = graph_of(found)
    assert int((values < 1e-9).sum()) == graph.components
    if found.judges > graph.components:
        assert strength(found, graph) == pytest.approx(values[graph.components], abs=1e-9)


@given(designs(), st.integers(0, 2**32))
@settings(max_examples=60)
def test_both_ways_of_summing_over_panels_agree_with_the_definition(found: Design, seed: int) -> None:
    matrix = np.random.default_rng(seed).standard_normal((found.judges, found.judges))
    matrix = matrix + matrix.T
    expected = [
        matrix[judge, found.judge[found.entry == entry]].sum()
        for entry, judge in zip(found.entry, found.judge, strict=True)
    ]
    assert np.allclose(_by_pairs(found, matrix), expected, atol=1e-9)
    assert np.allclose(_by_product(found, matrix), expected, atol=1e-9)
    is_dense = found.sheets > DENSE * found.entries * found.judges
    assert np.array_equal(panel_sums(found, matrix), (_by_product if is_dense else _by_pairs)(found, matrix))
