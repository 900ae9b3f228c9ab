"""Facts of history: in real money, at their dates, with their sources."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest

import ecosim
from ecosim.experiments.observing import Observed
from ecosim.patterns.diary import Diary
from ecosim.patterns.history import MEASURES, growth, happens_in, read_history, remember
from ecosim.patterns.observe import Finished
from ecosim.patterns.prices import PRICES, real, rises
from ecosim.results.history import history_table, remembered
from ecosim.scenario.document import ScenarioBase
from ecosim.world.world import World

ROOT = Path(__file__).parents[2]
FACTS = {fact.id: fact for fact in read_history()}


@pytest.fixture(scope="module")
def novosibirsk() -> ScenarioBase:
    return ecosim.load(ROOT / "scenarios" / "novosibirsk.yaml")


@pytest.fixture(scope="module")
def nineties() -> ScenarioBase:
    return ecosim.load(ROOT / "scenarios" / "nineties.yaml")


def test_roubles_of_a_year_become_roubles_of_2020() -> None:
    assert real(100.0, 2020) == 100.0
    assert real(100.0, 2019) == pytest.approx(103.38)
    assert real(106.69, 2021) == pytest.approx(100.0)
    assert real(real(5.0, 2015), 2020) == pytest.approx(5 * 1.0704 * 1.0368 * 1.0288 * 1.0447 * 1.0338)
    assert sorted(rises()) == list(range(min(rises()), max(rises()) + 1))


def test_every_price_and_fact_has_a_source() -> None:
    with PRICES.open(encoding="utf-8", newline="") as file:
        assert all(row["source"] for row in csv.DictReader(file))
    text = (ROOT / "docs" / "data" / "facts.csv").read_text(encoding="utf-8")
    known = {row["id"]: row for row in csv.DictReader(text.splitlines())}
    for fact in FACTS.values():
        assert fact.source and fact.differs and fact.measure in MEASURES
        for name in re.findall(r"facts\.csv: (\w+)", fact.source):
            scale = 1000 if known[name]["unit"].startswith("thousand million") else 1
            assert fact.fact == pytest.approx(scale * float(known[name]["value"])), fact.id


def test_a_fact_is_put_into_the_units_of_the_model() -> None:
    assert FACTS["academpark_revenue_2015"].value == pytest.approx(real(20_100, 2015))
    assert FACTS["academpark_revenue_2015"].value_unit == "million RUB of 2020"
    assert FACTS["academpark_growth"].value == pytest.approx((real(60_500, 2024) / real(20_100, 2015)) ** (1 / 9) - 1)
    assert FACTS["branch_staff_1994"].value == pytest.approx(40_437 / 55_000)
    assert FACTS["branch_staff_1994"].value_unit == "of 1990"
    assert growth(100.0, 121.0, 2) == pytest.approx(0.1)


def test_a_fact_belongs_to_a_scenario_with_its_years_and_its_technopark(
    novosibirsk: ScenarioBase, nineties: ScenarioBase
) -> None:
    assert {name for name, fact in FACTS.items() if happens_in(fact, novosibirsk)} == {
        name for name in FACTS if name.startswith("academpark")
    }
    assert {name for name, fact in FACTS.items() if happens_in(fact, nineties)} == {
        name for name in FACTS if not name.startswith("academpark")
    }


def made(scenario: ScenarioBase, diary: Diary) -> Finished:
    world = World(1, 2)
    world.names["organisations"] = ["somebody", "technoparks.academpark"]
    return Finished(scenario, world, np.zeros((scenario.time.quarters, 0)), {}, diary)


def test_what_happened_in_a_park_is_read_at_the_date(novosibirsk: ScenarioBase) -> None:
    diary = Diary()
    diary.parks = [{1: (quarter, 10 * quarter, 1.0 + (quarter // 4 == 24))} for quarter in range(104)]
    found = remember(made(novosibirsk, diary))
    assert found["academpark_firms_2015"] == 63  # the last quarter of the sixteenth year
    assert found["academpark_staff_2022"] == 910
    assert found["academpark_revenue_2015"] == 4.0
    assert found["academpark_growth"] == pytest.approx(2 ** (1 / 9) - 1)
    assert np.isnan(found["branch_staff_1994"])


def test_staff_of_institutes_is_compared_with_that_of_the_start(nineties: ScenarioBase) -> None:
    diary = Diary()
    diary.institute_staff = [1000 - quarter for quarter in range(40)]
    found = remember(made(nineties, diary))
    assert found["branch_staff_1994"] == pytest.approx(0.981)
    assert found["personnel_1999"] == pytest.approx(0.961)
    assert np.isnan(found["academpark_growth"])


def test_the_table_says_what_is_missed_and_by_how_much(nineties: ScenarioBase) -> None:
    shown = {"branch_staff_1994": 0.7, "researchers_1995": 0.9, "personnel_1999": 0.62}
    seen = [
        Observed(number, {}, {name: value + change for name, value in shown.items()}, None, np.zeros((1, 1)))  # type: ignore[arg-type]
        for number, change in enumerate((-0.02, 0.0, 0.02))
    ]
    table = remembered(nineties, seen, 1).set_index("id")
    assert table["verdict"].tolist() == ["met", "not met", "partly"]
    assert table.loc["researchers_1995", "ratio"] == pytest.approx(0.9 / 0.5187)
    row = history_table("Nineties", table.reset_index()).rows[1]
    assert row[:4] == ["researchers of Russia over those of 1990, 1995", "0.900", "[0.850, 0.950]", "0.519"]


def test_a_scenario_without_facts_has_an_empty_table(novosibirsk: ScenarioBase) -> None:
    other = novosibirsk.model_copy(update={"technoparks": {}})
    assert not len(remembered(other, [], 1))
