"""Everything that a user can name: links, stages, parameters, indicators, and the sections of scenario files.

What is said of each is what its declaration says; a default in use is looked up in a scenario.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from ecosim import plugins
from ecosim.catalogue import PROCESSES, Scenario, link_types
from ecosim.errors import UsageError, did_you_mean
from ecosim.indicators import catalogue
from ecosim.measured import Indicator
from ecosim.parameter import Parameters
from ecosim.processes.base import Stage
from ecosim.reference import declarations
from ecosim.scenario.shape import Shape, bounds, shape
from ecosim.where_read import where_read

_DEEPEST = 8  # steps of a path


@dataclass(frozen=True)
class Term:
    """What is known of one name.

    Attributes:
        path: what it is called in scenario files, or in tables of results.
        kind: link, stage, parameter, flow, indicator, section or value.
        doc: what it means.
        unit: its unit, empty where it has none.
        default: its value where a scenario gives none; None where there is none.
        allowed: range, words or dates that are accepted; empty where nothing more can be said.
        plausible: the range that the evidence leaves open.
        source: where default and range come from.
        used: where rules read it, or when they act.
        parts: what it has below it.
    """

    path: str
    kind: str
    doc: str
    unit: str = ""
    default: Any = None
    allowed: str = ""
    plausible: str = ""
    source: str = ""
    used: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


def links() -> list[Term]:
    """Return every link, in the order of their channels, with what joins and what flows."""
    return [_described(f"links.{name}") for name in link_types()]


def parameters() -> list[Term]:
    """Return every parameter of links and stages; where each is read is left out."""
    return [_of_shape(path.split("."), used=False) for path, _ in declarations()]


def indicators() -> list[Term]:
    """Return every indicator, in the order of the columns of a series."""
    return [_indicator(one) for one in catalogue(link_types())]


def settable() -> Iterator[str]:
    """Yield the dotted path of every value of a scenario file whose way has no free name."""
    yield from _below(shape(Scenario), "")


def names() -> list[str]:
    """Return everything that can be explained, as completion offers it."""
    sections = [name for name in shape(Scenario).fields() if name not in ("links", "processes")]
    flows = [f"links.{name}.{flow}" for name, link in link_types().items() for flow in link.Params.flows()]
    stages = [f"processes.{one.stage.value}" for one in PROCESSES]
    paths = [path for path, _ in declarations()]
    return [*link_types(), *(one.path for one in indicators()), *sections, *stages, *paths, *flows]


def explain(name: str) -> list[Term]:
    """Return what a name means: a path of scenario files, or the last part of one, or an indicator; several if it does.

    Raises:
        UsageError: nothing is called so.
    """
    steps = name.split(".")[:_DEEPEST]
    known = [f"{group}.{name}" for group in ("links", "processes") if shape(Scenario).at((group, name)) is not None]
    found = [_described(path) for path in known]
    found += [term for term in indicators() if term.path == name]
    if not found and (here := _of_shape_or_none(steps)) is not None:
        found.append(here)
    if not found and len(steps) == 1:
        ends = [path for path in names() if path.count(".") == 2 and path.endswith(f".{name}")]
        found = [_described(path) for path in ends]
    if not found:
        last = [path.rpartition(".")[2] for path in names()]
        near = did_you_mean(name, [*names(), *last])
        raise UsageError(f"nothing is called {name!r}{near}\n`ecosim list` shows what there is")
    return found


def _described(path: str) -> Term:
    return _of_shape(path.split("."))


def _of_shape_or_none(steps: list[str]) -> Term | None:
    here: Shape | None = shape(Scenario)
    for step in steps:
        here = _step(here, step) if here else None
    return _of_shape(steps) if here else None


def _step(here: Shape, step: str) -> Shape | None:
    """Return what is one step down; the free name of an entry may be left out, and is taken for any."""
    if here.is_mapping or here.is_list:
        item = here.child(step if here.is_mapping else 0)
        below = item.child(step) if item is not None and item.is_model else None
        return below or item
    return here.child(step)


def _of_shape(steps: list[str], used: bool = True) -> Term:
    here: Shape = shape(Scenario)
    parent: Shape | None = None
    for step in steps:
        parent, here = here, _step(here, step) or here
    path = ".".join(steps)
    term = Term(
        path, _kind(steps, here), _doc(here), _unit(here), _default(parent, steps[-1]), _allowed(here),
        _range(here.extra.get("plausible")), str(here.extra.get("source", "")), parts=_parts(here),
    )  # fmt: skip
    if len(steps) == 2 and steps[0] in ("links", "processes"):
        return replace(term, **_channel(*steps))
    owner = _owner(steps)
    return replace(term, used=where_read(owner, steps[1], steps[2])) if used and owner else term


def _owner(steps: list[str]) -> type[Parameters] | None:
    """Return the class that declares a parameter, or None where a path names none."""
    if len(steps) != 3:
        return None
    owners: dict[str, type[Parameters]] = {f"links.{name}": link.Params for name, link in link_types().items()}
    owners |= {f"processes.{one.stage.value}": one.Params for one in PROCESSES}
    return owners.get(".".join(steps[:2]))


def _channel(group: str, name: str) -> dict[str, Any]:
    """Return what else is known of a link or a stage: when it acts, who brings it, what a link joins."""
    if group == "processes":
        process = next(one for one in PROCESSES if one.stage.value == name)
        return {"doc": _first(process), "used": (f"{name}: {_first(process.act)}",)}
    link = link_types()[name]
    brought = {one.name: one.package for one in plugins.plugins(plugins.LINKS)}
    rules = ((stage, getattr(link, stage.value, None)) for stage in Stage)
    acts = tuple(f"{stage.value}: {_first(rule)}" for stage, rule in rules if rule is not None)
    kinds = [re.sub("y$", "ie", kind.name.lower()) + "s" for kind in link.joins or ()]
    joins = f" Its ties join {' and '.join(kinds)}." if kinds else ""
    return {"doc": _first(link) + joins, "used": acts, "source": brought.get(name, "")}


def _first(thing: Any) -> str:
    return (thing.__doc__ or "").strip().splitlines()[0]


def _kind(steps: list[str], here: Shape) -> str:
    if len(steps) == 2 and steps[0] in ("links", "processes"):
        return {"links": "link", "processes": "stage"}[steps[0]]
    if here.extra.get("flow"):
        return "flow"
    if "plausible" in here.extra:
        return "parameter"
    return "section" if here.is_model or here.is_mapping or here.is_list else "value"


def _doc(here: Shape) -> str:
    item = here.child("x" if here.is_mapping else 0) if here.is_mapping or here.is_list else None
    own = here.doc or (_first(here.type) if here.is_model else "")
    return own or (f"Entries by name: {_first(item.type)}" if item is not None and item.is_model else "")


def _unit(here: Shape) -> str:
    unit = str(here.extra.get("unit", ""))
    return unit or str((here.child("x") or here).extra.get("unit", "") if here.is_mapping else "")


def _default(parent: Shape | None, key: str) -> Any:
    if parent is None or not parent.is_model:
        return None
    fields = {info.alias or name: info for name, info in parent.type.model_fields.items()}
    default = fields[key].default if key in fields and not fields[key].is_required() else None
    return default if isinstance(default, bool | int | float | str) else None


def _allowed(here: Shape) -> str:
    if here.choices:
        return ", ".join(here.choices)
    if here.type is bool:
        return "true or false"
    low = {name: bound for name, bound in bounds(here).items() if name in ("ge", "gt", "le", "lt")}
    if here.is_number and low:
        first = f"{low['ge']:g}" if "ge" in low else f"more than {low['gt']:g}" if "gt" in low else "any"
        return f"{first} to {low.get('le', low.get('lt')):g}" if "le" in low or "lt" in low else first
    return "a date such as 2007Q3" if here.type is int and not here.is_number else ""


def _range(plausible: Any) -> str:
    return f"{plausible[0]:g} to {plausible[1]:g}" if plausible else ""


def _parts(here: Shape) -> tuple[str, ...]:
    item = here.child("x" if here.is_mapping else 0) if here.is_mapping or here.is_list else here
    return tuple(item.fields()) if item is not None else ()


def _below(here: Shape, path: str) -> Iterator[str]:
    for key, below in here.fields().items():
        if below.is_model:
            yield from _below(below, f"{path}{key}.")
        elif not below.is_mapping and not below.is_list:
            yield f"{path}{key}"


def _indicator(one: Indicator) -> Term:
    when = "counted each quarter, and summed to the horizon" if one.kind == "flow" else "a level at the quarter's end"
    return Term(one.name, "indicator", f"{one.title}: {one.definition}; {when}", one.unit, source=one.source)
