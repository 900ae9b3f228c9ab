"""One compact model as ecosim writes models, in mesa-frames, in plain Mesa and in AgentPy.

In each step every agent

1. draws a partner; if that one knows more, it learns ``LEARN`` of the lead and pays ``PRICE`` of what it has learnt,
   at most all its money;
2. spends ``SPEND`` of its money on research, which adds up to ``FIND`` times that to its knowledge, by luck;
3. earns its share, by knowledge, of what all have spent.

Everybody learns from what partners knew, and had, when the step began. So money is neither made nor lost, and knowledge
never falls. Each model is written as its framework would have it, with the framework's own generator.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ecosim.compiled import function
from ecosim.randomness import Bits, address, at, name_key, uniform
from ecosim.world.tables import Column, Layout, Table

State: TypeAlias = tuple[NDArray[np.float64], NDArray[np.float64]]

LEARN, PRICE, SPEND, FIND = 0.1, 0.5, 0.2, 0.02
START = 10.0  # money of everybody at the start; knowledge is uniform between 0 and 1
OURS = "ecosim's way"
_PARTNER, _LUCK = name_key("compact", "partner"), name_key("compact", "luck")


class Model(Protocol):
    """What the timing and the tests need of each of the models."""

    def step(self) -> None:
        """Let a step pass."""

    def state(self) -> State:
        """Return knowledge and money of all agents."""


def knowledge_at_start(agents: int, seed: int) -> list[float]:
    """Return the same knowledge for every framework."""
    return list(map(float, np.random.default_rng(seed).random(agents)))


class Rules:
    """What an agent with attributes does, in plain Mesa and in AgentPy alike; ``model`` has the others, ``firms``."""

    model: Any
    knowledge: float

    def begin(self, knowledge: float) -> None:
        """Begin with what is known, and the money of everybody."""
        self.knowledge, self.money = knowledge, START
        self.learnt = self.received = 0.0

    def meet(self) -> None:
        """Learn of a partner, and pay for that."""
        partner = self.model.random.choice(self.model.firms)
        self.learnt = LEARN * max(0.0, partner.knowledge - self.knowledge)
        fee = min(self.money, PRICE * self.learnt)
        self.received -= fee
        partner.received += fee

    def research(self) -> None:
        """Spend money on research."""
        spent = SPEND * (self.money + self.received)
        self.money += self.received - spent
        self.received = 0.0
        self.knowledge += self.learnt + FIND * spent * self.model.random.random()
        self.model.spent += spent
        self.model.known += self.knowledge

    def earn(self) -> None:
        """Earn a share of what all have spent."""
        self.money += self.model.spent * self.knowledge / self.model.known


def in_mesa(agents: int, seed: int) -> Model:
    """Return the model in plain Mesa."""
    import mesa

    class Firm(Rules, mesa.Agent):
        def __init__(self, model: Any, knowledge: float) -> None:
            super().__init__(model)
            self.begin(knowledge)

    class Economy(mesa.Model):
        def __init__(self) -> None:
            super().__init__(rng=seed)
            Firm.create_agents(self, agents, knowledge_at_start(agents, seed))
            self.firms = list(self.agents)

        def step(self) -> None:
            self.spent = self.known = 0.0
            self.agents.do("meet")
            self.agents.do("research")
            self.agents.do("earn")

        def state(self) -> State:
            return np.array(self.agents.get("knowledge")), np.array(self.agents.get("money"))

    return Economy()


def in_agentpy(agents: int, seed: int) -> Model:
    """Return the model in AgentPy."""
    import agentpy

    class Firm(Rules, agentpy.Agent):
        def setup(self, knowledge: float) -> None:
            self.begin(knowledge)

    class Economy(agentpy.Model):
        def setup(self) -> None:
            known = agentpy.AttrIter(knowledge_at_start(agents, seed))
            self.firms = agentpy.AgentList(self, agents, Firm, knowledge=known)

        def step(self) -> None:
            self.spent = self.known = 0.0
            self.firms.meet()
            self.firms.research()
            self.firms.earn()

        def state(self) -> State:
            return np.array(list(self.firms.knowledge)), np.array(list(self.firms.money))

    economy = Economy()
    economy.sim_setup(seed=seed)
    return economy


def in_mesa_frames(agents: int, seed: int) -> Model:
    """Return the model in mesa-frames, on Polars, with one processor like all others."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")
    import mesa_frames
    import polars as pl
    from polars import col

    class Firms(mesa_frames.AgentSetPolars):
        def __init__(self, model: Any) -> None:
            super().__init__(model)
            known = pl.Series(knowledge_at_start(agents, seed))
            self.add(pl.DataFrame({"unique_id": range(agents), "knowledge": known, "money": [START] * agents}))

        def step(self) -> None:
            random, columns = self.model.random, ["unique_id", "knowledge", "money"]
            firms = self.agents.with_columns(
                partner=pl.Series(random.integers(agents, size=agents)), luck=pl.Series(random.random(agents))
            )
            lead = col("knowledge").gather(col("partner")) - col("knowledge")
            firms = firms.with_columns(learnt=LEARN * lead.clip(lower_bound=0.0))
            firms = firms.with_columns(fee=pl.min_horizontal("money", PRICE * col("learnt")))
            fees = firms.group_by("partner").agg(received=col("fee").sum())
            firms = firms.join(fees, left_on="unique_id", right_on="partner", how="left", maintain_order="left")
            firms = firms.with_columns(money=col("money") - col("fee") + col("received").fill_null(0.0))
            spent = SPEND * col("money")
            firms = firms.with_columns(
                knowledge=col("knowledge") + col("learnt") + FIND * spent * col("luck"), spent=spent
            )
            share = col("knowledge") / col("knowledge").sum()
            firms = firms.with_columns(money=col("money") - col("spent") + col("spent").sum() * share)
            self.agents = firms.select(columns)

        def state(self) -> State:
            return self.agents["knowledge"].to_numpy(), self.agents["money"].to_numpy()

    class Economy(mesa_frames.ModelDF):
        def __init__(self) -> None:
            super().__init__(seed)
            self.firms = Firms(self)
            self.agents += self.firms

        def step(self) -> None:
            self.agents.step()

        def state(self) -> State:
            return self.firms.state()

    return Economy()


