"""A run held against the world on one sheet: a small picture for each quantity, with the band that is known."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ecosim.plots import pattern_panels as panels
from ecosim.plots.labels import minus
from ecosim.plots.style import QUIET, SMALL, Picture, styled
from ecosim.results.patterns import Patterns, printed_unit, printed_value

# The page, in inches.
_LEFT, _PITCH, _PANEL, _TALL = 0.78, 2.4, 1.6, 1.35
_TOP, _ROW, _LINE, _FOOT = 1.5, 2.45, 0.155, 0.45
_ACROSS, _CHARACTERS = 4, 150

Row = Mapping[Any, Any]
Rows = Mapping[str, Row]

#: What is drawn: title, the targets of the panel, and what draws it.
PANELS: tuple[tuple[str, tuple[str, ...], Callable[[Axes, Patterns, Rows], None]], ...] = (
    ("Per 100 disclosures",
     ("funnel_applications", "funnel_patents", "funnel_licences", "funnel_startups", "funnel_products"),
     panels.funnel),
    ("Discoveries per researcher", ("disclosures_per_researcher",), panels.disclosures),
    ("From discovery to product", ("product_lag",), panels.lags),
    ("Yearly closures of spin-offs", ("startup_closure",), panels.closures),
    ("Young firms alive by age", ("spinoff_survival_5y", "startup_survival_5y"), panels.survival),
    ("Ties lasting by age", ("ties_half_life",), panels.ties),
    ("Sizes of firms", ("firm_size_tail",), panels.sizes),
    ("Share of the best products", ("value_top_decile",), panels.top_share),
    ("Returns of products", ("value_shape",), panels.returns),
    ("Industry's part of research", ("industry_funding",), panels.industry),
    ("Sales owed to science", ("academic_dependence",), panels.dependence),
    ("Firms with science projects", ("cooperation_innovative", "cooperation_noninnovative"), panels.cooperation),
    ("Industry's part of a facility",
     ("facility_industrial_share_early", "facility_industrial_share_mature"),
     panels.facility_use),
)


@styled
def sheet(found: Patterns, path: str | Path | None = None) -> Picture:
    """Draw every quantity that was measured, with its band in grey, and say which were not.

    Args:
        found: what `ecosim.results.patterns.patterns` found.
        path: where to write the picture.

    Raises:
        UsageError: the suffix of the path is unknown.
        StoreError: the picture cannot be written.
    """
    rows = {one["id"]: one for one in found.table.to_dict("records")}
    drawn = [panel for panel in PANELS if any(np.isfinite(rows[target]["value"]) for target in panel[1])]
    left_out = _left_out(rows)
    depth = _TOP - 0.55 + ceil(len(drawn) / _ACROSS) * _ROW
    picture = Picture(depth + _LINE * len(left_out) + _FOOT, *_headings(found))
    for place, (title, targets, draw) in enumerate(drawn):
        row, column = divmod(place, _ACROSS)
        left, top = _LEFT + column * _PITCH, _TOP + row * _ROW
        picture.write(left - 0.5, top - 0.5, title, fontweight="bold")
        for line, text in enumerate(_said([rows[target] for target in targets])):
            picture.write(left - 0.5, top - 0.32 + line * 0.13, text, color=QUIET, fontsize=SMALL)
        draw(picture.panel(left, top, _PANEL, _TALL), found, rows)
    for place, text in enumerate(left_out):
        picture.write(0.15, depth + place * _LINE, text, color=QUIET, fontsize=SMALL)
    picture.write(0.15, picture.get_figheight() - 0.22, found.footer, color=QUIET, fontsize=SMALL)
    if path is not None:
        picture.save(path)
    return picture


def _headings(found: Patterns) -> tuple[str, list[str]]:
    return f"{found.results.summary['title']}: held against the world", [
        "Grey: what is known of real ecosystems, a band with its value as a line. In colour: the model; thin lines "
        "are single runs, shades hold 90 % of them.",
        f"Above each: verdict, mean (* median) of {len(found.seen)} replications and its 95 % interval, which tells "
        "the luck of runs alone.",
    ]  # fmt: skip


def _said(rows: list[Row]) -> list[str]:
    """Return verdict, value and interval of one quantity; of several the verdicts alone."""
    if len(rows) > 1:
        verdicts = [row["verdict"] for row in rows]
        return [", ".join(f"{verdicts.count(one)} {one}" for one in dict.fromkeys(verdicts))]
    row = rows[0]
    value, interval = printed_value(row)
    return [minus(" ".join(f"{row['verdict']}: {value} {interval.strip('-')} {printed_unit(row)}".split()))]


def _left_out(rows: Rows) -> list[str]:
    reasons: dict[str, list[str]] = {}
    for row in rows.values():
        if row["reason"]:
            reasons.setdefault(f"{row['verdict']}: {row['reason']}", []).append(row["quantity"])
    texts = [f"Not drawn: {'; '.join(names)} ({reason})." for reason, names in reasons.items()]
    return [line for text in texts for line in textwrap.wrap(text, _CHARACTERS, subsequent_indent="    ")]
