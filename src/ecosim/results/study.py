"""Running and comparing scenarios: from a file to results, in one call."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TypeAlias
from weakref import finalize

from ecosim.errors import UsageError
from ecosim.experiments.design import (
    REPLICATIONS,
    SEED,
    Design,
    factorial,
    side_by_side,
    single,
    triangle,
    without,
)
from ecosim.experiments.draws import drawn
from ecosim.experiments.execute import Progress, Simulate, digests, execute
from ecosim.experiments.pool import processors
from ecosim.experiments.store import Store
from ecosim.results.results import Results
from ecosim.results.write import write_results
from ecosim.scenario.document import ScenarioBase
from ecosim.version import model_version

Source: TypeAlias = str | Path | ScenarioBase

RUN_REPLICATIONS = 20
_LARGEST_SEED = 2**63 - 1


def run(
    scenario: Source,
    *,
    seed: int = SEED,
    replications: int = RUN_REPLICATIONS,
    only: int | None = None,
    jobs: int | None = None,
    out: str | Path | None = None,
    overrides: Sequence[str] = (),
    progress: Progress | None = None,
) -> Results:
    """Run a scenario and return its results.

    Args:
        scenario: a scenario, or the path of its file.
        seed: the same seed gives the same numbers.
        replications: number of runs, numbered from 0.
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
    numbers = range(replications) if only is None else range(only, only + 1)
    return carry_out(Design(loaded.name, single(loaded), seed, numbers), out, jobs, progress)


def compare(
    *scenarios: Source,
    without: Sequence[str] = (),
    factorial: bool = False,
    seed: int = SEED,
    replications: int = REPLICATIONS,
    jobs: int | None = None,
    out: str | Path | None = None,
    overrides: Sequence[str] = (),
    progress: Progress | None = None,
    posterior: str | Path | None = None,
) -> Results:
    """Compare a scenario with and without links, or several scenarios with each other.

    One scenario alone is run with all links, without each link of the Triangle, and without the
    Triangle. All cells share seed and replications, so that their runs are pairs.

    Args:
        scenarios: one scenario or more, or paths of their files; of several, the first is the baseline.
        without: cut each of these links instead of the Triangle's (one scenario only).
        factorial: run every combination of the Triangle's links (one scenario only).
        seed, replications, jobs, out, overrides, progress: as for `run`.
        posterior: a file of draws of parameters, of which replication r takes draw r; see `ecosim.experiments.draws`.

    Raises:
        ScenarioError: a scenario or the file of draws is invalid; nothing is written.
        UsageError: an argument is out of range, or there is nothing to compare.
        StoreError: the results directory cannot be written.
    """
    design = comparison(scenarios, overrides, without, factorial, seed, replications)
    design = drawn(design, None if posterior is None else Path(posterior))
    return carry_out(design, out, jobs, progress)


def comparison(
    scenarios: Sequence[Source], overrides: Sequence[str], cut: Sequence[str], every_combination: bool,
    seed: int, replications: int,
) -> Design:  # fmt: skip
    """Return the design that the arguments of `compare` ask for.

    Raises:
        ScenarioError: a scenario is invalid.
        UsageError: they ask for nothing, or for two things at once.
    """
    if not scenarios:
        raise UsageError("no scenario given; compare needs at least one")
    if cut and every_combination:
        raise UsageError("`without` and `factorial` exclude each other; give one")
    if len(scenarios) > 1 and (cut or every_combination):
        raise UsageError("`without` and `factorial` cut the links of one scenario; give only one, or neither of them")
    loaded = [load_source(scenario, overrides) for scenario in scenarios]
    name = "-vs-".join(dict.fromkeys(scenario.name for scenario in loaded))[:100]
    if len(scenarios) > 1:
        labels = [str(source) if isinstance(source, (str, Path)) else source.name for source in scenarios]
        cells = side_by_side(loaded, labels)
    elif cut:
        cells = without(loaded[0], cut)
    else:
        cells = factorial(loaded[0]) if every_combination else triangle(loaded[0])
    return Design(name, cells, seed, range(replications))


def carry_out(
    design: Design,
    out: str | Path | None,
    jobs: int | None,
    progress: Progress | None = None,
    simulate: Simulate | None = None,
) -> Results:
    """Simulate whatever run of a design is missing in a directory, write the tables and return the results.

    Args:
        design: the cells and their replications.
        out, jobs, progress: as for `run`.
        simulate: another engine than ecosim's own; its series need the same columns.

    Raises:
        UsageError: an argument is out of range.
        StoreError: the results directory cannot be written.
    """
    workers = processors() if jobs is None else jobs
    _check(design, workers)
    if out is not None:
        return _carry_out(design, Path(out), workers, progress, simulate)
    directory = Path(mkdtemp(prefix="ecosim-"))
    try:
        results = _carry_out(design, directory, workers, progress, simulate)
    except BaseException:
        rmtree(directory, ignore_errors=True)
        raise
    finalize(results, rmtree, directory, ignore_errors=True)
    return results


def _carry_out(
    design: Design, directory: Path, jobs: int, progress: Progress | None, simulate: Simulate | None
) -> Results:
    from ecosim.catalogue import types_of
    from ecosim.indicators import catalogue

    measured = catalogue(types_of(design.baseline.scenario))
    with Store(directory, design.seed, model_version()) as store:
        execute(design, store, len(measured), jobs, progress or _silent, simulate)
        return write_results(directory, design, digests(design), store, measured)


def load_source(scenario: Source, overrides: Sequence[str]) -> ScenarioBase:
    """Return a scenario, loaded from its file if need be.

    Raises:
        ScenarioError: it is invalid.
        UsageError: overrides are given with a scenario that is already loaded.
    """
    if isinstance(scenario, (str, Path)):
        from ecosim.catalogue import Scenario
        from ecosim.scenario import load

        return load(scenario, Scenario, overrides)
    if overrides:
        raise UsageError("overrides change a file while it is loaded; give the path of the file, or use ecosim.load")
    return scenario


def _check(design: Design, jobs: int) -> None:
    if jobs < 1:
        raise UsageError(f"jobs must be at least 1, not {jobs}")
    if not len(design.replications) or design.replications[0] < 0:
        raise UsageError("at least one replication is needed, numbered from 0")
    if not 0 <= design.seed <= _LARGEST_SEED:
        raise UsageError(f"seed must lie between 0 and {_LARGEST_SEED}, not {design.seed}")


def _silent(done: int, total: int) -> None:
    """Report nothing."""
