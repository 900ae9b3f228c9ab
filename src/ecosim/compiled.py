"""How the arithmetic of a quarter is compiled.

`kernel` marks a function that Python calls, `inline` one that only kernels call. Both switch
Numba's reference counting off (measured: it triples the compile time and the cost of a call), so
they may not allocate. Fast-math stays off: it breaks bit identity.

Numba does not notice that a function in *another* file changed, so compiled code is kept in a
folder named after the digest of all sources that a kernel can be made of.
"""

from __future__ import annotations

import operator
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar, TypeVar, cast

# Read when Numba is imported. Rules compile in 5 to 10 % less time than at its highest level, and run as fast.
os.environ.setdefault("NUMBA_OPT", "1")

from ecosim.uncollected import uncollected
from ecosim.version import model_digest

with uncollected():
    import numba
    from llvmlite import binding
    from numba.core.caching import FunctionCache
    from numba.core.compiler import Compiler
    from numba.core.compiler_lock import global_compiler_lock
    from numba.core.typed_passes import InlineOverloads, IRLegalization, NopythonRewrites
    from numba.core.typing.arraydecl import GetItemBuffer, SetItemBuffer
    from numba.core.typing.templates import infer_global
    from numba.core.untyped_passes import InlineClosureLikes
    from numba.np import arrayobj, linalg

Function = TypeVar("Function", bound=Callable[..., Any])


def _cache_folder() -> Path:
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "ecosim" / model_digest()
    try:
        home.mkdir(parents=True, exist_ok=True)
        if os.access(home, os.W_OK):
            return home
    except OSError:
        pass  # a read-only home: compiled code then lives as long as the temporary directory
    return Path(tempfile.gettempdir()) / f"ecosim-{os.getuid() if hasattr(os, 'getuid') else 0}" / model_digest()


if not numba.config.CACHE_DIR:  # a user's own NUMBA_CACHE_DIR wins
    numba.config.CACHE_DIR = str(_cache_folder())


class _Kept(FunctionCache):  # type: ignore[misc]
    """Compiled code of a kernel on disk."""

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep the code, but of what a kernel that calls it would need only a name: none does, and it loads slowly."""
        entry = data.fndesc.llvm_cpython_wrapper_name
        data.library._shared_module = binding.parse_assembly(f'define void @"{entry}"() {{ ret void }}')
        super().save_overload(sig, data)


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


#: What Numba does for functions within functions, for arithmetic on whole arrays, and to give memory back.
_NEEDLESS = {InlineClosureLikes, InlineOverloads, IRLegalization, NopythonRewrites}


class _Lean(Compiler):  # type: ignore[misc]
    """Numba's compiler without the passes that find nothing to do in rules, a fourteenth of the time."""

    def define_pipelines(self) -> list[Any]:
        """Return the passes that are left."""
        pipelines: list[Any] = super().define_pipelines()
        for pipeline in pipelines:
            pipeline.passes = [one for one in pipeline.passes if one[0] not in _NEEDLESS]
            pipeline.finalize()
        return pipelines


@contextmanager
def _counting_from_the_start() -> Iterator[None]:
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


_EXACT: dict[str, Any] = {"error_model": "numpy", "_nrt": False, "pipeline_class": _Lean}


def kernel(function: Function) -> Function:
    """Compile a function that only Python calls; the result is kept on disk."""
    compiled: Any = numba.njit(nogil=True, no_cfunc_wrapper=True, **_EXACT)(function)
    compiled._cache = _Kept(function)
    compiled.compile = uncollected()(_counting_from_the_start()(compiled.compile))
    compiled.get_call_template = _refuse
    return cast(Function, compiled)


def _refuse(_args: Any, _keywords: Any) -> None:
    raise TypeError("a kernel is called from Python; what kernels call has to be `inline`")


def inline(function: Function) -> Function:
    """Compile a function that only kernels call; it becomes part of each of them.

    Without a way in from Python, and once for each type of its arguments, not again for each constant that
    stands in a call, nor for each width of whole numbers: together that saves a third of the time that compilation
    takes. Left to itself, LLVM keeps some as calls, to which each part of every array is handed; without that a
    quarter takes an eighth less time.
    """
    compiled: Any = numba.njit(no_cpython_wrapper=True, no_cfunc_wrapper=True, forceinline=True, **_EXACT)(function)
    template = compiled.get_call_template
    compiled.get_call_template = lambda args, keywords: template(tuple(map(_widened, args)), keywords)
    return cast(Function, compiled)


def _widened(argument: Any) -> Any:
    """Return the type that an argument of an inline function is compiled for."""
    kind = numba.types.unliteral(argument)
    return numba.types.int64 if isinstance(kind, numba.types.Integer) and kind.signed else kind
