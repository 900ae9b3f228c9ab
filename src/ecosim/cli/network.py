"""``ecosim network``: organisations and ties at a date, for network software."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ecosim.cli.options import json_option, quiet_option, scenario_path, set_option

if TYPE_CHECKING:
    from ecosim.scenario.document import ScenarioBase
    from ecosim.world.world import World


@click.command("network")
@click.argument("scenario", type=scenario_path)
@click.option("--at", "date", metavar="QUARTER", help="At the end of this quarter.  [default: the last one]")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Seed.")
@click.option("--replication", type=click.IntRange(0), default=0, show_default=True, help="Which run.")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="FILE.graphml or FILE.gexf."
)
@set_option
@json_option
@quiet_option
def command(
    scenario: Path, date: str | None, seed: int, replication: int, out: Path, overrides: tuple[str, ...],
    as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Run SCENARIO once up to a date and write its organisations and their lasting ties as GraphML or GEXF.

    Gephi, Cytoscape, igraph and NetworkX read these files. Nodes have kind, place, coordinates, field and staff, edges
    have link, trust, the quarter in which they were formed and how often they were used.

    \b
    Examples:
      ecosim network novosibirsk --at 2015Q1 --out novosibirsk.graphml
      ecosim network novosibirsk --set links.spin_off.enabled=false --out without.gexf
    """
    from ecosim import network
    from ecosim.results.study import load_source

    network.format_of(out)
    loaded = load_source(scenario, overrides)
    quarter = loaded.time.end if date is None else _quarter(date, loaded.time.start, loaded.time.end)
    found = network.graph(_run(loaded, seed, replication, quarter))
    network.write(found, out)
    kinds = Counter(str(kind) for _, kind in found.nodes(data="kind"))
    links = Counter(str(link) for _, _, link in found.edges(data="link"))
    content = {"file": str(out), "quarter": found.graph["quarter"], "organisations": kinds, "ties": links}
    if as_json:
        click.echo(json.dumps(content, indent=2))
    elif not quiet:
        counted = f"{found.number_of_nodes():,} organisations and {found.number_of_edges():,} ties"
        click.echo(f"{out}: {counted} at the end of {found.graph['quarter']}")


def _run(scenario: ScenarioBase, seed: int, replication: int, quarter: int) -> World:
    from ecosim.simulation import Simulation

    simulation = Simulation(scenario, seed=seed, replication=replication)
    while simulation.world.quarter <= quarter:
        simulation.step()
    return simulation.world


def _quarter(date: str, start: int, end: int) -> int:
    from ecosim.errors import UsageError
    from ecosim.scenario.quarter import format_quarter, parse_quarter

    try:
        quarter = parse_quarter(date)
    except ValueError as error:
        raise UsageError(f"--at: {error}") from None
    if not start <= quarter <= end:
        raise UsageError(f"--at: {date} lies outside of {format_quarter(start)} to {format_quarter(end)}")
    return quarter
