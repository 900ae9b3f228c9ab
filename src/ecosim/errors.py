"""Every error that ecosim raises on purpose.

    EcosimError
    ├── ScenarioError      a scenario, an override or a parameter is wrong; holds every Problem found
    ├── UsageError         a command or a call cannot be carried out as asked
    └── StoreError         a results directory cannot be read or written

Each says what was found, what is allowed and, where one is near, the right word. The command line
turns the first two into exit code 2 without a traceback.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with a scenario.

    Attributes:
        file: the file (or ``--set``) it was found in.
        line: line number from 1; 0 where there is none.
        column: column number from 1; 0 where there is none.
        path: dotted path of the value, such as ``links.science_industry.strength``.
        message: what was found and what is allowed.
    """

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return f"{place}: {self.path}: {self.message}" if self.path else f"{place}: {self.message}"


class EcosimError(Exception):
    """Base of all errors raised on purpose."""


class ScenarioError(EcosimError):
    """A scenario is invalid; ``problems`` holds everything found, in file order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UsageError(EcosimError):
    """A command or a call cannot be carried out as asked."""


class StoreError(EcosimError):
    """A results directory cannot be read or written."""


def did_you_mean(word: str, allowed: Sequence[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the nearest allowed word, or an empty string."""
    near = difflib.get_close_matches(word, allowed, n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else ""
