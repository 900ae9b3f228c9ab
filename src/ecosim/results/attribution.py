"""Which link brings how much, and how links work together: shares and interactions with intervals over replications.

Where a design has every combination of some links, each replication is a cooperative game of these links (see
`ecosim.results.game`). Shares and interactions are linear in its cells, so each has one value per replication, and
the interval is that of every other paired difference. Where a design has only the combinations along sampled orders,
shares are estimated, with the error of the sampling beside the interval.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, takewhile
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from ecosim.errors import StoreError, UsageError
from ecosim.experiments.orders import arrivals
from ecosim.results.effects import intervals
from ecosim.results.game import dividends, interaction, marginals

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.results.results import Results

Word = Literal["adds", "takes away", "complements", "substitutes", "none", "undecided"]
Floats = NDArray[np.float64]
#: All that links bring together, and what of it goes beyond the sum of what each brings alone; a link's share, what it
#: brings when it comes first or last; what a group of links adds to its parts while the others are cut, and the same on
#: average over the others.
MEASURES = ("whole", "beyond", "share", "first", "last", "alone", "average")
_OF_GROUPS = ("beyond", "alone", "average")
COLUMNS = (
    "indicator", "measure", "links", "size", "pairs", "value", "interval_low", "interval_high", "sampling_error",
    "word",
)  # fmt: skip
FILE = "attribution.parquet"
LARGEST_GROUP = 3
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Worth:
    """What came out with some links, for one indicator.

    Attributes:
        links: the links whose combinations were run, in the order of the design.
        pairs: number of replications that every cell has a finite value of.
        cells: (replications,) by the links that are on, of these; a single NaN where there is none.
        orders: the sampled orders whose combinations are all there; none where there is every combination.
    """

    links: tuple[str, ...]
    pairs: int
    cells: dict[frozenset[str], Floats]
    orders: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Term:
    """A share or an interaction in every replication.

    Attributes:
        measure: one of `MEASURES`.
        links: whose it is.
        values: (replications,).
        error: standard error of its mean that comes from sampling orders; 0 where every combination was run.
    """

    measure: str
    links: tuple[str, ...]
    values: Floats
    error: float = 0.0


def is_complete(results: Results) -> bool:
    """Return whether results have every combination of two links or more."""
    links, known = _coalitions(results)
    return len(links) > 1 and len(known) == 1 << len(links)


def can_attribute(results: Results) -> bool:
    """Return whether results have the cells for shares: every combination of links, or those along sampled orders."""
    return is_complete(results) or bool(_orders(results, *_coalitions(results)))


def attribution(results: Results, *indicators: str) -> pd.DataFrame:
    """Return shares and interactions of links, one row for each, with `COLUMNS`.

    Those that the results directory keeps are read, the others computed.

    Args:
        results: of a comparison with every combination of some links, or with combinations along sampled orders.
        indicators: names; one or more.

    Raises:
        UsageError: there is no such indicator, or the results lack the combinations.
        StoreError: the results cannot be read.
    """
    import pandas as pd

    if not can_attribute(results):
        raise UsageError("shares need every combination of links; `ecosim compare --factorial` runs them")
    kept = _kept(results)
    found = [kept.get(results.known(name)) for name in indicators]
    tables = [_computed(results, name) if one is None else one for name, one in zip(indicators, found, strict=True)]
    return pd.concat(tables, ignore_index=True)


def _kept(results: Results) -> dict[str, pd.DataFrame]:
    """Return what was written when the runs were made, by indicator."""
    import pandas as pd

    path = results.directory / FILE
    try:
        found = pd.read_parquet(path)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be read: {error}") from error
    return {str(name): rows for name, rows in found.groupby("indicator")}


def _computed(results: Results, name: str) -> pd.DataFrame:
    import pandas as pd

    worth = _worth(results, name)
    terms = list(_sampled(worth) if worth.orders else _exact(worth))
    scale = max(float(np.abs(values).max(initial=0.0)) for values in worth.cells.values())
    columns = np.stack([one.values for one in terms], axis=1)
    columns[np.abs(columns) < _ROUNDING * scale] = 0.0  # sums of thirds that cancel
    low, high = intervals(columns, results.summary["seed"])
    rows = [
        (
            name, term.measure, " + ".join(term.links), len(term.links), worth.pairs, value, *bounds, term.error,
            word(term.measure in _OF_GROUPS, *bounds),
        )
        for term, value, *bounds in zip(
            terms, columns.mean(axis=0).tolist(), low.tolist(), high.tolist(), strict=True
        )
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def word(of_group: bool, low: float, high: float) -> Word:
    """Return what an interval says of a share or of how a group works together, named only where it excludes zero."""
    if low == high == 0.0:
        return "none"
    if low > 0.0:
        return "complements" if of_group else "adds"
    if high < 0.0:
        return "substitutes" if of_group else "takes away"
    return "undecided"


def _exact(worth: Worth) -> Iterator[Term]:
    """Yield every term of a game of which all coalitions are known."""
    links, count = worth.links, len(worth.links)
    sets = [frozenset(link for i, link in enumerate(links) if number >> i & 1) for number in range(1 << count)]
    table = np.stack([worth.cells[one] for one in sets])
    found = dividends(table)
    yield Term("whole", links, table[-1] - table[0])
    yield Term("beyond", links, table[-1] - table[0] - sum(found[1 << player] for player in range(count)))
    for player, link in enumerate(links):
        yield Term("share", (link,), interaction(found, [player]))
        yield Term("first", (link,), found[1 << player])
        yield Term("last", (link,), table[-1] - table[-1 - (1 << player)])
    for size in range(2, min(count, LARGEST_GROUP) + 1):
        for group in combinations(range(count), size):
            names = tuple(links[player] for player in group)
            yield Term("alone", names, found[sum(1 << player for player in group)])
            yield Term("average", names, interaction(found, group))


def _sampled(worth: Worth) -> Iterator[Term]:
    """Yield the whole, and each link's share estimated from sampled orders; pairs of orders are the units."""
    everything = frozenset(worth.links)
    yield Term("whole", worth.links, worth.cells[everything] - worth.cells[frozenset()])
    added = np.stack([marginals(worth.cells, order) for order in worth.orders])
    pairs = added.reshape(-1, 2, *added.shape[1:]).mean(axis=1)
    by_name = sorted(worth.links)
    for link in worth.links:
        mine = pairs[:, by_name.index(link)]
        error = float(mine.mean(axis=1).std(ddof=1) / np.sqrt(len(mine))) if len(mine) > 1 else float("nan")
        yield Term("share", (link,), mine.mean(axis=0), error)


