"""How much memory runs need, estimated before they begin, and whether this machine has so much.

What a run keeps grows with organisations, each a row in several tables, and with technologies, each a row and some
entries in the log. How many there will be is not known before; the estimate takes organisations at the start and those
that start up, and the discoveries that all researchers would make who know what they know at the start, with the part
of their time that is usually left for research of their own.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from pathlib import Path

from ecosim.errors import UsageError
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.organisations import Draw

_PROGRAM = 300 * 2**20  # Python, libraries and compiled code in each process
_ROOM = 1.6  # while a table grows it is there twice; room that is not in use yet takes no memory
_AT_ONCE = 2.0  # cells that share a past part by copying it
_TIME = 0.9  # of researchers' hours those left by teaching and contracts
_ENTRIES = 5.5  # in the log, for each technology
_ACTIVE = 0.3  # of all technologies those that are on the shelf, in development or earning at a time
_SEEKERS = 0.2  # people who look for work at a time, for each head


def needed(scenario: ScenarioBase, *, alone: bool = False) -> int:
    """Return about how many bytes a process needs that makes runs of a scenario, ``alone`` or with other cells."""
    from ecosim.catalogue import types_of
    from ecosim.world import layouts

    fields, channels = len(scenario.fields), 1 + len(types_of(scenario))
    columns = 8 * (5 * fields + channels + 3)
    organisation = layouts.ORGANISATION.dtype.itemsize + columns + fields * layouts.RING.dtype.itemsize
    technology = layouts.TECHNOLOGY.dtype.itemsize + 8 + _ENTRIES * layouts.EVENT.dtype.itemsize
    quarters = scenario.time.burn_in + scenario.time.quarters
    heads, knowing = _heads(scenario)
    discoveries = _TIME * scenario.processes.research.discovery * knowing * quarters  # type: ignore[attr-defined]
    seekers = _SEEKERS * heads * layouts.SEEKER.dtype.itemsize
    rows = organisations(scenario) * organisation + discoveries * technology + seekers
    if scenario.facilities:
        proposals = scenario.processes.proposals  # type: ignore[attr-defined]
        asked = proposals.need * heads + proposals.project * _ACTIVE * discoveries
        rows += asked * layouts.REQUEST.dtype.itemsize
    return int(_PROGRAM + _ROOM * (1.0 if alone else _AT_ONCE) * rows)


def organisations(scenario: ScenarioBase) -> int:
    """Return how many institutes, universities and firms there are at the start or start up in the course of a run."""
    entrants = sum(region.entrants for region in scenario.regions.values())
    return at_the_start(scenario) + math.ceil(entrants * (scenario.time.burn_in + scenario.time.quarters))


def at_the_start(scenario: ScenarioBase) -> int:
    """Return how many institutes, universities and firms a run begins with."""
    named = sum(len(getattr(scenario, part)) for part in ("institutes", "universities", "firms"))
    return named + sum(one.count for one in scenario.populations.values())


def _heads(scenario: ScenarioBase) -> tuple[float, float]:
    """Return all heads at the start, and those of researchers, each times knowledge relative to the frontier."""
    science = (*scenario.institutes.values(), *scenario.universities.values())
    heads: float = sum(one.researchers for one in science) + sum(one.staff for one in scenario.firms.values())
    knowing: float = sum(one.researchers * one.knowledge for one in science)
    for population in scenario.populations.values():
        staff = population.count * _mean(population.staff)
        heads += staff
        knowing += 0.0 if population.kind == "firm" else staff * _mean(population.knowledge)
    return heads, knowing


def _mean(drawn: Draw) -> float:
    """Return the mean of a log-normal number."""
    return drawn.median * math.exp(drawn.sigma**2 / 2)


def refuse_what_cannot_fit(scenarios: Iterable[ScenarioBase], workers: int) -> None:
    """Refuse runs of the largest scenario if as many processes need more memory than there is.

    Raises:
        UsageError: with the estimate, and with how many processes it would do.
    """
    cells = list(scenarios)
    scenario = max(cells, key=needed)
    one, free = needed(scenario, alone=len(cells) == 1), available()
    if free is None or one * workers <= free:
        return
    count = f"{scenario.name}: with {organisations(scenario):,} organisations"
    said = f"{count} a process needs about {_gib(one)} of memory"
    fitting = free // one
    cure = f"use --jobs {fitting}" if fitting else "a smaller or shorter scenario, or a larger machine, would do"
    raise UsageError(f"{said}, {workers} of them {_gib(one * workers)}; {_gib(free)} are free: {cure}")


def available() -> int | None:
    """Return how many bytes of memory are free for use; None where nobody can say."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError, IndexError):
        names = getattr(os, "sysconf_names", {})
        whole = {"SC_PHYS_PAGES", "SC_PAGE_SIZE"} <= names.keys()
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") if whole else None


def _gib(size: float) -> str:
    return f"{size / 2**30:.1f} GiB"
