"""Digests: the same for the same runs, different for different ones."""

from __future__ import annotations

import json

import pytest
from scenario_sample import TEXT, Scenario, swapped, with_event

from ecosim.scenario import canonical, digest, load_text


def of(text: str, *overrides: str) -> str:
    """Return the digest of a text."""
    return digest(load_text(text, Scenario, overrides))


@pytest.mark.parametrize(
    "text",
    [
        swapped("title: Tiny", "title: Other"),
        swapped("name: tiny", "name: other"),
        swapped("title: Tiny", "title: Tiny\nquestion: Why?"),
        swapped("source: assumed", "source: A book"),
        swapped("wage: 0.3", "wage: 3e-1"),
        swapped("{physics: 100, biology: 50}", "{biology: 50.0, physics: 100}"),
        swapped("start: 2000Q1", "start: 2000-02"),
        swapped("end: 2010Q4", "burn_in: 80, end: 2010Q4"),
        swapped("title: Nuclear Physics", "title: '1'"),
        TEXT + "events:\n- {date: 2003, title: nothing}\n",
        TEXT + "judgement: {completions: {smallest: 5, precision: 2}}\n",
        "\n".join(TEXT.split("\n")[::-1][1:3][::-1]) + "\n" + "\n".join(TEXT.split("\n")[:-3]),
    ],
)
def test_what_does_not_change_runs_does_not_change_the_digest(text: str) -> None:
    assert of(text) == of(TEXT)


@pytest.mark.parametrize(
    "override",
    [
        "money.wage=0.31",
        "time.burn_in=81",
        "fields=[biology, physics]",
        "links.science_education={}",
        "links.science_industry.enabled=false",
        "links.science_industry.from=2005Q2",
        "processes.research.rho=0.001",
        "institutes={title: {title: T, place: p, researchers: 0, fields: {physics: 1}}}",
        "events=[{date: 2003, title: t, set: {frontier_growth: x2}}]",
    ],
)
def test_what_changes_runs_changes_the_digest(override: str) -> None:
    assert of(TEXT, override) != of(TEXT)


def test_order_of_events_does_not_matter() -> None:
    changes = ["frontier_growth: x2", "regions.r.growth: 0.1"]
    assert of(with_event(*changes)) == of(with_event(*changes[::-1])) != of(with_event(changes[0]))


def test_an_organisation_called_title_counts() -> None:
    text = TEXT + "firms:\n  title: {title: T, place: p, field: physics, staff: 5}\n"
    assert "title" in json.loads(canonical(load_text(text, Scenario)))["firms"]


def test_form() -> None:
    text = canonical(load_text(TEXT, Scenario))
    assert len(digest(load_text(TEXT, Scenario))) == 32
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"))
