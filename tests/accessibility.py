"""What axe-core finds wrong with a page for people who see little, hear it read, or use no mouse."""

from __future__ import annotations

from playwright.sync_api import Page

#: The Web Content Accessibility Guidelines 2.0 to 2.2, levels A and AA.
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def violations(page: Page) -> list[str]:
    """Return each violation with the element that has it: nothing where all is well.

    Args:
        page: a page as it is shown now; what is closed on it is not looked at.
    """
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": list(RULES)}}).response
    assert len(found["passes"]) > 5, "the page was hardly looked at"
    return [
        f"{one['id']} ({one['help']}): {node['html'][:200]}: {node['failureSummary'][:300]}"
        for one in found["violations"] for node in one["nodes"]
    ]  # fmt: skip
