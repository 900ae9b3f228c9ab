"""What mixes of public money and links cost and bring: the front between the two, with today's mix."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, log2
from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ecosim.plots.labels import spread, tick, words
from ecosim.plots.style import FAINT, INK, QUIET, SMALL, WIDTH, Picture, colour, styled
from ecosim.policy.outcome import Candidate, Policy
from ecosim.policy.report import lever_value
from ecosim.results.table import number

# The page, in inches.
_TOP, _TALL, _ROW, _FOOT = 1.75, 4.2, 0.3, 0.95
_LEFT, _FRONT, _NAMES, _MIXES, _EDGE = 0.75, 4.5, 5.45, 6.75, 0.2
_LETTER = 0.17
_READABLE = 9  # columns of the mixes in which numbers can be read
_SHADES = LinearSegmentedColormap.from_list("parts", ["#f3b183", "#ffffff", "#86b6dd"])


@styled
def front(found: Policy, path: str | Path | None = None) -> Picture:
    """Draw money against completed transfers, each candidate with the interval of its change from today's mix.

    On the right what each candidate is made of: parts of today's money by instrument, and links that are on.

    Args:
        found: the policy search.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    names = (*found.instruments, *found.links)
    tall = max(_TALL, _ROW * (len(names) + 1))
    picture = Picture(_TOP + tall + _FOOT, "What public money and links bring", _subtitle(found))
    _front(picture.panel(_LEFT, _TOP, _FRONT, tall), found)
    picture.write(_LEFT, _TOP - 0.62, "Money and transfers", fontweight="bold")
    said = f"transfers completed from {found.start} to {found.end}"
    picture.write(_LEFT, _TOP - 0.42, said, color=QUIET, fontsize=SMALL)
    picture.write(_NAMES, _TOP - 0.62, "What the mixes are", fontweight="bold")
    how = "parts of today's money; a filled dot: the link is on"
    picture.write(_NAMES, _TOP - 0.42, how, color=QUIET, fontsize=SMALL)
    _mixes(picture.panel(_MIXES, _TOP, WIDTH - _MIXES - _EDGE, _ROW * (len(names) + 1)), found, names)
    picture.sign(
        f"{found.trials} mixes of {found.replications} runs · candidates: {found.fresh} fresh runs, paired · "
        f"seed {found.seed} · ecosim {found.version} · {found.name}"
    )
    if path is not None:
        picture.save(path)
    return picture


def _subtitle(found: Policy) -> list[str]:
    return [
        f"{found.title}. Fresh runs of mixes that a search chose within {number(found.budget)} {found.unit} a year.",
        "Bars: 95 % interval of the paired change from today's mix; hollow: not told from it, all mixes together. "
        "Grey: every mix tried.",
    ]


def _front(axes: Axes, found: Policy) -> None:
    today, others = found.today, found.candidates[1:]
    changed = [(money, today.completions + more) for money, more in found.tried]
    axes.plot(*zip(*changed, strict=True), ".", color="#c4c4c4", markersize=3.5, zorder=1)
    axes.axhline(today.completions, color=FAINT, linewidth=0.9, zorder=0)
    axes.axvline(today.money, color=FAINT, linewidth=0.9, zorder=0)
    for one in others:
        if isfinite(one.more.low):
            ends = [today.completions + one.more.low, today.completions + one.more.high]
            axes.plot([one.money] * 2, ends, color=colour(1), linewidth=1.8, solid_capstyle="butt", zorder=2)
        at = ([one.money], [one.completions])
        axes.plot(*at, "o", color=_shade(one), markeredgecolor=colour(1), markersize=6, zorder=3)
    axes.plot([today.money], [today.completions], "D", color=INK, markersize=7, zorder=4)
    axes.margins(x=0.08, y=0.08)
    axes.autoscale_view()
    _letters(axes, today, others)
    axes.set_xlabel(f"public money, {found.unit} a year", fontsize=8)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(5))
        axis.set_major_formatter(FuncFormatter(tick))


def _shade(one: Candidate) -> str:
    """Return the colour of a mark: filled where the change from today's mix is certain."""
    return colour(1) if one.clear else "white"


def _letters(axes: Axes, today: Candidate, others: Sequence[Candidate]) -> None:
    """Write names above the bars, moved apart where they would touch, and today's beside its mark."""
    axes.annotate(
        today.name, (today.money, today.completions), (-7, 6), textcoords="offset points", ha="right", fontsize=9,
        fontweight="bold", color=INK, zorder=5,
    )  # fmt: skip
    low, high = axes.get_xlim()
    at = spread([one.money for one in others], [(high - low) * _LETTER / _FRONT] * len(others), low, high)
    for one, place in zip(others, at.tolist(), strict=True):
        end = today.completions + one.more.high if isfinite(one.more.high) else one.completions
        axes.annotate(
            one.name, (place, end), (0, 3), textcoords="offset points", ha="center", va="bottom", fontsize=9,
            fontweight="bold", color=colour(1), zorder=5,
        )  # fmt: skip


def _mixes(axes: Axes, found: Policy, names: Sequence[str]) -> None:
    for column, one in enumerate(found.candidates):
        for row, name in enumerate(names):
            _cell(axes, row, column, found, one, name)
    axes.set_xlim(-0.5, len(found.candidates) - 0.5)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.set_xticks(range(len(found.candidates)), [one.name for one in found.candidates], fontsize=8, color=INK)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(names)), [words(name) for name in names], fontsize=8, color=INK)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)


def _cell(axes: Axes, row: int, column: int, found: Policy, one: Candidate, name: str) -> None:
    value = one.mix[(*found.instruments, *found.links).index(name)]
    if name in found.links:
        face = colour(1) if value else "white"
        axes.plot([column], [row], "o", markersize=6, color=face, markeredgecolor=colour(1) if value else QUIET)
        return
    reach = log2(max(found.high, 1 / found.low))
    shade = _SHADES(0.5 + log2(value) / reach / 2)
    axes.add_patch(Rectangle((column - 0.47, row - 0.45), 0.94, 0.9, facecolor=shade, linewidth=0))
    if len(found.candidates) <= _READABLE:
        axes.text(column, row, lever_value(found, one, name)[1:], ha="center", va="center", fontsize=7)
