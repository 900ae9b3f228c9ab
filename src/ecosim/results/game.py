"""Links as players of a cooperative game: Shapley shares and interactions, exact where every coalition is known.

The worth v(S) of a coalition S is what comes out with the links S and without the other players. Coalitions are
numbered: bit i of a number says whether player i belongs. Everything is linear in v, so each function takes the
worths of many games at once, one per replication and indicator, and of any kind of number, fractions too.

Sources: Shapley (1953), A value for n-person games; Harsanyi (1963), A simplified bargaining model for the n-person
cooperative game; Grabisch and Roubens (1999), An axiomatic approach to the concept of interaction among players in
cooperative games; Castro, Gómez and Tejada (2009), Polynomial calculation of the Shapley value based on sampling.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Worths = NDArray[Any]


def coalition(players: Iterable[int]) -> int:
    """Return the number of the coalition of some players."""
    return sum(1 << player for player in set(players))


def dividends(worths: Worths) -> Worths:
    """Return Harsanyi's dividends (the Moebius transform): what each coalition adds to all that its parts add.

    d(S) = sum over T within S of (-1)^(|S| - |T|) v(T)

    Args:
        worths: (2 ** players, ...), by the number of the coalition.
    """
    found = np.array(worths)
    for player in range(players_of(found)):
        halves = found.reshape(-1, 2, 1 << player, *found.shape[1:])
        halves[:, 1] -= halves[:, 0]
    return found


def interaction(dividends: Worths, members: Sequence[int]) -> Worths:
    """Return the interaction index of some players (Grabisch and Roubens 1999); of a single one, its Shapley value.

    I(T) = sum over S that contain T of d(S) / (|S| - |T| + 1), which is the average, over all orders in which T
    joins the other players as one, of what the members of T add together beyond what parts of T add.

    Args:
        dividends: (2 ** players, ...).
        members: players, without repetition.
    """
    part = coalition(members)
    found: Worths = 0 * dividends[0]
    for whole in range(len(dividends)):
        if whole & part == part:
            found = found + dividends[whole] / (whole.bit_count() - part.bit_count() + 1)
    return found


def marginals(worths: dict[frozenset[str], Worths], order: Sequence[str]) -> Worths:
    """Return what each link adds when links come one by one: (links, ...), by the name of the link.

    Args:
        worths: by the links that are there; those that are passed on the way are needed.
        order: the links in the order in which they come.
    """
    added = {
        link: worths[frozenset(order[: place + 1])] - worths[frozenset(order[:place])]
        for place, link in enumerate(order)
    }
    return np.stack([added[link] for link in sorted(added)])


def players_of(worths: Worths) -> int:
    """Return how many players a game with so many coalitions has."""
    return len(worths).bit_length() - 1
