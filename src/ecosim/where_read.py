"""Where the rules of the model read a parameter: found in the sources, so that no list can be out of date."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ecosim.parameter import Parameters

_ROOT = Path(__file__).resolve().parent
_ROOMS = ("links", "processes", "world", "kernels")
_SHORT = ("p", "params", "record")  # what a rule calls the parameters of its own section


@dataclass(frozen=True)
class _Source:
    """What a file reads, function by function: from what, and which name; and what it declares and imports."""

    reads: tuple[tuple[str, str, str], ...]
    declared: frozenset[str]
    imported: frozenset[Path]


def where_read(owner: type[Parameters], section: str, name: str) -> tuple[str, ...]:
    """Return the functions that read a parameter, file by file, such as ``processes/contracts.py: place_contracts``.

    Args:
        owner: the class that declares it, or inherits it.
        section: the name of its link or stage, by which rules of other files call the section.
        name: its name.
    """
    homes = _homes(owner, name)
    helpers = {file for home in homes for file in _source(home).imported if name not in _source(file).declared}
    others = {path for room in _ROOMS for path in (_ROOT / room).glob("*.py")}
    found: dict[str, dict[str, None]] = {}
    for file in sorted(homes | helpers | others):
        known = (section, *(_SHORT if file in homes | helpers else ()))
        for function, of, read in _source(file).reads:
            if read == name and of in known:
                found.setdefault(_shown(file), {})[function] = None
    return tuple(f"{file}: {', '.join(functions)}" for file, functions in found.items())


def _homes(owner: type[Parameters], name: str) -> set[Path]:
    """Return the files of a class and of those that it inherits a parameter from."""
    kinds = [kind for kind in owner.__mro__ if name in getattr(kind, "model_fields", {})]
    return {Path(str(inspect.getsourcefile(kind))).resolve() for kind in kinds}


def _shown(file: Path) -> str:
    return file.relative_to(_ROOT).as_posix() if file.is_relative_to(_ROOT) else file.name


@cache
def _source(file: Path) -> _Source:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom)]
    modules = {f"{node.module}{below}" for node in imports for below in ("", *(f".{one.name}" for one in node.names))}
    files = [_ROOT.joinpath(*module.split(".")[1:]).with_suffix(".py") for module in modules]
    return _Source(
        tuple((function.name, *read) for function in functions for read in _reads(function)),
        frozenset(ast.unparse(node.target) for node in nodes if isinstance(node, ast.AnnAssign)),
        frozenset(one for one in files if one.parent.name in _ROOMS and one.is_file()),
    )


def _reads(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Yield from what and which name: of every attribute, and of every text in brackets."""
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute):
            yield _last(node.value), node.attr
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            yield _last(node.value), str(node.slice.value)


def _last(node: ast.expr) -> str:
    """Return the last name or text of what is read from: ``labour`` of ``params["labour"][0]``."""
    while isinstance(node, ast.Subscript) and not isinstance(getattr(node.slice, "value", None), str):
        node = node.value
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
