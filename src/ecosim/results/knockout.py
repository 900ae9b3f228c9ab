"""What each variant of a study changes: the transfers, and the effect of every link on them.

The change of a link's effect is a difference of differences over pairs: in each replication the effect of the link in
the variant (all links minus without it) minus its effect in the scenario as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecosim.experiments.design import ALL
from ecosim.experiments.execute import Progress, Simulate, digests, execute
from ecosim.experiments.knockout import BASE, Plan, all_links, cell_name
from ecosim.experiments.store import Store
from ecosim.results.effects import Difference, differences
from ecosim.results.files import write_json, write_table, write_text
from ecosim.results.report import COUNTS
from ecosim.results.results import Results
from ecosim.results.summary import described, failed, scenario_file, versions
from ecosim.results.tables import outcomes
from ecosim.scenario.quarter import format_quarter
from ecosim.version import model_version

if TYPE_CHECKING:
    import pandas as pd

TABLE, SUMMARY = "knockout.parquet", "knockout.json"
COLUMNS = (
    "variant", "effect", "indicator", "pairs", "value", "value_low", "value_high",
    "change", "change_low", "change_high", "share_positive",
)  # fmt: skip


class Knockout(Results):
    """What a study left behind.

    Attributes:
        table: one row per variant, effect and indicator, with `COLUMNS`. ``effect`` is ``all links`` for the indicator
            itself, else whose effect on it is meant. ``value`` is its mean, ``change`` its mean paired difference from
            the scenario as it is, each with its 95 % interval.
    """

    def __init__(self, directory: Path, summary: dict[str, Any], table: pd.DataFrame) -> None:
        super().__init__(directory, summary)
        self.table = table

    @property
    def effects_known(self) -> tuple[str, ...]:
        """``all links``, then whose effects there are."""
        return (ALL, *self.summary["effects"])

    def row(self, variant: str, effect: str, indicator: str) -> dict[str, Any]:
        """Return one row of the table; an empty one where every run of the variant failed."""
        wanted = (variant, effect, indicator)
        return self._rows.get(wanted, dict.fromkeys(COLUMNS, float("nan")))

    @cached_property
    def _rows(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        records: list[dict[str, Any]] = self.table.to_dict("records")  # type: ignore[assignment]
        return {(one["variant"], one["effect"], one["indicator"]): one for one in records}

    def _repr_html_(self) -> str:
        from ecosim.results.knockout_report import knockout_tables

        return "\n".join(table.html() for table in knockout_tables(self))

    def __repr__(self) -> str:
        return f"<Knockout {self.summary['name']}: {len(self.summary['variants'])} variants in {self.directory}>"


def carry_out(plan: Plan, directory: Path, jobs: int, progress: Progress, simulate: Simulate | None = None) -> Knockout:
    """Simulate whatever run of a plan is missing in a directory, write the table and return what was found.

    Args:
        plan: what is run.
        directory: where runs are kept and files are written.
        jobs: number of processes.
        progress: called with the runs done and their total.
        simulate: another engine than ecosim's own.

    Raises:
        StoreError: the results directory cannot be written.
    """
    from ecosim.catalogue import types_of
    from ecosim.indicators import catalogue

    design = plan.design
    measured = catalogue(types_of(design.baseline.scenario))
    with Store(directory, design.seed, model_version()) as store:
        execute(design, store, [one.kind for one in measured], jobs, progress, simulate)
        names = digests(design)
        runs = ((cell.name, store.series(names[cell.name], design.replications)) for cell in design.cells)
        found = outcomes(runs, {one.name: str(one.kind) for one in measured})
        errors = {cell: _wanted(store.failures(one), design.replications) for cell, one in names.items()}
    table = changes(found, plan, indicators_of(plan))
    summary = _summary(plan, found, errors, described(measured, design.baseline.scenario))
    for cell in design.cells:
        if errors[cell.name]:
            content = cell.scenario.model_dump_json(by_alias=True, exclude_none=True, indent=2)
            write_text(directory / scenario_file(cell.slug), content + "\n")
    write_table(directory / TABLE, table)
    write_json(directory / SUMMARY, summary | {"table": table.to_dict("records")})
    return Knockout(directory, summary, table)


def indicators_of(plan: Plan) -> tuple[str, ...]:
    """Return both counts of transfers, and what the study expects something of."""
    expected = (variant.expect.indicator for variant in plan.variants.values() if variant.expect)
    return tuple(dict.fromkeys((*COUNTS, *expected)))


def changes(outcomes: pd.DataFrame, plan: Plan, indicators: Sequence[str]) -> pd.DataFrame:
    """Return one row per variant, effect and indicator; see `Knockout`.

    Args:
        outcomes: one row per cell and replication.
        plan: tells which cell is which.
        indicators: columns of ``outcomes``.
    """
    import pandas as pd

    cells = {str(name): rows.set_index("replication")[list(indicators)] for name, rows in outcomes.groupby("cell")}
    effects = {ALL: None, **plan.effects}
    keys = [(effect, indicator) for effect in effects for indicator in indicators]
    base = _values(cells, BASE, effects)
    rows: list[tuple[Any, ...]] = []
    for variant in plan.rows:
        values = _values(cells, variant, effects)
        if base is None or values is None:
            continue
        pairs = base.index.intersection(values.index)
        ours, theirs = values.loc[pairs].to_numpy(), base.loc[pairs].to_numpy()
        found = differences(ours, 0 * ours, plan.design.seed), differences(ours, theirs, plan.design.seed)
        rows += [
            (variant, *key, change.pairs, *_mean(value), *_mean(change), change.share_positive)
            for key, value, change in zip(keys, *found, strict=True)
        ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _values(cells: Mapping[str, pd.DataFrame], variant: str, effects: Mapping[str, str | None]) -> pd.DataFrame | None:
    """Return a variant's indicators and the effects on them by replication; columns are (effect, indicator)."""
    import pandas as pd

    whole = cells.get(all_links(variant))
    if whole is None:
        return None
    empty = whole * float("nan")
    parts = {
        effect: whole if cut is None else whole - cells.get(cell_name(variant, cut), empty).reindex(whole.index)
        for effect, cut in effects.items()
    }
    return pd.concat(parts, axis=1)


