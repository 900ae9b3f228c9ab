"""A trace for people, as text of fixed width, and for programs, as plain data."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ecosim.lives.facts import ABSENT
from ecosim.lives.life import AGREEMENTS, FORGOTTEN, MEASURED, VALLEY, Life, another_fate
from ecosim.lives.naming import ELSEWHERE, Names
from ecosim.results.table import Table, number, plain
from ecosim.world.codes import Moved

if TYPE_CHECKING:
    from ecosim.lives.story import Sentence
    from ecosim.lives.tracing import Trace

_WIDTH, _DATE = 110, 16
_BEFORE = "end of the quarter before; of a firm that has closed, of the quarter before that"


def told(found: Trace) -> str:
    """Return both stories, where they part and why."""
    names, second = found.pair.names, found.stories[1]
    tick = found.parting.tick
    lines = [
        f"Technology {found.pair.first.row} of {found.results.summary['title']}, replication {found.replication} "
        f"({found.chosen})", "", found.pair.titles[0], *_lines(found.stories[0], names[0]), "", found.pair.titles[1],
        *(_lines(second, names[1]) or ["  It is never found."]), "", "Where the paths part",
        *_wrapped("never" if tick is None else names[0].date(tick), found.parting.why),
    ]  # fmt: skip
    return "\n".join(map(plain, lines))


def tables(found: Trace) -> list[Table]:
    """Return what was different where the paths part, and both lives in numbers."""
    head = ["with all links", found.pair.without]
    facts = [[one.what, one.first, one.second] for one in found.parting.facts]
    when = "" if found.parting.tick is None else f", before {found.pair.names[0].date(found.parting.tick)}"
    first = _numbers(found.pair.first, found.pair.names[0])
    second = {} if found.pair.second is None else _numbers(found.pair.second, found.pair.names[1])
    rows = [[what, value, second.get(what, ABSENT)] for what, value in first.items()]
    around = Table(f"What was different around it{when}", ["", *head], facts, [_BEFORE])
    return [*([around] if facts else []), Table("Both lives in numbers", ["", *head], rows, notes(found))]


def notes(found: Trace) -> list[str]:
    """Return what the reader should know: how it was chosen, what shares luck, whether the run is the stored one."""
    equal = {
        True: "equal to the stored one", False: "NOT equal to the stored one (another version or machine?)",
        None: "not among the stored ones",
    }[found.same]  # fmt: skip
    said = ["both runs share all luck; a draw that a rule makes of the same things in the same quarter is the same"]
    if found.chosen.startswith("most"):
        said.append("it was chosen because it did best, so it does worse in most other runs, with links or without")
    if ELSEWHERE in "".join(one.text for one in found.stories[1]):
        said.append(f"{ELSEWHERE}: founded in this run only")
    other, every = another_fate(*found.pair.films)
    share = f"{other / max(every, 1):.0%} have another fate there"
    said.append(f"of {every:,} technologies discovered since reporting began, {share}")
    said.append("one life proves nothing of links; `ecosim effects` tells what they bring on average")
    return [*said, f"{found.footer}; the run made again is {equal}"]


def as_json(found: Trace) -> dict[str, Any]:
    """Return everything as plain data."""
    lives = []
    for life, names, said in zip((found.pair.first, found.pair.second), found.pair.names, found.stories, strict=True):
        lives.append(None if life is None else _life(life, names, said))
    tick = found.parting.tick
    return {
        "directory": str(found.results.directory), "replication": found.replication, "chosen": found.chosen,
        "without": list(found.cut), "same": found.same, "key": f"{found.pair.first.key:016x}",
        "lives": {"all links": lives[0], found.pair.without: lives[1]},
        "parting": {
            "quarter": None if tick is None else found.pair.names[0].date(tick), "why": found.parting.why,
            "facts": [vars(one) for one in found.parting.facts],
        },
    }  # fmt: skip


def _life(life: Life, names: Names, said: Sequence[Sentence]) -> dict[str, Any]:
    return {
        "technology": life.row, "field": names.field(life.row),
        "quality": float(life.film.world.techs.rows["quality"][life.row]),
        "story": [{"from": names.date(one.first), "to": names.date(one.last), "text": one.text} for one in said],
        "events": [
            {
                "quarter": names.date(one.tick), "what": _word(one.what), "who": names.organisation(one.who),
                "other": names.organisation(one.other), "channel": names.film.world.names["channels"][one.channel],
                "level": one.level,
            }
            for one in life.moments
        ],
        "bids_in_vain": [
            {"quarter": names.date(tick), "who": names.organisation(bid.firm), "expected": bid.gain}
            for tick, bid in life.rivals
        ],
        "sales_owed": life.earned.tolist(), "fee": life.fee, "royalties": life.royalties,
        "numbers": _numbers(life, names),
    }  # fmt: skip


def _word(what: int) -> str:
    return {FORGOTTEN: "forgotten", MEASURED: "measured"}.get(what) or Moved(what).name.lower()


def _numbers(life: Life, names: Names) -> dict[str, str]:
    """Return a life in numbers, by what they are."""
    found, agreed, product = life.moments[0], life.first(*AGREEMENTS), life.first(Moved.PRODUCT)
    money = life.film.scenario.money.unit
    return {
        "discovered": names.date(found.tick),
        "passed to": ABSENT if agreed is None else f"{names.organisation(agreed.who)}, {names.date(agreed.tick)}",
        "how": ABSENT if agreed is None else _how(agreed.what, names.channel(agreed.channel)),
        "firms that bid in vain": str(len(life.rivals)),
        "quarters with advice, over ties": str(_advised(life, tied=True)),
        "quarters with advice, at arm's length": str(_advised(life, tied=False)),
        "sessions at large facilities": str(len(life.visits)),
        "quarters in the valley of death": str(_in_valley(life)),
        "level reached": str(life.moments[-1].level),
        "product": ABSENT if product is None else names.date(product.tick),
        f"sales owed to it, {money}": number(float(life.earned.sum())),
        f"paid to its owner at once, {money}": number(life.fee),
        f"royalties owed to its owner, {money}": number(life.royalties),
    }


def _how(what: int, channel: str) -> str:
    kind = {Moved.LICENSED: "licence", Moved.PUBLICATION_USED: "publication", Moved.OUTSIDE: "licence outside"}
    return "spin-off" if what == Moved.SPUN_OFF else f"{kind[Moved(what)]} {channel}"


def _advised(life: Life, *, tied: bool) -> int:
    return sum(one.what == Moved.HELPED and (one.channel > 0) == tied for one in life.moments)


def _in_valley(life: Life) -> int:
    """Return the quarters between entering level 4 in development and leaving level 6, or the end."""
    inside = [one.tick for one in life.moments if one.level in VALLEY and one.what in (Moved.ADVANCED, *AGREEMENTS)]
    beyond = [one.tick for one in life.moments if one.level > VALLEY[-1]]
    last = beyond[0] if beyond else life.steps[-1].tick
    return last - inside[0] if inside else 0


def _lines(said: Sequence[Sentence], names: Names) -> list[str]:
    lines: list[str] = []
    for one in said:
        first, last = names.date(one.first), names.date(one.last)
        lines += _wrapped(first if first == last else f"{first}-{last}", one.text)
    return lines


def _wrapped(date: str, text: str) -> list[str]:
    first, *rest = textwrap.wrap(text, _WIDTH - _DATE)
    return [f"  {date:<{_DATE}}{first}", *(" " * (_DATE + 2) + line for line in rest)]
