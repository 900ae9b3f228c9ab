"""Orders in which links are added one by one: the sample behind Shapley shares of more links than can be combined.

Orders come in pairs, one and its reverse. Of two links each then comes first once in every pair, so that what links
do alone and in pairs is shared out exactly, and only what three or more do together is left to chance (antithetic
sampling, Mitchell, Cooper, Frank and Holmes 2022; sampled orders as such, Castro, Gómez and Tejada 2009).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np


def arrivals(links: Sequence[str], seed: int) -> Iterator[tuple[str, ...]]:
    """Yield orders of links without end; their names and the seed alone decide which.

    Args:
        links: names, in whatever order.
        seed: seed of the sample.
    """
    names, rng = np.array(sorted(links)), np.random.default_rng(seed)
    while True:
        order = tuple(str(name) for name in rng.permutation(names))
        yield order
        yield order[::-1]
