"""The Novosibirsk scenario over fifty years, at its own size and larger: bounded, and levelling off.

What is asserted, over 200 quarters after burn-in and the mean of a few replications: every number is finite; firms
and their staff stay below ten times what they were when reporting began; completions a year are more in
the second quarter of the horizon than in its first decade's beginning; and they level off, which means that the last
quarter of the horizon has less than one and a half times the completions of the quarter before it, and more than half.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from ecosim.catalogue import Scenario, link_types
from ecosim.indicators import names
from ecosim.scenario import load
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.quarter import format_quarter
from ecosim.scenario.timeline import timeline
from ecosim.simulation import simulate

NOVOSIBIRSK = Path(__file__).parents[2] / "scenarios" / "novosibirsk.yaml"
QUARTERS = 200
COLUMN = {name: index for index, name in enumerate(names(link_types()))}
_COPIED = ("institutes", "universities", "firms")
_SCALED_BY_EVENTS = ("budget", "market", "entrants", "capacity")


def scaled(k: int) -> ScenarioBase:
    """Return the scenario with ``k`` times its organisations, people, money and markets, over 200 quarters.

    Institutes, universities and named firms are copied under new names; populations, budgets, markets, entrants and
    technoparks grow ``k`` times. Events that set amounts set ``k`` times as much; what they set of an organisation
    they set of its copies, too.
    """
    data = load(NOVOSIBIRSK, Scenario).model_dump(mode="json", by_alias=True)
    data["time"]["end"] = format_quarter(load(NOVOSIBIRSK, Scenario).time.start + QUARTERS - 1)
    for section in _COPIED:
        data[section] |= {copy: row for name, row in data[section].items() for copy in _copies(name, k)}
    for population in data["populations"].values():
        population["count"] *= k
    for region in data["regions"].values():
        region["entrants"] *= k
        region["market"] = {field: amount * k for field, amount in region["market"].items()}
    for ministry in data["ministries"].values():
        ministry["budget"] = {instrument: amount * k for instrument, amount in ministry["budget"].items()}
    for park in data["technoparks"].values():
        park["capacity"] *= k
    for event in data["events"]:
        event["set"] = {one: _larger(one, value, k) for path, value in event["set"].items() for one in _paths(path, k)}
    return Scenario.model_validate(data)


def _copies(name: str, k: int) -> list[str]:
    """Return the names of an organisation and its copies."""
    return [name, *(f"{name}_{i}" for i in range(1, k))]


def _paths(path: str, k: int) -> list[str]:
    """Return where in the larger scenario a value stands that stands at ``path`` in the scenario."""
    section, name, *rest = path.split(".")
    return [".".join((section, copy, *rest)) for copy in _copies(name, k)] if section in _COPIED else [path]


def _larger(path: str, value: Any, k: int) -> Any:
    return value * k if isinstance(value, int | float) and any(part in path for part in _SCALED_BY_EVENTS) else value


@lru_cache(maxsize=3)
def runs(k: int, replications: int) -> NDArray[np.float64]:
    """Return the series of some replications: (replications, quarters, indicators)."""
    scenario = scaled(k)
    return np.array([simulate({"a": scenario}, seed=3, replication=r)["a"].series for r in range(replications)])


SIZES = [pytest.param(1, 6), pytest.param(3, 2), pytest.param(10, 2, marks=pytest.mark.slow)]


def test_a_larger_scenario_has_as_many_students_a_university_at_the_end() -> None:
    one, three = (list(timeline(scaled(k))[-1][1].universities.values()) for k in (1, 3))
    assert sum(u.students for u in three) == 3 * sum(u.students for u in one)


def test_scaling_scales() -> None:
    one, three = runs(1, 6)[:, 0], runs(3, 2)[:, 0]
    for name in ("firms", "researchers", "public_money"):
        ratio = three[:, COLUMN[name]].mean() / one[:, COLUMN[name]].mean()
        assert 2 < ratio < 4, name


@pytest.mark.parametrize(("k", "replications"), SIZES)
def test_everything_is_finite(k: int, replications: int) -> None:
    series = np.delete(runs(k, replications), COLUMN["lag"], axis=2)  # no lag in a quarter without products
    assert np.isfinite(series).all()
    assert (series >= -1e-9).all()


@pytest.mark.parametrize(("k", "replications"), SIZES)
def test_firms_and_people_stay_bounded(k: int, replications: int) -> None:
    series = runs(k, replications)
    for name in ("firms", "firm_staff", "researchers", "wage", "revenue", "knowledge_firms", "knowledge_science"):
        column = series[:, :, COLUMN[name]]
        assert column.max() < 10 * column[:, :4].mean(), name
        assert column[:, -4:].mean() > column[:, :4].mean() / 10, name


@pytest.mark.parametrize(("k", "replications"), SIZES)
def test_completions_a_year_rise_and_level_off(k: int, replications: int) -> None:
    flow = runs(k, replications)[:, :, COLUMN["completions"]].mean(axis=0)
    begin, second, third, last = flow[:12].mean(), *(part.mean() for part in np.split(flow, 4)[1:])
    assert second > begin
    assert 0.5 * third < last < 1.5 * third
