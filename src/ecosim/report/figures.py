"""What the figures of a report show, as plain data: bands over time, the funnel, flows by channel, shares of links."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil, isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosim.plots.bands import QUANTILES, each_yearly_bands
from ecosim.plots.flows import FLOWS, by_channel, panel_title
from ecosim.plots.labels import sentence, unit, words
from ecosim.plots.shapley import none_of_them
from ecosim.results.attribution import can_attribute
from ecosim.results.attribution_report import by_term
from ecosim.results.report import CHANNELS, COUNTS
from ecosim.results.results import Results
from ecosim.results.tables import BAND

if TYPE_CHECKING:
    import pandas as pd

#: Numbers that all curves may have together; more would make the file too large.
MOST_NUMBERS = 200_000
#: From a discovery to a product on the market: the title of each stage, and the indicators whose sum it is.
STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Discoveries", ("disclosures",)),
    ("Patent applications", ("patent_applications",)),
    ("Patents granted", ("patents",)),
    ("Passed to a firm", ("licences", "publications", "spin_offs")),
    ("Transfers completed", ("completions",)),
)
_DIGITS = 7


def curves(results: Results) -> list[dict[str, Any]]:
    """Return indicators with their bands by year in every cell: what is judged first, then as many as fit.

    Each has title, unit, definition, ``x`` (decimal years) and ``cells``: for each cell, or null where it has no
    runs, for each year the values at `QUANTILES`.
    """
    names = dict.fromkeys((*results.summary["judgement"], *CHANNELS, *_plain_names(results)))
    size = len(results.cells) * len(QUANTILES) * max(results.summary["calendar"]["quarters"] // 4, 1)
    every = max(1, ceil(size * len(COUNTS) / MOST_NUMBERS))  # of calendars of centuries not all years fit
    some = list(names)[: max(len(COUNTS), MOST_NUMBERS * every // size)]
    found = zip(some, each_yearly_bands(results, some), strict=True)
    return [_curve(results, name, bands, every) for name, bands in found]


def _plain_names(results: Results) -> Iterator[str]:
    return (one["name"] for one in results.summary["indicators"] if "." not in one["name"])


def _curve(results: Results, name: str, bands: Mapping[str, pd.DataFrame], every: int) -> dict[str, Any]:
    described = results.indicator(name)
    flow = described["kind"] == "flow"
    measure = unit(results, described).removesuffix("/quarter")
    when = "per year" if flow else "at the end of each year"
    x = next(iter(bands.values())).index[::every].tolist() if bands else []
    return {
        "name": name,
        "title": sentence(words(described["title"])),
        "unit": f"{measure} {when}" if measure else when,
        "definition": described["definition"],
        "from_zero": flow,
        "x": [compact(value) for value in x],
        "cells": [_rows(bands[cell].reindex(x)) if cell in bands else None for cell in results.cells],
    }


def _rows(bands: pd.DataFrame) -> list[list[float | None]]:
    return [[compact(value) for value in row] for row in bands.to_numpy().tolist()]


def compact(value: float) -> float | None:
    """Return a number with as many digits as a page needs; None for one that is not known."""
    return float(f"{value:.{_DIGITS}g}") if isfinite(value) else None


def funnel(results: Results) -> list[dict[str, Any]]:
    """Return the stages from a discovery to a product: title and, for each cell with runs, low, median and high."""
    outcomes = results.to_pandas("outcomes").groupby("cell")
    runs = {cell: rows for cell, rows in outcomes}
    stages = []
    for title, names in STAGES:
        cells = [
            [compact(one) for one in np.quantile(runs[cell][list(names)].sum(axis=1), BAND)] if cell in runs else None
            for cell in results.cells
        ]
        what = ", ".join(words(results.indicator(name)["title"]) for name in names)
        stages.append({"title": title, "what": what, "cells": cells})
    return stages


def flows(results: Results) -> list[dict[str, Any]]:
    """Return what flows a year by channel: title, unit, channels and, for each cell with runs, the means."""
    found = []
    for name in FLOWS:
        table = by_channel(results, name)
        table = table.loc[:, table.fillna(0.0).any()]
        if not len(table.columns):
            continue
        title, measure = panel_title(results, name)
        cells = [None if row.isna().any() else [compact(value) for value in row] for _, row in table.iterrows()]
        found.append({"title": title, "unit": measure, "channels": list(table.columns), "cells": cells})
    return found


def shares(results: Results) -> list[dict[str, Any]]:
    """Return for each count of transfers the waterfall of Shapley shares; empty where combinations were not run."""
    if not can_attribute(results):
        return []
    found = results.attribution(*COUNTS)
    return [_waterfall(results, name, by_term(found.loc[found["indicator"] == name])) for name in COUNTS]


def _waterfall(results: Results, name: str, rows: Mapping[tuple[str, str], Mapping[Any, Any]]) -> dict[str, Any]:
    described = results.indicator(name)
    whole = next(row for (measure, _), row in rows.items() if measure == "whole")
    told = whole["word"] in ("adds", "takes away")
    links = [
        {
            "title": sentence(words(link)),
            "value": compact(row["value"]),
            "low": compact(row["interval_low"]),
            "high": compact(row["interval_high"]),
            "part": compact(row["value"] / whole["value"]) if told else None,
        }
        for (measure, link), row in rows.items()
        if measure == "share"
    ]
    return {
        "title": sentence(words(described["title"])),
        "unit": unit(results, described).removesuffix("/quarter"),
        "none": compact(none_of_them(results, name)),
        "links": links,
    }
