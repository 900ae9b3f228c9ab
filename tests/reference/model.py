"""The ecosystem as a Mesa model; a step is a quarter, from the first of the burn-in (ODD, 3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import mesa

from ecosim.scenario.document import ScenarioBase
from ecosim.scenario.timeline import timeline
from ecosim.world.codes import Kind, Moved
from reference.luck import at
from reference.organisations import (
    Employer,
    Facility,
    Firm,
    Ministry,
    Organisation,
    Science,
    Technopark,
    University,
)
from reference.surroundings import OPEN, Place, Region
from reference.technologies import Entry, Technology

if TYPE_CHECKING:
    from reference.people import Cohort, Request, Seeker
    from reference.plan import LinkInForce
    from reference.rings import Ring
    from reference.ties import Tie


class Ecosystem(mesa.Model):
    """An innovation ecosystem.

    Args:
        scenario: a loaded scenario.
        seed, replication: the luck.

    Attributes:
        organisations: whoever was ever founded, in that order; Mesa's agents are those that exist.
        named: those that the scenario names.
        active: technologies on the shelf, in development or on the market.
        found_in: technologies by the quarter of their discovery.
        links: the links in force, by name, in their order.
        now: address of this quarter's draws.
        tick, quarter: quarters since the run began, and calendar quarter.
    """

    def __init__(self, scenario: ScenarioBase, *, seed: int = 1, replication: int = 0) -> None:
        from reference.beginnings import begin

        super().__init__(rng=seed)  # Mesa's own generator, from which nothing is drawn
        self.seed_of_luck, self.replication = seed, replication
        self.timeline = timeline(scenario)
        self.in_force: Any = self.timeline[0][1]
        self.fields = range(len(scenario.fields))
        self.frontier: list[float] = []
        self.regions: list[Region] = []
        self.places: list[Place] = []
        self.organisations: list[Organisation] = []
        self.named: dict[str, Organisation] = {}
        self.technologies: list[Technology] = []
        self.active: list[Technology] = []
        self.found_in: dict[int, list[Technology]] = {}
        self.ties: list[Tie] = []
        self.cohorts: list[Cohort] = []
        self.seekers: list[Seeker] = []
        self.requests: list[Request] = []
        self.log: list[Entry] = []
        self.rings: dict[tuple[Kind, Region, int], Ring[Any]] = {}
        self.links: dict[str, LinkInForce] = {}
        self.reporting = False
        self.tick = 0
        self.quarter = scenario.time.start - scenario.time.burn_in
        self.now = at(seed, replication, self.quarter)
        begin(self)

    @property
    def rules(self) -> Any:
        """The parameters of the processes."""
        return self.in_force.processes

    @property
    def finished(self) -> bool:
        """Whether the last quarter has been simulated."""
        return self.quarter > self.in_force.time.end

    @property
    def living(self) -> list[Employer]:
        """Institutes, universities and firms."""
        return [one for one in self.agents if isinstance(one, Employer)]

    @property
    def science(self) -> list[Science]:
        """Institutes and universities."""
        return [one for one in self.agents if isinstance(one, Science)]

    @property
    def firms(self) -> list[Firm]:
        """Firms."""
        return [one for one in self.agents if isinstance(one, Firm)]

    @property
    def universities(self) -> list[University]:
        """Universities."""
        return [one for one in self.agents if isinstance(one, University)]

    @property
    def ministries(self) -> list[Ministry]:
        """Ministries."""
        return [one for one in self.agents if isinstance(one, Ministry)]

    @property
    def technoparks(self) -> list[Technopark]:
        """Technoparks."""
        return [one for one in self.agents if isinstance(one, Technopark)]

    @property
    def facilities(self) -> list[Facility]:
        """Large facilities."""
        return [one for one in self.agents if isinstance(one, Facility)]

    def age(self, one: Organisation) -> int:
        """Return for how many quarters an organisation has lived."""
        return self.tick - one.born

    def note(
        self, what: Moved, technology: Technology, who: Employer | None, other: Employer | None = None,
        channel: str = OPEN,
    ) -> None:  # fmt: skip
        """Enter into the log what happened to a technology."""
        self.log.append(Entry(self.tick, what, technology, who, other, channel))

    def step(self) -> None:
        """Simulate one quarter."""
        for _ in self.quarter_by_rules():
            pass

    def quarter_by_rules(self) -> Iterator[tuple[str, str]]:
        """Simulate one quarter; yield stage and owner (a link, or "process") after the calendar and after each rule."""
        from reference.calendar import turn
        from reference.plan import rules_of

        turn(self)
        yield "calendar", "process"
        for stage, owner, rule in rules_of(self):
            rule()
            yield stage, owner
        self.tick += 1
        self.quarter += 1
