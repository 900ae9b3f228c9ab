"""How the model behaves as such: does it settle, does size matter, does the length of a step matter?

Each study returns relative changes with a 99 % interval (t, over replications; paired where the luck is shared). A
change is *within noise* where its interval reaches into two per cent of nothing; the margin was set before any run.

Print the tables of docs/behaviour.md from the root of the project::

    PYTHONPATH=tests:tests/model python tests/model/behaviour.py settle
    PYTHONPATH=tests:tests/model python tests/model/behaviour.py longer
    PYTHONPATH=tests:tests/model python tests/model/behaviour.py size
    PYTHONPATH=tests:tests/model python tests/model/behaviour.py step
    PYTHONPATH=tests:tests/model python tests/model/behaviour.py harm
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import test_horizon
from halved import halved
from numpy.typing import NDArray
from scipy import stats

from ecosim import indicators
from ecosim.catalogue import TRIANGLE, Scenario, link_types
from ecosim.experiments.design import cut
from ecosim.results.table import Table, number
from ecosim.scenario import load
from ecosim.scenario.document import ScenarioBase
from ecosim.simulation import Simulation, simulate

NOVOSIBIRSK = Path(__file__).parents[2] / "scenarios" / "novosibirsk.yaml"
MARGIN, CONFIDENCE, REPLICATIONS = 0.02, 0.99, 12
KIND = {one.name: one.kind for one in indicators.catalogue(link_types())}
COLUMN = {name: index for index, name in enumerate(KIND)}
#: What is compared: people, firms, knowledge, research, transfers, money. All but levels count heads or things.
COUNTED = (
    "researchers", "firms", "firm_staff", "graduates_hired", "jobless", "disclosures", "patents", "contracts",
    "licences", "publications", "spin_offs", "agreements", "completions", "ties",
    *(f"ties.{link}" for link in TRIANGLE), "revenue", "taxes",
)  # fmt: skip
LEVELS = (
    "knowledge_science", "knowledge_universities", "knowledge_firms", "skill_science", "skill_firms",
    "absorptive_capacity", "basic_share", "wage",
)  # fmt: skip
#: A slack labour market: more graduates look for work than find it at the wage that the scenario gives.
SLACK = "processes.education.seek=0.5"
Values = NDArray[np.float64]


@dataclass(frozen=True)
class Change:
    """A mean, and its relative change with a 99 % interval."""

    before: float
    change: float
    low: float
    high: float

    @property
    def within_noise(self) -> bool:
        """Whether the interval reaches into the margin."""
        return self.low <= MARGIN and self.high >= -MARGIN


def changed(before: Values, after: Values, *, paired: bool) -> Change:
    """Return the relative change of a mean over replications."""
    if np.ptp(np.concatenate([before, after])) == 0:
        return Change(float(before.mean()), 0.0, 0.0, 0.0)
    test = stats.ttest_rel(after, before) if paired else stats.ttest_ind(after, before, equal_var=False)
    low, high = test.confidence_interval(CONFIDENCE)
    mean = float(before.mean())
    return Change(mean, (float(after.mean()) - mean) / mean, low / mean, high / mean)


def undisturbed() -> ScenarioBase:
    """Return Novosibirsk without links, events, technoparks to come, or growth of markets."""
    scenario = load(NOVOSIBIRSK, Scenario, ["regions.novosibirsk.growth=0"])
    bare = type(scenario.links)()  # type: ignore[attr-defined]
    return scenario.model_copy(update={"events": [], "links": bare, "technoparks": {}})


def _settling(scenario: ScenarioBase, burn_in: int | None) -> ScenarioBase:
    """Return a scenario with another length of burn-in, in quarters; None: its own."""
    if burn_in is None:
        return scenario
    return scenario.model_copy(update={"time": scenario.time.model_copy(update={"burn_in": burn_in})})


@lru_cache
def _watched(burn_in: int | None) -> Values:
    """Return every quarter of undisturbed runs, burn-in included: (replications, quarters, indicators)."""
    scenario, runs = _settling(undisturbed(), burn_in), []
    for replication in range(REPLICATIONS):  # the scenario's start was looked for with seed 4711
        simulation, rows = Simulation(scenario, seed=19, replication=replication), []
        while not simulation.finished:
            simulation.step()
            rows.append(indicators.count(simulation.world))
        runs.append(indicators.evaluate(np.array(rows)))
    return np.array(runs)


def settle(when: str, burn_in: int | None = None) -> dict[str, Change]:
    """Return how means move between neighbouring windows of time without links, in an environment that stays.

    Windows are whole years: each has as many quarters in which people graduate.

    Args:
        when: ``burn-in``: its third and its last quarter; ``release``: the last quarter of burn-in and the last of the
            horizon; ``end``: the third and the last quarter of the horizon.
        burn_in: another length of burn-in than the scenario's, in quarters.
    """
    series = _watched(burn_in)
    begin = burn_in or undisturbed().time.burn_in
    fourth, last = _years(begin // 4), _years((series.shape[1] - begin) // 4)
    end = series.shape[1]
    first, second = {
        "burn-in": ((begin - 2 * fourth, begin - fourth), (begin - fourth, begin)),
        "release": ((begin - fourth, begin), (end - last, end)),
        "end": ((end - 2 * last, end - last), (end - last, end)),
    }[when]
    means = [series[:, slice(*window)].mean(axis=1) for window in (first, second)]
    return {
        name: changed(means[0][:, COLUMN[name]], means[1][:, COLUMN[name]], paired=True)
        for name in (*COUNTED, *LEVELS)
        if name not in ("publications", "spin_offs", "graduates_hired")  # none, or too few to speak of
        and not name.startswith("ties")
    }


def _years(quarters: int) -> int:
    return quarters - quarters % 4


def totals(series: Values, year: int = 4) -> dict[str, Values]:
    """Return what a run comes to by its end, (replications,) each: sums of flows, means of the last year of levels."""
    return {
        name: series[:, :, COLUMN[name]].sum(1) if KIND[name] == "flow" else series[:, -year:, COLUMN[name]].mean(1)
        for name in (*COUNTED, *LEVELS)
    }


def _pairs(whole: ScenarioBase, links: tuple[str, ...], seed: int, replications: int) -> tuple[Values, Values]:
    """Return every quarter of runs with and without some links, (replications, quarters, indicators) each."""
    cells = {"with": whole, "without": cut(whole, links)}
    runs = [simulate(cells, seed=seed, replication=replication) for replication in range(replications)]
    with_them, without = (np.array([run[cell].series for run in runs]) for cell in cells)
    return with_them, without


def _with_shares(scenario: ScenarioBase, seed: int, replications: int, year: int = 4) -> dict[str, Values]:
    """Return totals of some runs, and the shares of agreements and completions that the Triangle brings."""
    whole, without = (totals(series, year) for series in _pairs(scenario, TRIANGLE, seed, replications))
    shares = {f"share of {name}": 1.0 - without[name] / whole[name] for name in ("agreements", "completions")}
    return whole | shares


@lru_cache
def _as_it_is() -> dict[str, Values]:
    return _with_shares(load(NOVOSIBIRSK, Scenario), 11, REPLICATIONS)


def otherwise(burn_in: int | None, *changes: str) -> dict[str, Change]:
    """Return how totals of the scenario as it is differ after another length of burn-in, and with other changes."""
    before = _as_it_is()
    after = _with_shares(_settling(load(NOVOSIBIRSK, Scenario, changes), burn_in), 11, REPLICATIONS)
    return {name: changed(before[name], after[name], paired=False) for name in before}


@lru_cache
def _sized(k: int) -> dict[str, Values]:
    test_horizon.QUARTERS, before = load(NOVOSIBIRSK, Scenario).time.quarters, test_horizon.QUARTERS
    try:
        scenario = test_horizon.scaled(k)
    finally:
        test_horizon.QUARTERS = before
    return _with_shares(scenario, 3, max(3, REPLICATIONS // k))


def size(k: int, of: int = 1) -> dict[str, Change]:
    """Return how the totals per head of the scenario ``k`` times as large differ from those of ``of`` times."""
    small, large = _sized(of), _sized(k)
    per = {name: (of, k) if name in COUNTED else (1, 1) for name in small}
    return {name: changed(small[name] / less, large[name] / more, paired=False) for name, (less, more) in per.items()}


@lru_cache
def _in_quarters() -> tuple[ScenarioBase, dict[str, Values]]:
    """Return the scenario that `step` halves, and the totals of its runs."""
    scenario = load(NOVOSIBIRSK, Scenario, ["processes.labour.reads=6"]).model_copy(update={"events": []})
    return scenario, _with_shares(scenario, 5, REPLICATIONS)


@lru_cache
def step(recruiting: int = 2) -> dict[str, Change]:
    """Return how totals differ where a step is half a quarter, without events (see `halved`).

    People read six advertisements a quarter on both sides, because of five there is no half.

    Args:
        recruiting: steps that a round of recruiting has in the halved scenario; two are a quarter, as before.
    """
    scenario, before = _in_quarters()
    small: Any = halved(scenario)
    labour = small.processes.labour.model_copy(update={"recruiting": recruiting})
    small = small.model_copy(update={"processes": small.processes.model_copy(update={"labour": labour})})
    after = _with_shares(small, 5, REPLICATIONS, year=8)
    after |= {name: 2 * after[name] for name in ("wage", "taxes")}  # money a tick
    return {name: changed(before[name], after[name], paired=False) for name in before}


def effect(whole: ScenarioBase, links: tuple[str, ...], name: str, replications: int) -> Change:
    """Return the level without links, and what they add to it, relative to that."""
    after, before = (series[:, :, COLUMN[name]].sum(1) for series in _pairs(whole, links, 7, replications))
    return changed(before, after, paired=True)


@lru_cache(maxsize=1)
def harm() -> dict[str, Change]:
    """Return what two links add to completions, relative to without them, as they are and where they take hours."""
    cells = {
        "science-education as it is": ("science_education", ()),
        "science-education, ten students an hour each": ("science_education", ("supervision=1", "places=10")),
        "education-industry as it is": ("education_industry", ()),
        "education-industry, a student an hour each": ("education_industry", ("supervision=1", "places=1")),
    }
    return {
        row: effect(
            load(NOVOSIBIRSK, Scenario, [f"links.{link}.{change}" for change in changes]),
            (link,),
            "completions",
            REPLICATIONS,
        )
        for row, (link, changes) in cells.items()
    }


def table(title: str, columns: Mapping[str, Mapping[str, Change]]) -> Table:
    """Return a table of several studies; a mark shows what is not within noise."""
    names: Iterable[str] = next(iter(columns.values()))
    rows = [
        [name, number(next(iter(columns.values()))[name].before), *(_said(found[name]) for found in columns.values())]
        for name in names
    ]
    notes = [f"relative change and 99 % interval; * not within noise: the interval lies beyond {MARGIN:.0%} of nothing"]
    return Table(title, ["indicator", "before", *columns], rows, notes)


def _said(one: Change) -> str:
    return f"{one.change:+.1%} [{one.low:+.1%}, {one.high:+.1%}]{' ' if one.within_noise else '*'}"


def main(which: str) -> None:
    """Print the table of one study."""
    tables: dict[str, Any] = {
        "settle": lambda: (
            "Without links, in an environment that stays",
            {"end of burn-in": settle("burn-in"), "end of burn-in,\nburn-in 320": settle("burn-in", 320),
             "burn-in to end": settle("release"), "end of run": settle("end"),
             "end of run,\nburn-in 320": settle("end", 320)},
        ),
        "longer": lambda: (
            "Novosibirsk after a longer burn-in, and with more who look for work",
            {"320 quarters": otherwise(320), "half of the graduates\nlook for work": otherwise(None, SLACK)},
        ),
        "size": lambda: ("Per head, by size", {"3 times": size(3), "10 times": size(10), "10 against 3": size(10, 3)}),
        "step": lambda: (
            "Steps of half a quarter",
            {"half a quarter": step(), "and rounds of recruiting\nof half a quarter": step(1)},
        ),
        "harm": lambda: ("Transfers completed with a link, and without", {"with it": harm()}),
    }  # fmt: skip
    print(table(*tables[which]()).text())


if __name__ == "__main__":
    main(sys.argv[1])
