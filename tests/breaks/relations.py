"""Relations that hold between runs, where each is tested, and a break of the code under which its test has to fail."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

RELATIONS = "tests/model/test_relations.py"
OTHERWISE = "tests/model/test_said_otherwise.py"
PARTS = "tests/model/test_parts_and_wholes.py"
REGIONS = "tests/model/test_regions.py"
EFFECTS = "tests/results/test_relations_of_effects.py"


@dataclass(frozen=True)
class Relation:
    """A relation between runs or results that has to hold.

    Attributes:
        says: what holds.
        test: the test, with one case of it where it has several.
        broken: what the break does to the program.
        file: the file of the package that is broken.
        old, new: the piece of its text that is replaced, which stands there once, and by what.
    """

    says: str
    test: str
    broken: str
    file: str
    old: str
    new: str

    def broken_text(self, package: Path) -> str:
        """Return the text of the file in a package with the break in it."""
        text = (package / self.file).read_text(encoding="utf-8")
        assert text.count(self.old) == 1, f"{self.file}: {self.old!r} stands there {text.count(self.old)} times"
        return text.replace(self.old, self.new)


_IN_FORCE = "params is not None and params.in_force(quarter, start)"
_SEED = "world.seed, world.replication = seed, replication"

OF_LINKS = (
    Relation(
        "a link of strength zero is an absent link",
        f"{RELATIONS}::test_a_link_of_strength_zero_is_an_absent_link[science_city]",
        "people meet by chance in a science city whatever its strength", "links/science_city.py",
        "p.chance * p.strength", "p.chance",
    ),
    Relation(
        "a link through which nothing flows changes nothing but its own ties",
        f"{RELATIONS}::test_a_link_through_which_nothing_flows_changes_nothing_but_its_own_ties[public_funding]",
        "money goes by merit although its flow is off", "links/public_funding.py", "            if on:\n",
        "            if instrument:\n",
    ),
    Relation(
        "an absent link and one that is switched off are the same",
        f"{RELATIONS}::test_an_absent_link_and_one_switched_off_are_the_same[public_funding]",
        "a link that is switched off is in force", "regimes.py", _IN_FORCE,
        f"{_IN_FORCE} or params is not None and not params.enabled",
    ),
    Relation(
        "before a link begins a run is the same as without it",
        f"{RELATIONS}::test_before_a_link_begins_runs_with_and_without_it_are_the_same[public_funding]",
        "links that begin within three years are there already", "regimes.py", _IN_FORCE,
        "params is not None and params.in_force(quarter + 12, start)",
    ),
    Relation(
        "after a link has ended nothing flows through it",
        f"{RELATIONS}::test_until_ends_what_a_link_does[science_industry]",
        "ties outlast their link", "plan.py", "lasting[link.channel] = 1", "lasting[:] = 1",
    ),
    Relation(
        "a link that begins with reporting and ends after the end need not say so",
        f"{OTHERWISE}::test_a_link_that_begins_when_reporting_begins_and_ends_after_the_end_need_not_say_so",
        "links without dates begin a year late", "regimes.py", "    start = scenario.time.start\n",
        "    start = scenario.time.start + 4\n",
    ),
    Relation(
        "a link whose time is before or after the run is absent",
        f"{OTHERWISE}::test_a_link_whose_quarters_are_those_of_no_run_is_absent",
        "no link ever ends", "regimes.py", _IN_FORCE,
        'params is not None and params.model_copy(update={"until": None}).in_force(quarter, start)',
    ),
    Relation(
        "what a link that is switched off would do does not matter",
        f"{OTHERWISE}::test_what_an_absent_link_would_do_does_not_matter",
        "links are in force whether on or off", "regimes.py", _IN_FORCE,
        'params is not None and params.model_copy(update={"enabled": True}).in_force(quarter, start)',
    ),
    Relation(
        "cutting one link and then another is cutting both, in either order",
        f"{OTHERWISE}::test_cutting_one_link_and_then_the_other_is_cutting_both",
        "a cut brings back what was cut before", "experiments/design.py",
        'update = {name: section.model_copy(update={"enabled": False}) for name, section in sections if name in off}',
        'update = {name: section.model_copy(update={"enabled": name not in off}) for name, section in sections}',
    ),
    Relation(
        "switching a link off leaves every budget as it was",
        "tests/model/test_links.py::test_switching_a_link_off_leaves_every_budget_as_it_was[public_funding]",
        "what a link has directed is paid a second time", "processes/funding.py",
        "(1.0 - directed[orgs[ministries[m]].region, k])", "1.0",
    ),
    Relation(
        "a link of one's own of strength zero changes nothing",
        "tests/model/test_links.py::test_a_users_new_link_of_strength_zero_changes_nothing",
        "luck depends on how many links the program has", "simulation.py",
        "1 + len(self.types), seed, replication)", "1 + len(self.types), seed + len(self.types), replication)",
    ),
    Relation(
        "over ties that show no more than strangers see, placements change nothing",
        f"{RELATIONS}::test_over_ties_that_show_no_more_than_strangers_see_placements_change_nothing",
        "ties show a match better than they are told to", "kernels/matching.py",
        "noise = p.noise_tied if tied", "noise = 0.5 * p.noise_tied if tied",
    ),
    Relation(
        "joint assessment alone raises what fits, and nothing else",
        f"{REGIONS}::test_assessment_alone_raises_fit_and_nothing_else",
        "assessment raises practice, not what fits", "links/joint_assessment.py",
        "adapt, w.region_start, w.fit,", "adapt, w.region_start, w.practice,",
    ),
    Relation(
        "without a partner exchange and assessment are as good as absent",
        f"{REGIONS}::test_without_a_partner_nobody_travels_and_the_money_goes_to_science",
        "money for travel is kept back where there is no partner", "links/travel.py",
        "if regions[r].partner >= 0:", "if regions[r].partner >= -1:",
    ),
)  # fmt: skip

OF_SCENARIOS = (
    Relation(
        "the order of entries in a file does not matter", f"{RELATIONS}::test_the_order_of_entries_does_not_matter",
        "institutes have their rows in the order of the file", "world/build.py",
        "for name in sorted(scenario.institutes):", "for name in scenario.institutes:",
    ),
    Relation(
        "the order of fields does not matter", f"{RELATIONS}::test_the_order_of_entries_does_not_matter",
        "fields have the order of the file", "world/build.py", "sorted(scenario.fields)", "list(scenario.fields)",
    ),
    Relation(
        "a world in the mirror, north and south, is the same",
        f"{OTHERWISE}::test_a_world_in_the_mirror_is_the_same_world[latitude]",
        "parallels are shorter in the south", "world/surroundings.py", "math.cos(a[0]) * math.cos(b[0])",
        "math.cos(a[0] + 0.1) * math.cos(b[0])",
    ),
    Relation(
        "a world in the mirror, east and west, is the same",
        f"{OTHERWISE}::test_a_world_in_the_mirror_is_the_same_world[longitude]",
        "the way west is no way", "world/surroundings.py", "math.sin((a[1] - b[1]) / 2) ** 2",
        "max(0.0, math.sin((a[1] - b[1]) / 2)) ** 2",
    ),
    Relation(
        "turning the globe leaves all distances as they were",
        f"{OTHERWISE}::test_turning_the_globe_by_a_whole_turn_changes_nothing_that_matters",
        "west counts as east", "world/surroundings.py", "(a[1] - b[1])", "(abs(a[1]) - b[1])",
    ),
    Relation(
        "only the proportions of an institute's fields matter",
        f"{OTHERWISE}::test_only_the_proportions_of_fields_matter[institutes]",
        "weights are divided by one more than their sum", "world/build.py", "fields[field] / total",
        "fields[field] / (1.0 + total)",
    ),
    Relation(
        "only the proportions of a population's fields matter",
        f"{OTHERWISE}::test_only_the_proportions_of_fields_of_a_population_matter",
        "the sum of weights is taken for two", "world/build.py", "max(1, count) * shares[-1]", "max(1, count) * 2.0",
    ),
    Relation(
        "titles are only read", f"{OTHERWISE}::test_titles_are_only_read", "whoever has a longer title knows more",
        "world/build.py", "_know(world, row, said.fields, said.knowledge)",
        "_know(world, row, said.fields, said.knowledge + 0.001 * len(said.title))",
    ),
    Relation(
        "the name of a scenario is only read", f"{OTHERWISE}::test_the_name_of_a_scenario_is_only_read",
        "luck depends on the name", "world/build.py", _SEED,
        "world.seed, world.replication = seed + len(scenario.name), replication",
    ),
    Relation(
        "all money in a unit a quarter as large is the same money",
        f"{OTHERWISE}::test_all_money_in_units_a_quarter_as_large_is_the_same",
        "wages of all scenarios are one half", "world/surroundings.py",
        "return scenario.money.wage if", "return 0.5 if",
    ),
    Relation(
        "a region in its own money is the same region",
        f"{REGIONS}::test_a_region_in_its_own_money_is_the_same_region",
        "all money is worth the same", "world/surroundings.py", "region.currency is None else region.currency.worth",
        "region.currency is None else 1.0",
    ),
    Relation(
        "a ministry without money is as good as none",
        "tests/model/test_extremes.py::test_a_ministry_without_money_is_as_good_as_none",
        "a ministry alone makes half of the posts core posts", "world/build.py", "if block > 0.0 else 1.0",
        "if block > 0.0 else 1.0 - 0.5 * (len(world.ministries) > 0)",
    ),
    Relation(
        "two ministries with half the money each are one",
        f"{PARTS}::test_two_ministries_with_half_the_money_each_are_one",
        "the second ministry pays a tenth more", "world/calendar.py",
        "np.array(budgets).reshape(len(budgets), len(Instrument))",
        "np.array(budgets).reshape(len(budgets), len(Instrument)) * (1 + np.arange(len(budgets))[:, None] / 10)",
    ),
    Relation(
        "a budget of nothing need not be named", f"{OTHERWISE}::test_a_budget_of_nothing_need_not_be_named",
        "an instrument that is not named has some money", "world/calendar.py",
        "budget.get(one.name.lower(), 0.0)",
        "budget.get(one.name.lower(), 5.0)",
    ),
    Relation(
        "a population of nobody is none", f"{OTHERWISE}::test_a_population_of_nobody_is_none",
        "a population has a member at least", "world/build.py", "count = population.count",
        "count = max(1, population.count)",
    ),
    Relation(
        "a park, a facility and a city after the end are none",
        f"{OTHERWISE}::test_a_park_a_facility_and_a_city_after_the_end_are_none",
        "a park is open before it opens", "world/calendar.py", "residents[k] if quarter >= opens[k] else 0",
        "residents[k]",
    ),
    Relation(
        "what is laid over a file is as if it stood in it",
        f"{OTHERWISE}::test_what_is_laid_over_a_file_is_as_if_it_stood_in_it",
        "only the first value laid over a file counts", "scenario/overrides.py", "for text in texts:",
        "for text in texts[:1]:",
    ),
    Relation(
        "a scenario written out and read again is the same",
        f"{OTHERWISE}::test_a_scenario_written_out_and_read_again_is_the_same",
        "dates are written a quarter late", "scenario/quarter.py", "Q{quarter % 4 + 1}", "Q{(quarter + 1) % 4 + 1}",
    ),
    Relation(
        "a file that extends another and adds nothing is the other",
        f"{OTHERWISE}::test_a_file_that_extends_another_and_adds_nothing_is_the_other",
        "the frontier of an extended file is lost", "scenario/load.py", "whole = Node(root.value,",
        "frontier = Node(0.0, root.mark, root.mark)\n"
        '    more = {"frontier_growth": frontier} if len(layers) > 1 else {}\n    whole = Node(root.value | more,',
    ),
    Relation(
        "what only readers see, and how it is spelt, is not in the key of a run",
        "tests/scenario/test_canonical.py::test_what_does_not_change_runs_does_not_change_the_digest",
        "titles are in the key", "scenario/canonical.py", '"title", ', "",
    ),
)  # fmt: skip

OF_TIME = (
    Relation(
        "an intervention leaves the past alone", f"{PARTS}::test_an_intervention_leaves_the_past_alone",
        "events act a quarter early", "simulation.py", "if quarter == world.quarter]",
        "if quarter == world.quarter + 1]",
    ),
    Relation(
        "a longer run begins with the shorter", f"{PARTS}::test_a_longer_run_begins_with_the_shorter",
        "luck depends on the horizon", "world/build.py", _SEED,
        "world.seed, world.replication = seed + scenario.time.quarters, replication",
    ),
    Relation(
        "an event that changes nothing changes nothing",
        f"{RELATIONS}::test_an_event_that_changes_nothing_changes_nothing",
        "whenever an event acts growth is counted again", "world/calendar.py",
        "world.regions[column] = values",
        'world.regions[column] = values + (column == "growth") * world.regions[column]',
    ),
    Relation(
        "an event at the very start acts alone as in company",
        f"{RELATIONS}::test_an_event_at_the_very_start_acts_alone_and_in_company",
        "events act a quarter late", "simulation.py", "if quarter == world.quarter]",
        "if quarter == world.quarter - 1]",
    ),
    Relation(
        "a rule that changes in the first quarter has always been so",
        f"{OTHERWISE}::test_a_rule_that_changes_in_the_first_quarter_of_all_has_always_been_so",
        "events do not reach the rules", "simulation.py", "if due or world.quarter in",
        "if not due and world.quarter in",
    ),
    Relation(
        "two changes of one day are one change", f"{OTHERWISE}::test_two_changes_of_one_day_are_one_change",
        "of several values of an event one is set", "scenario/timeline.py",
        "in document.events[index].set.items():", "in list(document.events[index].set.items())[:1]:",
    ),
    Relation(
        "the order of dated changes in a file does not matter",
        f"{OTHERWISE}::test_the_order_of_dated_changes_in_the_file_does_not_matter",
        "events add up in the order of the file", "scenario/timeline.py",
        "key=lambda index: document.events[index].date)\n    for", "key=lambda index: index)\n    for",
    ),
    Relation(
        "a change that is taken back was there only in between",
        f"{OTHERWISE}::test_a_change_that_is_taken_back_the_same_quarter_was_none",
        "what has risen never falls", "world/calendar.py", "world.regions[column] = values",
        "world.regions[column] = np.maximum(values, world.regions[column])",
    ),
    Relation(
        "a factor of money is the amount that it makes",
        f"{OTHERWISE}::test_a_factor_of_money_is_the_amount_that_it_makes",
        "factors are squared", "scenario/changes.py", "_scaled(data.get(last), by, path)",
        "_scaled(data.get(last), by * by, path)",
    ),
    Relation(
        "a copy goes on like its original and leaves it alone",
        f"{RELATIONS}::test_a_copy_goes_on_like_its_original_and_leaves_it_alone",
        "a copy shares the state of its original", "simulation.py", "= self.world.copy(), None,",
        "= self.world, None,",
    ),
)  # fmt: skip

OF_RUNS = (
    Relation(
        "cells simulated together are each simulated alone",
        f"{RELATIONS}::test_simulating_cells_together_is_simulating_each_alone",
        "cells that part keep the scenario of the first", "together.py", "                twin.take_up()\n", "",
    ),
    Relation(
        "the order in which cells are named does not matter",
        f"{PARTS}::test_the_order_in_which_cells_are_named_does_not_matter",
        "cells that part keep the timeline of the first", "together.py", "stages(scenarios[equals[0]])",
        "stages(scenarios[names[0]])",
    ),
    Relation(
        "seeds and replications have luck of their own",
        f"{RELATIONS}::test_replications_and_seeds_have_luck_of_their_own",
        "all replications are the first", "together.py", "replication=replication)\n        yield",
        "replication=0)\n        yield",
    ),
    Relation(
        "a run does not depend on the runs before it",
        f"{PARTS}::test_numbers_of_seeds_are_taken_as_they_are_of_replications_too",
        "runs are counted, and luck goes by the count", "world/build.py", _SEED,
        "world.seed, world.replication = seed, replication; "
        'vars(build)["count"] = vars(build).get("count", 0) + 1; world.seed += build.count  # type: ignore',
    ),
    Relation(
        "the order of Python's hashes does not matter", f"{RELATIONS}::test_the_order_of_python_hashes_does_not_matter",
        "regions have their rows in the order of a set", "world/build.py", "sorted(scenario.fields)",
        "sorted(scenario.fields, key=hash)",
    ),
    Relation(
        "whoever can meet nobody changes nobody",
        f"{RELATIONS}::test_an_organisation_that_can_meet_nobody_changes_nobody[institute]",
        "keys are numbers of rows", "world/build.py", "key=name_key(name), kind=kind,",
        "key=name_key(str(len(world.orgs))), kind=kind,",
    ),
    Relation(
        "places and regions without anybody change nobody",
        f"{PARTS}::test_places_and_regions_without_anybody_change_nobody",
        "keys of regions are numbers of rows", "world/surroundings.py", '[name_key("region", name) for name in names]',
        '[name_key("region", str(row)) for row in range(len(names))]',
    ),
    Relation(
        "a park and a facility that never open change nobody",
        f"{PARTS}::test_a_park_and_a_facility_that_never_open_change_nobody",
        "a park is open before it opens", "world/calendar.py", "residents[k] if quarter >= opens[k] else 0",
        "residents[k]",
    ),
    Relation(
        "counting a region changes nothing in it", f"{PARTS}::test_counting_a_region_changes_nothing_in_it",
        "regions that are not counted see less of the frontier", "world/surroundings.py",
        "[scenario.regions[name].frontier_access for name in names]",
        "[scenario.regions[name].frontier_access * (0.5 + 0.5 * scenario.regions[name].counted) for name in names]",
    ),
    Relation(
        "regions counted together are the sum of each",
        f"{PARTS}::test_regions_counted_together_are_the_sum_of_each[disclosures]",
        "the log counts regions that are not counted", "world/census.py", ".counted == 1:\n            entries[",
        ".counted <= 1:\n            entries[",
    ),
    Relation(
        "agreements are the sum of their channels", f"{PARTS}::test_agreements_are_the_sum_of_their_channels",
        "publications used are left out of agreements", "indicators.py",
        "s.flow(Flow.CONTRACTS, Flow.LICENCES, Flow.PUBLICATIONS, Flow.SPIN_OFFS)",
        "s.flow(Flow.CONTRACTS, Flow.LICENCES, Flow.SPIN_OFFS)",
    ),
    Relation(
        "without a facility the terms of measuring do not matter",
        f"{PARTS}::test_without_a_facility_the_terms_of_measuring_there_do_not_matter",
        "fees raise prices at the start", "simulation.py", 'world.regions["state_pay"] = pay *',
        'world.regions["state_pay"] = pay * (1.0 + self.world.params["measurement"]["fee"][0] / 100.0) *',
    ),
    Relation(
        "looking at agents changes nothing", "tests/model/test_mesa_face.py::test_looking_changes_nothing",
        "whoever is looked at earns by it", "model.py", "        return super().agents\n",
        '        self.world.orgs.view["cash"] += 1e-6\n        return super().agents\n',
    ),
    Relation(
        "a newcomer changes only the searches that end at it",
        "tests/model/test_ring.py::test_a_newcomer_changes_only_the_searches_that_end_at_it",
        "positions on rings go by how many there are", "kernels/ring.py", "base = at(now, _RING)",
        "base = at(now, living.shape[0])",
    ),
)  # fmt: skip

OF_RESULTS = (
    Relation(
        "the first half of an ensemble twice as large is the ensemble",
        f"{EFFECTS}::test_the_first_half_of_an_ensemble_twice_as_large_is_the_ensemble[1]",
        "luck depends on how many replications there are", "experiments/execute.py",
        "work = Replicate(scenarios, design.seed,",
        "work = Replicate(scenarios, design.seed + len(design.replications),",
    ),
    Relation(
        "cells in another order keep their runs", f"{EFFECTS}::test_cells_in_another_order_keep_their_runs",
        "all cells get the runs of the first", "experiments/execute.py",
        "pack(series[name])) for name in scenarios), seen)",
        "pack(series[next(iter(series))])) for name in scenarios), seen)",
    ),
    Relation(
        "a study goes on, and with two workers, to the same table",
        "tests/model/test_study_of_small.py::test_end_to_end_resumed_and_with_two_workers_it_is_the_same",
        "runs made later have other luck", "experiments/execute.py", "work = Replicate(scenarios, design.seed,",
        "work = Replicate(scenarios, design.seed + done,",
    ),
    Relation(
        "what both cells have more does not change an effect",
        f"{EFFECTS}::test_what_both_cells_have_more_does_not_change_an_effect",
        "the mean is taken of ratios", "results/effects.py", "change = first - second\n", "change = first / second\n",
    ),
    Relation(
        "an effect has the unit of its indicator", f"{EFFECTS}::test_an_effect_has_the_unit_of_its_indicator",
        "what varies little counts as constant", "results/effects.py", "> 1e-9 * np.abs(differences).max(axis=0)",
        "> 50.0",
    ),
    Relation(
        "the other way round an effect has the other sign",
        f"{EFFECTS}::test_the_other_way_round_an_effect_has_the_other_sign",
        "effects are taken without their sign", "results/effects.py", "float(change.mean())",
        "abs(float(change.mean()))",
    ),
    Relation(
        "a cell compared with itself has no effect", f"{EFFECTS}::test_a_cell_compared_with_itself_has_no_effect",
        "what does not vary has a deviation", "results/effects.py", "differences.std(axis=0, ddof=1), 0.0)",
        "differences.std(axis=0, ddof=1), 1.0)",
    ),
    Relation(
        "the order of replications does not change an effect",
        f"{EFFECTS}::test_the_order_of_replications_does_not_change_an_effect",
        "the first pair counts double", "results/effects.py", "mean, positive = float(change.mean())",
        "mean, positive = float((change.sum() + change[0]) / (len(change) + 1))",
    ),
    Relation(
        "an indicator beside it does not change an effect",
        f"{EFFECTS}::test_another_cell_or_indicator_beside_it_does_not_change_an_effect",
        "resampling depends on how many columns there are", "results/effects.py", "bootstrap(change, seed)",
        "bootstrap(change, seed + change.shape[1])",
    ),
    Relation(
        "rows in another order give the same effects",
        f"{EFFECTS}::test_rows_in_another_order_give_the_same_effects",
        "pairs are taken as they come", "results/effects.py", "second.loc[pairs, names]", "second[names]",
    ),
    Relation(
        "chances are corrected whatever their order, and keep theirs",
        f"{EFFECTS}::test_the_order_of_chances_does_not_matter_and_correction_keeps_theirs",
        "corrected chances may fall", "results/decision.py", "np.maximum.accumulate(steps)", "steps",
    ),
    Relation(
        "links that add alike have equal shares, and who adds nothing has none",
        f"{EFFECTS}::test_the_share_of_a_link_that_adds_nothing_is_nothing_and_equals_share_alike",
        "what is added together is shared out among one too many", "results/game.py", "part.bit_count() + 1)",
        "part.bit_count() + 2)",
    ),
    Relation(
        "the order of links does not change shares",
        f"{EFFECTS}::test_players_in_another_order_have_the_same_shares",
        "coalitions are told by their size", "results/game.py", "if whole & part == part:", "if whole >= part:",
    ),
    Relation(
        "shares of links sum to the whole",
        "tests/results/test_attribution.py::test_shares_sum_to_the_whole_whatever_the_luck",
        "what is added together is counted whole for each", "results/game.py",
        " / (whole.bit_count() - part.bit_count() + 1)", "",
    ),
)  # fmt: skip

ALL = (*OF_LINKS, *OF_SCENARIOS, *OF_TIME, *OF_RUNS, *OF_RESULTS)