def _coalitions(results: Results) -> tuple[tuple[str, ...], dict[frozenset[str], str]]:
    """Return the links that any cell lacks, and the name of the cell by the links that it has of these."""
    without = {cell["name"]: tuple(cell["without"]) for cell in results.summary["cells"]}
    links = max(without.values(), key=len, default=())
    known = {frozenset(links) - set(off): name for name, off in without.items() if set(off) <= set(links)}
    return links, known


def _orders(
    results: Results, links: tuple[str, ...], known: dict[frozenset[str], str]
) -> tuple[tuple[str, ...], ...]:
    """Return the sampled orders of the design: as many pairs as there are cells for."""
    if len(links) < 2:
        return ()

    def there(pair: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
        return all(frozenset(order[:count]) in known for order in pair for count in range(len(links) + 1))

    stream = arrivals(links, results.summary["seed"])
    pairs = takewhile(there, zip(stream, stream, strict=False))
    # Of few links, orders come again for ever; no more are wanted than tell the cells apart.
    return tuple(order for pair, _ in zip(pairs, range(len(known)), strict=False) for order in pair)


def _worth(results: Results, indicator: str) -> Worth:
    links, known = _coalitions(results)
    table = results.to_pandas("outcomes", ["cell", "replication", indicator])
    wide = table.pivot(index="replication", columns="cell", values=indicator).reindex(columns=list(known.values()))
    finite = wide.replace([np.inf, -np.inf], np.nan).dropna()
    orders = () if is_complete(results) else _orders(results, links, known)
    values = finite if len(finite) else wide.reindex([-1])
    return Worth(links, len(finite), {on: values[name].to_numpy() for on, name in known.items()}, orders)


def is_sampled(found: pd.DataFrame) -> bool:
    """Return whether shares were estimated from sampled orders."""
    return not found["measure"].isin(["first"]).any()

