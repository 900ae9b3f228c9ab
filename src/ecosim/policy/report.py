"""A policy search as tables for people, with what it cannot say."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import wrap

from ecosim.policy.outcome import Candidate, Change, Policy
from ecosim.results.table import Table, number, span

_WIDTH = 110  # of notes, in characters
_LIMITS = (
    "What this cannot say: all of it holds within the model and its assumed numbers, whose uncertainty is not in the "
    "intervals; money moves no further than the factors allow, from the first quarter on, and buys only what the model "
    "lets it buy; what science and education are for beyond transfers is not counted; letters within noise of each "
    "other are ties, not a ranking."
)


def tables(found: Policy) -> tuple[Table, ...]:
    """Return candidates, what they are made of, and single levers as tables."""
    return (_candidates(found), _mixes(found), _moved(found))


def report(found: Policy) -> str:
    """Return all tables as text."""
    foot = f"{found.command}\necosim {found.version}"
    return "\n\n".join([*(table.text() for table in tables(found)), foot]) + "\n"


def verdicts(found: Policy) -> list[str]:
    """Return in words what the fresh runs say; what they cannot tell apart is named together."""
    most, thriftiest = ([one.name for one in found.candidates if getattr(one, by)] for by in ("most", "thriftiest"))
    said = [
        _best("most completed transfers within the budget", most),
        _best(f"most completed transfers per {_amount(found)}", thriftiest),
    ]
    cheap = found.thrifty
    if cheap is not None:
        said.append(
            f"certainly more than today for least money: {cheap.name}, {number(cheap.more_money.mean, True)} "
            f"{found.unit} a year ({cheap.more_money.mean / found.today.money:+.0%}), transfers {_change(cheap.more)}"
        )
    return said


def lever_value(found: Policy, one: Candidate, name: str) -> str:
    """Return what a candidate does with a lever: ``x0.80`` of an instrument, ``on`` or ``off`` of a link."""
    value = one.mix[(*found.instruments, *found.links).index(name)]
    return f"x{value:.2f}" if name in found.instruments else "on" if value else "off"


def _best(what: str, names: list[str]) -> str:
    ties = "" if len(names) == 1 else " (ties: the runs cannot tell them apart)"
    return f"{what}: {', '.join(names)}{ties}"


def _candidates(found: Policy) -> Table:
    money, amount = (_narrow(text) for text in (f"{found.unit} a year", f"per {_amount(found)}"))
    heading = (
        "mix", money, "more than\ntoday", "transfers\ncompleted", "more than\ntoday", "95 % interval",
        "said in\nsearch", amount, "more than\ntoday", "95 % interval", "heads lent\nover links",
    )  # fmt: skip
    title = f"Mixes of public money and links, {found.start} to {found.end} ({found.fresh} fresh runs of each)"
    notes = [
        f"budget: {number(found.budget)} {found.unit} a year as planned, before the wage index and what taxes add "
        f"(today {number(found.planned)}); instruments between x{found.low:g} and x{found.high:g} of today's money",
        *verdicts(found),
        f"{found.trials} mixes were tried by {found.replications} runs each, and those that no other dominated were "
        "measured again: what the search said of a mix that it chose is flattered by luck (winner's curse) and enters "
        "nothing. Mixes that are ties differ in levers by chance: what they do not share does not matter",
        "per money is an average: little money looks good by it wherever transfers fall by less than money does",
        "more than today: mean of the pairs; intervals: outer bounds of bootstrap (BCa) and Student's t, each of one "
        "difference alone. Certainly, and no tie: told apart with all pairs of mixes, in both columns, taken together "
        "at 5 % (Holm)",
        "heads lent: full-time equivalents who teach, train, advise or help over links; their hours are a cost that "
        "the transfers already bear",
        *([f"{found.failed} runs failed; their mixes were left out"] if found.failed else []),
        _LIMITS,
    ]
    return Table(title, heading, [_candidate(one) for one in found.candidates], _wrapped(notes))


def _candidate(one: Candidate) -> tuple[str, ...]:
    first = (one.name, number(one.money))
    if one.name == "today":
        return (*first, "", number(one.completions), "", "", "", number(one.ratio), "", "", number(one.hours))
    return (
        *first, number(one.more_money.mean, True), number(one.completions), number(one.more.mean, True),
        span(one.more.low, one.more.high, True), number(one.searched, True), number(one.ratio),
        number(one.more_ratio.mean, True), span(one.more_ratio.low, one.more_ratio.high, True), number(one.hours),
    )  # fmt: skip


def _mixes(found: Policy) -> Table:
    heading = ("", "today", *(one.name for one in found.candidates[1:]))
    rows = [
        (name, number(amount), *(lever_value(found, one, name) for one in found.candidates[1:]))
        for name, amount in found.instruments.items()
    ]
    rows += [(name, *(lever_value(found, one, name) for one in found.candidates)) for name in found.links]
    planned = ("planned", *(number(one.planned) for one in found.candidates))
    title = f"What the mixes are: parts of today's money ({found.unit} a year), and links"
    return Table(title, heading, [*rows, planned])


def _moved(found: Policy) -> Table:
    title = f"Today's mix with one lever moved ({found.replications} runs; chosen beforehand, so nothing flatters them)"
    heading = ("", _narrow(f"more {found.unit} a year"), "more\ntransfers", "95 % interval", "")
    rows = [
        (
            one.name, number(one.money.mean, True), number(one.completions.mean, True),
            span(one.completions.low, one.completions.high, True), "" if one.clear else "within noise",
        )
        for one in found.moved
    ]  # fmt: skip
    notes = [
        "mean of the pairs, intervals as above; within noise: not told from zero with all levers taken together at 5 % "
        "(Holm). The budget does not bind here"
    ]
    return Table(title, heading, rows, _wrapped(notes))


def _amount(found: Policy) -> str:
    return f"{found.per:,.0f} {found.unit}" if found.per >= 1 else f"{found.per:g} {found.unit}"


def _change(change: Change) -> str:
    return f"{number(change.mean, True)} {span(change.low, change.high, True)}"


def _narrow(heading: str) -> str:
    return "\n".join(wrap(heading, 12))


def _wrapped(notes: Iterable[str]) -> list[str]:
    return [line for note in notes for line in wrap(note, _WIDTH, subsequent_indent="  ")]
