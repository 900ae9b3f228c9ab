"""The published numbers that a run is held against, each with its band, unit, source and role."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, get_args

from ecosim.errors import Problem, ScenarioError, did_you_mean

Role = Literal["calibrate", "check"]

#: The table that comes with the package.
TARGETS = Path(__file__).with_name("targets.csv")


@dataclass(frozen=True)
class Target:
    """A published number.

    Attributes:
        id: short name, by which `ecosim.patterns.observe` measures the same quantity.
        quantity: what it is, in words.
        low, value, high: the band that evidence leaves and the value within it; None where the row is a statement
            without a number.
        unit: unit of the three.
        applies_to: the ecosystems of which it is known.
        source: where it comes from.
        role: ``calibrate``: parameters may be set by it; ``check``: they may not.
    """

    id: str
    quantity: str
    low: float | None
    value: float | None
    high: float | None
    unit: str
    applies_to: str
    source: str
    role: Role


def read_targets(path: Path = TARGETS, role: Role | None = None) -> tuple[Target, ...]:
    """Return the targets of a CSV file, in its order.

    Args:
        path: the file; its columns are the attributes of `Target`.
        role: only rows of this role are returned.

    Raises:
        ScenarioError: the file cannot be read or a row is wrong; ``problems`` holds everything found.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ScenarioError([Problem(str(path), 0, 0, "", f"cannot be read: {error}")]) from error
    problems = [problem for line, row in enumerate(rows, start=2) for problem in _problems(path, line, row)]
    if problems or not rows:
        raise ScenarioError(problems or [Problem(str(path), 1, 0, "", "no rows; a header and a row per target")])
    targets = (_target(row) for row in rows)
    return tuple(target for target in targets if role in (None, target.role))


def _problems(path: Path, line: int, row: dict[str, str]) -> Iterator[Problem]:
    columns = [field.name for field in fields(Target)]
    for name in columns:
        if row.get(name) is None:
            yield Problem(str(path), line, 0, name, f"no value; columns: {', '.join(columns)}")
    if row.get("role") not in get_args(Role):
        near = did_you_mean(str(row.get("role")), get_args(Role))
        yield Problem(str(path), line, 0, "role", f"{row.get('role')!r}; allowed: {', '.join(get_args(Role))}{near}")
    try:
        band = [_number(row.get(name) or "") for name in ("low", "value", "high")]
    except ValueError as error:
        yield Problem(str(path), line, 0, "low, value, high", str(error))
        return
    known = [number for number in band if number is not None]
    if known != sorted(known) or len(known) not in (0, 3):
        yield Problem(str(path), line, 0, "low, value, high", f"{band}; three numbers in ascending order, or none")


def _target(row: dict[str, str]) -> Target:
    numbers = {name: _number(row[name]) for name in ("low", "value", "high")}
    return Target(**{field.name: row[field.name] for field in fields(Target)} | numbers)  # type: ignore[arg-type]


def _number(text: str) -> float | None:
    return float(text) if text.strip() else None
