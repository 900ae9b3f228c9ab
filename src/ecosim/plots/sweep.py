"""A sweep: curves over one path, maps over a grid of two, clouds over a sample or over more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ecosim.experiments.design import ALL
from ecosim.exploration.axes import Axis
from ecosim.exploration.sweep import Sweep
from ecosim.plots.drivers import UNTOLD
from ecosim.plots.heat import heat
from ecosim.plots.labels import sentence, tick, unit, words
from ecosim.plots.style import FAINT, INK, SMALL, WIDTH, Picture, colour, styled

# The page, in inches.
_TOP, _LEFT, _GAP, _FOOT, _RIGHT = 1.3, 0.75, 0.85, 0.85, 0.25
_CURVE, _MAP, _CLOUD = 1.9, 2.3, 1.35  # height of a panel
_MAPS, _CURVES, _AXES = 2, 3, 4  # panels in a row; paths of clouds shown


@styled
def sweep(found: Sweep, indicator: str, path: str | Path | None = None) -> Picture:
    """Draw the level of an indicator and the effect of every link on it, a panel each, over what was swept.

    Args:
        found: a sweep.
        indicator: the level and the effects on it are drawn.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    grid = found.summary["design"] == "grid"
    draw = _curves if len(found.axes) == 1 else _maps if grid and len(found.axes) == len("xy") else _clouds
    picture = draw(found, indicator)
    picture.sign(found.footer())
    if path is not None:
        picture.save(path)
    return picture


