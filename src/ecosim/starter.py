"""A scenario to begin with: a text full of comments, of a modest size, that runs as it is.

Money follows from heads as it does in the scenario of Novosibirsk (``docs/data.md``): posts cost 0.9 x wage and 30 %
overhead, 18 % of that goes through projects; firms sell 1.75 x labour cost and have 3 % of the demand they can reach.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template

from ecosim.catalogue import link_types
from ecosim.errors import UsageError, did_you_mean
from ecosim.scenario.quarter import format_quarter
from ecosim.scenario.text import printable

_WAGE = 0.3  # money a head and quarter
_POST = 0.9 * 1.3 * 4 * _WAGE  # money a researcher and year
_PROJECTS, _TEACHING = 0.18, 0.15  # share of money through projects, of researchers at universities
_SALES = 1.75 * 4 * _WAGE  # money a head of a firm and year
_STAFF = 8 * math.exp(0.5)  # mean of the distribution in the template
_LOCAL = 0.03


@dataclass(frozen=True)
class Wish:
    """What a scenario is to hold.

    Attributes:
        name, title: its names, of which the first is that of its file.
        institutes, universities, firms: how many of each; at least one institute, university and firm at each place.
        researchers: heads in institutes and universities together.
        fields: what they work on.
        links: which links there are.
        start, end: first and last quarter, in quarters since year 0.
    """

    name: str
    title: str
    institutes: int
    universities: int
    firms: int
    researchers: int
    fields: tuple[str, ...]
    links: tuple[str, ...]
    start: int
    end: int


def scenario_text(wish: Wish, file: str) -> str:
    """Return the text of a scenario file.

    Args:
        wish: what it is to hold.
        file: its name, which comments mention.

    Raises:
        UsageError: there is no such link.
    """
    template = Template(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    teachers = max(wish.universities, round(wish.researchers * _TEACHING))
    scientists = max(wish.institutes, wish.researchers - teachers)
    market = wish.firms * _STAFF * _SALES / _LOCAL / len(wish.fields)
    return template.substitute(
        name=wish.name, heading=printable(wish.title), title=json.dumps(wish.title, ensure_ascii=False), file=file,
        wage=_WAGE,
        start=format_quarter(wish.start), end=format_quarter(wish.end),
        opens=format_quarter((wish.start + wish.end) // 2), fields=", ".join(wish.fields),
        market=_each(wish.fields, round(market)), weights=_each(wish.fields, 1),
        entrants=f"{max(0.2, wish.firms / 40):.1f}", campus_firms=wish.firms - wish.firms // 2,
        town_firms=wish.firms // 2, capacity=max(2, wish.firms // 4),
        to_institutes=round(scientists * _POST * (1 - _PROJECTS)),
        to_universities=round(teachers * _POST * (1 - _PROJECTS)),
        to_projects=round((scientists + teachers) * _POST * _PROJECTS),
        to_subsidies=round(0.7 * wish.firms), to_technoparks=round(0.3 * wish.firms),
        to_housing=round(0.3 * wish.firms),
        institutes="".join(_institutes(wish, scientists)), universities="".join(_universities(wish, teachers)),
        links="".join(_links(wish.links)),
    )  # fmt: skip


def _each(fields: Iterable[str], value: float) -> str:
    return ", ".join(f"{field}: {value}" for field in fields)


def _institutes(wish: Wish, heads: int) -> Iterator[str]:
    for number in range(wish.institutes):
        field, nth = wish.fields[number % len(wish.fields)], number // len(wish.fields) + 1
        name = f"{field}_{nth}" if nth > 1 else field
        title = f"Institute of {name.replace('_', ' ')}"
        yield _science(f"institute_of_{name}", title, "campus", heads, wish.institutes)
        yield f"    fields: {{{field}: 1}}\n"


def _universities(wish: Wish, heads: int) -> Iterator[str]:
    for number in range(1, wish.universities + 1):
        place = "campus" if number == 1 else "town"
        yield _science(f"university_{number}", f"University {number}", place, heads, wish.universities)
        yield f"    students: {10 * max(1, heads // wish.universities)} # who go into research or high technology\n"
        yield f"    fields: {{{_each(wish.fields, 1)}}}\n"


def _science(name: str, title: str, place: str, heads: int, among: int) -> str:
    researchers = max(1, heads // among)
    return f"  {name}:\n    title: {title}\n    place: {place}\n    researchers: {researchers}\n"


def _links(wanted: tuple[str, ...]) -> Iterator[str]:
    known = link_types()
    for name in wanted:
        if name not in known:
            raise UsageError(f"no link {name!r}{did_you_mean(name, list(known))}; known: {', '.join(known)}")
    for name, link in known.items():
        flows = ", ".join(link.Params.flows())
        yield f"  {name}: {{}} # {flows}\n" if name in wanted else f"  # {name}: {{}} # {flows}\n"
