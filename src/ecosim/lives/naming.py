"""What a story calls organisations, places, fields and channels."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ecosim.lives.film import Film
from ecosim.results.snapshot import place_title
from ecosim.scenario.quarter import format_quarter
from ecosim.world.codes import OPEN, Origin

_FOUNDED = {Origin.START_UP: "start-up", Origin.SPIN_OFF: "spin-off"}
ELSEWHERE = "*"  # marks what exists in the second run only


@dataclass(frozen=True)
class Names:
    """Names of what is in a run; a firm founded in both runs is called as in the first.

    Attributes:
        film: the run.
        first: the run that numbers founded firms.
    """

    film: Film
    first: Film

    def organisation(self, row: int, *, where: bool = False) -> str:
        """Return what an organisation is called, with its place if wanted; "nobody" for -1."""
        if row < 0:
            return "nobody"
        named = self.film.world.names["organisations"]
        name = self._titled(named[row]) if row < len(named) else self._founded(row)
        return f"{name} ({self.place(row)})" if where else name

    def place(self, row: int) -> str:
        """Return where an organisation is."""
        place = self.film.world.names["places"][self.film.world.orgs.rows["place"][row]]
        return place_title(self.film.scenario, place)

    def field(self, row: int) -> str:
        """Return the field of a technology."""
        return str(self.film.world.names["fields"][self.film.world.techs.rows["field"][row]]).replace("_", " ")

    def channel(self, channel: int) -> str:
        """Return how something came about: over a link, or at arm's length."""
        name = self.film.world.names["channels"][channel]
        return "at arm's length" if channel == OPEN else f"over {name}"

    def date(self, tick: int) -> str:
        """Return the quarter of a tick, such as ``2007Q3``."""
        return format_quarter(self.film.quarter(tick))

    def _titled(self, name: str) -> str:
        section, _, rest = name.partition(".")
        entry = getattr(self.film.scenario, section).get(rest)
        if entry is not None:
            return str(entry.title).partition(" (")[0]
        population, _, number = rest.rpartition(".")
        return f"firm {number} of the {population.replace('_', ' ')}"

    def _founded(self, row: int) -> str:
        org = self.film.world.orgs.rows[row]
        kind = _FOUNDED[Origin(int(org["origin"]))]
        known = self.first.organisations.get(int(org["key"]), -1)
        return f"{kind} {known}" if known >= 0 else f"{kind} {row}{ELSEWHERE}"


def capitals(text: str) -> str:
    """Return text with a capital at the beginning of each sentence."""
    return re.sub(r"(^|\. )([a-z])(?=[a-z-]* )", lambda found: found[1] + found[2].upper(), text)
