"""Write the versions of all that ecosim and its tests need, as installed here, into ``constraints.txt``."""

from __future__ import annotations

import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).resolve().parent
HEAD = "# Versions that continuous integration installs; made by `python .ci/lock.py` where all tests pass.\n"


def declared(*extras: str) -> list[Requirement]:
    """Return what the project declares, with some of its extras."""
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    lines = [*project["dependencies"], *(line for extra in extras for line in optional[extra])]
    return [Requirement(line) for line in lines]


def closure(asked: list[Requirement]) -> dict[str, metadata.Distribution]:
    """Return the distributions that requirements lead to, by name, as installed here."""
    found: dict[str, metadata.Distribution] = {}
    waiting, seen = list(asked), set()
    while waiting:
        one = waiting.pop()
        name, extras = canonicalize_name(one.name), tuple(sorted(one.extras))
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        found[name] = metadata.distribution(name)
        below = [Requirement(line) for line in found[name].requires or []]
        waiting += [
            needed for needed in below
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in ("", *extras))
        ]  # fmt: skip
    return dict(sorted(found.items()))


if __name__ == "__main__":
    pinned = (f"{name}=={one.version}\n" for name, one in closure(declared("test")).items())
    (HERE / "constraints.txt").write_text(HEAD + "".join(pinned), encoding="utf-8")
