"""Which published models there are; a model is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ecosim.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from ecosim.published.study import Study

#: Name -> what it is, for lists; the module of the same name has the `STUDY`.
PUBLISHED = {
    "march1991": "March (1991): exploration and exploitation in organizational learning.",
    "cowan_jonard2004": "Cowan and Jonard (2004): barter of knowledge over a network.",
    "skin2011": "SKIN (Ahrweiler, Pyka and Gilbert 2011): innovation networks with and without universities.",
}


def study(name: str) -> Study:
    """Return a study by its name.

    Raises:
        UsageError: there is no such study.
    """
    if name not in PUBLISHED:
        known = list(PUBLISHED)
        raise UsageError(f"no published model {name!r}{did_you_mean(name, known)}; known: {', '.join(known)}")
    found: Study = import_module(f"ecosim.published.{name}").STUDY
    return found
