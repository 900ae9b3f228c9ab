"""Organisations as Mesa agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from numpy.typing import NDArray

from ecosim.agents.records import Technology, Tie
from ecosim.agents.view import RowView, column
from ecosim.world.codes import Origin

if TYPE_CHECKING:
    from ecosim.model import Ecosystem


class Organisation(RowView, mesa.Agent):
    """A view of one organisation. Two views of the same row show the same organisation.

    Attributes:
        row: its row in the tables, its identity within the run.
        name: its name in the scenario; founded organisations are called by kind and row.
    """

    staff = column("staff", int, "Skilled heads.")
    skill = column("skill", float, "Mean skill of the staff; 1 = taught at the frontier.")
    cash = column("cash", float, "Balance of its account, in the scenario's money.")

    def __init__(self, model: Ecosystem, row: int) -> None:
        super().__init__(model)
        self.row = row
        self.world = model.world
        self.name = self.world.name_of(row)

    def _rows(self) -> NDArray[Any]:
        return self.world.orgs.rows

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    @property
    def alive(self) -> bool:
        """Whether it has not ceased."""
        return bool(self._rows()["died"][self.row] < 0)

    @property
    def place(self) -> str:
        """Name of its place."""
        return str(self.world.names["places"][self._rows()["place"][self.row]])

    @property
    def region(self) -> str:
        """Name of its region."""
        return str(self.world.names["regions"][self._rows()["region"][self.row]])

    @property
    def field(self) -> str:
        """Name of its main field."""
        return str(self.world.names["fields"][self._rows()["field"][self.row]])

    @property
    def knowledge(self) -> NDArray[np.float64]:
        """Knowledge: float64 (fields,), in units of the frontier at the start of reporting; writable."""
        row: NDArray[np.float64] = self.world.knowledge[self.row]
        return row

    @property
    def ties(self) -> list[Tie]:
        """Its lasting ties, oldest first."""
        ties = self.world.ties.view
        mine = (ties["ended"] < 0) & ((ties["a"] == self.row) | (ties["b"] == self.row))
        found = []
        for tie in ties[mine]:
            partner = self.world.name_of(int(tie["b"] if tie["a"] == self.row else tie["a"]))
            link = self.world.names["channels"][tie["link"]]
            age = self.world.tick - int(tie["formed"])
            found.append(Tie(link, str(partner), float(tie["trust"]), age, int(tie["uses"])))
        return found


class ScienceOrganisation(Organisation):
    """What institutes and universities have in common."""

    posts = column("posts", int, "Posts paid by the state.")
    teaching = column("teaching", float, "Share of hours spent teaching.")
    applied = column("applied", float, "Share of this quarter's hours on contracts and help.")
    basic = column("basic", float, "Share of hours left for own research.")

    @property
    def technologies(self) -> list[Technology]:
        """Everything discovered here, oldest first."""
        return [
            Technology.read(self.world, int(row)) for row in np.flatnonzero(self.world.techs.view["origin"] == self.row)
        ]


class Institute(ScienceOrganisation):
    """A research institute."""


class University(ScienceOrganisation):
    """A university."""

    places = column("students", float, "Places for students, in all years.")

    @property
    def students(self) -> int:
        """Students now enrolled."""
        cohorts = self.world.cohorts.view
        mine = (cohorts["university"] == self.row) & (cohorts["graduated"] < 0)
        return int(cohorts["heads"][mine].sum())


class Firm(Organisation):
    """A firm: incumbent, ordinary start-up or spin-off."""

    quality = column("quality", float, "Quality of its products, in units of the frontier at the start of reporting.")
    sales = column("sales", float, "Sales of the last quarter.")
    demand = column("demand", float, "Sales that it could have made.")
    budget = column("budget", float, "Own money set aside for contract research.")
    projects = column("projects", int, "Technologies in development.")

    @property
    def origin(self) -> Origin:
        """How it came to be."""
        return Origin(int(self._rows()["origin"][self.row]))

    @property
    def age(self) -> int:
        """Quarters since it began; incumbents count from before the run."""
        return self.world.tick - int(self._rows()["born"][self.row])

    @property
    def parent(self) -> str | None:
        """Name of the organisation that a spin-off left."""
        return self.world.name_of(int(self._rows()["parent"][self.row]))


class Ministry(Organisation):
    """A ministry."""

    @property
    def budget(self) -> dict[str, float]:
        """What it pays out in a quarter by instrument, in the scenario's money."""
        index = int(np.flatnonzero(self.world.ministries == self.row)[0])
        amounts = self.world.budgets[index] * self.world.tariff[index]
        return dict(zip(self.world.names["instruments"], map(float, amounts), strict=True))


class Technopark(Organisation):
    """A technopark."""

    @property
    def capacity(self) -> int:
        """Firms that it can take in now; 0 before it opens."""
        return int(self.world.capacity[np.flatnonzero(self.world.parks == self.row)[0]])

    @property
    def residents(self) -> list[str]:
        """Names of its resident firms."""
        return [str(self.world.name_of(int(row))) for row in np.flatnonzero(self.world.orgs.view["park"] == self.row)]


class Facility(Organisation):
    """A large research facility."""

    @property
    def slots(self) -> int:
        """Sessions of beam time a quarter; 0 before it opens."""
        return int(self.world.slots[np.flatnonzero(self.world.facilities == self.row)[0]])

    @property
    def serves(self) -> dict[str, float]:
        """How useful it is for each field, relative to its main one."""
        [index] = np.flatnonzero(self.world.facilities == self.row)
        return dict(zip(self.world.names["fields"], map(float, self.world.serves[index]), strict=True))
