"""Which program made a result: the package version and the digest of the model's own sources."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

from ecosim import plugins

#: Everything a simulated number can depend on; reading, plotting and the command line are left out.
_MODEL = (
    "compiler.py", "compiled.py", "memory.py", "steps.py", "plan.py",
    "elementary.py", "randomness.py", "parameter.py", "regimes.py", "together.py", "simulation.py",
    "indicators.py", "measured.py", "catalogue.py",
)
_MODEL_FOLDERS = ("kernels", "links", "processes", "scenario", "world")


def package_version() -> str:
    """Return the installed version of ecosim."""
    return metadata.version("ecosim")


@cache
def model_digest() -> str:
    """Return 12 hexadecimal digits that change whenever a source file of the model changes."""
    root = Path(__file__).parent
    files = [root / name for name in _MODEL]
    files += [file for folder in _MODEL_FOLDERS for file in sorted((root / folder).glob("*.py"))]
    digest = hashlib.blake2b(digest_size=6)
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def model_version() -> str:
    """Return package version and model digest, such as ``0.1.0+3f2a91c07be4``, and the digest of plug-ins if any."""
    return ".".join(part for part in (f"{package_version()}+{model_digest()}", plugins.digest()) if part)
