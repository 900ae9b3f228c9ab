"""From a scenario and targets to a calibration: search, identification, and only then the checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from ecosim.calibration.free import Free
from ecosim.calibration.identify import Array, slopes_of, standard_error, widths
from ecosim.calibration.loss import loss, objective
from ecosim.calibration.measure import Measure
from ecosim.calibration.outcome import Calibration, Chosen, Row
from ecosim.calibration.refine import refined
from ecosim.calibration.search import Search
from ecosim.calibration.task import FRESH, REPLICATIONS, SEED, TRIALS, Task, asked, workers_of
from ecosim.calibration.write import write
from ecosim.errors import UsageError
from ecosim.experiments.demand import Runs, Work, counter
from ecosim.experiments.execute import Progress
from ecosim.patterns.targets import TARGETS, Target, read_targets
from ecosim.version import model_version


def calibrate(
    scenario: str | Path, *, targets: str | Path = TARGETS, parameters: Sequence[str] = (), trials: int = TRIALS,
    replications: int = REPLICATIONS, seed: int = SEED, fresh: int = FRESH, jobs: int | None = None,
    out: str | Path | None = None, overrides: Sequence[str] = (), progress: Progress | None = None,
) -> Calibration:  # fmt: skip
    """Find values of parameters, within their plausible ranges, under which a scenario comes near targets.

    Args:
        scenario: the path of its file.
        targets: a CSV file; see `ecosim.patterns.targets`.
        parameters: dotted paths of the parameters that may move; by default those of `ecosim.calibration.free`.
        trials: how many sets of values are tried; more of them go on from those that are kept.
        replications: runs of each trial, with the same luck in all.
        seed: the same seed gives the same trials.
        fresh: further runs, on which targets and checks are measured when the search is over.
        jobs: number of processes; all processors by default. The result does not depend on it.
        out: the directory of the study and its results; ``calibrations/NAME`` by default.
        overrides: values that replace those of the file.
        progress: called with the runs done and their total.

    Raises:
        ScenarioError: the scenario or the targets are invalid; nothing is written.
        UsageError: an argument is out of range, or the directory holds another calibration; nothing is written.
        StoreError: the directory cannot be written.
    """
    task = asked(scenario, targets, parameters, overrides, trials, replications, fresh, seed)
    workers = workers_of(jobs)
    directory = Path(out) if out is not None else Path("calibrations", task.scenario.name)
    work = Measure(task.scenario, task.parameters, seed)
    return carry_out(task, directory, lambda: read_targets(Path(targets), "check"), workers, progress, work)


def carry_out(
    task: Task,
    directory: Path,
    checks: Callable[[], Sequence[Target]],
    jobs: int,
    progress: Progress | None,
    work: Work,
) -> Calibration:
    """Carry out a task, write its files, and return what was found.

    Args:
        task: what is to be calibrated.
        directory: where study and results are.
        checks: returns the rows marked ``check``; called when the search is over.
        jobs, progress: as for `calibrate`.
        work: runs and measures.
    """
    with closing(Search(directory, task.parameters, task.question, task.seed)) as search:
        total, kept = expected(task), min(search.trials, task.trials) * task.replications
        report = progress or (lambda done, total: None)
        report(kept, total)
        with Runs(work, jobs, counter(total, report, kept)) as runs:
            _search(task, search, runs)
            found = _found(task, directory, search, runs, checks)
        report(total, total)
    write(found)
    return found


def _search(task: Task, search: Search, runs: Runs) -> None:
    while search.trials < task.trials:
        first, before = not search.trials, len(runs.failures)
        values = search.ask()
        shown = runs.measure([values], range(task.replications), task.ids)[0]
        failed = len(runs.failures) - before
        if failed and first:
            why = next(iter(runs.failures.values()))
            raise UsageError(f"the scenario cannot be run with the declared defaults: {why}")
        value = objective(shown, task.targets, task.parameters, values)
        search.tell(value, dict(zip(task.ids, shown.mean(axis=0).tolist(), strict=True)), failed)


def _found(
    task: Task, directory: Path, search: Search, runs: Runs, checks: Callable[[], Sequence[Target]]
) -> Calibration:
    history = search.history()[: task.trials]
    values, chosen, slopes = _best(task, history, runs)
    left = widths(slopes, task.targets, standard_error(chosen))
    fresh = range(task.replications, task.replications + task.fresh)
    before, after = runs.measure([task.defaults, values], fresh, task.ids)
    rows = _rows(task.targets, before, after)
    rows += _checked(checks(), runs, [task.defaults, values], fresh)
    return Calibration(
        directory, task.scenario.name, task.scenario.title, task.command, model_version(), task.seed,
        task.replications, task.fresh, history[0][1], loss(chosen, task.targets), loss(before, task.targets),
        loss(after, task.targets), tuple(one for _, one in history),
        objective(chosen, task.targets, task.parameters, values), search.failed,
        tuple(
            _chosen(one, index, values, history, float(left.ratios[index]), float(left.deviations[index]))
            for index, one in enumerate(task.parameters)
        ),
        tuple(rows),
        {one.path: float(part) for one, part in zip(task.parameters, left.direction, strict=True)},
        left.direction_ratio,
    )  # fmt: skip


def _best(
    task: Task, history: Sequence[tuple[tuple[float, ...], float]], runs: Runs
) -> tuple[tuple[float, ...], Array, Array]:
    """Return values, what runs show with them, and slopes: of the best trial or, if that is better, a step from it."""

    def shown(points: Sequence[tuple[float, ...]]) -> Array:
        return runs.measure(points, range(task.replications), task.ids)

    def cost(values: tuple[float, ...], measured: Array) -> float:
        return objective(measured, task.targets, task.parameters, values)

    tried = min(history, key=lambda trial: trial[1])[0]
    best = tuple(one.rounded(value) for one, value in zip(task.parameters, tried, strict=True))
    (measured,), slopes = shown([best]), slopes_of(task.parameters, best, shown)
    step = refined(task.parameters, best, measured, slopes, task.targets)
    (beyond,) = shown([step])
    if cost(step, beyond) < cost(best, measured):
        return step, beyond, slopes_of(task.parameters, step, shown)
    return best, measured, slopes


def _chosen(
    one: Free, index: int, values: Sequence[float], history: Sequence[tuple[tuple[float, ...], float]],
    ratio: float, deviation: float,
) -> Chosen:  # fmt: skip
    said, value = one.declaration, values[index]
    share = one.share(value)
    low, high = max(share - deviation, 0.0), min(share + deviation, 1.0)
    tried = tuple(one.share(trial[index]) for trial, _ in history)
    return Chosen(
        one.path, said.doc, said.unit, one.low, one.high, one.default, value,
        one.rounded(one.value(low)), one.rounded(one.value(high)), ratio, share, low, high, one.share(one.default),
        tried,
    )  # fmt: skip


def _checked(
    checks: Sequence[Target], runs: Runs, points: Sequence[tuple[float, ...]], fresh: Sequence[int]
) -> list[Row]:
    """Measure what the search did not see; a row that no measure knows is listed without numbers."""
    from ecosim.patterns.observe import MEASURES

    known = [one for one in checks if one.id in MEASURES]
    if not known:
        return _rows(checks, *(np.full((1, len(checks)), np.nan),) * 2)
    before, after = runs.measure(points, fresh, tuple(one.id for one in known))
    measured = {row.id: row for row in _rows(known, before, after)}
    missing = {row.id: row for row in _rows(checks, *(np.full((1, len(checks)), np.nan),) * 2)}
    return [measured.get(one.id, missing[one.id]) for one in checks]


def _rows(targets: Sequence[Target], before: Array, after: Array) -> list[Row]:
    columns = [_mean(before), _mean(after)]
    return [
        Row(
            one.id, one.quantity, one.unit, one.role, one.low, one.value, one.high,
            *(value for column in columns for value in column[index]),
        )
        for index, one in enumerate(targets)
    ]  # fmt: skip


def _mean(measured: Array) -> list[tuple[float | None, float | None]]:
    """Return mean and standard error of each quantity over the runs that show it."""
    result: list[tuple[float | None, float | None]] = []
    for column in measured.T:
        shown = column[np.isfinite(column)]
        result.append((float(shown.mean()), float(standard_error(shown[:, None])[0])) if len(shown) else (None, None))
    return result


def expected(task: Task) -> int:
    """Return about how many runs a calibration takes."""
    around = 2 * task.replications * (1 + 2 * len(task.parameters))  # at the best trial, and a step from it
    return task.trials * task.replications + around + 4 * task.fresh
