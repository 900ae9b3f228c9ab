"""Take the picture of the live view: untick a link, step for some years, and keep what the window shows.

`python docs/take_view.py FILE`, while `ecosim view scenarios/novosibirsk.yaml --no-open` serves it.
"""

from __future__ import annotations

import shutil
import sys

from playwright.sync_api import Error, Page, sync_playwright

ADDRESS, LINK, STEPS = "http://127.0.0.1:8765", "science–industry", 32
_SIZE = (1440, 1500)
_PATIENCE = 300_000  # milliseconds; the first start compiles the model


def main(path: str) -> None:
    """Write the picture, when the server answers."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page(viewport={"width": _SIZE[0], "height": _SIZE[1]})
        page.set_default_timeout(_PATIENCE)
        _open(page)
        page.get_by_text(LINK).first.click()
        page.wait_for_timeout(5000)  # the run begins anew
        page.get_by_text("nothing is reported yet").wait_for()
        for done in range(STEPS):
            page.get_by_role("button", name="Step").click()
            page.get_by_text(f"{2000 + done // 4}Q{done % 4 + 1}: transfers").wait_for()
        page.wait_for_timeout(2000)  # pictures follow the words
        page.screenshot(path=path)
        browser.close()


def _open(page: Page) -> None:
    for _ in range(_PATIENCE // 1000):
        try:
            page.goto(ADDRESS)
            break
        except Error:
            page.wait_for_timeout(1000)
    page.get_by_text("nothing is reported yet").wait_for()


if __name__ == "__main__":
    main(*sys.argv[1:])
