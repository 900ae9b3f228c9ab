"""The engine and the reference side by side: the same scenario and luck, compared after every rule of every quarter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ecosim import indicators
from ecosim.plan import PlannedRule, Rule
from ecosim.scenario.document import ScenarioBase
from ecosim.simulation import Simulation
from ecosim.steps import Ask, Steps
from ecosim.world.world import World
from reference import engine_tables
from reference.indicators import measure
from reference.model import Ecosystem
from reference.pictures import Picture


@dataclass
class Difference:
    """Where the two part: a column, by how many units in the last place (a huge number for whole numbers)."""

    quarter: int
    stage: str
    owner: str
    column: str
    apart: int


@dataclass
class Comparison:
    """What was compared, and what was found.

    Attributes:
        quarters, rules: how far both went; a column counts each time that it is compared, and so do its numbers.
        events: entries of the log, which tell how much happened.
        largest: units in the last place by which any float differs.
        differences: columns that differ at all after the first rule that has any.
    """

    quarters: int = 0
    rules: int = 0
    columns: int = 0
    numbers: int = 0
    events: int = 0
    largest: int = 0
    differences: list[Difference] = field(default_factory=list)


class _Watched(Simulation):
    """The engine, whose rules each take a step of the reference along."""

    def __init__(self, scenario: ScenarioBase, seed: int, replication: int, watch: Oracle) -> None:
        self.watch = watch
        super().__init__(scenario, seed=seed, replication=replication)

    def watched(self, rules: Iterable[PlannedRule]) -> Iterable[PlannedRule]:
        return [PlannedRule(one.stage, one.owner, self._followed(one)) for one in rules]

    def _followed(self, planned: PlannedRule) -> Rule:
        def act(world: World) -> Steps:
            yield from planned.steps(world)
            yield Ask(lambda: self.watch.follow(world, planned.stage.value, planned.owner))

        return act


class Oracle:
    """Both models of one scenario.

    Args:
        scenario, seed, replication: what is run.
        each_rule: compare what lives after every rule too, and not only everything at the end of every quarter.
    """

    def __init__(self, scenario: ScenarioBase, *, seed: int = 11, replication: int = 0, each_rule: bool = True) -> None:
        self.found = Comparison()
        self.each_rule, self.seed = each_rule, seed
        self.reference = Ecosystem(scenario, seed=seed, replication=replication)
        self.engine = _Watched(scenario, seed, replication, self)
        self._rules: Iterator[tuple[str, str]] = iter(())

    def run(self) -> Comparison:
        """Run to the end, or to the first rule after which the two differ."""
        while not self.engine.finished and not self.found.differences:
            quarter = self.engine.world.quarter
            self._rules = self.reference.quarter_by_rules()
            next(self._rules)  # the calendar, which the engine turns before its first rule
            self.engine.step()
            if self.found.differences:
                break
            rest = list(self._rules)
            assert not rest, f"the engine has no rule {rest}"
            self.compare(self.engine.world, "end", "of quarter", whole=True)
            self.compare_indicators(quarter)
            self.found.quarters += 1
        self.found.events = len(self.reference.log)
        return self.found

    def follow(self, world: World, stage: str, owner: str) -> None:
        """Let the reference take the step that the engine has taken, and compare."""
        if self.found.differences:
            return
        step = next(self._rules)
        assert step == (stage, owner), f"the engine did {stage} of {owner}, the reference {step}"
        self.found.rules += 1
        if self.each_rule:
            self.compare(world, stage, owner, whole=False)

    def compare(self, world: World, stage: str, owner: str, *, whole: bool) -> None:
        """Compare every column."""
        theirs = engine_tables.tables(world, whole=whole)
        for table, columns in Picture(self.reference).tables(whole=whole).items():
            for name, ours in columns.items():
                apart = engine_tables.apart(ours, theirs[table][name])
                self.note(f"{table}.{name}", apart, world.quarter, stage, owner)
                self.found.numbers += len(ours)

    def compare_indicators(self, quarter: int) -> None:
        """Compare every indicator of the quarter."""
        ours, names = measure(self.reference), indicators.names(self.engine.types)
        theirs = indicators.measure(self.engine.world)
        for name, value in zip(names, theirs, strict=True):
            apart = engine_tables.apart([ours[name]], theirs[:1] * 0 + value)
            self.note(f"indicators.{name}", apart, quarter, "indicators", "")
            self.found.numbers += 1

    def note(self, column: str, apart: int, quarter: int, stage: str, owner: str) -> None:
        """Note how far a column lies apart."""
        self.found.columns += 1
        self.found.largest = max(self.found.largest, apart)
        if apart:
            self.found.differences.append(Difference(quarter, stage, owner, column, apart))


def compared(scenario: ScenarioBase, *, replication: int = 0, each_rule: bool = True) -> Comparison:
    """Return what a comparison over a whole run finds."""
    return Oracle(scenario, replication=replication, each_rule=each_rule).run()
