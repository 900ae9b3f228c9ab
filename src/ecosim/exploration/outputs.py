"""What the runs of an exploration show: transfers with all links, and the paired effects of links on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import UsageError
from ecosim.experiments.design import ALL, Design
from ecosim.experiments.execute import Progress, Simulate, digests, execute
from ecosim.experiments.store import Store
from ecosim.exploration.plan import Plan
from ecosim.results.effects import CONFIDENCE
from ecosim.results.files import write_text
from ecosim.results.report import COUNTS
from ecosim.results.summary import described, failed, scenario_file
from ecosim.results.tables import outcomes
from ecosim.version import model_version

if TYPE_CHECKING:
    import pandas as pd

Array = NDArray[np.float64]
Output = tuple[str, str]  #: whose effect, or which share, or ``all links`` for the level itself; and the indicator
LEAST = 2  # replications, without which nothing is known of luck
_ROUNDING = 1e-9  # of the largest level: what sums of thirds leave of none


@dataclass(frozen=True)
class Outputs:
    """Outputs of every point and replication.

    Attributes:
        names: effect and indicator of each output.
        values: (points, replications, outputs); NaN where a run failed.
        indicators: name, title, unit and more of each indicator.
        failures: runs that failed; see `ecosim.results.summary.failed`.
    """

    names: tuple[Output, ...]
    values: Array
    indicators: list[dict[str, str]]
    failures: list[dict[str, Any]]

    def complete(self) -> Outputs:
        """Return the replications that finished in every cell of every point, so that all points share their luck.

        Raises:
            UsageError: fewer than two are left.
        """
        whole = np.isfinite(self.values).all(axis=(0, 2))
        if whole.sum() < LEAST:
            first = f": {self.failures[0]['error']}" if self.failures else ""
            raise UsageError(
                f"{int(whole.sum())} replications finished at all points, at least {LEAST} are needed{first}; "
                "give more --replications, or narrower ranges"
            )
        return Outputs(self.names, self.values[:, whole], self.indicators, self.failures)


def estimates(values: Array) -> tuple[Array, Array, Array]:
    """Return mean and 95 % t interval over replications; the interval is NaN where fewer than two are finite.

    Args:
        values: (points, replications, outputs).

    Returns:
        mean, lower and upper bounds, (points, outputs) each.
    """
    from scipy.stats import t

    finite = np.isfinite(values)
    count = finite.sum(axis=1)
    filled = np.where(finite, values, 0.0)
    mean = np.divide(filled.sum(axis=1), count, out=np.full(count.shape, np.nan), where=count > 0)
    squares = np.where(finite, (values - mean[:, None]) ** 2, 0.0).sum(axis=1)
    degrees = np.maximum(count - 1, 1)
    half = t.ppf((1 + CONFIDENCE) / 2, degrees) * np.sqrt(squares / degrees / np.maximum(count, 1))
    half = np.where(count > 1, half, np.nan)
    return mean, mean - half, mean + half


def tidy(outputs: Outputs, settings: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Return one row per point and output: what was set there, and mean and 95 % interval over replications.

    Args:
        outputs: what the runs show.
        settings: for each point the values by path.
    """
    import pandas as pd

    mean, low, high = (part.ravel() for part in estimates(outputs.values))
    count, width = outputs.values.shape[0], len(outputs.names)
    paths = dict.fromkeys(path for one in settings for path in one)
    columns: dict[str, Any] = {"point": np.repeat(np.arange(count), width)}
    columns |= {path: [one.get(path) for one in settings for _ in range(width)] for path in paths}
    columns["effect"] = [effect for effect, _ in outputs.names] * count
    columns["indicator"] = [indicator for _, indicator in outputs.names] * count
    columns["runs"] = np.isfinite(outputs.values).sum(axis=1).ravel()
    return pd.DataFrame(columns | {"mean": mean, "low": low, "high": high})


def carry_out(plan: Plan, directory: Path, jobs: int, progress: Progress, simulate: Simulate | None = None) -> Outputs:
    """Simulate whatever run of a plan is missing in a directory, and return what all of them show.

    Args:
        plan: what is run.
        directory: where runs are kept.
        jobs: number of processes; the outputs do not depend on it.
        progress: called with the runs done and their total.
        simulate: another engine than ecosim's own.

    Raises:
        StoreError: the directory cannot be written.
    """
    from ecosim.catalogue import types_of
    from ecosim.indicators import catalogue

    design = plan.design
    measured = catalogue(types_of(design.baseline.scenario))
    names = digests(design)
    with Store(directory, design.seed, model_version()) as store:
        execute(design, store, [one.kind for one in measured], jobs, progress, simulate)
        runs = ((cell.name, store.series(names[cell.name], design.replications)) for cell in design.cells)
        found = outcomes(runs, {one.name: str(one.kind) for one in measured})
        errors = {cell: _wanted(store.failures(one), design) for cell, one in names.items()}
    _keep_failing(design, errors, directory)
    kept = [one for one in described(measured, design.baseline.scenario) if one["name"] in COUNTS]
    return Outputs(*_arranged(plan, found), kept, failed(design, errors))


def _arranged(plan: Plan, found: pd.DataFrame) -> tuple[tuple[Output, ...], Array]:
    """Return names and values of the outputs: levels with all links, then the paired effects and shares."""
    cells = {cell.name: place for place, cell in enumerate(plan.design.cells)}
    levels = np.full((len(cells), len(plan.design.replications), len(COUNTS)), np.nan)
    places = found["cell"].map(cells).to_numpy()
    levels[places, found["replication"].to_numpy()] = found[list(COUNTS)].to_numpy()
    by_point = levels.reshape(plan.points, plan.size, *levels.shape[1:])
    sums = [_summed(by_point, weights) for weights in plan.sums.values()]
    names = tuple((name, indicator) for name in (ALL, *plan.sums) for indicator in COUNTS)
    return names, np.concatenate([by_point[:, 0], *sums], axis=2)


def _summed(levels: Array, weights: Array) -> Array:
    """Return a weighted sum over the cells of each point; cells without weight may have failed."""
    used = levels[:, weights != 0]
    found: Array = np.einsum("pcri,c->pri", used, weights[weights != 0])
    return np.where(np.abs(found) < _ROUNDING * np.abs(used).max(axis=1), 0.0, found)


def _wanted(errors: Mapping[int, str], design: Design) -> dict[int, str]:
    return {number: error for number, error in errors.items() if number in set(design.replications)}


def _keep_failing(design: Design, errors: Mapping[str, Mapping[int, str]], directory: Path) -> None:
    """Write the scenarios of failed runs, so that these can be repeated."""
    for cell in design.cells:
        if errors[cell.name]:
            content = cell.scenario.model_dump_json(by_alias=True, exclude_none=True, indent=2)
            write_text(directory / scenario_file(cell.slug), content + "\n")
