"""Count what looks wrong in the rules, in one run of Novosibirsk: ``python tests/reference/strange.py`` (a minute)."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

if __name__ == "__main__":
    sys.path[:1] = [str(Path(__file__).resolve().parent.parent)]  # not this folder: it has a calendar of its own

from ecosim import load
from ecosim.shipped import located
from reference.links import tie
from reference.model import Ecosystem
from reference.organisations import University
from reference.processes import education


def counted(model: Ecosystem) -> Counter[str]:
    """Run a model to its end; return what was counted from the start of reporting on."""
    counts: Counter[str] = Counter()
    hire, come_upon = education.hire_lecturers, tie.come_upon

    def watched_hire(model: Ecosystem, university: University) -> None:
        before = {one: one.teaching for one in model.science}
        hire(model, university)
        for one in model.science if model.reporting else []:
            hours = (one.teaching - before[one]) * one.staff
            counts["head quarters of lecturers"] += hours  # type: ignore[assignment]
            counts["of these of universities"] += hours * isinstance(one, University)  # type: ignore[assignment]

    def watched_contact(*args, **options):  # type: ignore[no-untyped-def]
        met = come_upon(*args, **options)
        if met is not None:
            counts["contacts with possible partners"] += 1
            counts["of these with a firm that had closed"] += not met.alive
        return met

    education.hire_lecturers, tie.come_upon = watched_hire, watched_contact
    try:
        while not model.finished:
            model.step()
    finally:
        education.hire_lecturers, tie.come_upon = hire, come_upon
    counts["ties"] = len(model.ties)
    counts["of these with a firm that had closed before"] = sum(
        any(0 <= side.died < one.formed for side in (one.a, one.b)) for one in model.ties
    )
    return counts


if __name__ == "__main__":
    for what, number in counted(Ecosystem(load(located("novosibirsk")))).items():
        print(f"{number:>10,.0f}  {what}")
