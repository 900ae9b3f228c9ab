"""What the live view shows of a run under way: its path before that of the scenario as it is, and the ties of now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from ecosim.plots.labels import sentence, tick, words
from ecosim.plots.network import draw_ties, write_links
from ecosim.plots.style import FAINT, QUIET, WIDTH, Picture, colour, styled
from ecosim.results.snapshot import Snapshot

# The page, in inches.
_TOP, _TALL, _LEFT, _GAP, _FOOT = 1.15, 1.55, 0.7, 0.6, 0.45
_ACROSS = 2


class Shown(NamedTuple):
    """One indicator.

    Attributes:
        title: its title and unit.
        as_is: (quarters,), in the run of the scenario as it is.
        so_far: (quarters up to now,), in the run that is looked at.
    """

    title: str
    as_is: NDArray[np.float64]
    so_far: NDArray[np.float64]


@styled
def live_path(title: str, what: str, years: NDArray[np.float64], shown: Sequence[Shown]) -> Picture:
    """Draw the path of a run so far before that of the scenario as it is, a panel for each indicator.

    Args:
        title: which run is seen.
        what: which links it goes without, and whose luck it has.
        years: end of each quarter.
        shown: the indicators.
    """
    lines = -(-len(shown) // _ACROSS)
    picture = Picture(_TOP + lines * (_TALL + _GAP) - _GAP + _FOOT, title, [what, "Grey: the scenario as it is."])
    width = WIDTH / _ACROSS - _LEFT - 0.2
    for place, one in enumerate(shown):
        row, column = divmod(place, _ACROSS)
        axes = picture.panel(_LEFT + column * WIDTH / _ACROSS, _TOP + row * (_TALL + _GAP), width, _TALL)
        axes.plot(years, one.as_is, color=QUIET, linewidth=1.2)
        axes.plot(years[: len(one.so_far)], one.so_far, color=colour(1), linewidth=2)
        axes.set_xlim(years[0], years[-1])
        most = max([*one.as_is, *one.so_far, 1e-9])
        axes.set_ylim(0, 1.08 * most)
        axes.set_title(sentence(words(one.title)))
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.yaxis.set_major_locator(MaxNLocator(4))
        axes.yaxis.set_major_formatter(FuncFormatter(tick))
        axes.grid(axis="y", color=FAINT, linewidth=0.5)
    return picture


@styled
def live_ties(title: str, now: Snapshot) -> Picture:
    """Draw who is tied to whom now.

    Args:
        title: which quarter is seen.
        now: the run now.
    """
    picture = Picture(6.6, title, ["Each line is a tie. Along each arm by field, then by size; size of a dot: people."])
    write_links(picture, now, 0.75)
    draw_ties(picture.panel(2.0, 1.1, 6.0, 5.28), now)
    return picture
