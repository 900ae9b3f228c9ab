"""Where arrays and numbers stand, so that compiled code finds them without Python.

What compiled code has to know of an array, its descriptor, stands in a place that never moves. When an array grows it
gets another address, which is written there, and whoever was told of the place finds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self, TypeAlias

import numpy as np
from numpy.typing import NDArray

#: Type of the entries and number of dimensions; -1 for a number that stands by itself.
Kind: TypeAlias = tuple[np.dtype[Any], int]

NUMBER = -1
LINE = 64  #: bytes that come from memory at a time
_LEAST = 1024  # rows of what grows, for to grow takes time
_UNUSED, _FIXED = 2, 5  # words of a descriptor that are not used, and those before the shape


@dataclass(frozen=True)
class Place:
    """Where something stands that a kernel is handed.

    Attributes:
        kind: what it is.
        address: of the descriptor of an array, or of a number of 64 bits.
        owner: what has to last as long as the address is used: a descriptor, or an array of one number.
    """

    kind: Kind
    address: int
    owner: Any

    def now(self) -> Any:
        """Return the array or the number that stands there now."""
        if isinstance(self.owner, Descriptor):
            return self.owner.array[: self.owner.length[0]]
        return self.owner[0] if self.owner.dtype == np.uint64 else self.owner.item()


class Descriptor:
    """What compiled code knows of an array.

    Attributes:
        array: the array.
        words: int64, as Numba has them: two that are not used, entries, bytes of an entry, address of the first, shape,
            and bytes from an entry to the next in each dimension.
        kind: what it is.
    """

    def __init__(self, array: NDArray[Any]) -> None:
        self.words = np.zeros(_FIXED + 2 * array.ndim, np.int64)
        self.kind: Kind = array.dtype, array.ndim
        self.describe(array)

    def describe(self, array: NDArray[Any]) -> None:
        """Describe an array of the same kind from now on.

        Raises:
            ValueError: it is of another kind, or has gaps.
        """
        dtype, dimensions = self.kind
        if (array.dtype, array.ndim) != (dtype, dimensions):
            raise ValueError(f"expected {dtype} ({dimensions} dimensions), found {array.dtype} ({array.ndim})")
        if not array.flags.c_contiguous:
            raise ValueError("compiled code takes arrays without gaps only")
        self.array = array
        self.words[_UNUSED:] = array.size, array.itemsize, address_of(array), *array.shape, *array.strides

    @property
    def place(self) -> Place:
        """Where it stands; kept by whoever uses it, for two that hold each other outlive their last use."""
        return Place(self.kind, address_of(self.words), self)

    @property
    def length(self) -> NDArray[np.int64]:
        """The first number of the shape, int64 (1,), which may be set."""
        return self.words[_FIXED : _FIXED + 1]


def address_of(array: NDArray[Any]) -> int:
    """Return the address of an array's first entry."""
    return int(array.ctypes.data)


def number(array: NDArray[Any], index: int = 0) -> Place:
    """Return where a number of an array of 64-bit numbers stands."""
    here = array[index : index + 1]
    return Place((array.dtype, NUMBER), address_of(here), here)


def placed(value: Any) -> Place:
    """Return a place where a value stands, which is an array, or a number that never changes."""
    if isinstance(value, Place):
        return value
    if isinstance(value, np.ndarray):
        return Descriptor(value).place
    if isinstance(value, np.uint64):
        return number(np.array([value]))
    return number(np.array([value], np.float64 if isinstance(value, float) else np.int64))


def zeros(count: int, dtype: Any) -> NDArray[Any]:
    """Return records or numbers that are zero, and take no memory until they are used.

    They begin where a line of memory does, so that none lies in more lines than it must.
    """
    size = count * np.dtype(dtype).itemsize
    room = np.zeros(size + LINE, np.uint8)
    first = -address_of(room) % LINE
    return room[first : first + size].view(dtype)


