"""What targets pin down, where it can be worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from synthetic import PATHS, TRUTH, Formula, carried_out, parameters, target

from ecosim.calibration.identify import STEP, sides, slopes_of, standard_error, verdict, widths
from ecosim.calibration.loss import PULL, UNSEEN, departure, deviations, loss, objective


def test_loss_counts_half_widths_of_bands() -> None:
    targets = [target("a", 10, 2), target("b", 1, 0.5)]
    measured = np.array([[13.0, 1.5], [15.0, 1.0]])  # means 14 and 1.25
    assert deviations(measured, targets) == pytest.approx([2.0, 0.5])
    assert loss(measured, targets) == pytest.approx(4.25)
    measured[1, 1] = np.nan
    assert deviations(measured, targets) == pytest.approx([2.0, UNSEEN])


def test_departure_counts_standard_deviations_of_the_ranges() -> None:
    free = parameters("processes.patenting.apply", "processes.patenting.grant")
    assert departure(free, (0.6, 0.44)) == pytest.approx(0)
    assert departure(free, (0.75, 0.44)) == pytest.approx(12 * 0.5**2)
    measured = np.array([[12.0]])
    assert objective(measured, [target("a", 10, 2)], free, (0.75, 0.44)) == pytest.approx(1 + PULL * 3)


def test_a_parameter_keeps_its_prior_where_no_target_sees_it() -> None:
    left = widths(np.array([[10.0, 0.0]]), [target("a", 5, 1.0)], np.zeros(1))
    # precision 10^2 over a variance of 2^2 / 12, and 12 of the prior, against 12 alone
    assert left.ratios == pytest.approx([np.sqrt(12 / 312), 1.0])
    assert left.direction == pytest.approx([1.0, 0.0])
    assert [verdict(ratio) for ratio in left.ratios] == ["pinned down", "left open"]


def test_what_only_a_sum_determines_leaves_the_difference_open() -> None:
    left = widths(np.array([[10.0, 10.0]]), [target("a", 5, 1.0)], np.zeros(1))
    assert abs(left.direction[0]) == abs(left.direction[1]) == 1.0
    assert left.direction.sum() == pytest.approx(0.0)
    assert left.direction_ratio == pytest.approx(1.0)


def test_noise_of_the_runs_leaves_more_open() -> None:
    sharp, noisy = (widths(np.array([[10.0]]), [target("a", 5, 1.0)], np.array([error])) for error in (0.0, 3.0))
    assert noisy.ratios[0] == pytest.approx(np.sqrt(12 / (100 / (9 + 1 / 3) + 12)))
    assert sharp.ratios[0] < noisy.ratios[0] < 1


def test_slopes_are_those_of_the_formula_and_noise_is_none() -> None:
    free = parameters()
    runs = 5

    def measure(points: object) -> np.ndarray:
        from ecosim.experiments.demand import Unit

        units = [[Unit(point, run, ("applications", "patents")) for run in range(runs)] for point in points]  # type: ignore[attr-defined]
        found = np.array([[Formula()(unit) for unit in row] for row in units], float)
        return found + np.random.default_rng(3).normal(scale=1e-3, size=found.shape)

    slopes = slopes_of(free, TRUTH, measure)
    grant, apply = free[1].high - free[1].low, free[0].high - free[0].low
    assert slopes[0] == pytest.approx([100 * apply, 0.0, 0.0], rel=0.01)
    assert slopes[1] == pytest.approx([100 * apply * TRUTH[1], 100 * grant * TRUTH[0], 0.0], rel=0.01)


def test_sides_stay_in_the_plausible_range_and_whole_numbers_whole() -> None:
    free = parameters("processes.patenting.apply", "processes.patenting.lag", "processes.licensing.outside")
    (low, high), (early, late), (below, above) = sides(free, (0.75, 12.0, 0.01))
    assert (low[0], high[0]) == pytest.approx((0.75 - STEP * 0.3, 0.75))
    assert (early[1], late[1]) == (11.0, 13.0)
    assert below[2] * above[2] == pytest.approx(0.01**2)  # on a logarithmic scale
    assert low[1:] == (12.0, 0.01)


def test_standard_errors() -> None:
    assert standard_error(np.array([[1.0], [3.0]])) == pytest.approx([1.0])
    assert standard_error(np.array([[1.0]])) == pytest.approx([0.0])


def test_a_calibration_tells_what_was_pinned_down(tmp_path: Path) -> None:
    found = carried_out(tmp_path, Formula(), trials=14)
    verdicts = {one.path: one.verdict for one in found.parameters}
    assert verdicts == {PATHS[0]: "pinned down", PATHS[1]: "pinned down", PATHS[2]: "left open"}
    assert found.direction[PATHS[2]] == 0.0
    pinned = found.parameters[0]
    assert pinned.low <= pinned.value_low < pinned.value < pinned.value_high <= pinned.high
