"""A PDF's tables, read twice: locate, read with both readers at once, stitch, agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from pathlib import Path
from types import MappingProxyType

from extractors.agree import agree
from extractors.captions import number_key
from extractors.cropped import to_shown
from extractors.locate import announced, candidates, captions, running_lines
from extractors.readers import Readers
from extractors.scan.assemble import page_tables
from extractors.scan.displayed import to_displayed
from extractors.scan.model import ScannedPage
from extractors.stitch import Stitcher
from extractors.text_reader import read_boxes
from tables.model import Box, Finding, Table, Triage
from tables.spec import OTHER, specs

Progress = Callable[[int, int], None]
AHEAD = 4  # pages read before it is their turn, while others are looked at
OCR_KINDS = ("scanned", "scanned_with_text", "garbage_text")


def extract(
    path: Path,
    triage: Triage,
    progress: Progress | None = None,
    workers: int = 2,
    scans: Mapping[int, ScannedPage] = MappingProxyType({}),
) -> tuple[list[Table], list[Finding]]:
    """All tables, of known kinds and others, with what was noticed on the way.

    A caption under which no table could be read is a table without rows, and a finding.

    Args:
        triage: with the text of scanned pages, see :func:`extractors.scan.assemble.with_text`.
        scans: the scanned pages that were read, by number.
        progress: called with (pages done, pages to look at) after every page.
        workers: processes that read pages; with 1 all reading is done in this process.
    """
    findings = _notes(triage)
    ruled = {n: found for n, scan in scans.items() if (found := page_tables(scan))}
    pages = candidates(triage.pages, set(ruled))
    cropped = {p.number: p.sheet for p in triage.pages if p.sheet and p.number not in ruled}
    heights = {p.number: p.height for p in triage.pages}
    heights |= {number: sheet.height for number, sheet in cropped.items()}
    stitcher = Stitcher(running_lines(triage.pages))
    with Readers(path, heights, workers) as readers:
        for index, candidate in enumerate(pages):
            for ahead in pages[index : index + AHEAD]:
                if ahead.sure and ahead.page not in ruled:
                    readers.expect(ahead.page)
            number = candidate.page
            if number in ruled:
                stitcher.feed(number, ruled[number])
            elif (candidate.sure or stitcher.open_page == number - 1) and stitcher.feed(
                number, readers.first(number)
            ):
                readers.start_second(number)
            if progress:
                progress(index + 1, len(pages))
        tables = stitcher.tables()
        cells, failures = readers.second()
    forms = [t for t in tables if t.kind != OTHER]
    others = [t for t in tables if t.kind == OTHER]
    agree(forms, cells)
    agree(others, read_boxes(path, _places(others)))
    to_displayed(tables, scans)
    to_shown(tables, cropped)
    unread = _unread(triage, tables)
    listed, notes = _without_rows(triage, tables, {f.halaman for f in unread})
    return [*tables, *listed], [*findings, *failures, *unread, *notes]


def _places(tables: list[Table]) -> dict[int, list[Box]]:
    """Where the texts of tables stand, by page; scans bring their second reading along."""
    places: dict[int, list[Box]] = {}
    for cell in (c for t in tables for row in t.rows for c in row.cells.values()):
        if cell.reader != "ocr":
            places.setdefault(cell.page, []).append(cell.box)
    return places


def _unread(triage: Triage, tables: list[Table]) -> list[Finding]:
    """Pages that announce a table of a kind of which nothing was read there or on the next page.

    Pages that are no candidates count too: a table printed in halves has no header wording whole.
    """
    read = {(t.kind, page) for t in tables if t.kind != OTHER for page in t.pages}
    seen = {page for _, page in read}
    return [
        Finding(
            aturan="tabel_tidak_terbaca",
            kelas="ekstraksi",
            tingkat="sedang",
            kind=kind,
            halaman=page,
            uraian=f"Halaman {page} memuat judul tabel ({specs()[kind].title}) tetapi barisnya "
            "tidak dikenali.",
        )
        for page, kind in announced(triage.pages)
        if page not in seen and (kind, page + 1) not in read
    ]


def _without_rows(
    triage: Triage, tables: list[Table], told: Set[int | None]
) -> tuple[list[Table], list[Finding]]:
    """Captioned tables of which nothing was read: listed with their page, without rows.

    A caption further from its table than titles are looked for is that of a table without a number.

    Args:
        told: pages of which a finding says so already.
    """
    read = {(page, number_key(t.number)) for t in tables for page in (t.pages[0] - 1, t.pages[0])}
    known = {number for _, number in read}
    listed, findings = [], []
    for page, number, title in captions(triage.pages):
        if number_key(number) in known or (page, "") in read:
            continue
        known.add(number_key(number))
        listed.append(Table(OTHER, number, title, [page], [], []))
        if page in told:
            continue
        findings.append(
            Finding(
                aturan="tabel_tanpa_baris",
                kelas="ekstraksi",
                tingkat="sedang",
                kind=OTHER,
                tabel=number,
                halaman=page,
                uraian=f"Halaman {page} memuat judul Tabel {number}, tetapi tidak ada tabel "
                "bergaris yang terbaca di bawahnya.",
            )
        )
    return listed, findings


def _notes(triage: Triage) -> list[Finding]:
    """Pages that need OCR, and what triage noticed on single pages."""
    pages = [p.number for p in triage.pages if p.kind in OCR_KINDS and p.reader != "ocr"]
    findings = [
        Finding(
            aturan="catatan_halaman",
            kelas="ekstraksi",
            tingkat="info",
            halaman=p.number,
            uraian=f"Halaman {p.number}: {p.note}.",
        )
        for p in triage.pages
        if p.note
    ]
    if pages:
        findings.append(
            Finding(
                aturan="perlu_ocr",
                kelas="ekstraksi",
                tingkat="kritis",
                halaman=pages[0],
                uraian=f"{len(pages)} dari {len(triage.pages)} halaman adalah pindaian dan perlu "
                "OCR; tidak dibaca.",
                bukti={"halaman": pages},
            )
        )
    return findings
