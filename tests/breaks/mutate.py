"""Small changes of a Python source, one at a time: what a slip of the pen could have made of it."""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Lt: [ast.LtE, ast.GtE], ast.LtE: [ast.Lt, ast.Gt], ast.Gt: [ast.GtE, ast.LtE], ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.In: [ast.NotIn], ast.NotIn: [ast.In], ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
}  # fmt: skip
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.BitXor: ast.BitAnd,
    ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
_CALLED = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum", "any": "all", "all": "any"}
_DECLARED = {"parameter": 1, "flow": 0, "name_key": 0, "Field": 0, "C": 0, "Layout": 0}
"""Declarations, of which so many arguments are code; the others are told in tables and schemas, or only names."""


@dataclass(frozen=True, order=True)
class Mutant:
    """A change of a file.

    Attributes:
        file: the file, below the package.
        line: where the change begins.
        old, new: what stands there, and what takes its place, on one line each.
        text: the whole text of the changed file.
    """

    file: str
    line: int
    old: str
    new: str
    text: str

    @property
    def key(self) -> str:
        """What the mutant is called."""
        return f"{self.file}:{self.line}: {self.old} -> {self.new}"


def mutants(file: str, text: str, luck: random.Random) -> Iterator[Mutant]:
    """Yield one change for each place of a source where one can be made, chosen by luck where there are several."""
    for node in _places(ast.parse(text)):
        others = list(_others(node))
        if others:
            old, changed = _replaced(text, node, luck.choice(others))
            yield Mutant(file, node.lineno, *(" ".join(one.split())[:60] for one in old), changed)  # type: ignore[attr-defined]


def _places(node: ast.AST) -> Iterator[ast.AST]:
    """Yield nodes that are code: no annotations, decorators, texts and declarations."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "bases") or isinstance(node, ast.JoinedStr):
            continue
        below = value if isinstance(value, list) else [value]
        if isinstance(node, ast.Call) and _called(node) in _DECLARED:
            below = node.args[: _DECLARED[_called(node)]] if name == "args" else []
        for one in below:
            if isinstance(one, ast.AST):
                yield from _places(one)


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _others(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what could take the place of a node."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARED:
        yield from (_with(node, ops=[kind(), *node.ops[1:]]) for kind in _COMPARED[type(node.ops[0])])
    elif isinstance(node, ast.BinOp) and type(node.op) in _COMPUTED:
        yield _with(node, op=_COMPUTED[type(node.op)]())
    elif isinstance(node, ast.BoolOp):
        yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield node.operand
    elif isinstance(node, ast.Constant):
        yield from (ast.Constant(value) for value in _values(node.value))
    elif isinstance(node, ast.Call) and _called(node) in _CALLED:
        other = _CALLED[_called(node)]
        changed = {"attr": other} if isinstance(node.func, ast.Attribute) else {"id": other}
        yield _with(node, func=_with(node.func, **changed))
    elif isinstance(node, ast.IfExp):
        yield _with(node, body=node.orelse, orelse=node.body)
    else:
        yield from _other_statements(node)


def _other_statements(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.AugAssign) and type(node.op) in _COMPUTED:
        yield from (_with(node, op=_COMPUTED[type(node.op)]()), ast.Pass())
    elif (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)) or (
        isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript | ast.Attribute)
    ):
        yield ast.Pass()
    elif isinstance(node, ast.Continue):
        yield from (ast.Pass(), ast.Break())
    elif isinstance(node, ast.Break):
        yield ast.Pass()


def _values(value: object) -> list[object]:
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, int):
        return [value + 1, value - 1]
    return [value * 1.25 + (value == 0.0)] if isinstance(value, float) else []


def _with(node: ast.AST, **changes: object) -> ast.AST:
    changed = copy.copy(node)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


def _replaced(text: str, node: ast.AST, other: ast.AST) -> tuple[tuple[str, str], str]:
    """Return what stands there and what comes instead, and the text with it."""
    lines = [line.encode() for line in text.splitlines(keepends=True)]  # columns count bytes
    starts = [sum(map(len, lines[:number])) for number in range(len(lines))]
    begin = starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined]
    end = starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined]
    new = ast.unparse(ast.fix_missing_locations(other))
    whole = text.encode()
    instead = f"({new})" if isinstance(other, ast.expr) else new
    return (whole[begin:end].decode(), new), (whole[:begin] + instead.encode() + whole[end:]).decode()
