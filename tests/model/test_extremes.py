"""Extreme conditions: nobody, nothing, no money, a thousand times the money, one field, one organisation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from behaviour import COLUMN
from cases import Data, merged, scenario, small

from ecosim.simulation import simulate

#: Means over nobody are absent, and so is the lag of a quarter without a launch; nothing else ever is.
MEANS = ("lag", "knowledge_science", "knowledge_universities", "knowledge_firms", "skill_science", "skill_firms",
         "absorptive_capacity", "teaching_share", "applied_share", "basic_share")  # fmt: skip
TRANSFERS = ("agreements", "completions", "contracts", "licences", "publications", "spin_offs")
NO_ENTRY: Data = {"regions": {"r": {"entrants": 0}}}


def each(section: str, **values: Any) -> Data:
    """Return a change of every organisation of a section."""
    return {section: {name: values for name in small()[section]}}


def without(*sections: str, **changes: Any) -> Data:
    """Return the small scenario with nobody in some sections."""
    return merged({**small(), **{section: {} for section in sections}}, changes)


def ran(data: Data) -> dict[str, np.ndarray]:
    """Return the series of one run by indicator, having made sure that all is finite and nothing negative."""
    series = simulate({"a": scenario(data)}, seed=11, replication=0)["a"].series
    by_name = {name: series[:, column] for name, column in COLUMN.items()}
    for name, values in by_name.items():
        assert np.isfinite(values).all() or name in MEANS, name
        assert not (values < -1e-9).any(), name
    return by_name


def total(run: dict[str, np.ndarray], *names: str) -> float:
    return float(sum(run[name].sum() for name in names))


@pytest.fixture(scope="module")
def ordinary() -> dict[str, np.ndarray]:
    return ran(small())


@pytest.mark.parametrize(
    "data",
    [
        merged(merged(small(), each("institutes", researchers=0)), each("universities", researchers=0)),
        without("institutes", "universities"),
    ],
    ids=["posts without people", "no institutes or universities"],
)
def test_without_researchers_nothing_is_discovered_and_nothing_passes(data: Data, ordinary: dict[str, Any]) -> None:
    run = ran(data)
    assert total(run, "disclosures", *TRANSFERS) == 0
    assert run["firms"][-1] > 0
    assert run["knowledge_firms"][-1] < ordinary["knowledge_firms"][-1]


def test_without_firms_science_goes_on_and_nothing_passes() -> None:
    run = ran(without("firms", "populations", **NO_ENTRY, links={"spin_off": None}))
    assert total(run, "firms", "revenue", "graduates_hired", *TRANSFERS) == 0
    assert total(run, "disclosures") > 0


def test_where_there_are_no_firms_at_the_start_some_begin_and_transfers_follow() -> None:
    run = ran(without("firms", "populations"))
    assert run["firms"][-1] > 0
    assert total(run, "completions") > 0


def test_without_public_money_science_dwindles_and_firms_go_on(ordinary: dict[str, Any]) -> None:
    run = ran(without("ministries"))
    assert run["researchers"][-1] < 0.1 * ordinary["researchers"][-1]
    assert total(run, "disclosures") < 0.1 * total(ordinary, "disclosures")
    assert run["firms"][-1] > 0.5 * ordinary["firms"][-1]


def test_a_ministry_without_money_is_as_good_as_none() -> None:
    nothing = {name: {"budget": dict.fromkeys(one["budget"], 0)} for name, one in small()["ministries"].items()}
    with_ministries, none = ran(small(ministries=nothing)), ran(without("ministries"))
    for name, values in none.items():
        np.testing.assert_array_equal(with_ministries[name], values, err_msg=name)


def test_without_demand_firms_sell_nothing_and_fade(ordinary: dict[str, Any]) -> None:
    run = ran(small(regions={"r": {"market": {"physics": 0, "biology": 0}}}))
    assert total(run, "revenue", *TRANSFERS) == 0
    assert run["firm_staff"][-1] < 0.1 * ordinary["firm_staff"][-1]


def test_a_thousand_times_the_public_money_cannot_make_people(ordinary: dict[str, Any]) -> None:
    budgets = {
        name: {"budget": {key: 1000 * amount for key, amount in one["budget"].items()}}
        for name, one in small()["ministries"].items()
    }
    run = ran(small(ministries=budgets))
    assert total(run, "public_money") > 500 * total(ordinary, "public_money")
    assert run["researchers"][-1] < 1.5 * ordinary["researchers"][-1]
    assert total(run, "disclosures") < 1.5 * total(ordinary, "disclosures")


def test_a_thousand_times_the_demand_raises_the_wage_and_empties_science(ordinary: dict[str, Any]) -> None:
    run = ran(small(regions={"r": {"market": {"physics": 9e6, "biology": 9e6}}}))
    assert run["wage"][-1] > ordinary["wage"][-1]
    assert run["researchers"][-1] < ordinary["researchers"][-1]
    assert run["firm_staff"][-1] < 3 * ordinary["firm_staff"][-1]


def one_field() -> Data:
    """Return the small scenario with physics alone."""
    data = small(regions={"r": {"market": {"biology": None}}}) | {"fields": ["physics"]}
    data["facilities"] = {"ring": {**data["facilities"]["ring"], "fields": {"physics": 1}}}
    for section in ("institutes", "universities"):
        data[section] = {name: {**one, "fields": {"physics": 1}} for name, one in data[section].items()}
    return merged(data, {"populations": {"firms": {"fields": {"physics": 1, "biology": None}}}})


def test_with_one_field_all_kinds_of_transfer_occur() -> None:
    run = ran(one_field())
    for name in TRANSFERS:
        assert total(run, name) > 0, name


@pytest.mark.parametrize(
    ("section", "name"), [("institutes", "inp"), ("universities", "nsu"), ("firms", "soft")]
)  # fmt: skip
def test_one_organisation_alone_lives_and_has_nobody_to_agree_with(section: str, name: str) -> None:
    data = one_field() | {key: {} for key in ("institutes", "universities", "firms", "populations")}
    data[section] = {name: one_field()[section][name]}
    run = ran(merged(data, {**NO_ENTRY, "links": {"spin_off": None}}))
    assert total(run, "ties", *TRANSFERS) == 0
    assert run["firm_staff" if section == "firms" else "researchers"][-1] > 0