def _mean(one: Difference) -> tuple[float, float, float]:
    return one.mean, one.low, one.high


def _wanted(errors: Mapping[int, str], replications: Sequence[int]) -> dict[int, str]:
    return {number: error for number, error in errors.items() if number in set(replications)}


def _summary(
    plan: Plan, found: pd.DataFrame, errors: Mapping[str, Mapping[int, str]], indicators: list[dict[str, str]]
) -> dict[str, Any]:
    design, scenario = plan.design, plan.design.baseline.scenario
    runs, same = found["cell"].value_counts(), digests(design)
    return {
        "name": design.name,
        "title": scenario.title,
        "study": plan.study.document.title,
        "question": plan.study.document.question,
        "none_within": plan.study.document.none_within,
        "seed": design.seed,
        "replications": len(design.replications),
        "end": format_quarter(scenario.time.end),
        "money": scenario.money.unit,
        "versions": versions(),
        "cells": [{"name": cell.name, "runs": int(runs.get(cell.name, 0))} for cell in design.cells],
        "effects": list(plan.effects),
        "variants": list(_described(plan, same)),
        "failures": failed(design, errors),
        "indicators": [one for one in indicators if one["name"] in indicators_of(plan)],
    }


def _described(plan: Plan, digests: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield what is known of each variant; ``applies`` is false where it leaves the scenario as it is."""
    for name, variant in plan.variants.items():
        changed = {path: node.plain() for path, node in plan.study.changes(name).items()}
        yield {
            "name": name,
            "about": variant.about,
            "set": changed,
            "why": variant.why,
            "expect": variant.expect.model_dump() if variant.expect else None,
            "applies": digests[all_links(name)] != digests[all_links(BASE)],
        }
