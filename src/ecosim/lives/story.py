"""A life told in dated sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from ecosim.lives.knowing import hired, tie_between, told
from ecosim.lives.life import FORGOTTEN, MEASURED, VALLEY, Life, Moment
from ecosim.lives.naming import Names, capitals
from ecosim.results.table import number
from ecosim.world.codes import OPEN, Carries, Moved, Stage

_WORK = (Moved.ADVANCED, Moved.HELPED, MEASURED)
_RIVALS = 3  # that are named
_PATENT = {
    Moved.PATENT_APPLIED: "applies for a patent.",
    Moved.PATENT_GRANTED: "is granted the patent.",
    Moved.PATENT_REFUSED: "is refused the patent.",
}


@dataclass(frozen=True)
class Sentence:
    """One step of a story.

    Attributes:
        first, last: ticks between which it happened.
        short: what happened in few words, for a picture.
        text: the same in full.
    """

    first: int
    last: int
    short: str
    text: str


def story(life: Life, names: Names) -> list[Sentence]:
    """Return a life in sentences, in order."""
    said = [_event(life, names, one) for one in life.moments if one.what in _PATENT]
    for working, group in groupby(_stations(life), lambda one: one[0]):
        moments = [moment for _, moment in group]
        said += _work(life, names, moments) if working else [_event(life, names, one) for one in moments]
    return [*sorted(said, key=lambda one: one.first), *_end(life, names)]


def _stations(life: Life) -> Iterator[tuple[str, Moment]]:
    """Yield moments, but for patents, with the stretch of development that they belong to, if any."""
    for moment in life.moments:
        if moment.what in _WORK:
            before = _level_before(moment)
            yield ("valley" if before in VALLEY else "early" if before < VALLEY[0] else "late"), moment
        elif moment.what not in _PATENT:
            yield "", moment


def _level_before(moment: Moment) -> int:
    return moment.level - (moment.what == Moved.ADVANCED)


def _event(life: Life, names: Names, one: Moment) -> Sentence:
    short, text = _TELL[one.what](life, names, one)
    return Sentence(one.tick, one.tick, short, capitals(text))


def _discovered(life: Life, names: Names, one: Moment) -> tuple[str, str]:
    film = life.film
    techs, frame = film.world.techs.view, film.at(one.tick)
    tech = techs[life.row]
    found = techs["quality"][techs["found"] >= film.begun]
    better = float((found < tech["quality"]).mean())
    knows = float(frame.knowledge[one.who, tech["field"]])
    text = (
        f"{names.organisation(one.who, where=True)} discovers it at readiness level {tech['entry']} of 9. Its "
        f"{frame.orgs['staff'][one.who]} people know {knows:.0%} of the world's frontier in {names.field(life.row)}. "
        f"It is better than {min(better, 0.999):.1%} of all that is discovered in this run."
    )
    return f"discovered, {names.organisation(one.who)}", text


def _sponsored(life: Life, names: Names, one: Moment) -> tuple[str, str]:
    firm = names.organisation(one.who, where=True)
    return f"out of a contract of {names.organisation(one.who)}", (
        f"It comes of contract research that {firm} pays for, {names.channel(one.channel)}; so this firm knows of it."
    )


def _patent(life: Life, names: Names, one: Moment) -> tuple[str, str]:
    return Moved(one.what).name.lower().replace("_", " "), f"{names.organisation(one.who)} {_PATENT[Moved(one.what)]}"


def _licensed(life: Life, names: Names, one: Moment) -> tuple[str, str]:
    firm = names.organisation(one.who)
    way = "licensed" if one.what == Moved.LICENSED else "taken from the publication"
    verb = "takes a licence" if one.what == Moved.LICENSED else "takes it up, as no patent protects it,"
    return f"{way} by {firm}, {names.channel(one.channel)}", (
        f"{names.organisation(one.who, where=True)} {verb} {names.channel(one.channel)}"
        f"{_relation(life, names, one)}. {_audience(life, one)}{_bid(life, one)}"
        f"{_rivals(life, names, one)} {_able(life, names, one)}"
    )


def _spun_off(life: Life, names: Names, one: Moment) -> tuple[str, str]:
    firm = names.organisation(one.who)
    return f"inventors found {firm}", (
        f"Its inventors leave {names.organisation(one.other)} and found {names.organisation(one.who, where=True)} on "
        f"it, with private capital. {_audience(life, one)}{_rivals(life, names, one)} {_able(life, names, one)}"
    )


def _outside(life: Life, names: Names, one: Moment) -> tuple[str, str]:
    fee, money = life.film.fees[life.row, one.tick], life.film.scenario.money.unit
    text = (
        f"A developer outside the region takes a licence for {number(fee)} {money}; what comes of it is not simulated."
    )
    return "licensed outside the region", text


def _relation(life: Life, names: Names, one: Moment) -> str:
    """Tell since when licensee and owner have known each other, if they do."""
    tie = tie_between(life.film, one.who, one.other, one.tick, Carries.LICENCES)
    if tie is None:
        return f" from {names.organisation(one.other)}" + (", a stranger" if one.channel == OPEN else "")
    return f" from {names.organisation(one.other)}, its partner since {names.date(int(tie['formed']))}"


def _audience(life: Life, one: Moment) -> str:
    heard = told(life.film, one.other, int(life.film.world.techs.rows["field"][life.row]), one.tick)
    if not heard.firms:
        return "No firm is tied to the owner and told of it."
    return f"Told of it over ties: {heard.firms} firm{'s' * (heard.firms > 1)}, {heard.in_field} of the field."


def _bid(life: Life, one: Moment) -> str:
    bid, fee = (kept.get((life.row, one.tick)) for kept in (life.film.bids, life.film.fees))
    if bid is None:
        return ""
    paid = "" if fee is None else f", and pays {number(fee)} at once"
    return f" The firm expects to gain {number(bid)} {life.film.scenario.money.unit}{paid}."


def _rivals(life: Life, names: Names, one: Moment) -> str:
    """Tell which firms wanted it too, and what they expected of it."""
    bids = life.film.rivals.get((life.row, one.tick), ())
    if not bids:
        return ""
    said = [
        f"{names.organisation(bid.firm)} ({number(bid.gain)}, {names.channel(bid.channel)})" for bid in bids[:_RIVALS]
    ]
    more = f" and {len(bids) - _RIVALS} more" if len(bids) > _RIVALS else ""
    firms = f"{len(bids)} firm{'s bid' if len(bids) > 1 else ' bids'}"
    return f" {firms} in vain, expecting less: {', '.join(said)}{more}."


def _able(life: Life, names: Names, one: Moment) -> str:
    frame = life.film.at(one.tick)
    knows = float(frame.knowledge[one.who, life.film.world.techs.rows["field"][life.row]])
    return f"The firm has {frame.orgs['staff'][one.who]} people, who know {knows:.0%} of the frontier."


def _abandoned(life: Life, names: Names, one: Moment) -> tuple[str, str]:
    firm = names.organisation(one.who)
    valley = ", in the valley of death" if one.level in VALLEY else ""
    return f"given up at level {one.level}", f"{firm} gives it up at level {one.level}{valley}."


def _returned(life: Life, names: Names, one: Moment) -> tuple[str, str]:
    firm, origin = names.organisation(one.other), names.organisation(one.who)
    return f"{firm} closes", f"{firm} closes; the technology goes back to the shelf of {origin} at level {one.level}."


def _product(life: Life, names: Names, one: Moment) -> tuple[str, str]:
    years = (one.tick - life.film.world.techs.rows["found"][life.row]) / 4.0
    gain, quality = life.film.world.techs.rows["gain"][life.row], life.film.at(one.tick).orgs["quality"][one.who]
    return "a product", (
        f"It is a product of {names.organisation(one.who)}, {years:g} years after its discovery, and raises the "
        f"quality of what the firm sells by {gain / max(quality - gain, 1e-12):.0%}."
    )


def _forgotten(life: Life, names: Names, one: Moment) -> tuple[str, str]:
    tech = life.film.world.techs.rows[life.row]
    heard = told(life.film, int(tech["owner"]), int(tech["field"]), one.tick)
    return "forgotten on the shelf", (
        f"Nobody has taken it up at {names.organisation(one.who)}, and it is forgotten or overtaken. "
        f"Last told of it over ties: {heard.firms} firm{'s' * (heard.firms != 1)}, {heard.in_field} of the field."
    )


_TELL: dict[int, Callable[[Life, Names, Moment], tuple[str, str]]] = {
    Moved.DISCOVERED: _discovered, Moved.SPONSORED: _sponsored, Moved.PATENT_APPLIED: _patent,
    Moved.PATENT_GRANTED: _patent, Moved.PATENT_REFUSED: _patent, Moved.LICENSED: _licensed,
    Moved.PUBLICATION_USED: _licensed, Moved.SPUN_OFF: _spun_off, Moved.OUTSIDE: _outside,
    Moved.ABANDONED: _abandoned, Moved.RETURNED: _returned, Moved.PRODUCT: _product, FORGOTTEN: _forgotten,
}  # fmt: skip


def _work(life: Life, names: Names, moments: Sequence[Moment]) -> list[Sentence]:
    """Tell of a stretch of development: levels reached, advice, people."""
    first, last = moments[0].tick, moments[-1].tick
    steps = [one for one in moments if one.what == Moved.ADVANCED]
    valley = _level_before(moments[0]) in VALLEY
    here = "valley of death, levels 4 to 6" if valley else "development"
    reached = f"reaches level {steps[-1].level}" if steps else f"stays at level {moments[-1].level}"
    advice = Counter(one.channel for one in moments if one.what == Moved.HELPED)
    firm = next(one.other if one.what == Moved.HELPED else one.who for one in moments)
    text = f"{names.organisation(firm)} works on it ({here}) and {reached}. {_advice(names, advice)}"
    text += _measured(names, [one for one in moments if one.what == MEASURED])
    staffed = hired(life.film, firm, first, last)
    if sum(staffed.graduates.values()):
        text += f" {_graduates(names, staffed.graduates, staffed.tied)}"
    short = f"reaches level {steps[-1].level}" if steps else f"stays at level {moments[-1].level}"
    return [Sentence(first, last, short + (", in the valley of death" if valley else ""), capitals(text))]


def _advice(names: Names, advice: Counter[int]) -> str:
    if not advice:
        return "Its inventors give no advice."
    ways = [f"{count} quarter{'s' * (count > 1)} {names.channel(channel)}" for channel, count in sorted(advice.items())]
    return f"Its inventors advise: {', '.join(ways)}."


def _measured(names: Names, visits: Sequence[Moment]) -> str:
    """Tell where the firm measured for it."""
    if not visits:
        return ""
    where = Counter((one.other, one.channel) for one in visits)
    ways = [f"{count} session{'s' * (count > 1)} {site(names, *way)}" for way, count in sorted(where.items())]
    return f" The firm measures for it: {', '.join(ways)}."


def site(names: Names, facility: int, channel: int) -> str:
    """Return where a session took place."""
    if channel == OPEN:
        return "elsewhere in the world"
    return f"at {'a large facility' if facility < 0 else names.organisation(facility)} {names.channel(channel)}"


def _graduates(names: Names, graduates: Counter[int], tied: int) -> str:
    total = sum(graduates.values())
    homes = ", ".join(f"{count} of {names.organisation(home)}" for home, count in graduates.most_common(2))
    over = f"; {tied} over a tie" if tied else "; none over a tie"
    return f"The firm hires {total} graduate{'s' * (total > 1)} meanwhile ({homes}{over})."


def _end(life: Life, names: Names) -> Iterator[Sentence]:
    """Tell what it earned, or where it stands when the run ends."""
    film = life.film
    tech, last = film.world.techs.rows[life.row], film.world.tick - 1
    if tech["stage"] == Stage.PRODUCT:
        money, total = film.scenario.money.unit, float(life.earned.sum())
        peak = int(np.argmax(life.earned)) + film.begun
        died = int(film.world.orgs.rows["died"][tech["developer"]])
        over = f", until the firm closes in {names.date(died)}" if died >= 0 else f" by {names.date(last)}"
        text = f"Sales of {number(total)} {money} are owed to it{over}, most in {names.date(peak)}."
        if life.royalties:
            after = f", after {number(life.fee)} paid at once" if life.fee else ""
            text += f" Its owner is owed {number(life.royalties)} of that as royalties{after}."
        yield Sentence(int(tech["launched"]), died if died >= 0 else last, f"earned {number(total)} {money}", text)
    elif tech["stage"] in (Stage.SHELF, Stage.DEVELOPMENT):
        where = "on the shelf" if tech["stage"] == Stage.SHELF else "in development"
        yield Sentence(last, last, f"still {where}", f"When the run ends it is {where}, at level {tech['level']}.")


def fate(life: Life | None) -> str:
    """Return how a life ends, in a few words; None stands for what was never found."""
    if life is None:
        return "never found"
    stage = Stage(int(life.film.world.techs.rows["stage"][life.row]))
    ends = {Stage.PRODUCT: "a product", Stage.OUTSIDE: "licensed outside", Stage.SHELF: "on the shelf to the end",
            Stage.DEVELOPMENT: "in development to the end"}  # fmt: skip
    return ends.get(stage, "given up" if life.first(FORGOTTEN) is None else "forgotten")
