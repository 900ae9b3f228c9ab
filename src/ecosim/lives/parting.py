"""Where two lives of one technology part, and what was different there.

Both runs share all luck: the same technology meets the same draws in the same quarter. So the first difference in what
happened has its cause in what was already different around it, and that is looked up at the end of the quarter before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

from ecosim.lives import facts
from ecosim.lives.facts import Fact, Pair
from ecosim.lives.life import AGREEMENTS, FORGOTTEN, MEASURED, Moment
from ecosim.lives.naming import Names, capitals
from ecosim.lives.story import site
from ecosim.results.table import number
from ecosim.world.codes import OPEN, Moved


@dataclass(frozen=True)
class Parting:
    """Where paths part.

    Attributes:
        tick: the quarter; None where they never do.
        why: the reason in a sentence or two.
        facts: what stood behind it at the end of the quarter before.
    """

    tick: int | None
    why: str
    facts: tuple[Fact, ...]


def parting(pair: Pair) -> Parting:
    """Tell where the paths of two lives part, and why.

    The same event at the same time with the same partners is the same step, over whatever channel it came.
    """
    if pair.second is None:
        return _never_found(pair)
    ours, theirs = _difference(pair)
    if ours is None and theirs is None:
        return _same_path(pair)
    tick = min(one.tick for one in (ours, theirs) if one is not None)
    now = [one if one is not None and one.tick == tick else None for one in (ours, theirs)]
    kinds = {one.what for one in now if one is not None}
    if kinds & {*AGREEMENTS, FORGOTTEN}:
        return Parting(tick, _taken_up(pair, now[0], now[1]), tuple(_around_offer(pair, now[0], now[1], tick)))
    return Parting(tick, _developed(pair, now[0], now[1]), tuple(_around_work(pair, tick)))


def _difference(pair: Pair) -> tuple[Moment | None, Moment | None]:
    assert pair.second is not None
    for ours, theirs in zip_longest(pair.first.moments, pair.second.moments):
        if ours is None or theirs is None:
            return ours, theirs
        same = (ours.tick, ours.what) == (theirs.tick, theirs.what)
        for here, there in ((ours.who, theirs.who), (ours.other, theirs.other)):
            same = same and pair.rows(here)[1] == there
        if not same:
            return ours, theirs
    return None, None


def _never_found(pair: Pair) -> Parting:
    life = pair.first
    found = life.moments[0]
    origin = pair.names[0].organisation(found.who)
    sponsored = life.first(Moved.SPONSORED)
    if sponsored is not None:
        firm = pair.names[0].organisation(sponsored.who)
        why = (
            f"In the other run it is never found: it came of a contract that {firm} placed with {origin} "
            f"{pair.names[0].channel(sponsored.channel)}, and there the two make none that quarter which leads to it."
        )
        return Parting(found.tick, why, tuple(facts.of_firm(pair, sponsored.who, found.who, found.tick)))
    why = (
        f"In the other run it is never found: discoveries of a quarter grow with people, hours for research and "
        f"knowledge of {origin}; by then these differ enough for the same draw to give fewer."
    )
    field = int(life.film.world.techs.rows["field"][life.row])
    return Parting(found.tick, why, tuple(facts.of_origin(pair, found.who, field, found.tick)))


def _same_path(pair: Pair) -> Parting:
    assert pair.second is not None
    ours, theirs = float(pair.first.earned.sum()), float(pair.second.earned.sum())
    money = pair.first.film.scenario.money.unit
    why = "The same happens to it in both runs, in the same quarters."
    channels = [{one.channel for one in life.moments} for life in (pair.first, pair.second)]
    if channels[0] != channels[1]:
        why = f"{why[:-1]}; only the channels differ."
    if ours != theirs:
        why += f" Only what its firm sells differs, so that it earns {number(ours)} and {number(theirs)} {money}."
    return Parting(None, why, ())


def _taken_up(pair: Pair, ours: Moment | None, theirs: Moment | None) -> str:
    said = [_who_took_it(*side) for side in zip(pair.names, (ours, theirs), pair.titles, strict=True)]
    if ours is not None and ours.channel != OPEN and ours.what != Moved.SPUN_OFF:
        said.append(_news(pair, ours))
    elif ours is not None and ours.what in AGREEMENTS:
        said.append("News of it came at arm's length; what the firms around it were able and willing to do differed.")
    return capitals(" ".join(said))


def _who_took_it(names: Names, one: Moment | None, where: str) -> str:
    if one is None:
        return f"{where} nothing happens to it that quarter."
    if one.what == FORGOTTEN:
        return f"{where} it is forgotten on the shelf that quarter."
    if one.what == Moved.OUTSIDE:
        return f"{where} a developer outside the region takes it."
    if one.what == Moved.SPUN_OFF:
        return f"{where} its inventors leave and found {names.organisation(one.who)}."
    way = "takes a licence" if one.what == Moved.LICENSED else "takes it from the publication"
    if one.what in AGREEMENTS:
        return f"{where} {names.organisation(one.who)} {way} {names.channel(one.channel)}."
    return f"{where} it goes on otherwise ({Moved(one.what).name.lower().replace('_', ' ')})."


def _news(pair: Pair, ours: Moment) -> str:
    there = pair.rows(ours.who)[1]
    firm, link = pair.names[0].organisation(ours.who), pair.names[0].channel(ours.channel)
    if there < 0:
        return f"{firm}, which heard of it {link}, does not exist in the other run."
    died = int(pair.films[1].world.orgs.rows["died"][there])
    if 0 <= died <= ours.tick:
        return f"{firm}, which heard of it {link}, has closed by then in the other run ({pair.names[1].date(died)})."
    return f"{firm} heard of it {link}; in the other run it has no such tie, and would have to come upon it by itself."


def _around_offer(pair: Pair, ours: Moment | None, theirs: Moment | None, tick: int) -> Iterator[Fact]:
    tech = pair.first.film.world.techs.rows[pair.first.row]
    yield from facts.of_audience(pair, int(tech["origin"]), int(tech["field"]), tick)
    for moment, film in zip((ours, theirs), pair.films, strict=True):
        if moment is not None and moment.what in AGREEMENTS and moment.who >= 0:
            yield from facts.of_firm(pair, pair.films[0].organisation_like(film, moment.who), int(tech["origin"]), tick)
            return


def _around_work(pair: Pair, tick: int) -> Iterator[Fact]:
    working = [one for one in pair.first.moments if one.tick <= tick and one.what in AGREEMENTS]
    if working and working[-1].who >= 0:
        firm = working[-1].who
        ends = [int(film.world.orgs.rows["died"][row]) for film, row in zip(pair.films, pair.rows(firm), strict=True)]
        closed = [end for end in ends if 0 <= end < tick]  # a firm that has closed is compared before it did
        yield from facts.of_firm(pair, firm, pair.first.moments[0].who, min([*closed, tick]))


def _developed(pair: Pair, ours: Moment | None, theirs: Moment | None) -> str:
    said = [_who_did_what(*side) for side in zip(pair.names, (ours, theirs), pair.titles, strict=True)]
    return " ".join(said) + " The draws are the same; what the firm has, brings, and buys of advice is not."


def _who_did_what(names: Names, one: Moment | None, where: str) -> str:
    if one is None:
        return f"{where} nothing happens to it that quarter."
    if one.what == Moved.HELPED:
        return f"{where} the inventors advise {names.organisation(one.other)} {names.channel(one.channel)}."
    if one.what == MEASURED:
        return f"{where} {names.organisation(one.who)} measures {site(names, one.other, one.channel)}."
    if one.what == Moved.ADVANCED:
        return f"{where} {names.organisation(one.who)} reaches level {one.level}."
    if one.what == Moved.SPONSORED:
        return f"{where} it comes of a contract that {names.organisation(one.who)} pays for."
    if one.what == Moved.RETURNED:
        died = names.date(int(names.film.world.orgs.rows["died"][one.other]))
        return f"{where} {names.organisation(one.other)} has closed ({died}), and it goes back to the shelf."
    done = {Moved.ABANDONED: "is given up", Moved.PRODUCT: "is a product"}
    said = done.get(Moved(one.what), f"has its next step ({Moved(one.what).name.lower().replace('_', ' ')})")
    return f"{where} it {said}."
