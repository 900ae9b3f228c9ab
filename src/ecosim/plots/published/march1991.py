"""Figures 1, 2, 4 and 5 of March (1991)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from matplotlib.axes import Axes

from ecosim.plots.published.parts import curve, dress, label, sign
from ecosim.plots.style import QUIET, Picture, colour, ink, styled
from ecosim.published.march1991.experiments import (
    CODE_RATES,
    COMPARED,
    FAST,
    INDEPENDENT,
    MOMENTS,
    RATES,
    TURNOVER,
    mean_rate,
)

# The page, in inches.
_LEFT, _RIGHT, _TOP, _WIDE, _TALL, _DOWN = 0.55, 5.45, 1.45, 3.45, 2.35, 3.25


@styled
def figure(summary: Mapping[str, Any]) -> Picture:
    """Draw the closed system with the published numbers, and the three experiments that open it."""
    picture = Picture(
        _TOP + _DOWN + _TALL + 0.85,
        summary["title"],
        [
            "Knowledge of the organization's code: right less wrong beliefs, as a share of 30 elements. March (1991).",
            "Lines: means of our runs, with 95 % intervals. Rings: the numbers that verdicts compare with.",
            "Dashed: the literal reading of the paper's text.",
        ],
    )
    _closed(picture.panel(_LEFT, _TOP, _WIDE, _TALL), summary)
    _mixed(picture.panel(_RIGHT, _TOP, _WIDE, _TALL), summary)
    _turnover(picture.panel(_LEFT, _TOP + _DOWN, _WIDE, _TALL), summary)
    _turbulence(picture.panel(_RIGHT, _TOP + _DOWN, _WIDE, _TALL), summary)
    return sign(picture, summary)


def _closed(axes: Axes, summary: Mapping[str, Any]) -> None:
    for index, p2 in enumerate(CODE_RATES, start=1):
        end = curve(axes, summary, RATES, [f"closed p1={p1} p2={p2}" for p1 in RATES], "code", colour(index))
        literal = [f"literal p1={p1} p2={p2}" for p1 in COMPARED]
        curve(axes, summary, COMPARED, literal, "code", colour(index), "--", band=False)
        axes.plot(COMPARED, INDEPENDENT[p2], "o", markerfacecolor="none", color=colour(index), clip_on=False)
        label(axes, end, f"p2 = {p2}", ink(index), up={0.1: 4.0, 0.5: 2.0, 0.9: -3.0}[p2])
    axes.set_xlim(0.05, 0.9)
    dress(axes, "Closed organization at rest", "p1, chance that a member takes a step towards the code")


def _mixed(axes: Axes, summary: Mapping[str, Any]) -> None:
    x = [mean_rate(fast) for fast in FAST]
    mixed = curve(axes, summary, x, [f"mixed fast={fast}" for fast in FAST], "code", colour(1))
    alike = curve(axes, summary, x, [f"uniform fast={fast}" for fast in FAST], "code", colour(2))
    label(axes, mixed, "slow and fast\nmembers", ink(1), up=4)
    label(axes, alike, "all alike", ink(2), up=-4)
    axes.set_xlim(0.1, 0.9)
    dress(axes, "Slow (0.1) and fast (0.9) members together, at rest", "mean p1 of the members (p2 = 0.5)")


def _turnover(axes: Axes, summary: Mapping[str, Any]) -> None:
    for index, p1 in enumerate((0.1, 0.9), start=1):
        end = curve(axes, summary, TURNOVER, [f"turnover p1={p1} p3={p3}" for p3 in TURNOVER], "code", colour(index))
        label(axes, end, f"p1 = {p1}", ink(index))
    dress(axes, "Turnover: the code after 20 periods", "p3, chance that a member is replaced in a period (p2 = 0.5)")


def _turbulence(axes: Axes, summary: Mapping[str, Any]) -> None:
    for index, p3 in enumerate((0.0, 0.1), start=1):
        end = curve(axes, summary, MOMENTS, [f"turbulence p3={p3} t={t}" for t in MOMENTS], "code", colour(index))
        label(axes, end, f"p3 = {p3:g}", ink(index))
    axes.set_xlim(0, 100)
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    axes.axhline(0, color=QUIET, linewidth=0.6)
    dress(axes, "Turbulence: reality changes (p4 = 0.02)", "period (p1 = p2 = 0.5)")
