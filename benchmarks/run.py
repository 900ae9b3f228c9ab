"""How fast the engine is, in ratios from one go.

    python benchmarks/run.py | python docs/build_studies.py benchmarks

The peer is the same model in plain Mesa objects (`tests/reference`), as a modeller would write it by hand; both give
the same numbers to the last bit. Both begin with the same ecosystem and run some quarters in turn, timed in seconds of
the processor, so that whatever else the machine does meets both. With names of parts, such as ``starts``, it makes
their tables alone; with ``size 1000 1`` it measures one size in one region.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "benchmarks")]

from against_c import against_c  # noqa: E402
from compact import compact_models  # noqa: E402
from ecosystem import ecosystem  # noqa: E402

from ecosim.results.table import Table  # noqa: E402
from ecosim.simulation import Simulation, warm_up  # noqa: E402

PEERS = {100: (4, 10), 1_000: (3, 6), 10_000: (2, 2), 100_000: (1, 1)}  # organisations: turns, quarters in each
SIZES = ((100, 1), (1_000, 1), (10_000, 1), (100_000, 1), (1_000_000, 1), (1_000_000, 100))  # organisations, regions
QUARTERS = 8  # the same ones of every size: in the first, many people look for work
_KIB = 1024
_START = "organisations\nat the start"


def timed(act: Callable[[], object]) -> float:
    """Return the seconds of the processor that an act takes."""
    before = process_time()
    act()
    return process_time() - before


def _run_on(model: Any, quarters: int) -> None:
    for _ in range(quarters):
        model.step()


def against_plain() -> Table:
    """Time the engine and plain Mesa objects in turn, over the same quarters."""
    from reference.model import Ecosystem

    rows = []
    for organisations, (turns, quarters) in PEERS.items():
        scenario = ecosystem(organisations)
        engine, plain = Simulation(scenario), Ecosystem(scenario)
        engine.step(), plain.step()
        pairs = []
        for _ in range(turns):
            living = len(engine.world.living) * quarters
            pairs.append([living / timed(partial(_run_on, one, quarters)) for one in (engine, plain)])
        fast, slow = (median(column) for column in zip(*pairs, strict=True))
        rows.append((f"{organisations:,}", f"{turns * quarters}", f"{fast:,.0f}", f"{slow:,.0f}", f"{fast / slow:.0f}"))
    heading = (_START, "quarters", "engine:\nagent-steps/s", "plain Mesa:\nagent-steps/s", "ratio")
    return Table("The engine against the same model in plain Mesa objects", heading, rows)


def one_size(organisations: int, regions: int) -> dict[str, float]:
    """Return what an ecosystem of one size costs: microseconds and KiB for each organisation."""
    warm_up(ecosystem(200, min(2, regions)), backwards=False)  # compiling and loading are not counted
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    steps, seconds, grown = 0, 0.0, 0
    for seed in range(max(1, 10_000 // organisations)):
        simulation = Simulation(ecosystem(organisations, regions), seed=seed)
        simulation.step()
        for _ in range(QUARTERS):
            steps += len(simulation.world.living)
            seconds += timed(simulation.step)
        grown = grown or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    return {"microseconds": 1e6 * seconds / steps, "kib": grown / len(simulation.world.orgs), "mib": grown / _KIB}


def over_sizes() -> Table:
    """Measure each size in a process of its own."""
    rows = []
    for organisations, regions in SIZES:
        command = [sys.executable, __file__, "size", str(organisations), str(regions)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        cost = json.loads(done.stdout)
        cells = f"{cost['microseconds']:.1f}", f"{cost['kib']:.1f}", f"{cost['mib']:,.0f}"
        rows.append((f"{organisations:,}", f"{regions}", *cells))
    heading = (_START, "regions", "microseconds for an\nagent-step", "KiB for an\norganisation", "MiB\nin all")
    return Table(f"What an organisation costs in its first {QUARTERS} quarters", heading, rows)


def starts() -> Table:
    """Measure runs of a small ecosystem, one to a process, with nothing compiled, and again."""
    code = "from ecosystem import ecosystem; from execution import executed; "
    code += "from ecosim.experiments.design import Cell; executed([Cell('one', ecosystem(100))], {jobs}, {jobs})"
    rows = [(f"{jobs}", *_first_and_second(code.format(jobs=jobs))) for jobs in (1, 2)]
    title = "Runs of 100 organisations, 44 quarters, one to a process: seconds from nothing to the last of them"
    return Table(title, ("processes", "first\nstart", "second\nstart"), rows)


def _first_and_second(code: str) -> tuple[str, str]:
    """Return the seconds that a program takes with nothing of ours compiled, and with all that it needs."""
    seconds = []
    with tempfile.TemporaryDirectory() as fresh:
        for folder in ("src", "benchmarks"):
            shutil.copytree(ROOT / folder, Path(fresh, folder), ignore=shutil.ignore_patterns("__pycache__"))
        paths = os.pathsep.join([f"{fresh}/src", f"{fresh}/benchmarks"])
        environment = os.environ | {"NUMBA_CACHE_DIR": f"{fresh}/compiled", "PYTHONPATH": paths}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        for _ in range(2):
            before = perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True, env=environment)
            seconds.append(perf_counter() - before)
    first, second = seconds
    return f"{first:.1f}", f"{second:.1f}"


def _called(kernel: Any) -> bool:
    """Return whether Python calls a compiled function, which others only call from compiled code."""
    return not kernel.targetoptions.get("no_cpython_wrapper")


def outside_compiled(organisations: int = 1_000, quarters: int = 40) -> Table:
    """Measure which share of a step passes outside compiled code, by the clock: to ask it takes less than a kernel."""
    from numba.core.dispatcher import Dispatcher

    inside = 0.0

    def watched(kernel: Any) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            nonlocal inside
            before = perf_counter()
            try:
                return kernel(*arguments)
            finally:
                inside += perf_counter() - before

        return call

    simulation = Simulation(ecosystem(organisations))
    simulation.step()
    for name, module in list(sys.modules.items()):
        if name.startswith("ecosim."):
            kernels = {key: one for key, one in vars(module).items() if isinstance(one, Dispatcher) and _called(one)}
            vars(module).update({key: watched(one) for key, one in kernels.items()})
    began = perf_counter()
    for _ in range(quarters):
        simulation.step()
    whole = perf_counter() - began
    rows = [(f"{organisations:,}", f"{1000 * whole / quarters:.2f}", f"{1 - inside / whole:.0%}")]
    return Table("Outside compiled code", (_START, "milliseconds\na quarter", "share outside"), rows)


def over_workers(replications: int = 60) -> Table:
    """Time the runs of Novosibirsk's cells in this process and in worker processes, their start included."""
    from execution import executed

    import ecosim
    from ecosim.experiments.design import triangle
    from ecosim.experiments.pool import processors

    scenario = ecosim.load(ROOT / "scenarios" / "novosibirsk.yaml")
    cells = triangle(scenario)
    executed(cells, 1, 1)  # what is compiled is loaded
    alone, wanted = executed(cells, replications, 1)
    rows = []
    for jobs in range(1, processors() + 1):
        taken, runs = (alone, wanted) if jobs == 1 else executed(cells, replications, jobs)
        same = "yes" if runs == wanted else "NO"
        rows.append((f"{jobs}", f"{taken:.1f}", f"{len(runs) / taken:.1f}", f"{alone / taken:.2f}", same))
    title = f"Novosibirsk, {len(wanted)} runs of {scenario.time.burn_in + scenario.time.quarters} quarters"
    return Table(title, ("processes", "seconds", "runs/s", "times\nas fast", "same\nbytes"), rows)


def main(arguments: list[str]) -> None:
    """Print the tables, or those of the parts that are named, or one size as JSON."""
    if arguments[:1] == ["size"]:
        print(json.dumps(one_size(*map(int, arguments[1:]))))
        return
    from ecosim.version import model_version

    # The last changes what kernels are called through, so it comes last.
    parts = (starts, over_sizes, over_workers, against_plain, compact_models, against_c, outside_compiled)
    print("\n\n".join(part().text() for part in parts if not arguments or part.__name__ in arguments))
    print(f"\n{os.cpu_count()} processors, one used but where processes are counted; ecosim {model_version()}")


if __name__ == "__main__":
    main(sys.argv[1:])
