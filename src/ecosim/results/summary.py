"""``summary.json``: what was run, with which versions, and what came out, without any clock in it."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib import metadata
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosim.results.decision import COLUMNS, smallest_effects
from ecosim.results.effects import Contrast, deviations, half_width
from ecosim.results.report import CHANNELS
from ecosim.results.tables import BAND
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.quarter import decimal_year, format_quarter
from ecosim.version import model_version

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.experiments.design import Design
    from ecosim.measured import Indicator

FORMAT = 1
_DESCRIPTION = ("name", "title", "unit", "kind", "definition", "source")
_FIELDS = (
    "pairs", "difference", "interval_low", "interval_high", "bca_low", "bca_high", "t_low", "t_high", "sd",
    "standardised", "correlation", "share_positive", *COLUMNS,
)  # fmt: skip


def summarise(
    design: Design,
    digests: Mapping[str, str],
    catalogue: Sequence[Indicator],
    contrasts: Sequence[Contrast],
    tables: Mapping[str, pd.DataFrame],
    failures: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Return the summary of a design that was carried out.

    Args:
        design: what was run.
        digests: digest of the scenario of each cell.
        catalogue: the indicators.
        contrasts: the differences that were taken.
        tables: ``outcomes`` and ``effects``.
        failures: see `failed`.
    """
    scenario = design.baseline.scenario
    return {
        "format": FORMAT,
        "name": design.name,
        "title": scenario.title,
        "seed": design.seed,
        "replications": len(design.replications),
        "first_replication": design.replications[0],
        "calendar": _calendar(scenario),
        "money": scenario.money.unit,
        "versions": versions(),
        "cells": _cells(design, digests, tables["outcomes"]),
        "contrasts": [asdict(contrast) for contrast in contrasts],
        "judgement": judgement(scenario),
        "rank": scenario.rank,
        "precision": precision(scenario, tables["outcomes"], tables["effects"]),
        "headline": headline(design, tables["outcomes"], tables["effects"]),
        "failures": list(failures),
        "events": events(scenario),
        "indicators": described(catalogue, scenario),
    }


def described(catalogue: Sequence[Indicator], scenario: ScenarioBase) -> list[dict[str, str]]:
    """Return what is known of each indicator, with the scenario's own unit of money."""
    descriptions = [{key: str(getattr(one, key)) for key in _DESCRIPTION} for one in catalogue]
    return [one | {"unit": one["unit"].replace("money", scenario.money.unit)} for one in descriptions]


def versions() -> dict[str, str]:
    """Return the versions of everything that numbers can depend on."""
    libraries = {name: metadata.version(name) for name in ("mesa", "numpy", "numba", "scipy")}
    return {"model": model_version(), "python": platform.python_version(), **libraries}


def judgement(scenario: ScenarioBase) -> dict[str, dict[str, float | None]]:
    """Return smallest effect of interest and precision of every indicator that is judged, as far as declared."""
    declared: dict[str, Any] = {name: judged.model_dump() for name, judged in scenario.judgement.items()}
    return {name: declared.get(name, {"smallest": None, "precision": None}) for name in smallest_effects(scenario)}


def precision(scenario: ScenarioBase, outcomes: pd.DataFrame, effects: pd.DataFrame) -> list[dict[str, Any]]:
    """Return for each indicator of declared precision the widest half of the 95 % intervals of Student's t.

    Of a single cell it is that of its mean.
    """
    found = []
    for name, wanted in ((name, one.precision) for name, one in scenario.judgement.items() if one.precision):
        rows = effects.loc[effects["indicator"] == name]
        halves = ((rows["t_high"] - rows["t_low"]) / 2).to_numpy(dtype=float)
        if not len(halves):
            values = outcomes[name].to_numpy()[np.isfinite(outcomes[name])]
            halves = half_width(deviations(values[:, None]), len(values))
        widest = float(halves.max())  # unknown where one is
        found.append({
            "indicator": name, "wanted": wanted, "half_width": _known(widest), "reached": widest <= wanted
        })  # fmt: skip
    return found


def headline(design: Design, outcomes: pd.DataFrame, effects: pd.DataFrame) -> list[dict[str, Any]]:
    """Return for each cell the level of what is judged and of agreements by channel, and effects with verdicts."""
    compared = {(row["cell"], row["indicator"]): row for row in effects.to_dict("records")}
    entries = []
    for cell in design.cells:
        rows = outcomes.loc[outcomes["cell"] == cell.name]
        indicators: dict[str, dict[str, Any]] = {}
        for name in dict.fromkeys((*judgement(design.baseline.scenario), *CHANNELS)):
            values = rows[name].to_numpy()
            low, median, high = np.quantile(values, BAND).tolist() if len(values) else (None, None, None)
            indicators[name] = {"median": median, "low": low, "high": high}
            found = compared.get((cell.name, name), {})
            indicators[name] |= {field: _known(found[field]) for field in _FIELDS if found}
        entries.append({"cell": cell.name, "indicators": indicators})
    return entries


def events(scenario: ScenarioBase) -> list[dict[str, Any]]:
    """Return what happens within the calendar: events, technoparks that open, places that become science cities."""
    dated = [(event.date, event.title) for event in scenario.events]
    dated += [(park.opens, f"{park.title} opens") for park in scenario.technoparks.values()]
    dated += [
        (place.designated, f"{place.title or key} becomes a science city")
        for key, place in scenario.places.items()
        if place.designated is not None
    ]
    return [
        {"date": format_quarter(date), "year": decimal_year(date), "title": title}
        for date, title in sorted(set(dated))  # what a scenario tells of itself as well is told once
        if scenario.time.start <= date <= scenario.time.end
    ]


def failed(design: Design, errors: Mapping[str, Mapping[int, str]]) -> list[dict[str, Any]]:
    """Return the failed runs of a design, each with the command that repeats it in the results directory.

    Args:
        design: what was run.
        errors: for each cell what went wrong, by replication.
    """
    return [
        {"cell": cell.name, "replication": replication, "error": error.partition("\n")[0],
         "command": f"ecosim run {scenario_file(cell.slug)} --seed {design.seed} --only {replication} --out again"}
        for cell in design.cells
        for replication, error in errors[cell.name].items()
    ]  # fmt: skip


def scenario_file(slug: str) -> str:
    """Return where the resolved scenario of a cell is, relative to the results directory."""
    return f"scenarios/{slug}.json"


def _known(value: Any) -> Any:
    """Return a value, or None for a number that is not known."""
    return None if isinstance(value, float) and not np.isfinite(value) else value


def _cells(design: Design, digests: Mapping[str, str], outcomes: pd.DataFrame) -> list[dict[str, Any]]:
    runs = outcomes["cell"].value_counts()
    return [
        {"name": cell.name, "without": list(cell.without), "digest": digests[cell.name],
         "scenario": scenario_file(cell.slug), "runs": int(runs.get(cell.name, 0))}
        for cell in design.cells
    ]  # fmt: skip


def _calendar(scenario: ScenarioBase) -> dict[str, Any]:
    time = scenario.time
    return {
        "start": format_quarter(time.start), "end": format_quarter(time.end),
        "quarters": time.quarters, "burn_in": time.burn_in,
    }  # fmt: skip
