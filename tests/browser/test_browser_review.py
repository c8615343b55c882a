"""A whole review: from the queue to a corrected figure in the Parquet files and in the report."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import duckdb
import pytest
from browsing import Eyes, pictures_shown
from desks import Bench, Served

from audit.address import Address
from audit.address import parse as parse_address
from flows import corrections

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
PRINTED = "“292 5”"  # a figure of the sample that its page does not print plainly
TYPED, MEANT = "292,5", Decimal("292.5")


def published(bench: Bench, kind: str, condition: str, *values: Any) -> dict[str, Any]:
    """The only row of a folder of ``clean/`` that meets a condition."""
    files = bench.home / "clean" / kind / "**" / "*.parquet"
    found = duckdb.execute(f"select * from read_parquet('{files}') where {condition}", values)
    names = [column[0] for column in found.description or ()]
    (row,) = found.fetchall()
    return dict(zip(names, row, strict=True))


def addressed(page: Page) -> Address:
    """The cell whose page is open."""
    (sel,) = parse_qs(urlsplit(page.url).query)["sel"]
    return parse_address(f"sel={sel}")


def value(bench: Bench, cell: Address) -> Decimal:
    found = published(bench, cell.kind, "tabel = ? and baris = ?", cell.tabel, cell.baris)
    return Decimal(found[cell.kolom])


def status(bench: Bench, cell: Address) -> str:
    condition = "kind = ? and tabel = ? and baris = ? and kolom = ?"
    return str(published(bench, "sel", condition, *cell)["status"])


def lines(bench: Bench) -> list[str]:
    """What was decided, in order."""
    kept = corrections.place(Path(bench.home) / "corrections", bench.dokumen_id)
    return [line.aksi for line in corrections.read([kept]).lines]


def follow(page: Page, link: str) -> None:
    """Choose a link by its name, and wait for its page."""
    with page.expect_navigation():
        page.get_by_role("link", name=link, exact=True).click()


def reprocess(page: Page) -> None:
    follow(page, "Antrean")
    page.get_by_role("button", name="Proses ulang dokumen ini").click()
    page.locator("#jalan").wait_for()
    page.locator("p.good").wait_for(timeout=120_000)


def open_in_doubt(page: Page) -> int:
    """Go through the queue to the doubtful cell; returns how many cells wait."""
    follow(page, "Menunggu proses ulang")
    assert page.locator(".queue .cell").count() == 0
    with page.expect_navigation():
        page.locator(".docs a").first.click()
    follow(page, "Perlu diputuskan")
    waiting = page.locator(".queue .cell").count()
    with page.expect_navigation():
        page.locator(".queue .cell", has_text=PRINTED).click()
    return waiting


def decide(page: Page, bench: Bench) -> None:
    """Correct the cell that is open; a decision that is not whole is not taken."""
    page.keyboard.press("o")
    page.fill("#nilai", "292.5")
    assert "Angka tidak dikenali" in page.locator("#dibaca.bad").inner_text()
    page.fill("#nilai", TYPED)
    page.locator("#dibaca:not(.bad)", has_text=f"Akan disimpan: {TYPED}").wait_for()
    page.fill("#alasan", "komanya tipis di halaman")
    page.keyboard.press("Control+Enter")
    assert page.locator("#oleh:invalid").count() == 1
    assert lines(bench) == []
    page.fill("#oleh", "Sri Wahyuni")
    with page.expect_navigation():
        page.get_by_role("button", name="Simpan putusan").click()
    assert lines(bench) == ["koreksi"]


def undo(page: Page, bench: Bench) -> None:
    follow(page, "Riwayat koreksi")
    page.locator("details.undo summary").click()
    page.locator("details.undo [name=alasan]").fill("salah lihat")
    page.locator("details.undo button").click()
    page.get_by_text("tidak berlaku lagi").wait_for()
    assert lines(bench) == ["koreksi", "batal"]


def test_a_figure_is_corrected_and_stays_corrected(eyes: Eyes, served: Served) -> None:
    bench = served.bench
    page = eyes.open(served.address)
    waiting = open_in_doubt(page)
    cell, before = addressed(page), value(bench, addressed(page))
    assert before != MEANT
    assert status(bench, cell) == "ditandai"
    assert pictures_shown(page, ".seen") == 2

    decide(page, bench)
    assert value(bench, cell) == before  # until the document is read again
    reprocess(page)
    assert (
        f"{cell.tabel} · baris {cell.baris} · {cell.kolom}" in page.locator(".terms").inner_text()
    )
    assert value(bench, cell) == MEANT
    assert status(bench, cell) == "dikoreksi"
    follow(page, "Kembali ke antrean")
    assert page.locator(".queue .cell").count() == waiting - 1
    assert page.locator(".queue .cell", has_text=PRINTED).count() == 0

    # The report says so, too, and where the figure comes from.
    bench.report()
    report = eyes.open(bench.page + cell.anchor)
    details = report.locator("#details")
    assert details.locator(".value").inner_text() == TYPED
    assert "diputuskan pemeriksa" in details.inner_text()
    assert "Sri Wahyuni" in details.inner_text()
    assert "292 5" in details.inner_text()
    assert report.locator("#table td.s-dikoreksi[aria-selected=true]").count() == 1
    report.locator("#pages rect.s-dikoreksi.on").wait_for()

    # Undone with another line, it waits to be read again.
    undo(page, bench)
    follow(page, "Antrean")
    follow(page, "Menunggu proses ulang")
    assert "putusan dibatalkan" in page.locator(".queue .cell").inner_text()


def test_only_who_has_the_address_gets_in(eyes: Eyes, served: Served) -> None:
    page = eyes.open(served.address)
    page.locator("h1").wait_for()
    assert "kunci=" not in page.url
    root = page.url
    stranger = eyes.browser.new_context()
    try:
        answer = stranger.new_page().goto(root)
        assert answer is not None
        assert answer.status == 403
    finally:
        stranger.close()
