"""Make `shapiq.json`, exact values of an independent library: ``pip install shapiq==1.4.1``, then run this file.

Muschalik et al. (2024), shapiq: Shapley interactions for machine learning, NeurIPS. It is not among the test
dependencies because it brings scikit-learn, galois and ten more packages for the sake of these numbers.
"""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

INDICES = (("SV", 1), ("SII", 2), ("SII", 3), ("Moebius", 2), ("Moebius", 3))


def values(players: int) -> dict[str, list[float]]:
    """Return the worths of a random game, by the number of the coalition, and what shapiq makes of them."""
    from shapiq import ExactComputer

    worths = np.random.default_rng(players).integers(0, 1000, 2**players).astype(float)
    powers = 1 << np.arange(players)

    def game(coalitions: Any) -> Any:
        return worths[np.asarray(coalitions, dtype=int) @ powers]

    found: dict[str, list[float]] = {"worths": worths.tolist()}
    for index, order in INDICES:
        computer = ExactComputer(game=game, n_players=players)
        computed = computer(index=index, order=order)
        found[f"{index} {order}"] = [float(computed[members]) for members in combinations(range(players), order)]
    return found


if __name__ == "__main__":
    content = {str(players): values(players) for players in (3, 4, 6, 8)}
    text = json.dumps(content, separators=(",", ":"))
    Path(__file__).with_name("shapiq.json").write_text(text + "\n", encoding="utf-8")
