"""Running and comparing scenarios: from a file to results, in one call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Literal, TypeAlias
from weakref import finalize

from ecosim.errors import UsageError
from ecosim.experiments.cells import alternatives
from ecosim.experiments.cluster import PROCESSES
from ecosim.experiments.cluster import executor as spread_by
from ecosim.experiments.design import (
    REPLICATIONS,
    SEED,
    Design,
    attributing,
    side_by_side,
    single,
    triangle,
    without,
)
from ecosim.experiments.draws import drawn
from ecosim.experiments.execute import Progress, Simulate, digests, execute, silent
from ecosim.experiments.glance import Glance
from ecosim.experiments.memory import refuse_what_cannot_fit
from ecosim.experiments.pool import processors
from ecosim.experiments.store import Store
from ecosim.results.effects import contrast
from ecosim.results.results import Results
from ecosim.results.stopping import FEWEST, looks, precise
from ecosim.results.tables import outcomes
from ecosim.results.write import write_results
from ecosim.scenario.document import ScenarioBase
from ecosim.shipped import located
from ecosim.version import model_version

if TYPE_CHECKING:
    from ecosim.measured import Indicator

Source: TypeAlias = str | Path | ScenarioBase

#: In place of a number of replications: as many as the precision that the scenario declares needs.
AUTO: Literal["auto"] = "auto"
Replications: TypeAlias = int | Literal["auto"]

RUN_REPLICATIONS, AT_MOST = 20, 1000
_LARGEST_SEED = 2**63 - 1


def run(
    scenario: Source,
    *,
    seed: int = SEED,
    replications: Replications = RUN_REPLICATIONS,
    at_most: int = AT_MOST,
    only: int | None = None,
    jobs: int | None = None,
    out: str | Path | None = None,
    overrides: Sequence[str] = (),
    progress: Progress | None = None,
) -> Results:
    """Run a scenario and return its results.

    Args:
        scenario: a scenario, the path of its file, or the name of one that comes with ecosim.
        seed: the same seed gives the same numbers.
        replications: number of runs, numbered from 0; ``"auto"``: as many as it takes until the interval of the
            mean is as narrow as the scenario's precision, see `ecosim.results.stopping`.
        at_most: how many ``"auto"`` may take.
        only: the number of one replication to run instead.
        jobs: number of processes; all processors by default. A scenario with links of one's own that
            other processes cannot import is run in this one.
        out: the results directory, which is extended when it exists; by default a temporary one
            that lives as long as the results returned.
        overrides: values that replace those of the file, such as ``"links.spin_off.enabled=false"``.
        progress: called with the runs done and their total.

    Raises:
        ScenarioError: the scenario is invalid; nothing is written.
        UsageError: an argument is out of range.
        StoreError: the results directory cannot be written.
    """
    loaded = load_source(scenario, overrides)
    numbers = range(first_of(replications)) if only is None else range(only, only + 1)
    design = Design(loaded.name, single(loaded), seed, numbers)
    return carry_out(design, out, jobs, progress, at_most=at_most if replications == AUTO and only is None else None)


def compare(
    *scenarios: Source,
    without: Sequence[str] = (),
    factorial: bool = False,
    seed: int = SEED,
    replications: Replications = REPLICATIONS,
    at_most: int = AT_MOST,
    jobs: int | None = None,
    out: str | Path | None = None,
    overrides: Sequence[str] = (),
    progress: Progress | None = None,
    posterior: str | Path | None = None,
    executor: str = PROCESSES,
) -> Results:
    """Compare a scenario with and without links, or several scenarios with each other.

    One scenario alone is run beside the cells that it names; if it names none, with all links, without each link
    of the Triangle, and without the Triangle. All cells share seed and replications, so that their runs are pairs.

    Args:
        scenarios: one scenario or more, or paths of their files; of several, the first is the baseline.
        without: cut each of these links instead of the Triangle's (one scenario only).
        factorial: run every combination of these links, at most 8 (one scenario only).
        seed, replications, at_most, jobs, out, overrides, progress: as for `run`; the precision is that of
            every difference.
        posterior: a file of draws of parameters, of which replication r takes draw r; see `ecosim.experiments.draws`.
        executor: ``processes`` of this machine, ``dask``, or the address of a Dask scheduler.

    Raises:
        ScenarioError: a scenario or the file of draws is invalid; nothing is written.
        UsageError: an argument is out of range, or there is nothing to compare.
        StoreError: the results directory cannot be written.
    """
    design = comparison(scenarios, overrides, without, factorial, seed, first_of(replications))
    design = drawn(design, None if posterior is None else Path(posterior))
    most = at_most if replications == AUTO else None
    return carry_out(design, out, jobs, progress, at_most=most, executor=executor)


def first_of(replications: Replications) -> int:
    """Return how many replications are made at once."""
    return FEWEST if replications == AUTO else replications


def comparison(
    scenarios: Sequence[Source], overrides: Sequence[str], cut: Sequence[str], every_combination: bool,
    seed: int, replications: int, orders: int | None = None,
) -> Design:  # fmt: skip
    """Return the design that the arguments of `compare` ask for; ``orders`` samples every combination.

    Raises:
        ScenarioError: a scenario is invalid.
        UsageError: they ask for nothing, or for two things at once.
    """
    if not scenarios:
        raise UsageError("no scenario given; compare needs at least one")
    if len(scenarios) > 1 and (cut or every_combination):
        raise UsageError("`without` and `factorial` cut the links of one scenario; give only one, or neither of them")
    loaded = [load_source(scenario, overrides) for scenario in scenarios]
    name = "-vs-".join(dict.fromkeys(scenario.name for scenario in loaded))[:100]
    if len(scenarios) > 1:
        labels = [str(source) if isinstance(source, (str, Path)) else source.name for source in scenarios]
        cells = side_by_side(loaded, labels)
    elif every_combination:
        return attributing(loaded[0], cut, orders, seed, replications)
    else:
        cells = without(loaded[0], cut) if cut else alternatives(loaded[0]) or triangle(loaded[0])
    return Design(name, cells, seed, range(replications))


def carry_out(
    design: Design,
    out: str | Path | None,
    jobs: int | None,
    progress: Progress | None = None,
    simulate: Simulate | None = None,
    at_most: int | None = None,
    executor: str = PROCESSES,
    glance: Glance | None = None,
) -> Results:
    """Simulate whatever run of a design is missing in a directory, write the tables and return the results.

    Args:
        design: the cells and their replications.
        out, jobs, progress: as for `run`.
        simulate: another engine than ecosim's own; its series need the same columns.
        at_most: go on with more replications until the scenario's precision is reached or there are so many; None:
            as many as the design says.
        executor: where units of work are done, see `ecosim.experiments.cluster.executor`.
        glance: what to look at when a run ends, for ecosim's own engine.

    Raises:
        UsageError: an argument is out of range.
        StoreError: the results directory cannot be written.
    """
    workers = processors() if jobs is None else jobs
    check(design, workers, executor)
    designs = growing(design, at_most)
    over = spread_by(executor)
    work = partial(execute, jobs=workers, progress=progress or silent, simulate=simulate, over=over, glance=glance)
    if out is not None:
        return _carry_out(designs, Path(out), work)
    directory = Path(mkdtemp(prefix="ecosim-"))
    try:
        results = _carry_out(designs, directory, work)
    except BaseException:
        rmtree(directory, ignore_errors=True)
        raise
    finalize(results, rmtree, directory, ignore_errors=True)
    return results


def measured_in(design: Design) -> tuple[Indicator, ...]:
    """Return the indicators of a design's runs, in the order of the columns of a series."""
    from ecosim.catalogue import types_of
    from ecosim.indicators import catalogue

    return catalogue(types_of(design.baseline.scenario))


