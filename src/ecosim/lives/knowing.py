"""Who knew whom and what in a filmed run: ties, partners who are told of a technology, people hired."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosim.lives.film import Film
from ecosim.world.codes import Carries, Kind


@dataclass(frozen=True)
class Told:
    """Firms that hear of an owner's technologies over a tie.

    Attributes:
        firms: how many.
        in_field: how many of them work in the technology's main field, and could judge it.
    """

    firms: int
    in_field: int


def ties_of(film: Film, row: int, tick: int, carrying: Carries) -> NDArray[Any]:
    """Return the ties of an organisation that carry something at the end of a quarter (records)."""
    ties = film.world.ties.view
    carries = film.at(tick).carries[:, carrying] > 0
    lasts = (ties["formed"] <= tick) & ((ties["ended"] < 0) | (ties["ended"] > tick))
    found: NDArray[Any] = ties[lasts & carries[ties["link"]] & ((ties["a"] == row) | (ties["b"] == row))]
    return found


def tie_between(film: Film, row: int, other: int, tick: int, carrying: Carries) -> Any | None:
    """Return the tie of two organisations that carries something at the end of a quarter, or None."""
    ties = ties_of(film, row, tick, carrying)
    mine = ties[(ties["a"] == other) | (ties["b"] == other)]
    return mine[0] if len(mine) else None


def told(film: Film, owner: int, field: int, tick: int) -> Told:
    """Return how many firms hear of an owner's technologies over ties at the end of a quarter."""
    ties = ties_of(film, owner, tick, Carries.LICENCES)
    partners = np.unique(np.where(ties["a"] == owner, ties["b"], ties["a"]))
    orgs = film.world.orgs.rows[partners]
    firms = (orgs["kind"] == Kind.FIRM) & ((orgs["died"] < 0) | (orgs["died"] > tick))
    return Told(int(firms.sum()), int((firms & (orgs["field"] == field)).sum()))


@dataclass(frozen=True)
class Hired:
    """Graduates that a firm hired over some quarters.

    Attributes:
        heads: people, graduates and others.
        graduates: of these, graduates, by the row of their university.
        tied: graduates of universities to which the firm was then tied.
    """

    heads: int
    graduates: Counter[int]
    tied: int


def hired(film: Film, firm: int, first: int, last: int) -> Hired:
    """Return whom a firm hired from one quarter to another."""
    graduates: Counter[int] = Counter()
    heads = tied = 0
    for tick in range(max(first, film.begun), last + 1):
        people = film.at(tick).hires
        mine = people[people["employer"] == firm]
        heads += len(mine)
        for home in mine["home"][mine["graduate"] > 0].tolist():
            graduates[home] += 1
            tied += tie_between(film, firm, home, tick, Carries.PLACEMENTS) is not None
    return Hired(heads, graduates, tied)
