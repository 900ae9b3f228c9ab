"""The same command in other surroundings: locale, time zone, directory, hashes, workers, their order, clock, executor.

Each attempt is a process of its own, with the model itself and a short scenario; all leave the same bytes.
"""

from __future__ import annotations

import json
import locale
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
Surroundings = dict[str, Any]
YEARS = 40 * 365.25 * 86400
USUAL: Surroundings = {
    "LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0", "directory": "here", "jobs": 1, "order": "as they come",
    "clock": "steady", "executor": "processes",
}  # fmt: skip
VARIED: dict[str, tuple[Any, ...]] = {
    "LC_ALL": ("C", "C.UTF-8", "POSIX", "de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8"),  # those that are installed act
    "TZ": ("UTC", "Asia/Novosibirsk", "America/St_Johns", "Pacific/Kiritimati"),
    "PYTHONHASHSEED": ("0", "1", "4711", "random"),
    "directory": ("here", "a b", "\u0436\u0443\u043a", "deep/er/still"),
    "jobs": (1, 2, 3),
    "order": ("as they come", "backwards", "shuffled"),
    "clock": ("steady", "forward", "backward"),
    "executor": ("processes", "processes", "dask"),
}


def combinations(count: int) -> Iterator[Surroundings]:
    """Yield surroundings drawn at random; every value of each occurs soon, since each goes round in an order."""
    luck = random.Random(4)
    rounds = {name: luck.sample(values, len(values)) for name, values in VARIED.items()}
    for number in range(count):
        yield {
            name: values[(number + number // len(values) * shift) % len(values)]
            for shift, (name, values) in enumerate(rounds.items())
        }


def tried(count: int) -> tuple[int, list[str]]:
    """Carry out the command in so many surroundings; return how many, and those that left other bytes."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="ecosim-") as place:
        wanted = carried_out(USUAL, Path(place))
        for one in combinations(count):
            found = carried_out(one, Path(place))
            failed += [] if found == wanted else [f"{one}: {found[-300:]}"]
    return count, failed


def carried_out(one: Surroundings, place: Path) -> str:
    """Return a digest of what the command leaves in such surroundings, or what went wrong."""
    with tempfile.TemporaryDirectory(dir=place) as folder:
        there = Path(folder, one["directory"])
        there.mkdir(parents=True)
        settings = {name: one[name] for name in ("LC_ALL", "TZ", "PYTHONHASHSEED")}
        settings["PYTHONPATH"] = os.pathsep.join([*map(str, (TESTS, TESTS / "model")), *sys.path])
        done = subprocess.run(
            [sys.executable, __file__, json.dumps(one)], env=os.environ | settings, cwd=there, capture_output=True,
            text=True, encoding="utf-8", check=False,
        )  # fmt: skip
    return done.stdout if done.returncode == 0 else f"exit {done.returncode}: {done.stderr}"


def jump(by: float) -> Callable[[], None]:
    """Return what moves the clock of this process once, by so many seconds."""
    now, now_ns, moved = time.time, time.time_ns, 0.0

    def move() -> None:
        nonlocal moved
        moved = by

    time.time = lambda: now() + moved
    time.time_ns = lambda: now_ns() + int(moved * 1e9)
    return move


def _disturb(one: Surroundings) -> None:
    from ecosim.experiments import cluster
    from ecosim.experiments.store import Store

    move = jump({"steady": 0.0, "forward": YEARS, "backward": -YEARS}[one["clock"]])
    put = Store.put

    def moving(store: Store, records: Any) -> None:
        put(store, records)
        move()  # after the first runs are kept

    def turned(spread: Callable[..., Iterator[Any]], *arguments: Any) -> Iterator[Any]:
        outcomes = list(spread(*arguments))
        if one["order"] == "shuffled":
            random.Random(1).shuffle(outcomes)
        yield from outcomes[::-1] if one["order"] == "backwards" else outcomes

    Store.put = moving  # type: ignore[method-assign]
    if one["order"] != "as they come":
        cluster.spread = partial(turned, cluster.spread)  # type: ignore[assignment]
        cluster._over_cluster = partial(turned, cluster._over_cluster)  # type: ignore[assignment]


def main(one: Surroundings) -> None:
    """Carry out the command here and print a digest of what it leaves."""
    import cases

    from ecosim.cli import main as ecosim
    from faults.driver import outcome

    with suppress(locale.Error):
        locale.setlocale(locale.LC_ALL, "")
    _disturb(one)
    data = cases.small(time={"burn_in": 2, "end": "2001Q4"})
    Path("small.yaml").write_text(json.dumps(data), encoding="utf-8")
    command = ["compare", "small.yaml", "--replications", "4", "--jobs", str(one["jobs"]), "--quiet", "--out", "r"]
    command += ["--executor", one["executor"]]
    with suppress(SystemExit), Path(os.devnull).open("w") as nowhere:
        said, sys.stdout = sys.stdout, nowhere
        ecosim(command)
    sys.stdout = said
    print(outcome("r"))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
