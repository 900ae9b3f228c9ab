"""How long technologies take to become products: a curve for each channel, from discovery and from agreement."""

from __future__ import annotations

from pathlib import Path

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator, PercentFormatter

from ecosim.plots.labels import sentence, spread, tick, words
from ecosim.plots.style import FAINT, QUIET, SMALL, WIDTH, Picture, colour, dashes, ink, styled
from ecosim.results.survival import CLOCKS, Clock, Survival
from ecosim.results.survival_report import curve_of

# The page, in inches.
_TOP, _TALL, _FOOT, _LEFT, _NAMES, _LINE = 1.5, 3.1, 0.85, 0.55, 1.35, 0.17


@styled
def survival(found: Survival, path: str | Path | None = None) -> Picture:
    """Draw the share that is a product by years since discovery and since agreement, a line for each group.

    Args:
        found: what `ecosim.results.survival.survival` found.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    picture = Picture(_TOP + _TALL + _FOOT, *_headings(found))
    pitch = (WIDTH - 0.1) / len(CLOCKS)
    top = 1.05 * max(found.curves["high"].max(), found.curves["share"].max(), 0.1)
    for place, clock in enumerate(CLOCKS):
        axes = picture.panel(_LEFT + place * pitch, _TOP, pitch - _LEFT - _NAMES, _TALL)
        axes.set_ylim(0, min(1.0, top))
        axes.set_xlim(0, found.followed / 4)
        _draw(axes, found, clock)
        axes.set_title(f"From {clock} to product", pad=10)
        axes.set_xlabel(f"years since {clock}", fontsize=SMALL)
    picture.sign(found.footer)
    if path is not None:
        picture.save(path)
    return picture


def _headings(found: Survival) -> tuple[str, list[str]]:
    return "How long a technology takes to become a product", [
        f"{found.results.summary['title']}, {words(found.cell)}.",
        "Share that is a product by then, if nothing were given up and no firm closed (Kaplan-Meier).",
        f"Lines: mean of {found.runs} replications; bands: its 95 % interval. Left: only what passes to a firm within "
        f"{found.followed / 4:g} years.",
    ]  # fmt: skip


def _draw(axes: Axes, found: Survival, clock: Clock) -> None:
    ends, texts, places = [], [], []
    for index, group in enumerate(found.groups):
        curve = curve_of(found, clock, group)
        if not len(curve):
            continue
        axes.fill_between(curve["years"], curve["low"], curve["high"], color=colour(index), alpha=0.15, linewidth=0,
                          step="post")  # fmt: skip
        axes.step(curve["years"], curve["share"], dashes(index), color=colour(index), linewidth=1.6, where="post")
        ends.append((float(curve["years"].iloc[-1]), float(curve["share"].iloc[-1])))
        texts.append(sentence(words(group)))
        places.append(index)
    low, high = axes.get_ylim()
    sizes = [_LINE * (high - low) / _TALL] * len(texts)
    centres = spread([share for _, share in ends], sizes, low, high)
    for end, text, index, centre in zip(ends, texts, places, centres, strict=True):
        axes.annotate(
            text, end, (1.03, centre), textcoords=("axes fraction", "data"), va="center", color=ink(index),
            fontsize=8, fontweight="bold", annotation_clip=False,
            arrowprops={"arrowstyle": "-", "color": colour(index), "linewidth": 0.6, "relpos": (0, 0.5)},
        )  # fmt: skip
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, 0))
    axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.xaxis.set_major_formatter(FuncFormatter(tick))
    axes.grid(axis="y", color=FAINT, linewidth=0.5)
    axes.tick_params(labelcolor=QUIET)
    axes.set_axisbelow(True)
