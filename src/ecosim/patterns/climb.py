"""How far technologies came: discovered, taken up by a firm of the region, and each readiness level after that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ecosim.world.codes import Moved

if TYPE_CHECKING:  # who draws what was counted needs no rules
    from ecosim.patterns.finished import Finished

#: Readiness levels that are counted, after discovery and passage to a firm.
LEVELS = tuple(range(3, 10))
_TAKEN = (Moved.LICENSED, Moved.PUBLICATION_USED, Moved.SPUN_OFF)


def climb(run: Finished) -> NDArray[np.int64]:
    """Count technologies discovered since reporting began by how far they had come when the run ended.

    Late discoveries had little time, in every run alike.

    Returns:
        int64 (2 + levels,): discovered; taken up by a firm of the region; of these at each of `LEVELS` or beyond.
    """
    techs, log = run.world.techs.view, run.world.log.view
    late = techs["found"] >= run.begun
    taken = np.zeros(len(techs), bool)
    taken[log["technology"][np.isin(log["what"], _TAKEN)]] = True
    level = techs["level"][taken & late]
    return np.array([late.sum(), len(level), *((level >= one).sum() for one in LEVELS)], np.int64)
