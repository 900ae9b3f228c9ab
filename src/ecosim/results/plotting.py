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

    def forest(self, path: str | Path | None = None) -> Any:
        """Draw the effect of each link with its interval."""
        return self._plots().forest(self.results, path)

    def flows(self, path: str | Path | None = None) -> Any:
        """Draw what flows by channel in each cell."""
        return self._plots().flows(self.results, path)

    def shapley(self, path: str | Path | None = None, indicators: Sequence[str] = COUNTS) -> Any:
        """Draw each link's share of what links bring together, from none to all of them."""
        return self._plots().shapley(self.results, path, [self.results.known(name) for name in indicators])

    def interactions(self, path: str | Path | None = None, indicators: Sequence[str] = COUNTS) -> Any:
        """Draw which links are complements and which substitutes, as a matrix."""
        return self._plots().interactions(self.results, path, [self.results.known(name) for name in indicators])

    def _plots(self) -> Any:
        # By name, because no layer may know one above it.
        return import_module("ecosim.plots")