class Rows:
    """Records or numbers one after the other, of which there may come to be more.

    Attributes:
        rows: array (capacity,); only the first ``len(self)`` exist.
        size: int64 (1,), how many exist; kernels that append increase it.
        at: where they stand.
    """

    def __init__(self, dtype: Any, capacity: int = 0) -> None:
        self._start(zeros(capacity, dtype), 0)

    def _start(self, rows: NDArray[Any], size: int) -> None:
        self._whole, self._existing = Descriptor(rows), Descriptor(rows)
        self.size, self._ready = self._existing.length, np.zeros(1, np.int64)
        count = Descriptor(self.size).place
        self.at = RowPlaces(self._whole.place, self._existing.place, count, number(self.size), number(self._ready))
        self._stand(rows, size)

    def _stand(self, rows: NDArray[Any], size: int) -> None:
        self.rows, self._view, self._viewed = rows, rows[:0], -1  # nothing keeps what was there before
        self.size[0], self._ready[0] = size, len(rows)

    def __len__(self) -> int:
        return int(self.size.item())

    @property
    def view(self) -> NDArray[Any]:
        """The existing rows, without copying."""
        size = self.size.item()
        if self._viewed != size:  # asked for more often than it changes
            self._view, self._viewed = self.rows[:size], size
        return self._view

    @property
    def ready(self) -> int:
        """Rows that exist or may be appended."""
        return int(self._ready.item())

    def hold(self, rows: int) -> None:
        """Make room for so many rows in all."""
        if rows > len(self.rows):
            self._move(self._grown(max(rows, 2 * len(self.rows), _LEAST)))

    def reserve(self, extra: int) -> None:
        """Make room for ``extra`` more rows."""
        self.hold(len(self) + extra)

    def _grown(self, capacity: int) -> NDArray[Any]:
        """Return more rows, which begin with what these hold."""
        grown = zeros(capacity, self.rows.dtype)
        grown[: len(self)].view(np.uint8)[:] = self.view.view(np.uint8)  # record by record it takes 17 times as long
        return grown

    def _move(self, rows: NDArray[Any]) -> None:
        """Stand in other rows from now on, which hold what these did."""
        size = len(self)
        self._whole.describe(rows)
        self._existing.describe(rows)
        self._stand(rows, size)

    def __getstate__(self) -> dict[str, Any]:
        """Return what another process, or a deep copy, needs: all but where it stands."""
        kept = {name: value for name, value in vars(self).items() if name not in _HERE}
        return kept | {"rows": self.rows, "size": len(self)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Stand here."""
        self._start(state.pop("rows"), state.pop("size"))
        vars(self).update(state)

    def copy(self) -> Self:
        """Return an independent copy."""
        twin = object.__new__(type(self))
        twin.__setstate__(self.__getstate__() | {"rows": self._grown(len(self.rows))})
        return twin

    def empty(self) -> Rows:
        """Return room for as many, of which none exists."""
        return Rows(self.rows.dtype, len(self.rows))


#: What of `Rows` holds where it stands.
_HERE = {"_whole", "_existing", "_ready", "_view", "_viewed", "rows", "size", "at"}


@dataclass(frozen=True)
class RowPlaces:
    """Where `Rows` stand.

    Attributes:
        rows: all that there is room for. view: those that exist.
        size: how many these are, as an array that kernels write to; length: the same, as a number.
        ready: how many there may be.
    """

    rows: Place
    view: Place
    size: Place
    length: Place
    ready: Place


class Places:
    """Where arrays, tables and numbers with names stand: `Place`, or `RowPlaces` of `Rows`.

    Args:
        numbers: by the name of an array, the names that its numbers have of their own.
    """

    def __init__(self, numbers: Mapping[str, tuple[str, ...]]) -> None:
        self._numbers = numbers
        self._places: dict[str, Place | RowPlaces] = {}
        self._descriptors: dict[str, Descriptor] = {}

    def tell(self, name: str, value: NDArray[Any] | Rows) -> None:
        """Take note of where something stands from now on."""
        if isinstance(value, Rows):
            self._places[name] = value.at
            return
        if name in self._descriptors:
            self._descriptors[name].describe(value)
        else:
            self._descriptors[name] = Descriptor(value)
            self._places[name] = self._descriptors[name].place
        self._places |= {one: number(value, index) for index, one in enumerate(self._numbers.get(name, ()))}

    def __getattr__(self, name: str) -> Any:
        """Return where something stands."""
        try:
            return self._places[name]
        except KeyError:
            raise AttributeError(name) from None
