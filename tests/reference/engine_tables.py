"""The engine's tables, column by column, under the names of `reference.pictures`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosim.world.codes import Flow, Instrument, People
from ecosim.world.world import World
from reference.pictures import CHANNELS

Columns = dict[str, NDArray[Any]]


def tables(world: World, *, whole: bool) -> dict[str, Columns]:
    """Return what is compared of the engine's world."""
    active = world.techs.rows[world.active.view]
    found = {
        "orgs": _columns(world.orgs.view) | _organisations(world),
        "regions": _columns(world.regions) | _regions(world),
        "places": _columns(world.places),
        "seekers": _columns(world.seekers.view),
        "requests": _columns(world.requests.view),
        "active": _columns(active),
    }
    if whole:
        found |= {name: _columns(getattr(world, name).view) for name in ("techs", "ties", "cohorts", "log")}
    return found


def _columns(table: NDArray[Any]) -> Columns:
    return {name: table[name] for name in table.dtype.names or ()}


def _organisations(world: World) -> Columns:
    columns = {}
    for f in range(world.fields):
        for name in ("knowledge", "weights", "measured"):
            columns[f"{name}.{f}"] = getattr(world, name)[: len(world.orgs), f]
        columns[f"mix.{f}"] = world.mix[:, f]
    return columns


def _regions(world: World) -> Columns:
    columns = {people.name.lower(): world.people[:, people] for people in People}
    named = {"market": "market", "suppliers": "rival"}
    for f in range(world.fields):
        for name in ("market", "suppliers", "local_knowledge", "local_quality", "attraction"):
            columns[f"{name}.{f}"] = getattr(world, named.get(name, name))[:, f]
    for name, channel in CHANNELS.items():
        columns[f"practice.{name}"], columns[f"fit.{name}"] = world.practice[:, channel], world.fit[:, channel]
        for flow in Flow:
            columns[f"flow.{flow.name}.{name}"] = world.flowed[:, flow, channel]
    for instrument in Instrument:
        columns[f"directed.{instrument.name}"] = world.directed[:, instrument]
    return columns


def apart(ours: list[Any], theirs: NDArray[Any]) -> int:
    """Return how far two columns lie apart: of whole numbers 0 or a huge number, of floats in units of the last place.

    Columns of different lengths are as far apart as can be.
    """
    if len(ours) != len(theirs):
        return _FAR
    mine = np.array(ours, dtype=theirs.dtype)
    if mine.tobytes() == theirs.tobytes():
        return 0
    if theirs.dtype != np.float64:
        return 0 if np.array_equal(mine, theirs) else _FAR
    both_absent = np.isnan(mine) & np.isnan(theirs)
    if (np.isnan(mine) != np.isnan(theirs)).any():
        return _FAR
    ordered, others = _ordered(mine), _ordered(np.ascontiguousarray(theirs))
    distance = np.maximum(ordered, others) - np.minimum(ordered, others)
    return int(distance[~both_absent].max(initial=0))


_FAR = 2**62


def _ordered(values: NDArray[np.float64]) -> NDArray[np.uint64]:
    """Return whole numbers that count floats upwards; zero of either sign is in the middle."""
    middle, bits = np.uint64(2**63), values.view(np.uint64)
    size = bits & np.uint64(2**63 - 1)
    return np.where(bits == size, middle + size, middle - size)
