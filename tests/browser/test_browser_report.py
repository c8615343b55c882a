"""A walk through the report, from disk and without network, as an auditor takes it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from browsing import NARROW, Eyes, overflow, pictures_shown, until
from desks import Bench
from documents import ID

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
FINDING = "#findings button[data-finding]"


def counted(page: Page) -> tuple[int, int]:
    """Findings shown and findings in all, as the report says."""
    shown, whole = re.findall(r"\d+", page.locator("#found").inner_text())[:2]
    return int(shown), int(whole)


def seen(page: Page, selector: str, within: str) -> bool:
    """An element lies within the visible part of its pane."""
    return bool(
        page.locator(selector).first.evaluate(
            """(one, pane) => {
                const a = one.getBoundingClientRect();
                const b = document.querySelector(pane).getBoundingClientRect();
                return a.width > 0 && a.left >= b.left - 1 && a.right <= b.right + 1
                    && a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
            }""",
            within,
        )
    )


def test_the_report_opens_with_pictures_and_table(eyes: Eyes, written: Bench) -> None:
    page = eyes.open(written.page)
    page.wait_for_selector("#pages .sheet img")
    until(page, "document.querySelector('#pages img').naturalWidth > 300")
    assert pictures_shown(page, "#pages") >= 1
    assert page.locator("#table tbody tr").count() > 50
    assert page.locator("#pages rect[data-i]").count() > 20
    assert counted(page)[0] == counted(page)[1] == page.locator(FINDING).count() > 50


def test_findings_are_sorted_by_rupiah_and_filtered(eyes: Eyes, written: Bench) -> None:
    page = eyes.open(written.page)
    amounts = [
        abs(Decimal(re.sub(r"[^\d,]", "", text).replace(",", ".")))
        for text in filter(None, page.locator("#findings .amount").all_inner_texts())
    ]
    assert len(amounts) > 20
    assert amounts == sorted(amounts, reverse=True)

    page.select_option("#by-tingkat", "kritis")
    critical, whole = counted(page)
    assert 0 < critical < whole
    assert {*page.locator("#findings .chip[class*=g-]").all_inner_texts()} == {"kritis"}
    page.select_option("#by-kelas", "sumber")
    both, _ = counted(page)
    assert 0 < both <= critical

    page.locator("#found button").click()  # clear
    assert counted(page) == (whole, whole)
    page.keyboard.type("tanda minus")
    found, _ = counted(page)
    assert 0 < found < whole
    page.fill("#search", "tidak mungkin ada di sini")
    assert counted(page)[0] == 0
    assert page.locator("#findings .empty").is_visible()


def test_a_finding_leads_to_its_cell(eyes: Eyes, written: Bench) -> None:
    page = eyes.open(written.page)
    page.locator(FINDING).first.click()
    page.wait_for_selector("#pages rect.on")
    assert page.evaluate("location.hash").startswith("#sel=")
    assert seen(page, "#pages rect.on", "#pages")
    assert seen(page, "#table td[aria-selected=true]", "#table")
    value = page.locator("#details .value").inner_text()
    assert re.search(r"\d", value)
    assert (
        value.removeprefix("−").removeprefix("Rp")
        in page.locator("#table td[aria-selected=true]").inner_text()
    )
    until(page, "document.querySelector('.loupe img').naturalWidth > 300")
    assert "renja trace" not in page.locator("#details").inner_text()  # it is copied, not shown


def test_a_link_opens_the_cell_it_names(eyes: Eyes, written: Bench) -> None:
    anchor = "#sel=evaluasi_renja/2.1/82/target_renstra_k"
    page = eyes.open(written.page + anchor)
    page.wait_for_selector("#pages rect.on")
    assert "292 5" in page.locator("#details").inner_text()
    assert seen(page, "#pages rect.on", "#pages")
    assert seen(page, "#table td[aria-selected=true]", "#table")
    page.evaluate("location.hash = '#hal=4'")
    until(page, "document.getElementById('choose-page').value === '4'")


def test_page_and_table_scroll_in_step(eyes: Eyes, written: Bench) -> None:
    page = eyes.open(written.page)
    (label,) = page.locator("#choose-table option", has_text="Tabel 2.1").all_inner_texts()
    page.select_option("#choose-table", label=label)
    for mine, other, by in (("pages", "table", 500), ("table", "pages", 2000)):
        page.locator(f"#{mine}").hover()
        page.wait_for_timeout(200)
        before = page.evaluate(f"document.getElementById('{other}').scrollTop")
        page.mouse.wheel(0, by)
        until(page, f"document.getElementById('{other}').scrollTop > {before}")


def test_clicking_the_page_selects_in_the_table(eyes: Eyes, written: Bench) -> None:
    page = eyes.open(written.page)
    outline = page.locator("#pages rect[data-i]").nth(30)
    outline.hover()  # scrolls there, which takes a tip away
    page.wait_for_timeout(200)
    outline.hover(position={"x": 3, "y": 3})
    assert "Keyakinan" in page.locator("#tip:not([hidden])").inner_text()
    outline.click()
    assert page.locator("#table td[aria-selected=true]").count() == 1
    assert seen(page, "#table td[aria-selected=true]", "#table")


def test_the_language_is_switched_for_all_of_it(eyes: Eyes, written: Bench) -> None:
    page = eyes.open(written.page)
    assert page.evaluate("document.documentElement.lang") == "id"
    page.locator(FINDING).first.click()
    assert "tercetak" in page.locator("#details").inner_text()
    page.get_by_role("button", name="English").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    said = page.locator("body").inner_text()
    for word in ("Summary", "Findings", "printed", "expected", "critical"):
        assert word in said
    for word in ("Ringkasan", "Temuan", "seharusnya", "Tabel terbaca"):
        assert word not in page.locator("h2, h3, h4, .figures3").all_inner_texts()
    assert page.locator("#search").get_attribute("placeholder") == "Search findings (/)"
    page.get_by_role("button", name="Indonesia").click()
    assert "Ringkasan" in page.locator("body").inner_text()


def test_it_can_be_used_by_keyboard_alone(eyes: Eyes, written: Bench) -> None:
    page = eyes.open(written.page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("j")
    page.keyboard.press("j")
    current = page.locator(f"{FINDING}[aria-current=true]")
    assert current.get_attribute("data-finding") == "1"
    page.keyboard.press("k")
    assert current.get_attribute("data-finding") == "0"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    assert page.evaluate("document.documentElement.lang") == "en"
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()

    page.locator("#table td[tabindex='0']").focus()
    before = page.evaluate("document.activeElement.dataset.column")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.dataset.column") != before
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.getAttribute('aria-selected')") == "true"


def test_on_paper_every_finding_is_printed_in_full(eyes: Eyes, written: Bench) -> None:
    page = eyes.open(written.page)
    page.emulate_media(media="print")
    for hidden in ("#meja", "#filters", ".top nav", "#details"):
        assert not page.locator(hidden).is_visible()
    assert page.locator("#ringkasan").is_visible()
    last = page.locator("#findings .full").last
    assert last.is_visible()
    assert len(page.pdf(format="A4")) > 20_000


def test_on_a_phone_nothing_is_cut_off(eyes: Eyes, written: Bench) -> None:
    page = eyes.open(written.page, NARROW, 800, has_touch=True, is_mobile=True)
    assert overflow(page) <= 0
    page.locator(FINDING).nth(1).tap()
    page.wait_for_selector("#details .value")
    assert page.locator("#details").evaluate("one => one.getBoundingClientRect().top") < 400
    page.locator("#pages").scroll_into_view_if_needed()
    page.wait_for_selector("#pages rect.on")
    assert overflow(page) <= 0


def test_texts_of_a_document_stay_texts(eyes: Eyes, written: Bench) -> None:
    """A hostile document, without a picture: nothing of it runs, everything can be read."""
    page = eyes.open(written.address("audit", f"{ID}.html"))
    page.wait_for_selector("#table tbody td")
    assert "onerror=alert(1)" in page.locator("#table").inner_text()
    assert page.locator("img[src=x]").count() == 0
    page.locator("#table td.s-ditandai").first.click()
    assert page.locator("#details .value").is_visible()


def test_the_index_is_searched_and_sorted_and_leads_to_reports(eyes: Eyes, written: Bench) -> None:
    page = eyes.open(written.address("audit", "index.html"))
    rows = page.locator("#documents tbody tr")
    assert rows.count() == 2
    first = rows.first.inner_text()
    # Each click turns the order of a column about.
    page.get_by_role("button", name="Mutu sel").click()
    second = rows.first.inner_text()
    page.get_by_role("button", name="Mutu sel").click()
    assert rows.first.inner_text() != second
    assert first in (second, rows.first.inner_text())
    page.fill("#search", written.dokumen_id)
    assert page.locator("#documents tbody tr:visible").count() == 1
    page.locator("#documents tbody tr:visible a").click()
    page.wait_for_selector("#table tbody td")
    page.get_by_role("link", name="Semua dokumen").first.click()
    page.wait_for_selector("#documents")


def test_the_certificate_switches_without_a_script(eyes: Eyes, written: Bench) -> None:
    page = eyes.open(written.address("certificates", f"{written.dokumen_id}.html"))
    assert "Sertifikat" in page.locator("h1, .over").first.inner_text().title()
    page.get_by_text("English", exact=True).click()
    assert "Contradictions within the document" in page.locator("article").inner_text()
    page.get_by_role("link", name="Audit report").click()
    page.wait_for_selector("#table tbody td")
