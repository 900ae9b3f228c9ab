"""Results held against the runs that they claim: nothing damaged, nothing changed, and a sample of runs made again.

Three questions: is every run that the summary counts in the store, sealed; do the files follow from those runs; and
do runs that are made again have the same bits.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosim.errors import StoreError, UsageError
from ecosim.experiments.design import Cell, Design, slug
from ecosim.experiments.draws import drawn
from ecosim.experiments.execute import Progress, Simulate, digests, execute
from ecosim.experiments.store import FILE, Store
from ecosim.results.files import SUMMARY
from ecosim.results.results import Results
from ecosim.results.summary import scenario_file
from ecosim.results.tables import Runs
from ecosim.results.write import write_results
from ecosim.version import model_version

if TYPE_CHECKING:
    from ecosim.measured import Indicator


@dataclass(frozen=True)
class Verified:
    """What was found.

    Attributes:
        runs: finished runs of the results.
        again: how many of them were made again.
        digest: of the bits of all runs, cell by cell; the same wherever the same runs are made.
        findings: what is wrong, a line each.
    """

    runs: int
    again: int
    digest: str
    findings: tuple[str, ...]


def verify(
    results: Results, sample: int | None, jobs: int, progress: Progress, posterior: Path | None = None,
    simulate: Simulate | None = None,
) -> Verified:  # fmt: skip
    """Return whether results hold what their runs showed, and whether runs made again show the same.

    Args:
        results: of a run or a comparison.
        sample: how many replications are made again, in all cells; None for all of them.
        jobs: number of processes.
        progress: called with the runs made again and their total.
        posterior: the file of draws, where results were made with one.
        simulate: another engine than ecosim's own.

    Raises:
        UsageError: another version made the results, or they need draws that are not given.
        StoreError: a file of the results cannot be read.
    """
    from ecosim.catalogue import types_of
    from ecosim.indicators import catalogue

    design = _design(results, posterior)
    measured = catalogue(types_of(design.baseline.scenario))
    keys = digests(design)
    with Store(results.directory, design.seed, model_version()) as store:
        findings = [*_foreign(results, keys), *_missing(results, design, store)]
        if not findings:
            findings = list(_unfounded(results, design, store, measured))
        kept = {name: store.series(key, design.replications) for name, key in keys.items()}
    chosen = _chosen(design, sample)
    made = _again(replace(design, replications=chosen), measured, jobs, progress, simulate)
    pairs = [(name, number) for name in keys for number in chosen if number in kept[name]]
    findings += [
        f"{name}, replication {number}: made again, it has other numbers"
        for name, number in pairs
        if number not in made[name] or made[name][number].tobytes() != kept[name][number].tobytes()
    ]
    return Verified(sum(map(len, kept.values())), len(pairs), _digest(kept), tuple(findings))


def _again(
    design: Design, measured: Sequence[Indicator], jobs: int, progress: Progress, simulate: Simulate | None
) -> dict[str, Runs]:
    """Return the runs of a design, made anew, by cell."""
    with TemporaryDirectory(prefix="ecosim-") as place, Store(Path(place), design.seed, model_version()) as store:
        execute(design, store, [one.kind for one in measured], jobs, progress, simulate)
        return {name: store.series(key, design.replications) for name, key in digests(design).items()}


def _digest(runs: Mapping[str, Runs]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for name, by_replication in runs.items():
        for number, series in by_replication.items():
            digest.update(f"{name} {number} ".encode() + series.tobytes())
    return digest.hexdigest()


def _design(results: Results, posterior: Path | None) -> Design:
    """Return the design that results say they are of, with the scenarios that are kept beside them.

    Raises:
        ScenarioError: a scenario beside them, or the file of draws, is not valid.
        UsageError: another version made them, or they need draws.
        StoreError: the summary is damaged.
    """
    from ecosim.catalogue import Scenario
    from ecosim.scenario import load

    try:
        summary, version = results.summary, results.summary["versions"]["model"]
        without = {str(one["name"]): tuple(one["without"]) for one in summary["cells"]}
        first, count = int(summary["first_replication"]), int(summary["replications"])
        name, seed = str(summary["name"]), int(summary["seed"])
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError(f"{results.directory / SUMMARY}: is damaged: {error!r}") from error
    if version != model_version():
        raise UsageError(f"ecosim {version} made these results; this is {model_version()}, whose runs are other ones")
    if ("posterior" in summary) != (posterior is not None):
        need = "were made with draws of parameters: give" if posterior is None else "are not of draws: leave out"
        raise UsageError(f"{results.directory}: these results {need} --posterior")
    folder, cells = results.directory, []
    for cell, links in without.items():
        scenario = load(folder / scenario_file(slug(cell)), Scenario)
        cells.append(Cell(cell, scenario, links))
    name = name.removesuffix("-posterior") if posterior else name
    return drawn(Design(name, tuple(cells), seed, range(first, first + count)), posterior)


def _chosen(design: Design, sample: int | None) -> list[int]:
    """Return which replications are made again: a sample that depends on the seed alone."""
    numbers = list(design.replications)
    if sample is None or sample >= len(numbers):
        return numbers
    return sorted(np.random.default_rng(design.seed).choice(numbers, sample, replace=False).tolist())


def _foreign(results: Results, keys: dict[str, str]) -> Iterator[str]:
    for one in results.summary["cells"]:
        if one.get("digest") != keys[one["name"]]:
            yield f"{one['name']}: the scenario beside the results is not the one that was run"


def _missing(results: Results, design: Design, store: Store) -> Iterator[str]:
    """Yield runs that are neither kept undamaged nor told to have failed."""
    told = {(one["cell"], one["replication"]) for one in results.failures}
    for name, key in digests(design).items():
        for number in sorted(set(design.replications) - store.finished(key)):
            if (name, number) not in told:
                yield f"{name}, replication {number}: damaged or missing in {FILE}"


def _unfounded(results: Results, design: Design, store: Store, measured: Sequence[Indicator]) -> Iterator[str]:
    """Yield the files that are not what the kept runs make of them."""
    with TemporaryDirectory(prefix="ecosim-") as place:
        write_results(Path(place), design, digests(design), store, measured)
        for made in sorted(path for path in Path(place).rglob("*") if path.is_file()):
            name = made.relative_to(place)
            if not _same(made, results.directory / name):
                yield f"{name}: is not what the runs make of it"


def _same(made: Path, found: Path) -> bool:
    """Return whether two files have the same bytes, or at least the same content."""
    import pandas as pd

    try:
        if made.read_bytes() == found.read_bytes():
            return True
        if made.suffix == ".parquet":
            return bool(pd.read_parquet(made).equals(pd.read_parquet(found)))
        one, other = (json.loads(path.read_text(encoding="utf-8")) for path in (made, found))
    except (OSError, ValueError):
        return False
    return bool(_without_versions(one) == _without_versions(other))


def _without_versions(content: Any) -> Any:
    """Return a summary without the versions of libraries, which bytes may differ by and numbers do not."""
    return {key: value for key, value in content.items() if key != "versions"} if isinstance(content, dict) else content
