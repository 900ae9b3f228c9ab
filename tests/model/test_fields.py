"""Fields of work: who waits looks in others, founders see room in an empty one, populations have what weights say."""

from __future__ import annotations

from typing import Any

import cases
import numpy as np
import pytest

from ecosim.processes.staffing import separate_and_post
from ecosim.world.codes import Flow, Kind, Origin
from ecosim.world.world import World

#: Universities teach physics; all others work in biology, and nobody begins a firm.
APART: dict[str, Any] = {
    "universities": {"nsu": {"fields": {"physics": 1, "biology": None}}},
    "institutes": {"inp": {"fields": {"physics": None, "biology": 1}}, "icg": {"fields": {"physics": None}}},
    "firms": {"soft": {"field": "biology"}},
    "populations": {"firms": {"fields": {"physics": None}}},
    "regions": {"r": {"entrants": 0}},
}


def graduates_in_firms(mobility: float) -> float:
    """Return how many graduates of physics firms of biology hire in the small world without links."""
    data = cases.merged(cases.only(), APART | {"processes": {"labour": {"mobility": mobility}}})
    return sum(world.tally[Flow.GRADUATES_FIRMS].sum() for world in cases.steps(cases.begun(data)))


def test_only_who_looks_in_other_fields_is_hired_there() -> None:
    assert graduates_in_firms(0.0) == 0
    assert graduates_in_firms(1.0) > 10


@pytest.mark.parametrize(("mobility", "recruiting"), [(0.44, 1), (1.0, 1), (0.44, 2)])
def test_who_has_got_no_offer_moves_as_often_as_said_and_to_vacancies(mobility: float, recruiting: int) -> None:
    moved, expected, before = 0, 0.0, np.zeros(0)
    chance = 1 - (1 - mobility) ** recruiting

    def remember(*arguments: Any) -> None:
        nonlocal before
        before = arguments[7][: arguments[8][0]].copy()

    def look(*arguments: Any) -> None:
        nonlocal moved, expected
        tick, seekers, _, posted = (arguments[n] for n in (5, 7, 8, 11))
        after = seekers[: len(before)]
        changed, been = before["field"] != after["field"], tick - before["since"] >= recruiting
        assert not changed[~been].any()
        assert (posted[after["region"], after["field"]][changed] > 0).all()
        others = 1 - posted[before["region"], before["field"]] / np.maximum(1, posted.sum(axis=1))[before["region"]]
        some = posted.sum(axis=1)[before["region"]] > 0
        moved, expected = moved + int(changed.sum()), expected + chance * float(others[been & some].sum())

    rules = {"processes": {"labour": {"mobility": mobility, "recruiting": recruiting}}}
    simulation = cases.begun(cases.merged(cases.only(), APART | rules))
    cases.watch(simulation, separate_and_post, before=remember, after=look)
    simulation.advance(simulation.scenario.time.end + 1)
    assert expected > 100
    assert moved == pytest.approx(expected, abs=4 * expected**0.5)


def test_founders_enter_a_field_in_which_there_is_no_firm() -> None:
    no_physics = {name: APART[name] for name in ("firms", "populations", "regions")}
    world = cases.ran(cases.merged(cases.only("spin_off"), no_physics))
    spun = world.orgs.view[world.orgs.view["origin"] == Origin.SPIN_OFF]
    assert (spun["field"] == world.names["fields"].index("physics")).any()


def begun(fields: dict[str, float], replication: int = 0) -> World:
    """Return the small world with these fields of its population of firms, before its first quarter."""
    weights = dict.fromkeys(("physics", "biology"), None) | fields
    return cases.begun(cases.small(populations={"firms": {"fields": weights}}), replication).world


@pytest.mark.parametrize(
    ("fields", "members"),
    [
        ({"physics": 1, "biology": 1}, [10, 10]), ({"physics": 3, "biology": 1}, [5, 15]),
        ({"physics": 0.02, "biology": 0.98}, [20, 0]),
    ],
)  # fmt: skip
def test_a_population_has_of_each_field_as_many_as_its_weight_says(
    fields: dict[str, float], members: list[int]
) -> None:
    who = set()
    for replication in range(5):
        world = begun(fields, replication)
        named = np.array([name.startswith("populations.") for name in world.names["organisations"]])
        drawn = world.orgs.view["field"][: len(named)][named & (world.orgs.view["kind"][: len(named)] == Kind.FIRM)]
        assert np.bincount(drawn, minlength=2).tolist() == members
        who.add(drawn.tobytes())
    assert len(who) > 1 or 0 in members  # which of them has which is luck
