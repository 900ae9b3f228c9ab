"""Science and industry: problems one way, answers the other.

What flows: contract research at cost (``contracts``), news of technologies on offer (``licences``), the
inventors' advice at cost (``help``) and know-how (``learning``). It costs researchers' hours. Without it
firms read, search for advisers, pay for one-off consulting, and license at arm's length.
"""

from __future__ import annotations

from ecosim.links.tie import TieLink, TieParameters, ValueOfMoney
from ecosim.parameter import flow
from ecosim.world.codes import Kind


class ScienceIndustry(TieLink):
    """Link of institutes and firms."""

    name = "science_industry"
    joins = (Kind.INSTITUTE, Kind.FIRM)
    triangle = True

    class Params(TieParameters, ValueOfMoney):
        """Parameters of the link of science and industry."""

        contracts: bool = flow("contract research at the institute")
        licences: bool = flow("partners know what technologies are on offer")
        help: bool = flow("inventors advise partners at cost")
        learning: bool = flow("know-how passes between the partners")
