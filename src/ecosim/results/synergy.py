"""Triple-helix synergy of a run's technologies: T with its terms, by cell, over replications, against the baseline.

NOT MONOTONE IN COLLABORATION, see `ecosim.synergy`. A record is a technology found since reporting began; science,
education and industry are present where one of theirs took part in it (`ecosim.patterns.presence`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import UsageError
from ecosim.experiments.execute import Progress, silent
from ecosim.experiments.pool import processors
from ecosim.patterns.presence import Presence
from ecosim.results.again import footer_of, replications_of, resolved_scenario
from ecosim.results.effects import differences
from ecosim.results.verdict import estimate
from ecosim.synergy import SECTORS, decompose, terms

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.patterns.finished import Finished
    from ecosim.results.results import Results

FILE = "synergy.parquet"
COLUMNS = ("cell", "replication", "technology", "quarter", "region", *SECTORS)
#: What T is made of, in the order of `ecosim.synergy.Terms`.
TERMS = ("T", "science and education", "science and industry", "education and industry", "all three")
#: Who may be present in a record, by science + 2 education + 4 industry.
TOGETHER = (
    "nobody", "science alone", "education alone", "science and education", "industry alone", "science and industry",
    "education and industry", "all three",
)  # fmt: skip
VALUES = (
    "cell", "quantity", "of", "runs", "value", "low", "high", "contrast", "pairs", "difference", "difference_low",
    "difference_high",
)  # fmt: skip
_PER_RUN = ("cell", "replication", "quantity", "of", "value")


@dataclass(frozen=True)
class Synergy:
    """What was found.

    Attributes:
        results: whose runs were made again.
        cells: the cells that were looked at; the baseline is the first.
        records: one row per technology, `COLUMNS`; ``quarter`` counts from the first reported one.
        values: one row per cell and quantity, `VALUES`: mean over replications with its 95 % interval, and the mean
            paired difference that ``contrast`` tells of (empty for the baseline). Quantities: ``term`` (of `TERMS`,
            bits), ``share`` (of records, of `TOGETHER`), ``records`` (number a run), and where there is more than one
            region ``between`` (T0, bits), ``within`` (T of a region, bits) and ``weight`` (its share of the records).
        runs: replications of a cell.
        failures: what went wrong, by cell and replication.
    """

    results: Results
    cells: tuple[str, ...]
    records: pd.DataFrame
    values: pd.DataFrame
    runs: int
    failures: dict[tuple[str, int], str]

    @property
    def footer(self) -> str:
        """Which runs were seen, in a line."""
        runs = f"{self.runs} replication{'s' if self.runs > 1 else ''}"
        cells = f"each of {len(self.cells)} cells" if len(self.cells) > 1 else f"of {self.cells[0]}"
        return footer_of(self.results, f"{runs} {cells}")

    @property
    def regions(self) -> list[str]:
        """Names of the regions, if there is more than one."""
        return list(self.values.loc[self.values["quantity"] == "within", "of"].unique())

    @property
    def apart(self) -> bool:
        """Whether each record holds either science or education, never both: then T is their part with industry."""
        return bool((self.records["science"] != self.records["education"]).all())

    def row(self, cell: str, quantity: str, of: str = "") -> dict[str, Any]:
        """Return a row of the values; one with NaN where there is none."""
        found = self.values.query("cell == @cell and quantity == @quantity and of == @of").to_dict("records")
        return {str(name): value for name, value in found[0].items()} if found else dict.fromkeys(VALUES, np.nan)


def synergy_of(
    results: Results, cells: Sequence[str] = (), replications: int | None = None, jobs: int | None = None,
    progress: Progress | None = None,
) -> Synergy:  # fmt: skip
    """Make runs of the baseline and of other cells again and measure the synergy of their technologies.

    Args:
        results: results of `run` or `compare`.
        cells: names of cells beside the baseline.
        replications: runs of each, from the first of the results; by default what they have, at most twenty.
        jobs: number of processes; all processors by default.
        progress: called with the runs done and their total.

    Raises:
        UsageError: an argument is out of range, the scenario's links are unknown, or every run failed.
        ScenarioError: a resolved scenario in the results is damaged.
    """
    from ecosim.experiments.observing import Look, look_at_runs

    summary = results.summary
    names = tuple(dict.fromkeys([results.baseline, *cells]))
    numbers = replications_of(results, replications)
    look = Look({name: resolved_scenario(results, name) for name in names}, summary["seed"], look_at)
    seen, failures = look_at_runs(look, numbers, jobs or processors(), progress or silent)
    if not seen:
        raise UsageError(f"every run failed; the first: {next(iter(failures.values()))}")
    records = table_of(seen)
    values = valued(records, summary["contrasts"], summary["seed"])
    return Synergy(results, names, records, values, len(numbers), failures)


def look_at(run: Finished, replication: int) -> Presence:
    """Return who took part in each technology of a run, whichever replication it is."""
    from ecosim.patterns.presence import presence

    return presence(run)


def table_of(seen: dict[tuple[str, int], Presence]) -> pd.DataFrame:
    """Return the records of all runs, `COLUMNS`.

    Args:
        seen: who took part in each technology, by cell and replication.
    """
    import pandas as pd

    tables = [
        pd.DataFrame(
            {"cell": cell, "replication": replication, "technology": one.technology, "quarter": one.found,
             "region": one.region, **dict(zip(SECTORS, one.present.T, strict=True))}
        )
        for (cell, replication), one in seen.items()
    ]  # fmt: skip
    return pd.concat(tables, ignore_index=True)[list(COLUMNS)]


def valued(records: pd.DataFrame, contrasts: Sequence[dict[str, Any]], seed: int) -> pd.DataFrame:
    """Return every quantity of every cell, `VALUES`.

    Args:
        records: as `table_of` returns them.
        contrasts: which cell is subtracted from which, as in the summary of results.
        seed: of the bootstrap.
    """
    import pandas as pd

    several = records["region"].nunique() > 1
    rows = [
        (cell, replication, *one)
        for (cell, replication), run in records.groupby(["cell", "replication"], sort=False)
        for one in _quantities(run, several)
    ]
    runs = pd.DataFrame(rows, columns=list(_PER_RUN))
    of_cell = {one["cell"]: one for one in contrasts}
    table = []
    for (cell, quantity, of), group in runs.groupby(["cell", "quantity", "of"], sort=False):
        found = estimate(group["value"].to_numpy(), "mean", seed)
        alike = runs[(runs["quantity"] == quantity) & (runs["of"] == of)]
        table.append((cell, quantity, of, len(group), *found, *_difference(alike, of_cell.get(cell), seed)))
    return pd.DataFrame(table, columns=list(VALUES))


def _difference(runs: pd.DataFrame, contrast: dict[str, Any] | None, seed: int) -> tuple[str, int, float, float, float]:
    """Return the title of a contrast, the number of pairs, and the mean of their differences with its interval."""
    if contrast is None:
        return "", 0, nan, nan, nan
    first, second = (
        runs[runs["cell"] == contrast[side]].set_index("replication")["value"] for side in ("minuend", "subtrahend")
    )
    pairs = first.index.intersection(second.index)
    values: list[NDArray[np.float64]] = [side.loc[pairs].to_numpy(float)[:, None] for side in (first, second)]
    found = differences(values[0], values[1], seed)[0]
    return str(contrast["title"]), found.pairs, found.mean, found.low, found.high


def _quantities(run: pd.DataFrame, several: bool) -> list[tuple[str, str, float]]:
    """Return quantity, what of, and value, of the records of one run."""
    found = terms(run)
    values = (found.total, found.first_second, found.first_third, found.second_third, found.together)
    rows = [("term", name, value) for name, value in zip(TERMS, values, strict=True)]
    number = run[list(SECTORS)].to_numpy(int) @ [1, 2, 4]
    shares = np.bincount(number, minlength=len(TOGETHER)) / len(number)
    rows += [("share", name, float(share)) for name, share in zip(TOGETHER, shares, strict=True)]
    rows.append(("records", "", float(len(run))))
    if several:
        parts = decompose(run, "region")
        rows.append(("between", "", parts.between))
        rows += [("within", region, value) for region, value in parts.within.items()]
        rows += [("weight", region, value) for region, value in parts.shares.items()]
    return rows
