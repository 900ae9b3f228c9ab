"""A copy of the package in which one file at a time is broken, and tests run against it in processes of their own.

Compiled code is kept beside the copy. Numba does not see that a function in another file changed, so whatever is made
of a broken file, however indirectly, is compiled anew, as are kernels of tests, and everything else is not: most
breaks cost a second or two.
"""

from __future__ import annotations

import ast
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PACKAGE = ROOT / "src" / "ecosim"
TESTS = ROOT / "tests"


@dataclass(frozen=True)
class Outcome:
    """How tests ended.

    Attributes:
        code: what pytest ended with (0: all passed, 1: some failed); None after the time limit.
        said: what was printed.
        seconds: how long it took.
    """

    code: int | None
    said: str
    seconds: float

    @property
    def refuted(self) -> bool:
        """Whether a test ran and did not find what it asserts, which is more than that the program fell over."""
        return self.code == 1 and "\nFAILED " in self.said and ("AssertionError" in self.said or "assert " in self.said)

    @property
    def end(self) -> str:
        """How the tests took it, in words: noticed, falls over (before a test), too long, unnoticed."""
        return {None: "too long", 0: "unnoticed", 1: "noticed"}.get(self.code, "falls over")


class Broken:
    """A copy of the package below a folder, with its compiled code.

    Args:
        place: a folder that is empty, or holds such a copy, with what was compiled for it.
        root: what is copied.
    """

    def __init__(self, place: Path, root: Path = ROOT) -> None:
        self.place = place
        self.package = place / "src" / "ecosim"
        self.kept, self.used, self._warmed = place / "kept", place / "used", place / "warmed.json"
        if not self.package.exists():
            for name in ("src", "scenarios"):
                shutil.copytree(root / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        self.kept.mkdir(exist_ok=True)
        self.users = users_of(self.package)
        self._breaks = 0
        self._server = subprocess.Popen(
            [sys.executable, HERE / "server.py"], cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def warm(self, *tests: str) -> None:
        """Demand that tests pass for the whole copy, and keep what is compiled for them; once for each copy."""
        warmed = json.loads(self._warmed.read_text(encoding="utf-8")) if self._warmed.exists() else []
        missing = [test for test in tests if test not in warmed]
        if any(test.startswith("tests") for test in missing):
            whole = self._tested(tests, self.kept, 3600)
            assert whole.code == 0, whole.said
            self._warmed.write_text(json.dumps([*warmed, *missing]), encoding="utf-8")

    @contextmanager
    def broken(self, file: str, text: str) -> Iterator[None]:
        """Give a file of the package (such as ``links/tie.py``) another text for a while."""
        path = self.package / file
        before, state = path.read_bytes(), path.stat()
        shutil.rmtree(self.used, ignore_errors=True)
        shutil.copytree(self.kept, self.used, ignore=self._stale(file))
        path.write_text(text, encoding="utf-8")
        self._breaks += 1  # else a file broken twice within a second could be taken for what it was
        os.utime(path, (state.st_atime, int(state.st_mtime) + self._breaks))
        try:
            yield
        finally:
            path.write_bytes(before)
            os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))  # what was compiled of it stays valid

    def tested(self, *tests: str, limit: float = 300) -> Outcome:
        """Run tests against the copy as it is now, up to the first that fails."""
        return self._tested(tests, self.used, limit)

    def _stale(self, file: str):  # type: ignore[no-untyped-def]
        stale = {(path.parent.name, path.stem) for path in (self.package / one for one in self.users[file])}

        def chosen(folder: str, names: list[str]) -> list[str]:
            package = Path(folder).name.rpartition("_")[0]
            stems = {name: name.partition(".")[0] for name in names}
            return [name for name, stem in stems.items() if (package, stem) in stale or stem.startswith("test_")]

        return chosen

    def _tested(self, tests: Iterable[str], cache: Path, limit: float) -> Outcome:
        paths = [
            str(self.place / "src"),
            *(str(TESTS / below) for below in ("", "model", "scenario", "golden", "output")),
        ]
        settings = {"PYTHONPATH": os.pathsep.join(paths), "NUMBA_CACHE_DIR": str(cache)}
        arguments = ["-x", "-q", "-n", "0", "-m", "", "-p", "no:cacheprovider", *tests]
        request = {"arguments": arguments, "paths": paths, "settings": settings, "limit": limit}
        began = time.monotonic()
        print(json.dumps(request), file=self._server.stdin, flush=True)
        answer = json.loads((self._server.stdout or io.StringIO()).readline())
        return Outcome(answer["code"], answer["said"], time.monotonic() - began)

    def close(self) -> None:
        """End the process that runs tests."""
        self._server.communicate()


def users_of(package: Path) -> dict[str, set[str]]:
    """Return for each file of the package all that are made of it, itself included."""
    names = {_module(package, path): str(path.relative_to(package)) for path in package.rglob("*.py")}
    entrance = names.pop(package.name)  # it imports everything, and whoever takes a module out of it needs that alone
    direct: dict[str, set[str]] = {file: set() for file in names.values()}
    for module, file in names.items():
        for imported in _imports(ast.parse((package / file).read_text(encoding="utf-8"))):
            if imported in names and imported != module:
                direct[names[imported]].add(file)
    return {file: _closure(file, direct) for file in direct} | {entrance: {entrance}}


def _module(package: Path, path: Path) -> str:
    parts = path.relative_to(package.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _closure(file: str, direct: dict[str, set[str]]) -> set[str]:
    found, waiting = set(), [file]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += direct[one]
    return found
