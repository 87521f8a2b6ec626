"""The stored numbers of lme4 are those that lme4 computes here and now, and the engine comes as close as it claims."""

import json
from typing import Any

import numpy as np
import pytest
from reference import CONTESTS, STORED, ask_lme4

from domain.engine.adjusted import fit
from domain.engine.graph import design_of, graph_of

#: Of a scale of a hundred points: 1e-7 of the scale, the goal.
GOAL = 1e-5


@pytest.fixture(scope="module", params=CONTESTS)
def told(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    return request.param, ask_lme4(CONTESTS[request.param])


def test_the_stored_numbers_are_those_of_lme4(told: tuple[str, dict[str, Any]]) -> None:
    name, now = told
    stored = json.loads(STORED.read_text(encoding="utf-8"))[name]
    assert [tuple(sheet) for sheet in stored.pop("sheets")] == now.pop("sheets")
    assert stored.keys() == now.keys()
    for kind, values in stored.items():
        assert values == pytest.approx(now[kind], rel=1e-4, abs=1e-5), kind


def test_adjusted_scores_and_severities_are_within_the_goal(told: tuple[str, dict[str, Any]]) -> None:
    name, now = told
    given = CONTESTS[name]
    design, order = design_of(
        np.unique(given.entry, return_inverse=True)[1], np.unique(given.judge, return_inverse=True)[1]
    )
    found = fit(design, given.total[order], graph_of(design), 0.1)
    off = np.abs(found.score - np.array(list(now["score"].values()))).max()
    off_severity = np.abs(found.effect + np.array(list(now["severity"].values()))).max()
    print(f"{name}: score {off:.1e}, severity {off_severity:.1e} points")  # noqa: T201  # the figure is the point
    assert max(off, off_severity) <= GOAL
