"""Looks at pages with Chromium: complaints of the browser, of axe-core, and what sticks out.

The browser is started for each test file: Playwright keeps an event loop running, which other
tests of the same process could not bear.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Dialog,
        Page,
        Playwright,
        Request,
    )

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REMEDY = "Run: sudo apt install chromium"
WIDE, NARROW = 1440, 400
GRAVE = ("serious", "critical")  # of axe-core's impacts


def chromium(playwright: Playwright) -> str | None:
    """The program: the system's, or one that Playwright itself brought."""
    own = playwright.chromium.executable_path
    return next(filter(None, map(shutil.which, NAMES)), None) or (
        own if Path(own).exists() else None
    )


@dataclass
class Eyes:
    """Opens pages, and keeps what the browser complains about.

    Attributes:
        complaints: errors of scripts, refused or failed requests, requests to elsewhere.
    """

    browser: Browser
    complaints: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def open(self, address: str, width: int = WIDE, height: int = 900, **more: Any) -> Page:
        """A page in a fresh profile; from disk without network.

        Args:
            more: of Playwright's ``new_context``.
        """
        local = address.startswith("file:")
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, offline=local, locale="id-ID", **more
        )
        context.set_default_timeout(15_000)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._dismiss)
        page.on("request", self._watch(address))
        page.goto(address)
        return page

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    def _hear(self, told: ConsoleMessage) -> None:
        if told.type == "error":
            self.complaints.append(told.text)

    def _dismiss(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _watch(self, address: str) -> Callable[[Request], None]:
        """Nothing is fetched: not by a file from the disk, nor by a page from another server."""
        home = "file:" if address.startswith("file:") else "/".join(address.split("/")[:3]) + "/"

        def watch(request: Request) -> None:
            carried = request.url.startswith(("data:", "blob:"))
            fetched = home == "file:" and not request.is_navigation_request()
            if not carried and (fetched or not request.url.startswith(home)):
                self.complaints.append(f"fetches {request.url[:200]}")

        return watch


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(wider))


def violations(page: Page) -> list[str]:
    """What axe-core finds that is serious or critical, a line each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [
        f"{one['impact']} {one['id']}: {node['html'][:200]}"
        for one in found
        if one["impact"] in GRAVE
        for node in one["nodes"]
    ]


def until(page: Page, condition: str, seconds: float = 10) -> None:
    """Wait for a condition in JavaScript; Playwright's own way needs `eval`, which pages forbid."""
    for _ in range(int(seconds * 20)):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


def pictures_shown(page: Page, within: str) -> int:
    """Pictures below a selector that are decoded and have a size."""
    return int(
        page.locator(f"{within} img").evaluate_all(
            "all => all.filter(i => i.complete && i.naturalWidth && i.clientWidth).length"
        )
    )


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver:
        program = chromium(driver)
        if program is None:
            pytest.skip(f"no Chromium here. {REMEDY}")
        try:
            started = driver.chromium.launch(executable_path=program)
        except playwright.Error as error:  # e.g. Ubuntu's, which is only a pointer to a snap
            pytest.skip(f"{program} does not start: {str(error).splitlines()[0]}. {REMEDY}")
        with started:
            yield started


@pytest.fixture
def eyes(chrome: Browser) -> Iterator[Eyes]:
    """Opens pages; the test fails where the browser complains about one of them."""
    made = Eyes(chrome)
    yield made
    made.close()
    assert made.complaints == []
