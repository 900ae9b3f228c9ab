"""Asking for memory before it is needed, where what comes next is known and may lie anywhere.

A processor foresees what is read in order. In a large region, which vacancy or employer is read next is luck; asked
for some turns ahead, it is there when its turn has come. Nothing is read or changed: a hint alters no bit.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from ecosim.memory import LINE

#: How many turns of a loop ahead: while so many pass, what has been asked for arrives.
AHEAD = 8
#: Rows of a table from which it pays: what is smaller stays near the processor anyway.
MANY = 2**15
_FOR_READING, _KEPT, _DATA = 0, 3, 1  # arguments of LLVM's prefetch


@intrinsic  # type: ignore[untyped-decorator]
def prefetch(_typing: Any, table: Any, row: Any) -> Any:
    """Ask for the last 64 bytes of row ``row`` of an array of one dimension, which has to lie in it.

    There stand key, codes and rows of others; whole numbers and short records are had as a whole.
    """
    size = getattr(table.dtype, "size", LINE)  # a number lies in one line
    begins = max(0, size - LINE)
    asked = (begins,) if size % LINE == 0 or LINE % size == 0 else (begins, size - 1)  # the latter may lie in two lines

    def generate(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, args[0])
        record = builder.bitcast(builder.gep(array.data, [args[1]]), ir.IntType(8).as_pointer())
        number = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [record.type, number, number, number])
        hint = builder.module.declare_intrinsic("llvm.prefetch", [record.type], kind)
        for byte in asked:
            place = builder.gep(record, [ir.IntType(64)(byte)])
            builder.call(hint, [place, number(_FOR_READING), number(_KEPT), number(_DATA)])
        return context.get_dummy_value()

    return types.void(table, types.intp), generate
