"""The study of slow beginnings: what it varies, how it reads bands, and the finding that the page tells."""

from __future__ import annotations

import numpy as np
import slow_ramp

from ecosim.catalogue import Scenario
from ecosim.scenario import load


def test_all_parameters_of_proposals_and_sessions_are_varied() -> None:
    paths = {one.path for one in slow_ramp.ranges()}
    assert {"processes.proposals.untrained", "processes.proposals.most", "processes.measurement.fade"} <= paths
    assert all(one.low < one.high for one in slow_ramp.ranges()) and len(paths) == len(slow_ramp.ranges()) > 10


def test_slow_learning_is_the_slow_end_of_each_range() -> None:
    assert sorted(slow_ramp.slow()) == [
        "processes.measurement.elsewhere=0.1", "processes.measurement.fade=0.05", "processes.measurement.passed=0.0",
        "processes.measurement.team=2.0", "processes.proposals.untrained=0.01",
    ]  # fmt: skip


def test_the_cell_of_the_scenario_learns_as_slowly_as_the_study_says() -> None:
    said = load(slow_ramp.SKIF, Scenario).cells["slow"].set
    slowest = dict(change.split("=") for change in slow_ramp.slow())
    assert said == {path: float(value) for path, value in slowest.items()}


def test_whole_numbers_stay_whole() -> None:
    most = next(one for one in slow_ramp.ranges() if one.path.endswith(".most"))
    assert most.at(0.51) == "processes.proposals.most=25"


def test_shares_are_held_against_both_bands() -> None:
    found = np.array([[0.05, 0.2], [0.3, 0.2], [0.05, 0.05], [0.3, 0.5]])
    assert slow_ramp.within(found).tolist() == [[True, True], [False, True], [True, False], [False, False]]


def test_what_drives_a_share_is_ranked_first() -> None:
    varied = slow_ramp.ranges()
    cube = np.random.default_rng(1).random((50, len(varied)))
    team = next(column for column, one in enumerate(varied) if one.path.endswith(".team"))
    mature = np.linspace(0.2, 0.4, 50)
    spread, ranked = slow_ramp.together(cube, np.stack([0.3 - 0.2 * cube[:, team], mature], axis=1))
    assert ranked.rows[0][:2] == ["measurement.team", "-1.00"]
    assert spread.rows[1][1:] == ["20.0 %", "21.0 %", "30.0 %", "39.0 %", "40.0 %", "74.0 %"]
