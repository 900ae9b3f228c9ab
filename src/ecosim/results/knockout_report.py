"""Tables of a study: what each variant changes, what changes nothing, what carries each effect, and verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from ecosim.experiments.design import ALL
from ecosim.experiments.knockout import BASE
from ecosim.results.knockout import Knockout
from ecosim.results.report import COUNTS
from ecosim.results.table import Table, number, span

#: An effect is carried by a mechanism without which less than this share of it is left.
CARRIED = 0.5
_MARK = "*"


def knockout_tables(found: Knockout) -> list[Table]:
    """Return every table of a study, in the order of reading."""
    tables = [_changes(found, indicator) for indicator in COUNTS]
    tables += [_carriers(found), _nothing(found)]
    verdicts = list(expectations(found))
    return [*tables, _verdicts(found, verdicts)] if verdicts else tables


def knockout_footer(found: Knockout) -> list[str]:
    """Return lines that say which runs these are."""
    summary = found.summary
    runs = sum(cell["runs"] for cell in summary["cells"])
    return [
        f"{runs} runs: variants {len(summary['variants'])} and the scenario as it is, cells of each "
        f"{len(summary['effects']) + 1}, replications {summary['replications']}, seed {summary['seed']}",
        f"by {summary['end']}, ecosim {summary['versions']['model']}",
    ]


def excludes_zero(low: float, high: float) -> bool:
    """Return whether an interval lies on one side of zero."""
    return bool(low > 0 or high < 0)


def measured(found: Knockout, variant: str) -> int:
    """Return how many of a variant's changes of both counts, and of the effects on them, exclude zero."""
    rows = (found.row(variant, effect, indicator) for effect in found.effects_known for indicator in COUNTS)
    return sum(excludes_zero(row["change_low"], row["change_high"]) for row in rows)


def carriers(found: Knockout) -> Iterator[tuple[str, str, str, float]]:
    """Yield (effect, indicator, variant, share of the effect left) where a variant takes most of an effect away.

    Effects that hold zero, or are no larger than what counts as none, are left out.
    """
    for indicator in COUNTS:
        least = found.summary["none_within"] * abs(found.row(BASE, ALL, indicator)["value"])
        for effect in found.summary["effects"]:
            base = found.row(BASE, effect, indicator)
            if not excludes_zero(base["value_low"], base["value_high"]) or abs(base["value"]) <= least:
                continue
            left = []
            for variant in found.summary["variants"]:
                row = found.row(variant["name"], effect, indicator)
                share = row["value"] / base["value"]
                if share < CARRIED and excludes_zero(row["change_low"], row["change_high"]):
                    left.append((share, variant["name"]))
            yield from ((effect, indicator, name, share) for share, name in sorted(left))


def expectations(found: Knockout) -> Iterator[dict[str, Any]]:
    """Yield what was expected of each variant, what was found, and the verdict on it."""
    for variant in found.summary["variants"]:
        if variant["expect"] is not None:
            expect = variant["expect"]
            effect = expect["effect_of"] or ALL
            row = found.row(variant["name"], effect, expect["indicator"])
            level = abs(found.row(BASE, ALL, expect["indicator"])["value"])
            direction = _direction(row, found.summary["none_within"] * level)
            verdict = _verdict(expect["direction"], row, found.summary["none_within"] * level)
            yield {"variant": variant["name"], "effect": effect, "found": direction, "verdict": verdict} | expect | row


def _direction(row: Mapping[str, Any], band: float) -> str:
    """Return up or down where the interval excludes zero, none where it lies within the band, else unclear."""
    low, high = row["change_low"], row["change_high"]
    if excludes_zero(low, high):
        return "up" if low > 0 else "down"
    return "none" if -band <= low and high <= band else "unclear"


def _verdict(expected: str, row: Mapping[str, Any], band: float) -> str:
    """Return agree, disagree, or undecided where the interval leaves both open."""
    low, high = row["change_low"], row["change_high"]
    small, large = -band <= low and high <= band, low > band or high < -band
    if expected == "none":
        return "agree" if small else "disagree" if large else "undecided"
    if excludes_zero(low, high):
        return "agree" if (low > 0) == (expected == "up") else "disagree"
    return "disagree" if small else "undecided"


