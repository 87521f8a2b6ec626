"""Who judged what as a bipartite graph: which entries can be compared at all, and how firmly.

Entries and judges are numbered 0..E-1 and 0..J-1 in the order of their sorted ids. The judge Laplacian
L = diag(n_j) - N'D^-1 N, with N the entry-by-judge counts of sheets and D the sheets of each entry, says all: as many
zero eigenvalues as connected components (Eccleston & Hedayat 1974), and its smallest eigenvalue above zero is the
strength of the weakest link between judges (Fiedler 1973).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse
from scipy.sparse.csgraph import connected_components

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
#: A scipy.sparse matrix; scipy says nothing of its types.
Sparse = Any

#: From this many judges on, eigenvalues are neither needed nor worth their time.
MOST_JUDGES = 5000


@dataclass(frozen=True, slots=True)
class Design:
    """The sheets of one stage without their totals: `entry` and `judge` of each, sorted by entry and then by judge.

    Every entry and every judge has at least one sheet; `entry_sheets` (E) and `judge_sheets` (J) count them.
    """

    entry: Ints
    judge: Ints
    entry_sheets: Ints
    judge_sheets: Ints

    @property
    def sheets(self) -> int:
        """n, the number of sheets."""
        return len(self.entry)

    @property
    def entries(self) -> int:
        """E, the number of entries."""
        return len(self.entry_sheets)

    @property
    def judges(self) -> int:
        """J, the number of judges."""
        return len(self.judge_sheets)

    @property
    def freedom(self) -> int:
        """N - E, the comparisons that are left within entries."""
        return self.sheets - self.entries

    @property
    def is_complete(self) -> bool:
        """Every judge scored every entry exactly once."""
        if self.sheets != self.entries * self.judges:
            return False
        return bool(np.array_equal(self.judge, np.tile(np.arange(self.judges), self.entries)))

    def counts(self) -> Sparse:
        """Return N (E x J), the sheets of each entry by each judge, sparse."""
        ones = np.ones(self.sheets)
        shape = (self.entries, self.judges)
        return sparse.coo_matrix((ones, (self.entry, self.judge)), shape=shape).tocsr()

    def of_entries(self, values: Floats) -> Floats:
        """Return the sum of one value for each sheet (n), by entry (E)."""
        return np.asarray(np.bincount(self.entry, weights=values, minlength=self.entries), np.float64)

    def of_judges(self, values: Floats) -> Floats:
        """Return the sum of one value for each sheet (n), by judge (J)."""
        return np.asarray(np.bincount(self.judge, weights=values, minlength=self.judges), np.float64)


@dataclass(frozen=True, slots=True)
class Graph:
    """The connected parts of a design, numbered from 1 by their first entry."""

    components: int
    entry_component: Ints
    judge_component: Ints

    @property
    def bridges_needed(self) -> int:
        """The least number of further sheets that would join all parts."""
        return max(self.components - 1, 0)


def design_of(entry: Ints, judge: Ints) -> tuple[Design, Ints]:
    """Return the design of sheets given by entry and judge numbers (n each), and the order that sorts the sheets."""
    order = np.lexsort((judge, entry))
    entry, judge = entry[order].astype(np.int64), judge[order].astype(np.int64)
    return Design(entry, judge, np.bincount(entry), np.bincount(judge)), order


def graph_of(design: Design) -> Graph:
    """Return the connected parts of a design; a design without sheets has none."""
    if not design.sheets:
        return Graph(0, np.zeros(0, np.int64), np.zeros(0, np.int64))
    counts = design.counts()
    found, label = connected_components(sparse.bmat([[None, counts], [counts.T, None]]), directed=False)
    _, first = np.unique(label[: design.entries], return_index=True)
    number = np.empty(found, np.int64)
    number[np.argsort(first)] = np.arange(1, found + 1)
    return Graph(int(found), number[label[: design.entries]], number[label[design.entries :]])


def laplacian(design: Design) -> Sparse:
    """Return the judge Laplacian L (J x J), sparse; its rows sum to zero."""
    counts = design.counts()
    per_entry = sparse.diags(1.0 / design.entry_sheets)
    return (sparse.diags(design.judge_sheets.astype(np.float64)) - counts.T @ per_entry @ counts).tocsr()


def strength(design: Design, graph: Graph) -> float | None:
    """Return lambda2, the smallest eigenvalue of the judge Laplacian above its zeros.

    None where no two judges share an entry, and from `MOST_JUDGES` judges on.
    """
    if design.judges <= graph.components or design.judges > MOST_JUDGES:
        return None
    place = graph.components
    dense = laplacian(design).toarray()
    return float(linalg.eigh(dense, eigvals_only=True, overwrite_a=True, subset_by_index=(place, place))[0])
