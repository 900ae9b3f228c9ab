"""A results directory, opened: tables, effects, plots, and the headline for a notebook."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ecosim.errors import StoreError, UsageError, did_you_mean
from ecosim.results.files import SUMMARY
from ecosim.results.plotting import Plots

if TYPE_CHECKING:
    import pandas as pd

Table = Literal["series", "outcomes", "flows", "effects"]
FEW = 8  # cells that one picture can show
TABLES: tuple[Table, ...] = ("series", "outcomes", "flows", "effects")


class Results:
    """What a design left behind; `open_results` opens it, and it shows its headline in a notebook.

    Attributes:
        directory: where everything is.
        summary: content of ``summary.json``: design, versions, indicators, headline, failures.
    """

    def __init__(self, directory: Path, summary: dict[str, Any]) -> None:
        self.directory = directory
        self.summary = summary

    @property
    def cells(self) -> tuple[str, ...]:
        """Names of the cells; the first is the baseline."""
        return tuple(cell["name"] for cell in self.summary["cells"])

    @property
    def baseline(self) -> str:
        """Name of the cell that all others are compared with."""
        return self.cells[0]

    @property
    def failures(self) -> list[dict[str, Any]]:
        """Runs that failed: cell, replication, error and the command that repeats it."""
        failures: list[dict[str, Any]] = self.summary["failures"]
        return failures

    @property
    def events(self) -> list[dict[str, Any]]:
        """Dated events of the baseline within the calendar: ``date``, ``year`` (decimal) and ``title``."""
        events: list[dict[str, Any]] = self.summary["events"]
        return events

    @property
    def plot(self) -> Plots:
        """Plots of these results: ``results.plot.curves()``, ``.forest()``, ``.flows()``."""
        return Plots(self)

    def indicator(self, name: str) -> dict[str, str]:
        """Return name, title, unit, definition, source and kind of an indicator.

        Raises:
            UsageError: there is no such indicator.
        """
        return self._indicators[self.known(name)]

    def known(self, indicator: str) -> str:
        """Return the name of an indicator, if there is one of that name.

        Raises:
            UsageError: there is none.
        """
        if indicator not in self._indicators:
            names = list(self._indicators)
            raise UsageError(f"no indicator {indicator!r}{did_you_mean(indicator, names)}; known: {', '.join(names)}")
        return indicator

    def to_pandas(self, table: Table = "series", columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return a table: ``series``, ``outcomes``, ``flows`` or ``effects``.

        Args:
            table: which one.
            columns: only these columns, which is faster for ``series``.

        Raises:
            UsageError: there is no such table.
            StoreError: it cannot be read.
        """
        import pandas as pd

        if table not in TABLES:
            raise UsageError(f"no table {table!r}{did_you_mean(table, TABLES)}; known: {', '.join(TABLES)}")
        path = self.directory / f"{table}.parquet"
        try:
            return pd.read_parquet(path, columns=list(columns) if columns else None)
        except (OSError, ValueError) as error:
            raise StoreError(f"{path}: cannot be read: {error}") from error

    def effects(self, *indicators: str) -> pd.DataFrame:
        """Return the effect of each cell on each indicator, and the verdict on those that the scenario judges.

        See `ecosim.results.effects` and `ecosim.results.decision`.

        Args:
            indicators: names; without any, all that are no part by channel of another one.

        Raises:
            UsageError: there is no such indicator.
        """
        table = self.to_pandas("effects")
        wanted = [self.known(indicator) for indicator in indicators]
        parts = [indicator for indicator in wanted if "." in indicator]
        if parts:
            import pandas as pd

            from ecosim.results.effects import Contrast, effects

            contrasts = [Contrast(**contrast) for contrast in self.summary["contrasts"]]
            found = effects(self.to_pandas("outcomes"), contrasts, parts, self.summary["seed"])
            table = pd.concat([table, found]) if len(table) else found
        order = {indicator: place for place, indicator in enumerate(wanted)}
        if order:
            table = table[table["indicator"].isin(wanted)]
            cells = {cell: place for place, cell in enumerate(self.cells)}
            table = table.sort_values(["cell", "indicator"], key=lambda column: column.map(cells | order))
        return table.reset_index(drop=True)

    def attribution(self, *indicators: str) -> pd.DataFrame:
        """Return each link's Shapley share and how links work together; see `ecosim.results.attribution`.

        Args:
            indicators: names; without any, both counts of transfers.

        Raises:
            UsageError: there is no such indicator, or combinations of links were not run (`factorial`).
        """
        from ecosim.results.attribution import attribution
        from ecosim.results.report import COUNTS

        return attribution(self, *(indicators or COUNTS))

    def _repr_html_(self) -> str:
        from ecosim.results.report import headline_tables

        return "\n".join(table.html() for table in headline_tables(self.summary))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Show a notebook the headline, and below it a small picture of effects or, of one cell, of curves."""
        from base64 import b64encode

        shown = self._repr_html_()
        if len(self.cells) <= FEW and all(cell["runs"] for cell in self.summary["cells"]):
            picture = self.plot.forest() if len(self.cells) > 1 else self.plot.curves()
            image = b64encode(picture._repr_png_()).decode()
            shown += f'<img width="760" alt="the headline as a picture" src="data:image/png;base64,{image}">'
        return {"text/html": shown, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<Results of {self.summary['name']}: {len(self.cells)} cells in {self.directory}>"

    @cached_property
    def _indicators(self) -> dict[str, dict[str, str]]:
        return {indicator["name"]: indicator for indicator in self.summary["indicators"]}


def open_results(directory: str | Path) -> Results:
    """Open a results directory that `run` or `compare` made.

    Raises:
        UsageError: it holds no finished results.
        StoreError: it cannot be read.
    """
    path = Path(directory)
    try:
        summary = json.loads((path / SUMMARY).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UsageError(
            f"{path}: no finished results here ({SUMMARY} is missing); "
            "`ecosim run` or `ecosim compare` makes or completes them"
        ) from error
    except (OSError, ValueError) as error:
        raise StoreError(f"{path / SUMMARY}: cannot be read: {error}") from error
    return Results(path, summary)
