"""What a policy can set: how much money each instrument gets, in parts of today's, and which links there are.

A mix holds from the first reported quarter on, so that all mixes share their past. An instrument keeps its dated
course and its division between ministries; both are multiplied. Money is counted as planned: the mean over the
reported quarters of what ministries' budgets say, before the wage index and what taxes add.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from ecosim.errors import UsageError, did_you_mean
from ecosim.experiments.design import cut, links_on
from ecosim.regimes import stages
from ecosim.scenario.changes import factor
from ecosim.scenario.document import Event, ScenarioBase
from ecosim.scenario.organisations import Instrument

#: Of today's money for an instrument: how little and how much a mix may give it.
LOW, HIGH = 0.5, 2.0
_DIGITS = 100  # factors are cut down to hundredths

#: A factor for each instrument, and one or zero for each link, in the order of `Levers.names`.
Mix = tuple[float, ...]


@dataclass(frozen=True)
class Levers:
    """What may be set in a scenario.

    Attributes:
        scenario: as it is today.
        instruments: today's money a year of each instrument that may get more or less.
        links: those that may be switched off.
        fixed: today's money a year of all other instruments.
        low, high: factors between which the money of an instrument may lie.
    """

    scenario: ScenarioBase
    instruments: dict[str, float]
    links: tuple[str, ...]
    fixed: float
    low: float = LOW
    high: float = HIGH

    @property
    def names(self) -> tuple[str, ...]:
        """Instruments, then links."""
        return (*self.instruments, *self.links)

    @property
    def today(self) -> Mix:
        """The mix that changes nothing."""
        return (1.0,) * len(self.names)

    def planned(self, mix: Mix) -> float:
        """Return the money a year that a mix asks for."""
        asked = zip(self.instruments.values(), mix, strict=False)
        return self.fixed + math.fsum(amount * times for amount, times in asked)

    def within(self, mix: Mix, budget: float) -> Mix:
        """Return a mix whose instruments are drawn towards the least, all alike, as far as the budget demands."""
        count = len(self.instruments)
        least = (self.low,) * count + mix[count:]
        floor, asked = self.planned(least), self.planned(mix)
        part = min(1.0, (budget - floor) / (asked - floor)) if asked > floor else 1.0
        times = [self.low + (one - self.low) * part for one in mix[:count]]
        return (*(max(self.low, math.floor(one * _DIGITS + 1e-9) / _DIGITS) for one in times), *mix[count:])

    def starts(self) -> dict[str, Mix]:
        """Return today's mix with one lever moved, by what is done: an instrument to either end, a link cut."""
        moved = {}
        for at, name in enumerate(self.names):
            ends = (self.low, self.high) if name in self.instruments else (0.0,)
            for end in (end for end in ends if end != 1.0):
                said = f"{name} x{end:g}" if name in self.instruments else f"without {name}"
                moved[said] = (*self.today[:at], end, *self.today[at + 1 :])
        return moved

    def put(self, mix: Mix) -> ScenarioBase:
        """Return the scenario with a mix."""
        times = dict(zip(self.instruments, mix, strict=False))
        off = [name for name, on in zip(self.links, mix[len(self.instruments) :], strict=True) if not on]
        return cut(_with_money(self.scenario, times), off)


def levers(scenario: ScenarioBase, over: Sequence[str] = (), low: float = LOW, high: float = HIGH) -> Levers:
    """Return what may be set in a scenario.

    Args:
        scenario: a valid scenario.
        over: names of instruments and links; all that the scenario has by default.
        low, high: factors between which the money of an instrument may lie.

    Raises:
        UsageError: the scenario has no such instrument or link, nothing can be set, or the factors are out of range.
    """
    if not 0 < low <= 1 <= high < math.inf or low == high:
        allowed = "the first above 0 and at most 1, the second at least 1, not both 1"
        raise UsageError(f"instruments between {low:g} and {high:g} of today's money; allowed: {allowed}")
    money, links = planned(scenario), links_on(scenario)
    known = (*money, *links)
    for name in over:
        if name not in known:
            near = did_you_mean(name, list(known))
            said = f"{scenario.name} has no instrument or link {name!r} to set{near}"
            raise UsageError(f"{said}; known: {', '.join(known)}")
    wanted = over or known
    chosen = {name: amount for name, amount in money.items() if name in wanted}
    if not money:
        raise UsageError(f"{scenario.name} has no public money to divide; give its ministries budgets")
    fixed = math.fsum(amount for name, amount in money.items() if name not in wanted)
    return Levers(scenario, chosen, tuple(name for name in links if name in wanted), fixed, low, high)


