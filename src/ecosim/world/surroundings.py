"""Regions and places at the beginning of a run, and what a region's money is worth."""

from __future__ import annotations

import math

import numpy as np

from ecosim.randomness import name_key
from ecosim.scenario.document import Region, ScenarioBase
from ecosim.world import layouts
from ecosim.world.codes import Flow, Instrument, People
from ecosim.world.world import Floats, World

_EARTH = 6371.0


def worth(region: Region) -> float:
    """Return what a unit of the money in which a region's amounts are given is worth in the scenario's."""
    return 1.0 if region.currency is None else region.currency.worth


def wage_of(region: Region, scenario: ScenarioBase) -> float:
    """Return the cost of a skilled head for a quarter at the start, in the scenario's money."""
    return scenario.money.wage if region.wage is None else region.wage * worth(region)


def add_regions(world: World, scenario: ScenarioBase) -> None:
    """Add the regions, in alphabetical order."""
    names = world.names["regions"]
    world.regions = np.zeros(len(names), layouts.REGION.dtype)
    world.regions["key"] = [name_key("region", name) for name in names]
    world.regions["wage"] = [wage_of(scenario.regions[name], scenario) for name in names]
    world.regions["price"] = world.regions["wage"]
    world.regions["access"] = [scenario.regions[name].frontier_access for name in names]
    world.regions["counted"] = [scenario.regions[name].counted for name in names]
    partners = [scenario.regions[name].partner for name in names]
    world.regions["partner"] = [-1 if partner is None else names.index(partner) for partner in partners]
    world.regions["local_share"] = [scenario.regions[name].local_share for name in names]
    world.practice = np.repeat([[scenario.regions[name].practice] for name in names], world.channels, axis=1)
    world.fit = np.repeat([[scenario.regions[name].fit] for name in names], world.channels, axis=1)
    world.flowed = np.zeros((len(names), len(Flow), world.channels))
    for array in ("market", "base_market", "rival", "attraction", "local_knowledge", "local_quality"):
        setattr(world, array, np.zeros((len(names), world.fields)))
    world.local_count = np.zeros((len(names), world.fields), np.int64)
    world.posted = np.zeros((len(names), world.fields), np.int64)
    world.people = np.zeros((len(names), len(People)), np.int64)
    world.used = np.zeros((len(names), world.channels, 2))
    world.directed = np.zeros((len(names), len(Instrument)))


def add_places(world: World, scenario: ScenarioBase) -> None:
    """Add the places, in alphabetical order, and the distances between them."""
    names = world.names["places"]
    places = [scenario.places[name] for name in names]
    world.places = np.zeros(len(names), layouts.PLACE.dtype)
    world.places["key"] = [name_key("place", name) for name in names]
    world.places["region"] = [world.names["regions"].index(place.region) for place in places]
    world.places["latitude"] = [place.latitude for place in places]
    world.places["longitude"] = [place.longitude for place in places]
    world.places["focus"] = [place.focus for place in places]
    world.distance = _distances(world.places["latitude"], world.places["longitude"])


def _distances(latitude: Floats, longitude: Floats) -> Floats:
    """Return distances (places, places) in kilometres."""
    points = [(math.radians(lat), math.radians(lon)) for lat, lon in zip(latitude, longitude, strict=True)]
    return np.array([[_way(a, b) for b in points] for a in points])


def _way(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the great-circle distance in kilometres of two points, latitude and longitude in radians (haversine)."""
    north, east = math.sin((a[0] - b[0]) / 2) ** 2, math.sin((a[1] - b[1]) / 2) ** 2
    return 2 * _EARTH * math.asin(math.sqrt(min(1.0, north + math.cos(a[0]) * math.cos(b[0]) * east)))
