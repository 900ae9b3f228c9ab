"""The result of a study as one dictionary of plain values, and the table made of it.

Tables and pictures read nothing else, so that a stored result prints and draws like a fresh one.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosim.published.machine import model_version
from ecosim.published.study import Sample, Study, mean_and_error
from ecosim.published.verdict import LEVEL, width_of

if TYPE_CHECKING:
    from ecosim.results.table import Table

#: Significant digits that are stored: beyond any standard error, within what every processor agrees on.
_DIGITS = 9
_LINE = 110


def summarise(study: Study, sample: Sample, seed: int) -> dict[str, Any]:
    """Return everything that is printed, drawn and stored of a study.

    Args:
        study: the study.
        sample: its runs.
        seed: their seed.

    Returns:
        what was run; ``findings``: one dictionary per published number or sign; ``cells``: for each cell its
        settings, and of each measure ``mean`` and ``error`` (standard error) over runs.
    """
    findings = study.judge(sample)
    width = width_of(findings)
    told = [
        {
            "what": one.what, "published": one.said(width), "published_value": one.published, "sign": one.sign,
            "ours": _short(one.ours), "error": _short(one.error), "digits": one.digits,
            "verdict": one.verdict(width),
        }
        for one in findings
    ]  # fmt: skip
    return {
        "study": study.name, "title": study.title, "citation": study.citation, "origin": study.origin,
        "runs": sample.values.shape[1], "seed": seed, "version": model_version(study.name),
        "level": LEVEL, "width": _short(width), "findings": told,
        "cells": {cell: _cell(study, sample, cell) for cell in sample.cells},
    }  # fmt: skip


def table(summary: Mapping[str, Any]) -> Table:
    """Return published numbers beside ours, with a verdict each."""
    from ecosim.results.table import Table

    rows = [
        [one["what"], one["published"], f"{one['ours']:.{one['digits']}f}", _interval(one, summary["width"]),
         one["verdict"]]
        for one in summary["findings"]
    ]  # fmt: skip
    heading = ["quantity", "published", "ours", f"{summary['level']:.0%} interval", "verdict"]
    paragraphs = [
        f"Intervals hold together, for all findings at once: {summary['width']:.2f} standard errors to each side.",
        f"Published: {summary['citation']}",
        summary["origin"],
        footer(summary),
    ]
    notes = [line for one in paragraphs for line in wrap(one, _LINE)]
    return Table(summary["title"], heading, rows, notes)


def footer(summary: Mapping[str, Any]) -> str:
    """Return which program and runs made a result."""
    return f"{summary['runs']:,} runs per cell · seed {summary['seed']} · ecosim {summary['version']}"


def _cell(study: Study, sample: Sample, cell: str) -> dict[str, Any]:
    found: dict[str, Any] = {"settings": study.cells[cell].model_dump()}
    for measure in sample.measures:
        mean, error = mean_and_error(sample.of(cell, measure))
        found[measure] = {"mean": _short(mean), "error": _short(error)}
    return found


def _interval(one: Mapping[str, Any], width: float) -> str:
    if one["error"] is None:
        return "-"
    half, digits = width * one["error"], one["digits"]
    return f"[{one['ours'] - half:.{digits}f}, {one['ours'] + half:.{digits}f}]"


def _short(value: float) -> float | None:
    return float(f"{value:.{_DIGITS}g}") if np.isfinite(value) else None
