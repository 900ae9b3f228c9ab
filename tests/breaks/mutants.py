"""Mutants of the program, drawn at random with a fixed seed, and the tests that have to notice them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from breaks.mutate import Mutant, mutants

SEED = 8


@dataclass(frozen=True)
class Group:
    """Files that the same tests concern.

    Attributes:
        what: how tables call it.
        files: patterns of files below the package.
        count: how many mutants are drawn.
        tests: arguments of pytest; those of later entries run only where the earlier ones notice nothing.
    """

    what: str
    files: tuple[str, ...]
    count: int
    tests: tuple[tuple[str, ...], ...]

    def drawn(self, package: Path) -> list[Mutant]:
        """Return the mutants of the group; the first of them are as random a choice as all."""
        luck = random.Random(SEED)
        files = sorted({path for pattern in self.files for path in package.glob(pattern)})
        found = [
            mutant
            for path in files
            for mutant in mutants(str(path.relative_to(package)), path.read_text(encoding="utf-8"), luck)
        ]
        return luck.sample(found, min(self.count, len(found)))


_EXACT = ("tests/golden/test_golden.py::test_numbers_are_exact",)
_PLAIN = ("tests/reference/test_oracle.py", "tests/model/test_mesa_face.py", "tests/lives", "-m", "not slow")

GROUPS = {
    "model": Group(
        "the model: processes, links, kernels, world",
        ("processes/*.py", "links/*.py", "kernels/*.py", "world/*.py"), 100, (_EXACT, _PLAIN),
    ),
    "luck": Group(
        "luck: randomness", ("randomness.py",), 20,
        (("tests/test_randomness.py", "tests/reference/test_luck.py"), _EXACT),
    ),
    "store": Group(
        "what keeps runs: store, execution, processes", ("experiments/store.py", "experiments/execute.py"), 40,
        (("tests/experiments/test_store.py", "tests/experiments/test_execute.py", "tests/experiments/test_pool.py",
          "tests/faults/test_verify.py"), ("tests/faults/test_faults.py",)),
    ),
    "statistics": Group(
        "statistics: effects, decisions, stopping, shares",
        ("results/effects.py", "results/decision.py", "results/stopping.py", "results/game.py"), 60,
        (("tests/results/test_effects.py", "tests/results/test_relations_of_effects.py",
          "tests/results/test_decision.py", "tests/results/test_stopping.py", "tests/results/test_game.py",
          "-m", "not slow"),
         ("tests/results/test_attribution.py", "tests/statistics/test_trials.py", "-m", "not slow")),
    ),
}  # fmt: skip

_ONE_DIMENSION = "the array has one dimension, which is the first and the last"
_ONE_RECORD = "parameters are a table of one record, which is the first and the last"
EQUIVALENT: dict[str, str] = {
    "experiments/execute.py:99: 1 -> 0": "which of two processes compiles from which end",
    "experiments/execute.py:99: worker % 2 == 1 -> worker % 2 != 1": "which of two processes compiles from which end",
    "experiments/execute.py:29: 300 -> 301": "how long the line may be that says what went wrong",
    "experiments/execute.py:185: 1 -> 0": "how many processes do nothing where nothing is to be done",
    "experiments/execute.py:233: len(digests) - 1 -> len(digests) + 1": "a further block, of no cells, has no work",
    "experiments/store.py:219: time.sleep(0.02) -> pass": "how often it asks while it waits",
    "experiments/execute.py:99: worker % 2 -> worker // 2": "both compile from one end: only a first start is slower",
    "kernels/radix.py:36: 0 -> -1": _ONE_DIMENSION,
    "links/expert_exchange.py:99: regions[r].partner < 0 or together[r] == 0.0 -> "
    "regions[r].partner < 0 and together[r] == 0.0": (
        "a shortcut: without a partner nobody is together, and where nobody is together nobody learns"
    ),
    "links/facility_access.py:104: 0 -> -1": _ONE_RECORD,
    "links/incubation.py:120: 0 -> -1": _ONE_DIMENSION,
    "links/incubation.py:143: orgs[i].park >= 0 -> orgs[i].park > 0": (
        "institutes, universities, named firms and accounts have their rows before technoparks: none is in the first"
    ),
    "randomness.py:125: trials <= 0 or chance <= 0.0 -> trials <= 0 and chance <= 0.0": (
        "a shortcut: without trials or chance the sum below counts none, too"
    ),
    "results/effects.py:183: np.abs(differences).max(axis=0) -> np.abs(differences).min(axis=0)": (
        "numbers that differ by rounding alone are all of one size, the least like the greatest"
    ),
    "results/effects.py:183: 1e-9 -> 1.25e-09": "what counts as rounding: a millionth part of it would do as well",
    "results/effects.py:109: False -> True": "cells are asked for by name, in whatever order they stand",
    "results/effects.py:24: 500 -> 501": "how many means are resampled at once, for the sake of memory",
    "results/effects.py:142: True -> False": "guards against columns of several lengths, which there are not",
}
"""Mutants that change nothing that anybody could notice, each looked at, with the reason."""
