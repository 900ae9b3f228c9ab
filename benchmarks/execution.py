"""Runs carried out as commands do it: kept in a store, in some processes."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from ecosim.catalogue import types_of
from ecosim.experiments.design import Cell, Design
from ecosim.experiments.execute import digests, execute, silent
from ecosim.experiments.store import Store
from ecosim.indicators import catalogue
from ecosim.version import model_version


def executed(cells: Sequence[Cell], repetitions: int, jobs: int) -> tuple[float, list[bytes]]:
    """Return the seconds that the runs of some cells take in some processes, and the runs."""
    design = Design("benchmark", tuple(cells), 1, range(repetitions))
    kinds = [one.kind for one in catalogue(types_of(cells[0].scenario))]
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder), 1, model_version()) as store:
        before = perf_counter()
        execute(design, store, kinds, jobs, silent)
        taken = perf_counter() - before
        runs = [store.series(key, design.replications) for key in digests(design).values()]
    return taken, [series.tobytes() for of_cell in runs for series in of_cell.values()]
