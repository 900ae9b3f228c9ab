"""Shares of links and how links work together, in tables for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ecosim.results.attribution import attribution, can_attribute, is_sampled
from ecosim.results.report import COUNTS
from ecosim.results.table import Table, number, percent, span

if TYPE_CHECKING:
    import pandas as pd

    from ecosim.results.results import Results

Rows = Mapping[tuple[str, str], Mapping[Any, Any]]
NAMED = ("complements", "substitutes")
ENOUGH = 30  # replications; intervals of 10 normal differences hold the true mean in 90 % of trials, of 20 in 93 %
_MANY = 12  # rows of interactions beyond which those that say nothing are left out


def attribution_tables(results: Results) -> list[Table]:
    """Return for each count of transfers who brings how much, and how links work together.

    Empty where the design lacks the combinations of links.
    """
    if not can_attribute(results):
        return []
    found = attribution(results, *COUNTS)
    tables: list[Table] = []
    for name in COUNTS:
        mine = found.loc[found["indicator"] == name]
        tables.append(_shares(results, name, mine))
        if not is_sampled(mine):
            tables.append(_interactions(results, name, mine))
    return tables


def by_term(found: pd.DataFrame) -> Rows:
    """Return the rows of one indicator by measure and links."""
    return {(row["measure"], row["links"]): row for row in found.to_dict("records")}


def estimated(row: Mapping[Any, Any]) -> list[str]:
    """Return value and interval of a row."""
    return [number(row["value"], sign=True), span(row["interval_low"], row["interval_high"], sign=True)]


def _told(row: Mapping[Any, Any]) -> list[str]:
    return [*estimated(row), row["word"]]


def _shares(results: Results, name: str, found: pd.DataFrame) -> Table:
    rows, sampled = by_term(found), is_sampled(found)
    whole = next(row for (measure, _), row in rows.items() if measure == "whole")
    links = [link for measure, link in rows if measure == "share"]
    heading = ["link", "share", "95 % interval", "of the whole"]
    heading += ["error of\nsampling"] if sampled else ["added\nlast", "95 % interval", "added\nfirst", "95 % interval"]
    body = [
        [link, *estimated(rows["share", link]), _part(rows["share", link], whole), *_beside(rows, link, sampled)]
        for link in links
    ]
    body.append(["all of them together", *estimated(whole), "100%", *[""] * (len(heading) - 4)])
    title = results.indicator(name)["title"]
    return Table(f"Who brings how much of {title} by {results.summary['calendar']['end']}", heading, body,
                 _notes(found, sampled))  # fmt: skip


def _part(row: Mapping[Any, Any], whole: Mapping[Any, Any]) -> str:
    """Return a share of the whole in per cent, where the whole can be told from nothing."""
    told = whole["word"] in ("adds", "takes away")
    return percent(row["value"] / whole["value"]) if told else "-"


def _beside(rows: Rows, link: str, sampled: bool) -> list[str]:
    if sampled:
        return [number(rows["share", link]["sampling_error"])]
    return [text for measure in ("last", "first") for text in estimated(rows[measure, link])]


def _notes(found: pd.DataFrame, sampled: bool) -> list[str]:
    pairs = int(found["pairs"].iloc[0])
    notes = [
        "share: what a link adds on average over all orders in which links can be added one by one (Shapley value); "
        "shares sum to the whole"
    ]
    if sampled:
        return [
            *notes,
            f"orders were sampled: the interval is that of {pairs} replications in the orders taken, "
            "the standard error of taking these orders stands beside it",
        ]
    few = f"; fewer than {ENOUGH} replications make intervals too short" if pairs < ENOUGH else ""
    return [
        *notes,
        "added last: what is missing when this link alone is cut; added first: what it brings while the others are cut",
        f"mean of {pairs} replications with all cells, interval (outer bounds of bootstrap and Student's t){few}",
    ]


def _interactions(results: Results, name: str, found: pd.DataFrame) -> Table:
    rows = by_term(found)
    groups = [links for measure, links in rows if measure == "average"]
    telling = [links for links in groups if any(rows[one, links]["word"] in NAMED for one in ("average", "alone"))]
    shown = groups if len(groups) <= _MANY else telling
    body = [[links, *_told(rows["average", links]), *_told(rows["alone", links])] for links in shown]
    together = next(row for (measure, _), row in rows.items() if measure == "beyond")
    body.append(["all of them, beyond each alone", "", "", "", *_told(together)])
    notes = [
        "what links bring together beyond what they bring apart (of three: beyond the three pairs), on average over "
        "the other links, and with the other links cut",
        "complements: more than apart; substitutes: less; named where the interval excludes zero, which of many rows "
        "one in twenty does by luck",
    ]
    if len(shown) < len(groups):
        notes.append(f"{len(groups) - len(shown)} more groups of two or three are undecided or show nothing at all")
    heading = ["links", "on average", "95 % interval", "they are", "others cut", "95 % interval", "they are"]
    return Table(f"How links work together in {results.indicator(name)['title']}", heading, body, notes)
