"""No effect in disguise: with terms equalised at arm's length, the Triangle's links bring no transfers.

A link of the Triangle may matter only by what it lets flow. So every advantage of a tie is given to everybody,
or taken from ties:

- information on people: strangers see a match as well as partners (``labour.noise_open`` = ``noise_tied``);
- price: advice at arm's length costs what it costs partners (``contracts.premium`` = 1);
- search: an open search for an adviser always succeeds, at any distance, and comes upon all there are, so that it
  finds the last one who has hours as a partner would (``contracts.search`` = 1, ``contracts.advisers`` = 1000);
- news of technologies: the links' ``licences`` are off, so all firms come upon what is shown by the same fairs;
- what only a tie can carry at all is off: tacit learning, teaching, laboratories, practice, curriculum.

What is left are placements, help, contracts, and the ties themselves. Link by link the test is made without
contracts, the Triangle as a whole also with them.

The paired difference over a few replications has zero within its 99 % interval, and that interval is narrower than
the effect that the same links have under ordinary terms.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from ecosim.catalogue import TRIANGLE, Scenario, link_types
from ecosim.indicators import names
from ecosim.scenario import load
from ecosim.simulation import simulate

pytestmark = pytest.mark.slow

NOVOSIBIRSK = Path(__file__).parents[2] / "scenarios" / "novosibirsk.yaml"
COUNTS = [names(link_types()).index(name) for name in ("completions", "agreements")]
REPLICATIONS = 24
_FAR = 1e5  # kilometres; as far as distance parameters go

EQUAL_TERMS = (
    "processes.labour.noise_open=0.1",
    "processes.labour.noise_tied=0.1",
    f"processes.labour.distance={_FAR}",
    "processes.contracts.premium=1",
    "processes.contracts.search=1",
    "processes.contracts.advisers=1000",
    f"processes.contracts.distance={_FAR}",
    *(f"links.{link}.learning=false" for link in TRIANGLE),
    "links.science_education.teaching=false",
    "links.science_education.laboratory=false",
    "links.education_industry.practice=false",
    "links.education_industry.curriculum=false",
    "links.education_industry.licences=false",
    "links.science_industry.licences=false",
)
NO_CONTRACTS = ("links.education_industry.contracts=false", "links.science_industry.contracts=false")


@lru_cache(maxsize=3)
def transfers(terms: tuple[str, ...]) -> dict[str, NDArray[np.float64]]:
    """Return both counts to the horizon (replications, 2): all links, without each of the Triangle, without all."""
    without = {name: (f"links.{name}.enabled=false",) for name in TRIANGLE}
    cells = {"all": (), **without, "none": tuple(change for (change,) in without.values())}
    scenarios = {cell: load(NOVOSIBIRSK, Scenario, (*terms, *changes)) for cell, changes in cells.items()}
    counts: dict[str, list[NDArray[np.float64]]] = {cell: [] for cell in cells}
    for replication in range(REPLICATIONS):
        for cell, run in simulate(scenarios, seed=17, replication=replication).items():
            counts[cell].append(run.series[:, COUNTS].sum(axis=0))
    return {cell: np.array(values) for cell, values in counts.items()}


def effect(terms: tuple[str, ...], cell: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the mean paired difference that the links absent from a cell make (2,), and half its 99 % interval."""
    difference = transfers(terms)["all"] - transfers(terms)[cell]
    half = stats.t.ppf(0.995, REPLICATIONS - 1) * difference.std(axis=0, ddof=1) / np.sqrt(REPLICATIONS)
    return difference.mean(axis=0), half


@pytest.mark.parametrize("cell", [*TRIANGLE, "none"])
def test_on_equal_terms_the_triangle_brings_no_transfers(cell: str) -> None:
    mean, half = effect((*EQUAL_TERMS, *NO_CONTRACTS), cell)
    assert (np.abs(mean) <= half).all()


def test_on_equal_terms_contracts_over_ties_bring_no_transfers() -> None:
    mean, half = effect(EQUAL_TERMS, "none")
    assert (np.abs(mean) <= half).all()


def test_the_same_ties_matter_on_ordinary_terms_by_more_than_this_test_can_overlook() -> None:
    ordinary, half = effect((), "none")
    assert (ordinary > half).all()
    assert (effect((*EQUAL_TERMS, *NO_CONTRACTS), "none")[1] < ordinary / 2).all()
