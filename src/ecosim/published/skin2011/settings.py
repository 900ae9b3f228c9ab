"""Parameters of SKIN, and switches where accounts of the model differ."""

from __future__ import annotations

from typing import Any

from ecosim.parameter import Parameters, parameter

_SKIN = "Gilbert, Pyka and Ahrweiler (2001), with later accounts of SKIN"
_DIFFER = "accounts of SKIN differ"
_INFO = "Gilbert, Ahrweiler and Pyka (2010), description that comes with the published model"
_ASSUMED = "assumed; not in what we had of the papers"


def _switch(default: int, doc: str) -> Any:
    return parameter(default, unit="0 or 1", range=(0, 1), source=_DIFFER, doc=doc)


def _described(default: int, doc: str) -> Any:
    return parameter(default, unit="0 or 1", range=(0, 1), source=_INFO, doc=doc)


class Settings(Parameters):
    """Parameters of a population of firms and universities."""

    firms: int = parameter(500, unit="firms", range=(10, 5000), source=_SKIN, doc="firms at the start")
    universities: int = parameter(
        0, unit="universities", range=(0, 1000), source=_ASSUMED, doc="universities beside the firms"
    )
    steps: int = parameter(200, unit="steps", range=(1, 2000), source=_ASSUMED, doc="length of a run")
    capabilities: int = parameter(1000, unit="1", range=(50, 100_000), source=_SKIN, doc="capabilities that exist")
    products: int = parameter(100, unit="products", range=(20, 1000), source=_SKIN, doc="products that exist")
    raw: int = parameter(10, unit="products", range=(1, 900), source=_SKIN, doc="raw materials: the lowest products")
    end_from: int = parameter(90, unit="product", range=(2, 999), source=_SKIN, doc="first product for end users")
    most_inputs: int = parameter(4, unit="inputs", range=(1, 4), source=_SKIN, doc="most inputs of a product")
    capital: float = parameter(20_000.0, unit="money", range=(1, 1e9), source=_SKIN, doc="capital at the start")
    large: float = parameter(0.1, unit="1", range=(0, 1), source=_SKIN, doc="share of firms with ten times as much")
    attractive: float = parameter(0.3, unit="1", range=(0, 1), source=_SKIN, doc="overlap or novelty that attracts")
    progressive: float = parameter(
        0.5, unit="1", range=(0, 1), source=_ASSUMED, doc="share of firms that look for novelty"
    )
    most_partners: int = parameter(5, unit="partners", range=(1, 5), source=_SKIN, doc="most partners of a firm")
    success: float = parameter(
        1000.0, unit="money/step", range=(0, 1e9), source=_SKIN, doc="reward below which a firm researches"
    )
    trigger: float = parameter(
        1200.0, unit="money/step", range=(0, 1e9), source=_SKIN, doc="best reward that draws start-ups"
    )
    tax: float = parameter(
        100.0, unit="money", range=(0, 1e9), source=_SKIN, doc="cost of a piece of research, of a partner, of a step"
    )
    low_capital: float = parameter(
        1000.0, unit="money", range=(0, 1e9), source=_ASSUMED, doc="capital below which research is radical"
    )
    end_price: float = parameter(10_000.0, unit="money", range=(0, 1e9), source=_SKIN, doc="price that end users pay")
    first_price: float = parameter(1000.0, unit="money", range=(0, 1e9), source=_ASSUMED, doc="price at the start")
    raw_price: float = parameter(1.0, unit="money", range=(0, 1e9), source=_ASSUMED, doc="price of a raw material")
    breadth: int = parameter(
        20, unit="triples", range=(2, 60), source=_ASSUMED, doc="triples of a university; firms have about seven"
    )
    basic: float = parameter(
        0.1, unit="1/step", range=(0, 1), source=_ASSUMED, doc="chance that a university finds a new capability"
    )
    forget_partners: int = _switch(0, "1: former partners are not asked first")
    fresh_adverts: int = _switch(1, "1: others see at once what a firm has learnt; 0: from the next step on")
    whole_kene: int = _switch(0, "1: incremental research may work on any triple; 0: on those in use")
    new_hypothesis: int = _switch(1, "1: radical research makes a new innovation hypothesis")
    copied_expertise: int = _switch(1, "1: start-ups copy expertise; 0: they begin with 1")
    capped: int = _switch(0, "1: a kene is no longer than capital allows; 0: as long as there is room (64)")
    price_floor: int = _switch(1, "1: no price is cut below cost")
    both_willing: int = _described(1, "1: a partner has to find the one who asks attractive, too")
    first_fit: int = _described(0, "1: the search for partners ends at the first; 0: at the most there may be")
    random_prices: int = _described(0, "1: prices start anywhere from nothing to twice `first_price`")
    forgetful_universities: int = parameter(
        0, unit="0 or 1", range=(0, 1), source=_ASSUMED, doc="1: universities forget what they do not use, like firms"
    )
