"""Triple-helix synergy by cell: T with its marks, its difference to the baseline, and who took part."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator, PercentFormatter

from ecosim.plots.labels import cell_titles, minus, sentence, wrapped
from ecosim.plots.rows import frame_rows
from ecosim.plots.style import INK, PALETTE, QUIET, SMALL, WIDTH, Picture, colour, styled
from ecosim.results.synergy import Synergy
from ecosim.results.synergy_report import APART, bits, interval

# The page, in inches. Three panels from left to right, each with its width.
_NAMES, _TOP, _ROW, _FOOT = 1.6, 1.95, 0.5, 0.75
_LEVEL, _CHANGE, _SAID, _GAP = 2.4, 1.3, 1.35, 0.25
#: Who took part, from science over industry to education, in the order of the bars; dark where industry did.
SHADES = {
    "science alone": PALETTE[6], "science and industry": PALETTE[1], "science and education": PALETTE[4],
    "all three": PALETTE[0], "industry alone": PALETTE[3], "education and industry": PALETTE[2],
    "education alone": PALETTE[5],
}  # fmt: skip
#: Values of T to compare with.
MARKS = {
    APART: f"{APART:.3f}: one sector alone\nin each, equally often", 0.0: "0: chance, or all\nthree in each",
}  # fmt: skip
_WARNING = (
    "NOT MONOTONE in collaboration: as that grows from none to full, T first falls, then rises to 0. "
    "Do not read T as more or less of it."
)


@styled
def synergy(found: Synergy, path: str | Path | None = None) -> Picture:
    """Draw T of every cell, its paired difference, and the shares of records in which each took part.

    Args:
        found: what `ecosim.results.synergy.synergy_of` found.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    tall, left = _ROW * len(found.cells), _NAMES
    picture = Picture(_TOP + tall + _FOOT, *_headings(found))
    picture.write(0.15, 0.44, _WARNING, fontweight="bold")
    level = picture.panel(left, _TOP, _LEVEL, tall)
    _draw_level(level, found)
    picture.write(left, _TOP - 0.6, "T, bits", fontweight="bold")
    left += _LEVEL + _GAP
    axes = [level]
    if len(found.cells) > 1:
        axes.append(picture.panel(left, _TOP, _CHANGE, tall))
        _draw_change(axes[-1], found)
        picture.write(left, _TOP - 0.6, "Effect on T, bits" if _links(found) else "Difference of T, bits",
                      fontweight="bold")  # fmt: skip
        left += _CHANGE + _SAID + _GAP
    axes.append(picture.panel(left, _TOP, WIDTH - _GAP - left, tall))
    _draw_parts(axes[-1], found)
    picture.write(left, _TOP - 0.6, "Technologies by who took part", fontweight="bold")
    for one in axes:
        one.set_ylim(len(found.cells) - 0.5, -0.5)
        one.set_yticks(range(len(found.cells)), _names(found) if one is level else [])
    picture.sign(found.footer)
    if path is not None:
        picture.save(path)
    return picture


def _headings(found: Synergy) -> tuple[str, list[str]]:
    runs = f"{found.results.summary['title']}: technologies found from {found.results.summary['calendar']['start']} on."
    how = f" Mean of {found.runs} replications and 95 % interval"
    how += f"; effect of a link: {found.results.baseline} minus without it." if _links(found) else "."
    return "Triple-helix synergy T is no measure of how much the three work together", [
        "",  # the warning, in ink
        sentence(_reduced(found)) if found.apart else "Negative: science, education and industry are tied together by "
        "more than their pairs; positive: the same ties are told twice.",
        runs + how,
    ]  # fmt: skip


def _reduced(found: Synergy) -> str:
    return (
        "here each technology has science or education and never both, so T is only what those two tell of industry, "
        "and cannot be negative."
    )


def _links(found: Synergy) -> bool:
    return any(one["without"] for one in found.results.summary["cells"])


