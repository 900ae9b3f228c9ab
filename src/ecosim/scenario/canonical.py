"""The part of a scenario that affects a run, in one form, and its digest."""

from __future__ import annotations

import hashlib
import inspect
import json
from typing import Any

from pydantic import BaseModel

from ecosim.scenario.document import ScenarioBase

#: What a reader needs and no run does.
_FOR_READERS = frozenset({"name", "title", "question", "judgement", "baseline", "cells", "rank"})


def canonical(document: ScenarioBase) -> str:
    """Return JSON that is the same for every spelling of a scenario with the same runs.

    Neither the order of entries in mappings or of events counts, nor comments, sources, names and
    titles, nor how differences are judged, nor whether a default is written out; events that set
    nothing are left out.
    """
    data = _relevant(document)
    data["events"] = sorted((event for event in data["events"] if event["set"]), key=_dumped)
    return _dumped(data)


def digest(document: ScenarioBase) -> str:
    """Return the BLAKE2b digest of `canonical` and of the source of links of one's own, 32 hexadecimal digits."""
    texts = [canonical(document), *(_source(link) for link in document.own_links)]
    return hashlib.blake2b("\0".join(texts).encode(), digest_size=16).hexdigest()


def _source(link: type) -> str:
    try:
        return inspect.getsource(link)
    except (OSError, TypeError):  # typed at a prompt: nothing tells two versions apart but the object itself
        return f"{link.__module__}.{link.__qualname__}.{id(link)}"


def _relevant(value: Any) -> Any:
    """Return plain data; dates stay numbers of quarters."""
    if isinstance(value, BaseModel):
        return {key: _relevant(getattr(value, key)) for key in type(value).model_fields if key not in _FOR_READERS}
    if isinstance(value, dict):
        return {key: _relevant(below) for key, below in value.items()}
    return [_relevant(below) for below in value] if isinstance(value, list | tuple) else value


def _dumped(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
