"""How long a technology takes to become a product, by channel: curves of Kaplan and Meier (1958) with bands.

Two clocks. From the *agreement* each passage of a technology to a firm is watched until it is a product; it is
censored when it is given up, when the firm closes, or at the horizon. From the *discovery* a channel is known only
when there is an agreement, so that late passages of late discoveries would be missing. Therefore only discoveries
that can be watched for `FOLLOWED` quarters count, of these the first passage if it comes within that time, and
everything is censored at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import UsageError
from ecosim.experiments.execute import Progress, silent
from ecosim.experiments.pool import processors
from ecosim.patterns.passages import End, Passages
from ecosim.patterns.survival import Lives, kaplan_meier
from ecosim.results.again import footer_of, replications_of, resolved_scenario
from ecosim.results.effects import differences
from ecosim.results.tables import QUARTERS_A_YEAR
from ecosim.world.codes import Agreement

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.results.results import Results

FILE = "survival.parquet"
FOLLOWED = 40  # quarters
EVERY = "any channel"
Clock = Literal["discovery", "agreement"]
CLOCKS: tuple[Clock, ...] = ("discovery", "agreement")
#: What passages can be told apart by.
GROUPS = ("channel", "kind")
COLUMNS = ("clock", "group", "years", "runs", "share", "low", "high")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Survival:
    """What was found.

    Attributes:
        results: whose runs were made again.
        cell: of which cell.
        curves: one row per clock, group of passages and quarter, `COLUMNS`: share that is a product by then, of those
            not censored before (one minus the estimate of Kaplan and Meier), mean over runs with its 95 % interval.
        ends: share of all passages since reporting began that ended in each way, by group: (ways of `End`,).
        passages: mean number of these a run, by group.
        followed: quarters for which discoveries are watched.
        runs: how many.
        failures: what went wrong, by replication.
    """

    results: Results
    cell: str
    curves: pd.DataFrame
    ends: Mapping[str, Floats]
    passages: Mapping[str, float]
    followed: int
    runs: int
    failures: dict[int, str]

    @property
    def footer(self) -> str:
        """Which runs were seen, in a line."""
        return footer_of(self.results, f"{self.runs} replications of {self.cell}")

    @property
    def groups(self) -> list[str]:
        """Groups of passages that occurred."""
        return list(self.ends)


def survival(
    results: Results, cell: str | None = None, by: str = "channel", replications: int | None = None,
    jobs: int | None = None, progress: Progress | None = None,
) -> Survival:  # fmt: skip
    """Make runs of a cell again and estimate how long technologies take to become products.

    Args:
        results: results of `run` or `compare`.
        cell: name of a cell; the baseline by default.
        by: one of `GROUPS`: the channel that an agreement took, or its kind (licence, publication, spin-off).
        replications: number of runs, from the first of the results; by default what they have, at most twenty.
        jobs: number of processes; all processors by default.
        progress: called with the runs done and their total.

    Raises:
        UsageError: an argument is out of range, the scenario's links are unknown, or every run failed.
        ScenarioError: the resolved scenario in the results is damaged.
    """
    from ecosim.experiments.observing import observe_runs

    name = results.baseline if cell is None else cell
    scenario, summary = resolved_scenario(results, name), results.summary
    numbers = replications_of(results, replications)
    seen, failures = observe_runs(scenario, summary["seed"], numbers, jobs or processors(), progress or silent)
    if not seen:
        raise UsageError(f"every run failed; the first: {next(iter(failures.values()))}")
    quarters = scenario.time.quarters
    followed = min(FOLLOWED, quarters // 2)
    groups = _groups([one.portrait.passages for one in seen], by, _channels(results))
    ends = {group: np.mean([_ends(one) for one in runs if len(one.end)], axis=0) for group, runs in groups.items()}
    sizes = {group: float(np.mean([len(one.end) for one in runs])) for group, runs in groups.items()}
    curves = _curves(groups, followed, quarters, summary["seed"])
    return Survival(results, name, curves, ends, sizes, followed, len(seen), failures)


def _channels(results: Results) -> list[str]:
    """Return the names of channels by their number."""
    names = [one["name"] for one in results.summary["indicators"]]
    return [name.partition(".")[2] for name in names if name.startswith("completions.")]


def _groups(runs: Sequence[Passages], by: str, channels: Sequence[str]) -> dict[str, list[Passages]]:
    """Return the passages of every run, together and by group; groups without any are left out."""
    titles = ["arm's length", *channels[1:]] if by == "channel" else [kind.name.lower() for kind in Agreement]
    found = {EVERY: list(runs)}
    for number, title in enumerate(titles):
        chosen = [_chosen(one, getattr(one, by) == number) for one in runs]
        if any(len(one.end) for one in chosen):
            found[title.replace("spin_off", "spin-off")] = chosen
    return found if any(len(one.end) for one in runs) else {}


def _chosen(one: Passages, which: NDArray[np.bool_]) -> Passages:
    return Passages(
        one.channel[which], one.kind[which], one.found[which], one.agreed[which], one.ended[which], one.end[which],
        one.first[which],
    )  # fmt: skip


def _ends(one: Passages) -> Floats:
    return np.bincount(one.end, minlength=len(End)) / len(one.end)


def _curves(groups: Mapping[str, list[Passages]], followed: int, quarters: int, seed: int) -> pd.DataFrame:
    import pandas as pd

    tables = [
        _curve(clock, group, [lives(one) for one in runs], followed, seed)
        for clock, lives in _clocks(followed, quarters)
        for group, runs in groups.items()
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=list(COLUMNS))


def _clocks(followed: int, quarters: int) -> Iterator[tuple[Clock, Callable[[Passages], Lives]]]:
    yield "discovery", lambda one: from_discovery(one, followed, quarters)
    yield "agreement", from_agreement


def from_agreement(one: Passages) -> Lives:
    """Return how long each passage took, and whether it became a product; the others are censored."""
    return Lives((one.ended - one.agreed).astype(float), one.end == End.PRODUCT)


def from_discovery(one: Passages, followed: int, quarters: int) -> Lives:
    """Return how long technologies took from their discovery, of those that pass to a firm while they are watched.

    Args:
        one: passages.
        followed: for how many quarters each is watched.
        quarters: length of the horizon; later discoveries than can be watched so long are left out.
    """
    cohort = one.first & (one.found >= 0) & (one.found < quarters - followed) & (one.agreed - one.found <= followed)
    chosen = _chosen(one, cohort)
    time = chosen.ended - chosen.found
    return Lives(np.minimum(time, followed).astype(float), (chosen.end == End.PRODUCT) & (time <= followed))


def _curve(clock: Clock, group: str, lives: Sequence[Lives], followed: int, seed: int) -> pd.DataFrame:
    """Return the mean over runs of the share that is a product by each quarter, with its interval.

    It ends where the first run has nothing left to watch, so that all of a curve is of the same runs.
    """
    import pandas as pd

    grid = np.arange(followed + 1)
    runs = np.array([1.0 - _step(one, grid) for one in lives if len(one.quarters)]).reshape(-1, len(grid))
    runs = runs[:, np.isfinite(runs).all(axis=0)]
    found = differences(runs, np.zeros_like(runs), seed)
    rows = [(clock, group, quarter / QUARTERS_A_YEAR, one.pairs, one.mean, one.low, one.high)
            for quarter, one in zip(grid.tolist(), found, strict=False)]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _step(one: Lives, grid: NDArray[np.int64]) -> Floats:
    """Return a survival curve at some quarters; NaN beyond the last life that was seen, unless nothing is left."""
    times, shares = kaplan_meier(one)
    values = np.concatenate([[1.0], shares])[np.searchsorted(times, grid, side="right")]
    values[(grid > one.quarters.max()) & (values > 0.0)] = np.nan
    return np.asarray(values, float)