def _names(found: Synergy) -> list[str]:
    titles = cell_titles(found.results)
    return [wrapped(sentence(titles[cell]), 22) for cell in found.cells]


def _draw_level(axes: Axes, found: Synergy) -> None:
    for mark, text in MARKS.items():
        axes.axvline(mark, color=QUIET, linewidth=0.8, linestyle="--")
        axes.annotate(
            minus(text), (mark, 1), (0, 4), xycoords=("data", "axes fraction"), textcoords="offset points", ha="center",
            fontsize=SMALL, color=QUIET, annotation_clip=False,
        )  # fmt: skip
    rows = [found.row(cell, "term", "T") for cell in found.cells]
    for place, row in enumerate(rows):
        shade = colour(found.results.cells.index(found.cells[place]))
        _interval(axes, place, (row["value"], row["low"], row["high"]), shade, known=True)
        side = -1 if row["value"] > APART / 2 else 1  # into the middle, where there is room
        axes.annotate(
            minus(bits(row["value"])), (row["value"], place), (8 * side, 0), textcoords="offset points", va="center",
            ha="right" if side < 0 else "left", fontsize=8, color=INK,
        )  # fmt: skip
    ends = [row[name] for row in rows for name in ("value", "low", "high") if isfinite(row[name])]
    low, high = min([APART, *ends]), max([0.0, *ends])
    axes.set_xlim(low - 0.2 * (high - low), high + 0.2 * (high - low))
    frame_rows(axes)


def _draw_change(axes: Axes, found: Synergy) -> None:
    axes.axvline(0, color=INK, linewidth=0.8)
    for place, cell in enumerate(found.cells):
        row = found.row(cell, "term", "T")
        text = "compared with" if cell == found.results.baseline else _said(row)
        if cell != found.results.baseline:
            values = (row["difference"], row["difference_low"], row["difference_high"])
            _interval(axes, place, values, colour(found.results.cells.index(cell)))
        axes.annotate(
            text, (1, place), (6, 0),
            xycoords=("axes fraction", "data"), textcoords="offset points", va="center", fontsize=8,
            color=QUIET if cell == found.results.baseline else INK, annotation_clip=False,
        )  # fmt: skip
    axes.margins(x=0.08)
    frame_rows(axes)
    axes.xaxis.set_major_locator(MaxNLocator(2))  # small numbers are long


def _said(row: Mapping[str, Any]) -> str:
    bounds = interval(row["difference_low"], row["difference_high"], sign=True)
    return minus(f"{bits(row['difference'], sign=True)}\n{bounds if bounds != '-' else 'no interval'}")


def _interval(
    axes: Axes, place: int, values: tuple[float, float, float], shade: str, *, known: bool = False
) -> None:
    """Draw a mean with its interval; hollow where that holds zero, unless it is ``known``."""
    mean, low, high = values
    full = known or not low <= 0 <= high
    axes.plot([low, high], [place, place], color=shade, linewidth=2.2, solid_capstyle="butt")
    axes.plot([mean], [place], "o", color=shade, markerfacecolor=shade if full else "white", markersize=6)


def _draw_parts(axes: Axes, found: Synergy) -> None:
    ends = [0.0] * len(found.cells)
    drawn = []
    for name, shade in SHADES.items():
        shares = [found.row(cell, "share", name)["value"] for cell in found.cells]
        if not any(share > 0 for share in shares):
            continue
        axes.barh(range(len(shares)), shares, 0.55, left=ends, color=shade)
        ends = [end + share for end, share in zip(ends, shares, strict=True)]
        drawn.append(Patch(color=shade, label=name.replace(" and ", " + ")))
    axes.set_xlim(0, 1)
    frame_rows(axes)
    axes.grid(visible=False)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, 0))
    axes.legend(
        handles=drawn, loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0.6, ncols=2, frameon=False,
        fontsize=SMALL, labelcolor=QUIET, handlelength=0.9, handleheight=0.9, columnspacing=0.8, handletextpad=0.4,
        borderpad=0,
    )  # fmt: skip
