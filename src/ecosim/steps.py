"""Steps: what the rules of a quarter come to, laid out in memory so that compiled code takes one after the other.

A rule says once, when the plan is made, which kernels it calls and where their arguments stand. Python is asked only
where a table has to grow, and for steps that are functions of Python themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from ecosim.compiled import MOST_RETURNED, Kernel, block_of, enter, function
from ecosim.memory import Place, RowPlaces, address_of, number, placed

_CALL, _ROOM, _SKIP, _ASK, _AGAIN = range(5)
_NOTHING = number(np.zeros(1, np.int64))
_UNWANTED = number(np.zeros(MOST_RETURNED, np.int64))  # results go there that nobody asks for
_WIDTH = 9  # numbers that stand for a step


class Step:
    """Something to do in a quarter."""

    @property
    def order(self) -> tuple[int, ...]:
        """What tells compiled code to do it: at most `_WIDTH` numbers."""
        raise NotImplementedError

    def attend(self) -> None:
        """Do what compiled code could not; it can do most steps by itself."""


class Call(Step):
    """A kernel and where its arguments stand.

    Args:
        kernel: the kernel.
        given: places, arrays, and numbers that never change.
        into: where its result belongs, if anybody wants it.

    Attributes:
        kernel: the kernel.
    """

    def __init__(self, kernel: Kernel[..., Any], *given: Any, into: Place | None = None) -> None:
        result = into or _UNWANTED
        self.kernel, self._places = kernel, (*map(placed, given), result)  # they keep alive what stands there
        self._block = block_of(self._places[:-1], result.address)

    def given(self) -> tuple[Any, ...]:
        """Return the arrays and numbers that the kernel would be handed now."""
        return tuple(place.now() for place in self._places[:-1])

    @property
    def order(self) -> tuple[int, ...]:
        """See `Step`."""
        entry = self.kernel.entry(tuple(place.kind for place in self._places[:-1]))
        return _CALL, entry, address_of(self._block)

    def attend(self) -> None:
        """See `Step`."""
        raise IndexError(f"{self.kernel.__name__} went beyond its tables")


class Grows(Protocol):
    """What `Room` is made in."""

    @property
    def at(self) -> RowPlaces:
        """Where it stands."""

    def hold(self, rows: int) -> None:
        """Make room for so many rows in all."""


@dataclass(frozen=True)
class Room(Step):
    """Room in a table, for ``per`` rows times a count, and ``also`` such a product.

    Attributes:
        table: where room is needed.
        beyond: whether the rows come to those that exist; else there will be so many in all.
        sets: whether so many exist then, of which nothing is known.
    """

    table: Grows
    count: Place
    per: int = 1
    also: tuple[Place, int] = (_NOTHING, 0)
    beyond: bool = True
    sets: bool = False

    @property
    def order(self) -> tuple[int, ...]:
        """See `Step`."""
        at, (other, times) = self.table.at, self.also
        before = at.length if self.beyond else _NOTHING
        size = at.length if self.sets else _NOTHING
        where = (self.count.address, self.per, other.address, times, before.address, at.ready.address, size.address)
        return _ROOM, *where, int(self.sets)

    def attend(self) -> None:
        """See `Step`."""
        (other, times), at = self.also, self.table.at
        rows = self.per * self.count.now() + times * other.now() + self.beyond * at.length.now()
        if self.sets:
            at.length.owner[0] = 0  # what stood there is not wanted any more
        self.table.hold(rows)
        if self.sets:
            at.length.owner[0] = rows


@dataclass(frozen=True)
class Ask(Step):
    """Something that Python has to do each time."""

    act: Callable[[], object]

    @property
    def order(self) -> tuple[int, ...]:
        """See `Step`."""
        return (_ASK,)

    def attend(self) -> None:
        """See `Step`."""
        self.act()


@dataclass(frozen=True)
class _Skip(Step):
    """Steps after it are left out where a number is 0."""

    number: Place
    steps: int

    @property
    def order(self) -> tuple[int, ...]:
        """See `Step`."""
        return _SKIP, self.number.address, self.steps


@dataclass(frozen=True)
class Again(Step):
    """All steps follow once more while a number is smaller than another one."""

    number: Place
    end: Place

    @property
    def order(self) -> tuple[int, ...]:
        """See `Step`."""
        return _AGAIN, self.number.address, self.end.address


Steps: TypeAlias = Iterator[Step]


def when(flag: Place, steps: Iterable[Step]) -> Steps:
    """Yield steps that are taken where a number is not 0."""
    taken = list(steps)
    yield _Skip(flag, len(taken))
    yield from taken


@intrinsic  # type: ignore[untyped-decorator]
def _word(_typing: Any, address: Any) -> Any:
    """Return the whole number at an address."""

    def generate(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.load(builder.inttoptr(args[0], ir.IntType(64).as_pointer()))

    return types.int64(address), generate


@intrinsic  # type: ignore[untyped-decorator]
def _put(_typing: Any, address: Any, value: Any) -> Any:
    """Write a whole number at an address."""

    def generate(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        builder.store(args[1], builder.inttoptr(args[0], ir.IntType(64).as_pointer()))
        return context.get_dummy_value()

    return types.void(address, value), generate


@function
def _take(orders: NDArray[np.int64], step: int) -> int:
    """Take steps from one on; return the one that Python has to attend to, or their number.

    ``orders`` is int64 (steps, `_WIDTH`), see `Step.order`.
    """
    while step < orders.shape[0]:
        what, here = orders[step, 0], orders[step]
        if what == _CALL:
            if enter(here[1], here[2]) != 0:
                return step
        elif what == _ROOM:
            rows = _word(here[1]) * here[2] + _word(here[3]) * here[4] + _word(here[5])
            if rows > _word(here[6]):
                return step
            if here[8] != 0:
                _put(here[7], rows)
        elif what == _SKIP:
            if _word(here[1]) == 0:
                step += here[2]
        elif what == _AGAIN:
            if _word(here[1]) < _word(here[2]):
                step = -1
        else:
            return step
        step += 1
    return step


class Program:
    """Steps, laid out for compiled code."""

    def __init__(self, steps: Iterable[Step]) -> None:
        self.steps = tuple(steps)
        self.orders = np.zeros((len(self.steps), _WIDTH), np.int64)
        for row, step in enumerate(self.steps):
            order = step.order
            self.orders[row, : len(order)] = order

    def run(self) -> None:
        """Take the steps."""
        step = 0
        while (step := _take(self.orders, step)) < len(self.steps):
            self.steps[step].attend()
            step += 1


def at_once(steps: Iterable[Step]) -> None:
    """Take some steps now."""
    Program(steps).run()
