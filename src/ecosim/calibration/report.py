"""A calibration as tables for people."""

from __future__ import annotations

from textwrap import wrap

from ecosim.calibration.outcome import Calibration, Chosen, Row
from ecosim.results.table import Table, number

_NOTE = "band: what the evidence leaves; ± standard error of the mean; * outside the band"
_WIDTH = 100  # of notes, in characters


def tables(found: Calibration) -> tuple[Table, ...]:
    """Return targets, checks and parameters as tables."""
    runs = f"mean of {found.fresh} fresh runs"
    targets = [row for row in found.rows if row.role == "calibrate"]
    checks = [row for row in found.rows if row.role != "calibrate"]
    made = [_measured(f"Targets, to which parameters were fitted ({runs})", targets, [*_losses(found), _NOTE])]
    if any(row.before is not None for row in checks):
        made.append(_measured(f"Checks, which the search never saw ({runs})", checks, [_NOTE, *_unmeasured(checks)]))
    return (*made, _parameters(found))


def report(found: Calibration) -> str:
    """Return all tables as text."""
    foot = f"{found.command}\necosim {found.version}"
    return "\n\n".join([*(table.text() for table in tables(found)), foot]) + "\n"


def _measured(title: str, rows: list[Row], notes: list[str]) -> Table:
    heading = ("", "unit", "target", "band", "before", "after")
    shown = [row for row in rows if row.before is not None or row.role == "calibrate"]
    return Table(title, heading, [_line(row) for row in shown], notes)


def _line(row: Row) -> tuple[str, ...]:
    unit = "" if row.unit == "1" else row.unit
    before = _mean(row, row.before, row.before_error)
    return row.id, unit, short(row.value), band(row.low, row.high), before, _mean(row, row.after, row.after_error)


def band(low: float | None, high: float | None) -> str:
    """Return a band such as ``[2.70, 5.00]``, or ``-`` for none."""
    return "-" if low is None or high is None else f"[{short(low)}, {short(high)}]"


def _mean(row: Row, mean: float | None, error: float | None) -> str:
    if mean is None:
        return "-  "
    mark = "*" if row.within(mean) is False else " "
    return f"{short(mean)} ± {short(error)} {mark}"


def short(value: float | None) -> str:
    """Return a number with three significant digits, small ones too."""
    if value is None:
        return "-"
    return number(value) if abs(value) >= 1 or not value else f"{value:.2g}" if abs(value) < 0.0995 else f"{value:.2f}"


def _losses(found: Calibration) -> list[str]:
    failed = f"{found.failed} runs of the trials failed; their trials count as far from everything"
    return [
        "loss = sum of squared distances from the targets in half widths of their bands:",
        f"  {number(found.loss_before)} before and {number(found.loss_after)} after over the {found.replications} runs "
        f"of a trial, {number(found.fresh_before)} and {number(found.fresh_after)} over fresh runs",
        "the search adds a tenth of the squared distance from the defaults: what targets leave open stays near them;",
        f"  with it the defaults come to {number(found.objectives[0])}, the best trial to "
        f"{number(min(found.objectives))}, the values chosen to {number(found.objective)}",
        *([failed] if found.failed else []),
    ]


def _unmeasured(rows: list[Row]) -> list[str]:
    names = [row.id for row in rows if row.before is None]
    return wrap(f"not measured: {', '.join(names)}", _WIDTH, subsequent_indent="  ") if names else []


def _parameters(found: Calibration) -> Table:
    heading = ("", "unit", "plausible", "default", "chosen", "± 1 sd", "width left", "")
    pinned = sum(one.verdict == "pinned down" for one in found.parameters)
    notes = [
        f"{pinned} of {len(found.parameters)} parameters are pinned down: at most half the width of the plausible "
        "range is left",
        *_direction(found),
    ]
    title = f"Parameters ({found.trials} trials of {found.replications} runs, seed {found.seed})"
    return Table(title, heading, [_parameter(one) for one in found.parameters], notes)


def _parameter(one: Chosen) -> tuple[str, ...]:
    unit = "" if one.unit == "1" else one.unit
    around = f"[{one.value_low:.3g}, {one.value_high:.3g}]"
    plausible = f"[{one.low:g}, {one.high:g}]"
    return one.path, unit, plausible, f"{one.default:g}", f"{one.value:g}", around, f"{one.ratio:.0%}", one.verdict


def _direction(found: Calibration) -> list[str]:
    parts = sorted(((abs(part), part, path) for path, part in found.direction.items()), reverse=True)
    shown = [f"{part:+.2f} {path}" for size, part, path in parts if size >= 0.2]
    if not shown:
        return []
    what = f"least determined together, in shares of the ranges ({found.direction_ratio:.0%} of the width left): "
    return wrap(what + ", ".join(shown), _WIDTH, subsequent_indent="  ")
