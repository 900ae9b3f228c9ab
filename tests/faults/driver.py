"""Commands that are killed, interrupted, or denied the disk, then typed again: do they end as if nothing had been?

A script, so that it can fork: each attempt is a child that has everything imported and works with the toy engine.
``python tests/faults/driver.py KIND COUNT ...`` prints, for each kind, how many attempts were made and what failed.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import json
import os
import random
import resource
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS)]

import ecosim.plots  # noqa: E402
import ecosim.simulation  # noqa: E402
import toy  # noqa: E402
from ecosim.cli import main  # noqa: E402
from ecosim.results.files import write_text  # noqa: E402
from ecosim.scenario.document import ScenarioBase  # noqa: E402

RUNS = 8
COMMAND = ("compare", "toy.yaml", "--replications", str(RUNS), "--jobs", "1", "--quiet", "--out")
#: What a command imports when it is called: imported before any fork, so that an attempt takes little time.
_IMPORTED = (
    "pandas", "pyarrow.dataset", "pyarrow.parquet", "scipy.stats", "ecosim.plots", "ecosim.cli.carry",
    "ecosim.cli.compare", "ecosim.cli.output", "ecosim.cli.plot", "ecosim.experiments.effort", "ecosim.indicators",
    "ecosim.catalogue", "ecosim.results.ranking", "ecosim.results.sources", "ecosim.results.study",
)  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def steady(scenarios: Mapping[str, ScenarioBase], *, seed: int, replication: int) -> dict[str, toy.Run]:
    """Take a little while, so that there is time to be killed in."""
    time.sleep(0.02)
    return toy.simulate(scenarios, seed=seed, replication=replication)


def drawn(*arguments: object) -> None:
    """Write in place of a picture, as pictures are written, a word, which takes no time."""
    write_text(Path(str(arguments[-1])), "picture")


def begun(directory: str, before: Callable[[], None] = lambda: None) -> int:
    """Start the command in a child and return its process id; what it prints goes to a file beside its results."""
    process = os.fork()
    if process:
        return process
    code = 70
    try:
        said = os.open(f"{directory}.said", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(said, 1)
        os.dup2(said, 2)
        before()
        main([*COMMAND, directory])
    except SystemExit as end:
        code = int(end.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


def ended(process: int) -> int:
    """Return how a child ends: its exit code, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def outcome(directory: str) -> str:
    """Return a digest of all files of a results directory, and of every row that the store keeps."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(Path(directory).rglob("*")):
        if path.is_file() and not path.name.startswith(("runs.sqlite", ".")):
            digest.update(str(path.relative_to(directory)).encode() + path.read_bytes())
    with closing(sqlite3.connect(Path(directory, "runs.sqlite"))) as store:
        for row in store.execute("SELECT scenario, seed, replication, series FROM runs ORDER BY 1, 2, 3"):
            digest.update(repr(row).encode())
    return digest.hexdigest()


@cache
def whole() -> tuple[str, float]:
    """Return the outcome of the undisturbed command, and how long that takes."""
    began = time.monotonic()
    assert ended(begun("whole")) == 0, Path("whole.said").read_text()
    return outcome("whole"), time.monotonic() - began


class Tally:
    """What was tried, and what failed."""

    def __init__(self) -> None:
        self.tried, self.failed = 0, list[str]()
        self.wanted, self.length = whole()

    def check(self, what: str, directory: str, *wrong: str) -> None:
        """Type the command again, undisturbed, and compare."""
        self.tried += 1
        said = [one for one in wrong if one]
        if (code := ended(begun(directory))) != 0:
            said.append(f"again: exit {code}: {Path(f'{directory}.said').read_text()[-300:]}")
        elif outcome(directory) != self.wanted:
            said.append("another outcome")
        self.failed += [f"{what}: {one}" for one in said]
        shutil.rmtree(directory, ignore_errors=True)
        Path(f"{directory}.said").unlink(missing_ok=True)


def kill(count: int) -> Tally:
    """Kill the command at random moments, sometimes more than once."""
    tally = Tally()
    for number in range(count):
        luck = random.Random(number)
        for _ in range(luck.choice([1, 1, 2, 3])):
            process = begun("killed")
            time.sleep(luck.uniform(0, tally.length))
            os.kill(process, signal.SIGKILL)
            ended(process)
        tally.check(f"kill {number}", "killed")
    return tally


def interrupt(count: int) -> Tally:
    """Press Ctrl-C at random moments."""
    tally = Tally()
    for number in range(count):
        process = begun("interrupted", lambda: signal.signal(signal.SIGINT, signal.default_int_handler))
        time.sleep(0.05 + random.Random(number).uniform(0, tally.length))
        os.kill(process, signal.SIGINT)
        began = time.monotonic()
        code, took = ended(process), time.monotonic() - began
        late = f"out after {took:.1f} seconds" if took > 2 and code == 130 else ""
        said = Path("interrupted.said").read_text()
        loud = "a traceback" if "Traceback" in said else ""
        odd = "" if code in (0, 130) else f"exit {code}: {said}"
        tally.check(f"interrupt {number}", "interrupted", late, loud, odd)
    return tally


def deny(count: int) -> Tally:
    """Let the k-th opening, making, moving or removing of a file in the directory fail, for every k."""
    tally = Tally()
    for k in range(1, count + 1):
        error = (errno.ENOSPC, errno.EACCES, errno.EIO)[k % 3]
        process = begun("denied", lambda k=k, error=error: _fail_at(k, error))
        code, said = ended(process), Path("denied.said").read_text()
        needless = "denied os.remove" in said or "denied os.mkdir" in said  # to tidy up; to make what is there
        clean = "Traceback" not in said and (code == 2 or (code == 0 and (needless or "denied " not in said)))
        tally.check(f"operation {k}", "denied", "" if clean else f"exit {code}: {said[-400:]}")
        if "denied " not in said:
            break  # there are no more operations
    return tally


def _fail_at(k: int, error: int) -> None:
    left = k

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal left
        if not arguments or event not in ("open", "os.mkdir", "os.rename", "os.remove", "os.chmod", "sqlite3.connect"):
            return
        path = os.fsdecode(arguments[0]) if isinstance(arguments[0], str | bytes | os.PathLike) else ""
        if "denied" not in path or path.endswith(".said") or (event == "open" and not arguments[2] & _WRITING):
            return
        left -= 1
        if not left:
            print(f"denied {event} {path}", file=sys.stderr, flush=True)
            if event == "sqlite3.connect":
                raise sqlite3.OperationalError("unable to open database file")
            raise OSError(error, os.strerror(error), path)

    sys.addaudithook(watch)


def full(count: int) -> Tally:
    """Let no file grow beyond so many bytes, as on a full disk."""
    tally = Tally()
    largest = max(path.stat().st_size for path in Path("whole").rglob("*") if path.is_file())
    for number in range(count):
        limit = int(largest * (number + 1) / (count + 1))
        process = begun("full", lambda limit=limit: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        code, said = ended(process), Path("full.said").read_text()
        clean = code == 2 and "Traceback" not in said
        tally.check(f"{limit} bytes", "full", "" if clean else f"exit {code}: {said[-400:]}")
    return tally


def readonly(count: int) -> Tally:
    """Make the results directory, or the one above it, read-only: empty, with some runs in it, with all."""
    tally = Tally()
    states = {"empty": Path.mkdir, "begun": _some_runs, "whole": _all_runs, "absent": lambda there: None}
    for state, prepare in list(states.items())[:count]:
        above = Path(f"shelf-{state}")
        above.mkdir()
        directory = above / "readonly"
        prepare(directory)
        Path(f"{directory}.said").unlink(missing_ok=True)
        before = _seen(above)
        locked = above if state == "absent" else directory
        code = ended(begun(str(directory), lambda locked=locked: _lock(locked)))
        said = Path(f"{directory}.said").read_text()
        clean = code == 2 and "Traceback" not in said and said.count("\n") <= 3
        locked.chmod(0o755)
        wrote = "" if _seen(above) == before else "something was written"
        tally.check(state, str(directory), "" if clean else f"exit {code}: {said[-400:]}", wrote)
    return tally


def _some_runs(directory: Path) -> None:
    process = begun(str(directory))
    while not (directory / "runs.sqlite").exists():
        time.sleep(0.01)
    time.sleep(0.1)
    os.kill(process, signal.SIGKILL)
    ended(process)


def _all_runs(directory: Path) -> None:
    assert ended(begun(str(directory))) == 0


def _seen(directory: Path) -> dict[str, bytes]:
    """Return every file below a directory but what a command said, with its bytes."""
    files = (path for path in sorted(directory.rglob("*")) if path.is_file() and path.suffix != ".said")
    return {str(path): path.read_bytes() for path in files}


def _lock(directory: Path) -> None:
    """Make a directory read-only for this process; root, whom permissions do not concern, mounts it so."""
    if os.geteuid():
        directory.chmod(0o555)
        return
    libc = ctypes.CDLL(None, use_errno=True)
    new_namespace, bind, remount, private, recursive, read_only = 0x20000, 4096, 32, 1 << 18, 16384, 1
    here = os.fsencode(directory.resolve())
    steps = (
        libc.unshare(new_namespace), libc.mount(None, b"/", None, private | recursive, None),
        libc.mount(here, here, None, bind, None), libc.mount(None, here, None, bind | remount | read_only, None),
    )  # fmt: skip
    if any(steps):
        raise OSError(ctypes.get_errno(), "cannot make a read-only mount here")


def together(count: int) -> Tally:
    """Let several processes do the same in one directory at once."""
    tally = Tally()
    processes = [begun("together") for _ in range(count)]
    codes = [ended(process) for process in processes]
    said = Path("together.said").read_text()[-400:]
    tally.check("together", "together", "" if not any(codes) else f"exits {codes}: {said}")
    tally.tried = count
    return tally


def names(count: int) -> Tally:
    """Put results into directories with odd names."""
    tally = Tally()
    odd = (
        "\U0001f600 \U0001f9ea", "\u202e\u05d0\u05d1", "x" * 250, "\u0436" * 125, " a b ", "a\nb", "-rf", "%s{0}$HOME",
        "'\"`", "a;b&c|d", "...", "[red]x", "*?[", "nul", "\x1b[31m",
    )  # fmt: skip
    for name in odd[:count]:
        there = f"here/{name}"
        Path("here").mkdir(exist_ok=True)
        process = os.fork()
        if not process:
            os._exit(_code(there))
        code = ended(process)
        same = code == 0 and outcome(there) == tally.wanted
        tally.tried += 1
        tally.failed += [] if same else [f"{name!r}: exit {code}"]
        shutil.rmtree("here")
    return tally


def _code(directory: str) -> int:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(1, 2)
    try:
        main([*COMMAND, directory])
    except SystemExit as end:
        return int(end.code or 0)
    return 0


KINDS: dict[str, Callable[[int], Tally]] = {
    "kill": kill, "interrupt": interrupt, "deny": deny, "full": full, "together": together, "names": names,
    "readonly": readonly,
}  # fmt: skip


def run(asked: list[str]) -> dict[str, dict[str, Any]]:
    """Carry out pairs of kind and count in a folder of their own."""
    ecosim.simulation.simulate = steady  # type: ignore[assignment]
    for module in _IMPORTED:
        import_module(module)
    for name in ("curves", "forest", "flows"):
        setattr(ecosim.plots, name, drawn)
    found = {}
    with tempfile.TemporaryDirectory(prefix="ecosim-") as place:
        os.chdir(place)
        Path("toy.yaml").write_text(toy.TEXT)
        for kind, count in zip(asked[::2], asked[1::2], strict=True):
            tally = KINDS[kind](int(count))
            found[kind] = {"tried": tally.tried, "failed": tally.failed}
        os.chdir("/")
    return found


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1:]), indent=1))
