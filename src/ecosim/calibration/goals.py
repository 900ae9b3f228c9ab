"""The targets that a calibration may look at: rows marked ``calibrate``, each with a band and a measure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ecosim.errors import Problem, ScenarioError, did_you_mean
from ecosim.patterns.targets import Target, read_targets


def goals(path: Path) -> tuple[Target, ...]:
    """Return the rows of a file of targets by which parameters may be set; no other row leaves this function.

    Raises:
        ScenarioError: the file is wrong, has no such row, or one without a band or a measure.
    """
    targets = read_targets(path, role="calibrate")
    if not targets:
        raise ScenarioError([Problem(str(path), 1, 0, "role", "no row is marked 'calibrate'")])
    if problems := [problem for target in targets for problem in _problems(path, target)]:
        raise ScenarioError(problems)
    return targets


def _problems(path: Path, target: Target) -> Iterator[Problem]:
    from ecosim.patterns.observe import MEASURES

    line = _line(path, target.id)
    if target.id not in MEASURES:
        near = did_you_mean(target.id, list(MEASURES))
        yield Problem(str(path), line, 0, "id", f"nothing measures {target.id!r}{near}; known: {', '.join(MEASURES)}")
    if target.low is None or target.high is None or target.low >= target.high:
        yield Problem(str(path), line, 0, "low, value, high", f"{target.id} needs a band of some width to be fitted to")


def _line(path: Path, name: str) -> int:
    """Return the line on which the row of a target begins."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((number for number, line in enumerate(lines, start=1) if line.startswith(f"{name},")), 0)
