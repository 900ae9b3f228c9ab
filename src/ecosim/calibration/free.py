"""Which parameters a calibration may move, and a scenario with values for them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ecosim.errors import UsageError, did_you_mean
from ecosim.experiments.parameters import declared, with_values
from ecosim.parameter import Declaration
from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.shape import shape

#: The parameters on which the rows marked ``calibrate`` depend most directly; see docs/calibration.md.
DEFAULT = (
    "processes.research.discovery",
    "processes.patenting.apply",
    "processes.patenting.grant",
    "processes.offers.attention",
    "processes.licensing.outside",
    "processes.development.speed",
    "processes.development.abandonment",
    "processes.development.eta",
    "links.spin_off.drive",
)
_WIDE = 3.0  # a range whose ends differ by this factor is one of orders of magnitude
_DIGITS = 4  # significant digits of the values written down


@dataclass(frozen=True)
class Free:
    """A parameter that may move within its plausible range.

    Attributes:
        path: dotted path, such as ``links.spin_off.drive``.
        declaration: what is declared of it.
    """

    path: str
    declaration: Declaration

    @property
    def low(self) -> float:
        """Lower end of the plausible range."""
        return self.declaration.plausible[0]

    @property
    def high(self) -> float:
        """Upper end of the plausible range."""
        return self.declaration.plausible[1]

    @property
    def default(self) -> float:
        """The declared default, from which the search begins."""
        return float(self.declaration.default)

    @property
    def whole(self) -> bool:
        """Whether it takes whole numbers only."""
        return isinstance(self.declaration.default, int)

    @property
    def logarithmic(self) -> bool:
        """Whether equal steps are equal factors: its range lies above zero and spans a factor of three or more."""
        return self.low > 0 and self.high >= _WIDE * self.low and not self.whole

    def share(self, value: float) -> float:
        """Return where in the plausible range a value lies: 0 at its lower end, 1 at its upper end."""
        return (self._scaled(value) - self._scaled(self.low)) / (self._scaled(self.high) - self._scaled(self.low))

    def value(self, share: float) -> float:
        """Return the value that lies at a share of the plausible range; whole where it must be."""
        position = self._scaled(self.low) + share * (self._scaled(self.high) - self._scaled(self.low))
        value = math.exp(position) if self.logarithmic else position
        return min(max(float(round(value)) if self.whole else value, self.low), self.high)

    def rounded(self, value: float) -> float:
        """Return the value with as many digits as are worth writing down, within the range."""
        return min(max(float(f"{value:.{_DIGITS}g}"), self.low), self.high)

    def _scaled(self, value: float) -> float:
        return math.log(value) if self.logarithmic else value


def free(scenario: ScenarioBase, paths: Sequence[str], given: Iterable[str] = ()) -> tuple[Free, ...]:
    """Return the parameters that may move, in the order asked for.

    Args:
        scenario: the scenario.
        paths: their dotted paths; none for those of `DEFAULT` that the scenario has and leaves open.
        given: paths whose value the scenario's own file or an override gives; it would win over a calibrated one.

    Raises:
        UsageError: a path leads to no parameter, to one without a plausible range, or to one that is given.
    """
    known, fixed = declared(scenario), set(given)
    if not paths:
        paths = [path for path in DEFAULT if path in known and path not in fixed]
    if not paths:
        raise UsageError("no parameter is left to calibrate: the scenario gives all of the default ones; name others")
    if twice := sorted({path for path in paths if list(paths).count(path) > 1}):
        raise UsageError(f"{twice[0]} is to be calibrated twice; name it once")
    for path in paths:
        _check(path, known, fixed, scenario)
    return tuple(Free(path, known[path]) for path in paths)


def _check(path: str, known: dict[str, Declaration], fixed: set[str], scenario: ScenarioBase) -> None:
    if path in known and path not in fixed:
        return
    if path in known:
        raise UsageError(
            f"{path} is given by the scenario itself, whose value wins over a calibrated one; "
            "take it out there, or calibrate others"
        )
    group, _, rest = path.partition(".")
    if group == "links" and shape(type(scenario)).at(("links", rest.partition(".")[0])) is not None:
        name = rest.partition(".")[0]
        if getattr(scenario.links, name) is None:  # type: ignore[attr-defined]
            raise UsageError(f"{path}: the scenario has no link {name}")
    below = shape(type(scenario)).at(tuple(path.split(".")))
    if below is not None and not (below.is_model or below.is_mapping):
        raise UsageError(f"{path} has no plausible range; those declared of links and processes have one")
    raise UsageError(f"no parameter {path!r}{did_you_mean(path, list(known))}; `ecosim show` lists all")


def placed(scenario: ScenarioBase, parameters: Sequence[Free], values: Sequence[float]) -> ScenarioBase:
    """Return the scenario with values for its free parameters, which must lie in their admissible ranges."""
    given = zip(parameters, values, strict=True)
    return with_values(scenario, {one.path: int(value) if one.whole else float(value) for one, value in given})
