"""From a scenario and a budget to mixes of public money and links: search, fresh runs, tables."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ecosim.errors import UsageError
from ecosim.experiments.demand import KeptRuns, Runs, Unit, Work, counter
from ecosim.experiments.design import SEED
from ecosim.experiments.effort import Effort, seconds
from ecosim.experiments.execute import Progress
from ecosim.experiments.pool import processors
from ecosim.experiments.store import Store
from ecosim.policy.judge import Array, amount, candidates, moved
from ecosim.policy.levers import HIGH, LOW, Levers, Mix, allowance, levers
from ecosim.policy.outcome import TODAY, Policy
from ecosim.policy.search import front, generation, search, spread
from ecosim.policy.trial import IDS, Trial, yearly
from ecosim.policy.write import write
from ecosim.results.study import load_source
from ecosim.scenario import digest
from ecosim.scenario.quarter import format_quarter
from ecosim.version import model_version

TRIALS, REPLICATIONS, FRESH, CANDIDATES = 144, 6, 40, 6
_MOST = 25  # candidates, which are named by letters


@dataclass(frozen=True)
class Task:
    """What is asked of a policy search.

    Attributes:
        levers: what may be set.
        budget: money a year that a mix may ask for.
        seed: of runs and search.
        trials, replications: how many mixes are tried at least, by how many runs each.
        fresh: further runs of each candidate.
        candidates: how many mixes of the front are measured on them, besides the best.
        command: the command that asks for it.
    """

    levers: Levers
    budget: float
    seed: int
    trials: int
    replications: int
    fresh: int
    candidates: int
    command: str


def optimise(
    scenario: str | Path, budget: str, *, over: Sequence[str] = (), between: tuple[float, float] = (LOW, HIGH),
    trials: int = TRIALS, replications: int = REPLICATIONS, fresh: int = FRESH, count: int = CANDIDATES,
    seed: int = SEED, jobs: int | None = None, out: str | Path | None = None, overrides: Sequence[str] = (),
    progress: Progress | None = None,
) -> Policy:  # fmt: skip
    """Find mixes of public money and links that bring most completed transfers for their money.

    Args:
        scenario: the path of its file.
        budget: money a year, or a factor of what is planned today such as ``x1``.
        over: instruments and links that may be set; all by default.
        between: factors of today's money between which each instrument may lie.
        trials: how many mixes are tried, in whole generations; more of them go on from those that are kept.
        replications: runs of each, with the same luck in all.
        fresh: further runs of the candidates, which the search never saw.
        count: how many mixes of the front become candidates, besides the best for its money.
        seed: the same seed gives the same mixes.
        jobs: number of processes; all processors by default. The result does not depend on it.
        out: the directory of runs and results; ``policies/NAME`` by default.
        overrides: values that replace those of the file.
        progress: called with the runs done and their total.

    Raises:
        ScenarioError: the scenario is invalid; nothing is written.
        UsageError: an argument is out of range; nothing is written.
        StoreError: the directory cannot be written.
    """
    task = asked(
        scenario, budget, over=over, between=between, trials=trials, replications=replications, fresh=fresh,
        count=count, seed=seed, jobs=jobs, overrides=overrides,
    )  # fmt: skip
    directory = Path(out) if out is not None else Path("policies", task.levers.scenario.name)
    work = Trial(task.levers, seed)
    return carry_out(task, directory, processors() if jobs is None else jobs, progress, work)


def asked(
    scenario: str | Path, budget: str, *, over: Sequence[str], between: tuple[float, float], trials: int,
    replications: int, fresh: int, count: int, seed: int, jobs: int | None, overrides: Sequence[str],
) -> Task:  # fmt: skip
    """Return the task that the arguments of `optimise` ask for.

    Raises:
        ScenarioError: the scenario is invalid.
        UsageError: an argument is out of range.
    """
    words = ["ecosim", "optimise", str(scenario), "--budget", budget]
    words += [word for name in over for word in ("--over", name)]
    words += ["--between", f"{between[0]:g}:{between[1]:g}"] if between != (LOW, HIGH) else []
    words += [word for override in overrides for word in ("--set", override)]
    counts = {"trials": trials, "replications": replications, "fresh": fresh, "candidates": count}
    words += [word for name, value in counts.items() for word in (f"--{name}", str(value))]
    _check(counts, jobs)
    given = levers(load_source(Path(scenario), overrides), over, *between)
    command = shlex.join([*words, "--seed", str(seed)])
    return Task(given, allowance(budget, given), seed, trials, replications, fresh, count, command)


def _check(counts: Mapping[str, int], jobs: int | None) -> None:
    for name, value in {**counts, "jobs": 1 if jobs is None else jobs}.items():
        if value < 1:
            raise UsageError(f"{name} must be at least 1, not {value}")
    if counts["candidates"] > _MOST:
        raise UsageError(f"candidates must be at most {_MOST}, not {counts['candidates']}")


def carry_out(task: Task, directory: Path, jobs: int, progress: Progress | None, work: Work) -> Policy:
    """Carry out a task, write its files, and return what was found.

    Args:
        task: levers and budget.
        directory: where runs and results are.
        jobs, progress: as for `optimise`.
        work: runs a mix.

    Raises:
        UsageError: today's mix cannot be run.
    """
    question = json.dumps(["policy", digest(task.levers.scenario), *task.levers.names])
    with (
        Store(directory, task.seed, model_version()) as store,
        KeptRuns(work, jobs, counter(expected(task), progress), store, question) as runs,
    ):
        measure = partial(_shown, runs, task.levers.today)
        first, fresh = range(task.replications), range(task.replications, task.replications + task.fresh)
        weigh = partial(_weighed, task.levers)
        tried = search(task.levers, task.budget, task.trials, task.seed, lambda mixes: weigh(measure(mixes, first)))
        mixes = _chosen(task, tried)
        judged = _whole(mixes, measure(mixes, fresh))
        starts = task.levers.starts()
        single = _whole([TODAY, *starts], measure([task.levers.today, *starts.values()], first))
        failed = len(runs.failures)
    found = _found(task, directory, tried, judged, single, failed)
    write(found, task.levers, judged[1])
    return found


def _shown(runs: Runs, today: Mix, mixes: Sequence[Mix], replications: range) -> Array:
    """Return totals (mixes, replications, `IDS`); NaN where a run failed, which today's must not."""
    units = [Unit(mix, replication, IDS) for mix in mixes for replication in replications]
    shown = runs.each(units).reshape(len(mixes), len(replications), len(IDS))
    if why := next((why for unit, why in runs.failures.items() if unit.values == today), None):
        raise UsageError(f"the scenario cannot be run as it is: {why}")
    return shown


