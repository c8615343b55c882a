"""A PDF's tables, read twice: locate, read with both readers at once, stitch, agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from extractors.agree import agree
from extractors.locate import Candidate, announced, candidates
from extractors.readers import Readers
from extractors.scan.assemble import page_tables
from extractors.scan.displayed import to_displayed
from extractors.scan.model import ScannedPage
from extractors.stitch import Stitcher
from tables.model import Finding, Table, Triage
from tables.spec import specs

Progress = Callable[[int, int], None]
AHEAD = 3  # pages of an open table read before it is known that it reaches them
OCR_KINDS = ("scanned", "scanned_with_text", "garbage_text")


def extract(
    path: Path,
    triage: Triage,
    progress: Progress | None = None,
    workers: int = 2,
    scans: Mapping[int, ScannedPage] = MappingProxyType({}),
) -> tuple[list[Table], list[Finding]]:
    """Tables of known kinds with what was noticed on the way.

    Args:
        triage: with the text of scanned pages, see :func:`extractors.scan.assemble.with_text`.
        scans: the scanned pages that were read, by number.
        progress: called with (pages done, pages to look at) after every page.
        workers: processes that read pages; with 1 all reading is done in this process.
    """
    findings = _notes(triage)
    ruled = {n: found for n, scan in scans.items() if (found := page_tables(scan))}
    pages = candidates(triage.pages, set(ruled))
    if not pages:
        return [], [*findings, *_unread(triage, [])]
    heights = {p.number: p.height for p in triage.pages}
    stitcher = Stitcher()
    with Readers(path, heights, workers) as readers:
        for candidate in pages:
            if candidate.opens and candidate.page not in ruled:
                readers.expect(candidate.page)
        for index, candidate in enumerate(pages):
            number = candidate.page
            if number in ruled:
                stitcher.feed(number, ruled[number])
            elif _wanted(candidate, stitcher) and stitcher.feed(number, readers.first(number)):
                readers.start_second(number)
                for page in _run_on(pages, index):
                    readers.expect(page)
            if progress:
                progress(index + 1, len(pages))
        tables = stitcher.tables()
        cells, failures = readers.second()
    agree(tables, cells)
    to_displayed(tables, scans)
    return tables, [*findings, *failures, *_unread(triage, tables)]


def _wanted(candidate: Candidate, stitcher: Stitcher) -> bool:
    return bool(candidate.opens) or stitcher.open_page == candidate.page - 1


def _unread(triage: Triage, tables: list[Table]) -> list[Finding]:
    """Pages that announce a table of a kind of which nothing was read there or on the next page.

    Pages that are no candidates count too: a table printed in halves has no header wording whole.
    """
    read = {(t.kind, page) for t in tables for page in t.pages}
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


def _run_on(pages: list[Candidate], index: int) -> list[int]:
    """The next pages a table that is open on this page may reach."""
    page = pages[index].page
    return [
        c.page
        for n, c in enumerate(pages[index + 1 : index + 1 + AHEAD], 1)
        if c.page == page + n and not c.opens and not c.scanned
    ]


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
