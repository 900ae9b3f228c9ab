"""The hottest kernels against the same written by hand in C (`kernels.c`): equal to the bit, and timed in turn.

Structures and constants of the C come from the layouts and codes of the engine, so that they cannot drift apart. The
arguments are those of one quarter of a run.
"""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from time import process_time_ns
from typing import Any

import numpy as np
from ecosystem import ecosystem

from ecosim.kernels import matching, ring
from ecosim.processes import competition, development, labour, offers, research
from ecosim.results.table import Table
from ecosim.simulation import Simulation
from ecosim.steps import Ask, Call, Program, Steps, at_once
from ecosim.world import layouts
from ecosim.world.codes import OPEN
from ecosim.world.tables import Layout

SOURCE = Path(__file__).resolve().with_name("kernels.c")
FLAGS = ("-std=c11", "-O3", "-march=native", "-ffp-contract=off", "-Wall", "-Wextra", "-Werror", "-fPIC", "-shared")
_SCALARS = {int: ctypes.c_int64, float: ctypes.c_double, np.uint64: ctypes.c_uint64}
_NAMES = {"f8": "double", "i4": "int32_t", "i8": "int64_t", "u8": "uint64_t"}


@dataclass(frozen=True)
class Kernel:
    """A kernel that is also written in C; after its own arguments C is told ``sizes`` (argument, axis) of arrays."""

    module: Any
    name: str
    result: Any
    sizes: tuple[tuple[int, int], ...]

    @property
    def title(self) -> str:
        """Name with the last part of its module."""
        return f"{self.module.__name__.rpartition('.')[2]}.{self.name}"


KERNELS = (
    Kernel(matching, "apply", None, ((3, 0), (1, 1), (2, 1), (7, 1), (14, 0), (15, 0))),
    Kernel(ring, "build_ring", None, ((1, 0), (2, 1), (7, 0))),
    Kernel(offers, "bid", None, ((1, 0), (5, 1), (9, 1))),
)
PARAMETERS = {
    "LabourParams": labour.Labour, "OffersParams": offers.Offers, "ResearchParams": research.Research,
    "DevelopmentParams": development.Development, "CompetitionParams": competition.Competition,
}  # fmt: skip
CONSTANTS = {
    "RING_BUILT": ring._RING, "FEW": ring._FEW, "READ": matching._READ, "LABOUR_NEAR": matching._NEAR,
    "MATCH": matching._MATCH, "NOISE": matching._NOISE, "PLACE_BITS": matching._PLACE_BITS,
    "PLACEMENTS": matching._PLACEMENTS, "MARKS": matching.MARKS,
    "SHOW": offers._SHOW, "SEEN": offers._SEEN, "VIEW": offers._VIEW, "OFFERS_NEAR": offers._NEAR,
    "SHELF": offers._SHELF, "LICENCES": offers._LICENCES, "PATENT_APPLIED": offers._APPLIED,
    "PATENT_GRANTED": offers._GRANTED, "FIRM": offers._FIRM, "OPEN_CHANNEL": OPEN,
}  # fmt: skip


def structure(name: str, dtype: np.dtype[Any]) -> str:
    """Return the declaration in C of records of a type, which the compiler holds against where they have what."""
    members, checks, end = "", "", 0
    for column, (kind, offset) in (dtype.fields or {}).items():
        members += f"char before_{column}[{offset - end}]; " if offset > end else ""
        members += f"{_NAMES[kind.str[1:]]} {column}; "
        checks += f'_Static_assert(offsetof({name}, {column}) == {offset}, "{column}");\n'
        end = offset + kind.itemsize
    size = f'_Static_assert(sizeof({name}) == {dtype.itemsize}, "{name}");\n'
    return f"typedef struct {{ {members}}} {name};\n{checks}{size}"


def header() -> str:
    """Return structures and constants of the engine as C reads them."""
    tables = {name.capitalize(): one.dtype for name, one in vars(layouts).items() if isinstance(one, Layout)}
    records = tables | {name: process.Params.layout() for name, process in PARAMETERS.items()}
    lines = [structure(name, dtype) for name, dtype in records.items()]
    for name, one in CONSTANTS.items():
        lines.append(f"#define {name} {'UINT64_C' if isinstance(one, np.uint64) else ''}({one})\n")
    return "#include <stddef.h>\n#include <stdint.h>\n\n" + "".join(lines)


def built() -> ctypes.CDLL | None:
    """Return the kernels in C, compiled on the spot; None where there is no compiler."""
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "records.h").write_text(header(), encoding="utf-8")
        library = str(Path(folder) / "kernels.so")
        subprocess.run([compiler, *FLAGS, "-I", folder, str(SOURCE), "-o", library, "-lm"], check=True)
        return ctypes.CDLL(library)


