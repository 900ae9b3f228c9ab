"""Where values come from, and which numbers have a source."""

from __future__ import annotations

import pytest
from scenario_sample import TEXT, Scenario

from ecosim.scenario import Entry, entries, resolve_text, tally

SOURCED = """\
name: tiny
title: Tiny
time: {start: 2000Q1, end: 2010Q4, burn_in: 40}
money: {unit: million, wage: 0.3, source: Statistics 2001}
fields: [physics, biology]
regions:
  source: {r: Report 2002}
  r:
    market: {physics: 100, biology: 50, source: {physics: 'assumed: a guess'}}
    growth: 0.01
places:
  p: {region: r, latitude: 54.8, longitude: 83.1, source: {latitude: Map, longitude: assumed}}
institutes:
  source: Yearbook
  inp: {title: Nuclear Physics, place: p, researchers: 33, fields: {physics: 1, source: assumed}}
events:
- date: 2003Q2
  title: change
  source: Law
  set: {institutes.inp.researchers: x0.5, regions.r.growth: 0.02, source: {regions.r.growth: assumed}}
"""


@pytest.fixture(scope="module")
def found() -> dict[str, Entry]:
    """Every entry of the sourced sample by path."""
    return {entry.path: entry for entry in entries(resolve_text(SOURCED, Scenario, file="t"))}


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("time.burn_in", ""),
        ("money.wage", "Statistics 2001"),
        ("regions.r.growth", "Report 2002"),
        ("regions.r.market.physics", "assumed: a guess"),
        ("regions.r.market.biology", "Report 2002"),
        ("places.p.latitude", "Map"),
        ("places.p.longitude", "assumed"),
        ("institutes.inp.researchers", "Yearbook"),
        ("institutes.inp.fields.physics", "assumed"),
        ("events[0].set.institutes.inp.researchers", "Law"),
        ("events[0].set.regions.r.growth", "assumed"),
        ("processes.research.rho", "Somebody 2001"),
        ("regions.r.practice", ""),
    ],
)
def test_the_nearest_source_holds(found: dict[str, Entry], path: str, source: str) -> None:
    assert found[path].source == source


def test_tally(found: dict[str, Entry]) -> None:
    count = tally(found.values())
    assert (count.sourced, count.assumed) == (6, 4)
    assert [entry.path for entry in count.unsourced] == ["time.burn_in"]
    assert count.share_assumed == pytest.approx(4 / 11)


def test_units_and_origins(found: dict[str, Entry]) -> None:
    assert (found["money.wage"].unit, found["money.wage"].origin) == ("money/(head quarter)", "t:4")
    assert (found["processes.research.rho"].unit, found["processes.research.rho"].origin) == ("1/quarter", "default")
    assert found["events[0].set.institutes.inp.researchers"].unit == "heads"
    assert found["regions.r.growth"].origin == "t:10"
    assert found["time.start"].value == "2000Q1"


def test_every_value_of_the_document_is_there(found: dict[str, Entry]) -> None:
    document = resolve_text(SOURCED, Scenario).document.model_dump(by_alias=True)
    assert {path.split(".")[0].split("[")[0] for path in found} == set(document)


def test_numbers_from_the_command_line_do_not_count() -> None:
    with_override = entries(resolve_text(TEXT, Scenario, ["money.wage=2"]))
    assert tally(with_override).assumed == tally(entries(resolve_text(TEXT, Scenario))).assumed - 1
    assert tally(with_override).unsourced == ()
