"""Who took part in each technology: science, education and industry, by the log of events."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecosim.patterns.finished import Finished
from ecosim.world.codes import Kind

#: What counts as which sector, in the order of `ecosim.synergy.SECTORS`.
SECTOR_OF = (Kind.INSTITUTE, Kind.UNIVERSITY, Kind.FIRM)


class Presence(NamedTuple):
    """One entry for each technology found since reporting began, in the regions that indicators count.

    A sector is present where one of its organisations found the technology or is named by an event of its log: an
    institute for science, a university for education, a firm (that paid for it, took it over, was founded on it or
    developed it) for industry. Whom the run does not simulate, such as a licensee abroad, the log does not name.

    Attributes:
        technology: its row.
        found: quarter of the discovery, from the first reported one.
        region: name of the region of the discovery.
        present: bool (technologies, 3): science, education, industry.
    """

    technology: NDArray[np.int64]
    found: NDArray[np.int64]
    region: NDArray[np.str_]
    present: NDArray[np.bool_]


def presence(run: Finished) -> Presence:
    """Read from a run who took part in each technology."""
    world = run.world
    techs, orgs, log = world.techs.view, world.orgs.view, world.log.view
    present = np.zeros((len(techs), len(SECTOR_OF)), bool)
    for technology, who in (
        (np.arange(len(techs)), techs["origin"]), (log["technology"], log["who"]), (log["technology"], log["other"]),
    ):  # fmt: skip
        named = who >= 0
        kind = orgs["kind"][who[named]]
        for sector, one in enumerate(SECTOR_OF):
            present[technology[named][kind == one], sector] = True
    place = orgs["region"][techs["origin"]]
    rows = np.flatnonzero((techs["found"] >= run.begun) & (world.regions["counted"][place] == 1))
    names = np.array(world.names["regions"])[place[rows]]
    return Presence(rows, techs["found"][rows] - run.begun, names, present[rows])
