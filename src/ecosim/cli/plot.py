"""``ecosim plot``: pictures of a results directory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecosim.cli.completing import indicator
from ecosim.cli.hints import quoted, suggest
from ecosim.cli.options import format_option, json_option, quiet_option

if TYPE_CHECKING:
    from ecosim.results import Results

PICTURES = (
    "curves", "forest", "flows", "shapley", "interactions", "difference", "convergence", "sankey", "funnel", "network",
    "map",
)  # fmt: skip


@click.command("plot")
@click.argument("directory", type=click.Path(path_type=Path))
@click.argument("pictures", type=click.Choice(PICTURES), nargs=-1)
@click.option(
    "--indicator", "indicators", type=indicator, multiple=True, metavar="NAME",
    help="Draw this indicator, of pictures that show one; repeatable.  [default: both counts]",
)  # fmt: skip
@click.option("--cell", metavar="NAME", help="The other cell of sankey and funnel, the cell of network and map.")
@click.option("--at", "dates", multiple=True, metavar="DATE", help="Draw network and map at this date; repeatable.")
@click.option("--replications", type=click.IntRange(1), help="Runs counted for the funnel.  [default: at most 20]")
@format_option
@click.option("--out", type=click.Path(path_type=Path), help="Where to put them.  [default: DIRECTORY/plots]")
@json_option
@quiet_option
def command(
    directory: Path, pictures: tuple[str, ...], indicators: tuple[str, ...], cell: str | None, dates: tuple[str, ...],
    replications: int | None, kind: str, out: Path | None, as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Draw the plots of the results in DIRECTORY and print their paths.

    Without PICTURES, what the results tell first: curves over time; of several cells effects (forest) and flows; of
    every combination of links each link's share (shapley) and how links work together (interactions). By name also:
    differences over time (difference), how they settle with replications (convergence), which way agreements go
    (sankey). For funnel, network and map runs are made again.

    \b
    Examples:
      ecosim plot results/novosibirsk
      ecosim plot results/novosibirsk shapley interactions
      ecosim plot results/novosibirsk curves difference --indicator patents --format png --out figures
      ecosim plot results/novosibirsk network map --at 2001 --at 2010 --at 2025Q4
    """
    import json

    from ecosim.results import open_results

    looks = Looks(cell, dates, replications)
    drawn = draw(open_results(directory), out or directory / "plots", indicators, kind, pictures, looks)
    paths = [str(path) for path in drawn]
    if as_json:
        click.echo(json.dumps({"plots": paths}, indent=2))
    elif not quiet:
        click.echo("\n".join(paths))
    suggest(f"ecosim report {quoted(directory)}", quiet=quiet or as_json)


@dataclass(frozen=True)
class Looks:
    """What pictures of single runs or cells show: another cell, dates, how many runs."""

    cell: str | None = None
    dates: tuple[str, ...] = ()
    replications: int | None = None


def draw(
    results: Results, folder: Path, indicators: Sequence[str] = (), kind: str = "svg", pictures: Sequence[str] = (),
    looks: Looks = Looks(),
) -> list[Path]:  # fmt: skip
    """Draw pictures of results and return their paths.

    Args:
        results: the results.
        folder: where to put them.
        indicators: what to draw; by default both counts of transfers.
        kind: one of `ecosim.cli.options.FORMATS`.
        pictures: some of `PICTURES`; by default those that say most about these results.
        looks: what pictures of single runs or cells show.

    Raises:
        UsageError: there is no such indicator, or a wanted picture needs cells that the results lack.
        StoreError: a plot cannot be written.
    """
    from ecosim.results.files import replacing

    found = _drawings(results, indicators, pictures, looks)
    paths = {folder / f"{name}.{kind}": drawing for name, drawing in found.items()}
    for path, drawing in paths.items():
        with replacing(path) as temporary:
            drawing(path=temporary)
    return list(paths)


def _drawings(
    results: Results, indicators: Sequence[str], pictures: Sequence[str], looks: Looks
) -> dict[str, Callable[..., Any]]:
    from ecosim.results.report import COUNTS

    known = [results.known(name) for name in indicators or COUNTS]
    plot = results.plot
    drawings: dict[str, Callable[..., Any]] = {}
    for picture in dict.fromkeys(pictures or _telling(results)):
        if picture in ("curves", "difference", "convergence"):
            drawings |= {f"{picture}-{name}": partial(getattr(plot, picture), name) for name in known}
        elif picture in ("forest", "shapley", "interactions"):
            drawings[picture] = partial(getattr(plot, picture), indicators=known)
        elif picture in ("network", "map"):
            drawings[picture] = partial(getattr(plot, picture), dates=looks.dates, cell=looks.cell)
        elif picture == "sankey":
            drawings[picture] = partial(plot.sankey, cell=looks.cell)
        elif picture == "funnel":
            drawings[picture] = partial(plot.funnel, cell=looks.cell, replications=looks.replications)
        else:
            drawings[picture] = getattr(plot, picture)
    return drawings


def _telling(results: Results) -> list[str]:
    """Return the pictures that show something of these results and can be read."""
    from ecosim.results.attribution import can_attribute, is_complete
    from ecosim.results.results import FEW

    few = len(results.cells) <= FEW or not can_attribute(results)
    found = ["curves"] if few else []
    found += ["forest", "flows"] if few and len(results.cells) > 1 else []
    found += ["shapley"] if can_attribute(results) else []
    return found + (["interactions"] if is_complete(results) else [])
