"""History as a check: what happened in and around Novosibirsk, and what a run shows at the same date.

No parameter was fitted to these numbers; growth of demand and the chance to leave were set with some of them in view
(docs/patterns.md). Money of the model is in roubles of 2020 at the start's price of labour (docs/data.md);
nominal roubles are converted with consumer prices (`ecosim.patterns.prices`).
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ecosim.patterns.finished import Finished
from ecosim.patterns.measure import NONE, ratio
from ecosim.patterns.prices import BASE, real
from ecosim.scenario.document import ScenarioBase

HISTORY = Path(__file__).with_name("history.csv")
NOMINAL = "million RUB nominal"
_YEAR = 4  # quarters


@dataclass(frozen=True)
class Fact:
    """Something that happened.

    Attributes:
        id: short name.
        quantity: what it is, in words.
        measure: which of `MEASURES` reads it from a run.
        of: key of the technopark that it is about, if any.
        year, since: when; a change is from one year to the other.
        fact, fact_since: the published numbers of the two years.
        unit: theirs; nominal roubles are converted.
        source: where they come from.
        differs: what the fact counts and the model does not, or the other way round.
    """

    id: str
    quantity: str
    measure: str
    of: str
    year: int
    since: int | None
    fact: float
    fact_since: float | None
    unit: str
    source: str
    differs: str

    @property
    def value(self) -> float:
        """The fact as the model measures it: real money, a share of what was before, or growth a year."""
        now = real(self.fact, self.year) if self.unit == NOMINAL else self.fact
        if self.since is None or self.fact_since is None:
            return now
        before = real(self.fact_since, self.since) if self.unit == NOMINAL else self.fact_since
        return growth(before, now, self.year - self.since) if self.measure == "park_growth" else now / before

    @property
    def value_unit(self) -> str:
        """Unit of `value`."""
        if self.since is not None:
            return "1/year" if self.measure == "park_growth" else f"of {self.since}"
        return f"million RUB of {BASE}" if self.unit == NOMINAL else self.unit


def read_history(path: Path = HISTORY) -> tuple[Fact, ...]:
    """Return the facts of the table that comes with the package, in its order."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(
        Fact(
            row["id"], row["quantity"], row["measure"], row["of"], int(row["year"]),
            int(row["since"]) if row["since"] else None, float(row["fact"]),
            float(row["fact_since"]) if row["fact_since"] else None, row["unit"], row["source"], row["differs"],
        )
        for row in rows
    )  # fmt: skip


def happens_in(fact: Fact, scenario: ScenarioBase) -> bool:
    """Return whether a scenario holds what a fact is about: the years, the technopark, and roubles of 2020."""
    first, last = scenario.time.start, scenario.time.end
    years = (fact.since or fact.year) * _YEAR >= first and fact.year * _YEAR + _YEAR - 1 <= last
    about = fact.of in scenario.technoparks if fact.of else bool(scenario.institutes)
    return years and about and f"million RUB of {BASE}" in scenario.money.unit


def remember(run: Finished) -> dict[str, float]:
    """Return what a run shows of each fact by its id; NaN where the scenario does not hold it."""
    facts = {fact.id: fact for fact in read_history()}
    return {
        name: MEASURES[fact.measure](run, fact) if happens_in(fact, run.scenario) else NONE
        for name, fact in facts.items()
    }


def growth(before: float, now: float, years: int) -> float:
    """Return the even growth a year from one amount to another."""
    return float((now / before) ** (1.0 / years) - 1.0) if before > 0 else NONE


def _quarters_of(run: Finished, year: int) -> range:
    first = year * _YEAR - run.scenario.time.start
    return range(first, first + _YEAR)


def _park(run: Finished, fact: Fact) -> int:
    return run.world.names["organisations"].index(f"technoparks.{fact.of}")


def _park_firms(run: Finished, fact: Fact) -> float:
    return float(run.diary.parks[_quarters_of(run, fact.year)[-1]][_park(run, fact)][0])


def _park_heads(run: Finished, fact: Fact) -> float:
    return float(run.diary.parks[_quarters_of(run, fact.year)[-1]][_park(run, fact)][1])


def _sales(run: Finished, fact: Fact, year: int) -> float:
    return math.fsum(run.diary.parks[quarter][_park(run, fact)][2] for quarter in _quarters_of(run, year))


def _park_sales(run: Finished, fact: Fact) -> float:
    return _sales(run, fact, fact.year)


def _park_growth(run: Finished, fact: Fact) -> float:
    since = fact.since or fact.year
    return growth(_sales(run, fact, since), _sales(run, fact, fact.year), fact.year - since)


def _institute_staff(run: Finished, fact: Fact) -> float:
    """Return researchers of institutes at the end of a year over those at the end of the first quarter of another."""
    heads = np.array(run.diary.institute_staff, float)
    return ratio(heads[_quarters_of(run, fact.year)[-1]], heads[_quarters_of(run, fact.since or fact.year)[0]])


#: Measures by the name that facts call them.
MEASURES: dict[str, Callable[[Finished, Fact], float]] = {
    "park_firms": _park_firms,
    "park_heads": _park_heads,
    "park_sales": _park_sales,
    "park_growth": _park_growth,
    "institute_staff": _institute_staff,
}
