"""A map over two swept paths: colour for size, a line where an effect is none, dots where its sign is not sure."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.ticker import FuncFormatter, MaxNLocator
from numpy.typing import NDArray

from ecosim.exploration.axes import Axis
from ecosim.plots.labels import tick
from ecosim.plots.style import INK, colour

_MOST_NAMES = 8  # values of a path named on an axis
_SIGNED = LinearSegmentedColormap.from_list("signed", [colour(2), "#f7f7f7", colour(1)])
_LEVEL = LinearSegmentedColormap.from_list("level", ["#f7f7f7", "#333333"])


def heat(
    axes: Axes, bar: Axes, paths: tuple[Axis, Axis], mean: NDArray[np.float64], unsure: NDArray[np.bool_], signed: bool
) -> None:
    """Draw a map, with a cell of one size for each combination of values, and its key.

    Args:
        axes: where the map goes.
        bar: where its key goes.
        paths: what goes across and up.
        mean: (up, across).
        unsure: (up, across), where the interval holds zero.
        signed: whether it is an effect, to be coloured around zero, with a line where it is none if it is surely more
            at some place and surely less at another; else the line would follow luck.
    """
    finite = mean[np.isfinite(mean)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    reach = max(abs(low), abs(high)) or 1.0
    scale = Normalize(-reach, reach) if signed else Normalize(low, high if high > low else low + 1)
    shades = _SIGNED if signed else _LEVEL
    axes.imshow(mean, origin="lower", aspect="auto", cmap=shades, norm=scale, interpolation="nearest")
    if signed:
        up, across = np.nonzero(unsure)
        axes.plot(across, up, ".", color=INK, markersize=3, zorder=3)
        sure = mean[~unsure]
        if (sure > 0).any() and (sure < 0).any() and min(mean.shape) > 1 and all(path.numeric for path in paths):
            axes.contour(mean, levels=[0.0], colors=INK, linewidths=1.6)
    for axis, path in ((axes.xaxis, paths[0]), (axes.yaxis, paths[1])):
        step = -(-len(path.values) // _MOST_NAMES)
        places = range(0, len(path.values), step)
        axis.set_ticks(list(places), [_name(path.values[place]) for place in places])
    axes.spines[["left", "bottom"]].set_visible(False)
    figure_bar = bar.figure.colorbar(ScalarMappable(scale, shades), cax=bar)
    figure_bar.outline.set_visible(False)
    bar.yaxis.set_major_locator(MaxNLocator(4))
    bar.yaxis.set_major_formatter(FuncFormatter(tick))


def _name(value: object) -> str:
    return f"{value:.4g}" if isinstance(value, float) else str(value).lower()
