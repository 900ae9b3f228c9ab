"""The door from results to their plots, which lie a layer above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ecosim.results.report import COUNTS

if TYPE_CHECKING:
    from pathlib import Path

    from ecosim.results.results import Results


@dataclass(frozen=True)
class Plots:
    """Plots of some results; Matplotlib is imported when the first is drawn."""

    results: Results

    def curves(self, indicator: str = "completions", path: str | Path | None = None) -> Any:
        """Draw median, 50 % and 90 % bands of an indicator over time, one colour per cell."""
        return self._plots().curves(self.results, self.results.known(indicator), path)

    def forest(self, path: str | Path | None = None, indicators: Sequence[str] = COUNTS) -> Any:
        """Draw the effect of each link with its interval, a panel for each indicator."""
        return self._plots().forest(self.results, path, [self.results.known(name) for name in indicators])

    def flows(self, path: str | Path | None = None) -> Any:
        """Draw what flows by channel in each cell."""
        return self._plots().flows(self.results, path)

    def difference(self, indicator: str = "completions", path: str | Path | None = None) -> Any:
        """Draw how the difference that each cell makes grows over time, with a band and a zero line."""
        return self._plots().difference(self.results, self.results.known(indicator), path)

    def convergence(self, indicator: str = "completions", path: str | Path | None = None) -> Any:
        """Draw how the mean of the pairs settles as replications are added."""
        return self._plots().convergence(self.results, self.results.known(indicator), path)

    def sankey(self, path: str | Path | None = None, cell: str | None = None) -> Any:
        """Draw which way agreements go, with all links and in another cell, the last one by default."""
        return self._plots().sankey(self.results, path, self._pair(cell))

    def funnel(
        self, path: str | Path | None = None, cell: str | None = None, replications: int | None = None,
        jobs: int | None = None,
    ) -> Any:  # fmt: skip
        """Make runs again and draw how far technologies come, with all links and in another cell."""
        from ecosim.results.funnel import funnel

        found = funnel(self.results, self._pair(cell), replications, jobs)
        return self._plots().funnel(self.results, found, path)

    def network(
        self, path: str | Path | None = None, dates: Sequence[str] = (), cell: str | None = None,
        replication: int | None = None,
    ) -> Any:  # fmt: skip
        """Make a run again and draw who is tied to whom at some dates."""
        return self._plots().network(self.results, *self._looked(dates, cell, replication), path)

    def map(
        self, path: str | Path | None = None, dates: Sequence[str] = (), cell: str | None = None,
        replication: int | None = None,
    ) -> Any:  # fmt: skip
        """Make a run again and draw where people and ties are at some dates."""
        return self._plots().map_of(self.results, *self._looked(dates, cell, replication), path)

    def shapley(self, path: str | Path | None = None, indicators: Sequence[str] = COUNTS) -> Any:
        """Draw each link's share of what links bring together, from none to all of them."""
        return self._plots().shapley(self.results, path, [self.results.known(name) for name in indicators])

    def interactions(self, path: str | Path | None = None, indicators: Sequence[str] = COUNTS) -> Any:
        """Draw which links are complements and which substitutes, as a matrix."""
        return self._plots().interactions(self.results, path, [self.results.known(name) for name in indicators])

    def _pair(self, cell: str | None) -> tuple[str, ...]:
        """Return the baseline and another cell, the last one with runs by default."""
        from ecosim.results.explained import cells_of

        ran = [one["name"] for one in self.results.summary["cells"] if one["runs"]]
        other = ran[-1:] if cell is None else cells_of(self.results, (cell,))
        return tuple(dict.fromkeys([self.results.baseline, *other]))

    def _looked(self, dates: Sequence[str], cell: str | None, replication: int | None) -> tuple[Any, str]:
        from ecosim.results.explained import cell_of
        from ecosim.results.snapshot import snapshots

        name = cell_of(self.results, cell)
        number = self.results.summary["first_replication"] if replication is None else replication
        return snapshots(self.results, dates, name, number), f"{name}, replication {number}"

    def _plots(self) -> Any:
        # By name, because no layer may know one above it.
        return import_module("ecosim.plots")