def _carry_out(designs: Sequence[Design], directory: Path, work: Callable[..., None]) -> Results:
    design, last = designs[0], designs[-1]
    measured = measured_in(design)
    with Store(directory, design.seed, model_version()) as store:
        for design in designs:
            work(design, store, [one.kind for one in measured])
            if design is not last and _precise(design, store, measured):
                break
        return write_results(directory, design, digests(design), store, measured)


def growing(design: Design, at_most: int | None) -> list[Design]:
    """Return the designs that are carried out until one is precise enough; the design itself where none may grow.

    Raises:
        UsageError: it may grow, but the scenario declares no precision, or so few replications are too few.
    """
    if at_most is None:
        return [design]
    if at_most < FEWEST:
        raise UsageError(f"at_most must be at least {FEWEST}, not {at_most}")
    scenario = design.baseline.scenario
    if not _precision(scenario):
        raise UsageError(
            f"{scenario.name} declares no precision, which replications='auto' needs: give "
            "judgement.completions.precision (or that of another indicator), or a number of replications"
        )
    return [replace(design, replications=range(count)) for count in looks(at_most).tolist()]


def _precision(scenario: ScenarioBase) -> dict[str, float]:
    return {name: judged.precision for name, judged in scenario.judgement.items() if judged.precision is not None}


def _precise(design: Design, store: Store, measured: Sequence[Indicator]) -> bool:
    keys, kinds = digests(design), {one.name: str(one.kind) for one in measured}
    found = outcomes(((cell.name, store.series(keys[cell.name], design.replications)) for cell in design.cells), kinds)
    contrasts = [contrast(*pair) for pair in design.pairs]
    return precise(found, contrasts, _precision(design.baseline.scenario))


def load_source(scenario: Source, overrides: Sequence[str]) -> ScenarioBase:
    """Return a scenario, loaded from its file if need be.

    Raises:
        ScenarioError: it is invalid.
        UsageError: overrides are given with a scenario that is already loaded, or no scenario has such a name.
    """
    if isinstance(scenario, (str, Path)):
        from ecosim.catalogue import Scenario
        from ecosim.scenario import load

        return load(located(scenario), Scenario, overrides)
    if overrides:
        raise UsageError("overrides change a file while it is loaded; give the path of the file, or use ecosim.load")
    return scenario


def check(design: Design, jobs: int, executor: str) -> None:
    """Refuse numbers out of range, and runs that this machine, if it is to make them, has no memory for.

    Raises:
        UsageError: with what is allowed.
    """
    if jobs < 1:
        raise UsageError(f"jobs must be at least 1, not {jobs}")
    if not len(design.replications) or design.replications[0] < 0:
        raise UsageError("at least one replication is needed, numbered from 0")
    if not 0 <= design.seed <= _LARGEST_SEED:
        raise UsageError(f"seed must lie between 0 and {_LARGEST_SEED}, not {design.seed}")
    if executor == PROCESSES:
        refuse_what_cannot_fit((cell.scenario for cell in design.cells), jobs)