def _curves(found: Sweep, indicator: str) -> Picture:
    (axis,) = found.axes
    lines = -(-len(found.effects_known) // _CURVES)
    width = (WIDTH - _RIGHT) / _CURVES - _LEFT
    how = "Mean of the replications and its 95 % interval; hollow: the interval of an effect holds zero."
    picture = _page(found, indicator, lines * (_CURVE + _GAP) - _GAP, f"over {axis.path}", how)
    for place, effect in enumerate(found.effects_known):
        left, top = _LEFT + place % _CURVES * (width + _LEFT), _TOP + place // _CURVES * (_CURVE + _GAP)
        axes = picture.panel(left, top, width, _CURVE)
        rows = _rows(found, effect, indicator)
        at = rows[axis.path].to_numpy(dtype=float) if axis.numeric else np.arange(len(rows), dtype=float)
        _curve(axes, at, rows, effect, colour(place), joined=axis.numeric)
        _head(picture, left, top, effect)
        if axis.numeric:
            _numbers(axes)
        else:
            axes.set_xticks(at, [str(value).lower() for value in rows[axis.path]])
            axes.set_xlim(-0.5, len(rows) - 0.5)
        axes.set_xlabel(_short(axis), fontsize=SMALL)
    return picture


def _curve(axes: Axes, at: np.ndarray, rows: pd.DataFrame, effect: str, shade: str, joined: bool) -> None:
    order = np.argsort(at, kind="stable")
    at, mean, low, high = at[order], *(rows[name].to_numpy()[order] for name in ("mean", "low", "high"))
    sure = (low > 0) | (high < 0) | (effect == ALL)
    if joined:
        axes.fill_between(at, low, high, color=shade, alpha=0.15, linewidth=0)
        axes.plot(at, mean, color=shade, linewidth=1.4)
    else:
        axes.vlines(at, low, high, color=shade, linewidth=1.6)
    for chosen, inside in ((sure, shade), (~sure, "white")):
        axes.plot(at[chosen], mean[chosen], "o", color=shade, markerfacecolor=inside, markersize=5)
    if effect != ALL:
        axes.axhline(0, color=INK, linewidth=0.8)
    axes.margins(x=0.04, y=0.1)
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(FuncFormatter(tick))
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.set_axisbelow(True)


def _maps(found: Sweep, indicator: str) -> Picture:
    across, up = found.axes
    lines = -(-len(found.effects_known) // _MAPS)
    width = (WIDTH - _RIGHT) / _MAPS - _LEFT - 0.75
    how = "Effects: blue more, orange less; dot: the 95 % interval holds zero; line: between surely more and less."
    picture = _page(found, indicator, lines * (_MAP + _GAP) - _GAP, f"over {across.path} and {up.path}", how)
    for place, effect in enumerate(found.effects_known):
        left, top = _LEFT + place % _MAPS * (width + 0.75 + _LEFT), _TOP + place // _MAPS * (_MAP + _GAP)
        axes, bar = picture.panel(left, top, width, _MAP), picture.panel(left + width + 0.1, top, 0.11, _MAP)
        rows = _rows(found, effect, indicator)
        shape = (len(across.values), len(up.values))
        mean, low, high = (rows[name].to_numpy().reshape(shape).T for name in ("mean", "low", "high"))
        heat(axes, bar, (across, up), mean, (low <= 0) & (high >= 0), signed=effect != ALL)
        _head(picture, left, top, effect)
        axes.set_xlabel(_short(across), fontsize=SMALL)
        axes.set_ylabel(_short(up), fontsize=SMALL)
    return picture


def _clouds(found: Sweep, indicator: str) -> Picture:
    shown, effects = found.axes[:_AXES], found.effects_known
    tall = len(effects) * (_CLOUD + 0.35)
    width = (WIDTH - 1.2 - _RIGHT) / len(shown) - 0.35
    how = "Each dot: one point, mean of its replications; grey: the 95 % interval of an effect holds zero."
    picture = _page(found, indicator, tall, f"over {len(found.axes)} paths", how)
    for row, effect in enumerate(effects):
        rows = _rows(found, effect, indicator)
        sure = ((rows["low"] > 0) | (rows["high"] < 0) | (effect == ALL)).to_numpy()
        top = _TOP + row * (_CLOUD + 0.35)
        for place, axis in enumerate(shown):
            axes = picture.panel(1.2 + place * (width + 0.35), top, width, _CLOUD)
            names = list(dict.fromkeys(axis.values))
            at = rows[axis.path].to_numpy() if axis.numeric else np.array([names.index(one) for one in rows[axis.path]])
            for chosen, shade in ((~sure, UNTOLD), (sure, colour(row))):
                axes.plot(at[chosen], rows["mean"].to_numpy()[chosen], "o", color=shade, markersize=3, clip_on=False)
            if effect != ALL:
                axes.axhline(0, color=INK, linewidth=0.8)
            _cloud_labels(axes, axis, names, first=not place, last=row == len(effects) - 1)
        picture.write(0.15, top - 0.22, _words_of(effect), fontweight="bold", fontsize=8)
    return picture


def _cloud_labels(axes: Axes, axis: Axis, names: list[object], first: bool, last: bool) -> None:
    axes.margins(x=0.05, y=0.08)
    axes.yaxis.set_major_locator(MaxNLocator(3))
    axes.yaxis.set_major_formatter(FuncFormatter(tick))
    if axis.numeric:
        _numbers(axes)
    else:
        axes.set_xticks(range(len(names)), [str(one).lower() for one in names])
    if not first:
        axes.set_yticklabels([])
    if last:
        axes.set_xlabel(_short(axis), fontsize=SMALL)
    else:
        axes.set_xticklabels([])


def _page(found: Sweep, indicator: str, tall: float, over: str, how: str) -> Picture:
    title = sentence(words(found.indicator(indicator)["title"]))
    measured = unit(found, found.indicator(indicator))
    lines = [f"{found.summary['title']}, by {found.summary['end']}, {over}. Unit: {measured}.", how]
    return Picture(_TOP + tall + _FOOT, f"{title} and the effects of links on them", lines)


def _head(picture: Picture, left: float, top: float, effect: str) -> None:
    picture.write(left, top - 0.25, _words_of(effect), fontweight="bold", fontsize=8.5, color=INK)


def _words_of(effect: str) -> str:
    return "With all links" if effect == ALL else f"Effect of {words(effect)}"


def _rows(found: Sweep, effect: str, indicator: str) -> pd.DataFrame:
    table = found.table
    return table.loc[(table["effect"] == effect) & (table["indicator"] == indicator)]


def _numbers(axes: Axes) -> None:
    axes.xaxis.set_major_locator(MaxNLocator(4))
    axes.xaxis.set_major_formatter(FuncFormatter(tick))


def _short(axis: Axis) -> str:
    """Return the last two steps of a path in words."""
    return words(": ".join(axis.path.split(".")[-2:]))
