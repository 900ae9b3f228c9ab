"""The network of organisations and their lasting ties at the end of a quarter, as a graph for NetworkX and its kin.

    from ecosim import network

    model = ecosim.Ecosystem(ecosim.load("novosibirsk"))
    model.burn_in()
    found = network.graph(model.world)      # a networkx.MultiGraph
    network.write(found, Path("start.graphml"))

Two organisations may have ties over several links: each tie is an edge of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ecosim.errors import StoreError, UsageError, did_you_mean
from ecosim.scenario.quarter import format_quarter
from ecosim.scenario.text import printable
from ecosim.world.codes import Kind
from ecosim.world.world import World

if TYPE_CHECKING:
    from networkx import MultiGraph

_KINDS = (Kind.INSTITUTE, Kind.UNIVERSITY, Kind.FIRM, Kind.MINISTRY, Kind.TECHNOPARK, Kind.FACILITY)
_WITH_FIELD = (Kind.INSTITUTE, Kind.UNIVERSITY, Kind.FIRM)
FORMATS = ("graphml", "gexf")


def graph(world: World) -> MultiGraph[str]:
    """Return the living organisations of a world as nodes and their lasting ties as edges.

    A node is called by its name in the scenario, or as `World.name_of` calls what was founded in the run, and has
    ``kind``, ``region`` and ``staff`` (heads); where there is one, ``place`` with ``latitude`` and ``longitude``
    (degrees), ``field`` (of institutes, universities and firms), ``founded`` (a quarter of the run) and ``parent``
    (which a spin-off left). An edge has ``link``, ``trust`` (0-1), ``formed`` (quarter) and ``uses``. A technopark or
    a large facility has no ties, and stands alone.
    """
    import networkx as nx

    network: MultiGraph[str] = nx.MultiGraph(quarter=format_quarter(world.quarter - 1))
    orgs = world.orgs.view
    for row in np.flatnonzero((orgs["died"] < 0) & np.isin(orgs["kind"], _KINDS)).tolist():
        network.add_node(_name(world, row), **_node(world, row))
    ties = world.ties.view
    for tie in ties[ties["ended"] < 0]:
        network.add_edge(
            _name(world, int(tie["a"])), _name(world, int(tie["b"])), link=str(world.names["channels"][tie["link"]]),
            trust=float(tie["trust"]), formed=_date(world, int(tie["formed"])), uses=int(tie["uses"]),
        )  # fmt: skip
    return network


def format_of(path: Path) -> str:
    """Return the format that the ending of a path asks for.

    Raises:
        UsageError: it is none of `FORMATS`.
    """
    ending = path.suffix.removeprefix(".")
    if ending not in FORMATS:
        raise UsageError(f"{path}: networks are written as .graphml or .gexf{did_you_mean(ending, FORMATS)}")
    return ending


def write(network: MultiGraph[str], path: Path) -> None:
    """Write a graph as GraphML or GEXF, as the ending of the path says: the same bytes for the same graph.

    Raises:
        UsageError: the ending is another one.
        StoreError: the file cannot be written.
    """
    import networkx as nx

    writers: dict[str, Callable[..., None]] = {"graphml": nx.write_graphml_xml, "gexf": nx.write_gexf}
    content = BytesIO()
    writers[format_of(path)](network, content)
    text = re.sub(rb' lastmodifieddate="[^"]*"', b"", content.getvalue(), count=1)  # no two days would be alike
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
    except OSError as error:
        raise StoreError(f"{path}: cannot be written: {error.strerror}") from error


def _node(world: World, row: int) -> dict[str, Any]:
    org, names = world.orgs.rows[row], world.names
    kind, place, field, parent = (int(org[column]) for column in ("kind", "place", "field", "parent"))
    node = {
        "kind": Kind(kind).name.lower(), "region": str(names["regions"][org["region"]]), "staff": int(org["staff"])
    }  # fmt: skip
    if place >= 0:
        node |= {"place": str(names["places"][place])}
        node |= {angle: float(world.places[place][angle]) for angle in ("latitude", "longitude")}
    if kind in _WITH_FIELD:
        node |= {"field": str(names["fields"][field])}
    if row >= len(names["organisations"]):
        node |= {"founded": _date(world, int(org["born"]))}
    return node | ({"parent": _name(world, parent)} if parent >= 0 else {})


def _name(world: World, row: int) -> str:
    return printable(world.name_of(row) or "")


def _date(world: World, tick: int) -> str:
    return format_quarter(world.quarter - world.tick + tick)
