"""How differences are judged: what a scenario may say of it."""

from __future__ import annotations

from typing import get_args

import pytest
from scenario_sample import TEXT, Scenario, problems

from ecosim import indicators
from ecosim.catalogue import link_types
from ecosim.scenario import entries, load_text, resolve_text
from ecosim.scenario.document import Measure


def judging(text: str) -> str:
    return TEXT + f"judgement: {{{text}}}\n"


def test_every_indicator_that_is_no_part_of_another_can_be_judged() -> None:
    assert get_args(Measure) == tuple(name for name in indicators.names(link_types()) if "." not in name)


def test_nothing_needs_to_be_said() -> None:
    assert load_text(TEXT, Scenario).judgement == {}
    judged = load_text(judging("lag: {smallest: 0.5}"), Scenario).judgement["lag"]
    assert (judged.smallest, judged.precision) == (0.5, None)


def test_values_are_shown_with_unit_and_source() -> None:
    shown = {one.path: one for one in entries(resolve_text(judging("lag: {smallest: 0.5, precision: 0.2}"), Scenario))}
    entry = shown["judgement.lag.precision"]
    assert (entry.value, entry.unit, entry.source) == (0.2, "the indicator's unit", "assumed")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("completion: {smallest: 1}", "judgement.completion: unknown key 'completion'; allowed: "),
        ("lag: {smallest: 0}", "judgement.lag.smallest: found 0; allowed: a number above 0 to 1e+15 ("),
        ("lag: {}", "judgement.lag.smallest: missing: smallest effect of interest by the horizon"),
        ("lag: {smallest: 1, precise: 2}", "unknown key; allowed: smallest, precision; did you mean 'precision'?"),
    ],
)
def test_what_is_wrong_is_told_in_its_place(text: str, message: str) -> None:
    (found,) = problems(judging(text))
    assert message in found


def test_the_nearest_indicator_is_named() -> None:
    assert problems(judging("completion: {smallest: 1}"))[0].endswith("did you mean 'completions'?")


def test_no_event_can_change_what_is_judged() -> None:
    text = judging("lag: {smallest: 1}") + "events: [{date: 2003, title: t, set: {judgement.lag.smallest: 2}}]\n"
    assert "judgement.lag.smallest" in problems(text)[0]
