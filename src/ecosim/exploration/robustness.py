"""In which share of the plausible parameter space the effect of a link keeps its sign, and how large it is there.

The same of each link's share of what the links bring together, where every combination of them is run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosim.calibration.free import Free
from ecosim.errors import UsageError
from ecosim.experiments.design import ALL
from ecosim.experiments.execute import Progress, Simulate
from ecosim.exploration.factors import scenarios, values
from ecosim.exploration.method import CONFIDENCE, Array
from ecosim.exploration.noise import noise
from ecosim.exploration.outputs import LEAST, Outputs, carry_out, estimates, tidy
from ecosim.exploration.plan import Plan, plan
from ecosim.exploration.sampling import space_filling
from ecosim.exploration.summary import Explored, summary_of
from ecosim.results.files import write_json, write_table
from ecosim.scenario.document import ScenarioBase

if TYPE_CHECKING:
    import pandas as pd

POINTS, SUMMARY = "robustness.parquet", "robustness.json"
BAND = (0.05, 0.5, 0.95)
REFERENCE = 60


@dataclass(frozen=True)
class Study:
    """A robustness study, ready to be run.

    Attributes:
        parameters: what varies.
        values: of the parameters (points, parameters).
        plan: the cells of the points.
        reference: the cells of the scenario as it is, with more replications, so that its sign is known.
    """

    parameters: tuple[Free, ...]
    values: Array
    plan: Plan
    reference: Plan


class Robustness(Explored):
    """What a robustness study found.

    Attributes:
        summary: what was run, and for each effect the verdict; see `verdict`.
        points: one row per point and output; see `ecosim.exploration.outputs.tidy`. Point 0 is the scenario as it is.
    """

    def __init__(self, directory: Path, summary: dict[str, Any], points: pd.DataFrame) -> None:
        super().__init__(directory, summary)
        self.points = points

    def verdict(self, effect: str, indicator: str) -> dict[str, Any]:
        """Return the verdict on an effect or a share."""
        rows: list[dict[str, Any]] = self.summary["verdicts"]
        return next(one for one in rows if (one["effect"], one["indicator"]) == (effect, indicator))


def shares_and_whole(found: Robustness) -> tuple[str, ...]:
    """Return each link's share, what they bring together, and what of that is beyond each alone."""
    *shares, beyond = found.summary["shares"]
    return (*shares, found.summary["effects"][-1], beyond)


def study(
    scenario: ScenarioBase, parameters: Sequence[Free], points: int, effects: Sequence[str],
    seed: int, replications: int, reference: int = REFERENCE, shares: bool = False,
) -> Study:  # fmt: skip
    """Return the robustness study of a scenario.

    Args:
        scenario: a valid scenario.
        parameters: what varies, each within its range, on a logarithmic scale where the range is one of magnitudes.
        points: how many, of a Sobol sequence; more of them begin with the same ones.
        effects: see `ecosim.exploration.plan.plan`.
        seed: of the points and of all runs.
        replications: of every cell of a point; at least two.
        reference: of every cell of the scenario as it is, if there are to be more.
        shares: whether each link's share is measured, too; see `ecosim.exploration.plan.plan`.

    Raises:
        UsageError: an argument is out of range, or the scenario has no such link.
    """
    if replications < LEAST:
        raise UsageError(f"--replications: found {replications}; at least {LEAST} are needed for an interval")
    there = values(parameters, space_filling("sobol", points, len(parameters), seed))
    name = f"{scenario.name}-robustness"
    cells = plan(name, scenario, scenarios(scenario, parameters, there), effects, seed, replications, shares)
    here = plan(name, scenario, [scenario], effects, seed, max(replications, reference), shares)
    return Study(tuple(parameters), there, cells, here)


