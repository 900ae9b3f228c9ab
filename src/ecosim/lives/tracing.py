"""Why did this happen? One technology with and without links, from a stored result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ecosim.errors import UsageError
from ecosim.lives.facts import Pair
from ecosim.lives.life import Life, best, by_lot, numbered
from ecosim.lives.naming import Names
from ecosim.lives.parting import Parting, parting
from ecosim.lives.story import Sentence, story
from ecosim.results.again import footer_of, resolved_scenario, same_as_kept

if TYPE_CHECKING:
    from ecosim.lives.film import Film
    from ecosim.results.results import Results
    from ecosim.scenario.document import ScenarioBase


@dataclass(frozen=True)
class Trace:
    """What was found.

    Attributes:
        results: whose run was made again.
        replication: which of its runs.
        chosen: how the technology was chosen.
        cut: the links that the other run goes without.
        pair: the two lives.
        stories: each told in sentences; of a technology that is never found in the other run, the second is empty.
        parting: where they part, and why.
        same: whether the run made again equals the stored one; None where the results lack that replication.
    """

    results: Results
    replication: int
    chosen: str
    cut: tuple[str, ...]
    pair: Pair
    stories: tuple[list[Sentence], list[Sentence]]
    parting: Parting
    same: bool | None

    def _repr_html_(self) -> str:
        from html import escape

        from ecosim.lives.report import tables, told

        return f"<pre>{escape(told(self))}</pre>{''.join(table.html() for table in tables(self))}"

    @property
    def footer(self) -> str:
        """Which run is told of, in a line."""
        return footer_of(self.results, f"replication {self.replication}")


def trace(
    results: Results, technology: int | None = None, *, lot: int | None = None, without: Sequence[str] = (),
    replication: int | None = None,
) -> Trace:  # fmt: skip
    """Make a run of the baseline again, and once more without some links, and tell one technology's life in both.

    Args:
        results: results of `run` or `compare`.
        technology: number of a technology in that run; without it and ``lot`` the one to which most sales are owed.
        lot: draw one by lot instead; another number draws another one.
        without: links that the other run goes without; the Triangle by default.
        replication: which run; the first by default.

    Raises:
        UsageError: there is no such technology, link or replication, or the scenario's links are unknown.
        ScenarioError: the resolved scenario in the results is damaged.
    """
    from ecosim.lives.film import film

    summary = results.summary
    number = summary["first_replication"] if replication is None else replication
    if number < 0:
        raise UsageError(f"replications are numbered from 0; there is no {number}")
    scenario = resolved_scenario(results, results.baseline)
    other, links, title = _without(scenario, without)
    choose, chosen = _choice(technology, lot)
    luck = {"seed": summary["seed"], "replication": number}
    key = choose(film(scenario, **luck)).key
    films = (film(scenario, **luck, watched=key), film(other, **luck, watched=key))
    life = Life(films[0], films[0].technologies[key])
    row = films[1].technologies.get(key, -1)
    second = Life(films[1], row) if row >= 0 else None
    pair = Pair(life, second, films, (Names(films[0], films[0]), Names(films[1], films[0])), title)
    stories = (story(life, pair.names[0]), story(second, pair.names[1]) if second is not None else [])
    same = same_as_kept(results, results.baseline, {number: films[0].series})
    return Trace(results, number, chosen, links, pair, stories, parting(pair), same)


def _choice(technology: int | None, lot: int | None) -> tuple[Callable[[Film], Life], str]:
    if technology is not None and lot is not None:
        raise UsageError("a technology is given by its number or drawn by lot, not both")
    if technology is not None:
        return lambda film: numbered(film, technology), "asked for by its number"
    if lot is not None:
        return lambda film: by_lot(film, lot), f"drawn by lot {lot}"
    return best, "most sales are owed to it"


def _without(scenario: ScenarioBase, links: Sequence[str]) -> tuple[ScenarioBase, tuple[str, ...], str]:
    """Return the scenario without links, which these are, and what to call it."""
    from ecosim.experiments.design import cut, triangle, without

    if not links:
        cell = triangle(scenario)[-1]
        return cell.scenario, cell.without, cell.name
    off = tuple(cell.without[0] for cell in without(scenario, links)[1:])
    return cut(scenario, off), off, f"without {' and '.join(off)}"
