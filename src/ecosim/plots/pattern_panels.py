"""The small pictures of the sheet that holds a run against the world."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator, NullFormatter, PercentFormatter
from numpy.typing import NDArray

from ecosim.patterns.portrait import Portrait
from ecosim.patterns.survival import FIVE_YEARS, Lives, kaplan_meier
from ecosim.plots.labels import tick
from ecosim.plots.style import FAINT, INK, QUIET, SMALL, colour
from ecosim.results.patterns import Patterns

Rows = Mapping[str, Mapping[Any, Any]]
Floats = NDArray[np.float64]

_MODEL, _OTHER, _BAND = colour(1), colour(2), "#dcdcdc"
_THIN: dict[str, Any] = {"color": _MODEL, "alpha": 0.18, "linewidth": 0.6}
_YEARS_SHOWN = 15


def funnel(axes: Axes, found: Patterns, rows: Rows) -> None:
    """Draw the five rates against their bands, on a logarithmic scale."""
    names = {"applications": "patent\napplications", "patents": "patents", "licences": "licences",
             "startups": "spin-offs", "products": "products"}  # fmt: skip
    _against_bands(axes, [rows[f"funnel_{name}"] for name in names], list(names.values()))
    axes.set_xscale("log")
    axes.set_xlim(1, 130)
    axes.set_xticks([1, 3, 10, 30, 100])
    axes.xaxis.set_major_formatter(FuncFormatter(tick))
    axes.xaxis.set_minor_formatter(NullFormatter())


def cooperation(axes: Axes, found: Patterns, rows: Rows) -> None:
    """Draw the share of firms that cooperate with science, innovative or not."""
    both = [rows["cooperation_innovative"], rows["cooperation_noninnovative"]]
    _shares(axes, both, ["with a\nnew product", "without"], 1.0)


def facility_use(axes: Axes, found: Patterns, rows: Rows) -> None:
    """Draw the share of a facility's sessions that firms have, when it is new and when it is mature."""
    both = [rows["facility_industrial_share_early"], rows["facility_industrial_share_mature"]]
    _shares(axes, both, ["first\nfive years", "from the\nninth on"], 0.5)


def disclosures(axes: Axes, found: Patterns, rows: Rows) -> None:
    """Draw discoveries per researcher and year."""
    _by_year(axes, found, rows["disclosures_per_researcher"], lambda one: one.disclosures)


def closures(axes: Axes, found: Patterns, rows: Rows) -> None:
    """Draw the share of spin-offs that close in a year."""
    _by_year(axes, found, rows["startup_closure"], lambda one: one.closures, percent=True)


def industry(axes: Axes, found: Patterns, rows: Rows) -> None:
    """Draw the share of money for research that firms pay."""
    _by_year(axes, found, rows["industry_funding"], lambda one: one.industry, percent=True)


def dependence(axes: Axes, found: Patterns, rows: Rows) -> None:
    """Draw the share of firms' sales owed to transferred technologies."""
    _by_year(axes, found, rows["academic_dependence"], lambda one: one.dependence, percent=True)


def lags(axes: Axes, found: Patterns, rows: Rows) -> None:
    """Draw how many products took how many years."""
    row = rows["product_lag"]
    years = np.concatenate([one.portrait.lags for one in found.seen])
    _band_across(axes, row)
    bins = np.arange(0.0, max(12.0, float(np.ceil(np.quantile(years, 0.995)))) + 1.0)
    axes.hist(years, bins.tolist(), weights=np.full(len(years), 1.0 / len(years)), color=_MODEL, alpha=0.75, rwidth=0.9)
    axes.axvline(row["value"], color=_MODEL, linewidth=1.6)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, 0))
    axes.set_xlabel("years", fontsize=SMALL)
    axes.set_ylabel("of products", fontsize=SMALL)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))


def survival(axes: Axes, found: Patterns, rows: Rows) -> None:
    """Draw the survival of spin-offs and of ordinary start-ups."""
    spin_offs, start_ups = rows["spinoff_survival_5y"], rows["startup_survival_5y"]
    if np.isfinite(spin_offs["value"]):
        _survival(axes, [one.portrait.spin_offs for one in found.seen], _MODEL)
        _band_at_five(axes, spin_offs, _MODEL)
        axes.annotate("spin-offs", (0.98, 0.9), xycoords="axes fraction", ha="right", color=_MODEL, fontsize=SMALL)
    if np.isfinite(start_ups["value"]):
        _survival(axes, [one.portrait.start_ups for one in found.seen], _OTHER)
        _band_at_five(axes, start_ups, _OTHER)
        axes.annotate("start-ups", (0.04, 0.08), xycoords="axes fraction", color=_OTHER, fontsize=SMALL)


