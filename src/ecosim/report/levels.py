"""The funnel by readiness level in every cell: the numbers of `ecosim plot RESULTS funnel`, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ecosim.errors import UsageError
from ecosim.report.figures import compact
from ecosim.report.networks import OTHER_RUNS
from ecosim.report.seen import MOST_CELLS, Seen
from ecosim.results.again import footer_of, same_as_kept
from ecosim.results.effects import differences
from ecosim.results.funnel import STEPS, Funnel, paired, width
from ecosim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd

Cell = dict[str, Any]


@dataclass(frozen=True)
class Levels:
    """What the figure shows.

    Attributes:
        steps: what each step is called.
        cells: for each cell ``discovered`` (mean), ``steps`` (low, mean, high of each) and ``change`` (mean, low and
            high of the pairs; None of the baseline); None where the cell has none of it.
        note: why cells are missing; empty where none is.
        foot: which runs were counted.
    """

    steps: tuple[str, ...]
    cells: list[Cell | None]
    note: str = ""
    foot: str = ""


def levels(results: Results, seen: Seen) -> Levels:
    """Return the funnel by readiness level of every cell whose runs that were looked at are the stored ones.

    A change is what the links that are off bring, or of scenarios the distance from the baseline, as everywhere on the
    page. It needs the baseline.

    Args:
        results: the results.
        seen: what was seen of their runs.
    """
    outcomes = results.to_pandas("outcomes")
    equal = [cell for cell in results.cells if _same(results, seen, cell, outcomes)]
    try:
        found = paired(equal, {unit: run.climbed for unit, run in seen.runs.items()}, seen.asked)
    except UsageError:
        found = Funnel((), ())
    mine = dict(zip(found.cells, range(len(found.cells)), strict=True))
    cells = [_cell(results, found, mine[cell]) if cell in mine else None for cell in results.cells]
    return Levels(STEPS, cells, _why(results, seen, equal) if None in cells else "", _foot(results, found))


def _same(results: Results, seen: Seen, cell: str, outcomes: pd.DataFrame) -> bool:
    series = {number: run.series for (name, number), run in seen.runs.items() if name == cell}
    return bool(series) and same_as_kept(results, cell, series, outcomes) is True


def _why(results: Results, seen: Seen, equal: list[str]) -> str:
    """Return why a cell has no funnel: nothing could be looked at, a run failed, the runs are others, or too many."""
    tried = {cell for cell, _ in seen.runs}
    if seen.note or seen.failures:
        return seen.note or next(iter(seen.failures.values()))
    left = f"only {MOST_CELLS} of {len(results.cells)} combinations are looked at"
    return OTHER_RUNS if tried - set(equal) else left


def _cell(results: Results, found: Funnel, place: int) -> Cell:
    counts = found.counts[place]
    seen = width(counts)
    rows = zip(seen.low, seen.mean, seen.high, strict=True)
    return {
        "discovered": compact(counts[:, 0].mean()),
        "steps": [[compact(value) for value in row] for row in rows],
        "change": _change(results, found, place),
    }


def _change(results: Results, found: Funnel, place: int) -> list[list[float | None]] | None:
    if place == 0 or found.cells[0] != results.baseline:
        return None
    first, second = (found.counts[one][:, 1:].astype(float) for one in (0, place))
    if not any(cell["without"] for cell in results.summary["cells"]):
        first, second = second, first
    pairs = differences(first, second, results.summary["seed"])
    return [[compact(value) for value in (one.mean, one.low, one.high)] for one in pairs]


def _foot(results: Results, found: Funnel) -> str:
    if not found.cells:
        return ""
    kept = results.summary["replications"]
    return footer_of(results, f"{found.runs} of {kept} {'paired ' * (len(found.cells) > 1)}replications")
