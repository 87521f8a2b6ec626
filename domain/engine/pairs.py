"""Sums of a judge-by-judge matrix over the panels of a design, without ever writing down a panel-by-panel matrix."""

import numpy as np

from domain.engine.graph import Design, Floats

#: Above this share of filled cells a plain product of matrices is faster than picking pairs.
DENSE = 0.25
#: How many numbers a block of rows may have, 64 MB.
BLOCK = 8_000_000


def panel_sums(design: Design, matrix: Floats) -> Floats:
    """Return, for each sheet (n), the sum of matrix[j, k] over the judges k of its entry, with j its own judge.

    `matrix` (J x J) is symmetric. Sums of these over the sheets of an entry are n_i^2 * (A matrix A')_ii, A = D^-1 N.
    """
    if design.sheets > DENSE * design.entries * design.judges:
        return _by_product(design, matrix)
    return _by_pairs(design, matrix)


def _by_pairs(design: Design, matrix: Floats) -> Floats:
    """Meet, for each distance, all pairs of sheets of one entry that are so far apart: sheets are sorted by entry."""
    sums = matrix[design.judge, design.judge]
    first, distance = np.arange(design.sheets), 1
    while True:
        first = first[: np.searchsorted(first, design.sheets - distance)]
        first = first[design.entry[first] == design.entry[first + distance]]
        if not len(first):
            return sums
        met = matrix[design.judge[first], design.judge[first + distance]]
        sums[first] += met
        sums[first + distance] += met
        distance += 1


def _by_product(design: Design, matrix: Floats) -> Floats:
    counts, sums = design.counts(), np.empty(design.sheets)
    rows = max(1, BLOCK // design.judges)
    starts = np.concatenate(([0], np.cumsum(design.entry_sheets)))
    for low in range(0, design.entries, rows):
        high = min(low + rows, design.entries)
        sheets = slice(starts[low], starts[high])
        block = counts[low:high].toarray() @ matrix
        sums[sheets] = block[design.entry[sheets] - low, design.judge[sheets]]
    return sums
