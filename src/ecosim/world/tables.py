"""The tables that hold all state: one record per organisation, technology, tie, cohort, job-seeker.

A row belongs to one thing for ever: rows are appended and never reused, so a row number is an
identity within a run, and the life of everything that ever existed can be read afterwards. The
``key`` column is the permanent address of its draws; it derives from a name or from the founding
event, never from a row number, so luck stays with a thing when others come or go.

Tables are NumPy structured arrays: a kernel takes a whole table as one argument and reads
``firm.cash``, and ``table.rows["cash"]`` is a column. (Measured: one array argument per column costs
about ten times the call and four times the compilation.)
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecosim.memory import LINE, Rows


@dataclass(frozen=True)
class Column:
    """One column; ``start`` is what a new row holds.

    ``type`` is "f" (float64), "i" (int32), "l" (int64) or "u" (uint64).
    """

    name: str
    type: str
    unit: str
    doc: str
    start: float = 0


_TYPES = {"f": np.float64, "i": np.int32, "l": np.int64, "u": np.uint64}


_AHEAD = 4096  # rows


class Layout:
    """The columns of a table, documented once; the state tables of the ODD document read them.

    Args:
        often: columns that are read where luck decides which record comes next. They stand together at the end of a
            record, which fills whole lines of memory then: what is read of it comes in one or two of them.
    """

    def __init__(self, title: str, *columns: Column, often: tuple[str, ...] = ()) -> None:
        self.title = title
        self.columns = columns
        self.often = often
        # Wide ones first, which leaves no gaps; the key stands beside codes and rows, with which it is mostly read.
        ordered = sorted(columns, key=lambda one: (one.name in often, one.type == "i", one.name == "key"))
        types = [np.dtype(_TYPES[column.type]) for column in ordered]
        offsets = [0, *accumulate(kind.itemsize for kind in types)]
        # Before the columns that are read often, or at the end.
        gap = -offsets[-1] % (LINE if often else types[0].itemsize)
        self.dtype = np.dtype(
            {
                "names": [column.name for column in ordered],
                "formats": types,
                "offsets": [offset + gap * (one.name in often) for one, offset in zip(ordered, offsets, strict=False)],
                "itemsize": offsets[-1] + gap,
            },
            align=True,
        )
        self.starts = {column.name: column.start for column in columns if column.start}


class Table(Rows):
    """Rows of one layout; grows by doubling, never shrinks, never moves a row.

    Rows yet to come hold zeros, or the ``start`` of their columns.
    """

    def __init__(self, layout: Layout, capacity: int = 64) -> None:
        super().__init__(layout.dtype, capacity)
        self.layout = layout

    def hold(self, rows: int) -> None:
        """Make room for so many rows in all."""
        if rows <= self.ready:
            return
        super().hold(rows)
        starts = self.layout.starts
        ahead = max(_AHEAD, len(self) // 8)  # not a few rows each time
        ready = min(len(self.rows), rows + ahead) if starts else len(self.rows)
        for name, start in starts.items():
            self.rows[name][self.ready : ready] = start
        self._ready[0] = ready

    def _stand(self, rows: NDArray[Any], size: int) -> None:
        super()._stand(rows, size)
        self._ready[0] = size  # rows that are in use, or hold already what a new row holds

    def append(self, count: int, **values: Any) -> slice:
        """Append ``count`` rows with the given columns (arrays, or scalars to repeat); return where they stand."""
        self.reserve(count)
        where = slice(len(self), len(self) + count)
        for name, value in values.items():
            self.rows[name][where] = value
        self.size[0] += count
        return where


def grow_matrix(matrix: NDArray[Any], rows: int) -> NDArray[Any]:
    """Return ``matrix`` with at least ``rows`` rows, new ones zero; the same object if it is large enough."""
    if rows <= len(matrix):
        return matrix
    grown = np.zeros((max(rows, 2 * len(matrix)), *matrix.shape[1:]), matrix.dtype)
    grown[: len(matrix)] = matrix
    return grown
