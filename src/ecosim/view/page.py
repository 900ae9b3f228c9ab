"""The page of the live view: Mesa's controls, the links as checkboxes, and two pictures. `ecosim view` serves it.

Mesa's own page would give each picture half of the width, and start anew only when asked to; this one does at once.

What is shown is told by the environment, because a Solara server imports its page by name.
"""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from ecosim.errors import UsageError
from ecosim.experiments.design import links_on
from ecosim.indicators import catalogue
from ecosim.plots.labels import words
from ecosim.plots.live import Shown, live_path, live_ties
from ecosim.results.study import load_source
from ecosim.results.table import number
from ecosim.scenario.quarter import format_quarter
from ecosim.view.live import Live

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # Solara finds fault with parts of Mesa's page that are not used here
    import solara
    from mesa.visualization.solara_viz import ModelController, ModelCreator
    from mesa.visualization.utils import update_counter

#: Where `ecosim view` puts what is to be shown: scenario, overrides, seed, replication.
VARIABLE = "ECOSIM_VIEW"
#: The indicators drawn, with whether they are summed up.
SHOWN = {"completions": True, "agreements": True, "ties": False, "skill_firms": False}


def told() -> dict[str, Any]:
    """Return what is to be shown.

    Raises:
        UsageError: nobody said so.
    """
    try:
        return dict(json.loads(os.environ[VARIABLE]))
    except (KeyError, ValueError) as error:
        raise UsageError(f"{VARIABLE} does not say what to show; start the view with `ecosim view SCENARIO`") from error


def parameters(scenario: Any, seed: int, replication: int) -> dict[str, Any]:
    """Return what can be set on the page: the luck, and a checkbox for each link that the scenario has on."""
    return {
        "scenario": scenario,
        "seed": seed,
        "replication": {"type": "SliderInt", "value": replication, "label": "replication", "min": 0,
                        "max": max(99, replication), "step": 1},
        **{name: {"type": "Checkbox", "value": True, "label": words(name)} for name in links_on(scenario)},
    }  # fmt: skip


def path_so_far(model: Live) -> Any:
    """Return the picture of the run's path."""
    titles = {one.name: one for one in catalogue(model.simulation.types)}
    shown = []
    for name, summed in SHOWN.items():
        both = (model.as_is(name), model.so_far(name))
        as_is, so_far = (np.cumsum(one) for one in both) if summed else both
        title = f"{titles[name].title}{', summed up' if summed else ''}"
        shown.append(Shown(title, as_is, so_far))
    scenario = model.simulation.scenario
    without = f"without {words(', '.join(model.off))}" if model.off else "with all links of the scenario"
    luck = f"seed {model.world.seed}, replication {model.world.replication}; one run proves nothing"
    return live_path(f"{scenario.title}: {_now(model)}", f"Blue: {without}, {luck}.", model.years, shown)


def numbers(model: Live) -> str:
    """Return where the run stands, beside the scenario as it is at the same time."""
    quarters, said = len(model.path), []
    if not quarters:
        return f"{_now(model)}: nothing is reported yet. Press Step, or play."
    for name, summed in SHOWN.items():
        title = next(one.title for one in catalogue(model.simulation.types) if one.name == name)
        both = (model.so_far(name), model.as_is(name)[:quarters])
        ours, theirs = (_told(float(one.sum() if summed else one[-1])) for one in both)
        said.append(f"{title} {ours} (as it is: {theirs})")
    return f"{_now(model)}: {'; '.join(said)}."


def _told(value: float) -> str:
    """Return a number of one run: what is counted is whole."""
    return f"{value:,.0f}" if value == round(value) else number(value)


def ties_now(model: Live) -> Any:
    """Return the picture of the run's ties."""
    return live_ties(f"Who is tied to whom in {_now(model)}", model.look())


def _now(model: Live) -> str:
    return format_quarter(model.quarter - 1)


@solara.component
def _Picture(draw: Callable[[Live], Any], model: Live) -> Any:
    """Show a picture of the model, drawn anew after each step."""
    update_counter.get()
    return solara.FigureMatplotlib(draw(model), format="png", bbox_inches=None)


@solara.component
def _Numbers(model: Live) -> Any:
    """Show in words what the pictures show, for those who cannot see them."""
    update_counter.get()
    return solara.Text(numbers(model))


@solara.component
def Page() -> Any:
    """Return the page: controls and checkboxes at the side, the path and the ties beside them."""
    shown = solara.use_memo(told, [])
    scenario = solara.use_memo(lambda: load_source(shown["scenario"], shown["overrides"]), [])
    choices = solara.use_memo(lambda: parameters(scenario, shown["seed"], shown["replication"]), [])
    model = solara.use_reactive(solara.use_memo(lambda: Live(scenario, shown["seed"], shown["replication"]), []))
    chosen: solara.Reactive[dict[str, Any]] = solara.use_reactive({})
    solara.use_effect(lambda: _start_anew(model, chosen.value), [chosen.value])
    with solara.AppBar():
        solara.AppBarTitle(f"ecosim: {scenario.title}")
    pace, every, threads = (solara.use_reactive(value) for value in (50, 1, False))  # Mesa wants them reactive
    with solara.Sidebar(), solara.Column():
        ModelController(
            model, model_parameters=chosen, play_interval=pace, render_interval=every, use_threads=threads
        )
        with solara.Card("Links and luck"):
            ModelCreator(model, choices, model_parameters=chosen)
    with solara.Column():
        _Numbers(model.value)
        _Picture(path_so_far, model.value)
        _Picture(ties_now, model.value)


def _start_anew(model: Any, chosen: dict[str, Any]) -> None:
    """Begin with what is now chosen, unless that is what runs already."""
    if chosen and not model.value.is_made_of(chosen):
        model.value = Live(**chosen)
