"""Designs whose parameters are uncertain: every replication has values of its own, the same in all cells.

Replication r takes draw r of a list of draws from a distribution, such as the posterior of a calibration. Runs of a
replication remain pairs, since cells share values as they share luck, and intervals over replications then hold
both: luck, and what is not known of the parameters.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from hashlib import blake2b
from pathlib import Path

from ecosim.errors import Problem, ScenarioError, UsageError, did_you_mean
from ecosim.experiments.design import Design
from ecosim.experiments.parameters import declared, with_values
from ecosim.parameter import Declaration
from ecosim.scenario.document import ScenarioBase


@dataclass(frozen=True)
class Draws:
    """Equally likely values of some parameters, in random order.

    Attributes:
        paths: dotted path of each parameter.
        values: one set of values for each draw.
    """

    paths: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]

    @property
    def digest(self) -> str:
        """32 hexadecimal digits that differ where any value does."""
        return blake2b(json.dumps([self.paths, self.values]).encode(), digest_size=16).hexdigest()

    def given(self, scenario: ScenarioBase, replication: int) -> ScenarioBase:
        """Return the scenario with the draw of a replication; a scenario without a parameter goes without its value.

        After the last draw the first one is taken again.
        """
        known = declared(scenario)
        drawn = zip(self.paths, self.values[replication % len(self.values)], strict=True)
        return with_values(scenario, {path: _typed(known[path], value) for path, value in drawn if path in known})


@dataclass(frozen=True)
class Uncertain(Design):
    """A design whose replications differ in values of parameters, too.

    Attributes:
        draws: what the replications take.
    """

    draws: Draws = field(kw_only=True)

    @property
    def told(self) -> dict[str, object]:
        """What a summary says of the draws, as plain data."""
        return {"parameters": list(self.draws.paths), "draws": len(self.draws.values), "digest": self.draws.digest}

    def key(self, digest: str) -> str:
        """Return what a store calls the runs of a cell: its own digest and the draws."""
        return blake2b(f"{digest} {self.draws.digest}".encode(), digest_size=16).hexdigest()


def uncertain(design: Design, draws: Draws) -> Uncertain:
    """Return a design in which each replication takes its draw.

    Raises:
        UsageError: the baseline has none of the parameters, or not one of them.
    """
    known = declared(design.baseline.scenario)
    for path in draws.paths:
        if path not in known:
            near = did_you_mean(path, list(known))
            raise UsageError(f"{design.baseline.scenario.name} has no parameter {path!r} to take draws of{near}")
    given = {one.name: getattr(design, one.name) for one in fields(Design)} | {"name": f"{design.name}-posterior"}
    return Uncertain(**given, draws=draws)


def drawn(design: Design, path: Path | None) -> Design:
    """Return a design whose replications take the draws of a file; the design itself where there is none.

    Raises:
        ScenarioError: the file cannot be read or does not fit the baseline.
    """
    return design if path is None else uncertain(design, read_draws(path, design.baseline.scenario))


def read_draws(path: Path, scenario: ScenarioBase) -> Draws:
    """Read draws from a CSV file: a column for each parameter, headed by its dotted path, and a line for each draw.

    Args:
        path: the file.
        scenario: tells which parameters there are, and which values are admissible.

    Raises:
        ScenarioError: the file cannot be read or a value is wrong; ``problems`` holds everything found.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            head, *rows = [row for row in csv.reader(file) if row] or [[]]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ScenarioError([Problem(str(path), 0, 0, "", f"cannot be read: {error}")]) from error
    known = declared(scenario)
    if problems := [*_of_head(path, head, rows, known), *_of_rows(path, head, rows, known)]:
        raise ScenarioError(problems)
    return Draws(tuple(head), tuple(tuple(float(value) for value in row) for row in rows))


def draws_text(draws: Draws) -> str:
    """Return draws as the text of a file that `read_draws` reads."""
    lines = [",".join(draws.paths), *(",".join(map(repr, row)) for row in draws.values)]
    return "\n".join(lines) + "\n"


def _of_head(
    path: Path, head: Sequence[str], rows: Sequence[Sequence[str]], known: dict[str, Declaration]
) -> Iterator[Problem]:
    if not head or not rows:
        yield Problem(str(path), 1, 0, "", "no draws; a line of dotted paths and a line of values for each draw")
    for column, name in enumerate(head, start=1):
        if name not in known:
            near = did_you_mean(name, list(known))
            yield Problem(str(path), 1, column, name, f"the scenario has no such parameter{near}")
        elif name in head[: column - 1]:
            yield Problem(str(path), 1, column, name, "stands there twice")


def _of_rows(
    path: Path, head: Sequence[str], rows: Sequence[Sequence[str]], known: dict[str, Declaration]
) -> Iterator[Problem]:
    for line, row in enumerate(rows, start=2):
        if len(row) != len(head):
            yield Problem(str(path), line, 0, "", f"{len(row)} values; allowed: {len(head)}, one for each column")
            continue
        for column, (name, text) in enumerate(zip(head, row, strict=True), start=1):
            if name in known and (wrong := _wrong(known[name], text)):
                yield Problem(str(path), line, column, name, wrong)


def _wrong(declaration: Declaration, text: str) -> str:
    try:
        value = float(text)
    except ValueError:
        return f"{text!r} is no number"
    if not declaration.low <= value <= declaration.high:
        return f"{text}; allowed: {declaration.low:g} to {declaration.high:g}"
    return f"{text}; allowed: whole numbers" if isinstance(declaration.default, int) and value % 1 else ""


def _typed(declaration: Declaration, value: float) -> float:
    return int(value) if isinstance(declaration.default, int) else value
