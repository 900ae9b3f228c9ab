"""A real browser for tests: Chromium driven by Playwright, wherever either is installed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")


@contextmanager
def launched() -> Iterator[Browser]:
    """Yield a browser; without one the tests are skipped by hand, and fail where everything must be tested (CI)."""
    with sync_playwright() as playwright:
        found = _executable(playwright)
        if found is None:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(
                "no Chromium on this machine; install it (apt-get install chromium, or playwright install chromium)"
            )
        browser = playwright.chromium.launch(executable_path=found)
        try:
            yield browser
        finally:
            browser.close()


def _executable(playwright: Playwright) -> str | None:
    on_path = (shutil.which(name) for name in NAMES)
    own = playwright.chromium.executable_path
    return next((path for path in on_path if path), own if Path(own).exists() else None)


class Visit:
    """A page that is looked at, with everything that it asked for or complained of.

    Attributes:
        page: the page.
        requests: addresses that it asked for, without its own.
        complaints: messages of its console, errors of its scripts, and dialogs.
    """

    def __init__(self, browser: Browser, file: Path, width: int = 1440) -> None:
        self.page: Page = browser.new_page(viewport={"width": width, "height": 900})
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.complaints.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(file.as_uri())
        self.requests.remove(file.as_uri())

    def switch(self, link: str) -> None:
        """Flip the switch of a link."""
        self.page.locator(f"input[data-link={link}]").click()

    def set_off(self, links: tuple[str, ...]) -> None:
        """Flip switches until exactly these links are off."""
        for switch in self.page.get_by_role("switch").all():
            if switch.is_checked() == (switch.get_attribute("data-link") in links):
                switch.click()

    def texts(self, selector: str) -> list[str]:
        """Return the texts of elements, in the order of the page."""
        return [text.strip() for text in self.page.locator(selector).all_text_contents()]

    def table(self, figure: str) -> dict[str, list[str]]:
        """Return the rows of the data table of a figure by their first cells."""
        rows: list[list[str]] = self.page.locator(f"#{figure} [data-table] tbody tr").evaluate_all(
            "rows => rows.map(row => [...row.children].map(cell => cell.textContent))"
        )
        return {row[0]: row[1:] for row in rows}
