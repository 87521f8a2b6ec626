"""How well an assignment lets entries be compared: as a block design, of which graph.py says how firmly it holds."""

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve

from domain.engine import graph
from domain.engine.assignment_board import Ints


@dataclass(frozen=True, slots=True)
class Quality:
    """Connected parts, strength of the weakest link (None as in graph.strength) and the design they are of.

    Entries without judge and judges without entry are no part of it.
    """

    design: graph.Design
    components: int
    strength: float | None

    def mean_contrast_variance(self) -> float | None:
        """Return the mean over all pairs of entries of the variance of their difference, in variances of one sheet.

        Entries and judges are taken as fixed, so that the variance of i against k is 1/n_i + 1/n_k +
        (a_i - a_k) L+ (a_i - a_k)' with a_i the shares of entry i's sheets by judge and L the judge Laplacian. None
        for fewer than two entries, for a graph that falls apart, and from graph.MOST_JUDGES judges on.
        """
        entries, judges = self.design.entries, self.design.judges
        if entries < 2 or self.components > 1 or judges > graph.MOST_JUDGES:  # noqa: PLR2004 -- it takes two to differ
            return None
        per_sheet = 1 / self.design.entry_sheets
        shares = self.design.counts().multiply(per_sheet[:, None]).tocsr()
        centre = np.asarray(shares.mean(axis=0)).ravel()
        scatter = (shares.T @ shares).toarray() - entries * np.outer(centre, centre)
        # scatter is orthogonal to the constant vector, so making L regular there changes nothing
        regular = graph.laplacian(self.design).toarray() + 1 / judges
        through_judges = np.trace(solve(regular, scatter, assume_a="pos"))
        return float(2 * per_sheet.mean() + 2 * through_judges / (entries - 1))


def quality_of(pairs: Ints, judges: int) -> Quality:
    """Look at pairs (entry x judges + judge, of so many judges)."""
    _, entry = np.unique(pairs // max(judges, 1), return_inverse=True)
    _, judge = np.unique(pairs % max(judges, 1), return_inverse=True)
    design, _order = graph.design_of(entry, judge)
    found = graph.graph_of(design)
    return Quality(design, found.components, graph.strength(design, found))
