"""Valid scenarios made at random, of one or two regions in which much or little happens."""

from __future__ import annotations

from typing import Any

import cases
from hypothesis import strategies as st

from ecosim.catalogue import LINKS, PROCESSES
from ecosim.parameter import Parameters

FIELDS = ("physics", "biology", "medicine")


def named(prefix: str, value: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[dict[str, Any]]:
    """Return up to ``most`` named entries."""
    return st.lists(value, max_size=most).map(lambda rows: {f"{prefix}{i}": row for i, row in enumerate(rows)})


@st.composite
def tuned(draw: st.DrawFn, parameters: type[Parameters], share: float = 0.2) -> dict[str, Any]:
    """Return some of the numbers of a link or process at an end of their plausible range, some flows off."""
    said: dict[str, Any] = {}
    for one in parameters.declarations():
        if draw(st.floats(0, 1)) < share:
            said[one.name] = type(one.default)(draw(st.sampled_from(one.plausible)))
    for flow in parameters.flows():
        if draw(st.integers(0, 5)) == 0:
            said[flow] = False
    return said


@st.composite
def dated(draw: st.DrawFn, parameters: type[Parameters]) -> dict[str, Any]:
    """Return a link with dates and a strength."""
    said = draw(tuned(parameters))
    said["strength"] = draw(st.sampled_from([0.0, 0.3, 1.0, 1.0]))
    first, last = sorted(draw(st.lists(st.integers(0, 15), min_size=2, max_size=2, unique=True)))
    if draw(st.booleans()):
        said["from"] = f"{1999 + first // 4}Q{1 + first % 4}"
    if draw(st.integers(0, 2)) == 0:
        said["until"] = f"{2000 + last // 4}Q{1 + last % 4}"
        if "from" not in said:
            said["until"] = "2003Q2"
    return said


@st.composite
def scenarios(draw: st.DrawFn) -> cases.Data:
    """Return a valid scenario of one or two regions in which much or little happens."""
    fields = list(FIELDS[: draw(st.integers(1, 3))])
    regions = [f"r{i}" for i in range(draw(st.integers(1, 2)))]
    places = {f"{r}p{i}": r for r in regions for i in range(draw(st.integers(1, 2)))}
    weights = st.dictionaries(st.sampled_from(fields), st.floats(0.1, 3), min_size=1)
    place, field = st.sampled_from(list(places)), st.sampled_from(fields)
    science = {
        "title": st.just("Science"), "place": place, "researchers": st.integers(0, 120), "fields": weights,
        "knowledge": st.floats(0, 1.2),
    }  # fmt: skip
    firm = {"title": st.just("Firm"), "place": place, "field": field, "staff": st.integers(0, 40)}
    draws = st.fixed_dictionaries({"median": st.floats(0.3, 10), "sigma": st.floats(0, 1)})
    group = {"place": place, "count": st.integers(0, 12), "fields": weights, "staff": draws, "knowledge": draws}
    budgets = st.dictionaries(
        st.sampled_from(["institutes", "universities", "projects", "subsidies", "technoparks", "housing"]),
        st.sampled_from([0.0, 20.0, 300.0]),
    )
    municipal = st.dictionaries(
        st.sampled_from(["subsidies", "technoparks", "housing"]), st.sampled_from([0.0, 20.0, 300.0])
    )
    growth = st.floats(-0.1, 0.1)
    ministry = {"title": st.just("M"), "region": st.sampled_from(regions), "budget": budgets, "growth": growth}
    hall = place.flatmap(
        lambda town: st.fixed_dictionaries(
            {"title": st.just("H"), "region": st.just(places[town]), "place": st.just(town), "budget": municipal}
        )
    )
    park = {"title": st.just("Park"), "place": place, "opens": st.just("2000Q2"), "capacity": st.integers(0, 6)}
    links = st.fixed_dictionaries({}, optional={link.name: dated(link.Params) for link in LINKS})
    processes = st.fixed_dictionaries({}, optional={p.stage.value: tuned(p.Params) for p in PROCESSES})
    data: cases.Data = {
        "name": "random", "title": "Random", "fields": fields, "money": {"unit": "million", "wage": 0.5},
        "time": {"start": "2000Q1", "end": "2003Q4", "burn_in": draw(st.integers(0, 6))},
        "regions": {r: draw(region(fields)) for r in regions},
        "places": {p: draw(spot(r)) for p, r in places.items()},
        "institutes": draw(named("i", st.fixed_dictionaries(science), 4)),
        "universities": draw(named("u", st.fixed_dictionaries(science | {"students": st.integers(0, 900)}), 3)),
        "firms": draw(named("f", st.fixed_dictionaries(firm), 2)),
        "populations": draw(named("p", st.fixed_dictionaries(group), 2)),
        "ministries": draw(named("m", st.fixed_dictionaries(ministry) | hall, 3)),
        "technoparks": draw(named("t", st.fixed_dictionaries(park), 2)),
        "links": draw(links), "processes": draw(processes),
        "events": draw(happenings(regions)),
        "frontier_growth": draw(st.sampled_from([-0.01, 0.0, 0.01])),
    }  # fmt: skip
    quick = {"speed": 2.0, "abandonment": 0.05}
    lively = {"research": {"discovery": 0.15}, "development": quick, "offers": {"attention": 0.8}}
    return cases.merged(data, {"processes": lively}) if draw(st.integers(0, 3)) else data


@st.composite
def region(draw: st.DrawFn, fields: list[str]) -> dict[str, Any]:
    """Return a region with or without a market."""
    return {
        "market": {field: draw(st.sampled_from([0.0, 2000.0, 40000.0])) for field in fields},
        "local_share": draw(st.sampled_from([0.0, 0.05, 1.0])),
        "practice": draw(st.sampled_from([0.0, 0.3, 1.0])),
        "entrants": draw(st.sampled_from([0.0, 1.5, 5.0])),
    }


@st.composite
def spot(draw: st.DrawFn, of: str) -> dict[str, Any]:
    """Return a place somewhere near the others."""
    said = {"region": of, "latitude": draw(st.floats(54, 56)), "longitude": draw(st.floats(82, 84))}
    said["entry"] = draw(st.sampled_from([0.0, 1.0]))
    return said | draw(st.sampled_from([{}, {"designated": "1990Q1"}, {"designated": "2001Q3"}]))


@st.composite
def happenings(draw: st.DrawFn, regions: list[str]) -> list[dict[str, Any]]:
    """Return some dated events."""
    change = st.sampled_from(
        [
            {f"regions.{regions[0]}.entrants": 0.5},
            {f"regions.{regions[0]}.market.physics": 100.0},
            {f"regions.{regions[-1]}.market.physics": None},
            {"processes.labour.quits": 0.05},
            {"frontier_growth": 0.0},
            {"links.science_industry": {"strength": 0.5}},
            {},
        ]
    )
    dates = draw(st.lists(st.sampled_from(["2000Q1", "2001Q1", "2002Q3"]), max_size=2, unique=True))
    return [{"date": date, "title": "change", "set": draw(change)} for date in dates]
