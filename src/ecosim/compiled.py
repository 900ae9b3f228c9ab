"""How the arithmetic of a quarter is compiled.

`kernel` marks a part of a rule, `inline` a function that only kernels call, `function` one that Python calls. All
switch Numba's reference counting off (measured: it triples the compile time and the cost of a call), so
they may not allocate. Fast-math stays off: it breaks bit identity.

A kernel is handed places (`ecosim.memory`) and not objects of Python, so that compiled code can call one after the
other (`ecosim.steps`) without asking Python for anything.

Numba does not notice that a function in *another* file changed, so compiled code is kept in a
folder named after the digest of all sources that a kernel can be made of.
"""

from __future__ import annotations

import ctypes
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar, cast

import numpy as np

from ecosim.compiler import Lean, LeanPart, counting_from_the_start
from ecosim.memory import NUMBER, Kind, Place, address_of, placed
from ecosim.uncollected import uncollected
from ecosim.version import model_digest

with uncollected():
    import numba
    from llvmlite import binding, ir
    from numba.core.caching import FunctionCache
    from numba.core.compiler_lock import global_compiler_lock
    from numba.core.registry import cpu_target
    from numba.extending import intrinsic

Function = TypeVar("Function", bound=Callable[..., Any])
_Given = ParamSpec("_Given")
_Returned = TypeVar("_Returned")


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

    def _index_key(self, sig: Any, codegen: Any) -> Any:
        return (*super()._index_key(sig, codegen), model_digest())  # in a folder of the user's own there may be others


_EXACT: dict[str, Any] = {"error_model": "numpy", "_nrt": False}


def function(function: Function) -> Function:
    """Compile a function that only Python calls; the result is kept on disk."""
    return cast(Function, _kept(function))


def _kept(function: Callable[..., Any]) -> Any:
    compiled: Any = numba.njit(nogil=True, no_cfunc_wrapper=True, pipeline_class=Lean, **_EXACT)(function)
    compiled._cache = _Kept(function)
    compiled.compile = uncollected()(counting_from_the_start()(compiled.compile))
    compiled.get_call_template = _refuse
    return compiled


def _refuse(_args: Any, _keywords: Any) -> None:
    raise TypeError("a kernel is called from Python or by a plan; what kernels call has to be `inline`")


@contextmanager
def _handed_places() -> Iterator[None]:
    """Let what is compiled be entered with places instead of objects of Python."""
    context = cpu_target.target_context
    with global_compiler_lock:
        context.create_cpython_wrapper = _write_entry
        try:
            yield
        finally:
            del context.create_cpython_wrapper  # that of its class is found again


_WORD = ir.IntType(64)


def _write_entry(library: Any, described: Any, _env: Any, _helper: Any, release_gil: bool = False) -> None:
    """Write the way into a kernel: a function of a block of addresses, one for each argument and one for the result.

    It returns 0 if all went well.
    """
    context = cpu_target.target_context
    module, convention, kinds = context.create_module("entry"), context.call_conv, described.argtypes
    body = ir.Function(module, convention.get_function_type(described.restype, kinds), described.llvm_func_name)
    entry = ir.Function(module, ENTRY, described.llvm_cpython_wrapper_name)
    builder = ir.IRBuilder(entry.append_basic_block("entry"))

    def pointer(index: int, kind: Any) -> Any:
        address = builder.load(builder.gep(entry.args[0], [_WORD(index)]))
        return builder.inttoptr(address, context.get_value_type(kind).as_pointer())

    handed = [builder.load(pointer(index, kind)) for index, kind in enumerate(kinds)]
    status, result = convention.call_function(builder, body, described.restype, kinds, handed, attrs=("noinline",))
    if described.restype is not numba.types.none:
        builder.store(result, pointer(len(kinds), described.restype))
    builder.ret(builder.zext(status.is_error, _WORD))
    library.add_ir_module(module)


#: What is found at the address of a kernel's entry.
ENTRY = ir.FunctionType(_WORD, [_WORD.as_pointer()])