def judge(asked: Study, directory: Path, jobs: int, progress: Progress, simulate: Simulate | None = None) -> Robustness:
    """Simulate whatever run of a study is missing in a directory, write its files and return what was found.

    Args:
        asked, directory, jobs, progress, simulate: see `ecosim.exploration.outputs.carry_out`.

    Raises:
        StoreError: the directory cannot be written.
    """
    import pandas as pd

    here, there = (carry_out(one, directory, jobs, progress, simulate) for one in (asked.reference, asked.plan))
    paths = [one.path for one in asked.parameters]
    table = tidy(there, [dict(zip(paths, row, strict=True)) for row in asked.values.tolist()])
    first = tidy(here, [{}]).reindex(columns=table.columns)
    points = pd.concat([first, table.assign(point=table["point"] + 1)], ignore_index=True)
    summary = summary_of(asked.plan, there, asked.parameters) | {
        "reference": len(asked.reference.design.replications),
        "verdicts": list(_verdicts(here, there, asked.plan.effects[-1])),
        "failures": here.failures + there.failures,
    }
    write_table(directory / POINTS, points)
    write_json(directory / SUMMARY, summary)
    return Robustness(directory, summary, points)


def _verdicts(here: Outputs, there: Outputs, whole: str) -> Iterator[dict[str, Any]]:
    """Yield what each effect and share does over points; its part of the whole is that of the last effect."""
    parts = zip(estimates(here.values), estimates(there.values), strict=True)
    mean, low, high = (np.concatenate(both) for both in parts)
    for place, (effect, indicator) in enumerate(there.names):
        if effect != ALL:
            found = verdict(mean[:, place], low[:, place], high[:, place])
            total = there.names.index((whole, indicator))
            told = (low[1:, total] > 0) | (high[1:, total] < 0)
            small, median, large = _band(mean[1:, place][told] / mean[1:, total][told])
            found |= {"part_small": small, "part_median": median, "part_large": large}
            luck = _luck(there.values[:, :, place])
            yield {"effect": effect, "indicator": indicator} | found | {"luck": luck}


def _luck(values: Array) -> float | None:
    """Return the share of the variance over points that is luck; None of fewer than two points or replications."""
    whole = values[:, np.isfinite(values).all(axis=0)]
    return noise(whole).share if min(whole.shape) >= LEAST else None


def _band(sizes: Array) -> tuple[float | None, ...]:
    """Return the `BAND` of quantiles, where there is any number."""
    finite = sizes[np.isfinite(sizes)]
    return tuple(np.quantile(finite, BAND).tolist()) if len(finite) else (None,) * len(BAND)


def verdict(mean: Array, low: Array, high: Array) -> dict[str, Any]:
    """Return how an effect fares over points; the first is the scenario as it is, and is not counted.

    ``keeps``, with its 95 % Clopper-Pearson interval, is the share of points at which the effect surely has the sign
    that it has in the scenario as it is; None where that itself is undecided. ``more``, ``less`` and ``undecided`` are
    the shares of points at which its interval lies above zero, below, or holds it; points that have no interval count
    as undecided. ``small``, ``median`` and ``large`` are the 5 %, 50 % and 95 % quantiles of the means.

    Args:
        mean, low, high: of the effect at each point (points,).
    """
    from scipy.stats import binomtest

    more, less = low > 0, high < 0
    here = more if more[0] else less if less[0] else None
    count = len(mean) - 1
    found: dict[str, Any] = {"value": float(mean[0]), "low": float(low[0]), "high": float(high[0]), "points": count}
    found |= {"keeps": None, "keeps_low": None, "keeps_high": None}
    if here is not None:
        times = int(here[1:].sum())
        interval = binomtest(times, count).proportion_ci(CONFIDENCE)
        found |= {"keeps": times / count, "keeps_low": float(interval.low), "keeps_high": float(interval.high)}
    found |= {"more": float(more[1:].mean()), "less": float(less[1:].mean())}
    small, median, large = _band(mean[1:])
    return found | {
        "undecided": float((~(more | less))[1:].mean()), "small": small, "median": median, "large": large
    }  # fmt: skip
