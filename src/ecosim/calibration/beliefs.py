"""What targets leave of each parameter, and what runs with such values show, as plain data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ecosim.calibration.identify import verdict

#: Quantiles that are told of everything.
QUANTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True)
class Margin:
    """What is left of one parameter.

    Attributes:
        path, doc, unit: what it is.
        low, high: its plausible range: the prior, uniform on the scale on which it is searched.
        default: its declared default.
        values: 5 %, 50 % and 95 % quantile of the posterior.
        shares: where they lie in the plausible range, 0 to 1, on that scale.
        share_default: where the default lies.
        left: width of the interval from 5 % to 95 % over that of the prior.
        density: posterior over prior density in equal parts of the range.
    """

    path: str
    doc: str
    unit: str
    low: float
    high: float
    default: float
    values: tuple[float, ...]
    shares: tuple[float, ...]
    share_default: float
    left: float
    density: tuple[float, ...]

    @property
    def verdict(self) -> str:
        """``pinned down``, ``narrowed`` or ``left open``."""
        return verdict(self.left)


@dataclass(frozen=True)
class Predicted:
    """A target or check, and what single runs with draws of the posterior show of it.

    Attributes:
        id, quantity, unit, role: what it is.
        low, value, high: its band and the value within it; None where the row has none.
        values: 5 %, 50 % and 95 % quantile over runs that show it; None where nothing measures it or no run shows it.
        within: share of these runs in the band; None where there is none.
        luck: of a target: standard error that luck leaves in what a draw is weighed by, over the standard deviation
            taken from the band; None where it is not known.
    """

    id: str
    quantity: str
    unit: str
    role: str
    low: float | None
    value: float | None
    high: float | None
    values: tuple[float, ...] | None
    within: float | None
    luck: float | None


@dataclass(frozen=True)
class Posterior:
    """What targets leave.

    Attributes:
        directory: where its files are.
        name, title: of the scenario.
        command: the command that makes it.
        version: of the model.
        seed: of runs and draws.
        trials: sets of values that were tried.
        replications: runs of each.
        fresh: runs with draws of the posterior, by which targets and checks were predicted.
        failed: runs of the trials that could not be carried out; their trials count as far from everything.
        size: effective number of trials.
        heaviest: share of the posterior that the heaviest trial carries.
        least: loss of the trial that came nearest.
        margins: what is left of each parameter.
        rows: targets and checks.
        pairs: parameters whose correlation in the posterior is strongest: path, path, correlation.
    """

    directory: Path
    name: str
    title: str
    command: str
    version: str
    seed: int
    trials: int
    replications: int
    fresh: int
    failed: int
    size: float
    heaviest: float
    least: float
    margins: tuple[Margin, ...]
    rows: tuple[Predicted, ...]
    pairs: tuple[tuple[str, str, float], ...]

    def as_dict(self) -> dict[str, Any]:
        """Return plain data for JSON."""
        data = asdict(self) | {"directory": str(self.directory), "quantiles": QUANTILES}
        data["margins"] = [asdict(one) | {"verdict": one.verdict} for one in self.margins]
        return data
