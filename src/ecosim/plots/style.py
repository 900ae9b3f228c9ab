"""How every picture looks: colours, type, page in inches, footer, and files whose bytes do not vary."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeVar

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text

from ecosim.errors import UsageError, did_you_mean
from ecosim.results.files import replacing
from ecosim.results.results import Results

#: Okabe and Ito (2008), told apart by colour-blind readers too; black is the baseline's. In place of their yellow,
#: which hardly shows on white, stands a dark red of Tol (2021).
PALETTE = ("#000000", "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#661100")
DASHES = ("-", "--", ":")
INK, QUIET, FAINT = "#222222", "#6b6b6b", "#d4d4d4"
SMALL = 7.5
#: Width of every picture and its margin on the left, in inches.
WIDTH, MARGIN = 10.0, 0.55
#: What keeps the bytes of each kind of file from varying with the clock.
_METADATA = {"svg": {"Date": None}, "png": {}, "pdf": {"CreationDate": None}}
_STYLE = {
    "font.family": "DejaVu Sans",  # comes with Matplotlib, and knows Cyrillic
    "font.size": 9,
    "text.color": INK,
    "text.parse_math": False,  # a dollar in a scenario's title is a dollar
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": QUIET,
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.xmargin": 0,
    "xtick.color": QUIET,
    "ytick.color": QUIET,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "svg.hashsalt": "ecosim",
    "savefig.dpi": 150,
}

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")


def styled(draw: Callable[Arguments, Value]) -> Callable[Arguments, Value]:
    """Make a function draw in this style, whatever the user's own settings, and leave those alone."""

    @wraps(draw)
    def drawn(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Value:
        with _in_style():
            return draw(*args, **kwargs)

    return drawn


def _in_style() -> AbstractContextManager[None]:
    return style.context(["default", _STYLE])


class Picture(Figure):
    """A Matplotlib figure laid out in inches from its upper left corner; it shows itself in a notebook.

    Args:
        height: in inches.
        title: what is seen.
        subtitle: how to read it; a line each.
    """

    def __init__(self, height: float, title: str, subtitle: Sequence[str]) -> None:
        super().__init__(figsize=(WIDTH, height), facecolor="white")
        FigureCanvasAgg(self)
        self.write(0.15, 0.15, title, fontsize=14, fontweight="bold")
        for number, line in enumerate(subtitle):
            self.write(0.15, 0.44 + 0.18 * number, line, color=QUIET)

    def panel(self, left: float, top: float, width: float, height: float) -> Axes:
        """Add axes at a place of the page, in inches."""
        page = self.get_figheight()
        return self.add_axes((left / WIDTH, 1 - (top + height) / page, width / WIDTH, height / page))

    def write(self, left: float, top: float, text: str, **font: Any) -> None:
        """Write text whose upper left corner is at a place of the page, in inches."""
        self.text(left / WIDTH, 1 - top / self.get_figheight(), text, va="top", **font)

    def sign(self, text: str) -> None:
        """Say at the foot which runs are seen."""
        self.write(0.15, self.get_figheight() - 0.22, text, color=QUIET, fontsize=SMALL)

    def save(self, path: str | Path) -> None:
        """Write a file whose suffix tells its kind: .svg, .png or .pdf.

        Raises:
            UsageError: another suffix.
            StoreError: the file cannot be written.
        """
        kind = Path(path).suffix.lower().removeprefix(".")
        if kind not in _METADATA:
            near = did_you_mean(kind, tuple(_METADATA))
            raise UsageError(f"{path}: no picture of kind {kind!r}{near}; known: {', '.join(_METADATA)}")
        with replacing(Path(path)) as temporary, temporary.open("wb") as file:
            self._print(file, kind)

    def _print(self, file: IO[bytes], kind: str) -> None:
        for text in self.findobj(Text):
            text.set_text(_drawable(text.get_text()))
        with _in_style():
            self.savefig(file, format=kind, metadata=_METADATA[kind])

    def _repr_png_(self) -> bytes:
        buffer = BytesIO()
        self._print(buffer, "png")
        return buffer.getvalue()


def _drawable(text: str) -> str:
    """Return a text without what no font has a sign for: a tab becomes a space, marks of direction and the like go."""
    shown = text.replace("\t", " ")
    return "".join(one for one in shown if one == "\n" or unicodedata.category(one) not in ("Cc", "Cf"))


def finish(picture: Picture, results: Results, path: str | Path | None) -> Picture:
    """Sign a picture, write it if there is a path, and return it."""
    picture.sign(footer(results))
    if path is not None:
        picture.save(path)
    return picture


def footer(results: Results) -> str:
    """Return which runs a picture shows, such as ``100 paired replications · seed 1 · ecosim 0.1.0 · novosibirsk``."""
    summary = results.summary
    drawn = " · each with its own draw of parameters" if "posterior" in summary else ""
    version = summary["versions"]["model"]
    return f"{replications(results)}{drawn} · seed {summary['seed']} · ecosim {version} · {summary['name']}"


def replications(results: Results) -> str:
    """Return how many runs each cell has; a range where some failed."""
    runs = [cell["runs"] for cell in results.summary["cells"]]
    count = f"{runs[0]}" if min(runs) == max(runs) else f"{min(runs)} to {max(runs)}"
    return f"{count} {'paired ' if len(runs) > 1 else ''}replication{'' if count == '1' else 's'}"


def colour(index: int) -> str:
    """Return the colour of cell or channel ``index``; 0 is the baseline. Colours return after eight."""
    return PALETTE[index] if index < len(PALETTE) else PALETTE[1 + (index - 1) % (len(PALETTE) - 1)]


def ink(index: int) -> tuple[float, ...]:
    """Return a darker shade of a cell's colour, in which words can be read on white."""
    return tuple(0.72 * part for part in to_rgb(colour(index)))


def dashes(index: int) -> str:
    """Return the line style of cell ``index``, which tells cells of the same colour apart."""
    return DASHES[max(index - 1, 0) // (len(PALETTE) - 1) % len(DASHES)]