def _changes(found: Knockout, indicator: str) -> Table:
    title = found.indicator(indicator)["title"]
    rows = [[BASE, *(_value(found.row(BASE, effect, indicator)) for effect in found.effects_known)]]
    about = ""
    for variant in found.summary["variants"]:
        if variant["about"] != about:
            about = variant["about"]
            rows.append([f"{about}:", *[""] * len(found.effects_known)])
        changed = [_change(found.row(variant["name"], effect, indicator)) for effect in found.effects_known]
        rows.append([f"  {variant['name']}", *(changed if variant["applies"] else ["as it is"] * len(changed))])
    heading = ["variant", title, *(f"effect of\n{effect.replace('_', '-')}" for effect in found.summary["effects"])]
    notes = [
        f"first row: level and effects on {title}; below: paired change, difference of differences for effects",
        f"95 % interval of the mean over replications; {_MARK} the interval excludes zero "
        "(one in twenty and more does so by luck, the more the fewer replications)",
    ]
    return Table(f"{title[:1].upper()}{title[1:]} by {found.summary['end']}", heading, rows, notes)


def _value(row: Mapping[str, Any]) -> str:
    return f"{number(row['value'])} {span(row['value_low'], row['value_high'])}"


def _change(row: Mapping[str, Any]) -> str:
    low, high = row["change_low"], row["change_high"]
    text = f"{number(row['change'], sign=True)} {span(low, high, sign=True)}"
    return text + (_MARK if excludes_zero(low, high) else " ")


def _carriers(found: Knockout) -> Table:
    titles = {name: found.indicator(name)["title"] for name in COUNTS}
    rows = [
        [f"{effect.replace('_', '-')} on {titles[indicator]}", name, f"{share:.0%}"]
        for effect, indicator, name, share in carriers(found)
    ]
    notes = [f"variants that leave less than {CARRIED:.0%} of an effect, where the change excludes zero"]
    return Table("What carries each effect", ["effect", "without it", "left"], rows or [["none", "", ""]], notes)


def _nothing(found: Knockout) -> Table:
    rows = []
    for variant in found.summary["variants"]:
        if not variant["applies"]:
            rows.append([variant["name"], "not in this scenario"])
        elif not measured(found, variant["name"]):
            exact = all(
                found.row(variant["name"], effect, indicator)["change"] == 0
                for effect in found.effects_known
                for indicator in COUNTS
            )
            rows.append([variant["name"], "no change at all" if exact else "no interval excludes zero"])
    every = len(COUNTS) * len(found.effects_known)
    notes = [f"of {every} changes of both counts and of the effects on them"]
    return Table("What changes nothing measurable", ["variant", "how"], rows or [["none", ""]], notes)


def _verdicts(found: Knockout, verdicts: list[dict[str, Any]]) -> Table:
    rows = []
    for one in verdicts:
        what = one["indicator"] if one["effect"] == ALL else f"effect of {one['effect']} on {one['indicator']}"
        rows.append(
            [one["variant"], what, one["direction"], one["found"], _relative(found, one), _change(one), one["verdict"]]
        )
    count = {verdict: sum(one["verdict"] == verdict for one in verdicts) for verdict in _VERDICTS}
    notes = [
        ", ".join(f"{verdict} {number}" for verdict, number in count.items()),
        f"none: the interval lies within {found.summary['none_within']:.0%} of the indicator's level; "
        "unclear: it holds zero and is wider than that",
    ]
    heading = ["variant", "of", "expected", "found", "change", "95 % interval", "verdict"]
    return Table("Expected and found", heading, rows, notes)


_VERDICTS = ("agree", "disagree", "undecided")


def _relative(found: Knockout, one: Mapping[str, Any]) -> str:
    """Return the change in per cent of the value as it is."""
    base = found.row(BASE, one["effect"], one["indicator"])["value"]
    share = one["change"] / base if base and isfinite(base) else float("nan")
    return f"{share:+.0%}" if isfinite(share) else "-"
