"""Every screen on a desk and on a phone, in both languages: legible, accessible, nothing cut off.

The pictures are in the folder that the run's last lines name (`-rP`), for people to look at.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from browsing import NARROW, WIDE, Eyes, overflow, pictures_shown, until, violations
from desks import Bench, Served

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
VIEWS = [(language, width) for language in ("id", "en") for width in (WIDE, NARROW)]
views = pytest.mark.parametrize(("language", "width"), VIEWS)


@pytest.fixture(scope="module")
def album(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("screens")


def photograph(
    page: Page, album: Path, name: str, language: str, width: int, *, looked_through: bool = True
) -> list[str]:
    """Save a picture of the whole page; returns what is wrong with the page."""
    path = album / f"{name}-{width}-{language}.png"
    page.screenshot(path=path, full_page=True)
    print(path)
    wider = overflow(page)
    wrong = violations(page) if looked_through else []
    return wrong + ([f"{name} is {wider} pixels too wide"] if wider > 0 else [])


def switch(page: Page, language: str) -> None:
    page.locator(f"[data-lang={language}]").click()
    assert page.evaluate("document.documentElement.lang") == language


@views
def test_report(eyes: Eyes, written: Bench, album: Path, language: str, width: int) -> None:
    page = eyes.open(written.page, width)
    switch(page, language)
    page.locator("#findings button[data-finding]").first.click()
    page.locator("#pages rect.on").wait_for()
    until(page, "document.querySelector('#pages img').complete")
    assert pictures_shown(page, "#pages") >= 1
    # Thousands of cells take axe-core seconds: each language and each width once.
    seen = (language, width) in (("id", WIDE), ("en", NARROW))
    assert photograph(page, album, "report", language, width, looked_through=seen) == []


@views
def test_index(eyes: Eyes, written: Bench, album: Path, language: str, width: int) -> None:
    page = eyes.open(written.address("audit", "index.html"), width)
    switch(page, language)
    assert photograph(page, album, "index", language, width) == []


@views
def test_certificate(eyes: Eyes, written: Bench, album: Path, language: str, width: int) -> None:
    page = eyes.open(written.address("certificates", f"{written.dokumen_id}.html"), width)
    page.locator(f"label[for=pick-{language}]").click()
    hidden = "en" if language == "id" else "id"
    assert not page.locator(f"article .l-{hidden}").first.is_visible()
    assert photograph(page, album, "certificate", language, width) == []


@views
def test_review(eyes: Eyes, served: Served, album: Path, language: str, width: int) -> None:
    page = eyes.open(served.address, width)
    page.locator("h1").wait_for()
    if language == "en":
        with page.expect_navigation():
            page.get_by_role("link", name="English").click()
    wrong = photograph(page, album, "queue", language, width)
    with page.expect_navigation():
        page.locator(".queue .cell").first.click()
    page.locator("[name=aksi][value=koreksi]").check()
    page.locator("#nilai").fill("x")
    page.locator("#dibaca.bad").wait_for()
    wrong += photograph(page, album, "cell", language, width)
    page.goto(page.url.partition("/sel")[0] + "/riwayat")
    wrong += photograph(page, album, "history", language, width)
    assert wrong == []


def test_help_is_accessible(eyes: Eyes, written: Bench, album: Path) -> None:
    page = eyes.open(written.page)
    page.keyboard.press("?")
    page.screenshot(path=album / "help.png")
    assert violations(page) == []


def test_what_is_wrong_is_seen(eyes: Eyes, tmp_path: Path) -> None:
    """Neither axe-core nor the look at the width passes everything."""
    bad = tmp_path / "bad.html"
    bad.write_text(
        '<html><title>x</title><p style="color:#bbb">pale</p><input>'
        '<div style="width:2000px">wide</div></html>'
    )
    page = eyes.open(bad.as_uri())
    named = {line.split()[1].rstrip(":") for line in violations(page)}
    assert {"html-has-lang", "label", "color-contrast"} <= named
    assert overflow(page) > 500
