"""Whatever a file or an override says, the answer is a scenario or a `ScenarioError`."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from scenario_sample import TEXT, Scenario, with_event

from ecosim.errors import ScenarioError
from ecosim.scenario import canonical, load_text, timeline

SAMPLE: dict[str, Any] = YAML(typ="safe", pure=True).load(with_event("links.science_industry.strength: 0.7"))
WORDS = st.sampled_from(
    [
        "extends", "source", "links", "science_industry", "events", "set", "date", "title", "p", "r", "nsu", "x0.5",
        "2003", "from", "until", "enabled", "<<", "*"
    ]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS
VALUES = st.recursive(
    SCALARS, lambda below: st.lists(below, max_size=3) | st.dictionaries(WORDS | st.text(max_size=4), below, max_size=3)
)


def survives(text: str, *overrides: str) -> None:
    """Load a text; if it is valid, so is all that follows from it."""
    try:
        scenario = load_text(text, Scenario, overrides)
    except ScenarioError as error:
        assert error.problems
        assert all(str(problem).isprintable() for problem in error.problems)
        return
    assert timeline(scenario)[0][1] == scenario
    again = load_text(json.dumps(scenario.model_dump(mode="json", by_alias=True, exclude_none=True)), Scenario)
    assert canonical(again) == canonical(scenario)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """Return the sample with some values replaced, added or left out, at random depth."""
    data = json.loads(json.dumps(SAMPLE))
    for _ in range(draw(st.integers(1, 3))):
        here: Any = data
        while inner := [below for below in parts(here) if isinstance(below, dict | list)]:
            if draw(st.booleans()):
                break
            here = draw(st.sampled_from(inner))
        change(draw, here)
    return json.dumps(data)


def parts(here: Any) -> list[Any]:
    """Return what a mapping or a list holds."""
    return list(here.values()) if isinstance(here, dict) else here


def change(draw: st.DrawFn, here: Any) -> None:
    """Replace, add or remove one value."""
    keys: list[Any] = list(here if isinstance(here, dict) else range(len(here)))
    if draw(st.booleans()) and keys:
        here[draw(st.sampled_from(keys))] = draw(VALUES)
    elif draw(st.booleans()) and keys:
        del here[draw(st.sampled_from(keys))]
    elif isinstance(here, dict):
        here[draw(WORDS)] = draw(VALUES)
    else:
        here.append(draw(VALUES))


@settings(max_examples=60, deadline=None)
@given(st.text() | st.text(alphabet="ab:-[]{}&*!|>'\"%#?,\n\t 01~<="))
def test_any_text(text: str) -> None:
    survives(text)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab:-[]{}&*!|>'\"%#?,\n\t 01~<=", max_size=20), st.integers(0, len(TEXT)))
def test_anything_pasted_into_a_scenario(text: str, at: int) -> None:
    survives(TEXT[:at] + text + TEXT[at:])


@settings(max_examples=150, deadline=None)
@given(mutated())
def test_mutated_scenarios(text: str) -> None:
    survives(text)


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(
        ["money.wage", "links.science_industry", "events", "fields", "regions.r.market", "places.p.designated"]
    )
    | st.text(max_size=10),
    st.text(max_size=10) | VALUES.map(json.dumps),
)
def test_any_override(path: str, value: str) -> None:
    survives(TEXT, f"{path}={value}")
