"""Calibrated values as a file that a scenario can extend."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import wrap

from ecosim.calibration.outcome import Calibration, Chosen

_WIDTH = 118


def parameter_file(found: Calibration) -> str:
    """Return YAML with every value, and in comments what it took to find them.

    A value that the targets leave open is marked as assumed: nothing but the default speaks for it.
    """
    targets = sum(row.role == "calibrate" for row in found.rows)
    head = [
        f"Parameters calibrated with the scenario {found.name}. Made by:",
        found.command,
        f"ecosim {found.version}; {found.trials} trials of {found.replications} runs, seed {found.seed}; loss over "
        f"{targets} targets {found.loss_before:.3g} with the defaults, {found.loss_after:.3g} with these values; "
        f"over {found.fresh} fresh runs {found.fresh_before:.3g} and {found.fresh_after:.3g}.",
        "A scenario in the folder above takes them with `extends: parameters/NAME.yaml`; what it says itself wins.",
        "Behind each value: unit, plausible range, default, what the targets leave of the width of that range.",
    ]
    lines = [line for text in head for line in wrap(text, _WIDTH, initial_indent="# ", subsequent_indent="#   ")]
    return "\n".join([*lines, "", *_sections(found)]) + "\n"


def _sections(found: Calibration) -> Iterator[str]:
    groups: dict[str, dict[str, list[Chosen]]] = {}
    for one in found.parameters:
        group, section, _ = one.path.split(".")
        groups.setdefault(group, {}).setdefault(section, []).append(one)
    for group, sections in groups.items():
        yield f"{group}:"
        for section, parameters in sections.items():
            yield f"  {section}:"
            for one in parameters:
                yield f"    {_name(one)}: {_number(one.value)} # {_said(one)}"
            yield "    source:"
            for one in parameters:
                yield f"      {_name(one)}: {_source(one)}"


def _name(one: Chosen) -> str:
    return one.path.rsplit(".", 1)[1]


def _said(one: Chosen) -> str:
    unit = "" if one.unit == "1" else f"{one.unit}; "
    return (
        f"{unit}plausible {one.low:g} to {one.high:g}; default {one.default:g}; "
        f"{one.verdict}, {one.ratio:.0%} of the width left"
    )


def _source(one: Chosen) -> str:
    if one.verdict == "left open":
        moved = "" if one.value == one.default else ", and where the search left it"
        return f"'assumed: left open by the targets of docs/calibration.md{moved}'"
    return "'calibrated: docs/calibration.md'"


def _number(value: float) -> str:
    return json.dumps(int(value) if value.is_integer() and abs(value) < 1e15 else value)
