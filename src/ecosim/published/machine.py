"""How kernels of published models are compiled, and which program made their results.

The cache of compiled code is named after ecosim's own model, and Numba does not notice that a function
in another file changed. So kernels of published models are kept in a folder below it, named after a
digest of the sources of all published models.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

import numba

from ecosim import compiled
from ecosim.compiled import Function
from ecosim.version import package_version

_ROOT = Path(__file__).parent
#: What the numbers of every published model depend on, besides its own files.
_SHARED = (*(_ROOT.parent / name for name in ("compiler.py", "compiled.py", "randomness.py")), _ROOT / "study.py")


@cache
def model_version(name: str) -> str:
    """Return package version, model and digest of its sources, such as ``0.1.0+march1991.3f2a91c07be4``."""
    return f"{package_version()}+{name}.{_digest(*_SHARED, *sorted((_ROOT / name).rglob('*.py')))}"


@cache
def _all_sources() -> str:
    return _digest(*sorted(_ROOT.rglob("*.py")))


def _digest(*files: Path) -> str:
    digest = hashlib.blake2b(digest_size=6)
    for file in files:
        digest.update(file.relative_to(_ROOT.parent).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def kernel(function: Function) -> Function:
    """Compile a function that Python calls; the result is kept on disk, apart from ecosim's own kernels."""
    before = numba.config.CACHE_DIR
    numba.config.CACHE_DIR = str(Path(before) / _all_sources())
    try:
        return compiled.function(function)
    finally:
        numba.config.CACHE_DIR = before
