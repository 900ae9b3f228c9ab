"""Experiments whose truth is known, judged by the very functions that judge comparisons.

An experiment has pairs of outcomes of two cells that share luck: normal scores correlated 0.85 (as completions of
the shipped scenario are), turned into outcomes of a distribution. `python tests/statistics/trials.py` prints
the tables of docs/statistics.md and keeps their numbers in trials.json beside this file; it takes some minutes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecosim.results.decision import EFFECT, NONE, UNDECIDED, Family, decide, replications_needed
from ecosim.results.effects import bootstrap, deviations, half_width, widened
from ecosim.results.replications import steady
from ecosim.results.stopping import half_widths, looks, settled
from ecosim.results.table import Table

STORED = Path(__file__).with_name("trials.json")
EXPERIMENTS, RESAMPLES, SHARED = 2_000, 1_999, 0.85
BAND = (0.935, 0.965)
MOST = 1_000
Array = NDArray[np.float64]
Draw = Callable[[np.random.Generator, int, int], Array]


@dataclass(frozen=True)
class Kind:
    """A kind of differences: how they are drawn, (pairs, experiments), their mean and standard deviation."""

    draw: Draw
    mean: float
    sd: float


def scores(rng: np.random.Generator, pairs: int, columns: int) -> tuple[Array, Array]:
    """Return normal scores of two cells that share luck."""
    luck = np.sqrt(SHARED) * rng.normal(size=(pairs, columns))
    first, second = (luck + np.sqrt(1 - SHARED) * rng.normal(size=(pairs, columns)) for _ in range(2))
    return first, second


def _normal(rng: np.random.Generator, pairs: int, columns: int) -> Array:
    first, second = scores(rng, pairs, columns)
    return first - second


def _lognormal(sigma: float) -> Draw:
    def draw(rng: np.random.Generator, pairs: int, columns: int) -> Array:
        first, second = scores(rng, pairs, columns)
        return 1.1 * np.exp(sigma * first) - np.exp(sigma * second)  # an effect of ten per cent

    return draw


def _bimodal(rng: np.random.Generator, pairs: int, columns: int) -> Array:
    """Draw outcomes of two modes, four of their standard deviations apart; the rarer one takes three in ten."""
    first, second = scores(rng, pairs, columns)
    return (first + 4 * (first > _UPPER)) - (second + 4 * (second > _UPPER))


def _skewed(rng: np.random.Generator, pairs: int, columns: int) -> Array:
    """Draw differences that are log-normal themselves, as if nothing were shared: skewness 6.2."""
    return rng.lognormal(0, 1, (pairs, columns))


_UPPER = 0.5244005127080407  # exceeded by a standard normal in three of ten cases


def _lognormal_moments(sigma: float) -> tuple[float, float]:
    mean = np.exp(sigma**2 / 2)
    second, both = np.exp(2 * sigma**2), np.exp(sigma**2 * (1 + SHARED))
    centre = 0.1 * mean
    return float(centre), float(np.sqrt(1.21 * second + second - 2.2 * both - centre**2))


def _bimodal_sd() -> float:
    return float(_bimodal(np.random.default_rng(0), 1_000, 4_000).std())  # only sets the precision that is asked for


KINDS = {
    "normal outcomes": Kind(_normal, 0.0, float(np.sqrt(2 * (1 - SHARED)))),
    "log-normal outcomes, sigma 0.5": Kind(_lognormal(0.5), *_lognormal_moments(0.5)),
    "log-normal outcomes, sigma 1": Kind(_lognormal(1.0), *_lognormal_moments(1.0)),
    "bimodal outcomes": Kind(_bimodal, 0.0, _bimodal_sd()),
    "log-normal differences, sigma 1": Kind(_skewed, float(np.exp(0.5)), float(np.sqrt((np.e - 1) * np.e))),
}
#: How many replications: a fixed number, or those of the sequential rule at the precision that so many would give.
DESIGNS = {"30": (30, False), "100": (100, False), "auto, about 100": (100, True), "auto, about 400": (400, True)}


def stopped(differences: Array, precision: float) -> NDArray[np.int64]:
    """Return the number of pairs at which the sequential rule stops, by experiment (column)."""
    counts = looks(len(differences))
    reached = settled(half_widths(differences, counts), precision)
    return np.where(reached.any(axis=0), counts[reached.argmax(axis=0)], counts[-1])


def coverage(kind: Kind, size: int, grows: bool, experiments: int = EXPERIMENTS) -> dict[str, float]:
    """Return how often intervals hold the true mean, and with how many pairs."""
    rng = np.random.default_rng([1, size, grows])
    differences = kind.draw(rng, min(4 * size, MOST) if grows else size, experiments)
    pairs = np.full(experiments, size)
    if grows:
        pairs = stopped(differences, float(half_width(kind.sd, size)))
    held = {name: np.zeros(experiments, bool) for name in ("interval", "bca", "t")}
    for count in np.unique(pairs):
        chosen = np.flatnonzero(pairs == count)
        for columns in np.array_split(chosen, max(1, len(chosen) * count // 10_000)):
            part = differences[:count, columns]
            bca = bootstrap(part, 1, RESAMPLES)
            for name, (low, high) in (("bca", bca), ("interval", widened(bca, part))):
                held[name][columns] = (low <= kind.mean) & (kind.mean <= high)
            held["t"][columns] = np.abs(part.mean(axis=0) - kind.mean) <= half_width(deviations(part), count)
    return {"pairs": float(pairs.mean())} | {name: float(found.mean()) for name, found in held.items()}


def family_of(differences: Array, smallest: float) -> Family:
    """Return the family of the columns of (pairs, differences)."""
    count = differences.shape[1]
    low, high = widened(bootstrap(differences, 1, 499), differences)
    return Family(
        np.full(count, float(len(differences))), differences.mean(axis=0), deviations(differences), low, high,
        np.full(count, smallest),
    )  # fmt: skip


def tables_of(name: str, rng: np.random.Generator, pairs: int) -> Array:
    """Return differences of four links in four indicators, none of them with an effect: (pairs, 16).

    All links are compared with the same baseline, and indicators are correlated 0.6.
    """
    luck, own = rng.normal(size=(2, pairs, 5, 1)), rng.normal(size=(2, pairs, 5, 4))
    everything = rng.normal(size=(pairs, 1, 4))
    score = np.sqrt(SHARED) * everything + np.sqrt(1 - SHARED) * (np.sqrt(0.6) * luck[0] + np.sqrt(0.4) * own[0])
    outcomes = {
        "normal outcomes": score,
        "log-normal outcomes, sigma 1": np.exp(score),
        "bimodal outcomes": score + 4 * (score > _UPPER),
    }[name]
    return (outcomes[:, :1] - outcomes[:, 1:]).reshape(pairs, 16)


def false_alarms(name: str, size: int, grows: bool, experiments: int = EXPERIMENTS) -> dict[str, float]:
    """Return in how many tables a word is wrong: an effect where none is, or none where one just matters."""
    rng = np.random.default_rng([2, size, grows])
    spread = tables_of(name, np.random.default_rng(0), 100_000).std()
    smallest = 2 * float(half_width(spread, size))
    found = {EFFECT: 0, NONE: 0}
    for _ in range(experiments):
        table = tables_of(name, rng, 4 * size if grows else size)
        if grows:
            table = table[: stopped(table[:, :4], smallest / 2).max()]  # one indicator has a precision
        null = family_of(table, smallest)
        found[EFFECT] += bool((decide(null).verdict == EFFECT).any())
        there = null._replace(mean=null.mean + smallest, low=null.low + smallest, high=null.high + smallest)
        found[NONE] += bool((decide(there).verdict == NONE).any())
    return {word: count / experiments for word, count in found.items()}


def power(size: float, experiments: int = EXPERIMENTS) -> dict[str, float]:
    """Return what becomes of a true effect after the tool recommended a number of replications.

    Thirty pairs tell a standard deviation; as many as are recommended at the level 0.01, for a smallest
    effect of half a standard deviation, are made; one difference is judged at the level 0.01.

    Args:
        size: the true effect, in standard deviations.
        experiments: how many.
    """
    rng = np.random.default_rng([3, int(100 * size)])
    counts, words = [], []
    for _ in range(experiments):
        pairs = rng.normal(size, 1, (2_000, 1))
        count = replications_needed(float(deviations(pairs[:30])[0]), 0.5, 0.01)
        words.append(str(decide(family_of(pairs[:count], 0.5), 0.01).verdict[0]))
        counts.append(count)
    return {"pairs": float(np.mean(counts))} | {word: words.count(word) / experiments for word in _WORDS}


def by_coefficient_of_variation(sigma: float, experiments: int = EXPERIMENTS) -> dict[str, float]:
    """Return with how many runs the rule of the coefficient of variation is content, and how far off the mean is."""
    rng = np.random.default_rng([4, int(10 * sigma)])
    truth, counts, off = np.exp(sigma**2 / 2), [], []
    for _ in range(experiments):
        runs = rng.lognormal(0, sigma, MOST)
        count = steady(runs) or MOST
        counts.append(count)
        off.append(abs(runs[:count].mean() / truth - 1) > 0.05)
    return {"runs": float(np.median(counts)), "off": float(np.mean(off))}


_HOW = ("interval", "bca", "t")
_WORDS = (EFFECT, NONE, UNDECIDED)


def study() -> dict[str, dict[str, dict[str, float]]]:
    """Return the numbers of all experiments."""
    return {
        "coverage": {f"{name}; {how}": coverage(kind, *design) for name, kind in KINDS.items()
                     for how, design in DESIGNS.items()},
        "false alarms": {f"{name}; {how}": false_alarms(name, *DESIGNS[how]) for name in
                         ("normal outcomes", "log-normal outcomes, sigma 1", "bimodal outcomes")
                         for how in ("30", "100", "auto, about 100")},
        "power": {f"{size:.2f}": power(size) for size in (0.0, 0.25, 0.5)},
        "cv rule": {f"{sigma:.1f}": by_coefficient_of_variation(sigma) for sigma in (0.2, 0.5, 1.0)},
    }  # fmt: skip


def printed(found: dict[str, dict[str, dict[str, float]]]) -> Iterator[Table]:
    """Yield the tables of docs/statistics.md."""
    rows = [
        [name, f"{one['pairs']:.0f}", *(f"{one[how]:.1%}{'' if inside(one[how]) else ' *'}" for how in _HOW)]
        for name, one in found["coverage"].items()
    ]
    yield Table(f"Share of {EXPERIMENTS:,} experiments whose 95 % interval holds the truth",
                ["differences of; replications", "pairs", "interval", "BCa alone", "t alone"], rows,
                ["* not between 93.5 and 96.5 %"])  # fmt: skip
    rows = [[name, f"{one[EFFECT]:.1%}", f"{one[NONE]:.1%}"] for name, one in found["false alarms"].items()]
    yield Table(f"Share of {EXPERIMENTS:,} tables (4 links, 4 indicators) in which a word is wrong anywhere",
                ["outcomes; replications", "effect where\nthere is none", "none where\none just matters"],
                rows)  # fmt: skip
    rows = [
        [name, f"{one['pairs']:.0f}", *(f"{one[word]:.1%}" for word in _WORDS)] for name, one in found["power"].items()
    ]
    yield Table("Verdicts at the recommended number of replications, level 0.01, smallest effect 0.5 sd",
                ["true effect, sd", "pairs", *_WORDS], rows)  # fmt: skip
    rows = [[name, f"{one['runs']:.0f}", f"{one['off']:.0%}"] for name, one in found["cv rule"].items()]
    yield Table("Where the rule of the coefficient of variation stops, log-normal outcomes",
                ["sigma", "runs (median)", "mean off by more than 5 %"], rows)  # fmt: skip


def inside(value: float) -> bool:
    """Return whether a coverage is what an interval of 95 % should have."""
    return BAND[0] <= value <= BAND[1]


if __name__ == "__main__":
    if "--stored" not in sys.argv:
        STORED.write_text(json.dumps(study(), indent=2) + "\n", encoding="utf-8")
    print("\n\n".join(table.text() for table in printed(json.loads(STORED.read_text(encoding="utf-8")))))
