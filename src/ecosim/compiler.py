"""Numba's compiler as rules need it: it leaves out what finds nothing to do in them.

What rules compute stays the same to the last bit; they are ready sooner.
"""

from __future__ import annotations

import operator
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, Self

# Read when Numba is imported. Rules compile in 5 to 10 % less time than at its highest level, and run as fast.
os.environ.setdefault("NUMBA_OPT", "1")

from ecosim.uncollected import uncollected

with uncollected():
    import numba
    from numba.core.codegen import JITCodeLibrary
    from numba.core.compiler import Compiler
    from numba.core.compiler_lock import global_compiler_lock
    from numba.core.typed_passes import InlineOverloads, IRLegalization, NopythonRewrites
    from numba.core.typing import builtins as plain
    from numba.core.typing.arraydecl import GetItemBuffer, SetItemBuffer
    from numba.core.typing.templates import infer_global
    from numba.core.untyped_passes import InlineClosureLikes
    from numba.np import arrayobj, linalg


@infer_global(operator.getitem)
class _Read(GetItemBuffer):  # type: ignore[misc]
    """What is read from an array, asked for first.

    Numba asks strings, tuples, dictionaries and a dozen more before arrays, which takes a fifteenth of the time.
    """

    metadata: ClassVar = {"target": "cpu"}  # the more special target is asked before the general one


@infer_global(operator.setitem)
class _Written(SetItemBuffer):  # type: ignore[misc]
    """What is written into an array, asked for first."""

    metadata: ClassVar = _Read.metadata


def _ask_for_numbers_first() -> None:
    """Let Numba ask first whether an operator stands between numbers, and then for arrays, dates, sets and so on."""
    known = {
        operator.add: plain.BinOpAdd, operator.iadd: plain.BinOpAdd, operator.sub: plain.BinOpSub,
        operator.isub: plain.BinOpSub, operator.mul: plain.BinOpMul, operator.imul: plain.BinOpMul,
        operator.truediv: plain.BinOpTrueDiv, operator.eq: plain.CmpOpEq, operator.ne: plain.CmpOpNe,
        operator.lt: plain.CmpOpLt, operator.le: plain.CmpOpLe, operator.gt: plain.CmpOpGt, operator.ge: plain.CmpOpGe,
        bool: plain.Bool,
    }  # fmt: skip
    for asked, template in known.items():
        infer_global(asked)(type(template.__name__, (template,), {"metadata": _Read.metadata}))


_ask_for_numbers_first()

#: What Numba does for functions within functions, for arithmetic on whole arrays, and to give memory back.
_NEEDLESS = {InlineClosureLikes, InlineOverloads, IRLegalization, NopythonRewrites}


class Lean(Compiler):  # type: ignore[misc]
    """Numba's compiler without the passes that find nothing to do in rules, a fourteenth of the time."""

    def define_pipelines(self) -> list[Any]:
        """Return the passes that are left."""
        pipelines: list[Any] = super().define_pipelines()
        for pipeline in pipelines:
            pipeline.passes = [one for one in pipeline.passes if one[0] not in _NEEDLESS]
            pipeline.finalize()
        return pipelines


class _Part(JITCodeLibrary):  # type: ignore[misc]
    """A function that becomes part of others and is nowhere entered by itself.

    It is optimised where it stands in them. Numba would do that before, too, and make machine code of it, which takes
    a seventh of the time.
    """

    def _optimize_final_module(self) -> None:
        """Leave it to those of whom it becomes part."""

    def _finalize_final_module(self) -> None:
        self._finalized = True

    def get_pointer_to_function(self, _name: str) -> int:
        """Return that it stands nowhere."""
        self._ensure_finalized()
        return 0

    @property
    def codegen(self) -> Self:
        """Who is told of the environment in which machine code works, see `set_env`."""
        return self

    def set_env(self, _name: str, _env: Any) -> None:
        """Take no note of it."""


class LeanPart(Lean):
    """The same for functions that only others call."""

    def compile_extra(self, function: Any) -> Any:
        """Compile a function."""
        self.state.library = _Part(self.state.targetctx.codegen(), function.__qualname__)
        return super().compile_extra(function)


@contextmanager
def counting_from_the_start() -> Iterator[None]:
    """Let no index of what is compiled count from the end, as negative ones do in Python.

    Numba compares each with zero otherwise, which costs a rule up to a tenth of its time. A negative index is an error
    then, as one beyond the end is.
    """

    def from_the_start(context: Any, builder: Any, kind: Any, index: Any, _size: Any) -> Any:
        return context.cast(builder, index, kind, numba.types.intp)

    with global_compiler_lock:  # nobody else's functions
        before, arrayobj.fix_integer_index = arrayobj.fix_integer_index, from_the_start
        try:
            yield
        finally:
            arrayobj.fix_integer_index = before


def _assume_blas() -> None:
    """Let Numba take it for granted that SciPy brings BLAS, which takes a fifth of a second to find out.

    SciPy is there, and whatever uses BLAS in rules of one's own asks again.
    """
    asked, linalg.ensure_blas = linalg.ensure_blas, lambda: None
    from numba.np import arraymath  # noqa: F401

    linalg.ensure_blas = asked


_assume_blas()
