"""What the reference's objects are in the engine's tables: the same columns, so that both can be held together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ecosim.world.codes import Flow, Instrument
from reference.model import Ecosystem
from reference.organisations import Employer, Firm, University
from reference.plan import LINKS
from reference.surroundings import OPEN

CHANNELS = {OPEN: 0} | {name: channel for channel, name in enumerate(LINKS, start=1)}

Column = list[Any]
Read = Callable[[Any], Any]


class Picture:
    """The columns of a model, by table and column."""

    def __init__(self, model: Ecosystem) -> None:
        self.model = model
        self.rows = {id(one): row for row, one in enumerate(model.organisations)}
        self.places = {id(one): row for row, one in enumerate(model.places)}
        self.regions = {id(one): row for row, one in enumerate(model.regions)}

    def row(self, one: object | None) -> int:
        """Return the row of an organisation; -1 for none."""
        return -1 if one is None else self.rows[id(one)]

    def tables(self, *, whole: bool) -> dict[str, dict[str, Column]]:
        """Return what is compared: all that lives, and with ``whole`` also all that is history."""
        tables = {
            "orgs": self.organisations(),
            "regions": self.of(self.model.regions, _REGION | self._regional()),
            "places": self.of(self.model.places, dict.fromkeys(("city", "amenity", "introduced", "meetings"))),
            "seekers": self.of(self.model.seekers, self._seeker()),
            "requests": self.of(self.model.requests, self._request()),
            "active": self.of(self.model.active, self._technology()),
        }
        if whole:
            tables |= {
                "techs": self.of(self.model.technologies, self._technology()),
                "ties": self.of(self.model.ties, self._tie()),
                "cohorts": self.of(self.model.cohorts, self._cohort()),
                "log": self.of(self.model.log, self._entry()),
            }
        return tables

    @staticmethod
    def of(things: Iterable[object], columns: dict[str, Read | None]) -> dict[str, Column]:
        """Return the columns of some things; a column without a reader is the attribute of its name."""
        things = list(things)
        return {
            name: [getattr(one, name) for one in things] if read is None else [read(one) for one in things]
            for name, read in columns.items()
        }

    def organisations(self) -> dict[str, Column]:
        """Return the columns of all organisations; what does not concern a kind has its start value."""
        everybody = self.model.organisations
        columns = self.of(everybody, dict.fromkeys(("key", "born", "died", "cash", "received", "earned")))
        columns |= {
            "kind": [one.kind for one in everybody],
            "region": [self.regions[id(one.region)] for one in everybody],
            "place": [self.places[id(one.place)] for one in everybody],
        }
        for name, start in _EMPLOYER.items():
            columns[name] = [getattr(one, name) if isinstance(one, Employer) else start for one in everybody]
        for name, start in _FIRM.items():
            columns[name] = [getattr(one, name) if isinstance(one, Firm) else start for one in everybody]
        for name in ("parent", "park"):
            columns[name] = [self.row(getattr(one, name)) if isinstance(one, Firm) else -1 for one in everybody]
        for f in self.model.fields:
            for name in ("knowledge", "weights", "measured"):
                own = (getattr(one, name)[f] if isinstance(one, Employer) else 0.0 for one in everybody)
                columns[f"{name}.{f}"] = list(own)
            columns[f"mix.{f}"] = [one.mix[f] for one in everybody if isinstance(one, University)]
        return columns

    def _regional(self) -> dict[str, Read | None]:
        columns: dict[str, Read | None] = {}
        for f in self.model.fields:
            for name in ("market", "suppliers", "local_knowledge", "local_quality", "attraction"):
                columns[f"{name}.{f}"] = lambda one, name=name, f=f: getattr(one, name)[f]
        for link in LINKS:
            columns[f"practice.{link}"] = lambda one, link=link: one.practice[link]
            columns[f"fit.{link}"] = lambda one, link=link: one.fit[link]
        for flow in Flow:
            for channel in CHANNELS:
                columns[f"flow.{flow.name}.{channel}"] = lambda one, key=(flow, channel): one.flows.get(key, 0.0)
        for instrument in Instrument:
            columns[f"directed.{instrument.name}"] = lambda one, i=instrument: one.directed.get(i, 0.0)
        return columns

    def _seeker(self) -> dict[str, Read | None]:
        return dict.fromkeys(("key", "field", "skill", "since")) | {
            "region": lambda one: self.regions[id(one.region)],
            "home": lambda one: self.row(one.home),
            "graduate": lambda one: int(one.graduate),
        }

    def _technology(self) -> dict[str, Read | None]:
        plain = ("key", "field", "quality", "level", "entry", "stage", "patent", "agreement", "found", "agreed")
        columns: dict[str, Read | None] = dict.fromkeys((*plain, "launched", "gain", "bid"))
        for name in ("origin", "owner", "developer", "sponsor", "bidder"):
            columns[name] = lambda one, name=name: self.row(getattr(one, name))
        for name in ("channel", "via"):
            columns[name] = lambda one, name=name: CHANNELS[getattr(one, name)]
        return columns

    def _tie(self) -> dict[str, Read | None]:
        return dict.fromkeys(("key", "trust", "formed", "ended", "uses", "used")) | {
            "a": lambda one: self.row(one.a),
            "b": lambda one: self.row(one.b),
            "link": lambda one: CHANNELS[one.link],
        }

    def _cohort(self) -> dict[str, Read | None]:
        columns: dict[str, Read | None] = dict.fromkeys(("key", "field", "entered", "heads", "learnt", "graduated"))
        return columns | {"university": lambda one: self.row(one.university)}

    def _request(self) -> dict[str, Read | None]:
        technologies = {id(one): row for row, one in enumerate(self.model.technologies)}
        return dict.fromkeys(("key", "field", "merit")) | {
            "row": lambda one: self.row(one.organisation),
            "technology": lambda one: -1 if one.technology is None else technologies[id(one.technology)],
            "channel": lambda one: -1 if one.channel is None else CHANNELS[one.channel],
        }

    def _entry(self) -> dict[str, Read | None]:
        technologies = {id(one): row for row, one in enumerate(self.model.technologies)}
        return dict.fromkeys(("quarter", "what")) | {
            "technology": lambda one: technologies[id(one.technology)],
            "who": lambda one: self.row(one.who),
            "other": lambda one: self.row(one.other),
            "channel": lambda one: CHANNELS[one.channel],
        }


_EMPLOYER = {
    "field": 0, "posts": 0, "staff": 0, "students": 0.0, "skill": 1.0, "income": 0.0, "external": 0.0, "teaching": 0.0,
    "contracting": 0.0, "applied": 0.0, "basic": 1.0, "openings": 0, "hired": 0, "budget": 0.0, "introduced": 0.0,
    "trained": 0.0,
}  # fmt: skip
_FIRM = {
    "origin": 0, "quality": 0.0, "reach": 0.0, "demand": 0.0, "sales": 0.0, "transferred": 0.0, "projects": 0,
    "served": 0.0, "rounds": 0,
}  # fmt: skip
_REGION: dict[str, Read | None] = dict.fromkeys((
    "wage", "price", "state_pay", "amenity", "access", "growth", "core", "local_share", "entrants", "taxes", "taxed",
    "taxes_start", "unfilled", "jobless", "experts", "assessors", "enrolled", "arrived", "retired", "left",
))  # fmt: skip
