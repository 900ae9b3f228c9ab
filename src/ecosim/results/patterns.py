"""A run held against the world: every published number beside what replications of a scenario show.

The interval is that of the mean (or median) over replications, so it tells the luck of runs and nothing of what is
assumed in the model. A band is met when the whole interval lies within it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, nan
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosim.errors import UsageError
from ecosim.experiments.execute import Progress, silent
from ecosim.experiments.pool import processors
from ecosim.results.again import footer_of, replications_of, resolved_scenario, same_as_kept
from ecosim.results.history import remembered
from ecosim.results.results import Results
from ecosim.results.table import Table, number
from ecosim.results.verdict import estimate, judge

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.experiments.observing import Observed
    from ecosim.patterns.measure import Measure
    from ecosim.patterns.targets import Target
    from ecosim.scenario.document import ScenarioBase

FILE = "patterns.parquet"
COLUMNS = (
    "id", "quantity", "role", "verdict", "statistic", "runs", "value", "interval_low", "interval_high",
    "low", "target", "high", "unit", "reason", "counts", "differs", "applies_to", "source",
)  # fmt: skip


@dataclass(frozen=True)
class Patterns:
    """What was found.

    Attributes:
        results: the results whose baseline was made again.
        scenario: the baseline.
        table: one row per target, `COLUMNS`.
        history: one row per fact that the scenario holds, see `ecosim.results.history`.
        seen: what each replication showed.
        failures: what went wrong, by replication.
        same: whether the runs made again equal those of the results; None where they have none of these.
    """

    results: Results
    scenario: ScenarioBase
    table: pd.DataFrame
    history: pd.DataFrame
    seen: Sequence[Observed]
    failures: dict[int, str]
    same: bool | None

    @property
    def version(self) -> str:
        """Version of the model that made the runs again."""
        from ecosim.version import model_version

        return model_version()

    @property
    def footer(self) -> str:
        """Which runs were seen, in a line."""
        return footer_of(self.results, f"{len(self.seen)} replications of {self.results.baseline}")


def patterns(
    results: Results, replications: int | None = None, jobs: int | None = None, progress: Progress | None = None
) -> Patterns:
    """Make the baseline's runs again and hold them against every target.

    Args:
        results: results of `run` or `compare`.
        replications: number of runs, from the first of the results; by default what they have, at most twenty.
        jobs: number of processes; all processors by default.
        progress: called with the runs done and their total.

    Raises:
        UsageError: an argument is out of range, the scenario's links are unknown, or every run failed.
        ScenarioError: the resolved scenario in the results is damaged.
    """
    from ecosim.experiments.observing import observe_runs

    scenario = resolved_scenario(results, results.baseline)
    numbers, seed = replications_of(results, replications), results.summary["seed"]
    seen, failures = observe_runs(scenario, seed, numbers, jobs or processors(), progress or silent)
    if not seen:
        raise UsageError(f"every run failed; the first: {next(iter(failures.values()))}")
    table, history = held(scenario, seen, seed), remembered(scenario, seen, seed)
    same = same_as_kept(results, results.baseline, {one.replication: one.series for one in seen})
    return Patterns(results, scenario, table, history, seen, failures, same)


def held(scenario: ScenarioBase, seen: Sequence[Observed], seed: int) -> pd.DataFrame:
    """Return the table of all targets, with `COLUMNS`.

    Args:
        scenario: what was run.
        seen: what its replications showed.
        seed: of the bootstrap.
    """
    import pandas as pd

    from ecosim.patterns.targets import read_targets

    rows = [_row(target, scenario, seen, seed) for target in read_targets()]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def printed(found: Patterns) -> Table:
    """Return the table for people: notes tell what does not apply and which runs these are."""
    rows = [
        [
            one["quantity"], one["role"], *printed_value(one), _band(one), one["verdict"],
        ]
        for one in found.table.to_dict("records")
    ]  # fmt: skip
    heading = ["quantity", "role", "model", "95 % interval", "known (band)", "verdict"]
    return Table(f"{found.results.summary['title']}: held against the world", heading, rows, _notes(found))


def printed_value(one: Mapping[Any, Any]) -> tuple[str, str]:
    """Return value (with a star if it is a median) and interval of a row as people read them."""
    value, low, high = (_printed(one[name]) for name in ("value", "interval_low", "interval_high"))
    interval = "-" if "-" in (low, high) else f"[{low}, {high}]"
    return value + ("*" if one["statistic"] == "median" and value != "-" else ""), interval


def printed_unit(one: Mapping[Any, Any]) -> str:
    """Return the unit of a row as people read it; empty for a pure number."""
    return "" if one["unit"] in ("", "count", "fraction") else str(one["unit"])


def _row(target: Target, scenario: ScenarioBase, seen: Sequence[Observed], seed: int) -> dict[str, Any]:
    from ecosim.patterns.applies import obstacle
    from ecosim.patterns.observe import MEASURES, UNMEASURED

    row: dict[str, Any] = {
        "id": target.id, "quantity": target.quantity, "role": target.role, "statistic": "", "runs": 0,
        "value": nan, "interval_low": nan, "interval_high": nan,
        "low": _or_nan(target.low), "target": _or_nan(target.value), "high": _or_nan(target.high),
        "unit": target.unit, "counts": "", "differs": "", "applies_to": target.applies_to, "source": target.source,
    }  # fmt: skip
    if reason := obstacle(target, scenario):
        return row | {"verdict": "does not apply", "reason": reason}
    if target.id in UNMEASURED:
        return row | {"verdict": "cannot be measured", "reason": UNMEASURED[target.id]}
    return row | _measured(target, MEASURES[target.id], seen, seed)


def _measured(target: Target, measure: Measure, seen: Sequence[Observed], seed: int) -> dict[str, Any]:
    values = np.array([one.values[target.id] for one in seen])
    found = estimate(values, measure.statistic, seed)
    row = {"statistic": measure.statistic, "counts": measure.counts, "differs": measure.differs, "reason": ""}
    if not np.isfinite(found.value):
        return row | {"verdict": "does not apply", "reason": measure.absent}
    low, high = (target.low, target.high) if target.low is not None else (measure.above, inf)
    verdict = judge(found, -inf if low is None else low, inf if high is None else high)
    return row | {
        "runs": int(np.isfinite(values).sum()), "value": found.value, "interval_low": found.low,
        "interval_high": found.high, "verdict": verdict,
    }  # fmt: skip


def _notes(found: Patterns) -> list[str]:
    first, last = found.seen[0].replication, found.seen[-1].replication
    runs = f"{len(found.seen)} run{'s' if len(found.seen) > 1 else ''}"
    reasons: dict[str, list[str]] = {}
    for one in found.table.to_dict("records"):
        if one["reason"]:
            reasons.setdefault(f"{one['verdict']}: {one['reason']}", []).append(one["id"])
    equal = {
        True: "equal to those of the results", False: "NOT equal to those of the results (another version or machine?)",
        None: "none of which the results have",
    }[found.same]  # fmt: skip
    return [
        *(f"{', '.join(ids)}: {reason}" for reason, ids in reasons.items()),
        "model: mean over replications and its 95 % interval; *: median, interval of order statistics",
        "met: the interval lies within the band; partly: across one of its ends; intervals tell the luck of runs alone",
        f"{runs} of {found.results.baseline} made again (replications {first} to {last}, seed "
        f"{found.results.summary['seed']}, ecosim {found.version}), {equal}",
    ]  # fmt: skip


def _band(one: dict[Any, Any]) -> str:
    if not np.isfinite(one["target"]):
        return "a statement"
    return f"{one['target']:g} ({one['low']:g} to {one['high']:g}) {printed_unit(one)}".rstrip()


def _printed(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 1 else number(value)


def _or_nan(value: float | None) -> float:
    return nan if value is None else value
