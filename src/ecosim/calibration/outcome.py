"""What a calibration found, as plain data: for tables, pictures and files."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ecosim.calibration.identify import verdict


@dataclass(frozen=True)
class Chosen:
    """A free parameter and what was found of it.

    Attributes:
        path, doc, unit: what it is.
        low, high: its plausible range.
        default: its declared default.
        value: the value chosen.
        value_low, value_high: one posterior standard deviation to either side, within the plausible range.
        ratio: posterior over prior width.
        share: where the value lies in the plausible range, 0 to 1, on the scale on which it was searched.
        share_low, share_high, share_default: where the ends of its posterior interval and the default lie.
        tried: where the value of each trial lay, in their order.
    """

    path: str
    doc: str
    unit: str
    low: float
    high: float
    default: float
    value: float
    value_low: float
    value_high: float
    ratio: float
    share: float
    share_low: float
    share_high: float
    share_default: float
    tried: tuple[float, ...]

    @property
    def verdict(self) -> str:
        """``pinned down``, ``narrowed`` or ``left open``."""
        return verdict(self.ratio)


@dataclass(frozen=True)
class Row:
    """A target and what fresh runs show of it; what cannot be had is None.

    Attributes:
        id, quantity, unit, role: what it is.
        low, value, high: its band and the value within it.
        before, after: mean over fresh runs with the declared defaults, and with the values chosen.
        before_error, after_error: standard errors of these means.
    """

    id: str
    quantity: str
    unit: str
    role: str
    low: float | None
    value: float | None
    high: float | None
    before: float | None
    before_error: float | None
    after: float | None
    after_error: float | None

    def within(self, measured: float | None) -> bool | None:
        """Return whether a measured mean lies in the band; None where either is missing."""
        if measured is None or self.low is None or self.high is None:
            return None
        return self.low <= measured <= self.high


@dataclass(frozen=True)
class Calibration:
    """What a calibration found.

    Attributes:
        directory: where its files are.
        name, title: of the scenario.
        command: the command that makes it.
        version: of the model.
        seed: seed of runs and trials.
        replications: runs of each trial.
        fresh: further runs on which targets and checks were measured.
        loss_before, loss_after: loss of the defaults and of the values chosen over the runs of the trials.
        fresh_before, fresh_after: the same over fresh runs.
        objectives: of each trial, in order: loss and a tenth of the departure from the defaults.
        objective: of the values chosen, over the runs of the trials.
        failed: runs of the trials that could not be carried out; their trials count as far from everything.
        parameters: what was found of each free parameter.
        rows: targets and checks.
        direction: the least determined combination of parameters: path -> how far it goes, in shares of its range.
        direction_ratio: posterior over prior width along it.
    """

    directory: Path
    name: str
    title: str
    command: str
    version: str
    seed: int
    replications: int
    fresh: int
    loss_before: float
    loss_after: float
    fresh_before: float
    fresh_after: float
    objectives: tuple[float, ...]
    objective: float
    failed: int
    parameters: tuple[Chosen, ...]
    rows: tuple[Row, ...]
    direction: dict[str, float]
    direction_ratio: float

    @property
    def trials(self) -> int:
        """Number of trials."""
        return len(self.objectives)

    @property
    def values(self) -> dict[str, float]:
        """The values chosen, by path."""
        return {one.path: one.value for one in self.parameters}

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        data = asdict(self) | {"directory": str(self.directory), "trials": self.trials}
        data["parameters"] = [asdict(one) | {"verdict": one.verdict} for one in self.parameters]
        data["rows"] = [
            asdict(row) | {"within_before": row.within(row.before), "within_after": row.within(row.after)}
            for row in self.rows
        ]
        return data
