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
from typing import Any

import numpy as np
from numpy.typing import NDArray


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


class Layout:
    """The columns of a table, documented once; the state tables of the ODD document read them."""

    def __init__(self, title: str, *columns: Column) -> None:
        self.title = title
        self.columns = columns
        # Wide ones first, which leaves no gaps; the key stands beside codes and rows, with which it is mostly read.
        wide_first = sorted(columns, key=lambda column: (column.type == "i", column.name == "key"))
        self.dtype = np.dtype([(column.name, _TYPES[column.type]) for column in wide_first], align=True)
        self.starts = {column.name: column.start for column in columns if column.start}

    def grown(self, rows: NDArray[Any], capacity: int) -> NDArray[Any]:
        """Return a table of ``capacity`` rows: the given ones, then zeros, which take no memory until they are used."""
        table: NDArray[Any] = np.zeros(capacity, self.dtype)
        table[: len(rows)].view(np.uint8)[:] = rows.view(np.uint8)  # record by record it takes 17 times as long
        return table


class Table:
    """Rows of one layout; grows by doubling, never shrinks, never moves a row.

    Attributes:
        rows: structured array (capacity,); only the first ``len(table)`` rows exist.
        size: int64 array (1,), the number of rows; kernels that append increase it.
    """

    def __init__(self, layout: Layout, capacity: int = 64) -> None:
        self.layout = layout
        self.rows = layout.grown(np.zeros(0, layout.dtype), capacity)
        self.size = np.zeros(1, np.int64)
        self._ready = 0  # rows that are in use, or hold already what a new row holds
        self._view, self._viewed = self.rows[:0], 0

    def __len__(self) -> int:
        return self.size.item(0)

    @property
    def view(self) -> NDArray[Any]:
        """The existing rows, without copying."""
        size = self.size.item()
        if self._viewed != size:  # asked for more often than it changes
            self._view, self._viewed = self.rows[:size], size
        return self._view

    def reserve(self, extra: int) -> None:
        """Make room for ``extra`` more rows."""
        need = len(self) + extra
        if need <= self._ready:
            return
        if need > len(self.rows):
            self.rows, self._ready = self.layout.grown(self.view, max(need, 2 * len(self.rows))), len(self)
            self._viewed = -1
        ready = min(len(self.rows), need + len(self) // 8)  # not a few rows each time
        for name, start in self.layout.starts.items():
            self.rows[name][self._ready : ready] = start
        self._ready = ready

    def append(self, count: int, **values: Any) -> slice:
        """Append ``count`` rows with the given columns (arrays, or scalars to repeat); return where they stand."""
        self.reserve(count)
        where = slice(len(self), len(self) + count)
        for name, value in values.items():
            self.rows[name][where] = value
        self.size[0] += count
        return where

    def copy(self) -> Table:
        """Return an independent copy."""
        twin = Table.__new__(Table)
        twin.layout, twin.size, twin._ready = self.layout, self.size.copy(), len(self)
        twin.rows = self.layout.grown(self.view, len(self.rows))
        twin._viewed = -1
        return twin


def grow_matrix(matrix: NDArray[Any], rows: int) -> NDArray[Any]:
    """Return ``matrix`` with at least ``rows`` rows, new ones zero; the same object if it is large enough."""
    if rows <= len(matrix):
        return matrix
    grown = np.zeros((max(rows, 2 * len(matrix)), *matrix.shape[1:]), matrix.dtype)
    grown[: len(matrix)] = matrix
    return grown
