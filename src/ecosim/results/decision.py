"""What is concluded from paired differences: an effect, equivalent to none, or undecided.

Two questions are asked of every difference shown. Is it zero? Student's t of the pairs. Is it as large as
the smallest effect of interest, either way? Two one-sided t tests (Schuirmann 1987; Lakens 2017). Each
question is answered for all differences together, with Holm's (1979) correction, so that either word is
wrong anywhere in a table in at most 5 % of tables. The two hypotheses of one difference exclude each other,
so asking both costs nothing more (Goeman, Solari and Stijnen 2010). No word contradicts the interval printed
beside it, which must exclude zero, or lie within the smallest effect.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil, isfinite, log10
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.scenario.document import ScenarioBase

EFFECT, NONE, UNDECIDED = "effect", "equivalent to none", "undecided"
#: Chance that a word is given wrongly anywhere in a table.
FAMILY_ERROR = 0.05
#: Fewest replications ever recommended, and most.
FEWEST, MOST = 30, 100_000
COLUMNS = ("verdict", "needed", "nonzero")
#: Always judged: both counts of transfers.
ALWAYS = ("completions", "agreements")


class Decisions(NamedTuple):
    """What is concluded of each difference of a family.

    Attributes:
        verdict: ``effect``, ``equivalent to none`` or ``undecided``.
        needed: replications with which the undecided would be decided, up to `MOST`; NaN for the others, and
            where no smallest effect of interest is declared.
        nonzero: whether it was told from zero; true of an effect, and of one too small to matter.
    """

    verdict: NDArray[np.str_]
    needed: NDArray[np.float64]
    nonzero: NDArray[np.bool_]


class Family(NamedTuple):
    """The differences that are judged together; arrays (differences,).

    Attributes:
        pairs: number of pairs.
        mean, sd: of the differences; NaN where they cannot be had.
        low, high: 95 % interval, see `ecosim.results.effects.intervals`.
        smallest: smallest effect of interest; NaN where none is declared.
    """

    pairs: NDArray[np.float64]
    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    smallest: NDArray[np.float64]


def smallest_effects(scenario: ScenarioBase) -> dict[str, float]:
    """Return the indicators that are judged, each with its smallest effect of interest; NaN where none is declared."""
    declared: dict[str, float] = {name: judged.smallest for name, judged in scenario.judgement.items()}
    return dict.fromkeys(ALWAYS, float("nan")) | declared


def judged(effects: pd.DataFrame, smallest: Mapping[str, float]) -> pd.DataFrame:
    """Return a table of effects with `COLUMNS`, empty for indicators that are not judged.

    Args:
        effects: table of `ecosim.results.effects.effects`.
        smallest: the indicators that are judged together, see `smallest_effects`.
    """
    table = effects.assign(verdict=None, needed=np.nan, nonzero=None)
    chosen = table["indicator"].isin(list(smallest))
    rows = table[chosen]
    pairs, mean, sd, low, high = (
        rows[name].to_numpy(dtype=float) for name in ("pairs", "difference", "sd", "interval_low", "interval_high")
    )
    declared = np.array([smallest[name] for name in rows["indicator"]], dtype=float)
    found = decide(Family(pairs, mean, sd, low, high, declared))
    for name, values in zip(COLUMNS, found, strict=True):
        table.loc[chosen, name] = values
    return table


def decide(family: Family, error: float = FAMILY_ERROR) -> Decisions:
    """Return what is concluded of differences that are judged together.

    Args:
        family: the differences.
        error: chance that a word is given wrongly to any of them.
    """
    _, mean, _, low, high, smallest = family
    declared = np.isfinite(smallest)
    nonzero = (holm(_chance_if_zero(family)) <= error) & ((low > 0) | (high < 0))
    small = np.zeros(len(mean), bool)
    small[declared] = holm(_chance_if_large(family)[declared]) <= error
    small &= (low > -smallest) & (high < smallest)
    verdict = np.where(small, NONE, np.where(nonzero, EFFECT, UNDECIDED))
    # The level at which Holm would go on with the differences that are left.
    level = error / max((~nonzero).sum(), (~small[declared]).sum(), 1)
    needed = np.full(len(mean), np.nan)
    for i in np.flatnonzero((verdict == UNDECIDED) & declared):
        needed[i] = max(replications_needed(family.sd[i], smallest[i], level), min(family.pairs[i] + 1, MOST))
    return Decisions(verdict, needed, nonzero)


def replications_needed(sd: float, smallest: float, level: float) -> int:
    """Return how many replications leave nothing undecided, at least `FEWEST` and at most `MOST`.

    With so many the interval of the given level reaches half the smallest effect of interest to either
    side. Then it excludes zero or lies within that effect, whatever the mean turns out to be; and a true
    effect of that size is found with a chance of more than 0.97. It rests on the standard deviation of the pairs
    at hand.

    Args:
        sd: standard deviation of the differences; NaN where it is unknown.
        smallest: smallest effect of interest.
        level: chance of error of one two-sided test.
    """
    from scipy import special

    if not isfinite(sd):
        return FEWEST
    quantile, found = special.ndtri(1 - level / 2), 0
    while (wanted := max(FEWEST, ceil((2 * quantile * sd / smallest) ** 2))) > found and found < MOST:
        found = min(wanted, MOST)
        quantile = special.stdtrit(found - 1, 1 - level / 2)
    return found


def holm(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the chances of error adjusted for all being asked together (Holm 1979)."""
    order = np.argsort(chances, kind="stable")
    steps = np.arange(len(chances), 0, -1) * chances[order]
    adjusted = np.empty(len(chances))
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