def ties(axes: Axes, found: Patterns, rows: Rows) -> None:
    """Draw how long ties last, with the known mean life."""
    row = rows["ties_half_life"]
    _band_across(axes, row)
    _survival(axes, [one.portrait.ties for one in found.seen], _MODEL)
    axes.axvline(row["value"], color=_MODEL, linewidth=1.2, linestyle="--")
    axes.annotate("mean", (row["value"], 0.97), (3, 0), textcoords="offset points", fontsize=SMALL, color=_MODEL)


def sizes(axes: Axes, found: Patterns, rows: Rows) -> None:
    """Draw the share of firms that are larger, with the slopes of the band and of the estimate."""
    row = rows["firm_size_tail"]
    for one in found.seen:
        heads = one.portrait.sizes
        axes.plot(heads, _exceeding(heads), **_THIN)
    pooled = np.sort(np.concatenate([one.portrait.sizes for one in found.seen]))
    axes.plot(pooled, _exceeding(pooled), color=_MODEL, linewidth=1.6)
    corner = float(np.quantile(pooled, 0.9))
    reach = np.array([corner, float(pooled.max())])
    axes.fill_between(
        reach, 0.1 * (reach / corner) ** -row["high"], 0.1 * (reach / corner) ** -row["low"], color=_BAND, zorder=0
    )
    axes.plot(reach, 0.1 * (reach / corner) ** -row["target"], color=QUIET, linewidth=1)
    axes.plot(reach, 0.1 * (reach / corner) ** -row["value"], color=INK, linewidth=1, linestyle="--")
    _log_log(axes, "heads", "of firms are larger")
    axes.set_ylim(bottom=0.3 / len(found.seen[0].portrait.sizes), top=1.3)


def top_share(axes: Axes, found: Patterns, rows: Rows) -> None:
    """Draw what share of all returns the best products have (a Lorenz curve from the top)."""
    row = rows["value_top_decile"]
    for one in found.seen:
        values = one.portrait.returns[::-1]
        if len(values) and values.sum() > 0:
            part = np.arange(len(values) + 1) / len(values)
            axes.plot(part, np.concatenate([[0.0], np.cumsum(values) / values.sum()]), **_THIN)
    axes.plot([0.1, 0.1], [row["low"], row["high"]], color=_BAND, linewidth=9, solid_capstyle="butt", zorder=0)
    axes.plot([0.06, 0.14], [row["target"]] * 2, color=QUIET, linewidth=1)
    _point(axes, 0.1, row, _MODEL)
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.02)
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, 0))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, 0))
    axes.set_xlabel("best products", fontsize=SMALL)
    axes.set_ylabel("of all returns", fontsize=SMALL)


def returns(axes: Axes, found: Patterns, rows: Rows) -> None:
    """Draw the share of products with higher returns, and both distributions fitted to the upper half."""
    from scipy.stats import norm

    for one in found.seen:
        values = one.portrait.returns[one.portrait.returns > 0]
        axes.plot(values, _exceeding(values), **_THIN)
    pooled = np.sort(np.concatenate([one.portrait.returns for one in found.seen]))
    pooled = pooled[pooled > 0]
    axes.plot(pooled, _exceeding(pooled), color=_MODEL, linewidth=1.6)
    middle = float(np.median(pooled))
    reach = np.geomspace(middle, float(pooled.max()), 60)
    pareto = 1.0 / np.log(pooled[pooled >= middle] / middle).mean()
    axes.plot(reach, 0.5 * (reach / middle) ** -pareto, color=_OTHER, linewidth=1, linestyle=":")
    logs = np.log(pooled)
    axes.plot(reach, norm.sf((np.log(reach) - logs.mean()) / logs.std()), color=INK, linewidth=1, linestyle="--")
    axes.annotate("Pareto", (0.98, 0.88), xycoords="axes fraction", ha="right", color=_OTHER, fontsize=SMALL)
    axes.annotate("log-normal", (0.03, 0.12), xycoords="axes fraction", color=INK, fontsize=SMALL)
    _log_log(axes, f"{found.results.summary['money']}", "of products bring more")
    axes.set_ylim(0.3 / len(pooled), 1.3)


def _shares(axes: Axes, rows: Sequence[Mapping[Any, Any]], names: Sequence[str], most: float) -> None:
    """Draw shares against their bands, on an axis that ends a little beyond ``most``."""
    _against_bands(axes, rows, names)
    axes.set_xlim(-0.02, most + 0.05)
    axes.set_xticks([0, most / 2, most])
    axes.xaxis.set_major_formatter(PercentFormatter(1.0, 0))


