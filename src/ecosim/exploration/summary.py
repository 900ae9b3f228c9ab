"""What every exploration tells of itself: points, parameters, versions, failures; and the class that holds it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ecosim.calibration.free import Free
from ecosim.experiments.design import ALL
from ecosim.results.results import Results
from ecosim.results.summary import versions
from ecosim.scenario.quarter import format_quarter

if TYPE_CHECKING:
    from ecosim.exploration.outputs import Outputs
    from ecosim.exploration.plan import Plan


class Explored(Results):
    """Results of an exploration; its ``summary`` is that of `summary_of` and more."""

    @property
    def effects_known(self) -> tuple[str, ...]:
        """``all links``, then whose effects there are."""
        return (ALL, *self.summary["effects"])

    def footer(self) -> str:
        """Return which runs these are, in a line."""
        summary = self.summary
        return (
            f"{summary['points']} points of {summary['cells']} cells and {summary['replications']} "
            f"replications · seed {summary['seed']} · ecosim {summary['versions']['model']} · {summary['name']}"
        )

    def _repr_html_(self) -> str:
        return repr(self)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.summary['name']}: {self.summary['points']} points in {self.directory}>"


def summary_of(plan: Plan, outputs: Outputs, parameters: Sequence[Free] = ()) -> dict[str, Any]:
    """Return what is known of any exploration that was carried out.

    Args:
        plan: what was run.
        outputs: what the runs show.
        parameters: what varied within ranges.
    """
    design, scenario = plan.design, plan.design.baseline.scenario
    return {
        "name": design.name,
        "title": scenario.title,
        "seed": design.seed,
        "replications": len(design.replications),
        "points": plan.points,
        "cells": plan.size,
        "effects": list(plan.effects),
        "shares": list(plan.shares),
        "end": format_quarter(scenario.time.end),
        "money": scenario.money.unit,
        "versions": versions(),
        "parameters": [
            {"path": one.path, "low": one.low, "high": one.high, "unit": one.declaration.unit,
             "doc": one.declaration.doc, "logarithmic": one.logarithmic}
            for one in parameters
        ],
        "failures": outputs.failures,
        "indicators": outputs.indicators,
    }  # fmt: skip