def _weighed(levers: Levers, shown: Array) -> Array:
    """Return money a year and completed transfers of mixes (mixes, 2), means over replications."""
    means = shown.mean(axis=1)
    return np.stack([yearly(means[:, IDS.index("public_money")], levers), means[:, IDS.index("completions")]], 1)


def _whole(mixes: Sequence[Any], shown: Array) -> tuple[list[Any], Array]:
    """Return mixes of which no run failed, and what their runs show."""
    kept = np.flatnonzero(np.isfinite(shown).all(axis=(1, 2))).tolist()
    return [mixes[at] for at in kept], shown[kept]


def _chosen(task: Task, tried: dict[Mix, tuple[float, float]]) -> list[Mix]:
    others = {mix: found for mix, found in tried.items() if mix != task.levers.today}
    return [task.levers.today, *spread(front(others), others, task.candidates)]


def _found(
    task: Task, directory: Path, tried: dict[Mix, tuple[float, float]], judged: tuple[list[Mix], Array],
    single: tuple[list[str], Array], failed: int,
) -> Policy:  # fmt: skip
    given, (mixes, shown), (names, starts) = task.levers, judged, single
    per = amount(shown[0], given)
    searched = {mix: transfers - tried[given.today][1] for mix, (_, transfers) in tried.items()}
    scenario = given.scenario
    return Policy(
        directory, scenario.name, scenario.title, task.command, model_version(), task.seed,
        format_quarter(scenario.time.start), format_quarter(scenario.time.end), scenario.money.unit,
        task.budget, given.planned(given.today), given.instruments, given.links, given.low, given.high,
        len(tried), task.replications, task.fresh, failed, per,
        tuple((money, searched[mix]) for mix, (money, _) in tried.items()),
        tuple(moved(given, names[1:], starts, task.seed)),
        tuple(candidates(given, mixes, shown, searched, per, task.seed)),
    )  # fmt: skip


def effort(task: Task, jobs: int | None) -> Effort:
    """Return how much work a task is at most; kept runs count too."""
    runs, workers = expected(task), jobs or processors()
    return Effort(task.levers.scenario.name, runs, runs * seconds(task.levers.scenario) / workers, workers, most=True)


def expected(task: Task) -> int:
    """Return how many runs there are at most."""
    size = generation(task.levers)
    searched = -(-task.trials // size) * size + 1 + len(task.levers.starts())
    return searched * task.replications + (task.candidates + 3) * task.fresh
