"""Carrying out a design: whatever run is missing in the store is simulated and kept.

The unit of work is one replication with all its missing cells, or those of a block of the design, because the
engine simulates what cells have in common only once.
"""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ecosim.experiments.design import Design
from ecosim.experiments.draws import Draws, Uncertain
from ecosim.experiments.glance import Glance
from ecosim.experiments.pool import Spread, longest, spread
from ecosim.experiments.store import Record, Store, pack
from ecosim.scenario import digest
from ecosim.scenario.document import ScenarioBase

Progress = Callable[[int, int], None]
Series = NDArray[np.float64]
_LONGEST_LINE, _LONGEST_TRACEBACK = 300, 4000


def silent(done: int, total: int) -> None:
    """Report nothing: the progress that nobody watches."""


class Simulate(Protocol):
    """What carries out one replication of some scenarios; see `ecosim.simulation.simulate`."""

    def __call__(self, scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> Mapping[str, Any]:
        """Return an object with the attribute ``series`` for each name of a scenario."""


@dataclass(frozen=True)
class Unit:
    """One replication of the scenarios, named by digest, whose runs are missing."""

    replication: int
    scenarios: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """What comes of a unit of work.

    Attributes:
        records: the runs as they are kept.
        seen: what was seen of them, by digest of the scenario.
    """

    records: tuple[Record, ...]
    seen: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Replicate:
    """Simulates units of work in whatever process it finds itself.

    Attributes:
        scenarios: all scenarios of the design by digest.
        seed: seed of the design.
        kinds: kind of each indicator that a series must have; see `ecosim.measured.Indicator`.
        simulate: the engine; None for ecosim's own, which is imported when first needed.
        draws: values of parameters that each replication takes; None where all have those of the scenarios.
        glance: what to look at when a run of ecosim's own engine ends; None for nothing.
    """

    scenarios: dict[str, ScenarioBase]
    seed: int
    kinds: tuple[str, ...]
    simulate: Simulate | None = None
    draws: Draws | None = None
    glance: Glance | None = None

    def __call__(self, unit: Unit) -> Made:
        """Return a record for each scenario; a run that raises is recorded as failed, the others go on."""
        try:
            return self._together(unit)
        except Exception as error:
            if len(unit.scenarios) > 1:
                singly = (Unit(unit.replication, (digest,)) for digest in unit.scenarios)
                return Made(tuple(record for one in singly for record in self(one).records))
            return Made((Record(unit.scenarios[0], unit.replication, None, _told(error)),))

    def prepare(self, worker: int) -> None:
        """Compile the engine: every other worker from the end, so that each finds half of the work done."""
        if self.simulate is None:
            from ecosim.simulation import warm_up

            warm_up(next(iter(self.scenarios.values())), backwards=worker % 2 == 1)

    def _together(self, unit: Unit) -> Made:
        scenarios = {name: self.scenarios[name] for name in unit.scenarios}
        if self.draws is not None:
            scenarios = {name: self.draws.given(one, unit.replication) for name, one in scenarios.items()}
        series, seen = self._run(scenarios, unit.replication)
        for name, scenario in scenarios.items():
            _sound(series[name], (scenario.time.quarters, len(self.kinds)), self.kinds)
        return Made(tuple(Record(name, unit.replication, pack(series[name])) for name in scenarios), seen)

    def _run(self, scenarios: Mapping[str, ScenarioBase], replication: int) -> tuple[dict[str, Series], dict[str, Any]]:
        """Return the series of each scenario, and what was seen of it."""
        if self.glance is None or replication not in self.glance.replications:
            runs = self._engine()(scenarios, seed=self.seed, replication=replication)
            return {name: runs[name].series for name in scenarios}, {}
        from ecosim.patterns.finished import finish_together

        series, seen = dict[str, Series](), dict[str, Any]()
        for name, run in finish_together(scenarios, seed=self.seed, replication=replication, diary=False):
            series[name] = run.series
            seen |= self.glance.at(name, run, replication)
        return series, seen

    def _engine(self) -> Simulate:
        if self.simulate is not None:
            return self.simulate
        from ecosim.simulation import simulate

        return simulate


def _sound(series: Series, wanted: tuple[int, int], kinds: tuple[str, ...]) -> None:
    """Refuse a series of another shape, and numbers that no run can have; only a level may be absent (NaN).

    Raises:
        ValueError: with what was found.
    """
    if series.shape != wanted:
        raise ValueError(f"the series has shape {series.shape}, not {wanted} (quarters, indicators)")
    counted = np.array([kind == "flow" for kind in kinds])
    wrong = np.isinf(series) | (np.isnan(series) & counted)
    if wrong.any():
        quarter, column = (int(at[0]) for at in np.nonzero(wrong))
        raise ValueError(f"quarter {quarter}, indicator {column}: found {series[quarter, column]}, which is no number")


def digests(design: Design) -> dict[str, str]:
    """Return the digest of each cell's scenario, and of its draws if any, by the cell's name; equals share theirs."""
    own = {cell.name: digest(cell.scenario) for cell in design.cells}
    return {name: design.key(one) for name, one in own.items()} if isinstance(design, Uncertain) else own


def missing(design: Design, store: Store) -> int:
    """Return how many different runs of a design the store does not hold."""
    wanted = set(design.replications)
    return sum(len(wanted - store.finished(one)) for one in set(digests(design).values()))


def execute(
    design: Design, store: Store, kinds: Sequence[str], jobs: int, progress: Progress,
    simulate: Simulate | None = None, over: Spread = spread, glance: Glance | None = None,
) -> None:  # fmt: skip
    """Simulate every run of a design that the store does not hold, and keep each as it finishes.

    Args:
        design: the cells and their replications.
        store: keeps the runs; failed ones are tried again.
        kinds: kind of each indicator, in the order of the columns of a series.
        jobs: number of processes.
        progress: called with the runs done so far and the total, at the start and whenever some finish.
        simulate: another engine than ecosim's own.
        over: where units of work are done: the processes of this machine, or a cluster.
        glance: what to look at when a run ends, for ecosim's own engine.

    Raises:
        StoreError: a run cannot be kept.
    """
    names = digests(design)
    scenarios = {names[cell.name]: cell.scenario for cell in design.cells}
    units = _missing(design, names, store)
    total = len(scenarios) * len(design.replications)
    done = total - sum(len(unit.scenarios) for unit in units)
    progress(done, total)
    draws = design.draws if isinstance(design, Uncertain) else None
    work = Replicate(scenarios, design.seed, tuple(kinds), simulate, draws, glance)
    workers = min(jobs, max(1, len(units)))
    outcomes = over(work, units, workers) if units and _can_be_sent(work) else spread(work, units, 1)
    try:
        with closing(outcomes):
            for unit, made in outcomes:
                store.put(made.records if made else _lost(unit))
                if made and glance is not None:
                    glance.note(unit.replication, made.seen)
                done += len(unit.scenarios)
                progress(done, total)
    except KeyboardInterrupt:  # which may come when runs are kept and nobody was told so yet
        progress(total - missing(design, store), total)
        raise


def _can_be_sent(work: Replicate) -> bool:
    # The class of a scenario with links of one's own lives in a script or notebook that workers cannot import.
    try:
        pickle.dumps(work)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return True


def _told(error: Exception) -> str:
    """Return one line that says what went wrong, and below it the traceback."""
    line = " ".join(f"{type(error).__name__}: {error}".split())[:_LONGEST_LINE]
    return f"{line}\n\n{traceback.format_exc()[-_LONGEST_TRACEBACK:]}"


def _missing(design: Design, names: Mapping[str, str], store: Store) -> list[Unit]:
    """Return the work that is left: runs that the store does not hold."""
    finished = {digest: store.finished(digest) for digest in set(names.values())}
    units = (
        Unit(replication, tuple(digest for digest in block if replication not in finished[digest]))
        for block in _blocks(design, names)
        for replication in design.replications
    )
    return [unit for unit in units if unit.scenarios]


def _blocks(design: Design, names: Mapping[str, str]) -> list[list[str]]:
    """Return the digests of cells that are simulated together, each digest once."""
    digests = [names[cell.name] for cell in design.cells]
    first = {digest: place for place, digest in reversed(list(enumerate(digests)))}
    size = design.together or len(digests)
    return [
        [digest for place, digest in enumerate(digests) if first[digest] == place and place // size == block]
        for block in range((len(digests) - 1) // size + 1)
    ]


def _lost(unit: Unit) -> list[Record]:
    message = (
        "the worker process died each time it took up this run "
        f"(killed, out of memory, or longer than {longest():g} seconds at work)"
    )
    return [Record(digest, unit.replication, None, message) for digest in unit.scenarios]
