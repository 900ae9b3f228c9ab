"""Cooperation of firms with research organisations, by whether they innovated."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ecosim.patterns.finished import Finished
from ecosim.patterns.measure import Measure, ratio
from ecosim.world.codes import Kind, Moved, Stage

THREE_YEARS = 12  # quarters, the time that innovation surveys ask about


def cooperating(run: Finished) -> NDArray[np.bool_]:
    """Return which organisations had a project with an institute or university in the last three years.

    Counted: a science-industry tie used (for a contract, a licence or advice), advice from the origin of a technology
    over any channel, and a contract that led to a technology. A contract at arm's length or over another tie
    that led to none leaves no trace in the tables; in the Novosibirsk scenario that is about one in nine.
    """
    world, since = run.world, run.world.tick - THREE_YEARS
    found = np.zeros(len(world.orgs), bool)
    log = world.log.view[world.log.view["quarter"] >= since]
    found[log["other"][log["what"] == Moved.HELPED]] = True
    found[log["who"][log["what"] == Moved.SPONSORED]] = True
    channels = world.names.get("channels", [])
    if "science_industry" in channels:
        ties = world.ties.view
        used = ties[(ties["link"] == channels.index("science_industry")) & (run.diary.used >= since)]
        found[used["a"]] = True
        found[used["b"]] = True
    return found


def innovative(run: Finished) -> NDArray[np.bool_]:
    """Return which organisations launched a product in the last three years."""
    techs = run.world.techs.view
    recent = techs[(techs["stage"] == Stage.PRODUCT) & (techs["launched"] >= run.world.tick - THREE_YEARS)]
    found = np.zeros(len(run.world.orgs), bool)
    found[recent["developer"]] = True
    return found


def share(run: Finished, innovating: bool) -> float:
    """Return the share of living firms, innovative or not, that cooperate."""
    orgs = run.world.orgs.view
    firms = (orgs["kind"] == Kind.FIRM) & (orgs["died"] < 0) & (innovative(run) == innovating)
    return ratio(float((firms & cooperating(run)).sum()), float(firms.sum()))


_ONLY = (
    "firms of the model launch no product without a technology of science, so that their innovators are a "
    "selection; the survey asks industrial firms of every kind, most of them far from any institute"
)

MEASURES = {
    "cooperation_innovative": Measure(
        lambda run: share(run, True),
        "firms with a project with science among those that launched a product, last three years", _ONLY,
        absent="no firm launched a product in the last three years",
    ),
    "cooperation_noninnovative": Measure(
        lambda run: share(run, False),
        "firms with a project with science among those that launched none, last three years", _ONLY,
    ),
}  # fmt: skip
