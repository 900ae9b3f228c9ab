"""A posterior as tables for people."""

from __future__ import annotations

from math import sqrt
from textwrap import wrap

from ecosim.calibration.beliefs import Margin, Posterior, Predicted
from ecosim.calibration.report import band, short
from ecosim.results.table import Table, number

_WIDTH = 100  # of notes, in characters
#: Effective trials below which quantiles are too rough to rely on.
FEW = 50


def posterior_tables(found: Posterior) -> tuple[Table, ...]:
    """Return parameters, targets and checks as tables."""
    return (_parameters(found), _predictions(found))


def posterior_report(found: Posterior) -> str:
    """Return all tables as text."""
    foot = f"{found.command}\necosim {found.version}"
    return "\n\n".join([*(table.text() for table in posterior_tables(found)), foot]) + "\n"


def warning(found: Posterior) -> str | None:
    """Return what has to be said of a posterior that rests on few trials; None where enough count."""
    if found.size >= FEW:
        return None
    return f"only {found.size:.0f} trials count: too few to rely on; the same command with more --trials adds to them"


def _parameters(found: Posterior) -> Table:
    runs = f"{found.trials} trials of {found.replications} runs, seed {found.seed}"
    title = f"Parameters: posterior against prior ({runs})"
    heading = ("", "unit", "plausible", "default", "5 %", "50 %", "95 %", "narrower by", "")
    return Table(title, heading, [_parameter(one) for one in found.margins], _notes(found))


def _parameter(one: Margin) -> tuple[str, ...]:
    unit = "" if one.unit == "1" else one.unit
    quantiles = (f"{value:.3g}" for value in one.values)
    narrower = f"{max(0.0, 1 - one.left):.0%}"
    return (one.path, unit, f"[{one.low:g}, {one.high:g}]", f"{one.default:g}", *quantiles, narrower, one.verdict)


def _notes(found: Posterior) -> list[str]:
    error = 2 * sqrt(0.05 * 0.95 / found.size)
    said = [
        "prior: uniform over the plausible range (of its logarithm where that spans a factor of three); narrower: "
        "how much shorter the interval from 5 % to 95 % is than that of the prior",
        f"kernel: normal, standard deviation = width of the band / sqrt(12); least loss {number(found.least)}. "
        "No threshold: a trial at the edge of one band counts 22 % of one on target, at the edge of two 5 %",
        f"the weighted trials say as much as {found.size:.0f} equal ones (heaviest: {found.heaviest:.1%}): what is "
        f"called 5 % lies between {max(0.0, 0.05 - error):.1%} and {0.05 + error:.1%}",
        *([f"correlated: {_pairs(found)}"] if found.pairs else []),
        *([f"{found.failed} runs failed; their trials count as far from everything"] if found.failed else []),
        *([few] if (few := warning(found)) else []),
    ]
    return [line for text in said for line in wrap(text, _WIDTH, subsequent_indent="  ")]


def _pairs(found: Posterior) -> str:
    return "; ".join(f"{first} and {second} {size:+.2f}" for first, second, size in found.pairs)


def _predictions(found: Posterior) -> Table:
    shown = [row for row in found.rows if row.values is not None]
    title = f"Targets and checks: single runs with draws of the posterior ({found.fresh} fresh runs)"
    heading = ("", "unit", "role", "target", "band", "5 %", "50 %", "95 %", "in the band", "luck")
    said = [
        "checks were not read before the last trial was weighed; in the band: share of the runs, * fewer than half",
        "luck: standard error of the runs of a trial over the standard deviation taken from the band",
    ]
    if missing := [row.id for row in found.rows if row.values is None]:
        said.append(f"not measured: {', '.join(missing)}")
    notes = [line for text in said for line in wrap(text, _WIDTH, subsequent_indent="  ")]
    return Table(title, heading, [_prediction(row) for row in shown], notes)


def _prediction(row: Predicted) -> tuple[str, ...]:
    unit = "" if row.unit == "1" else row.unit
    inside = "-" if row.within is None else f"{row.within:.0%}{' *' if row.within < 0.5 else '  '}"
    luck = "-" if row.luck is None else f"{row.luck:.2f}"
    quantiles = (short(value) for value in row.values or ())
    return (row.id, unit, row.role, short(row.value), band(row.low, row.high), *quantiles, inside, luck)
