"""Approximate Bayesian computation, where the posterior is known in closed form."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from ecosim.calibration.sampling import BATCH, Array, Kernel, Sample, effective, quantiles, sample

P = np.array([0.05, 0.5, 0.95])


def normal_mean(seen: float, error: float, luck: float, seed: int, sharper: float = 1.0) -> Kernel:
    """Return the kernel of a mean (first coordinate) of which one number is known up to a normal error.

    Args:
        seen: the number.
        error: its standard deviation.
        luck: standard deviation of what a run adds.
        sharper: by which the error is understated.
    """
    rng = np.random.default_rng([5, seed])

    def kernel(points: Array) -> Array:
        shown = points[:, 0] + luck * rng.normal(size=len(points))
        return np.asarray(-0.5 * (sharper * (shown - seen) / error) ** 2)

    return kernel


def exact(seen: float, error: float) -> stats.rv_continuous:
    """Return the posterior of such a mean, of which the prior knows that it lies between 0 and 1."""
    return stats.truncnorm(-seen / error, (1 - seen) / error, loc=seen, scale=error)


@pytest.mark.parametrize(
    ("seen", "error", "luck"), [(0.5, 0.1, 0.0), (0.5, 0.1, 0.06), (0.03, 0.2, 0.1), (1.2, 0.1, 0.05)]
)
def test_quantiles_are_those_of_the_known_posterior_within_the_stated_error(
    seen: float, error: float, luck: float
) -> None:
    posterior = exact(seen, float(np.hypot(error, luck)))
    for seed in range(5):
        found = sample(normal_mean(seen, error, luck, seed), 2, 400, seed)
        reached = posterior.cdf(found.quantiles(P)[:, 0])
        assert reached == pytest.approx(P, abs=0.09) and found.size > 100
        assert np.all(np.abs(reached - P) <= 4 * np.sqrt(P * (1 - P) / found.size))


def test_what_the_target_does_not_see_keeps_its_prior() -> None:
    found = sample(normal_mean(0.5, 0.1, 0.05, 1), 3, 600, 1)
    for column in (1, 2):
        assert found.quantiles(P)[:, column] == pytest.approx(P, abs=0.06)


def test_what_only_a_sum_determines_is_correlated() -> None:
    def kernel(points: Array) -> Array:
        return np.asarray(-0.5 * ((points.sum(axis=1) - 1.0) / 0.05) ** 2)

    found = sample(kernel, 2, 600, 1)
    assert np.cov(found.points.T, aweights=found.weights)[0, 1] < 0
    assert found.weights @ np.abs(found.points.sum(axis=1) - 1) == pytest.approx(0.05 * np.sqrt(2 / np.pi), rel=0.2)
    assert found.quantiles(P)[:, 0] == pytest.approx(P, abs=0.07)  # each alone keeps nearly all of its range


def covered(sharper: float) -> int:
    """Return how many of 200 truths, drawn from the prior, lie between the 5 % and 95 % quantiles found."""
    count = 0
    for number in range(200):
        rng = np.random.default_rng([6, number])
        truth = rng.uniform()
        found = sample(normal_mean(truth + 0.1 * rng.normal(), 0.1, 0.02, number, sharper), 1, 150, number)
        low, high = found.quantiles(P)[[0, 2], 0]
        count += low <= truth <= high
    return count


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    low, high = stats.binom(200, 0.9).ppf([0.005, 0.995])
    assert low <= covered(1.0) <= high
    assert covered(2.0) < low, "an error understated by half must be noticed"


def test_the_first_points_do_not_depend_on_how_many_there_are() -> None:
    few, many = (sample(normal_mean(0.3, 0.1, 0.05, 1), 2, count, 1) for count in (3 * BATCH + 7, 5 * BATCH))
    assert len(few.points) == 3 * BATCH + 7
    assert np.array_equal(few.points, many.points[: len(few.points)])
    assert np.array_equal(few.kernel[: 3 * BATCH], many.kernel[: 3 * BATCH])


def test_another_seed_gives_other_points() -> None:
    one, other = (sample(normal_mean(0.3, 0.1, 0.0, 1), 2, BATCH, seed) for seed in (1, 2))
    assert not np.intersect1d(one.points, other.points).size


def test_targets_that_nothing_comes_near_leave_weights_that_are_finite() -> None:
    found = sample(lambda points: -1e6 * (1 + points[:, 0]), 2, 200, 1)
    assert np.isfinite(found.weights).all() and found.weights.sum() == pytest.approx(1)
    assert found.size < 5


def test_weighted_quantiles_and_effective_number_by_hand() -> None:
    assert quantiles(np.array([3.0, 1.0, 2.0]), np.array([1.0, 1.0, 1.0]), np.array([0.5])) == pytest.approx([2.0])
    assert quantiles(np.array([1.0, 2.0]), np.array([3.0, 1.0]), np.array([0.375, 0.875])) == pytest.approx([1.0, 2.0])
    assert effective(np.array([0.25] * 4)) == 4.0
    assert effective(np.array([1.0, 0.0])) == 1.0
    assert Sample(np.zeros((2, 1)), np.zeros(2), np.array([0.5, 0.5])).size == 2.0
