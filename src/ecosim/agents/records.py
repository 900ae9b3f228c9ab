"""Technologies and ties as small objects to read; they are records, not agents."""

from __future__ import annotations

from dataclasses import dataclass

from ecosim.world.codes import Agreement, Moved, Patent, Stage
from ecosim.world.world import World


@dataclass(frozen=True)
class Tie:
    """A lasting relation of two organisations.

    Attributes:
        link: name of the link.
        partner: name of the other organisation.
        trust: strength, 0-1.
        age: quarters since it was formed.
        uses: times it was used before this quarter.
    """

    link: str
    partner: str
    trust: float
    age: int
    uses: int


@dataclass(frozen=True)
class Technology:
    """One technology with its history.

    Attributes:
        row: its row, which is its identity within the run.
        field: name of its field.
        quality: in units of the frontier at the start of reporting.
        level: technology readiness level, 1-9.
        stage, patent, agreement: where it stands.
        history: entries of the log: calendar quarter, what happened, who, the other (names; None where nobody).
    """

    row: int
    field: str
    quality: float
    level: int
    stage: Stage
    patent: Patent
    agreement: Agreement
    history: tuple[tuple[int, Moved, str | None, str | None], ...]

    @classmethod
    def read(cls, world: World, row: int) -> Technology:
        """Return the technology of a row with everything that the log holds of it."""
        tech = world.techs.rows[row]
        log = world.log.view
        began = world.quarter - world.tick
        history = tuple(
            (
                began + int(e["quarter"]), Moved(int(e["what"])), world.name_of(int(e["who"])),
                world.name_of(int(e["other"]))
            )
            for e in log[log["technology"] == row]
        )
        return cls(
            row, world.names["fields"][tech["field"]], float(tech["quality"]), int(tech["level"]),
            Stage(int(tech["stage"])), Patent(int(tech["patent"])), Agreement(int(tech["agreement"])), history,
        )