def planned(scenario: ScenarioBase) -> dict[str, float]:
    """Return the money a year planned for each instrument that ever gets any, mean over the reported quarters."""
    time, steps = scenario.time, stages(scenario)
    sums = dict.fromkeys(get_args(Instrument), 0.0)
    for quarter in range(time.start, time.end + 1):
        in_force = next(one for since, one in reversed(steps) if since <= quarter)
        for ministry in in_force.ministries.values():
            grown = (1.0 + ministry.growth) ** ((quarter - time.start) / 4)
            for name, amount in ministry.budget.items():
                sums[name] += amount * grown
    return {name: total / time.quarters for name, total in sums.items() if total > 0}


def allowance(said: str, given: Levers) -> float:
    """Return the money a year that a budget allows: an amount, or a factor of today's such as ``x0.9``.

    Raises:
        UsageError: it is neither, or less than the least that the instruments must get.
    """
    today, times = given.planned(given.today), factor(said)
    try:
        amount = float(said) if times is None else times * today
    except ValueError:
        amount = math.nan
    unit = given.scenario.money.unit
    if not 0 < amount < math.inf:
        raise UsageError(f"budget {said!r}; allowed: {unit} a year, or a factor of today's {today:,.0f} such as x0.9")
    least = given.planned((given.low,) * len(given.names))
    if amount < least - 1e-9 * today:
        raise UsageError(
            f"a budget of {amount:,.0f} is less than the {least:,.0f} {unit} a year that is left when every instrument "
            f"that may be set gets {given.low:g} of today's money; allow less with --between, or give more"
        )
    return amount


def _with_money(scenario: ScenarioBase, times: Mapping[str, float]) -> ScenarioBase:
    """Return the scenario in which, from the start on, every budget of some instruments is multiplied."""
    start = scenario.time.start
    set_at_start = {path for event in scenario.events if event.date == start for path in event.set}
    amounts = {
        f"ministries.{name}.budget.{instrument}": amount
        for name, ministry in scenario.ministries.items()
        for instrument, amount in ministry.budget.items()
        if times.get(instrument, 1.0) != 1.0
    }
    events = []
    for event in scenario.events:
        # What multiplies the number in force goes on to do so, except at the start, where no other event has set it.
        before = amounts if event.date == start else {}
        changed = {path: _multiplied(path, value, times, before) for path, value in event.set.items()}
        events.append(event.model_copy(update={"set": changed}))
    new: dict[str, object] = {
        path: amount * times[_instrument(path)] for path, amount in amounts.items() if path not in set_at_start
    }
    first = [Event(date=start, title="Another mix of public money", set=new)] if new else []
    return scenario.model_copy(update={"events": [*first, *events]})


def _multiplied(path: str, value: object, times: Mapping[str, float], before: Mapping[str, float]) -> object:
    by = times.get(_instrument(path), 1.0)
    if by != 1.0 and isinstance(value, (int, float)):
        return value * by
    if path in before and (relative := factor(value)) is not None:
        return before[path] * relative * by
    return value


def _instrument(path: str) -> str:
    """Return the instrument whose money a path sets; empty for any other path."""
    steps = path.split(".")
    return steps[3] if len(steps) == 4 and steps[0] == "ministries" and steps[2] == "budget" else ""
