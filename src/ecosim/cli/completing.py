"""What a shell can complete: scenarios, links, indicators, and the paths that `--set` can change.

What can be named is looked up when a shell asks; nothing is imported before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem


class ScenarioPath(click.Path):
    """The path of a scenario file, or the name of one that comes with ecosim; loaders say whether there is one."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer names of scenarios, and files."""
        from ecosim.shipped import scenarios

        return [*_offered(scenarios(), incomplete), *super().shell_complete(ctx, param, incomplete)]


class Word(click.types.StringParamType):
    """A text that a shell can complete with known words; whether it is one of them is for others to say.

    Args:
        known: returns the words.
    """

    def __init__(self, known: Callable[[], Iterable[str]]) -> None:
        self._known = known

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer the words that begin like this."""
        return _offered(self._known(), incomplete)


def _offered(words: Iterable[str], incomplete: str) -> list[CompletionItem]:
    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


def _links() -> Iterable[str]:
    from ecosim.catalogue import link_types

    return link_types()


def _indicators() -> Iterable[str]:
    from ecosim.catalogue import link_types
    from ecosim.indicators import names

    return names(link_types())


def _parameters() -> Iterable[str]:
    from ecosim.glossary import parameters

    return [term.path for term in parameters()]


def _changes() -> Iterable[str]:
    from ecosim.glossary import settable

    return [f"{path}=" for path in settable()]


def _everything() -> Iterable[str]:
    from ecosim.glossary import names

    return names()


def _published() -> Iterable[str]:
    from ecosim.published.catalogue import PUBLISHED

    return PUBLISHED


def _studies() -> Iterable[str]:
    from ecosim.experiments.study_file import PACKAGED

    return PACKAGED


link, indicator, parameter, change, anything, published, study_name = map(
    Word, (_links, _indicators, _parameters, _changes, _everything, _published, _studies)
)
