"""From the runs in the store to the files of a results directory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecosim.errors import StoreError
from ecosim.experiments.draws import Uncertain
from ecosim.results import attribution
from ecosim.results.decision import judged, smallest_effects
from ecosim.results.effects import contrast, effects
from ecosim.results.files import SUMMARY, write_json, write_table, write_text
from ecosim.results.report import CHANNELS, COUNTS
from ecosim.results.results import Results
from ecosim.results.summary import described, failed, scenario_file, summarise
from ecosim.results.tables import Runs, flows, outcomes, write_series

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.experiments.design import Design
    from ecosim.experiments.store import Store
    from ecosim.measured import Indicator

#: Files that an earlier design may have left and that would contradict the new tables.
_DERIVED = (
    "scenarios/*.json", "plots/curves-*", "plots/forest*", "plots/flows*", "plots/replications*", "plots/patterns.*",
    "patterns.parquet", "plots/history.*", "history.parquet", "plots/shapley.*", "plots/interactions.*",
    "attribution.parquet", "plots/survival.*", "survival.parquet", "sources.json",
    "report.html",
)  # fmt: skip


def write_results(
    directory: Path, design: Design, digests: Mapping[str, str], store: Store, catalogue: Sequence[Indicator]
) -> Results:
    """Write tables, resolved scenarios and, last of all, the summary; until then the directory counts as unfinished.

    Args:
        directory: the results directory.
        design: what was run.
        digests: digest of the scenario of each cell.
        store: holds the runs.
        catalogue: the indicators, in the order of the columns of a series.

    Raises:
        StoreError: a file cannot be written.
    """
    with store.exclusive():
        _clear(directory)
        for cell in design.cells:
            content = cell.scenario.model_dump_json(by_alias=True, exclude_none=True, indent=2)
            write_text(directory / scenario_file(cell.slug), content + "\n")
        tables = _write_tables(directory, design, digests, store, catalogue)
        contrasts = [contrast(*pair) for pair in design.pairs]
        names = [one.name for one in catalogue if "." not in one.name]
        found = effects(tables["outcomes"], contrasts, names, design.seed)
        tables["effects"] = judged(found, smallest_effects(design.baseline.scenario))
        write_table(directory / "effects.parquet", tables["effects"])
        failures = failed(design, _errors(design, digests, store))
        summary = summarise(design, digests, catalogue, contrasts, tables, failures)
        summary |= {"posterior": design.told} if isinstance(design, Uncertain) else {}
        results = Results(directory, summary)
        if attribution.can_attribute(results):
            write_table(directory / attribution.FILE, results.attribution(*COUNTS, *CHANNELS))
        write_json(directory / SUMMARY, results.summary)
    return results


def _write_tables(
    directory: Path, design: Design, digests: Mapping[str, str], store: Store, catalogue: Sequence[Indicator]
) -> dict[str, pd.DataFrame]:
    import pandas as pd

    time = design.baseline.scenario.time
    kinds = {one.name: str(one.kind) for one in catalogue}
    ends: list[pd.DataFrame] = []

    def runs() -> Iterator[tuple[str, Runs]]:
        for cell in design.cells:  # one after the other: all at once might not fit into memory
            series = store.series(digests[cell.name], design.replications)
            ends.append(outcomes(iter([(cell.name, series)]), kinds))
            yield cell.name, series

    write_series(directory / "series.parquet", runs(), list(kinds), time.start)
    totals = pd.concat(ends, ignore_index=True)
    by_channel = flows(totals, design.baseline.name, described(catalogue, design.baseline.scenario), time.quarters)
    write_table(directory / "outcomes.parquet", totals)
    write_table(directory / "flows.parquet", by_channel)
    return {"outcomes": totals, "flows": by_channel}


def _errors(design: Design, digests: Mapping[str, str], store: Store) -> dict[str, dict[int, str]]:
    wanted = set(design.replications)
    return {
        name: {replication: error for replication, error in store.failures(digest).items() if replication in wanted}
        for name, digest in digests.items()
    }


def _clear(directory: Path) -> None:
    stale: list[Any] = [directory / SUMMARY, *(file for pattern in _DERIVED for file in directory.glob(pattern))]
    try:
        for file in stale:
            file.unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(f"{directory}: cannot be written: {error.strerror}") from error
