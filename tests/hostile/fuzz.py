"""Files made from a lively scenario by random changes of its text and of its values, each from its number alone."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import cases
import numpy as np

from ecosim.catalogue import Scenario, link_types
from ecosim.errors import ScenarioError
from ecosim.experiments.effort import seconds
from ecosim.indicators import catalogue
from ecosim.scenario import digest, load_text
from ecosim.simulation import simulate

_LONGEST = 0.8  # seconds that a run may take by the forecast to be made here
_TOKENS = (
    "extends:", "<<: ", "&a ", "*a", "!!str ", "---", "%YAML", "null", "~", "true", "{", "}", "[", "]", ":", ",", "'",
    '"', "#", "|", ">", "\n", "\t", " ", "\\", "\0", "\u202e", "\U0001f600", "1e999", "-1", "0", "1e12", ".nan", "x2",
    "2003Q2", "1999", "links", "strength", "events", "set", "enabled", "from",
)  # fmt: skip
_VALUES: tuple[Any, ...] = (
    None, True, False, -1, 0, 1, 2, 0.5, 1e-300, 1e300, -0.0, 10**12, "", "x", "x0.5", "2003Q2", "2001", "physics", "r",
    "campus", "small", [], {}, ["physics"], {"physics": 1}, {"median": 1}, {"a": {"b": {}}},
)  # fmt: skip


def made(number: int) -> str:
    """Return file number so and so."""
    luck = random.Random(number)
    data = cases.small()
    if luck.random() < 0.7:
        for _ in range(luck.randint(1, 3)):
            _change(data, luck)
    text = json.dumps(data, indent=luck.choice([None, 1]))
    if luck.random() < 0.4:
        for _ in range(luck.randint(1, 4)):
            text = _scribbled(text, luck)
    return text


def _change(here: Any, luck: random.Random) -> None:
    """Scale a number, or replace, add or remove something at a random depth."""
    if luck.random() < 0.5:
        where, key = luck.choice(list(_numbers(here)))
        size = where[key]
        where[key] = luck.choice([size * luck.choice([0, 0.1, 0.5, 2, 10, 1000]), round(size * luck.random() * 3)])
        return
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        inner = [key for key in keys if isinstance(here[key], dict | list) and here[key]]
        if not inner or luck.random() < 0.25:
            break
        here = here[luck.choice(inner)]
    if not keys:
        return
    key, kind = luck.choice(keys), luck.random()
    if kind < 0.8:
        here[key] = deepcopy(luck.choice(_VALUES))
    elif kind < 0.9:
        del here[key]
    elif isinstance(here, dict):
        here[luck.choice([f"{key}x", "source", "title", "date"])] = deepcopy(luck.choice(_VALUES))
    else:
        here.append(deepcopy(luck.choice(_VALUES)))


def _numbers(here: Any) -> Iterator[tuple[Any, Any]]:
    for key, value in here.items() if isinstance(here, dict) else enumerate(here):
        if isinstance(value, dict | list):
            yield from _numbers(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            yield here, key


def _scribbled(text: str, luck: random.Random) -> str:
    """Insert, remove, repeat or replace a piece of text."""
    at = luck.randrange(len(text) + 1)
    end = min(len(text), at + luck.randrange(1, 30))
    kind = luck.random()
    if kind < 0.4:
        return text[:at] + luck.choice(_TOKENS) + text[at:]
    if kind < 0.6:
        return text[:at] + text[end:]
    if kind < 0.8:
        return text[:end] + text[at:]
    any_three = "".join(chr(luck.choice([luck.randrange(128), luck.randrange(0x3000)])) for _ in range(3))
    return text[:at] + any_three + text[end:]


def tried(numbers: range) -> tuple[Counter[str], list[str]]:
    """Load every file, and run every scenario that is accepted and that was not run before.

    Returns:
        how many ended how, and what went wrong, a line each.
    """
    found: Counter[str] = Counter()
    wrong: list[str] = []
    known: set[str] = set()
    counted = np.array([one.kind == "flow" for one in catalogue(link_types())])
    for number in numbers:
        began = time.process_time()
        try:
            scenario = load_text(made(number), Scenario)
        except ScenarioError:
            found["refused"] += 1
            continue
        except Exception as error:
            wrong.append(f"file {number}: {error!r}")
            continue
        finally:
            found["slower than two seconds"] += time.process_time() - began > 2
        found["accepted"] += 1
        if digest(scenario) in known:
            found["the same as another"] += 1
        elif seconds(scenario) > _LONGEST:
            found["too large to run here"] += 1
        else:
            known.add(digest(scenario))
            wrong += _run(number, scenario, counted)
            found["run"] += 1
    return found, wrong


def _run(number: int, scenario: Any, counted: np.ndarray[Any, Any]) -> list[str]:
    """Return what is wrong with a run: it raises, or a number is infinite or a count absent."""
    try:
        series = simulate({"a": scenario}, seed=1, replication=0)["a"].series
    except Exception as error:
        return [f"file {number}, run: {error!r}"]
    bad = np.isinf(series) | (np.isnan(series) & counted)
    return [f"file {number}, run: {int(bad.sum())} numbers are not finite"] if bad.any() else []
