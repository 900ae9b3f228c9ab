"""Science cities as Mesa agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
from numpy.typing import NDArray

from ecosim.agents.view import RowView, column

if TYPE_CHECKING:
    from ecosim.model import Ecosystem


class ScienceCity(RowView, mesa.Agent):
    """A place where organisations are; a science city in law while it is designated."""

    latitude = column("latitude", float, "Degrees north.")
    longitude = column("longitude", float, "Degrees east.")
    designated = column("city", bool, "Whether it is designated now.")
    amenity = column("amenity", float, "Attraction that housing programmes add.")

    def __init__(self, model: Ecosystem, row: int) -> None:
        super().__init__(model)
        self.row = row
        self.world = model.world
        self.name = self.world.names["places"][row]

    def _rows(self) -> NDArray[Any]:
        return self.world.places

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    @property
    def organisations(self) -> list[str]:
        """Names of the living institutes, universities and firms in it."""
        orgs = self.world.orgs.view
        here = (orgs["place"] == self.row) & (orgs["kind"] <= 2) & (orgs["died"] < 0)
        return [str(self.world.name_of(int(row))) for row in here.nonzero()[0]]
