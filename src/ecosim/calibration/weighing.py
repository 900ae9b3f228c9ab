"""From a scenario and targets to a posterior: weighted trials, draws that comparisons can take, predicted checks.

The kernel of a trial is normal in each target, with the standard deviation of a uniform number from its band; the
loss counts half widths, so that its logarithm is minus one and a half times the loss. To the error of a target comes
the luck of the runs of a trial, whose size is told.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from ecosim.calibration.beliefs import QUANTILES, Margin, Posterior, Predicted
from ecosim.calibration.free import Free, placed
from ecosim.calibration.identify import Array
from ecosim.calibration.loss import half_widths, loss
from ecosim.calibration.measure import Measure
from ecosim.calibration.sampling import Sample, sample
from ecosim.calibration.task import SEED, Task, asked, workers_of
from ecosim.calibration.write import write_posterior
from ecosim.experiments.demand import KeptRuns, Runs, Unit, Work, counter
from ecosim.experiments.draws import Draws
from ecosim.experiments.execute import Progress
from ecosim.experiments.store import Store
from ecosim.patterns.targets import TARGETS, Target, read_targets
from ecosim.scenario import digest
from ecosim.version import model_version

TRIALS, REPLICATIONS, FRESH = 600, 2, 100
#: Equally likely draws in the file that comparisons take.
DRAWS = 1000
_KERNEL = 1.5  # a normal deviate of the band's standard deviation is sqrt(3) half widths
_PARTS = 20  # of a plausible range, in which densities are told
_TOLD, _STRONG = 3, 0.3  # pairs of parameters, and their correlation


def posterior(
    scenario: str | Path, *, targets: str | Path = TARGETS, parameters: Sequence[str] = (), trials: int = TRIALS,
    replications: int = REPLICATIONS, seed: int = SEED, fresh: int = FRESH, jobs: int | None = None,
    out: str | Path | None = None, overrides: Sequence[str] = (), progress: Progress | None = None,
) -> Posterior:  # fmt: skip
    """Find which values of parameters, within their plausible ranges, targets leave, and how likely each is.

    Args:
        scenario: the path of its file.
        targets: a CSV file; see `ecosim.patterns.targets`.
        parameters: dotted paths of the parameters that may move; by default those of `ecosim.calibration.free`.
        trials: how many sets of values are tried; more of them add to those that are kept.
        replications: runs of each trial, with luck of its own.
        seed: the same seed gives the same trials.
        fresh: runs with draws of the posterior, by which targets and checks are predicted.
        jobs: number of processes; all processors by default. The result does not depend on it.
        out: the directory of runs and results; ``calibrations/NAME-posterior`` by default.
        overrides: values that replace those of the file.
        progress: called with the runs done and their total.

    Raises:
        ScenarioError: the scenario or the targets are invalid; nothing is written.
        UsageError: an argument is out of range; nothing is written.
        StoreError: the directory cannot be written.
    """
    task = asked(scenario, targets, parameters, overrides, trials, replications, fresh, seed, "--posterior")
    directory = Path(out) if out is not None else Path("calibrations", f"{task.scenario.name}-posterior")
    work = Measure(task.scenario, task.parameters, seed)
    return carry_out(task, directory, lambda: read_targets(Path(targets), "check"), workers_of(jobs), progress, work)


def carry_out(
    task: Task,
    directory: Path,
    checks: Callable[[], Sequence[Target]],
    jobs: int,
    progress: Progress | None,
    work: Work,
) -> Posterior:
    """Carry out a task, write its files, and return what was found.

    Args:
        task: scenario, parameters and targets.
        directory: where runs and results are.
        checks: returns the rows marked ``check``; called when the last trial has been weighed.
        jobs, progress: as for `posterior`.
        work: runs and measures.
    """
    count = counter(expected(task), progress)
    question = json.dumps([digest(placed(task.scenario, task.parameters, task.defaults)), *_paths(task)])
    with (
        Store(directory, task.seed, model_version()) as store,
        KeptRuns(work, jobs, count, store, question) as runs,
    ):
        trials = _Trials(task, runs)
        found = sample(trials.kernel, len(task.parameters), task.trials, task.seed)
        failed = len(runs.failures)
        draws = _draws(task, found)
        rows = _predicted(task, draws, checks(), runs, trials.luck(found.weights))
    result = Posterior(
        directory, task.scenario.name, task.scenario.title, task.command, model_version(), task.seed,
        task.trials, task.replications, task.fresh, failed, found.size, float(found.weights.max()),
        float(-found.kernel.max() / _KERNEL), tuple(_margins(task, found)), tuple(rows), _pairs(task, found),
    )  # fmt: skip
    write_posterior(result, draws, trials.table(found))
    return result


def expected(task: Task) -> int:
    """Return how many runs a posterior takes."""
    return task.trials * task.replications + task.fresh


class _Trials:
    """Makes the runs of trials and remembers what they showed.

    Attributes:
        values: of each trial.
        shown: what its runs show: an array (replications, targets) for each trial.
    """

    def __init__(self, task: Task, runs: Runs) -> None:
        self._task, self._runs = task, runs
        self.values: list[tuple[float, ...]] = []
        self.shown: list[Array] = []

    def kernel(self, points: Array) -> Array:
        """Return the logarithm of the kernel of points of the cube (points)."""
        task, first = self._task, len(self.values)
        self.values += [_values(task.parameters, point) for point in points]
        units = [
            Unit(values, number * task.replications + run, task.ids)
            for number, values in enumerate(self.values[first:], start=first)
            for run in range(task.replications)
        ]
        measured = self._runs.each(units).reshape(len(points), task.replications, len(task.ids))
        self.shown += list(measured)
        return np.array([-_KERNEL * loss(one, task.targets) for one in measured])

    def luck(self, weights: Array) -> list[float | None]:
        """Return the standard error of a trial's means over the standard deviation of each band (targets)."""
        if self._task.replications < 2:
            return [None] * len(self._task.targets)
        variances = np.array([one.var(axis=0, ddof=1) for one in self.shown])
        counted = np.where(np.isfinite(variances), weights[:, None], 0.0)
        mean = (counted * np.nan_to_num(variances)).sum(axis=0) / np.maximum(counted.sum(axis=0), 1e-300)
        bands = half_widths(self._task.targets) / np.sqrt(3.0)
        shares: list[float | None] = (np.sqrt(mean / self._task.replications) / bands).tolist()
        return shares

    def table(self, found: Sample) -> dict[str, list[float]]:
        """Return columns that tell of each trial: values, what its runs showed on average, loss and weight."""
        values = np.array(self.values).T.tolist()
        columns = dict(zip(_paths(self._task), values, strict=True))
        means = np.array([one.mean(axis=0) for one in self.shown])
        columns |= {name: means[:, index].tolist() for index, name in enumerate(self._task.ids)}
        return columns | {"loss": (-found.kernel / _KERNEL).tolist(), "weight": found.weights.tolist()}


