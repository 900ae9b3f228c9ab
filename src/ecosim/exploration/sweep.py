"""Outcomes and effects along values of one path, over a grid of two, or over a sample of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecosim.experiments.execute import Progress, Simulate
from ecosim.exploration.axes import Axis, places, settings
from ecosim.exploration.outputs import carry_out, tidy
from ecosim.exploration.plan import Plan, plan
from ecosim.exploration.sampling import Design
from ecosim.exploration.summary import Explored, summary_of
from ecosim.results.files import write_json, write_table
from ecosim.scenario.document import ScenarioBase

if TYPE_CHECKING:
    import pandas as pd

TABLE, SUMMARY = "sweep.parquet", "sweep.json"


@dataclass(frozen=True)
class Study:
    """A sweep, ready to be run.

    Attributes:
        axes: what varies.
        design: None for a grid of all combinations.
        settings: for each point the values by path.
        plan: its cells.
    """

    axes: tuple[Axis, ...]
    design: Design | None
    settings: list[dict[str, Any]]
    plan: Plan


class Sweep(Explored):
    """What a sweep found.

    Attributes:
        axes: what varied.
        table: one row per point and output; see `ecosim.exploration.outputs.tidy`.
    """

    def __init__(self, directory: Path, summary: dict[str, Any], axes: tuple[Axis, ...], table: pd.DataFrame) -> None:
        super().__init__(directory, summary)
        self.axes = axes
        self.table = table


def study(
    scenario: ScenarioBase, axes: Sequence[Axis], design: Design | None, points: int, effects: Sequence[str],
    seed: int, replications: int,
) -> Study:  # fmt: skip
    """Return the sweep of a scenario.

    Args:
        scenario: a valid scenario.
        axes: what varies.
        design: None for a grid of all combinations.
        points: number of points of a sample.
        effects: see `ecosim.exploration.plan.plan`.
        seed: of a sample and of all runs.
        replications: of every cell.

    Raises:
        UsageError: there are too many points, or the scenario has no such link.
        ScenarioError: values do not go together.
    """
    at = settings(axes, design, points, seed)
    cells = plan(f"{scenario.name}-sweep", scenario, places(scenario, at), effects, seed, replications)
    return Study(tuple(axes), design, at, cells)


def swept(asked: Study, directory: Path, jobs: int, progress: Progress, simulate: Simulate | None = None) -> Sweep:
    """Simulate whatever run of a sweep is missing in a directory, write its files and return what was found.

    Args:
        asked, directory, jobs, progress, simulate: see `ecosim.exploration.outputs.carry_out`.

    Raises:
        StoreError: the directory cannot be written.
    """
    outputs = carry_out(asked.plan, directory, jobs, progress, simulate)
    table = tidy(outputs, asked.settings)
    summary = summary_of(asked.plan, outputs) | {
        "axes": [asdict(one) for one in asked.axes], "design": asked.design or "grid"
    }  # fmt: skip
    write_table(directory / TABLE, table)
    write_json(directory / SUMMARY, summary | {"table": table.to_dict("records")})
    return Sweep(directory, summary, asked.axes, table)
