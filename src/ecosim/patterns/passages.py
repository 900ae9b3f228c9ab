"""Passages of technologies from science to a firm: each agreement, what channel it took, and how it ended."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecosim.patterns.finished import Finished
from ecosim.world.codes import Agreement, Moved

Ints = NDArray[np.int64]
_KINDS = {
    Moved.LICENSED: Agreement.LICENCE, Moved.PUBLICATION_USED: Agreement.PUBLICATION,
    Moved.SPUN_OFF: Agreement.SPIN_OFF,
}  # fmt: skip


class End(IntEnum):
    """How a passage ended by the end of the run."""

    PRODUCT = 0
    GIVEN_UP = 1
    CLOSED = 2  # the firm closed, and the technology went back to where it was discovered
    UNDER_WAY = 3


_ENDS = {Moved.PRODUCT: End.PRODUCT, Moved.ABANDONED: End.GIVEN_UP, Moved.RETURNED: End.CLOSED}


class Passages(NamedTuple):
    """Passages begun since reporting started, one entry each; quarters are counted from the first reported one.

    Attributes:
        channel: what the agreement took: 0 arm's length, else the link's channel.
        kind: licence, publication or spin-off, see `Agreement`.
        found: quarter of the discovery; negative for what burn-in left.
        agreed: quarter of the agreement.
        ended: quarter of the end; the last quarter while under way.
        end: how it ended, see `End`.
        first: whether it is the technology's first; one that came back may pass again.
    """

    channel: Ints
    kind: Ints
    found: Ints
    agreed: Ints
    ended: Ints
    end: Ints
    first: NDArray[np.bool_]


def passages(run: Finished) -> Passages:
    """Read the passages of a run from its log of events."""
    log, last = run.world.log.view, run.world.tick - 1
    log = log[np.isin(log["what"], [*_KINDS, *_ENDS])]
    log = log[np.argsort(log["technology"], kind="stable")]  # within a technology in the order of events
    begins = np.isin(log["what"], [*_KINDS])
    at = np.flatnonzero(begins)
    following = np.minimum(at + 1, len(log) - 1)
    over = (log["technology"][following] == log["technology"][at]) & ~begins[following]
    started = log[at]
    first = np.ones(len(at), bool)
    first[1:] = started["technology"][1:] != started["technology"][:-1]
    end = np.where(over, _coded(log["what"][following], _ENDS), End.UNDER_WAY)
    ended = np.where(over, log["quarter"][following], last)
    found = run.world.techs.view["found"][started["technology"]]
    seen = started["quarter"] >= run.begun
    return Passages(
        started["channel"][seen], _coded(started["what"], _KINDS)[seen], found[seen] - run.begun,
        started["quarter"][seen] - run.begun, ended[seen] - run.begun, end[seen], first[seen],
    )  # fmt: skip


def _coded(events: Ints, codes: dict[Moved, Agreement] | dict[Moved, End]) -> Ints:
    found = np.full(len(events), -1, np.int64)
    for event, code in codes.items():
        found[events == event] = code
    return found
