"""What every process is: parameters declared beside the rule that uses them."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from ecosim.parameter import Parameters
from ecosim.steps import Steps
from ecosim.world.world import World


class Stage(StrEnum):
    """The stages of a quarter, in order. In each, links let things flow first, then the process acts."""

    APPROPRIATION = "appropriation"
    FUNDING = "funding"
    EDUCATION = "education"
    COMPETITION = "competition"
    LABOUR = "labour"
    RESEARCH = "research"
    PARTNERING = "partnering"
    LEARNING = "learning"
    CONTRACTS = "contracts"
    PATENTING = "patenting"
    OFFERS = "offers"
    FOUNDING = "founding"
    LICENSING = "licensing"
    PROPOSALS = "proposals"
    MEASUREMENT = "measurement"
    DEVELOPMENT = "development"
    MARKET = "market"
    ENTRY = "entry"
    PRACTICE = "practice"


class Process:
    """A stage of the quarter that takes place whatever links there are.

    Subclasses declare ``stage``, ``Params`` and `act`.
    """

    stage: ClassVar[Stage]
    Params: ClassVar[type[Parameters]] = Parameters

    def __init__(self, params: Parameters) -> None:
        self.params = params
        self.record = params.record()

    def act(self, world: World) -> Steps:
        """Yield the steps that change the world by one quarter of this stage."""
        raise NotImplementedError