@intrinsic  # type: ignore[untyped-decorator]
def enter(_typing: Any, entry: Any, block: Any) -> Any:
    """Call the kernel whose entry has one address with the block of another one; return 0 if all went well."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        known = builder.inttoptr(args[0], ENTRY.as_pointer())
        return builder.call(known, [builder.inttoptr(args[1], ENTRY.args[0])])

    return numba.types.int64(entry, block), generate


#: The same entry as Python calls it.
_ENTRY = ctypes.CFUNCTYPE(ctypes.c_int64, ctypes.c_void_p)


class Kernel(Generic[_Given, _Returned]):
    """A part of a rule, compiled for every kind of arguments that it is handed; the result is kept on disk.

    Called like a function it takes arrays and numbers, or places, and works at once.
    """

    def __init__(self, function: Callable[_Given, _Returned]) -> None:
        self.__name__, self.__doc__ = function.__name__, function.__doc__
        self._compiled = _kept(function)
        self._entries: dict[tuple[Kind, ...], int] = {}
        self._returned = -1  # whole numbers that it returns, if more than one; 0 for one, -1 for none

    def entry(self, kinds: tuple[Kind, ...]) -> int:
        """Return the address at which it is entered with arguments of some kinds."""
        if kinds not in self._entries:
            types = tuple(map(_type_of, kinds))
            with _handed_places():
                self._compiled.compile(types)
            made = self._compiled.overloads[types]
            returned = made.signature.return_type
            if returned is not numba.types.none:
                self._returned = getattr(returned, "count", 0)
                if getattr(returned, "dtype", returned) is not numba.types.int64 or self._returned > MOST_RETURNED:
                    raise TypeError(f"{self.__name__} returns {returned}; a kernel may return some whole numbers")
            self._entries[kinds] = made.library.get_pointer_to_function(made.fndesc.llvm_cpython_wrapper_name)
        return self._entries[kinds]

    def __call__(self, *given: _Given.args, **_named: _Given.kwargs) -> _Returned:
        """Work at once; return what the function returns: nothing, or one or more whole numbers."""
        places, result = tuple(map(placed, given)), np.zeros(MOST_RETURNED, np.int64)
        block = block_of(places, address_of(result))
        if _ENTRY(self.entry(tuple(place.kind for place in places)))(address_of(block)):
            raise IndexError(f"{self.__name__} went beyond its tables")
        several = tuple(result[: self._returned].tolist()) if self._returned > 0 else int(result[0])
        return cast(_Returned, None if self._returned < 0 else several)


#: Whole numbers that a kernel may return at most.
MOST_RETURNED = 4


def kernel(function: Callable[_Given, _Returned]) -> Kernel[_Given, _Returned]:
    """Mark a part of a rule, see `Kernel`."""
    return Kernel(function)


def block_of(places: tuple[Place, ...], result: int) -> Any:
    """Return int64 (arguments + 1,): what a kernel's entry is handed."""
    return np.array([*(place.address for place in places), result], np.int64)


def _type_of(kind: Kind) -> Any:
    """Return what Numba calls a kind of arguments."""
    dtype, dimensions = kind
    entry = numba.from_dtype(dtype)
    return entry if dimensions == NUMBER else numba.types.Array(entry, dimensions, "C")


def inline(function: Function) -> Function:
    """Compile a function that only kernels call; it becomes part of each of them.

    Without a way in from Python, and once for each type of its arguments, not again for each constant that
    stands in a call, nor for each width of whole numbers: together that saves a third of the time that compilation
    takes. Left to itself, LLVM keeps some as calls, to which each part of every array is handed; without that a
    quarter takes an eighth less time.
    """
    options = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "forceinline": True, "pipeline_class": LeanPart}
    compiled: Any = numba.njit(**options, **_EXACT)(function)
    template = compiled.get_call_template
    compiled.get_call_template = lambda args, keywords: template(tuple(map(_widened, args)), keywords)
    return cast(Function, compiled)


def _widened(argument: Any) -> Any:
    """Return the type that an argument of an inline function is compiled for."""
    kind = numba.types.unliteral(argument)
    return numba.types.int64 if isinstance(kind, numba.types.Integer) and kind.signed else kind
