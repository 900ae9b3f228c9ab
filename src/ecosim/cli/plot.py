"""``ecosim plot``: pictures of a results directory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ecosim.cli.options import json_option, quiet_option

if TYPE_CHECKING:
    from ecosim.results import Results

FORMATS = ("svg", "png", "pdf")


@click.command("plot")
@click.argument("directory", type=click.Path(path_type=Path))
@click.option(
    "--indicator", "indicators", multiple=True, metavar="NAME",
    help="Draw curves of this indicator; repeatable.  [default: completions and agreements]",
)  # fmt: skip
@click.option("--format", "kind", type=click.Choice(FORMATS), default="svg", show_default=True, help="Kind of file.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to put them.  [default: DIRECTORY/plots]")
@json_option
@quiet_option
def command(
    directory: Path, indicators: tuple[str, ...], kind: str, out: Path | None, as_json: bool, quiet: bool
) -> None:
    """Draw the plots of the results in DIRECTORY and print their paths.

    \b
    Examples:
      ecosim plot results/novosibirsk
      ecosim plot results/novosibirsk --indicator patents --format png --out figures
    """
    import json

    from ecosim.results import open_results

    paths = [str(path) for path in draw(open_results(directory), out or directory / "plots", indicators, kind)]
    if as_json:
        click.echo(json.dumps({"plots": paths}, indent=2))
    elif not quiet:
        click.echo("\n".join(paths))


def draw(results: Results, folder: Path, indicators: Sequence[str] = (), kind: str = "svg") -> list[Path]:
    """Draw curves, and for several cells effects and flows, and return their paths.

    Raises:
        UsageError: there is no such indicator.
        StoreError: a plot cannot be written.
    """
    from ecosim.results.files import replacing
    from ecosim.results.report import COUNTS

    pictures: dict[str, Callable[..., Any]] = {
        f"curves-{name}": partial(results.plot.curves, results.known(name)) for name in indicators or COUNTS
    }
    if len(results.cells) > 1:
        pictures |= {"forest": results.plot.forest, "flows": results.plot.flows}
    paths = {folder / f"{name}.{kind}": picture for name, picture in pictures.items()}
    for path, picture in paths.items():
        with replacing(path) as temporary:
            picture(path=temporary)
    return list(paths)