def _against_bands(axes: Axes, rows: Sequence[Mapping[Any, Any]], names: Sequence[str]) -> None:
    for place, row in enumerate(rows):
        axes.plot([row["low"], row["high"]], [place] * 2, color=_BAND, linewidth=9, solid_capstyle="butt", zorder=0)
        axes.plot([row["target"]] * 2, [place - 0.28, place + 0.28], color=QUIET, linewidth=1)
        if np.isfinite(row["value"]):
            axes.plot([row["interval_low"], row["interval_high"]], [place] * 2, color=_MODEL, linewidth=1.8)
            axes.plot([row["value"]], [place], "o", color=_MODEL, markersize=4)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0, labelsize=SMALL, labelcolor=INK)


def _by_year(
    axes: Axes, found: Patterns, row: Mapping[Any, Any], read: Callable[[Portrait], Floats], percent: bool = False
) -> None:
    """Draw a yearly rate: median and the middle 90 % of runs, over the last whole years of the calendar."""
    runs = np.stack([read(one.portrait) for one in found.seen])
    runs = runs[:, ~np.isnan(runs).all(axis=0)]
    end = int(found.results.summary["calendar"]["end"][:4])
    years = np.arange(end - runs.shape[1] + 1, end + 1)
    low, middle, high = np.nanquantile(runs, (0.05, 0.5, 0.95), axis=0)
    axes.axhspan(row["low"], row["high"], color=_BAND, linewidth=0, zorder=0)
    axes.axhline(row["target"], color=QUIET, linewidth=1)
    axes.fill_between(years, low, high, color=_MODEL, alpha=0.25, linewidth=0)
    axes.plot(years, middle, color=_MODEL, linewidth=1.6)
    axes.set_ylim(0, 1.15 * max(row["high"], float(np.nanquantile(high, 0.95))))
    axes.set_xlim(years[0] - 0.5, years[-1] + 0.5)
    axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, 0) if percent else FuncFormatter(tick))


def _survival(axes: Axes, runs: Sequence[Lives], shade: str) -> None:
    """Draw the curve of each run, thin, and that of all their lives together."""
    for one in [run for run in runs if len(run.quarters)]:
        _steps(axes, one, **_THIN | {"color": shade})
    pooled = Lives(np.concatenate([run.quarters for run in runs]), np.concatenate([run.ended for run in runs]))
    _steps(axes, pooled, color=shade, linewidth=1.6)
    axes.set_xlim(0, _YEARS_SHOWN)
    axes.set_ylim(0, 1.02)
    axes.yaxis.set_major_formatter(PercentFormatter(1.0, 0))
    axes.set_xlabel("years", fontsize=SMALL)
    axes.set_xticks([0, 5, 10, 15])


def _steps(axes: Axes, found: Lives, **line: Any) -> None:
    times, shares = kaplan_meier(found)
    axes.step(np.concatenate([[0.0], times / 4.0]), np.concatenate([[1.0], shares]), where="post", **line)


def _band_at_five(axes: Axes, row: Mapping[Any, Any], shade: str) -> None:
    year = FIVE_YEARS / 4
    axes.plot([year, year], [row["low"], row["high"]], color=_BAND, linewidth=9, solid_capstyle="butt", zorder=0)
    axes.plot([year - 0.6, year + 0.6], [row["target"]] * 2, color=QUIET, linewidth=1)
    _point(axes, year, row, shade)


def _band_across(axes: Axes, row: Mapping[Any, Any]) -> None:
    axes.axvspan(row["low"], row["high"], color=_BAND, linewidth=0, zorder=0)
    axes.axvline(row["target"], color=QUIET, linewidth=1)


def _point(axes: Axes, place: float, row: Mapping[Any, Any], shade: str) -> None:
    axes.plot([place] * 2, [row["interval_low"], row["interval_high"]], color=shade, linewidth=1.8)
    axes.plot([place], [row["value"]], "o", color=shade, markersize=4)


def _exceeding(ascending: Floats) -> Floats:
    """Return the share of values that are not smaller than each."""
    return np.asarray(1.0 - np.arange(len(ascending)) / max(1, len(ascending)), float)


def _log_log(axes: Axes, across: str, up: str) -> None:
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(tick))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g} %"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel(across, fontsize=SMALL)
    axes.set_ylabel(up, fontsize=SMALL)
    axes.grid(color=FAINT, linewidth=0.4)
