"""Facts of history beside what replications of a scenario show at the same date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosim.results.table import Table, number, span
from ecosim.results.verdict import estimate, judge

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.experiments.observing import Observed
    from ecosim.scenario.document import ScenarioBase

FILE = "history.parquet"
#: A fact is one number without a band; the model meets it within a quarter of it, which is a convention.
NEAR = 0.25
COLUMNS = (
    "id", "quantity", "year", "verdict", "runs", "value", "interval_low", "interval_high", "fact", "unit", "ratio",
    "differs", "source",
)  # fmt: skip


def remembered(scenario: ScenarioBase, seen: Sequence[Observed], seed: int) -> pd.DataFrame:
    """Return one row for each fact that a scenario holds, with `COLUMNS`; empty if it holds none.

    Args:
        scenario: what was run.
        seen: what its replications showed.
        seed: of the bootstrap.
    """
    import pandas as pd

    from ecosim.patterns.history import happens_in, read_history

    rows = []
    for fact in read_history():
        if not happens_in(fact, scenario):
            continue
        found = estimate(np.array([one.history[fact.id] for one in seen]), "mean", seed)
        low, high = sorted((fact.value * (1 - NEAR), fact.value * (1 + NEAR)))
        rows.append((
            fact.id, fact.quantity, fact.year, judge(found, low, high), len(seen), found.value, found.low, found.high,
            fact.value, fact.value_unit, found.value / fact.value, fact.differs, fact.source,
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def history_table(title: str, history: pd.DataFrame) -> Table:
    """Return the table for people."""
    rows = [
        [
            f"{one['quantity']}, {one['year']}", _printed(one["value"]), _interval(one), _printed(one["fact"]),
            one["unit"], number(one["ratio"]), one["verdict"],
        ]
        for one in history.to_dict("records")
    ]  # fmt: skip
    heading = ["quantity", "model", "95 % interval", "fact", "unit", "model/fact", "verdict"]
    notes = [
        f"met: the interval lies within {NEAR:.0%} of the fact, a convention; nominal roubles by consumer prices",
        "no parameter was fitted to these facts; docs/patterns.md tells which were set with some of them in view",
    ]
    return Table(f"{title}: held against its history", heading, rows, notes)


def _interval(one: Mapping[Any, Any]) -> str:
    low, high = one["interval_low"], one["interval_high"]
    return f"[{low:.3f}, {high:.3f}]" if np.isfinite(low) and abs(one["value"]) < 1 else span(low, high)


def _printed(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 1 else number(value)
