"""What was different around a technology in two runs: its owner, its developer, and who was told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ecosim.lives.film import Film
from ecosim.lives.knowing import tie_between, told
from ecosim.lives.life import Life
from ecosim.lives.naming import Names
from ecosim.results.table import number
from ecosim.world.codes import Carries

ABSENT = "-"
_COLUMNS = {"staff": "people", "quality": "quality of what it sells", "cash": "cash", "sales": "sales of a quarter"}
_MONEY = ("cash", "sales")
_TIES = {Carries.LICENCES: "hears of offers over a tie", Carries.HELP: "can have advice at cost over a tie"}
_KNOWS = "knowledge of the field, share of the frontier"


@dataclass(frozen=True)
class Fact:
    """Something that was different, or not, before the paths parted.

    Attributes:
        what: what is compared.
        first, second: what it was in each run.
    """

    what: str
    first: str
    second: str


@dataclass(frozen=True)
class Pair:
    """The same technology in two runs.

    Attributes:
        first: its life in the run with the links.
        second: its life in the run without; None where it is never found there.
        films: both runs.
        names: what stories call things in each.
        without: what the second run is called, such as ``without the Triangle``.
    """

    first: Life
    second: Life | None
    films: tuple[Film, Film]
    names: tuple[Names, Names]
    without: str

    @property
    def titles(self) -> tuple[str, str]:
        """What the two runs are called at the beginning of a sentence."""
        return "With all links", self.without[:1].upper() + self.without[1:]

    def rows(self, row: int) -> tuple[int, int]:
        """Return the row of an organisation of the first run in both; -1 where it does not exist."""
        return row, self.films[1].organisation_like(self.films[0], row)


def of_audience(pair: Pair, owner: int, field: int, tick: int) -> Iterator[Fact]:
    """Compare how many firms are told of an owner's technologies in a quarter."""
    heard = [
        told(film, row, field, tick) if row >= 0 else None
        for film, row in zip(pair.films, pair.rows(owner), strict=True)
    ]
    yield Fact("firms told of it over ties", *(ABSENT if one is None else str(one.firms) for one in heard))
    yield Fact("of these in its field", *(ABSENT if one is None else str(one.in_field) for one in heard))


def of_firm(pair: Pair, firm: int, owner: int, tick: int) -> Iterator[Fact]:
    """Compare a firm, and its relation to the owner, at the end of the quarter before ``tick``."""
    if firm < 0:
        return
    name, before = pair.names[0].organisation(firm), tick - 1
    owners = dict(zip(pair.films, pair.rows(owner), strict=True))
    for flow, what in _TIES.items():
        yield from _compared(pair, firm, f"{name} {what}", before, lambda film, row, flow=flow: (  # type: ignore[misc]
            "no" if tie_between(film, row, owners[film], before, flow) is None else "yes"
        ))  # fmt: skip
    for column, what in _COLUMNS.items():
        unit = f", {pair.first.film.scenario.money.unit}" if column in _MONEY else ""
        yield from _compared(pair, firm, f"{name}: {what}{unit}", before, _column(column, before))
    field = int(pair.first.film.world.techs.rows["field"][pair.first.row])
    for row, called in ((firm, name), (owner, pair.names[0].organisation(owner))):
        yield from _compared(pair, row, f"{called}: {_KNOWS}", before, _knowledge(field, before))


def of_origin(pair: Pair, origin: int, field: int, tick: int) -> Iterator[Fact]:
    """Compare what discoveries of an organisation hang on, at the end of the quarter before ``tick``."""
    name, before = pair.names[0].organisation(origin), tick - 1
    for column, what in {"staff": "people", "basic": "share of hours left for research", "skill": "skill"}.items():
        yield from _compared(pair, origin, f"{name}: {what}", before, _column(column, before))
    yield from _compared(pair, origin, f"{name}: {_KNOWS}", before, _knowledge(field, before))


def _compared(pair: Pair, row: int, what: str, tick: int, read: Callable[[Film, int], str]) -> Iterator[Fact]:
    """Yield a fact of an organisation, unless it exists in neither run by then."""
    found = []
    for film, here in zip(pair.films, pair.rows(row), strict=True):
        died = int(film.world.orgs.rows["died"][here]) if here >= 0 else 0
        there = 0 <= here < len(film.at(tick).orgs) and (died < 0 or died > tick)
        found.append(read(film, here) if there else ABSENT)
    if found != [ABSENT, ABSENT]:
        yield Fact(what, *found)


def _column(column: str, tick: int) -> Callable[[Film, int], str]:
    return lambda film, row: number(float(film.at(tick).orgs[column][row]))


def _knowledge(field: int, tick: int) -> Callable[[Film, int], str]:
    return lambda film, row: f"{film.at(tick).knowledge[row, field]:.1%}"
