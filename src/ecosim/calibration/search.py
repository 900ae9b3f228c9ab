"""The search for the least objective: Optuna's tree-structured Parzen estimator on a study that is kept trial by trial.

The sampler is made anew for every trial, seeded with the number of the trial, and knows the finished trials alone. So
the next trial depends on seed and history only, and a study that was interrupted goes on as if it had not been.
A trial is written when it is finished and not before: none can be lost half-way or counted twice.

Bergstra et al. (2011), Algorithms for hyper-parameter optimization, NIPS; Akiba et al. (2019), Optuna, KDD.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecosim.calibration.free import Free
from ecosim.errors import StoreError, UsageError
from ecosim.randomness import address, name_key

if TYPE_CHECKING:
    import optuna

FILE = "study.sqlite"
_QUESTION = "question"
_KEY = name_key("calibration", "trial")


class Search:
    """A study in a directory.

    Args:
        directory: where its file is, or is made.
        parameters: what may move.
        question: everything on which a trial depends, as plain data; a study of another question is refused.
        seed: the seed of the trials.

    Raises:
        UsageError: the directory holds a study of another question.
        StoreError: the file cannot be made, read or written; trials kept before stay kept.
    """

    def __init__(self, directory: Path, parameters: Sequence[Free], question: dict[str, Any], seed: int) -> None:
        self.path = directory / FILE
        self._parameters, self._seed = tuple(parameters), seed
        with self._explained():
            directory.mkdir(parents=True, exist_ok=True)
            self._kept = _study(_storage(self.path))
            self._agree(question)
            self._live = _study(None)
            for trial in self._kept.get_trials():
                self._live.add_trial(trial)

    @property
    def trials(self) -> int:
        """Number of the trials that are kept."""
        return len(self._live.get_trials(deepcopy=False))

    def ask(self) -> tuple[float, ...]:
        """Return the values of the next trial; those of the first are the declared defaults."""
        number = self.trials
        if not number:
            self._live.enqueue_trial({one.path: _typed(one, one.default) for one in self._parameters})
        self._live.sampler = _sampler(int(address(_KEY, self._seed, number)) & 0xFFFFFFFF)
        self._asked = self._live.ask({one.path: _distribution(one) for one in self._parameters})
        return tuple(float(self._asked.params[one.path]) for one in self._parameters)

    def tell(self, value: float, measured: dict[str, float], failed: int) -> None:
        """Keep the trial that was asked for.

        Args:
            value: its objective.
            measured: mean of each target, kept beside it for whoever opens the study; may be NaN.
            failed: how many of its runs could not be carried out.
        """
        self._asked.set_user_attr("failed", failed)
        self._asked.set_user_attr("measured", {name: None if mean != mean else mean for name, mean in measured.items()})
        trial = self._live.tell(self._asked, value)
        with self._explained():
            if len(self._kept.get_trials(deepcopy=False)) != trial.number:
                raise StoreError(f"{self.path}: another process adds trials to this study; let only one work on it")
            self._kept.add_trial(trial)

    def history(self) -> list[tuple[tuple[float, ...], float]]:
        """Return values and objective of every trial, in order."""
        return [
            (tuple(float(trial.params[one.path]) for one in self._parameters), float(trial.value or 0.0))
            for trial in self._live.get_trials(deepcopy=False)
        ]

    @property
    def failed(self) -> int:
        """Number of runs of all trials that could not be carried out."""
        return sum(int(trial.user_attrs["failed"]) for trial in self._live.get_trials(deepcopy=False))

    def close(self) -> None:
        """Let go of the file."""
        self._kept._storage.remove_session()

    def _agree(self, question: dict[str, Any]) -> None:
        kept = self._kept.user_attrs.get(_QUESTION)
        if kept is None:
            self._kept.set_user_attr(_QUESTION, json.loads(json.dumps(question)))
            return
        differing = [name for name, value in json.loads(json.dumps(question)).items() if kept.get(name) != value]
        if differing:
            raise UsageError(
                f"{self.path.parent} holds another calibration, which differs in: {', '.join(differing)}; "
                "name another directory with --out, or remove it"
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        from sqlalchemy.exc import SQLAlchemyError

        try:
            yield
        except (OSError, SQLAlchemyError, _storage_error()) as error:
            cause = error.__cause__ or error  # the storage hides what went wrong behind advice
            line = str(getattr(cause, "orig", cause)).split("\n")[0]
            raise StoreError(
                f"{self.path}: {line}. Finished trials are kept; when the cause is removed, the same command continues"
            ) from error


def _storage(path: Path) -> optuna.storages.RDBStorage:
    """Return a file of trials that is open only while something is read or written, so that none is left open."""
    import optuna
    from sqlalchemy.pool import NullPool

    return optuna.storages.RDBStorage(f"sqlite:///{path}", engine_kwargs={"poolclass": NullPool})


def _study(storage: optuna.storages.RDBStorage | None) -> optuna.Study:
    import optuna

    optuna.logging.set_verbosity(logging.WARNING)  # one line a trial on stderr otherwise
    return optuna.create_study(storage=storage, study_name="calibration", load_if_exists=True)


def _storage_error() -> type[Exception]:
    from optuna.exceptions import StorageInternalError

    error: type[Exception] = StorageInternalError
    return error


def _sampler(seed: int) -> optuna.samplers.BaseSampler:
    import optuna

    return optuna.samplers.TPESampler(seed=seed, multivariate=True)


def _distribution(one: Free) -> optuna.distributions.BaseDistribution:
    import optuna

    if one.whole:
        return optuna.distributions.IntDistribution(int(one.low), int(one.high))
    return optuna.distributions.FloatDistribution(one.low, one.high, log=one.logarithmic)


def _typed(one: Free, value: float) -> float | int:
    return int(value) if one.whole else value