FIRM = Layout(
    "firm of the compact model",
    Column("key", "u", "1", "permanent address of its draws"),
    Column("knowledge", "f", "1", "what it knows"),
    Column("money", "f", "money", "what it has", START),
    Column("learnt", "f", "1", "what it learns in this step"),
    Column("received", "f", "money", "fees received less fees paid in this step"),
)


@function
def pass_step(firms: Any, now: Bits) -> None:
    """Let all firms meet, research and earn."""
    partners, lucks = at(now, _PARTNER), at(now, _LUCK)
    for i in range(firms.shape[0]):
        firm = firms[i]
        partner = firms[int(uniform(at(partners, firm.key)) * firms.shape[0])]
        firm.learnt = LEARN * max(0.0, partner.knowledge - firm.knowledge)
        fee = min(firm.money, PRICE * firm.learnt)
        firm.received -= fee
        partner.received += fee
    all_spent = known = 0.0
    for i in range(firms.shape[0]):
        firm = firms[i]
        spent = SPEND * (firm.money + firm.received)
        firm.money += firm.received - spent
        firm.received = 0.0
        firm.knowledge += firm.learnt + FIND * spent * uniform(at(lucks, firm.key))
        all_spent += spent
        known += firm.knowledge
    for i in range(firms.shape[0]):
        firms[i].money += all_spent * firms[i].knowledge / known


class InColumns:
    """The model as the house writes models: a table, one compiled rule, addressed draws."""

    def __init__(self, agents: int, seed: int) -> None:
        self.table, self.seed, self.tick = Table(FIRM, agents), seed, 0
        self.table.append(agents, key=np.arange(agents), knowledge=knowledge_at_start(agents, seed))

    def step(self) -> None:
        """Let a step pass."""
        pass_step(self.table.view, address(self.seed, self.tick))
        self.tick += 1

    def state(self) -> State:
        """Return knowledge and money of all firms."""
        return self.table.view["knowledge"].copy(), self.table.view["money"].copy()


MODELS: dict[str, tuple[str, Callable[[int, int], Model]]] = {
    OURS: ("ecosim", InColumns),
    "mesa-frames": ("mesa_frames", in_mesa_frames),
    "plain Mesa": ("mesa", in_mesa),
    "AgentPy": ("agentpy", in_agentpy),
}


def installed(package: str) -> bool:
    """Return whether a package that a model is written in is here."""
    return find_spec(package) is not None
