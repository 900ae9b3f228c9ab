"""Parts that figures of published models share: curves of cells with their intervals, and the foot."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ecosim.plots.labels import tick
from ecosim.plots.style import FAINT, Picture
from ecosim.published.report import footer

_STEPS = (1, 2, 5, 10)
#: Standard errors to each side of a single 95 % interval.
SINGLE = 1.96


def curve(
    axes: Axes, summary: Mapping[str, Any], x: Sequence[float], cells: Sequence[str], measure: str, shade: str,
    line: str = "-", band: bool = True,
) -> tuple[float, float]:  # fmt: skip
    """Draw the means of a measure with their 95 % intervals, and return where the curve ends.

    Args:
        axes: the panel.
        summary: the result of a study.
        x: where each cell stands.
        cells: names of the cells.
        measure: which of their measures.
        shade: colour. line: line style. band: whether to draw the intervals.
    """
    found = [summary["cells"][cell][measure] for cell in cells]
    mean = np.array([one["mean"] for one in found], dtype=float)
    half = SINGLE * np.array([one["error"] for one in found], dtype=float)
    if band:
        axes.fill_between(x, mean - half, mean + half, color=shade, alpha=0.22, linewidth=0)
    axes.plot(x, mean, line, color=shade, linewidth=1.6 if band else 1.0)
    return float(x[-1]), float(mean[-1])


def label(axes: Axes, place: tuple[float, float], text: str, shade: Any, up: float = 0.0) -> None:
    """Write a name beside the end of a curve, ``up`` points above it."""
    axes.annotate(
        text, place, (5, up), textcoords="offset points", va="center", color=shade, fontsize=8, fontweight="bold",
        annotation_clip=False,
    )  # fmt: skip


def dress(axes: Axes, title: str, below: str) -> None:
    """Give a panel its title, the name of its horizontal axis, and a quiet grid."""
    axes.set_title(title)
    axes.set_xlabel(below, fontsize=8)
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=_STEPS))
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=_STEPS))
    axes.xaxis.set_major_formatter(FuncFormatter(tick))
    axes.yaxis.set_major_formatter(FuncFormatter(tick))
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)


def sign(picture: Picture, summary: Mapping[str, Any]) -> Picture:
    """Say at the foot which runs are seen."""
    picture.sign(footer(summary))
    return picture
