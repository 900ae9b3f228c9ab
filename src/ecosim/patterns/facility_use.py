"""Who uses a large facility: the share of sessions that firms have, when it is new and when it is mature."""

from __future__ import annotations

import numpy as np

from ecosim.patterns.finished import Finished
from ecosim.patterns.measure import NONE, Measure, ratio

NEW, MATURE = 20, 32  # quarters after the first session: a facility is new before, and mature afterwards


def industrial_share(run: Finished, first: int, last: int | None) -> float:
    """Return firms' share of the sessions at facilities of the link, some quarters after the first session of all.

    Args:
        run: the run.
        first, last: quarters since the first session; the last one is left out, None for the end of the run.
    """
    if "beam_firms.facility_access" not in run.columns:
        return NONE
    firms, science = (run.whole(f"beam_{who}.facility_access") for who in ("firms", "science"))
    used = np.flatnonzero(firms + science)
    if not len(used):
        return NONE
    begin = int(used[0])
    part = slice(begin + first, None if last is None else begin + last)
    return ratio(firms[part].sum(), firms[part].sum() + science[part].sum())


_SESSIONS = "sessions of users of the region; the published shares are of proposals and of users, of every country"

MEASURES = {
    "facility_industrial_share_early": Measure(
        lambda run: industrial_share(run, 0, NEW), "firms' share of sessions in the first five years of use", _SESSIONS,
        absent="no facility is used in any run",
    ),
    "facility_industrial_share_mature": Measure(
        lambda run: industrial_share(run, MATURE, None), "firms' share of sessions from the ninth year of use on",
        _SESSIONS, absent="no facility is used for so long in any run",
    ),
}  # fmt: skip
