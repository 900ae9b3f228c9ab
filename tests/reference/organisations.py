"""Organisations as Mesa agents (ODD, 2): institutes, universities, firms, and those that pay and house them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import mesa

from ecosim.world.codes import Instrument, Kind, Origin
from reference.surroundings import Place

if TYPE_CHECKING:
    from reference.model import Ecosystem
    from reference.ties import Tie


class Organisation(mesa.Agent):
    """Whatever has an account.

    Money moves between two accounts; nothing creates or destroys it.
    """

    kind: Kind
    model: Ecosystem

    def __init__(self, model: Ecosystem, key: int, place: Place, kind: Kind) -> None:
        super().__init__(model)
        self.key, self.place, self.region, self.kind = key, place, place.region, kind
        self.cash = 0.0
        self.received = 0.0
        self.earned = 0.0
        self.born = 0
        self.died = -1
        model.organisations.append(self)

    @property
    def alive(self) -> bool:
        """Whether it exists."""
        return self.died < 0

    def transfer(self, payee: Organisation, amount: float) -> None:
        """Move money that is no income: investment, refunds, payments to the sectors outside."""
        self.cash -= amount
        payee.cash += amount

    def pay(self, payee: Organisation, amount: float) -> None:
        """Move money that is the payee's income."""
        self.transfer(payee, amount)
        payee.received += amount

    def reward(self, payee: Organisation, amount: float) -> None:
        """Move money that the payee has won itself, with projects, contracts, help or licences."""
        self.pay(payee, amount)
        payee.earned += amount


class Sector(Organisation):
    """The state, the households, the rest of the world or the investors of a region."""


class Technopark(Organisation):
    """A technopark, with room for some residents."""

    capacity = 0


class Facility(Organisation):
    """A large research facility."""

    def __init__(self, model: Ecosystem, key: int, place: Place, kind: Kind) -> None:
        super().__init__(model, key, place, kind)
        self.slots = 0
        self.upkeep = 0.0
        self.serves: list[float] = []


class Ministry(Organisation):
    """A ministry, or a town's government; budgets are in wages, the tariff is the money that it gets for each."""

    def __init__(self, model: Ecosystem, key: int, place: Place, kind: Kind) -> None:
        super().__init__(model, key, place, kind)
        self.budget: dict[Instrument, float] = dict.fromkeys(Instrument, 0.0)
        self.base_budget: dict[Instrument, float] = dict.fromkeys(Instrument, 0.0)
        self.tariff = 0.0
        self.town: Place | None = None

    def reaches(self, one: Organisation) -> bool:
        """Whether an organisation is where it pays."""
        return one.region is self.region and self.town in (None, one.place)

    def money(self, instrument: Instrument, portion: float) -> float:
        """Return a portion of what it has for an instrument this quarter."""
        return portion * self.budget[instrument] * self.tariff


class Employer(Organisation):
    """An institute, university or firm: who has people, knowledge and ties."""

    def __init__(self, model: Ecosystem, key: int, place: Place, kind: Kind, field: int) -> None:
        super().__init__(model, key, place, kind)
        fields = len(model.fields)
        self.field = field
        self.knowledge = [0.0] * fields
        self.weights = [0.0] * fields
        self.measured = [0.0] * fields
        self.ties: list[Tie] = []
        self.posts = 0
        self.staff = 0
        self.students = 0.0
        self.skill = 1.0
        self.income = 0.0
        self.external = 0.0
        self.teaching = 0.0
        self.contracting = 0.0
        self.applied = 0.0
        self.basic = 1.0
        self.openings = 0
        self.hired = 0
        self.vacancies = [0] * fields
        self.budget = 0.0
        self.introduced = 0.0
        self.trained = 0.0

    def level(self, field: int) -> float:
        """Return what it knows of a field, relative to the frontier."""
        return self.knowledge[field] / self.model.frontier[field]

    @property
    def absorptive_capacity(self) -> float:
        """Share of what could be learnt that is."""
        heads = self.staff * self.skill
        return heads / (heads + self.model.rules.research.half)

    def lasting_ties(self, carrying: str | None = None) -> Iterator[Tie]:
        """Yield the lasting ties, or those of them that carry something, oldest first."""
        return (tie for tie in self.ties if tie.lasting and (carrying is None or tie.carries(carrying)))

    def tie_with(self, other: Employer, carrying: str) -> Tie | None:
        """Return the oldest tie with another organisation that carries something."""
        return next((tie for tie in self.lasting_ties(carrying) if tie.partner(self) is other), None)

    def held(self, link: str) -> int:
        """Return how many lasting ties it has over a link."""
        return sum(tie.link == link for tie in self.lasting_ties())


class Science(Employer):
    """An institute or a university."""

    def hours_free(self, most: float) -> float:
        """Return the heads that it could still lend this quarter."""
        return max(0.0, min(most, 1.0 - self.teaching) - self.applied) * self.staff


class Institute(Science):
    """A research institute."""


class University(Science):
    """A university; its teaching is counted anew each quarter, by field."""

    def __init__(self, model: Ecosystem, key: int, place: Place, kind: Kind, field: int) -> None:
        super().__init__(model, key, place, kind, field)
        self.mix: list[float] = []  # what students enrol for
        self.clear_teaching()

    def clear_teaching(self) -> None:
        """Begin to count teaching anew."""
        fields = len(self.model.fields)
        self.taught = [0.0] * fields  # heads of guests who teach
        self.taught_level = [0.0] * fields  # the same times what they know
        self.practised = [0.0] * fields  # heads of students in practice outside
        self.practised_level = [0.0] * fields
        self.released = 0.0  # heads of own staff who need not teach


class Firm(Employer):
    """A firm: one field, products of a quality, and customers who know it."""

    def __init__(self, model: Ecosystem, key: int, place: Place, kind: Kind, field: int) -> None:
        super().__init__(model, key, place, kind, field)
        self.origin = Origin.INCUMBENT
        self.parent: Employer | None = None
        self.park: Technopark | None = None
        self.quality = 0.0
        self.reach = 0.0
        self.demand = 0.0
        self.sales = 0.0
        self.transferred = 0.0
        self.projects = 0
        self.served = 0.0
        self.rounds = 0

    @property
    def lines(self) -> float:
        """Number of lines of products; a new product renews one of them."""
        return 1.0 + self.staff / self.model.rules.offers.slots


#: What an organisation of each kind is.
CLASSES: dict[Kind, type[Organisation]] = {
    Kind.INSTITUTE: Institute,
    Kind.UNIVERSITY: University,
    Kind.FIRM: Firm,
    Kind.MINISTRY: Ministry,
    Kind.TECHNOPARK: Technopark,
    Kind.FACILITY: Facility,
    Kind.STATE: Sector,
    Kind.HOUSEHOLDS: Sector,
    Kind.MARKET: Sector,
    Kind.INVESTORS: Sector,
}
