"""``python -m ecosim``."""

from __future__ import annotations

from ecosim.cli import main

if __name__ == "__main__":
    main(prog_name="ecosim")
