"""Tables of explorations: what drives each output and what of it is noise, where effects keep their sign, sweeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ecosim.experiments.design import ALL
from ecosim.exploration.analysis import METHODS
from ecosim.exploration.method import CHANGE
from ecosim.exploration.outputs import Output
from ecosim.exploration.plan import BEYOND
from ecosim.exploration.robustness import Robustness, shares_and_whole
from ecosim.exploration.sensitivity import Sensitivity
from ecosim.exploration.summary import Explored
from ecosim.exploration.sweep import Sweep
from ecosim.results.report import COUNTS
from ecosim.results.table import Table, number, percent, span

MOST = 20  # rows of parameters shown
_POINTS = 60  # rows of points shown
_MARK = "*"


def sensitivity_tables(found: Sensitivity) -> list[Table]:
    """Return for each count the indices and the changes, and then the noise in every output."""
    tables = [part(found, indicator) for indicator in COUNTS for part in (_indices, _changes)]
    return [*tables, _noise(found)]


def robustness_tables(found: Robustness) -> list[Table]:
    """Return for each count where the effects keep their sign, and their sizes; and the same of shares."""
    kinds = (_verdicts, _shares) if found.summary["shares"] else (_verdicts,)
    return [table(found, indicator) for indicator in COUNTS for table in kinds]


def sweep_tables(found: Sweep) -> list[Table]:
    """Return for each count its level and the effects on it at every point."""
    return [_points(found, indicator) for indicator in COUNTS]


def ranked(found: Sensitivity, indicator: str) -> list[str]:
    """Return the parameters in order of their largest index, told from noise, relative to the largest of an output."""
    best: dict[str, tuple[float, float]] = {}
    for effect in found.effects_known:
        rows = found.rows((effect, indicator), METHODS[found.summary["method"]].main)
        most = max((row["value"] for row in rows), default=0.0) or 1.0
        for row in rows:
            share = row["value"] / most
            here = best.get(row["parameter"], (0.0, 0.0))
            best[row["parameter"]] = max(here[0], share * row["told"]), max(here[1], share)
    return sorted(best, key=lambda path: best[path], reverse=True)


def _indices(found: Sensitivity, indicator: str) -> Table:
    method = METHODS[found.summary["method"]]
    names = [name for name in method.columns if name != CHANGE]
    cells = {effect: _joined(found, (effect, indicator), names) for effect in found.effects_known}
    notes = [
        f"{method.title}: {', '.join(method.columns[name] for name in names)}",
        f"{_MARK} more than luck alone makes of any in 95 % of studies",
    ]
    notes[1] += "; first order: the interval excludes zero" if "S1" in names else ""
    return _by_parameter(found, indicator, cells, f"What drives {_title(found, indicator)} by {_end(found)}", notes)


def _joined(found: Sensitivity, output: Output, names: Sequence[str]) -> dict[str, str]:
    cells: dict[str, list[str]] = {}
    for name in names:
        for row in found.rows(output, name):
            mark = "" if name == "sigma" else _MARK if row["told"] else " "
            cells.setdefault(row["parameter"], []).append(number(row["value"]) + mark)
    return {path: "  ".join(parts) for path, parts in cells.items()}


def _changes(found: Sensitivity, indicator: str) -> Table:
    method = METHODS[found.summary["method"]]
    cells = {
        effect: {
            row["parameter"]: f"{number(row['value'], sign=True)} {span(row['low'], row['high'], sign=True)}"
            + (_MARK if row["told"] else " ")
            for row in found.rows((effect, indicator), CHANGE)
        }
        for effect in found.effects_known
    }
    notes = [f"{method.columns[CHANGE]}, 95 % interval; {_MARK} it excludes zero, and the parameter is marked above"]
    return _by_parameter(found, indicator, cells, "Change from the low to the high end of each range", notes)


def _by_parameter(
    found: Sensitivity, indicator: str, cells: Mapping[str, Mapping[str, str]], title: str, notes: list[str]
) -> Table:
    order = ranked(found, indicator)
    ranges = {one["path"]: f"{one['low']:g} to {one['high']:g}" for one in found.summary["parameters"]}
    rows = [[path, ranges[path], *(cells[effect][path] for effect in found.effects_known)] for path in order[:MOST]]
    more = len(order) - MOST
    heading = ["parameter", "range", *_headings(found, indicator)]
    return Table(title, heading, rows, notes + ([f"{more} parameters of lower rank are not shown"] if more > 0 else []))


def _noise(found: Sensitivity) -> Table:
    rows = [
        [
            _output(found, one), number(one["mean"]), number(one["variance"]), number(one["noise_alone"]),
            number(one["noise"]), f"{one['noise_share']:.0%}",
        ]
        for one in found.summary["outputs"]
    ]  # fmt: skip
    notes = [
        f"variances of the mean of {found.summary['used_replications']} replications; luck: mean over points of the "
        "variance over replications, over their number;",
        "noise: what is left of it between points, which share their luck; share: of the variance over points",
    ]
    heading = ["output", "mean", "variance\nover points", "luck", "noise", "share"]
    return Table("What is noise", heading, rows, notes)


def _verdicts(found: Robustness, indicator: str) -> Table:
    rows = [
        [
            one["effect"], _signed(one["value"], one["low"], one["high"]), _keeps(one), f"{one['more']:.0%}",
            f"{one['less']:.0%}", f"{one['undecided']:.0%}", number(one["median"], sign=True),
            span(one["small"], one["large"], sign=True),
        ]
        for one in found.summary["verdicts"]
        if one["indicator"] == indicator and one["effect"] in found.summary["effects"]
    ]  # fmt: skip
    notes = [
        f"shares of {found.summary['points']} points over the plausible ranges of "
        f"{len(found.summary['parameters'])} parameters; in brackets after keeps: 95 % binomial interval",
        "more, less: the effect's 95 % interval lies above, below zero; undecided: noise hides the sign; "
        "sizes: 5 % to 95 % of the points",
        f"as it is: {found.summary['reference']} replications; {_MARK} the interval excludes zero; "
        "keeps: - where that leaves the sign undecided",
    ]
    heading = ["effect of", "as it is", "keeps its sign", "more", "less", "undecided", "median", "sizes"]
    return Table(f"Effects on {_title(found, indicator)} by {_end(found)}", heading, rows, notes)


def _shares(found: Robustness, indicator: str) -> Table:
    whole = found.summary["effects"][-1]
    rows = [
        [
            one["effect"], _signed(one["value"], one["low"], one["high"]), f"{one['more']:.0%}", f"{one['less']:.0%}",
            number(one["median"], sign=True), span(one["small"], one["large"], sign=True), *_part(one),
            "-" if one["luck"] is None else f"{one['luck']:.0%}",
        ]
        for one in (found.verdict(name, indicator) for name in shares_and_whole(found))
    ]  # fmt: skip
    notes = [
        f"share: what a link adds on average over all orders of adding links one by one (Shapley value); "
        f"{BEYOND}: {whole} less what each link brings while the others are cut",
        "sizes: 5 % to 95 % of the points, of means that have luck in them; luck: its share of their variance, "
        "once what all points share is taken out",
        f"of the whole: median and 5 % to 95 % of the points whose whole ({whole}) is told from zero",
    ]
    heading = ["", "as it is", "more", "less", "median", "sizes", "of the\nwhole", "sizes", "luck"]
    return Table(f"Who brings how much of {_title(found, indicator)} by {_end(found)}", heading, rows, notes)


def _part(one: Mapping[str, Any]) -> list[str]:
    if one["part_median"] is None:
        return ["-", "-"]
    return [percent(one["part_median"]), f"[{percent(one['part_small'])}, {percent(one['part_large'])}]"]


def _keeps(one: Mapping[str, Any]) -> str:
    if one["keeps"] is None:
        return "-"
    return f"{one['keeps']:.0%} [{one['keeps_low']:.0%}, {one['keeps_high']:.0%}]"


def _points(found: Sweep, indicator: str) -> Table:
    paths = [axis.path for axis in found.axes]
    chosen = found.table.loc[found.table["indicator"] == indicator]
    rows = []
    for _, point in chosen.groupby("point"):
        cells = [
            f"{number(row['mean'])} {span(row['low'], row['high'])}" if row["effect"] == ALL
            else _signed(row["mean"], row["low"], row["high"])
            for row in point.to_dict("records")
        ]  # fmt: skip
        rows.append([*(_value(point[path].iloc[0]) for path in paths), *cells])
    more = len(rows) - _POINTS
    notes = [f"mean of the replications with its 95 % t interval; {_MARK} the interval excludes zero"]
    notes += [f"{more} more points in sweep.parquet"] if more > 0 else []
    title = _title(found, indicator)
    heading = [*paths, *_headings(found, indicator)]
    return Table(f"{title[:1].upper()}{title[1:]} by {_end(found)}", heading, rows[:_POINTS], notes)


def _value(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _signed(value: float | None, low: float | None, high: float | None) -> str:
    mark = _MARK if low is not None and high is not None and (low > 0 or high < 0) else " "
    return f"{number(value, sign=True)} {span(low, high, sign=True)}{mark}"


def _headings(found: Explored, indicator: str) -> list[str]:
    effects = (f"effect of\n{effect.replace('_', '-')}" for effect in found.effects_known[1:])
    return [_title(found, indicator), *effects]


def _output(found: Explored, one: Mapping[str, Any]) -> str:
    title = _title(found, one["indicator"])
    return title if one["effect"] == ALL else f"effect of {one['effect'].replace('_', '-')} on {title}"


def _title(found: Explored, indicator: str) -> str:
    return found.indicator(indicator)["title"]


def _end(found: Explored) -> str:
    return str(found.summary["end"])
