"""What drives transfers and the effects of links: sample, runs, indices, and the files that keep them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosim.calibration.free import Free
from ecosim.errors import UsageError
from ecosim.experiments.execute import Progress, Simulate
from ecosim.exploration.analysis import METHODS, Analysis, analysed
from ecosim.exploration.factors import scenarios, values
from ecosim.exploration.method import Array
from ecosim.exploration.outputs import LEAST, Output, Outputs, carry_out
from ecosim.exploration.plan import Plan, plan
from ecosim.exploration.summary import Explored, summary_of
from ecosim.results.files import write_json, write_table
from ecosim.scenario.document import ScenarioBase

if TYPE_CHECKING:
    import pandas as pd

TABLE, SUMMARY = "sensitivity.parquet", "sensitivity.json"
COLUMNS = ("effect", "indicator", "parameter", "index", "value", "low", "high", "floor", "told")


@dataclass(frozen=True)
class Study:
    """A sensitivity analysis, ready to be run.

    Attributes:
        method: name of the method.
        size: of its sample, in its own count.
        parameters: what varies.
        shares: the sample: (points, parameters) in shares of the ranges.
        plan: its cells.
    """

    method: str
    size: int
    parameters: tuple[Free, ...]
    shares: Array
    plan: Plan


class Sensitivity(Explored):
    """What a sensitivity analysis found.

    Attributes:
        summary: what was run, and the noise in each output.
        table: one row per output, parameter and index, with `COLUMNS`: the index with its 95 % interval, what luck
            alone would make of it (``floor``, NaN where the interval tells), and whether it can be told from that.
    """

    def __init__(self, directory: Path, summary: dict[str, Any], table: pd.DataFrame) -> None:
        super().__init__(directory, summary)
        self.table = table

    def rows(self, output: Output, index: str) -> list[dict[str, Any]]:
        """Return the rows of one index of one output, in the order of the parameters."""
        table = self.table
        chosen = table.loc[
            (table["effect"] == output[0]) & (table["indicator"] == output[1]) & (table["index"] == index)
        ]
        rows: list[dict[str, Any]] = chosen.to_dict("records")  # type: ignore[assignment]
        return rows


def study(
    scenario: ScenarioBase, parameters: Sequence[Free], method: str, size: int | None, effects: Sequence[str],
    seed: int, replications: int,
) -> Study:  # fmt: skip
    """Return the sensitivity analysis of a scenario.

    Args:
        scenario: a valid scenario.
        parameters: what varies.
        method: one of `METHODS`.
        size: of the sample; the method's default if None.
        effects: see `ecosim.exploration.plan.plan`.
        seed: of the sample and of all runs.
        replications: of every cell; at least two.

    Raises:
        UsageError: an argument is out of range, or the scenario has no such link.
    """
    if replications < LEAST:
        raise UsageError(f"--replications: found {replications}; at least {LEAST} tell luck from parameters")
    used = METHODS[method]
    count = used.size if size is None else size
    if count < 2:
        raise UsageError(f"--size: found {count}; at least 2 {used.meaning} are needed")
    shares = used.sample(len(parameters), count, seed)
    points = scenarios(scenario, parameters, values(parameters, shares))
    cells = plan(f"{scenario.name}-{method}", scenario, points, effects, seed, replications)
    return Study(method, count, tuple(parameters), shares, cells)


def analyse(
    asked: Study, directory: Path, jobs: int, progress: Progress, simulate: Simulate | None = None
) -> Sensitivity:
    """Simulate whatever run of a study is missing in a directory, write its files and return what was found.

    Args:
        asked, directory, jobs, progress, simulate: see `ecosim.exploration.outputs.carry_out`.

    Raises:
        UsageError: too many runs failed.
        StoreError: the directory cannot be written.
    """
    import pandas as pd

    outputs = carry_out(asked.plan, directory, jobs, progress, simulate)
    whole = outputs.complete()
    seed = asked.plan.design.seed
    found = {
        output: analysed(METHODS[asked.method], asked.shares, whole.values[:, :, place], seed)
        for place, output in enumerate(whole.names)
    }
    table = pd.DataFrame(_rows(found, asked.parameters), columns=list(COLUMNS))
    summary = _summary(asked, outputs, whole, found)
    write_table(directory / TABLE, table)
    write_json(directory / SUMMARY, summary | {"table": table.to_dict("records")})
    return Sensitivity(directory, summary, table)


def _rows(found: dict[Output, Analysis], parameters: Sequence[Free]) -> Iterator[tuple[Any, ...]]:
    for output, analysis in found.items():
        for name, index in analysis.indices.items():
            told = analysis.told(name)
            for place, one in enumerate(parameters):
                bounds = (float(part[place]) for part in index)
                yield (*output, one.path, name, *bounds, float(analysis.floors[name][place]), told[place])


def _summary(asked: Study, outputs: Outputs, whole: Outputs, found: dict[Output, Analysis]) -> dict[str, Any]:
    means, deviations = (np.mean(whole.values, axis=(0, 1)), np.std(whole.values.mean(axis=1), axis=0))
    return summary_of(asked.plan, outputs, asked.parameters) | {
        "method": asked.method,
        "size": asked.size,
        "used_replications": whole.values.shape[1],
        "outputs": [
            {
                "effect": effect, "indicator": indicator, "mean": float(means[place]),
                "deviation": float(deviations[place]), "variance": found[effect, indicator].noise.points,
                "noise_alone": found[effect, indicator].noise.alone,
                "noise": found[effect, indicator].noise.left, "noise_share": found[effect, indicator].noise.share,
            }
            for place, (effect, indicator) in enumerate(whole.names)
        ],
    }  # fmt: skip
