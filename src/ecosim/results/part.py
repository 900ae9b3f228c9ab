"""The runs of one part of a design alone, without tables: what a job of an array makes."""

from __future__ import annotations

from pathlib import Path

from ecosim.experiments.cluster import PROCESSES, executor
from ecosim.experiments.design import Design
from ecosim.experiments.execute import Progress, digests, execute, silent
from ecosim.experiments.pool import processors
from ecosim.experiments.shard import Shard
from ecosim.experiments.store import Store
from ecosim.results.study import check, measured_in
from ecosim.version import model_version


def carry_out_part(
    design: Design, shard: Shard, out: Path, jobs: int | None, progress: Progress | None = None, over: str = PROCESSES
) -> tuple[int, int]:
    """Simulate the runs of one shard of a design and keep them; return how many it has, and how many of them failed.

    When the shards are merged (`ecosim.experiments.merge`), `ecosim.results.study.carry_out` finds their runs in the
    merged directory and writes the tables.

    Raises:
        UsageError: an argument is out of range.
        StoreError: the results directory cannot be written.
    """
    workers, part = processors() if jobs is None else jobs, shard.part(design)
    check(design, workers, over)
    with Store(out, design.seed, model_version()) as store:
        kinds = [one.kind for one in measured_in(design)]
        execute(part, store, kinds, workers, progress or silent, over=executor(over))
        keys, numbers = set(digests(part).values()), set(part.replications)
        return len(keys) * len(numbers), sum(len(numbers & set(store.failures(key))) for key in keys)
