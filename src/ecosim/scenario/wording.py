"""What pydantic finds, in plain words, and where in the file it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from ecosim.errors import Problem
from ecosim.scenario.node import Node, Path
from ecosim.scenario.reference import NAME_RULE
from ecosim.scenario.shape import Shape, bounds
from ecosim.scenario.text import found, listed, near

_KEY = "[key]"


def allowed(here: Shape) -> str:
    """Say what is allowed in one place: ``a number from 0 to 1 (1/quarter)``."""
    if here.choices:
        return listed(here.choices)
    if here.is_number:
        unit = here.extra.get("unit", "")
        what = "a whole number" if here.type is int else "a number"
        return f"{what}{_range(bounds(here))}" + (f" ({unit})" if unit not in ("", "1") else "")
    if here.is_model or here.is_mapping:
        return "a mapping" + _length(bounds(here), "entries")
    if here.type is str:
        return NAME_RULE if here.is_name else "text" + _length(bounds(here), "characters")
    if here.is_list:
        return "a list" + _length(bounds(here), "items")
    return {bool: "true or false", int: "a date, such as 2007Q3"}.get(here.type, "something else")


def validated(annotation: Any, data: object) -> Any:
    """Return plain data from a file as an instance of a type, without converting texts to numbers and the like.

    Raises:
        pydantic.ValidationError: the data does not fit.
    """
    return TypeAdapter(annotation).validate_python(data, strict=True, context={"file": True})


def schema_problems(error: ValidationError, node: Node, here: Shape, path: Path = ()) -> Iterator[Problem]:
    """Yield what pydantic found in a tree, except unknown keys, which `structure` reports.

    Args:
        error: what pydantic raised.
        node: the tree that was checked.
        here: what is allowed there.
        path: where the tree stands in the whole.
    """
    for detail in error.errors(include_url=False):
        if detail["type"] != "extra_forbidden":
            yield _problem(detail, node, here, path)


def _problem(detail: ErrorDetails, node: Node, here: Shape, path: Path) -> Problem:
    loc = tuple(key for key in detail["loc"] if key != _KEY)
    nearest, there = node.nearest(loc)
    if _KEY in detail["loc"]:
        names = here.at(loc[:-1]).names()  # type: ignore[union-attr]
        return nearest.key.problem((*path, *loc), _bad_name(str(loc[-1]), names))
    if detail["type"] == "missing" or not there:
        return nearest.key.problem((*path, *loc), _missing(here.at(loc)))
    if detail["type"] == "value_error":
        return nearest.mark.problem((*path, *loc), str(detail["ctx"]["error"]))
    place = here.at(loc)
    message = f"found {found(nearest.plain())}"
    if place is not None:
        message += f"; allowed: {allowed(place)}{near(str(nearest.value), place.choices)}"
    return nearest.mark.problem((*path, *loc), message)


def _missing(place: Shape | None) -> str:
    doc = place.doc or allowed(place) if place else ""
    return f"missing: {doc}" if doc else "missing"


def _bad_name(name: str, names: Shape | None) -> str:
    if names is not None and names.choices:
        return f"unknown key {found(name)}; allowed: {listed(names.choices)}{near(name, names.choices)}"
    return f"found the name {found(name)}; allowed: {NAME_RULE}"


def _range(limits: dict[str, float]) -> str:
    return _bound(limits, ge="from", gt="above") + _bound(limits, le="to", lt="below")


def _bound(limits: dict[str, float], **words: str) -> str:
    return next((f" {word} {_figure(limits[limit])}" for limit, word in words.items() if limit in limits), "")


def _length(limits: dict[str, int], unit: str) -> str:
    low, high = limits.get("min_length", 0), limits.get("max_length")
    if high is None:
        return f" of {low} or more {unit}" if low else ""
    return f" of {low} to {high} {unit}" if low else f" of at most {high} {unit}"


def _figure(number: float) -> str:
    return str(number) if isinstance(number, int) else f"{number:.15g}"
