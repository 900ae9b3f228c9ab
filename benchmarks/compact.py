"""The compact model in each framework, timed in turn."""

from __future__ import annotations

from importlib import metadata
from statistics import median
from time import process_time

from frameworks import MODELS, OURS, Model, installed

from ecosim.results.table import Table

SIZES = (1_000, 100_000)


def seconds(model: Model, steps: int) -> float:
    """Return the seconds of the processor that so many steps take."""
    before = process_time()
    for _ in range(steps):
        model.step()
    return process_time() - before


def speeds(agents: int, rounds: int, aim: float) -> dict[str, list[float]]:
    """Return agent-steps a second of each model that can be built, in each round; all are timed in turn."""
    models = {name: build(agents, 1) for name, (package, build) in MODELS.items() if installed(package)}
    steps = {}
    for name, model in models.items():
        model.step()  # what is made at the first step is not counted
        steps[name] = max(1, int(aim / seconds(model, 1)))
    found: dict[str, list[float]] = {name: [] for name in models}
    for _ in range(rounds):
        for name, model in models.items():
            found[name].append(agents * steps[name] / seconds(model, steps[name]))
    return found


def compact_models(sizes: tuple[int, ...] = SIZES, rounds: int = 9, aim: float = 0.1) -> Table:
    """Time the models at each number of agents; each works for about ``aim`` seconds or a step in each round."""
    timed = [speeds(agents, rounds, aim) for agents in sizes]
    rows = []
    for name, (package, _) in MODELS.items():
        if name not in timed[0]:
            rows.append((name, "not installed", *("", "") * len(sizes)))
            continue
        cells = []
        for found in timed:
            ratio = median(ours / theirs for ours, theirs in zip(found[OURS], found[name], strict=True))
            cells += [f"{median(found[name]):,.0f}", f"{ratio:,.0f}"]
        rows.append((name, "" if name == OURS else metadata.version(package), *cells))
    heading = ["", "version"]
    for agents in sizes:
        heading += [f"{agents:,} agents:\nagent-steps/s", "times\nslower"]
    return Table("One compact model in several frameworks", heading, rows)
