"""Links and indicators that other packages bring, found through their entry points.

A package names them in its ``pyproject.toml``, by the name that scenarios and tables call them::

    [project.entry-points."ecosim.links"]
    newsletter = "my_package:Newsletter"

    [project.entry-points."ecosim.indicators"]
    licences_per_contract = "my_package:licences_per_contract"

A plug-in that cannot be used is named in a warning and left out; everything else goes on. What plug-ins there are
belongs to the version of the model (`ecosim.version.model_version`), so that no store mixes runs with and without.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from multiprocessing import parent_process
from pathlib import Path
from typing import Any

LINKS, INDICATORS = "ecosim.links", "ecosim.indicators"


@dataclass(frozen=True)
class Plugin:
    """One entry point.

    Attributes:
        name: its name.
        target: what it names, such as ``my_package:Newsletter``.
        package: the distribution that brings it, with its version.
        found: the object; None where it cannot be loaded.
        problem: why not, in a line.
    """

    name: str
    target: str
    package: str
    found: Any
    problem: str = ""


@cache
def plugins(group: str) -> tuple[Plugin, ...]:
    """Return the entry points of a group, in alphabetical order, loaded as far as they can be."""
    entries = sorted(metadata.entry_points(group=group), key=lambda entry: (entry.name, entry.value))
    return tuple(map(_loaded, entries))


def usable(group: str, problem: Callable[[str, Any], str]) -> list[tuple[Plugin, Any]]:
    """Return the plug-ins of a group that can be used, with their objects; the others are named in a warning.

    Args:
        group: `LINKS` or `INDICATORS`.
        problem: says what is wrong with an object of a name, in a few words; empty where nothing is.
    """
    found: dict[str, tuple[Plugin, Any]] = {}
    for one in plugins(group):
        taken = f"{found[one.name][0].package} brings one of this name" if one.name in found else ""
        wrong = one.problem or taken or problem(one.name, one.found)
        if not wrong:
            found[one.name] = one, one.found
        elif parent_process() is None:  # workers need not say it again
            what = f"{one.name!r} ({one.target}) of {one.package} in {group}"
            logging.getLogger(__name__).warning("Plug-in %s is left out: %s", what, wrong)
    return list(found.values())


@cache
def digest() -> str:
    """Return 8 hexadecimal digits that change with every plug-in and its sources; nothing where there are none."""
    digest = hashlib.blake2b(digest_size=4)
    every = [(group, one) for group in (LINKS, INDICATORS) for one in plugins(group)]
    for group, one in every:
        digest.update("\0".join((group, one.name, one.target, one.package, str(bool(one.problem)), "")).encode())
        for file in _sources(one.target.partition(":")[0]):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest() if every else ""


def _loaded(entry: metadata.EntryPoint) -> Plugin:
    package = f"{entry.dist.name} {entry.dist.version}" if entry.dist else "an unknown package"
    try:
        return Plugin(entry.name, entry.value, package, entry.load())
    except Exception as error:  # whatever somebody else's module does when it is imported
        line = " ".join(f"{type(error).__name__}: {error}".split())
        return Plugin(entry.name, entry.value, package, None, line)


def _sources(module: str) -> Iterator[Path]:
    """Yield every source file of the package or module that a plug-in comes from."""
    spec = find_spec(module.partition(".")[0])
    if spec is None:
        return
    for folder in spec.submodule_search_locations or ():
        yield from sorted(Path(folder).rglob("*.py"))
    if spec.origin and not spec.submodule_search_locations:
        yield Path(spec.origin)
