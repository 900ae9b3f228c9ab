"""``ecosim plot``: pictures of a results directory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecosim.cli.completing import indicator
from ecosim.cli.options import format_option, json_option, quiet_option

if TYPE_CHECKING:
    from ecosim.results import Results

FORMATS = ("svg", "png", "pdf")
PICTURES = ("curves", "forest", "flows", "shapley", "interactions")
FEW = 8  # cells that a picture can show side by side


@click.command("plot")
@click.argument("directory", type=click.Path(path_type=Path))
@click.argument("pictures", type=click.Choice(PICTURES), nargs=-1)
@click.option(
    "--indicator", "indicators", type=indicator, multiple=True, metavar="NAME",
    help="Draw this indicator in curves, shapley and interactions; repeatable.  [default: both counts]",
)  # fmt: skip
@format_option
@click.option("--out", type=click.Path(path_type=Path), help="Where to put them.  [default: DIRECTORY/plots]")
@json_option
@quiet_option
def command(
    directory: Path, pictures: tuple[str, ...], indicators: tuple[str, ...], kind: str, out: Path | None,
    as_json: bool, quiet: bool,
) -> None:  # fmt: skip
    """Draw the plots of the results in DIRECTORY and print their paths.

    Without PICTURES, all that the results have: curves over time; of several cells effects (forest) and flows; of
    every combination of links each link's share (shapley) and how links work together (interactions).

    \b
    Examples:
      ecosim plot results/novosibirsk
      ecosim plot results/novosibirsk shapley interactions
      ecosim plot results/novosibirsk curves --indicator patents --format png --out figures
    """
    import json

    from ecosim.results import open_results

    drawn = draw(open_results(directory), out or directory / "plots", indicators, kind, pictures)
    paths = [str(path) for path in drawn]
    if as_json:
        click.echo(json.dumps({"plots": paths}, indent=2))
    elif not quiet:
        click.echo("\n".join(paths))


def draw(
    results: Results, folder: Path, indicators: Sequence[str] = (), kind: str = "svg", pictures: Sequence[str] = ()
) -> list[Path]:
    """Draw pictures of results and return their paths.

    Args:
        results: the results.
        folder: where to put them.
        indicators: what to draw; by default both counts of transfers.
        kind: one of `FORMATS`.
        pictures: some of `PICTURES`; by default all that show something of these results.

    Raises:
        UsageError: there is no such indicator, or a wanted picture needs cells that the results lack.
        StoreError: a plot cannot be written.
    """
    from ecosim.results.files import replacing

    paths = {folder / f"{name}.{kind}": drawing for name, drawing in _drawings(results, indicators, pictures).items()}
    for path, drawing in paths.items():
        with replacing(path) as temporary:
            drawing(path=temporary)
    return list(paths)


def _drawings(results: Results, indicators: Sequence[str], pictures: Sequence[str]) -> dict[str, Callable[..., Any]]:
    from ecosim.results.report import COUNTS

    known = [results.known(name) for name in indicators or COUNTS]
    plot = results.plot
    drawings: dict[str, Callable[..., Any]] = {}
    for picture in dict.fromkeys(pictures or _telling(results)):
        if picture == "curves":
            drawings |= {f"curves-{name}": partial(plot.curves, name) for name in known}
        elif picture in ("shapley", "interactions"):
            drawings[picture] = partial(getattr(plot, picture), indicators=known)
        else:
            drawings[picture] = getattr(plot, picture)
    return drawings


def _telling(results: Results) -> list[str]:
    """Return the pictures that show something of these results and can be read."""
    from ecosim.results.attribution import can_attribute, is_complete

    few = len(results.cells) <= FEW or not can_attribute(results)
    found = ["curves"] if few else []
    found += ["forest", "flows"] if few and len(results.cells) > 1 else []
    found += ["shapley"] if can_attribute(results) else []
    return found + (["interactions"] if is_complete(results) else [])