def _paths(task: Task) -> tuple[str, ...]:
    return tuple(one.path for one in task.parameters)


def _values(parameters: Sequence[Free], point: Array) -> tuple[float, ...]:
    return tuple(one.value(float(share)) for one, share in zip(parameters, point, strict=True))


def _draws(task: Task, found: Sample) -> Draws:
    """Return equally likely draws, in random order: each point as often as it weighs (systematic resampling)."""
    rng = np.random.default_rng([task.seed, len(found.weights)])
    at = (rng.uniform() + np.arange(DRAWS)) / DRAWS
    drawn = np.minimum(np.searchsorted(np.cumsum(found.weights), at), len(found.weights) - 1)
    return Draws(_paths(task), tuple(_values(task.parameters, found.points[row]) for row in rng.permutation(drawn)))


def _predicted(
    task: Task, draws: Draws, checks: Sequence[Target], runs: Runs, luck: Sequence[float | None]
) -> list[Predicted]:
    from ecosim.patterns.observe import MEASURES

    known = [*task.targets, *(one for one in checks if one.id in MEASURES)]
    ids, first = tuple(one.id for one in known), task.trials * task.replications
    units = [Unit(draws.values[number % DRAWS], first + number, ids) for number in range(task.fresh)]
    shown = dict(zip(ids, runs.each(units).T, strict=True))
    lucks = dict(zip(task.ids, luck, strict=True))
    return [_row(one, shown.get(one.id, np.empty(0)), lucks.get(one.id)) for one in [*task.targets, *checks]]


def _row(target: Target, shown: Array, luck: float | None) -> Predicted:
    known = shown[np.isfinite(shown)]
    values = tuple(np.quantile(known, QUANTILES).tolist()) if len(known) else None
    within = None
    if len(known) and target.low is not None and target.high is not None:
        within = float(((known >= target.low) & (known <= target.high)).mean())
    return Predicted(
        target.id, target.quantity, target.unit, target.role, target.low, target.value, target.high, values, within,
        luck,
    )  # fmt: skip


def _margins(task: Task, found: Sample) -> list[Margin]:
    shares = found.quantiles(np.array(QUANTILES))
    parts = [np.histogram(column, _PARTS, (0.0, 1.0), weights=found.weights)[0] for column in found.points.T]
    return [
        _margin(one, shares[:, index].tolist(), (parts[index] * _PARTS).tolist())
        for index, one in enumerate(task.parameters)
    ]


def _margin(one: Free, shares: list[float], density: list[float]) -> Margin:
    said = one.declaration
    values = tuple(one.rounded(one.value(share)) for share in shares)
    left = (shares[2] - shares[0]) / (QUANTILES[2] - QUANTILES[0])
    return Margin(
        one.path, said.doc, said.unit, one.low, one.high, one.default, values, tuple(shares), one.share(one.default),
        left, tuple(density),
    )  # fmt: skip


def _pairs(task: Task, found: Sample) -> tuple[tuple[str, str, float], ...]:
    """Return the parameters that are most correlated."""
    if len(task.parameters) < 2:
        return ()
    covariance = np.cov(found.points.T, aweights=found.weights, ddof=0)
    deviations = np.sqrt(np.diag(covariance))
    if not deviations.all():
        return ()  # one trial has all the weight
    paths = _paths(task)
    correlated = [
        (paths[i], paths[j], float(covariance[i, j] / (deviations[i] * deviations[j])))
        for i, j in combinations(range(len(paths)), 2)
    ]
    strong = sorted((one for one in correlated if abs(one[2]) >= _STRONG), key=lambda one: -abs(one[2]))
    return tuple(strong[:_TOLD])
