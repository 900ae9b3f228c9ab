"""What is done to the program at length, and how often it failed.

``python tests/faults/study.py | python docs/build_studies.py faults`` does all of it, in about half an hour on one
core; names of parts do these alone, ``fuzz=500`` so often. Counts are kept in ``faults.json``, from which the table is
printed.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from shutil import copytree
from typing import Any

HERE = Path(__file__).resolve().parent
KEPT = HERE / "faults.json"
LAST = 4120  # bytes: a page and what SQLite writes before it in its log
Found = dict[str, Any]
_DRIVEN = {
    "kill": (300, "kill -9 at a random moment, one to three times, then the same command"),
    "interrupt": (50, "Ctrl-C at a random moment, then the same command"),
    "deny": (1000, "the k-th operation on a file fails, for every k, then the same command"),
    "full": (40, "a disk that is full after so many bytes, then the same command"),
    "together": (8, "processes that do the same in one directory at once"),
    "names": (20, "directories with odd names"),
    "readonly": (4, "a results directory, or the one above it, that is read-only: refused, nothing written"),
}  # fmt: skip


def driven(kind: str, count: int) -> Found:
    """Carry out one kind of `driver.py`."""
    _, what = _DRIVEN[kind]
    done = subprocess.run(
        [sys.executable, HERE / "driver.py", kind, str(count)], capture_output=True, text=True, check=True
    )
    return {"what": what} | json.loads(done.stdout)[kind]


def damage(every: int) -> Found:
    """Turn a bit of the store over, or cut it, at every so many offsets, and at each of the last records."""
    from faults.damage import tried

    with tempfile.TemporaryDirectory() as place:
        count, failed = tried(Path(place), every, LAST)
    said = f"at every {every}th byte, and at each of the last {LAST:,} of file and log"
    return {"what": f"a store with a bit turned over, or cut short ({said})", "tried": count, "failed": failed}


def tampering(count: int) -> Found:
    """Change so many things in results, and let verify find each."""
    import toy
    from ecosim.results import open_results
    from ecosim.results.study import carry_out
    from ecosim.results.verify import verify
    from faults import tampering

    failed = []
    with tempfile.TemporaryDirectory() as place:
        made = Path(place, "made")
        carry_out(toy.design(3), made, 1, None, toy.simulate)
        for number, (name, tamper, luck) in enumerate(tampering.cases(count)):
            copy = Path(copytree(made, Path(place, str(number))))
            tamper(copy, luck)
            if not verify(open_results(copy), 1, 1, lambda done, total: None, None, toy.simulate).findings:
                failed.append(name)
    return {"what": "results in which one thing was changed, held by `ecosim verify`", "tried": count, "failed": failed}


def corpus(_: int) -> Found:
    """Load every hostile file, with time and memory."""
    from ecosim.catalogue import Scenario
    from ecosim.errors import ScenarioError
    from ecosim.scenario import load
    from hostile.corpus import corpus

    failed, longest = [], 0.0
    for case in corpus():
        with tempfile.TemporaryDirectory() as place:
            path = case.write(Path(place))
            began = time.process_time()
            try:
                load(path, Scenario)
                failed.append(f"{case.name}: accepted")
            except ScenarioError:
                pass
            except Exception as error:
                failed.append(f"{case.name}: {error!r}")
            longest = max(longest, time.process_time() - began)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    said = f"slowest {longest:.1f} s of CPU, {peak} MB at most"
    return {"what": f"hostile scenario files, refused ({said})", "tried": len(corpus()), "failed": failed}


def fuzz(count: int) -> Found:
    """Load so many fuzzed files, and run what is accepted."""
    from hostile.fuzz import tried

    found, failed = tried(range(count))
    failed += ["slower than two seconds"] * found["slower than two seconds"]
    large = found["too large to run here"]
    said = f"{found['refused']:,} refused, {found['run']:,} different ones run, {large} too large to run"
    return {"what": f"fuzzed scenario files ({said})", "tried": count, "failed": failed}


def conserved(count: int) -> Found:
    """Watch invariants in every quarter of so many valid scenarios made at random."""
    from conserved import tried

    done, failed = tried(count)
    return {"what": "valid scenarios made at random: money, people, hours, identities, provenance in every quarter",
            "tried": done, "failed": failed}  # fmt: skip


def surroundings(count: int) -> Found:
    """Carry out the same command in so many surroundings."""
    from faults.surroundings import VARIED, tried

    values = " x ".join(str(len(set(one))) for one in VARIED.values())
    said = f"drawn from {values}: locale, time zone, hashes, directory, workers, their order, moved clock, executor"
    tried_, failed = tried(count)
    return {"what": f"surroundings ({said}): same bytes", "tried": tried_, "failed": failed}


def injections(count: int) -> Found:
    """Give a scenario so many names that would be live in some output, and look for them in every output."""
    from output.injections import NAMES, live

    looked, failed = 0, []
    for name in NAMES[:count]:
        outputs, found = live(name)
        looked += outputs
        failed += [f"{name!r} in {output}" for output in found]
    kinds = "HTML, SVG, formulas of spreadsheets, escape codes of terminals"
    return {"what": f"names x outputs that stay text or are refused ({len(NAMES[:count])} names: {kinds})",
            "tried": looked, "failed": failed}  # fmt: skip


#: What is done, and how often (for damage: at every how many offsets).
PARTS: dict[str, tuple[Callable[[int], Found], int]] = {
    "corpus": (corpus, 0), "fuzz": (fuzz, 20_000), "damage": (damage, 11), "tampering": (tampering, 100),
    "conserved": (conserved, 500), "surroundings": (surroundings, 24), "injections": (injections, 100),
    **{kind: (partial(driven, kind), count) for kind, (count, _) in _DRIVEN.items()},
}  # fmt: skip


def table(found: dict[str, Found]) -> str:
    """Return what was tried and what failed, as text."""
    from ecosim.results.table import Table

    rows = [[one["what"], f"{one['tried']:,}", f"{len(one['failed']):,}"] for one in found.values()]
    return Table("What was done, and how often it did not end as it should", ["", "tried", "failed"], rows).text()


def main(asked: list[str]) -> None:
    """Do the parts asked for, each in a process of its own, and print the table of all that is kept."""
    if asked[:1] == ["--one"]:
        name, _, count = asked[1].partition("=")
        work, usual = PARTS[name]
        print(json.dumps(work(int(count or usual))))
        return
    for part in asked or PARTS:
        name = part.partition("=")[0]
        done = subprocess.run([sys.executable, __file__, "--one", part], stdout=subprocess.PIPE, text=True, check=True)
        kept = json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.exists() else {}
        kept[name] = json.loads(done.stdout)
        kept = {one: kept[one] for one in PARTS if one in kept}
        KEPT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(table(json.loads(KEPT.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    sys.path[:0] = [str(HERE.parent), str(HERE.parent / "model")]
    main(sys.argv[1:])