class Recorded(Simulation):
    """A run that keeps copies of what each kernel is handed in its last quarter.

    Attributes:
        kept: arguments by the title of the kernel.
    """

    def steps(self) -> Steps:
        """Yield the steps of a quarter."""
        self.kept: dict[str, tuple[Any, ...]] = {}
        twins = {getattr(kernel.module, kernel.name): kernel.title for kernel in KERNELS}
        for step in super().steps():
            known = isinstance(step, Call) and step.kernel in twins
            yield Ask(partial(self._keep, twins[step.kernel], step)) if known else step  # type: ignore[attr-defined]

    def _keep(self, title: str, call: Call) -> None:
        self.kept[title] = tuple(map(copied, call.given()))
        at_once([call])


def captured(organisations: int, quarters: int) -> dict[str, tuple[Any, ...]]:
    """Return the arguments of each kernel in the last of so many quarters."""
    simulation = Recorded(ecosystem(organisations))
    for _ in range(quarters):
        simulation.step()
    return simulation.kept


def copied(argument: Any) -> Any:
    """Return a copy of an array, and a number as it is."""
    return argument.copy() if isinstance(argument, np.ndarray) else argument


class Pair:
    """A kernel and its twin in C, which work in turn on the same arrays."""

    def __init__(self, kernel: Kernel, library: ctypes.CDLL, arguments: tuple[Any, ...]) -> None:
        self.given = arguments
        self.used = tuple(map(copied, arguments))
        self.ours = Program([Call(getattr(kernel.module, kernel.name), *self.used)])
        self.other = getattr(library, kernel.name)
        self.other.restype = kernel.result
        sizes = [ctypes.c_int64(arguments[number].shape[axis]) for number, axis in kernel.sizes]
        self.handed = [*map(in_c, self.used), *sizes]

    def fresh(self) -> None:
        """Give all arrays the content of the beginning."""
        for used, given in zip(self.used, self.given, strict=True):
            if isinstance(given, np.ndarray):
                used.view(np.uint8)[...] = given.view(np.uint8)

    def of_ours(self) -> int:
        """Return the nanoseconds of a call of the compiled kernel."""
        before = process_time_ns()
        self.ours.run()
        return process_time_ns() - before

    def of_c(self) -> int:
        """Return the nanoseconds of a call of the twin in C."""
        before = process_time_ns()
        self.other(*self.handed)
        return process_time_ns() - before

    def left(self, call: Callable[[], Any]) -> tuple[Any, list[bytes]]:
        """Return what a call returns and the bytes of all arrays after it, column by column of records."""
        self.fresh()
        result = call()
        arrays = [one for one in self.used if isinstance(one, np.ndarray)]
        return result, [column.tobytes() for one in arrays for column in _columns(one)]

    def same(self) -> bool:
        """Return whether both return the same and leave the same bits, and change anything at all."""
        _, before = self.left(lambda: None)
        ours = self.left(self.ours.run)
        return ours == self.left(lambda: self.other(*self.handed)) and ours[1] != before

    def times(self, repetitions: int) -> list[tuple[int, int]]:
        """Return nanoseconds of both, in turn, each first in half of the repetitions."""
        pairs = []
        for number in range(repetitions):
            taken = {}
            for name in ("of_ours", "of_c") if number % 2 else ("of_c", "of_ours"):
                self.fresh()
                taken[name] = getattr(self, name)()
            pairs.append((taken["of_ours"], taken["of_c"]))
        return pairs


def _columns(array: np.ndarray[Any, Any]) -> list[np.ndarray[Any, Any]]:
    """Return the columns of records, without what lies between them and means nothing; a plain array is one."""
    return [array[name] for name in array.dtype.names] if array.dtype.names else [array]


def in_c(argument: Any) -> Any:
    """Return an argument as C takes it: an array as a pointer, a number as one of 64 bits."""
    if isinstance(argument, np.ndarray):
        assert argument.flags.c_contiguous
        return ctypes.c_void_p(argument.ctypes.data)
    return _SCALARS[type(argument)](argument)


def against_c(organisations: int = 1_000, quarters: int = 12, repetitions: int = 1_000) -> Table:
    """Time each kernel against its twin in C, on the arguments of one quarter."""
    heading = ("kernel", "microseconds:\nours", "microseconds:\nC", "speed of ours,\nC = 1", "same bits")
    title = f"Kernels against hand-written C, on a quarter of {organisations:,} organisations"
    library = built()
    if library is None:
        return Table(title, heading, [("no C compiler here", "", "", "", "")])
    rows = []
    arguments = captured(organisations, quarters)
    for kernel in KERNELS:
        pair = Pair(kernel, library, arguments[kernel.title])
        same = pair.same()
        times = pair.times(repetitions)
        ours, other = (median(column) / 1_000 for column in zip(*times, strict=True))
        ratio = median(c / own for own, c in times)
        rows.append((kernel.title, f"{ours:.1f}", f"{other:.1f}", f"{ratio:.2f}", "yes" if same else "NO"))
    return Table(title, heading, rows)
