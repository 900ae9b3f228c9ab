"""A process that has imported what tests need but the package, and forks for every run of pytest that it is asked for.

It reads a request a line, in JSON: arguments of pytest, paths and settings, and seconds; it answers with the exit code,
or null after the time limit, and what was printed. Importing anew would take longer than most tests.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from typing import IO, Any

_IMPORTED = (
    "numpy", "numba", "pydantic", "ruamel.yaml", "click.testing", "pytest", "pandas",
    "pyarrow.parquet", "scipy.stats", "scipy.special",
)  # fmt: skip
Request = dict[str, Any]


def serve(requests: IO[str], answers: IO[str]) -> None:
    """Answer requests until there are no more."""
    for name in _IMPORTED:
        importlib.import_module(name)
    for line in requests:
        print(json.dumps(answer(json.loads(line))), file=answers, flush=True)


def answer(request: Request) -> dict[str, Any]:
    """Run tests in a fork, and end it and all that it has started."""
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        process = os.fork()
        if not process:
            _run(request, said.fileno())
        code = _ended(process, time.monotonic() + request["limit"])
        with suppress(ProcessLookupError):  # workers of a test that did not end
            os.killpg(process, signal.SIGKILL)
        if code is None:
            os.waitpid(process, 0)
        said.seek(0)
        return {"code": code, "said": said.read()}


def _ended(process: int, deadline: float) -> int | None:
    while time.monotonic() < deadline:
        found, status = os.waitpid(process, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    return None


def _run(request: Request, said: int) -> None:
    code = 70
    try:
        os.setsid()
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(said, 1)
        os.dup2(said, 2)
        os.environ |= request["settings"]
        sys.path[:0] = request["paths"]
        importlib.import_module("numba").config.CACHE_DIR = request["settings"]["NUMBA_CACHE_DIR"]
        code = int(importlib.import_module("pytest").main(request["arguments"]))
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
