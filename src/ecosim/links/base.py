"""What a link is: a channel that joins organisations, and the stages at which something flows.

A link takes part in a stage by having a method of that stage's name (`Stage`): ``funding``,
``education``, ``labour``, ``research``, ``partnering``, ``learning``, ``contracts``, ``patenting``,
``offers``, ``founding``, ``licensing``, ``proposals``, ``measurement``, ``development``, ``market``, ``entry``
or ``practice``. In each stage the links' methods run before the process, so that what flows is there when
the process acts.

**Off means absent**: an absent link has no rule in the plan and no ties. Nothing else asks for it.

A link of one's own is a subclass with a ``name``::

    class Newsletter(Link):
        name = "newsletter"

        def learning(self, world: World) -> None:
            firms = world.orgs.view["kind"] == Kind.FIRM
            world.knowledge[: len(world.orgs)][firms] *= 1.0 + 0.001 * self.params.strength

Such a method is called every quarter. Those of ecosim's own links and processes yield `ecosim.steps` instead: they are
called once, when the plan is made, and what they yield is taken every quarter without asking Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import ClassVar

from pydantic import ConfigDict, Field, model_validator

from ecosim.parameter import Parameters, parameter
from ecosim.processes.base import Stage
from ecosim.scenario.quarter import Quarter
from ecosim.world.codes import Carries, Kind
from ecosim.world.world import World


class LinkParameters(Parameters):
    """What a scenario can say about every link."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    enabled: bool = Field(True, description="false takes the link out of the plan")
    from_: Quarter | None = Field(
        None, alias="from", description="first quarter of the link; the start of reporting if absent"
    )
    until: Quarter | None = Field(None, description="first quarter without the link again")
    strength: float = parameter(
        1.0, unit="share", range=(0, 1), plausible=(0.5, 1), source="definition",
        doc="width of the channel: share of searches that succeed over it, or of its money that it may direct",
    )

    @model_validator(mode="after")
    def _in_order(self) -> LinkParameters:
        if self.from_ is not None and self.until is not None and self.until <= self.from_:
            raise ValueError("until must lie after from")
        return self

    def in_force(self, quarter: int, start: int) -> bool:
        """Return whether the link exists in a calendar quarter of a run whose reporting begins at ``start``."""
        begins = start if self.from_ is None else self.from_
        return self.enabled and quarter >= begins and (self.until is None or quarter < self.until)


@cache
def _flows_of(params: type[LinkParameters]) -> list[Carries]:
    """Return what ties of a link with such parameters may carry."""
    return [flow for flow in Carries if flow.name.lower() in params.model_fields]


class Link:
    """A channel between organisations.

    Attributes:
        name: its name in scenario files.
        joins: the two kinds of organisations whose ties it forms, or None for a link without ties.
        triangle: whether it is a side of the Lavrentyev Triangle.
        params: what the scenario says about it.
        channel: its number in the tables (0 is "open", arm's length).
        carries: what its ties carry: the flows that the scenario has not switched off.
    """

    name: ClassVar[str]
    joins: ClassVar[tuple[Kind, Kind] | None] = None
    triangle: ClassVar[bool] = False
    Params: ClassVar[type[LinkParameters]] = LinkParameters

    def __init__(self, params: LinkParameters, channel: int) -> None:
        self.params = params
        self.channel = channel
        self.record = params.record()
        self.carries = [flow for flow in _flows_of(type(params)) if getattr(params, flow.name.lower())]

    def rules(self) -> Iterator[tuple[Stage, Callable[[World], None]]]:
        """Yield the stages in which this link takes part, with the rule of each."""
        for stage in Stage:
            rule = getattr(self, stage.value, None)
            if rule is not None:
                yield stage, rule

