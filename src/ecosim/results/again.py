"""Runs of stored results, made again: what they are made from, and whether they equal the stored ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import UsageError
from ecosim.version import model_version

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.results.results import Results
    from ecosim.scenario.document import ScenarioBase

MOST = 20  # replications that are made again, where nothing else is asked for


def replications_of(results: Results, count: int | None) -> range:
    """Return the replications to make again, from the first of the results; by default what they have, at most `MOST`.

    Raises:
        UsageError: there would be none.
    """
    first, kept = results.summary["first_replication"], results.summary["replications"]
    number = min(kept, MOST) if count is None else count
    if number < 1:
        raise UsageError(f"replications must be at least 1, not {number}")
    return range(first, first + number)


def footer_of(results: Results, what: str) -> str:
    """Return which runs were made again, in a line: what they are, seed, version of the model and name."""
    summary = results.summary
    said = [what, f"seed {summary['seed']}", f"ecosim {model_version()}", summary["name"]]
    return " \N{MIDDLE DOT} ".join(said)


def resolved_scenario(results: Results, cell: str) -> ScenarioBase:
    """Return the resolved scenario of a cell.

    Raises:
        UsageError: it has links that are not the package's own, is not the one that was run, or every run had another.
        ScenarioError: it is damaged.
    """
    from ecosim.catalogue import Scenario
    from ecosim.scenario import digest, load

    if "posterior" in results.summary:
        raise UsageError(
            f"{results.directory}: each run had its own draw of parameters, so there is no one scenario to look at "
            "closely; look at results without --posterior"
        )
    described = next(one for one in results.summary["cells"] if one["name"] == cell)
    path = results.directory / described["scenario"]
    scenario = load(path, Scenario)
    if digest(scenario) != described["digest"]:
        raise UsageError(f"{path}: not the scenario whose results these are; run it again into this directory")
    return scenario


def same_as_kept(
    results: Results, cell: str, series: Mapping[int, NDArray[np.float64]], outcomes: pd.DataFrame | None = None
) -> bool | None:
    """Return whether runs of a cell equal the stored ones; None where the results have none of these.

    Totals of flows and last levels of every indicator are compared.

    Args:
        results: the results.
        cell: name of the cell.
        series: float64 (quarters, indicators) of each run, by replication.
        outcomes: the table of outcomes; None where it is still to be read.
    """
    kept = results.to_pandas("outcomes") if outcomes is None else outcomes
    kept = kept[kept["cell"] == cell].set_index("replication").drop(columns="cell")
    both = [replication for replication in series if replication in kept.index]
    flows = np.array([results.indicator(name)["kind"] == "flow" for name in kept.columns])
    if not both:
        return None
    if any(series[one].shape[1] != len(flows) for one in both):
        return False
    made = [np.where(flows, series[one].sum(axis=0), series[one][-1]) for one in both]
    return bool(np.array_equal(np.array(made), kept.loc[both].to_numpy(), equal_nan=True))
