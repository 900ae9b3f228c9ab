"""The command line: results to stdout, progress and messages to stderr.

Exit codes: 0 done, 1 some runs failed, 2 usage or invalid scenario, 130 interrupted.
A command is imported when it is called, so that ``ecosim --help`` answers at once.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module
from typing import Any

import click

from ecosim.errors import EcosimError, ScenarioError, did_you_mean

#: Command -> the line that ``ecosim --help`` says of it; the module of the same name has the command.
COMMANDS = {
    "new": "Write a scenario of your own that runs.",
    "run": "Run a scenario.",
    "compare": "Compare with and without links, or scenarios with each other.",
    "replications": "Show how many replications are enough.",
    "merge": "Take the runs of several results directories over into one.",
    "effects": "Tell what each link's effect is made of.",
    "calibrate": "Find parameters under which a scenario comes near published numbers.",
    "optimise": "Find the mix of public money and links with most transfers for its money.",
    "knockout": "Freeze or remove each mechanism in turn and tabulate what that changes.",
    "sensitivity": "Tell which parameters drive transfers and the effects of links.",
    "robustness": "Tell where effects keep their sign in the plausible parameter space.",
    "sweep": "Run over values of one path or more.",
    "plot": "Draw the plots of a results directory.",
    "report": "Write results as one page with a switch for each link.",
    "patterns": "Hold a run against published numbers.",
    "trace": "Tell one technology's life with and without links, and where the paths part.",
    "view": "Show a run in the browser, with the links as checkboxes.",
    "verify": "Hold results against their runs, and make some of these again.",
    "survival": "Tell how long technologies take to become products, by channel.",
    "synergy": "Measure the triple-helix synergy of technologies.",
    "validate": "Check scenario files.",
    "show": "Show resolved values and where each comes from.",
    "list": "List scenarios, links, indicators or parameters.",
    "explain": "Explain a name: what it is, unit, range, source, where it is read.",
    "network": "Write organisations and ties at a date as GraphML or GEXF.",
    "schema": "Print the JSON Schema of scenario files.",
    "reproduce": "Run a published model and compare with its paper.",
}

# What is loaded dies with the process; to collect it first takes half a second.
atexit.register(gc.freeze)


class Refusal(click.ClickException):
    """An error raised on purpose, shown without a traceback."""

    exit_code = 2

    def __init__(self, error: EcosimError) -> None:
        super().__init__(str(error))
        self._found_in_files = isinstance(error, ScenarioError)

    def show(self, file: Any = None) -> None:
        """Print the message to stderr, line by line, with nothing that a terminal would act upon."""
        from ecosim.results.table import plain

        lines = [plain(line) for line in self.message.split("\n")]
        # Problems in files begin with file:line:column, which editors and terminals make clickable.
        click.echo("\n".join(lines) if self._found_in_files else "Error: " + "\n".join(lines), err=True)


class Commands(click.Group):
    """A group that imports a command when it is called and turns errors into exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in the order of help."""
        return [*COMMANDS]  # the command `list`, once imported, hides the type of that name in here

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"ecosim.cli.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = did_you_mean(args[0], [*COMMANDS])
            ctx.fail(f"no command {args[0]!r}{near}\nCommands: {', '.join(COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Call the command; a reader that has gone is no error."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result
        except EcosimError as error:
            raise Refusal(error) from error
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None
        except KeyboardInterrupt:
            click.echo("Interrupted.", err=True)
            return ctx.exit(130)


def _version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from ecosim.version import model_version

        click.echo(f"ecosim {model_version()}")
        ctx.exit()


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version.")
def main() -> None:
    """Simulate how technology transfer develops with and without each link.

    \b
    Example:
      ecosim compare scenarios/novosibirsk.yaml
    """
