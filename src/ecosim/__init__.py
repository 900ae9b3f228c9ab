"""Innovation ecosystems, simulated: how technology transfer develops with and without each link.

    import ecosim

    results = ecosim.compare("scenarios/novosibirsk.yaml", replications=20)
    results                       # the headline, in a notebook
    results.to_pandas("flows")    # what flowed in each cell, by channel
    results.plot.curves()

Everything is imported when it is first used, so that ``import ecosim`` costs next to nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ecosim.calibration import calibrate, posterior
    from ecosim.catalogue import Scenario
    from ecosim.errors import EcosimError, Problem, ScenarioError, StoreError, UsageError
    from ecosim.lives import trace
    from ecosim.model import Ecosystem
    from ecosim.policy import optimise
    from ecosim.results import Results, open_results
    from ecosim.results.study import compare, run
    from ecosim.scenario.document import ScenarioBase

__all__ = [
    "EcosimError",
    "Ecosystem",
    "Problem",
    "Results",
    "Scenario",
    "ScenarioError",
    "StoreError",
    "UsageError",
    "calibrate",
    "compare",
    "load",
    "open_results",
    "optimise",
    "posterior",
    "run",
    "trace",
]

_HOMES = {
    "EcosimError": "errors",
    "Ecosystem": "model",
    "Problem": "errors",
    "Results": "results",
    "Scenario": "catalogue",
    "ScenarioError": "errors",
    "StoreError": "errors",
    "UsageError": "errors",
    "calibrate": "calibration",
    "compare": "results.study",
    "open_results": "results",
    "optimise": "policy",
    "posterior": "calibration",
    "run": "results.study",
    "trace": "lives",
}


def load(path: str | Path, overrides: Sequence[str] = ()) -> ScenarioBase:
    """Load and validate a scenario file.

    Args:
        path: the file, or the name of a scenario that comes with ecosim, such as ``"novosibirsk"``.
        overrides: values that replace those of the file, such as ``"links.spin_off.enabled=false"``.

    Raises:
        ScenarioError: the scenario is invalid; ``problems`` holds everything found.
        UsageError: no scenario has such a name.
    """
    from ecosim.results.study import load_source

    return load_source(path, overrides)


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"ecosim.{_HOMES[name]}"), name)
    if name == "__version__":
        from ecosim.version import package_version

        return package_version()
    raise AttributeError(f"module 'ecosim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