def phrase(verdict: str | None, needed: float | None, unit: str = " replications") -> str:
    """Return a verdict as people read it, such as ``undecided: needs about 330 replications``."""
    if verdict != UNDECIDED:
        return verdict or "-"
    if needed is None or not isfinite(needed):
        return f"{UNDECIDED}: no smallest effect declared"
    if needed >= MOST:
        return f"{UNDECIDED}: needs over {MOST:,}{unit}"
    step = 10 ** max(int(log10(needed)) - 1, 0)  # two digits: more would claim too much
    return f"{UNDECIDED}: needs about {ceil(needed / step) * step:,}{unit}"


def disagreement(found: Mapping[str, float | None]) -> bool:
    """Return whether bootstrap and t disagree on zero, in a row with their bounds."""
    signs = [_side(found.get(f"{name}_low"), found.get(f"{name}_high")) for name in ("bca", "t")]
    return signs[0] != signs[1]


def _side(low: float | None, high: float | None) -> int:
    return 0 if low is None or high is None else int(low > 0) - int(high < 0)


def _chance_if_zero(family: Family) -> NDArray[np.float64]:
    """Return the chance of a mean so far from zero if there is no difference."""
    chance = 2 * _tail(np.abs(family.mean), family)
    equal = np.where(family.mean != 0, np.exp2(1 - family.pairs), 1.0)
    return _known(chance, equal, family)


def _chance_if_large(family: Family) -> NDArray[np.float64]:
    """Return the chance of a mean so near to zero if there is a difference of the smallest size that matters."""
    room = family.smallest - np.abs(family.mean)
    return _known(_tail(room, family), np.where(room > 0, np.exp2(-family.pairs), 1.0), family)


def _tail(distance: NDArray[np.float64], family: Family) -> NDArray[np.float64]:
    from scipy import special

    error = family.sd / np.sqrt(family.pairs)
    score = np.divide(distance, error, out=np.zeros_like(distance), where=error > 0)
    tail: NDArray[np.float64] = special.stdtr(np.maximum(family.pairs - 1, 1), -score)
    return tail


def _known(chance: NDArray[np.float64], equal: NDArray[np.float64], family: Family) -> NDArray[np.float64]:
    """Return chances with those of a sign test where all differences are equal, and 1 where nothing is known."""
    return np.where(family.pairs < 2, 1.0, np.where(family.sd > 0, chance, equal))

