"""How many replications are enough: half-widths by number of replications.

Everything is read from a results directory. The rule of the coefficient of variation is shown beside, because much of
the literature uses it: enough is the number of runs after which more of them move the coefficient of variation of
an outcome by less than 0.01 (Lorscheid, Heine and Meyer 2012; Lee et al. 2015). It looks at one cell and not at
the difference that one wants to know, and says nothing of how far the mean may be off: nothing stops by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import UsageError
from ecosim.results.decision import FAMILY_ERROR, MOST, replications_needed
from ecosim.results.effects import Contrast
from ecosim.results.stopping import BATCH, FEWEST, half_widths, looks, paired, settled
from ecosim.results.table import Table, number

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.results.results import Results

STEADY = 0.01
_ROWS = 12


@dataclass(frozen=True)
class Curve:
    """Half-widths of an indicator's differences by number of replications.

    Attributes:
        indicator: its name.
        precision: half-width wanted; None where the scenario declares none.
        counts: numbers of replications (counts,).
        halves: half of the 95 % interval, (counts, differences).
        cells: the cell of each difference.
        enough: replications at which the precision is reached by the rule of `ecosim.results.stopping`, by
            difference; None where that lies beyond what was run.
        estimate: replications that the spread so far would ask for, by difference; None without precision.
        steady: replications at which the rule of the coefficient of variation is content, by cell of the design;
            None where it is not yet.
    """

    indicator: str
    precision: float | None
    counts: NDArray[np.int64]
    halves: NDArray[np.float64]
    cells: tuple[str, ...]
    enough: tuple[int | None, ...]
    estimate: tuple[int | None, ...]
    steady: dict[str, int | None]


def chosen(results: Results, indicator: str | None) -> str:
    """Return an indicator by name, or else the first with a declared precision, or completions.

    Raises:
        UsageError: there is no such indicator.
    """
    if indicator is not None:
        return results.known(indicator)
    declared: list[str] = [name for name, said in results.summary["judgement"].items() if said["precision"]]
    return [*declared, "completions"][0]


def curve(results: Results, indicator: str) -> Curve:
    """Return how half-widths shrink with replications.

    Raises:
        UsageError: there is no such indicator, or there are too few runs.
        StoreError: the results cannot be read.
    """
    table = results.to_pandas("outcomes", ["cell", "replication", results.known(indicator)])
    contrasts = [Contrast(**one) for one in results.summary["contrasts"]]
    differences = paired(table, contrasts, indicator)
    most = len(differences)
    if most <= BATCH:
        raise UsageError(f"{results.directory}: {most} replications make no curve; more than {BATCH} are needed")
    counts = np.append(np.arange(BATCH, most, BATCH), most)
    halves = half_widths(differences.to_numpy(), counts)
    wanted = results.summary["judgement"].get(indicator, {}).get("precision")
    by_cell = table.pivot(index="replication", columns="cell", values=indicator)
    return Curve(
        indicator, wanted, counts, halves, tuple(map(str, differences)), _enough(differences, wanted),
        tuple(_estimate(values, wanted) for values in differences.to_numpy().T),
        {cell: steady(by_cell[cell].to_numpy()) for cell in results.cells if cell in by_cell},
    )  # fmt: skip


def steady(values: NDArray[np.float64]) -> int | None:
    """Return after how many runs ten more first move the coefficient of variation by less than `STEADY`; None if never.

    Args:
        values: an outcome of runs, in their order; what is not finite is left out.
    """
    known = values[np.isfinite(values)]
    counts = np.arange(BATCH, len(known) + 1, BATCH)
    pairs = np.array([(known[:count].std(ddof=1), abs(known[:count].mean())) for count in counts]).reshape(-1, 2)
    ratios = np.divide(pairs[:, 0], pairs[:, 1], out=np.full(len(counts), np.inf), where=pairs[:, 1] > 0)
    calm = np.isfinite(ratios[1:]) & (np.abs(np.diff(np.nan_to_num(ratios, posinf=0.0))) < STEADY)
    return int(counts[calm.argmax()]) if calm.any() else None


def curve_tables(found: Curve, results: Results) -> list[Table]:
    """Return the curve as a table, and what each rule asks for."""
    described = results.indicator(found.indicator)
    unit = described["unit"].removesuffix("/quarter") if described["kind"] == "flow" else described["unit"]
    title = f"Half of the 95 % interval by number of replications: {described['title']}, {unit}"
    places = np.unique(np.linspace(0, len(found.counts) - 1, _ROWS).round().astype(int))
    rows = [[f"{found.counts[place]:,}", *map(number, found.halves[place])] for place in places]
    heading = ["replications", *(cell.replace(" ", "\n") for cell in found.cells)]
    return [Table(title, heading, rows, _wanted(found)), _rules(found, results)]


def _wanted(found: Curve) -> list[str]:
    if found.precision is None:
        return [f"the scenario declares no judgement.{found.indicator}.precision"]
    return [f"precision wanted: {found.precision:,.6g}"]


def _rules(found: Curve, results: Results) -> Table:
    rows = []
    places = {cell: place for place, cell in enumerate(found.cells)}
    for cell in results.cells:
        place = places.get(cell)
        calm = found.steady.get(cell)
        row = [cell, "", "", _count(calm, found), ""]
        if place is not None:
            row[1] = _count(found.enough[place], found) if found.precision else "-"
            row[2] = _about(found.estimate[place])
            row[4] = "-" if calm is None else number(found.halves[found.counts.tolist().index(calm), place])
        rows.append(row)
    heading = ["cell", "precision\nreached at", "estimate\nfrom spread", "CV rule\ncontent at", "half-width\nthen"]
    notes = [
        "precision reached: half-width narrow enough at two looks in a row, from 30 on; what --replications auto does",
        f"CV rule: ten runs more move the coefficient of variation of the cell by less than {STEADY}; shown, not used",
    ]
    return Table("How many replications each rule asks for", heading, rows, notes)


def _enough(differences: pd.DataFrame, wanted: float | None) -> tuple[int | None, ...]:
    if wanted is None or len(differences) < FEWEST:
        return (None,) * differences.shape[1]
    counts = looks(len(differences))
    reached = settled(half_widths(differences.to_numpy(), counts), wanted)
    return tuple(int(counts[column.argmax()]) if column.any() else None for column in reached.T)


def _estimate(values: NDArray[np.float64], wanted: float | None) -> int | None:
    known = values[np.isfinite(values)]
    return None if wanted is None else replications_needed(float(known.std(ddof=1)), 2 * wanted, FAMILY_ERROR)


def _count(found: int | None, of: Curve) -> str:
    return f"beyond {of.counts[-1]:,}" if found is None else f"{found:,}"


def _about(found: int | None) -> str:
    return "-" if found is None else f"over {MOST:,}" if found >= MOST else f"{found:,}"


def as_json(found: Curve) -> dict[str, Any]:
    """Return a curve as plain data."""
    columns = zip(found.cells, found.halves.T.tolist(), found.enough, found.estimate, strict=True)
    by_cell = {
        cell: {"half_width": halves, "precision_reached_at": enough, "estimate": estimate}
        for cell, halves, enough, estimate in columns
    }
    return {
        "indicator": found.indicator, "precision": found.precision, "replications": found.counts.tolist(),
        "differences": by_cell, "cv_rule": found.steady,
    }  # fmt: skip
