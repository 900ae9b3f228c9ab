"""``ecosim view``: a run in the browser, with the links as checkboxes."""

from __future__ import annotations

import json
import os
import socket
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import click

from ecosim.cli.options import scenario_path
from ecosim.errors import UsageError

HOST = "127.0.0.1"  # nobody but this machine
#: Solara would tell its makers of every use, and put its name upon the page.
_SETTINGS = {
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false", "SOLARA_THEME_SHOW_BANNER": "false", "SOLARA_THEME_TITLE": "ecosim",
}  # fmt: skip


@click.command("view")
@click.argument("scenario", type=scenario_path)
@click.option("--set", "overrides", multiple=True, metavar="PATH=VALUE", help="Replace a value; repeatable.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=1, show_default=True, help="Seed.")
@click.option("--replication", type=click.IntRange(0), default=0, show_default=True, help="Which run at first.")
@click.option("--port", type=click.IntRange(1024, 65535), default=8765, show_default=True, help="Port on this machine.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
def command(
    scenario: Path, overrides: tuple[str, ...], seed: int, replication: int, port: int, no_open: bool
) -> None:
    """Show SCENARIO running in the browser, quarter by quarter, with its links as checkboxes.

    Untick a link and press play: the blue path goes without it, the grey one is the scenario as it is, with the same
    luck. The page is served to this machine alone, and nothing is asked of the network. It needs
    `pip install "ecosim[view]"`; Ctrl-C ends it.

    \b
    Examples:
      ecosim view scenarios/novosibirsk.yaml
      ecosim view scenarios/novosibirsk.yaml --set links.spin_off.enabled=false --port 9000 --no-open
    """
    from ecosim.results.study import load_source

    if find_spec("solara") is None:
        raise UsageError('the live view needs Solara; install it with: python -m pip install "ecosim[view]"')
    load_source(scenario, overrides)  # mistakes are told here and not in the browser
    _refuse_taken(port)
    shown = {"scenario": str(scenario), "overrides": list(overrides), "seed": seed, "replication": replication}
    os.environ["ECOSIM_VIEW"] = json.dumps(shown)
    click.echo(f"Serving http://{HOST}:{port} to this machine; Ctrl-C ends it.", err=True)
    _serve(port, "--no-open" if no_open else "--open")


def _refuse_taken(port: int) -> None:
    """Raise an error if something else listens at a port."""
    with closing(socket.socket()) as listening:
        listening.settimeout(1.0)
        if listening.connect_ex((HOST, port)) == 0:
            raise UsageError(f"something is served at port {port} already; choose another one with --port")


def _serve(port: int, opening: str) -> None:
    """Serve the page until somebody ends it."""
    import warnings

    os.environ.update(_SETTINGS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of cookies, which a page for this machine alone needs not
        from solara.__main__ import run

        options = ["--host", HOST, "--port", str(port), opening, "--production", "--no-check-version"]
        run(["ecosim.view.page", *options, "--log-level-uvicorn", "critical"], standalone_mode=False)
